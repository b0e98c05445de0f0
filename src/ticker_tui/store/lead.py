"""Which of several running tickers polls: the one that holds the lock file. The others read and mark."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Lead:
    """A lock that lives as long as its process: nothing is left behind by a crash or `kill -9`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def try_take(self) -> bool:
        """Whether this one leads now. Asking again is free; a folder that cannot be written to is led by nobody."""
        if self._file is not None:
            return True
        try:
            file = self._path.open("ab")
        except OSError:
            return False
        if not _lock(file):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let another one lead."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        # flock, not lockf: it belongs to this open file, so two stores in one process exclude each other as well.
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
