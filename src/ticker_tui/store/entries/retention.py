"""What the archive lets go: entries too old or too many, never starred ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ticker_tui.store.db.timestamps import DAY_US
from ticker_tui.store.entries.saving import forget_words
from ticker_tui.store.queries.headline_rows import json_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from ticker_tui.store.db.archive import Archive

REMEMBER_US = 90 * DAY_US
"""How long after a feed last served it the key of a pruned entry is remembered."""
STORY_WORDS_US = 9 * DAY_US
"""What `stories` compares: entries of a week, with reports of two days before."""
DELETED_US = 7 * DAY_US
"""How long what the reader threw away can be brought back."""
BATCH = 500
"""Entries in one transaction: a prune of thousands never keeps a saved answer waiting for long."""

_MAY_BE_SOME = """SELECT (SELECT count(*) FROM entries WHERE feed_id = :feed) > :keep
                      OR EXISTS (SELECT 1 FROM entries WHERE feed_id = :feed AND sort_at < :old)
                      OR EXISTS (SELECT 1 FROM entries WHERE feed_id = :feed AND deleted_at > 0 AND deleted_at < :deleted)"""
"""What most feeds can be asked instead of all their entries."""


def prune(archive: Archive, own: Mapping[str, int], *, keep: int, keep_days: int, now_us: int) -> int:
    """Delete what is too old or too much, in short transactions, so that nothing else has to wait for long.

    Args:
        archive: Of which.
        own: How many entries are kept of a feed, by address, where that is not `keep`.
        keep: Entries kept of each other feed.
        keep_days: Age in days from which entries go that their feed no longer serves.
        now_us: The clock, in microseconds.

    Returns:
        How many went.
    """
    feeds = archive.read(lambda db: db.execute("SELECT id, url FROM feeds").fetchall())
    gone = 0
    for feed_id, url in feeds:
        choose = partial(
            expired,
            feed_id=feed_id,
            keep=own.get(url, keep),
            older_than_us=now_us - keep_days * DAY_US,
            deleted_before_us=now_us - DELETED_US,
        )
        while archive.read(choose):
            # Chosen again in the transaction: it may have been starred meanwhile.
            gone += archive.write(partial(_forget_chosen, choose=choose))
    archive.write(partial(drop_old_keys, now_us=now_us))
    archive.write(partial(drop_old_words, now_us=now_us))
    return gone


def _forget_chosen(db: sqlite3.Connection, choose: Callable[[sqlite3.Connection], list[int]]) -> int:
    chosen = choose(db)
    forget(db, chosen)
    return len(chosen)


def expired(
    db: sqlite3.Connection, feed_id: int, *, keep: int, older_than_us: int, deleted_before_us: int
) -> list[int]:
    """Up to `BATCH` ids of one feed that may go.

    Beyond `keep` the oldest go, whether or not the feed still serves them: their keys are remembered, so they do not
    come back as news. By age only those go which the feed no longer serves, so a quiet feed keeps what it shows.
    What the reader threw away goes, starred or not, when it can no longer be brought back, and not before.
    """
    sql = """SELECT id FROM (
                 SELECT id, starred, sort_at, seen_at, row_number() OVER (ORDER BY sort_at DESC, id DESC) AS place
                 FROM entries WHERE feed_id = :feed AND deleted_at = 0
             ) WHERE starred = 0
                 AND (place > :keep OR (sort_at < :old AND seen_at < (SELECT body_at FROM feeds WHERE id = :feed)))
             UNION ALL SELECT id FROM entries WHERE feed_id = :feed AND deleted_at > 0 AND deleted_at < :deleted
             LIMIT :batch"""
    asked = {
        "feed": feed_id,
        "keep": keep,
        "old": older_than_us,
        "deleted": deleted_before_us,
        "batch": BATCH,
    }
    if not db.execute(_MAY_BE_SOME, asked).fetchone()[0]:
        return []
    rows = db.execute(sql, asked)
    return [row[0] for row in rows]


def forget(db: sqlite3.Connection, entry_ids: list[int]) -> None:
    """Delete entries with their bodies and words; keys, headlines and links stay known, so that they do not come again."""
    these = json_ids(entry_ids)
    forget_words(db, these)
    db.execute(
        """INSERT OR REPLACE INTO forgotten (feed_id, key, seen_at, title, link, published_at)
           SELECT feed_id, key, seen_at, title, link, published_at FROM entries WHERE id IN (SELECT value FROM json_each(?))""",
        (these,),
    )
    db.execute("DELETE FROM entries WHERE id IN (SELECT value FROM json_each(?))", (these,))


def drop_old_keys(db: sqlite3.Connection, *, now_us: int) -> None:
    """Stop remembering keys which no feed has served for a long time, and marks that found no entry."""
    db.execute("DELETE FROM forgotten WHERE seen_at < ?", (now_us - REMEMBER_US,))
    db.execute("DELETE FROM rescued WHERE saved_at < ?", (now_us - REMEMBER_US,))


def drop_old_words(db: sqlite3.Connection, *, now_us: int) -> None:
    """Stop looking up stories under the words of entries that are too old to be told again, unless `upkeep` is about to."""
    for table in ("story_words", "story_words_lately"):
        db.execute(
            f"DELETE FROM {table} WHERE at < ? AND NOT EXISTS (SELECT 1 FROM upkeep WHERE task = 'stories')",  # noqa: S608 - as above
            (now_us - STORY_WORDS_US,),
        )
