"""Frames on a pipe between two processes of ours, as the one that was started sees them; `pipes` is the other end.

A frame is `LENGTH` and so many bytes. What they mean is the affair of the two ends (`processes.parser_protocol`, `polling.poller_protocol`). Nothing
slow is imported here: the first headline waits for it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import sys
from typing import BinaryIO, Final

LENGTH: Final = struct.Struct(">I")
MAX_FRAME: Final = 256 * 1024 * 1024
PIPE_BYTES: Final = 1024 * 1024
"""As much as Linux gives to everyone."""
_PR_SET_PDEATHSIG: Final = 1
"""prctl(2): the signal that this process gets when its parent dies."""


def read_frame(pipe: BinaryIO) -> bytes | None:
    """The next frame; None: the other end has closed the pipe."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = pipe.read(length)
    return message if len(message) == length else None


def write_frame(pipe: BinaryIO, message: bytes) -> None:
    """Send a frame.

    Raises:
        OSError: The other end has closed the pipe.
    """
    pipe.write(LENGTH.pack(len(message)) + message)
    pipe.flush()


def widen(*pipes: BinaryIO) -> None:
    """Let a whole feed lie in a pipe, where the system can, so that its two ends need not wake each other for each 64 kB of it."""
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):  # this user has filled many pipes
            for pipe in pipes:
                fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def die_with_parent() -> None:
    """Not to be left behind at work: the end of the input is only seen between two frames."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def stand_back(by: int = 0) -> None:
    """Leave the processor to others where there are few cores.

    Args:
        by: How much nicer to be than the process that started this one.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        niceness = os.nice(by)
        # Linux weighs sessions first, and processes only within their session; this one has a session of its own.
        if niceness > 0 and sys.platform == "linux":
            with open("/proc/self/autogroup", "w", encoding="ascii") as group:  # noqa: PTH123 - pathlib is slow to import
                group.write(str(niceness))
