"""A paragraph taken apart: levels, forms, clusters and cells become the units that lines are filled with."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import bidirectional, normalize

from ticker_tui.text.bidi import MIRRORABLE, MIRRORED, may_reorder, resolve_levels
from ticker_tui.text.cells import WITH_MARKS, WITHOUT_MARKS, cluster_starts
from ticker_tui.text.protect import protected
from ticker_tui.text.shape import shape

if TYPE_CHECKING:
    from ticker_tui.model import Direction

SUBSTITUTE: Final = "▯"
"""Stands for a cluster that is wider than the whole line."""
_REMOVED_BY_X9: Final = frozenset(["BN", "LRE", "RLE", "LRO", "RLO", "PDF"])
WORD_SIGNS: Final = re.compile("[\ufdf0-\ufdfd]")
"""Each stands for a word or a sentence, and is spelled out."""
_BISMILLAH: Final = "بسم الله الرحمن الرحيم"
"""U+FDFD has no decomposition of its own."""


class Units(NamedTuple):
    """A paragraph in the pieces that are drawn and never cut, as columns in logical order."""

    texts: list[str]
    """What is drawn: joined and mirrored, marks behind their base; "" for a control that only counts for the order."""
    widths: list[int]
    places: list[int]
    """Where each begins in `text`."""
    levels: list[int]
    """Before L1."""
    starts: list[int]
    """Where each begins in the text that was handed in."""
    text: str
    """The paragraph, with the signs that stand for words spelled out."""


def make_units(
    text: str, offset: int, direction: Direction, width_cells: int, *, marks: bool, protect: bool
) -> Units:
    """Take one paragraph apart.

    Args:
        text: The paragraph, logical order, without its separator.
        offset: Where it begins in the text that `Units.starts` count in.
        direction: LTR or RTL.
        width_cells: A cluster wider than this is replaced by SUBSTITUTE.
        marks: Whether harakat and Hebrew points are drawn.
        protect: Whether addresses and the like stay in one left-to-right piece.
    """
    spelled, origins = _spelled_out(text)
    levels = resolve_levels(protected(spelled) if protect and may_reorder(spelled) else spelled, direction)
    chars, ligatures = shape(spelled, levels)
    begins = cluster_starts(spelled)
    if len(begins) == len(chars):
        pieces = chars
    else:
        pieces = ["".join(chars[start:end]) for start, end in pairwise([*begins, len(chars)])]
    for alef, lam in ligatures.items():
        # Both letters are one unit now, their marks behind it.
        at = bisect_right(begins, alef) - 1
        pieces[bisect_right(begins, lam) - 1] += pieces[at]
        pieces[at] = ""
    drawings = WITH_MARKS if marks else WITHOUT_MARKS
    texts: list[str] = []
    widths: list[int] = []
    places: list[int] = []
    for begin, piece in zip(begins, pieces, strict=True):
        drawn, width = drawings[piece]
        if width:
            texts.append(drawn if width <= width_cells else SUBSTITUTE)
            widths.append(width if width <= width_cells else 1)
            places.append(begin)
        elif piece and bidirectional(piece[0]) not in _REMOVED_BY_X9:
            # Isolate controls and direction marks get no cell, but part the runs on their sides (L2).
            texts.append("")
            widths.append(0)
            places.append(begin)
    own_levels = [levels[place] for place in places]
    if not MIRRORABLE.isdisjoint(spelled):
        _mirror(texts, own_levels)
    starts = places
    if origins:
        starts = [offset + origins[place] for place in places]
    elif offset:
        starts = [offset + place for place in places]
    return Units(texts, widths, places, own_levels, starts, spelled)


def _mirror(texts: list[str], levels: list[int]) -> None:
    """L4: what stands in a right-to-left run and has a mirror image shows that."""
    for index, level in enumerate(levels):
        if level & 1 and (mirrored := MIRRORED.get(texts[index][:1])):
            texts[index] = mirrored + texts[index][1:]


def _spelled_out(text: str) -> tuple[str, list[int]]:
    """Signs that stand for whole words become those words, for no font draws them in one cell.

    Returns:
        The text, and for each of its code points the index it came from (empty when nothing changed).
    """
    if not WORD_SIGNS.search(text):
        return text, []
    parts = [
        _BISMILLAH if char == "\ufdfd" else normalize("NFKD", char) if WORD_SIGNS.match(char) else char
        for char in text
    ]
    return "".join(parts), [index for index, part in enumerate(parts) for _ in part]
