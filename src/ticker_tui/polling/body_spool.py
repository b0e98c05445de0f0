"""Bodies that wait for a parser: the first ones in memory, the others in a file without a name.

Two hundred servers answer faster than two processes read; what is waiting then could be a gigabyte.
"""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

IN_MEMORY: Final = 24 * 1024 * 1024
"""Bytes of waiting bodies."""


class BodySpool:
    """Holds bodies until their turn comes. Not for several threads."""

    def __init__(self, *, in_memory: int = IN_MEMORY) -> None:
        self._room = in_memory
        self._file: IO[bytes] | None = None
        self._in_file = 0

    @contextmanager
    def hold(self, body: bytes) -> Generator[Callable[[], bytes]]:
        """Keep a body; what is handed out gives it back, as often as it is called.

        The caller has to let go of `body` for that to be of use.
        """
        if len(body) <= self._room or (place := self._park(body)) is None:
            held = body
            size = len(body)
            del body
            self._room -= size
            try:
                yield lambda: held
            finally:
                self._room += size
            return
        file, offset = place
        size = len(body)
        del body

        def read() -> bytes:
            file.seek(offset)
            return file.read(size)

        try:
            yield read
        finally:
            self._in_file -= 1
            if not self._in_file and file is self._file:
                self.close()

    def close(self) -> None:
        """Let go of the file."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _park(self, body: bytes) -> tuple[IO[bytes], int] | None:
        """Write a body to the file; None: there is no place for it on the disk."""
        try:
            if self._file is None:
                self._file = TemporaryFile(prefix="ticker-", buffering=0)  # noqa: SIM115 - closed when nothing waits
            offset = self._file.seek(0, 2)
            written = self._file.write(body)
        except OSError:
            return None
        if written != len(body):
            return None
        self._in_file += 1
        return self._file, offset
