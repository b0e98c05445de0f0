"""Finding a thing by what somebody types of its name: in any spelling, words in any order, from their beginnings. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.text.fold import fold
from ticker_tui.text.fold_map import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WHOLE, _BEGINNING, _INSIDE, _ALSO = 4, 3, 2, 1


class Searchable(NamedTuple):
    """What can be found."""

    title: str
    """As shown, in the language of the interface."""
    also: str = ""
    """Other names: English, an id."""


class FuzzyMatch(NamedTuple):
    """A thing that matches."""

    place: int
    """Among those that were searched."""
    marks: Sequence[range]
    """The stretches of its title (code points) that were typed."""


def found(query: str, things: Iterable[Searchable]) -> list[FuzzyMatch]:
    """The things in which every word of a query is found, the best first; all, in their order, for an empty one."""
    words = fold(query).split()
    scored: list[tuple[int, FuzzyMatch]] = []
    for place, thing in enumerate(things):
        score, marks = _match(words, thing)
        if score >= 0:
            scored.append((score, FuzzyMatch(place, marks)))
    return [each for _, each in sorted(scored, key=lambda pair: -pair[0])]


def _match(words: Sequence[str], thing: Searchable) -> tuple[int, list[range]]:
    """How well it matches (negative: not at all), and where in the title."""
    key = folded(thing.title)
    also = fold(thing.also)
    score, marks = 0, list[range]()
    for word in words:
        at, worth = _place(word, key.text)
        if at >= 0:
            spans = key.spans[at : at + len(word)]
            marks.append(range(spans[0].start, spans[-1].stop))
        elif _place(word, also)[0] >= 0:
            worth = _ALSO
        else:
            return -1, []
        score += worth
    return score, marks


def _place(word: str, text: str) -> tuple[int, int]:
    """Where a word is in a text (-1: nowhere), and what that is worth: a whole word, a beginning of one, some letters."""
    inside = -1
    at = text.find(word)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            end = at + len(word)
            return at, _BEGINNING if end < len(text) and text[end].isalnum() else _WHOLE
        # The Arabic article is no reason not to be found by what follows it.
        inside = at if inside < 0 else inside
        at = text.find(word, at + 1)
    return inside, _INSIDE if inside >= 0 else 0
