"""Files whose kind and readers are not known in advance: bounded reads that never block, and files that only their owner can read."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_DESCRIPTORS = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")


class FileTooLargeError(OSError):
    """The file holds more than the caller reads."""


def read_regular(path: Path, *, limit: int) -> tuple[bytes, os.stat_result]:
    """Read a whole regular file, or a pipe that the shell passed as ``/dev/fd/N``.

    Args:
        path: The file.
        limit: The most bytes it may have.

    Raises:
        OSError: It is no regular file, larger than `limit` (`FileTooLargeError`), or cannot be read; `strerror` says why.
    """
    _refuse_other_kinds(path, path.stat())
    # Without O_NONBLOCK, a named pipe that took the file's place meanwhile would be waited for.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        _refuse_other_kinds(path, status)
        if stat.S_ISFIFO(status.st_mode):
            os.set_blocking(file.fileno(), True)
        data = b"" if status.st_size > limit else file.read(limit + 1)
    if max(len(data), status.st_size) > limit:
        raise FileTooLargeError(errno.EFBIG, os.strerror(errno.EFBIG), os.fspath(path))
    return data, status


def _refuse_other_kinds(path: Path, status: os.stat_result) -> None:
    mode = status.st_mode
    if stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and os.fspath(path).startswith(_DESCRIPTORS)):
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "something else")
    raise OSError(errno.EINVAL, f"it is {kind}, not a regular file", os.fspath(path))


def open_private(path: Path, mode: Literal["ab", "xb"] = "ab") -> IO[bytes]:
    """Open a file for writing; when this makes it, only its owner can read it.

    Raises:
        OSError: It cannot be opened or made.
    """
    return open(path, mode, opener=lambda name, flags: os.open(name, flags, 0o600))


def make_private(paths: Iterable[Path]) -> None:
    """Take files of this user away from the eyes of others. Files of other users, and what cannot be changed, stay as they are."""
    if not hasattr(os, "getuid"):
        return  # Windows: the profile's folder is private
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            if status.st_uid == os.getuid() and stat.S_ISREG(status.st_mode) and status.st_mode & _OTHERS:
                path.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS)


if sys.platform != "win32":
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Whether this open file is locked now, until it is closed. Where the file system has no locks, it counts as locked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
else:

    def try_lock(file: IO[bytes]) -> bool:  # noqa: ARG001 - as above
        """Windows refuses to replace an open file, so nothing is locked there."""
        return True
