"""The copy of an archive that is made before it is brought to a new format: exactly one, and whole, whatever ends the program.

It has a name of its own (`partial`) until the new format is there. A start that finds such a copy beside an archive of the
old format makes it anew; one that finds it beside an archive of the new format gives it its final name.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from ticker_tui.errors import StoreError
from ticker_tui.filesystem import open_private
from ticker_tui.store.db.connections import connect
from ticker_tui.store.db.uri import file_uri

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NO_ROOM: Final = "There is no space for the copy ({detail} MB) that is made before the archive is brought to its new format."
FAILED: Final = (
    "The copy that is made before the archive is brought to its new format cannot be written ({detail})."
)


class BackupError(StoreError):
    """The copy cannot be made; the archive is as it was."""


def partial(archive: Path) -> Path:
    """Where the copy is until the new format is there."""
    return archive.with_name(f"{archive.stem}.format.partial{archive.suffix}")


def make(archive: Path) -> None:
    """Make the copy, on the disk when this returns. The caller has a transaction open in which nothing was written yet.

    Raises:
        BackupError: It cannot be made, and nothing of it is left.
    """
    target = partial(archive)
    try:
        target.unlink(missing_ok=True)
        open_private(target, "xb").close()
        with (
            closing(connect(file_uri(archive), read_only=True)) as source,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            copy.execute("PRAGMA journal_mode = OFF")  # nothing is beside it when the program is killed
            copy.execute("PRAGMA synchronous = FULL")
            source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        discard(archive)
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
            size_mb = -(-archive.stat().st_size // 1_000_000)
            raise BackupError(NO_ROOM.format(detail=size_mb)) from error
        raise BackupError(FAILED.format(detail=error)) from error


def discard(archive: Path) -> None:
    """Remove the copy of an archive that has kept its old format."""
    with suppress(OSError):
        partial(archive).unlink(missing_ok=True)


def finish(archive: Path, free_name: Callable[[str], Path]) -> Path | None:
    """Give the copy its final name.

    Args:
        archive: Has its new format.
        free_name: Makes a name that says what the copy is.

    Returns:
        Where it is; None: there was none to be named.
    """
    source = partial(archive)
    if not source.exists():
        return None
    try:
        with closing(sqlite3.connect(file_uri(source, "mode=ro&immutable=1"), uri=True)) as copy:
            old = int(copy.execute("PRAGMA user_version").fetchone()[0])
        target = free_name(f"format{old}")
        source.rename(target)
    except (OSError, sqlite3.Error):
        return None  # another ticker has done it, or the next one will
    return target
