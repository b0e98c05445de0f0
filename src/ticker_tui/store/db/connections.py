"""Connections to an archive: to its file, or to a copy in memory where the file cannot be used as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Final

from ticker_tui.errors import StoreError
from ticker_tui.store.db import database_schema

if TYPE_CHECKING:
    from pathlib import Path

BUSY_TIMEOUT_S = 5.0
PAGE_BYTES: Final = 8192

_numbers: Final = count()


def memory_uri() -> str:
    """A new database in memory, which lives as long as a connection to it."""
    return f"file:/ticker-{next(_numbers)}?vfs=memdb"


def connect(uri: str, *, read_only: bool) -> sqlite3.Connection:
    """A connection that any thread may use, in autocommit mode.

    Raises:
        sqlite3.Error: There is none to be had.
    """
    db = sqlite3.connect(
        uri,
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=128,
    )
    try:
        # With WAL: a power cut may lose the last answer, never the file.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA temp_store = MEMORY")
        if read_only:
            db.execute("PRAGMA query_only = ON")
        else:
            # Of a new archive: a body takes one to two kilobytes, and would leave a quarter of a page of 4096 bytes empty.
            db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            # An import goes through the search index again and again, and writes the same pages many times.
            db.execute("PRAGMA cache_size = -8000")
            db.execute("PRAGMA wal_autocheckpoint = 2000")
    except BaseException:
        db.close()
        raise
    return db


def refuse_foreign(db: sqlite3.Connection, path: Path) -> None:
    """Do nothing to a database that is not ours.

    Raises:
        StoreError: It is another program's.
    """
    owner = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if owner != database_schema.APPLICATION_ID and (owner or tables):
        raise StoreError(
            f"{path} is another program's database; it was not touched. Name another folder with --data."
        )


def read_first_window(db: sqlite3.Connection) -> None:
    """What the list shows first: damage to it is found at the start, the rest by `Archive.check`.

    Raises:
        sqlite3.DatabaseError: It is damaged.
    """
    db.execute("SELECT id, title FROM entries ORDER BY sort_at DESC, id DESC LIMIT 100").fetchall()


def copy_into(db: sqlite3.Connection, path: Path) -> None:
    """Copy a file that SQLite cannot read where it is into an empty database; what is in its log is copied too.

    Raises:
        OSError, sqlite3.Error: It cannot be read.
    """
    from ticker_tui.store.db.raw_file import RawFile  # no part of the start

    with RawFile(path) as raw, closing(sqlite3.connect(":memory:")) as image:
        image.deserialize(raw.image())
        image.backup(db)
