"""Which letters of a text a search has found: the stretches to mark, by the same rules as the index. Pure.

`matches` is for headlines that the archive has found. `occurrences` is for one text that is searched as it is read:
what was typed may begin and end within words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.errors import QueryError
from ticker_tui.store.search import conditions as q
from ticker_tui.store.search.language import parse
from ticker_tui.store.search.typed_words import forms
from ticker_tui.text import fold, folded
from ticker_tui.text.search_words import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticker_tui.text import Folded

_WORD: Final = re.compile(r"[^\W_]+")
_SEEN: Final = 20_000
"""Pieces of headlines in memory, of some 200 bytes each: what most headlines say is among them."""


class Wanted(NamedTuple):
    """Words that are looked for side by side."""

    words: tuple[str, ...]
    """Folded."""
    prefix: bool
    """The last one may go on."""


@lru_cache(maxsize=64)
def wanted(search: str) -> tuple[Wanted, ...]:
    """What a search wants to be there; what it does not want is found nowhere. Nothing for one that does not parse."""
    try:
        query = parse(search, unfinished=True)
    except QueryError:
        return ()
    return tuple(dict.fromkeys(wanted_of(query)))


def wanted_of(part: q.Query) -> Iterator[Wanted]:
    """What a part of a query wants to be there."""
    match part:
        case q.WordCondition(text, whole, exact):
            pieces = tuple(_WORD.findall(fold(text)))
            if whole or len(pieces) > 1:
                yield Wanted(pieces, prefix=not (whole or exact))
            else:
                for word in pieces:
                    for form, prefix in forms(word, exact=exact):
                        yield Wanted(tuple(form.split()), prefix=prefix)
        case q.All(parts) | q.AnyOf(parts):
            for each in parts:
                yield from wanted_of(each)
        case _:
            return


class Finder:
    """Tells of one headline after the other whether `matches` would find anything; nobody asks where.

    The headlines of an archive say the same words again and again, so each one is folded and looked at once. Words
    between two spaces fold for themselves: `fold` of a headline is that of its pieces.
    """

    def __init__(self, looked_for: Sequence[Wanted]) -> None:
        bits: dict[Wanted, int] = {}
        for each in looked_for:
            for word in _apart(each):
                bits.setdefault(word, 1 << len(bits))
        self._enough = sum({bits[each] for each in looked_for if len(each.words) == 1})
        self._phrases = [each for each in looked_for if len(each.words) > 1]
        self._needed = [sum({bits[word] for word in _apart(each)}) for each in self._phrases]
        self._seen = _Seen(bits)

    def finds(self, text: str) -> bool:
        """Whether it is found in a text."""
        found = 0
        for piece in text.split():
            found |= self._seen[piece]
        if found & self._enough:
            return True
        may_be = (
            phrase
            for phrase, needed in zip(self._phrases, self._needed, strict=True)
            if found & needed == needed
        )
        return any(_found(fold(text), phrase) for phrase in may_be)


class _Seen(dict[str, int]):
    """Piece of a headline between two spaces → one bit for each word that is found in it."""

    def __init__(self, bits: dict[Wanted, int]) -> None:
        super().__init__()
        self._bits = bits

    def __missing__(self, piece: str) -> int:
        if len(self) > _SEEN:  # bounded, whatever feeds bring
            self.clear()
        key = fold(piece)
        found = 0
        for looked_for, bit in self._bits.items():
            # What is not among its letters need not be looked for in its words.
            if looked_for.words[0] in key and _found(key, looked_for):
                found |= bit
        self[piece] = found
        return found


def _apart(looked_for: Wanted) -> list[Wanted]:
    """Its words as if each were looked for alone: where one of them is not, it is not."""
    last = len(looked_for.words) - 1
    return [
        Wanted((word,), prefix=looked_for.prefix and step == last)
        for step, word in enumerate(looked_for.words)
    ]


def _found(key: str, looked_for: Wanted) -> bool:
    words = _words(key)
    return any(_match(words, place, looked_for) is not None for place in range(len(words)))


def _words(key: str) -> list[tuple[int, str]]:
    """The words of a search key and where they begin."""
    return [(found.start(), found[0]) for found in _WORD.finditer(key)]


def matches(text: str, looked_for: Sequence[Wanted]) -> list[range]:
    """The stretches of a text (code points, its marks included) that are found, in order and without overlaps."""
    if not looked_for:
        return []
    key, spans = folded(text)
    words = _words(key)
    hits: list[range] = []
    for place in range(len(words)):
        for each in looked_for:
            hit = _match(words, place, each)
            if hit is not None:
                hits.append(range(spans[hit.start].start, spans[hit.stop - 1].stop))
    return _joined(hits)


def _match(words: Sequence[tuple[int, str]], place: int, looked_for: Wanted) -> range | None:
    """Where in the key the words are found that begin at a place; the first may have particles written onto it."""
    pieces = looked_for.words
    if place + len(pieces) > len(words) or not pieces:
        return None
    last = len(pieces) - 1
    start = stop = -1
    for step, piece in enumerate(pieces):
        at, word = words[place + step]
        candidates = (word, *stems(word)) if step == 0 else (word,)
        hit = next(
            (
                each
                for each in candidates
                if each == piece or (looked_for.prefix and step == last and each.startswith(piece))
            ),
            None,
        )
        if hit is None:
            return None
        from_word = at + len(word) - len(hit)  # a stem is the end of its word
        start = from_word if step == 0 else start
        stop = from_word + len(piece)
    return range(start, stop)


@lru_cache(maxsize=16)
def needle(typed: str) -> re.Pattern[str] | None:
    """What to look for in a search key; None for what folds to nothing. What stands between two words may be anything."""
    key = fold(typed)
    pieces = _WORD.findall(key)
    if not key:
        return None
    only_words = "".join(pieces) == key.replace(" ", "")
    return re.compile(r"[\W_]+".join(map(re.escape, pieces)) if only_words else re.escape(key))


def occurrences(text: Folded, looked_for: re.Pattern[str]) -> list[range]:
    """Where a text (code points, its marks included) has it, in order and without overlaps."""
    spans = text.spans
    return [
        range(spans[found.start()].start, spans[found.end() - 1].stop)
        for found in looked_for.finditer(text.text)
    ]


def _joined(hits: list[range]) -> list[range]:
    joined: list[range] = []
    for hit in sorted(hits, key=lambda each: (each.start, each.stop)):
        if joined and hit.start <= joined[-1].stop:
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, hit.stop))
        else:
            joined.append(hit)
    return joined
