"""The one batch of questions, asked before Textual takes the terminal.

`ask` sends it and returns at once, so that the program can import Textual while the terminal answers;
`Question.answer` then reads. DA1 is asked last: every terminal answers it, so its answer closes the batch.

Some terminals print a letter of a question they do not know. So it is asked on the alternate screen, which is
erased and left when the answers are in. DA3 is not asked at all: QTerminal prints its ``c``.
"""

from __future__ import annotations

import os
import select
import sys
import time
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from ticker_tui.terminal.line_discipline import make_raw, set_attributes, write_all
from ticker_tui.terminal.replies import Replies, ReplySieve

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEADLINE_S", "Question", "ask", "may_ask", "settle"]

DEADLINE_S = 0.3
"""Seconds from the question; later answers are swallowed by the driver."""

_ENTER = b"\x1b[?1049h\x1b[2J\x1b[H"
_DA1 = b"\x1b[c"
_BATCH = b"\x1b[>0q" + b"\x1b[8$p" + b"\x1b[>c" + b"\x1b]11;?\x07" + b"\x1b[16t" + b"\x1b[?1;1;0S" + _DA1
# XTVERSION, DECRQM 8, DA2, ground; a cell's pixels, a picture's colours; DA1
_LEAVE = b"\x1b[2J\x1b[?1049l"


def may_ask(environ: Mapping[str, str], input_fd: int, output_fd: int) -> bool:
    """Whether there is a terminal that takes questions well."""
    if sys.platform == "win32" or environ.get("TERM", "") in {"", "dumb"}:
        return False
    if (
        environ.get("TERM_PROGRAM") == "Apple_Terminal"
    ):  # it prints the "p" of a DECRQM where the cursor stands
        return False
    return os.isatty(input_fd) and os.isatty(output_fd)


class Question:
    """A batch that has been sent and not yet been answered; holds the terminal in raw mode."""

    def __init__(
        self, input_fd: int, output_fd: int, batch: bytes = _ENTER + _BATCH, leave: bytes = _LEAVE
    ) -> None:
        """Send a batch that ends with DA1; `leave` is written when the answers are in, or late."""
        self.sieve = ReplySieve()
        self.typed = ""
        """What came in between and is no reply: keys, to be handed to the program."""
        self._input_fd = input_fd
        self._output_fd = output_fd
        self._leave = leave
        self._open = True
        self._asked_at = time.monotonic()
        self._saved = make_raw(input_fd)
        write_all(output_fd, batch)

    def answer(self, deadline_s: float = DEADLINE_S) -> Replies:
        """Read until the batch is answered, or `deadline_s` seconds after it was asked; then give the terminal back.

        What has arrived by then is read even when the deadline is long past.
        """
        decode = getincrementaldecoder("utf-8")("replace").decode
        while self._open:
            patience_s = max(0.0, self._asked_at + deadline_s - time.monotonic())
            if not select.select([self._input_fd], [], [], patience_s)[0]:
                break
            data = os.read(self._input_fd, 4096)
            if not data:  # hung up
                break
            self.typed += self.sieve.feed(decode(data))
            if self.sieve.replies.complete:
                break
        self.close()
        return self.sieve.replies

    def close(self) -> None:
        """Write the farewell and leave raw mode. Twice is once."""
        if self._open:
            self._open = False
            write_all(self._output_fd, self._leave)
            set_attributes(self._input_fd, self._saved)


def ask(input_fd: int, output_fd: int) -> Question:
    """Send the batch. Call `may_ask` first."""
    return Question(input_fd, output_fd)


def settle(input_fd: int, output_fd: int) -> str:
    """Wait until everything written so far has been read at the other end: ask for DA1 and await it.

    Returns:
        What was typed meanwhile.
    """
    question = Question(input_fd, output_fd, _DA1, b"")
    question.answer()
    return question.typed
