"""Stories: entries of one event under the id of the first of them. What is alike decides `likeness`; here is who is asked.

Each headline is kept under a few of its words for a week. A new one is compared with those which share the most of these words
and are no more than 48 hours away: a handful, whatever the archive holds. Only the first headline of a story is kept, so
a story is what its first headline says, and cannot drift from one event to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from ticker_tui.store.likeness import Gist, gist, likeness, lookup_words
from ticker_tui.store.times import DAY_US, HOUR_US

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

APART_US = 48 * HOUR_US
"""How far two reports of one event may be apart."""
KEPT_US = 7 * DAY_US
"""How old an entry may be to begin or join a story: a first body reaches back some days."""
WORDS = 5
"""Words under which a headline is kept."""
PER_WORD = 16
"""Headlines that are met under one word: the newest. A word in more of them tells little."""
COMPARED = 8
"""Headlines that are compared at most, those first which share most words."""

_UNDER_A_WORD = f"""SELECT entry_id FROM (SELECT entry_id FROM story_words WHERE word = ? AND at BETWEEN ? AND ?
                                           ORDER BY at DESC LIMIT {PER_WORD})"""  # noqa: S608 - a number of ours
_ROW = "e.id, e.feed_id, f.name, e.title, e.sort_at, e.story_id"


class _Row(NamedTuple):
    id: int
    feed_id: int
    source: str
    title: str
    sort_at: int
    story_id: int | None


def follow(
    db: sqlite3.Connection, new_ids: Sequence[int], updated_ids: Sequence[int], *, now_us: int
) -> list[int]:
    """Find the stories of entries that were just saved, inside the caller's transaction.

    An entry whose headline was rewritten leaves a story that it no longer tells. The first of a story stays its first.

    Returns:
        Those that joined a story which another entry had begun.
    """
    joined: list[int] = []
    for row in _rows(db, [*new_ids, *updated_ids]):
        if row.sort_at < now_us - KEPT_US:
            continue
        about = gist(row.title, row.source)
        if row.story_id == row.id:
            _keep(db, row, about)
        elif (row.story_id is None or not _still_told(db, row, about)) and _place(db, row, about):
            joined.append(row.id)
    return joined


def _place(db: sqlite3.Connection, row: _Row, about: Gist) -> bool:
    """Put an entry into the story that is most like it; without one it waits for others, and this is False."""
    best, first = 0.0, None
    for other in _candidates(db, row, about):
        score = likeness(gist(other.title, other.source), about, same_feed=other.feed_id == row.feed_id)
        if score > best:
            best, first = score, other
    if first is None:
        if row.story_id is not None:
            db.execute("UPDATE entries SET story_id = NULL WHERE id = ?", (row.id,))
        _keep(db, row, about)
        return False
    if first.story_id is None:
        db.execute("UPDATE entries SET story_id = id WHERE id = ?", (first.id,))
    db.execute("UPDATE entries SET story_id = ? WHERE id = ?", (first.id, row.id))
    return True


def _candidates(db: sqlite3.Connection, row: _Row, about: Gist) -> list[_Row]:
    """The firsts of stories, and entries that stand alone, which share most words with a headline."""
    span = (row.sort_at - APART_US, row.sort_at + APART_US)
    words = lookup_words(about, WORDS)
    if not words:
        return []
    under_words = " UNION ALL ".join([_UNDER_A_WORD] * len(words))
    # One that has become part of another story since it was kept is no first.
    sql = f"""SELECT {_ROW} FROM (SELECT entry_id, count(*) AS shared FROM ({under_words})
                                  GROUP BY entry_id ORDER BY shared DESC, entry_id DESC LIMIT {COMPARED + 1}) met
              JOIN entries e ON e.id = met.entry_id JOIN feeds f ON f.id = e.feed_id
              WHERE e.id <> ? AND (e.story_id IS NULL OR e.story_id = e.id)"""  # noqa: S608 - words are values
    values = [value for word in words for value in (_code(word), *span)]
    return [_Row(*found) for found in db.execute(sql, (*values, row.id)).fetchall()]


def _still_told(db: sqlite3.Connection, row: _Row, about: Gist) -> bool:
    first = next(iter(_rows(db, [row.story_id or 0])), None)
    return first is None or likeness(gist(first.title, first.source), about) > 0


def _keep(db: sqlite3.Connection, row: _Row, about: Gist) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO story_words (word, at, entry_id) VALUES (?, ?, ?)",
        [(_code(word), row.sort_at, row.id) for word in lookup_words(about, WORDS)],
    )


def _rows(db: sqlite3.Connection, entry_ids: Sequence[int]) -> list[_Row]:
    if not entry_ids:
        return []
    sql = f"""SELECT {_ROW} FROM entries e JOIN feeds f ON f.id = e.feed_id
              WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id"""  # noqa: S608 - ids are a value
    return [_Row(*row) for row in db.execute(sql, (f"[{','.join(map(str, entry_ids))}]",)).fetchall()]


def _code(word: str) -> int:
    """Four bytes for a word; two that fall together cost one comparison."""
    return crc32(word.encode())
