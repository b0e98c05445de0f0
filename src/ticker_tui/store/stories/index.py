"""The headlines that stories are looked for among: their words in two tables, and in memory what is asked for again and again.

In `story_words` those of one word stand together, so a headline is written to as many pages as it has words. New ones are
first written one behind the other, to `story_words_lately`, and moved when there are many.

An import compares thousands of headlines with the same few. What is in memory is exactly what the archive says, or it is
let go of: see `StoryIndex.attach`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.store.db.rows import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from ticker_tui.store.stories.headline_tokens import HeadlineTokens

AT_FIRST: Final = 250
"""Rows of a word that are read when it is first asked for, the newest: as many in a large archive as in a small one."""
IN_MEMORY: Final = 200_000
"""Rows of words, of 16 bytes."""
MET: Final = 8_000
"""Headlines in memory."""
LATELY: Final = 4_000
"""Rows that are moved at once. Until then they are read whole, whenever memory has to be begun anew."""

_ROWS: Final = """SELECT id, feed_id, title, sort_at, story_id FROM entries
                  WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"""
_KEEP: Final = "INSERT INTO story_words_lately (word, at, entry_id)"
_MOVE: Final = """INSERT OR IGNORE INTO story_words (word, at, entry_id)
                  SELECT word, at, entry_id FROM story_words_lately ORDER BY 1, 2, 3"""


@dataclass(slots=True)
class StoryRow:
    """An entry as far as stories look at it."""

    id: int
    feed_id: int
    title: str
    sort_at: int
    story_id: int | None
    about: HeadlineTokens | None = None
    """The gist of its title, once it was asked for."""


class _Word:
    """The headlines under one word, oldest first; two of the same time by their ids."""

    __slots__ = ("at", "ids", "largest", "whole")

    def __init__(self, rows: Iterable[tuple[int, int]], *, whole: bool) -> None:
        self.at = array("q")
        self.ids = array("q")
        for at, entry_id in rows:
            self.at.append(at)
            self.ids.append(entry_id)
        self.largest = max(self.ids, default=0)
        self.whole = whole
        """Whether there are none before the first one."""

    def put(self, at: int, entry_id: int) -> bool:
        """Keep one more; whether it was not there."""
        place = bisect_right(self.at, at)
        while place and self.at[place - 1] == at and self.ids[place - 1] >= entry_id:
            place -= 1
            if self.ids[place] == entry_id:
                return False
        if place or self.whole:
            self.at.insert(place, at)
            self.ids.insert(place, entry_id)
            self.largest = max(self.largest, entry_id)
        return True

    def newest(self, low: int, high: int, before_id: int, limit: int) -> Sequence[int] | None:
        """As `StoryIndex.newest`; None: some that are not in memory may be among them."""
        end = len(self.at)
        if end and self.at[-1] > high:
            end = bisect_right(self.at, high)
        start = end - limit
        if start < 0 or self.at[start] < low:
            start = bisect_left(self.at, low)
            if not start and not self.whole:
                return None
        if self.largest < before_id:
            return self.ids[start:end]
        start = bisect_left(self.at, low)
        found = [entry_id for entry_id in self.ids[start:end] if entry_id < before_id][-limit:]
        return found if self.whole or start or len(found) == limit else None


class StoryIndex:
    """What stories know of one archive. For one thread at a time, and inside its transactions only."""

    def __init__(self) -> None:
        self._db: sqlite3.Connection | None = None
        self._since = (0, 0)
        self._words: dict[int, _Word] = {}
        self._in_words = 0
        self._unsaved: list[int] = []
        self._lately: dict[int, list[tuple[int, int]]] | None = None
        self._in_lately = 0
        self._rows: dict[int, StoryRow] = {}
        self._said = ""
        self._outlets: dict[int, str] = {}

    def attach(self, db: sqlite3.Connection, writes: int) -> None:
        """Begin a transaction of the one who saves answers: each of them has to be told of.

        What is in memory is forgotten if anything else has been written meanwhile, or if the last one came to nothing.

        Args:
            db: The connection, in the transaction.
            writes: How many have been ended well before this one in this process. Others' are known to SQLite.
        """
        version = int(db.execute("PRAGMA data_version").fetchone()[0])
        if db is not self._db or self._since != (version, writes) or len(self._rows) > MET:
            self._db = db
            self._rows.clear()
            self._forget_words()
            self._unsaved.clear()
            self._lately = None
        self._since = (version, writes + 1)

    def outlets(self) -> dict[int, str]:
        """The names of the feeds, by id. What was known of headlines under other names is forgotten."""
        (said,) = self._told.execute("SELECT json_group_object(id, name) FROM feeds").fetchone()
        if said != self._said:
            self._said, self._outlets = said, msgspec.json.decode(said, type=dict[int, str])
            for row in self._rows.values():
                row.about = None
        return self._outlets

    def read(self, entry_ids: Iterable[int]) -> list[StoryRow]:
        """Entries as they are now, in the order in which they came; without those that are gone."""
        ids = list(entry_ids)
        if not ids:
            return []
        found = self._told.execute(_ROWS, (f"[{','.join(map(str, ids))}]",)).fetchall()
        rows = [StoryRow(*row) for row in found]
        self.know(rows)
        return rows

    def know(self, rows: Iterable[StoryRow]) -> None:
        """Take over entries as they are now."""
        self._rows.update((row.id, row) for row in rows)

    def rows(self, entry_ids: Sequence[int]) -> list[StoryRow]:
        """These entries in this order, without those that are gone."""
        found = list(map(self._rows.get, entry_ids))
        if not all(found):
            self.read([entry_id for entry_id, row in zip(entry_ids, found, strict=True) if row is None])
            found = list(map(self._rows.get, entry_ids))
        return [row for row in found if row is not None]

    def newest(self, word: int, low: int, high: int, before_id: int, limit: int) -> Sequence[int]:
        """The newest headlines under a word, oldest first.

        Args:
            word: Which.
            low: From when; included, as is
            high: until when.
            before_id: Only entries with a smaller id.
            limit: So many at most.
        """
        kept = self._words.get(word) or self._read(word, AT_FIRST)
        found = kept.newest(low, high, before_id, limit)
        return self._query(word, low, high, before_id, limit) if found is None else found

    def keep(self, word: int, at: int, entry_id: int) -> None:
        """Keep a headline under a word; in the table it is after `save`."""
        kept = self._words.get(word)
        if kept is None or kept.put(at, entry_id):
            self._unsaved += (word, at, entry_id)
            self._add_lately(self._known_lately(), word, at, entry_id)

    def save(self) -> None:
        """Write what was kept since the last time."""
        insert(self._told, _KEEP, 3, self._unsaved)
        self._unsaved = []
        if self._in_lately >= LATELY:
            self._told.execute(_MOVE)
            self._told.execute("DELETE FROM story_words_lately")
            self._lately, self._in_lately = {}, 0

    @property
    def _told(self) -> sqlite3.Connection:
        assert self._db is not None  # noqa: S101 - nothing is asked before `attach`
        return self._db

    def _forget_words(self) -> None:
        self._words.clear()
        self._in_words = 0

    def _known_lately(self) -> dict[int, list[tuple[int, int]]]:
        """What is not in `story_words` yet, by word."""
        if (lately := self._lately) is None:
            self._lately = lately = dict[int, list[tuple[int, int]]]()
            self._in_lately = 0
            for row in self._told.execute("SELECT word, at, entry_id FROM story_words_lately").fetchall():
                self._add_lately(lately, *row)
        return lately

    def _add_lately(
        self, lately: dict[int, list[tuple[int, int]]], word: int, at: int, entry_id: int
    ) -> None:
        lately.setdefault(word, []).append((at, entry_id))
        self._in_lately += 1

    def _query(self, word: int, low: int, high: int, before_id: int, limit: int) -> Sequence[int]:
        """As `newest`, for times of which not all is in memory: reads what is wanted and no more, however long the word's list is."""
        sql = """SELECT at, entry_id FROM story_words WHERE word = ? AND at BETWEEN ? AND ? AND entry_id < ?
                 ORDER BY at DESC, entry_id DESC LIMIT ?"""
        rows = set(self._told.execute(sql, (word, low, high, before_id, limit)))
        rows.update(
            row for row in self._known_lately().get(word, ()) if low <= row[0] <= high and row[1] < before_id
        )
        return [entry_id for _, entry_id in sorted(rows)[-limit:]]

    def _read(self, word: int, limit: int) -> _Word:
        if self._in_words > IN_MEMORY:
            self._forget_words()
        sql = "SELECT at, entry_id FROM story_words WHERE word = ? ORDER BY at DESC, entry_id DESC LIMIT ?"
        rows = self._told.execute(sql, (word, limit)).fetchall()
        self._in_words += len(rows)
        self._words[word] = kept = _Word(reversed(rows), whole=len(rows) < limit)
        for at, entry_id in self._known_lately().get(word, ()):
            kept.put(at, entry_id)
        return kept
