"""The time in which the program has the terminal: asked, switched, given back.

::

    with terminal_session(settings.terminal.bidi) as session:  # asks; returns at once
        from ticker_tui.ui.app import TickerApp                # imports Textual while the terminal answers
        app = TickerApp(...)
        session.install(app)                                   # reads the answers, chooses, hooks into the app
        app.run()

The driver that `install` gives the app takes the terminal's own bidi away when Textual starts or resumes, and
gives it back when Textual stops or is suspended (`textual_driver.py`). Leaving the ``with`` gives it back too, whatever
happened. A signal handler that ends the process calls `restore`.
"""

from __future__ import annotations

import contextlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ticker_tui.contrast import is_dark
from ticker_tui.terminal.bidi_modes import ERASE
from ticker_tui.terminal.identify import EncodingChoice, Terminal, choose, identify
from ticker_tui.terminal.line_discipline import attributes, set_attributes, write_all
from ticker_tui.terminal.multiplexer import Mux, find_mux
from ticker_tui.terminal.query import Question, ask, may_ask
from ticker_tui.terminal.replies import Replies

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from pathlib import Path

    from textual.app import App

    from ticker_tui.terminal.encodings import Encoding
    from ticker_tui.terminal.replies import ReplySieve

__all__ = ["TerminalSession", "terminal_session"]

# Everything Textual and this room may have set, in the order of Textual's own farewell: pop the keyboard protocol
# before leaving the alternate screen; then mouse, focus and paste reports off, line wrap and cursor on.
_FAREWELL = (
    b"\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2048l\x1b[?1004l\x1b[?2004l"
    b"\x1b[0m\x1b[?1049l\x1b[?7h\x1b[?25h"
)


