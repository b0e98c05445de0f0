"""What a reader has done survives a damaged archive: the read and starred marks that can still be read from it.

Headlines come again from their feeds; marks do not. They wait in the new archive's table `rescued`, where a trigger gives them back
to the entries as these arrive.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MARKS = """SELECT f.url, e.key, e.read, e.starred FROM entries e NOT INDEXED JOIN feeds f ON f.id = e.feed_id
            WHERE e.read OR e.starred ORDER BY e.id"""

Marks = dict[tuple[str, str], tuple[int, int]]
"""Feed's address and entry's key → read and starred."""


def read_marks(broken: Path) -> Marks:
    """The marks in a damaged file, which is not changed; empty when there is nothing to be read."""
    # A log beside it holds the last changes; without one, nothing is made beside the file.
    mode = "mode=ro" if broken.with_name(f"{broken.name}-wal").exists() else "mode=ro&immutable=1"
    found: Marks = {}
    with (
        suppress(sqlite3.Error),
        closing(
            sqlite3.connect(f"{broken.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        ) as db,
    ):
        # Up to the damage from one end, and from the other.
        for order in ("ASC", "DESC"):
            with suppress(sqlite3.Error, UnicodeError):
                for url, key, read, starred in db.execute(f"{_MARKS} {order}"):
                    found[str(url), str(key)] = (int(bool(read)), int(bool(starred)))
                return found
    return found


def keep_marks(db: sqlite3.Connection, marks: Marks, *, now_us: int) -> None:
    """Let marks wait for their entries."""
    rows: Iterable[tuple[str, str, int, int, int]] = (
        (url, key, read, starred, now_us) for (url, key), (read, starred) in marks.items()
    )
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT OR REPLACE INTO rescued VALUES (?, ?, ?, ?, ?)", rows)
    db.execute("COMMIT")
