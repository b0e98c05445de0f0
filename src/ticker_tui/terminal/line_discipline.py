"""The kernel's side of a terminal: echo, line editing, and what was set before. Nothing of it exists on Windows."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

__all__ = ["attributes", "make_raw", "set_attributes", "write_all"]

Attributes = list[Any]
"""What `termios.tcgetattr` returns; None stands for a file that is no terminal."""


def attributes(fd: int) -> Attributes | None:
    """What is set now, for `set_attributes`; None if it is no terminal."""
    if sys.platform == "win32":
        return None
    import termios

    try:
        return termios.tcgetattr(fd)
    except termios.error:
        return None


def make_raw(fd: int) -> Attributes | None:
    """No echo and no line editing; keys that send signals still do. Returns what was set before."""
    saved = attributes(fd)
    if sys.platform != "win32" and saved is not None:
        import termios

        raw = termios.tcgetattr(fd)
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        set_attributes(fd, raw)
    return saved


def set_attributes(fd: int, saved: Attributes | None) -> None:
    """Set what `attributes` or `make_raw` returned. What was typed is kept. Never raises: the terminal may be gone."""
    if sys.platform == "win32" or saved is None:
        return
    import termios

    with contextlib.suppress(termios.error):
        termios.tcsetattr(fd, termios.TCSANOW, saved)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte; a pty takes no more than its buffer at once.

    Raises:
        OSError: The terminal is gone.
    """
    while data:
        data = data[os.write(fd, data) :]
