"""What the entries of an older archive still have to be given, slice by slice in the background.

A new format is there at once; where it wants every entry to be gone through again, that is written down in `upkeep` and done
later, a hundred entries in a transaction, so that no start and no answer ever waits for it.

- ``search``: a second search table is filled behind the first one and takes its place at the end. Until then both are kept.
- ``stories``: entries are told apart and put together as if they arrived now, oldest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.store import saving

if TYPE_CHECKING:
    import sqlite3

SLICE = 100
"""Entries in one transaction: some 30 ms."""


def step(db: sqlite3.Connection) -> bool:
    """Do one slice, inside the caller's transaction; whether there may be more to do."""
    row = db.execute("SELECT task, done FROM upkeep ORDER BY task LIMIT 1").fetchone()
    if row is None:
        return False
    task, done = row
    last = _fill_search(db, done) if task == "search" else _find_stories(db, done)
    if last is not None:
        db.execute("UPDATE upkeep SET done = ? WHERE task = ?", (last, task))
        return True
    if task == "search":
        db.execute("DROP TABLE search")
        db.execute("ALTER TABLE search_next RENAME TO search")
    db.execute("DELETE FROM upkeep WHERE task = ?", (task,))
    return True


def _fill_search(db: sqlite3.Connection, done: int) -> int | None:
    """Put the words of the next entries into the new search table; the last one's id, None: there are no more."""
    sql = "SELECT entry_id, indexed FROM bodies WHERE entry_id > ? ORDER BY entry_id LIMIT ?"
    rows = db.execute(sql, (done, SLICE)).fetchall()
    db.executemany(
        "INSERT INTO search_next (rowid, folded, stems) VALUES (?, ?, ?)",
        ((entry_id, *saving.unpacked(indexed)) for entry_id, indexed in rows),
    )
    return int(rows[-1][0]) if rows else None


def _find_stories(db: sqlite3.Connection, done: int) -> int | None:
    """Find the stories of the next entries; the last one's id, None: there are no more."""
    rows = db.execute("SELECT id FROM entries WHERE id > ? ORDER BY id LIMIT ?", (done, SLICE)).fetchall()
    if not rows:
        return None
    from ticker_tui.store import stories  # its tables of words are no part of the start

    stories.follow(db, [entry_id for (entry_id,) in rows], [], now_us=0)  # however old they are
    return int(rows[-1][0])
