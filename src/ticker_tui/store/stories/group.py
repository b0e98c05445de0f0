"""Stories: entries of one event under the id of the first of them. What is alike decides `likeness`; here is who is asked.

Each headline is kept under a few of its words for a week. A new one is compared with those which share the most of these words
and are no more than 48 hours away: a handful, whatever the archive holds. Only the first headline of a story is kept, so
a story is what its first headline says, and cannot drift from one event to the next.
"""

from __future__ import annotations

from itertools import chain, compress
from operator import attrgetter, eq
from typing import TYPE_CHECKING
from zlib import crc32

from ticker_tui.store.db.timestamps import DAY_US, HOUR_US
from ticker_tui.store.stories.compare import likeness
from ticker_tui.store.stories.headline_tokens import HeadlineTokens, gist, lookup_words
from ticker_tui.store.stories.index import StoryIndex, StoryRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

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
    kept: StoryIndex | None = None,
    in_hand: Sequence[StoryRow] = (),
) -> list[int]:
    """Find the stories of entries that were just saved, inside the caller's transaction.

    An entry whose headline was rewritten leaves a story that it no longer tells. The first of a story stays its first.

    Args:
        db: Holds the entries.
        new_ids: Those that were not there before.
        updated_ids: Those that were.
        now_us: The clock.
        kept: What earlier answers were compared with, attached to this transaction; None: nothing is known yet.
        in_hand: Those of them that the caller knows as they are in the archive: they are not read again.

    Returns:
        Those that joined a story which another entry had begun.
    """
    if kept is None:
        kept = StoryIndex()
        kept.attach(db, 0)
    known = {row.id for row in in_hand}
    unknown = [entry_id for entry_id in (*new_ids, *updated_ids) if entry_id not in known]
    kept.know(in_hand)
    told = sorted([*in_hand, *kept.read(unknown)], key=attrgetter("id"))
    rows = [row for row in told if row.sort_at >= now_us - KEPT_US]
    search = _StorySearch(db, kept)
    joined = [row.id for row in rows if search.follow(row)]
    kept.save()
    return joined


class _StorySearch:
    """The stories of the entries of one answer."""

    def __init__(self, db: sqlite3.Connection, kept: StoryIndex) -> None:
        self._db = db
        self._kept = kept
        self._outlets = kept.outlets()

    def follow(self, row: StoryRow) -> bool:
        """Find the story of an entry; whether it joined one that another entry had begun."""
        about = self._gist(row)
        # Four bytes for a word; two that fall together cost one comparison.
        codes = [crc32(word.encode()) for word in lookup_words(about, WORDS)]
        if row.story_id == row.id:
            self._keep(row, codes)
        elif row.story_id is None or not self._is_still_reported(row, about):
            return self._place(row, about, codes)
        return False

    def _gist(self, row: StoryRow) -> HeadlineTokens:
        about = row.about
        if about is None:
            about = row.about = gist(row.title, self._outlets[row.feed_id])
        return about

    def _place(self, row: StoryRow, about: HeadlineTokens, codes: Sequence[int]) -> bool:
        """Put an entry into the story that is most like it; without one it waits for others, and this is False."""
        best, first = 0.0, None
        for other in self._candidates(row, codes):
            score = likeness(other.about or self._gist(other), about, same_feed=other.feed_id == row.feed_id)
            if score > best:
                best, first = score, other
        if first is None:
            self._belongs(row, None)
            self._keep(row, codes)
            return False
        self._belongs(first, first.id)
        self._belongs(row, first.id)
        return True

    def _candidates(self, row: StoryRow, codes: Sequence[int]) -> list[StoryRow]:
        """The firsts of stories, and entries that stand alone, which share most words with a headline and came before it."""
        newest, low, high = self._kept.newest, row.sort_at - APART_US, row.sort_at + APART_US
        met = most_met([newest(code, low, high, row.id, PER_WORD) for code in codes], COMPARED)
        # One that has become part of another story since it was kept is no first; one that is gone is passed over.
        return [
            other for other in self._kept.rows(met) if other.story_id is None or other.story_id == other.id
        ]

    def _is_still_reported(self, row: StoryRow, about: HeadlineTokens) -> bool:
        first = next(iter(self._kept.rows([row.story_id or 0])), None)
        return first is None or likeness(self._gist(first), about) > 0

    def _belongs(self, row: StoryRow, story_id: int | None) -> None:
        if row.story_id != story_id:
            row.story_id = story_id
            self._db.execute("UPDATE entries SET story_id = ? WHERE id = ?", (story_id, row.id))

    def _keep(self, row: StoryRow, codes: Sequence[int]) -> None:
        for code in codes:
            self._kept.keep(code, row.sort_at, row.id)


def most_met(lists: Sequence[Sequence[int]], limit: int) -> list[int]:
    """Those ids that are in most of these lists, up to `limit`: of two that are in as many, the larger one first.

    Of those in one list only, which nearly all are, the last ones of the first list come first: those of the longest word.
    """
    ids = sorted(chain.from_iterable(lists))
    again = list(compress(ids, map(eq, ids, ids[1:])))
    if not again:
        return list(chain.from_iterable([one[::-1] for one in lists]))[:limit]
    again.reverse()
    # Each of these stands once among them, once more for each list it is in.
    found: Collection[int] = dict.fromkeys(again)
    if len(found) < len(again):
        found = sorted(found, key=again.count, reverse=True)
    if len(found) < limit:
        found = dict.fromkeys(chain(found, *[one[::-1] for one in lists]))
    return list(found)[:limit]
