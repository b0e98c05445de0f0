"""Stories: entries of one event under the id of the first of them. What is alike decides `likeness`; here is who is asked.

Each headline is kept under a few of its words for a week. A new one is compared with those which share the most of these words
and are no more than 48 hours away: a handful, whatever the archive holds. Only the first headline of a story is kept, so
a story is what its first headline says, and cannot drift from one event to the next.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING
from zlib import crc32

from ticker_tui.store.kept import Kept, Row
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


def follow(
    db: sqlite3.Connection,
    new_ids: Sequence[int],
    updated_ids: Sequence[int],
    *,
    now_us: int,
    kept: Kept | None = None,
) -> list[int]:
    """Find the stories of entries that were just saved, inside the caller's transaction.

    An entry whose headline was rewritten leaves a story that it no longer tells. The first of a story stays its first.

    Args:
        db: Holds the entries.
        new_ids: Those that were not there before.
        updated_ids: Those that were.
        now_us: The clock.
        kept: What earlier answers were compared with, attached to this transaction; None: nothing is known yet.

    Returns:
        Those that joined a story which another entry had begun.
    """
    if kept is None:
        kept = Kept()
        kept.attach(db, 0)
    rows = [row for row in kept.read([*new_ids, *updated_ids]) if row.sort_at >= now_us - KEPT_US]
    search = _Search(db, kept)
    joined = [row.id for row in rows if search.follow(row)]
    kept.save()
    return joined


class _Search:
    """The stories of the entries of one answer."""

    def __init__(self, db: sqlite3.Connection, kept: Kept) -> None:
        self._db = db
        self._kept = kept
        self._sources: dict[int, str] = dict(db.execute("SELECT id, name FROM feeds").fetchall())

    def follow(self, row: Row) -> bool:
        """Find the story of an entry; whether it joined one that another entry had begun."""
        about = self._gist(row)
        codes = [_code(word) for word in lookup_words(about, WORDS)]
        if row.story_id == row.id:
            self._keep(row, codes)
        elif row.story_id is None or not self._still_told(row, about):
            return self._place(row, about, codes)
        return False

    def _gist(self, row: Row) -> Gist:
        return gist(row.title, self._sources[row.feed_id])

    def _place(self, row: Row, about: Gist, codes: Sequence[int]) -> bool:
        """Put an entry into the story that is most like it; without one it waits for others, and this is False."""
        best, first = 0.0, None
        for other in self._candidates(row, codes):
            score = likeness(self._gist(other), about, same_feed=other.feed_id == row.feed_id)
            if score > best:
                best, first = score, other
        if first is None:
            self._belongs(row, None)
            self._keep(row, codes)
            return False
        self._belongs(first, first.id)
        self._belongs(row, first.id)
        return True

    def _candidates(self, row: Row, codes: Sequence[int]) -> list[Row]:
        """The firsts of stories, and entries that stand alone, which share most words with a headline and came before it."""
        newest, low, high = self._kept.newest, row.sort_at - APART_US, row.sort_at + APART_US
        shared = Counter(chain.from_iterable([newest(code, low, high, row.id, PER_WORD) for code in codes]))
        met = sorted(sorted(shared, reverse=True), key=shared.__getitem__, reverse=True)[:COMPARED]
        # One that has become part of another story since it was kept is no first; one that is gone is passed over.
        return [
            other for other in self._kept.rows(met) if other.story_id is None or other.story_id == other.id
        ]

    def _still_told(self, row: Row, about: Gist) -> bool:
        first = next(iter(self._kept.rows([row.story_id or 0])), None)
        return first is None or likeness(self._gist(first), about) > 0

    def _belongs(self, row: Row, story_id: int | None) -> None:
        if row.story_id != story_id:
            row.story_id = story_id
            self._db.execute("UPDATE entries SET story_id = ? WHERE id = ?", (story_id, row.id))

    def _keep(self, row: Row, codes: Sequence[int]) -> None:
        for code in codes:
            self._kept.keep(code, row.sort_at, row.id)


def _code(word: str) -> int:
    """Four bytes for a word; two that fall together cost one comparison."""
    return crc32(word.encode())
