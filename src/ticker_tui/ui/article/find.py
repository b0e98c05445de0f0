"""What was found in an article: its places in the order of reading, and which of them one is at. Pure.

An article comes in passages, in the order in which they are laid out. A passage says itself what in it is the program's
own (numbers of links, signs): that is not searched, and a match may reach over it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.store.search.match_ranges import needle, occurrences
from ticker_tui.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticker_tui.text import Folded
    from ticker_tui.ui.render.text_selection import Passage

Key = tuple[int, int, int]
"""Of a passage."""


class Match(NamedTuple):
    """A place where it was found; they sort by the order of reading."""

    key: Key
    """Of the passage it is in."""
    start: int
    """Logical index in the passage."""
    stop: int


class Origin(NamedTuple):
    """Where in an article a search begins."""

    key: Key
    start: int
    """Logical index in the passage."""


BEGINNING: Final = Origin((-9, 0, 0), 0)


class FindResult(NamedTuple):
    """How a search stands."""

    place: int
    """Which match one is at, from 1; 0: at none."""
    total: int


class _Searched(NamedTuple):
    """A passage as it is searched."""

    own: Folded
    indices: Sequence[int]
    """For each code point of the own text, where in the passage it stands."""


class Findings:
    """The matches of one article."""

    def __init__(self) -> None:
        self.typed = ""
        """What is looked for; empty: nothing."""
        self._passages: dict[Key, _Searched] = {}
        self._hits: list[Match] = []
        self._by_key: dict[Key, list[range]] = {}
        self.current: Match | None = None
        """The match one is at."""

    @property
    def found(self) -> FindResult:
        """How many there are, and which one it is."""
        at = bisect_left(self._hits, self.current) + 1 if self.current in self._hits and self.current else 0
        return FindResult(at, len(self._hits))

    def forget_text(self) -> None:
        """The article is laid out anew. Its matches come back with its passages; the place stays."""
        self._passages.clear()
        self._hits.clear()
        self._by_key.clear()

    def add(self, passages: Iterable[Passage]) -> bool:
        """Take up more of the article; whether that brought matches. A passage may come more than once."""
        before = len(self._hits)
        for passage in passages:
            if passage.key not in self._passages:
                self._passages[passage.key] = searched = _searched(passage)
                self._search(passage.key, searched)
        self._hits.sort()
        return len(self._hits) > before

    def look_for(self, typed: str) -> None:
        """Look for something else; one is at none of its places yet."""
        self.typed = typed
        self.current = None
        self._hits.clear()
        self._by_key.clear()
        for key, searched in self._passages.items():
            self._search(key, searched)
        self._hits.sort()

    def _search(self, key: Key, searched: _Searched) -> None:
        looked_for = needle(self.typed)
        if looked_for is None:
            return
        indices = searched.indices
        for hit in occurrences(searched.own, looked_for):
            start, stop = indices[hit.start], indices[hit.stop - 1] + 1
            self._hits.append(Match(key, start, stop))
            self._by_key.setdefault(key, []).append(range(start, stop))

    def ranges(self, key: Key) -> Sequence[range]:
        """The matches in a passage, in its order."""
        return self._by_key.get(key, ())

    def knows(self, step: int, origin: Origin) -> bool:
        """Whether more of the article would not change where `step`, or with 0 `go_from`, goes."""
        if not self._hits:
            return False
        last = self._hits[-1]
        if step == 0:
            return (last.key, last.stop) > origin
        if self.current is None:
            return step > 0
        return self.current < last if step > 0 else self.current > self._hits[0]

    def go_from(self, origin: Origin) -> Match | None:
        """Be at the first match that ends behind a place, else at the first of all; None: there is none."""
        first = self._hits[0] if self._hits else None
        self.current = next((hit for hit in self._hits if (hit.key, hit.stop) > origin), first)
        return self.current

    def step(self, step: int) -> Match | None:
        """Be at the next match (1) or the one before (-1); after the last comes the first. None: there is none."""
        if not self._hits:
            return None
        if self.current is None:
            at = 0 if step > 0 else -1
        else:
            at = bisect_left(self._hits, self.current)
            known = at < len(self._hits) and self._hits[at] == self.current
            at += step if known or step < 0 else step - 1
        self.current = self._hits[at % len(self._hits)]
        return self.current


def _searched(passage: Passage) -> _Searched:
    parts: list[str] = []
    indices: list[int] = []
    start = 0
    for ours in (*passage.added, range(len(passage.text), len(passage.text))):
        parts.append(passage.text[start : ours.start])
        indices.extend(range(start, ours.start))
        start = max(start, ours.stop)
    return _Searched(folded("".join(parts)), indices)
