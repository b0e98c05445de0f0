"""From a search key back to the letters: which stretch of a text each character of its `fold` stands for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category

from ticker_tui.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_TATWEEL: Final = "\u0640"
_GUARD: Final = "|"
"""Keeps the blanks at both ends of a piece, which `fold` would take off."""
_JAMO: Final = (range(0x1160, 0x1200), range(0x3131, 0x318F), range(0xFFA0, 0xFFDD))
"""Conjoining jamo and what becomes them: they melt into the syllable before them."""


class Folded(NamedTuple):
    """A search key that knows where it comes from."""

    text: str
    """What `fold` makes of the text."""
    spans: list[range]
    """For each of its characters the stretch of the text (code points) it stands for, marks included."""


def folded(text: str) -> Folded:
    """`fold` with the way back. Of a ligature that folds to several letters, each has the whole stretch."""
    key: list[str] = []
    spans: list[range] = []
    for start, end in _pieces(text):
        if end - start == 1 and "!" <= text[start] <= "~":  # nearly all of an English headline
            key.append(text[start].lower())
            spans.append(range(start, end))
            continue
        for char in _folded_piece(text[start:end]):
            if char != " " or (key and key[-1] != " "):
                key.append(char)
                spans.append(range(start, end))
    if key and key[-1] == " ":
        key.pop()
        spans.pop()
    return Folded("".join(key), spans)


@lru_cache(maxsize=4096)
def _folded_piece(piece: str) -> str:
    """Few pieces make up a whole article."""
    return fold(f"{_GUARD}{piece}{_GUARD}")[1:-1]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that fold by themselves: a letter with everything that may melt into it."""
    start = 0
    for at in range(1, len(text)):
        if not _melts(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _melts(char: str) -> bool:
    """Whether a character joins the piece before it: marks, the vowels of Indic scripts, joiners, tatweel, jamo."""
    if char < "\u0300":
        return char == "\u00ad"
    code = ord(char)
    return (
        category(char) in {"Mn", "Me", "Mc", "Cf"} or char == _TATWEEL or any(code in jamo for jamo in _JAMO)
    )