class TerminalSession:
    """One terminal, from the first question until it is given back."""

    def __init__(
        self,
        wanted: str,
        environ: Mapping[str, str],
        input_fd: int,
        output_fd: int,
        memory: Path | None,
    ) -> None:
        self._wanted = wanted
        self._environ = environ
        self._input_fd = input_fd
        self._output_fd = output_fd
        self._memory = memory
        self._switched = False
        self._typed = ""
        self._attributes = attributes(input_fd)
        self._question: Question | None = None
        self._terminal: Terminal | None = None
        self._choice: EncodingChoice | None = None
        self._mux: Mux | None = None
        self._form: Encoding | None = None
        self._advice: str | None = None
        self.on_ground: Callable[[bool], object] | None = None
        """Told whether the ground is dark, when the terminal says so later than the program waited."""
        if may_ask(environ, input_fd, output_fd):
            self._question = ask(input_fd, output_fd)

    # What was found ---------------------------------------------------------------------------------------------

    @property
    def terminal(self) -> Terminal:
        """Which terminal it is. The first look at it reads the answers: it may take what is left of 0.3 s."""
        if self._terminal is None:
            replies = Replies()
            if self._question is not None:
                replies = self._question.answer()
                self._typed += self._question.typed
            self._mux = find_mux(replies, self._environ)
            self._terminal = self._identify(replies)
        return self._terminal

    @property
    def choice(self) -> EncodingChoice:
        """What it gets, and why."""
        if self._choice is None:
            from ticker_tui.terminal.preferences import remembered_form

            terminal = self.terminal
            remembered = remembered_form(self._memory, terminal.identity) if self._memory is not None else ""
            self._choice = choose(terminal, wanted=self._wanted, remembered=remembered)
        return self._choice

    @property
    def form(self) -> Encoding:
        """The chosen output form."""
        if self._form is None:
            from ticker_tui.terminal.encodings import make_form

            self._form = make_form(self.choice.form)
        return self._form

    @property
    def dark(self) -> bool:
        """Whether the terminal's ground is dark; so it is when it does not say."""
        ground = self.terminal.replies.ground
        return ground is None or is_dark(ground)

    @property
    def marks(self) -> bool:
        """Whether harakat and points may be shown when ``display.marks`` is ``auto``."""
        return self.choice.marks

    @property
    def advice(self) -> str:
        """One sentence for the user, the first time it applies to this terminal; else empty."""
        if self._advice is None:
            from ticker_tui.terminal.preferences import advise_once

            self._advice = advise_once(self._memory, self.terminal.identity, self.choice.advice)
        return self._advice

    @property
    def late(self) -> ReplySieve | None:
        """The sieve that swallows answers which are still to come; None when all came in time."""
        terminal = self.terminal
        if self._question is None or terminal.replies.complete:
            return None
        return self._question.sieve

    def take_typed(self) -> str:
        """What was typed while the terminal was asked; once."""
        typed, self._typed = self._typed, ""
        return typed

    # What is done -----------------------------------------------------------------------------------------------

    def install(self, app: App[Any]) -> None:
        """Give the app its driver and its form. Before `App.run`."""
        from ticker_tui.terminal.textual_driver import driver_for

        self.form.install(app)
        app.driver_class = driver_for(self, app.driver_class)

    def reconsider(self, app: App[Any], replies: Replies) -> bytes | None:
        """The answers have come after all, with the app running: choose again.

        Returns:
            What to write before everything is drawn anew, or None when nothing changes.
        """
        before, form_before = self.choice, self.form
        if self.on_ground is not None and replies.ground is not None:
            self.on_ground(is_dark(replies.ground))
        self._terminal = self._identify(replies)
        self._choice = self._form = None
        if self.choice.form == before.form:
            self._form = form_before
        else:
            self.form.install(app)
        more = [each for each in self.choice.switches if each not in before.switches]
        less = [each for each in before.switches if each not in self.choice.switches]
        if self._form is form_before and not more and not less:
            return None
        switch = b"".join([*(each.on for each in less), *(each.off for each in more)]) + ERASE
        return self._mux.wrap(switch) if self._mux is not None else switch

    def switch(self) -> None:
        """Take the terminal's own bidi away. Nothing may be drawn before. Twice is once."""
        if self._switched:
            return
        self._switched = True
        off = b"".join(each.off for each in self.choice.switches)
        if self._mux is not None:
            self._typed += self._mux.send(off, self._input_fd, self._output_fd)
        else:
            write_all(self._output_fd, off)

    def handed_through(self, sequence: str) -> str:
        """A sequence for the terminal itself, wrapped as the multiplexer in between wants it, which is told to let it pass.

        The first time inside tmux takes two calls of its program.
        """
        if self._mux is None:
            return sequence
        self._mux.allow()
        return self._mux.wrap(sequence.encode()).decode()

    def unswitch(self) -> None:
        """Give the terminal its own bidi back. Twice is once. Never raises: the terminal may be gone."""
        if not self._switched:
            return
        self._switched = False
        with contextlib.suppress(OSError):
            if self._mux is not None:
                self._mux.send(self._on(), self._input_fd, self._output_fd)
                self._mux.close()
            else:
                write_all(self._output_fd, self._on())

    def restore_bytes(self) -> bytes:
        """What puts the terminal in order from any state: farewell to Textual's modes, and its own bidi back.

        Makes no system call and takes no lock, so that a signal handler may call it at any time.
        """
        if not self._switched:
            return _FAREWELL
        return _FAREWELL + (self._mux.wrap(self._on()) if self._mux is not None else self._on())

    def restore(self) -> None:
        """Put the terminal in order at once, from a signal handler: bytes, then line discipline. Never raises."""
        farewell, self._switched = self.restore_bytes(), False
        with contextlib.suppress(OSError):
            write_all(self._output_fd, farewell)
        set_attributes(self._input_fd, self._attributes)
        if self._mux is not None:
            self._mux.close()

    def close(self) -> None:
        """The end of the session."""
        if self._question is not None:
            self._question.close()
        self.unswitch()

    def _identify(self, replies: Replies) -> Terminal:
        if self._mux is None:
            return identify(replies, self._environ)
        return identify(
            replies, self._environ, outer_type=self._mux.outer_type, truecolour=self._mux.truecolour
        )

    def _on(self) -> bytes:
        return (
            b"".join(each.on for each in reversed(self._choice.switches)) if self._choice is not None else b""
        )


@contextmanager
def terminal_session(
    wanted: str = "auto",
    *,
    environ: Mapping[str, str] | None = None,
    input_fd: int = 0,
    output_fd: int = 2,
    memory: Path | None = None,
) -> Generator[TerminalSession]:
    """Have the terminal for a while.

    Args:
        wanted: ``terminal.bidi`` of feeds.toml: ``auto`` or a form's name.
        environ: The environment; the process's own if None.
        input_fd: Where the terminal's answers are read.
        output_fd: Where it is written to. Textual draws on stderr.
        memory: The file in which answers of `ticker doctor --choose` and advice already given are kept.
    """
    session = TerminalSession(wanted, os.environ if environ is None else environ, input_fd, output_fd, memory)
    try:
        yield session
    finally:
        session.close()
