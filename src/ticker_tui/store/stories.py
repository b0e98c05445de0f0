"""Stories: entries of one event under the id of the first of them. What is alike decides `likeness`; here is who is asked.

Each headline is kept under a few of its words for a week. A new one is compared with those which share the most of these words
and are no more than 48 hours away: a handful, whatever the archive holds. Only the first headline of a story is kept, so
a story is what its first headline says, and cannot drift from one event to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
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

_UNDER_A_WORD = f"""SELECT entry_id FROM story_words WHERE word = ? AND at BETWEEN ? AND ? AND entry_id < ?
                    ORDER BY at DESC LIMIT {PER_WORD}"""  # noqa: S608 - a number of ours
_ROWS = """SELECT e.id, e.feed_id, f.name, e.title, e.sort_at, e.story_id FROM entries e JOIN feeds f ON f.id = e.feed_id
           WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id"""


@dataclass(slots=True)
class _Row:
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
    search = _Search(db)
    return [
        row.id
        for row in search.rows([*new_ids, *updated_ids])
        if row.sort_at >= now_us - KEPT_US and search.follow(row)
    ]


class _Search:
    """The stories of the entries of one answer. What it reads it keeps, as they ask for the same headlines again and again."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._rows: dict[int, _Row] = {}

    def rows(self, entry_ids: Sequence[int]) -> list[_Row]:
        """Those of these entries that are there, in the order in which they came."""
        missing = [entry_id for entry_id in entry_ids if entry_id not in self._rows]
        if missing:
            found = self._db.execute(_ROWS, (f"[{','.join(map(str, missing))}]",)).fetchall()
            self._rows.update((row[0], _Row(*row)) for row in found)
        return [self._rows[entry_id] for entry_id in sorted(set(entry_ids)) if entry_id in self._rows]

    def follow(self, row: _Row) -> bool:
        """Find the story of an entry; whether it joined one that another entry had begun."""
        about = gist(row.title, row.source)
        codes = [_code(word) for word in lookup_words(about, WORDS)]
        if row.story_id == row.id:
            self._keep(row, codes)
        elif row.story_id is None or not self._still_told(row, about):
            return self._place(row, about, codes)
        return False

    def _place(self, row: _Row, about: Gist, codes: Sequence[int]) -> bool:
        """Put an entry into the story that is most like it; without one it waits for others, and this is False."""
        best, first = 0.0, None
        for other in self._candidates(row, codes):
            score = likeness(gist(other.title, other.source), about, same_feed=other.feed_id == row.feed_id)
            if score > best:
                best, first = score, other
        if first is None:
            self._belongs(row, None)
            self._keep(row, codes)
            return False
        self._belongs(first, first.id)
        self._belongs(row, first.id)
        return True

    def _candidates(self, row: _Row, codes: Sequence[int]) -> list[_Row]:
        """The firsts of stories, and entries that stand alone, which share most words with a headline and came before it."""
        span = (row.sort_at - APART_US, row.sort_at + APART_US)
        shared: dict[int, int] = {}
        for code in codes:
            for (entry_id,) in self._db.execute(_UNDER_A_WORD, (code, *span, row.id)).fetchall():
                shared[entry_id] = shared.get(entry_id, 0) + 1
        met = sorted(shared, key=lambda entry_id: (shared[entry_id], entry_id), reverse=True)[:COMPARED]
        self.rows(met)
        # One that has become part of another story since it was kept is no first; one that is gone is passed over.
        others = [self._rows[entry_id] for entry_id in met if entry_id in self._rows]
        return [other for other in others if other.story_id is None or other.story_id == other.id]

    def _still_told(self, row: _Row, about: Gist) -> bool:
        first = next(iter(self.rows([row.story_id or 0])), None)
        return first is None or likeness(gist(first.title, first.source), about) > 0

    def _belongs(self, row: _Row, story_id: int | None) -> None:
        if row.story_id != story_id:
            row.story_id = story_id
            self._db.execute("UPDATE entries SET story_id = ? WHERE id = ?", (story_id, row.id))

    def _keep(self, row: _Row, codes: Sequence[int]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO story_words (word, at, entry_id) VALUES (?, ?, ?)",
            [(code, row.sort_at, row.id) for code in codes],
        )


def _code(word: str) -> int:
    """Four bytes for a word; two that fall together cost one comparison."""
    return crc32(word.encode())
