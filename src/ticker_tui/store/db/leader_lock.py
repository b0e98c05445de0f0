"""Which of several running tickers polls: the one that holds the lock file. The others read and mark."""

from __future__ import annotations

import errno
import os
import sys
from typing import IO, TYPE_CHECKING, Final

from ticker_tui.filesystem import open_private

if TYPE_CHECKING:
    from pathlib import Path

CANNOT_OPEN: Final = "The lock file {detail} cannot be opened."
NOT_POLLED: Final = "Feeds are not polled."
CANNOT_LOCK: Final = "The lock file {detail} cannot be locked."

_HELD: Final = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
"""What the system says when another program holds the lock (flock: EWOULDBLOCK, msvcrt: the other two)."""


class LeaderLock:
    """A lock that lives as long as its process: nothing is left behind by a crash or `kill -9`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self.problem = ""
        """Why nobody can take the lock, one sentence; empty: it is taken, or another program holds it."""

    def try_take(self) -> bool:
        """Whether this one leads now. Asking again is free; a lock file that cannot be used is led by nobody: see `problem`."""
        if self._file is not None:
            if self._is_there(self._file):
                return True
            self.release()
        try:
            file = self._open()
        except OSError as error:
            self.problem = CANNOT_OPEN.format(detail=self._with_reason(error))
            return False
        try:
            _lock(file)
        except OSError as error:
            file.close()
            held = error.errno in _HELD
            self.problem = "" if held else CANNOT_LOCK.format(detail=self._with_reason(error))
            return False
        self.problem = ""
        self._file = file
        return True

    def release(self) -> None:
        """Let another one lead."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _is_there(self, file: IO[bytes]) -> bool:
        """Whether the lock file is still the one that others would lock: the folder may have been deleted."""
        try:
            return os.path.samestat(self._path.stat(), os.fstat(file.fileno()))
        except OSError:
            return False

    def _open(self) -> IO[bytes]:
        try:
            return open_private(self._path)
        except PermissionError:
            return self._path.open("rb")  # another user's: it can be locked all the same

    def _with_reason(self, error: OSError) -> str:
        return f"{self._path} ({os.strerror(error.errno or 0)})"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        # flock, not lockf: it belongs to this open file, so two stores in one process exclude each other as well.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
