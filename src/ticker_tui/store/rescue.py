"""What a reader has done survives a damaged archive: the marks that can still be read from it, and what was thrown away.

Headlines come again from their feeds; marks do not. They wait in the new archive's table `rescued`, where a trigger gives them back
to the entries as these arrive. What was thrown away, or left because it was old, is among the keys that are `forgotten`: it does not
come again.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Mark(NamedTuple):
    """What a reader has done with an entry."""

    read: int = 0
    starred: int = 0
    gone: int = 0
    """Thrown away, or left for its age: its feed may serve it for as long as it likes."""


_WAYS = (
    """SELECT f.url, e.key, e.read <> 0, e.starred <> 0, 0 FROM entries e NOT INDEXED JOIN feeds f ON f.id = e.feed_id
       WHERE e.read OR e.starred ORDER BY e.id""",
    """SELECT f.url, e.key, 0, 0, 1 FROM entries e NOT INDEXED JOIN feeds f ON f.id = e.feed_id
       WHERE e.deleted_at > 0 ORDER BY e.id""",
    """SELECT f.url, g.key, 0, 0, 1 FROM forgotten g JOIN feeds f ON f.id = g.feed_id ORDER BY g.feed_id, g.key""",
)
"""One by one, since an archive of an older version may not know all of it."""

Marks = dict[tuple[str, str], Mark]
"""By feed's address and entry's key."""


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
        for sql in _WAYS:
            _read_into(found, db, sql)
    return found


def _read_into(found: Marks, db: sqlite3.Connection, sql: str) -> None:
    """Up to the damage from one end, and from the other."""
    backwards = ", ".join(f"{column} DESC" for column in sql.rpartition("ORDER BY ")[2].split(", "))
    for order in (sql, f"{sql.rpartition('ORDER BY ')[0]}ORDER BY {backwards}"):
        with suppress(sqlite3.Error, UnicodeError):
            for url, key, read, starred, gone in db.execute(order):
                found[str(url), str(key)] = Mark(int(read), int(starred), int(gone))
            return


def keep_marks(db: sqlite3.Connection, marks: Marks, *, now_us: int) -> None:
    """Let marks wait for their entries, and remember what is not to come again."""
    waiting: Iterable[tuple[str, str, int, int, int]] = (
        (url, key, mark.read, mark.starred, now_us) for (url, key), mark in marks.items() if not mark.gone
    )
    gone = [(url, key) for (url, key), mark in marks.items() if mark.gone]
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT OR REPLACE INTO rescued VALUES (?, ?, ?, ?, ?)", waiting)
    # Their feeds are not known yet; feeds.toml gives them their names when it is read next.
    db.executemany(
        "INSERT OR IGNORE INTO feeds (url, name, category, lang, listed) VALUES (?, '', '', '', 0)",
        {(url,) for url, _ in gone},
    )
    db.executemany(
        "INSERT OR REPLACE INTO forgotten SELECT id, ?, ? FROM feeds WHERE url = ?",
        ((key, now_us, url) for url, key in gone),
    )
    db.execute("COMMIT")
