"""`ticker demo` on a terminal: it opens, shows news, and leaves nothing behind however it is ended."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from processes import started

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE_S = 60
PAINTED = "ﻝﺍﺰﻟﺯ".encode()
"""A word of a headline, joined and in visual order."""


@contextmanager
def demo(environ: dict[str, str], folder: Path) -> Iterator[Screen]:
    """The demo on a terminal of its own."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
    with started(
        [sys.executable, "-m", "ticker_tui", "demo", "--still"],
        env=environ,
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # closing a window hangs up its own
    ) as process:
        os.close(theirs)
        yield Screen(process, ours)


class Screen:
    """A terminal with the demo on it."""

    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self.process = process
        self._ours = ours
        self.sent = b""

    def wait_for(self, wanted: bytes) -> None:
        """Read until something has been sent since the last look."""
        start, until = len(self.sent), time.monotonic() + PATIENCE_S
        while wanted not in self.sent[start:] and time.monotonic() < until and self._read():
            pass
        assert wanted in self.sent[start:], self.sent[-2000:]

    def type(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def hang_up(self) -> None:
        os.close(self._ours)

    def end(self) -> int:
        """Read what is still sent; the exit code."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self._read():
            pass
        return self.process.wait(PATIENCE_S)

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], 1)[0]:
            return True
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # EIO: nobody has the terminal open any more
            return False
        self.sent += data
        return bool(data)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def screen(tmp_path: Path, temporary: Path, user: Callable[..., dict[str, str]]) -> Iterator[Screen]:
    with demo(user(TMPDIR=str(temporary)), tmp_path) as opened:
        opened.wait_for(PAINTED)
        assert len(list(temporary.glob("ticker-demo-*"))) == 1
        yield opened


def test_q_ends_it(screen: Screen, temporary: Path) -> None:
    screen.type(b"q")
    assert screen.end() == 0
    assert list(temporary.glob("ticker-*")) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(screen: Screen, temporary: Path, number: signal.Signals) -> None:
    screen.process.send_signal(number)
    assert screen.end() == 128 + number
    assert screen.sent.rindex(b"\x1b[?1049l") > screen.sent.rindex(PAINTED), "the screen was left"
    assert b"Traceback" not in screen.sent
    assert list(temporary.glob("ticker-*")) == []


def test_a_closed_window_ends_it(screen: Screen, temporary: Path) -> None:
    screen.hang_up()
    assert screen.process.wait(PATIENCE_S) == 128 + signal.SIGHUP
    assert list(temporary.glob("ticker-*")) == []
