"""A feed under another address: the same entries, the same marks, and what is remembered between two checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ticker_tui.model import FeedState
from ticker_tui.store.entries.saving import forget_words
from ticker_tui.store.queries.headline_rows import json_ids

if TYPE_CHECKING:
    import sqlite3


def readdress(db: sqlite3.Connection, old_url: str, new_url: str) -> None:
    """Let a feed have another address, inside the caller's transaction; one that is not known is left alone.

    What the archive already holds under the new address becomes the feed's too. Of an entry that is under both, the
    older row stays, read, starred or thrown away when either was.
    """
    feed_id, other_id = _id_of(db, old_url), _id_of(db, new_url)
    if feed_id is None or feed_id == other_id:
        return
    if other_id is not None:
        _merge(db, other_id, into=feed_id)
    db.execute("UPDATE OR REPLACE rescued SET feed_url = ? WHERE feed_url = ?", (new_url, old_url))
    db.execute("UPDATE feeds SET url = ? WHERE id = ?", (new_url, feed_id))
    row = db.execute("SELECT state FROM feed_state WHERE feed_id = ?", (feed_id,)).fetchone()
    if row is not None:
        state = msgspec.json.decode(row[0], type=FeedState)
        state = msgspec.structs.replace(state, url=new_url, moved_to="", moves=0)
        db.execute("UPDATE feed_state SET state = ? WHERE feed_id = ?", (msgspec.json.encode(state), feed_id))


def _id_of(db: sqlite3.Connection, url: str) -> int | None:
    row = db.execute("SELECT id FROM feeds WHERE url = ?", (url,)).fetchone()
    return None if row is None else int(row[0])


def _merge(db: sqlite3.Connection, other_id: int, *, into: int) -> None:
    """Give a feed's entries to another feed, and forget the first one."""
    both = db.execute(
        """SELECT mine.id, theirs.id, theirs.read, theirs.starred, theirs.deleted_at FROM entries theirs
           JOIN entries mine ON mine.feed_id = ? AND mine.key = theirs.key WHERE theirs.feed_id = ?""",
        (into, other_id),
    ).fetchall()
    db.executemany(
        "UPDATE entries SET read = read OR ?, starred = starred OR ?, deleted_at = max(deleted_at, ?) WHERE id = ?",
        ((read, starred, deleted, mine) for mine, _, read, starred, deleted in both),
    )
    doubled = json_ids(theirs for _, theirs, *_ in both)
    forget_words(db, doubled)
    db.execute("DELETE FROM entries WHERE id IN (SELECT value FROM json_each(?))", (doubled,))
    db.execute("UPDATE entries SET feed_id = ? WHERE feed_id = ?", (into, other_id))
    db.execute("UPDATE OR REPLACE forgotten SET feed_id = ? WHERE feed_id = ?", (into, other_id))
    db.execute("DELETE FROM feeds WHERE id = ?", (other_id,))
    # The triggers count what comes and goes, not what changes hands.
    db.execute(
        """UPDATE feeds SET entry_count = (SELECT count(*) FROM entries
                                           WHERE feed_id = :feed AND deleted_at = 0 AND muted = 0),
                            unread_count = (SELECT count(*) FROM entries
                                            WHERE feed_id = :feed AND read = 0 AND deleted_at = 0 AND muted = 0)
           WHERE id = :feed""",
        {"feed": into},
    )
