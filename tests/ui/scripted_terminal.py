"""A scripted terminal: a pty whose other end answers as a real terminal was seen to answer."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from forks import Forks

FIXTURE = Path(__file__).parents[1] / "fixtures" / "terminals.json"
QUESTIONS = {
    "xtversion": b"\x1b[>0q",
    "bdsm": b"\x1b[8$p",
    "da2": b"\x1b[>c",
    "ground": b"\x1b]11;?\x07",
    "da1": b"\x1b[c",
}


@dataclass(frozen=True)
class Recorded:
    """One terminal of the lab: what it answered, what was around it, what is expected of us."""

    name: str
    da1: str
    da2: str = ""
    xtversion: str = ""
    bdsm: int | None = None
    ground: str = ""
    """As XParseColor reads it: ``rgb:1212/1414/1818``."""
    environ: dict[str, str] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)

    def answer(self, question: str) -> bytes:
        match question:
            case "xtversion" if self.xtversion:
                return f"\x1bP>|{self.xtversion}\x1b\\".encode()
            case "bdsm" if self.bdsm is not None:
                return f"\x1b[8;{self.bdsm}$y".encode()
            case "ground" if self.ground:
                return f"\x1b]11;{self.ground}\x1b\\".encode()
            case "da1" | "da2" if getattr(self, question):
                return f"\x1b[{getattr(self, question)}c".encode()
            case _:
                return b""


RECORDED = [Recorded(**row) for row in json.loads(FIXTURE.read_text("utf-8"))]


def recorded(name: str) -> Recorded:
    return next(each for each in RECORDED if each.name.startswith(name))


class Peer:
    """The terminal's end of a pty with a program in it.

    Args:
        argv: The program; with `forks`, code and what is behind ``python -c CODE``.
        environ: Around it.
        terminal: How it answers; None does not.
        forks: What starts it; None: it starts from nothing, as our child.
    """

    def __init__(
        self,
        argv: list[str],
        environ: dict[str, str],
        terminal: Recorded | None,
        *,
        forks: Forks | None = None,
    ) -> None:
        self.output = b""
        self.status: int | None = None
        self.answers_each: int | None = None
        """How often each question is answered; None: always."""
        self._terminal = terminal
        self._answered = dict.fromkeys(QUESTIONS, 0)
        self._forked: Callable[[], int | None] | None = None
        if forks is not None:
            self.fd, theirs = pty.openpty()
            self.pid, self._forked = forks.start_and_ask(argv, environ, (theirs, theirs, theirs))
            os.close(theirs)
            return
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.execve(argv[0], argv, environ)  # noqa: S606 - an argv list, as everywhere
            finally:
                os._exit(127)

    def send(self, data: bytes) -> None:
        os.write(self.fd, data)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def read(self, seconds: float) -> bool:
        """Read what comes within the time; False when the program has closed its end."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.output += data
        self._answer()
        return bool(data)

    def read_for(self, seconds: float) -> None:
        """Read everything that comes within the time. One `read` takes 4 kB of a terminal, which a program can outrun."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self.read(left):
            pass

    def wait_for(
        self, wanted: bytes | Callable[[bytes], object], *, after: int = 0, seconds: float = 20
    ) -> int:
        """Read until something has been printed; the place behind it.

        Args:
            wanted: The bytes, or a question about the output from `after`.
            after: Where in the output to begin.
            seconds: Then the test fails.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if callable(wanted):
                if wanted(self.output[after:]):
                    return len(self.output)
            elif (found := self.output.find(wanted, after)) >= 0:
                return found + len(wanted)
            if not self.read(0.05):
                break
        raise AssertionError(f"not printed: {wanted!r} in {self.output[after:][-1500:]!r}")

    def wait_for_end(self, seconds: float = 20) -> int:
        """Read until the program has ended; its exit status."""
        until = time.monotonic() + seconds
        while self.status is None and time.monotonic() < until:
            self.read(0.05)
            self._look()
        while self.read(0.05) and select.select([self.fd], [], [], 0)[0]:
            pass
        assert self.status is not None, f"has not ended: {self.output[-1500:]!r}"
        return self.status

    def wait_until_stopped(self) -> None:
        _, status = os.waitpid(self.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            while self.status is None:
                self._look(0)
        os.close(self.fd)

    def _look(self, options: int = os.WNOHANG) -> None:
        """Whether it has ended."""
        if self._forked is not None:
            self.status = self._forked()
            return
        ended, status = os.waitpid(self.pid, options)
        if ended:
            self.status = os.waitstatus_to_exitcode(status)

    def _answer(self) -> None:
        if self._terminal is None:
            return
        for question, asked in QUESTIONS.items():
            while self._answered[question] < self.output.count(asked):
                self._answered[question] += 1
                if self.answers_each is None or self._answered[question] <= self.answers_each:
                    self.send(self._terminal.answer(question))


def keys_seen(output: bytes) -> list[str]:
    """The keys that arrived in the subject, as its second row says at last."""
    text = re.sub(rb"\x1b\[[0-?]*[ -/]*[@-~]", b"", output)
    rows = re.findall(rb"keys: ([a-z0-9_+ ]*) \.", text)
    return rows[-1].decode().split() if rows else []
