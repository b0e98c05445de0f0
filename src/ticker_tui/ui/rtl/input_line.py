"""A value on its line: where each index is on the screen, and which index is at each cell.

The caret stands *on* a cluster, as a block: what is typed comes before that cluster, in reading order. Behind the last
one it stands on an empty cell at the end edge (the left one of right-to-left text). So each place in the text is at
one cell, each cell is one place, and "left" and "right" cannot get stuck where two directions meet.

Lam and alef are two letters in one cell. The caret stops at both: while it is on the alef the ligature is open, lam
and alef in cells of their own, so that it is seen which of the two the caret is on.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.text import Direction, Glyph, Line, truncate
from ticker_tui.text.cells import cluster_starts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FieldLine", "lay_out"]

_UNBOUNDED: Final = 1_000_000
_ALEFS: Final = frozenset("\u0622\u0623\u0625\u0627")
_LAM_ALEFS: Final = frozenset("\ufef5\ufef6\ufef7\ufef8\ufef9\ufefa\ufefb\ufefc")
_JOINER: Final = "\u200d"
"""Between lam and alef it keeps them joined, and makes them two cells."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One value, laid out. Indices are code points of the value; cells are counted from the left."""

    line: Line
    """What is drawn; the empty cell behind the last cluster is its own glyph, with the value's length as index."""
    stops: Sequence[int]
    """Where the caret can be, from left to right."""
    homes: Sequence[int]
    """For each index, the value's length included, the stop at which a caret with that index is shown."""
    cells: Mapping[int, range]
    """For each stop the cells of its cluster."""
    clusters: Sequence[int]
    """Where clusters begin, drawn or not, ascending; the value's length is the last."""
    word_starts: frozenset[int]

    @property
    def direction(self) -> Direction:
        """The edge the value begins at: LTR: left, RTL: right."""
        return self.line.direction

    @property
    def width_cells(self) -> int:
        """With the cell behind the last cluster."""
        return self.line.width_cells

    def cells_at(self, index: int) -> range:
        """The cells that the caret covers."""
        return self.cells[self.homes[index]]

    def index_at(self, cell_x: int) -> int:
        """The stop at a cell; outside of the line that of its nearest cell."""
        return self.homes[self.line.cell_map[max(0, min(cell_x, self.width_cells - 1))]]

    def beside(self, index: int, step: int) -> int:
        """The stop to the left (-1) or to the right (+1) on the screen; the same one at the edge."""
        place = self.stops.index(self.homes[index]) + step
        return self.stops[max(0, min(place, len(self.stops) - 1))]

    def word_beside(self, index: int, step: int) -> int:
        """The nearest start of a word to the left (-1) or to the right (+1) on the screen, else the last stop there."""
        stop = self.beside(index, step)
        while stop not in self.word_starts and (following := self.beside(stop, step)) != stop:
            stop = following
        return stop

    def covers(self, glyph_index: int, start: int, end: int) -> bool:
        """Whether a stretch of the value has a part in the glyph of a logical index; a ligature has two letters."""
        return start <= glyph_index < end or (
            start < end and glyph_index < start < len(self.homes) - 1 and self._shares(start, glyph_index)
        )

    def _shares(self, index: int, glyph_index: int) -> bool:
        stop = self.homes[index]
        return stop != glyph_index and self.cells[stop] == self.cells[glyph_index]


def lay_out(text: str, caret: int | None = None, *, base: Direction, marks: bool = True) -> FieldLine:
    """Lay out the value of a field.

    Args:
        text: The value, logical order; any string.
        caret: Where the caret is, if it is shown: a ligature it is inside of is opened.
        base: LTR, RTL, or AUTO for the first strong letter.
        marks: Whether harakat and Hebrew points are drawn.
    """
    if caret is not None and 0 < caret < len(text) and text[caret] in _ALEFS:
        closed = _laid_out(text, base, marks, -1)
        if caret in closed.cells and caret not in closed.line.cell_map:
            return _laid_out(text, base, marks, caret)
    return _laid_out(text, base, marks, -1)


@lru_cache(maxsize=64)
def _laid_out(text: str, base: Direction, marks: bool, opened: int) -> FieldLine:  # noqa: FBT001 - a cache key
    """Lay out a text with a joiner at `opened` (-1: without)."""
    sent = text if opened < 0 else text[:opened] + _JOINER + text[opened:]
    drawn = truncate(sent, _UNBOUNDED, base=base, marks=marks)
    glyphs = drawn.glyphs
    if opened >= 0:
        glyphs = [
            msgspec.structs.replace(glyph, logical_index=glyph.logical_index - 1)
            if glyph.logical_index > opened
            else glyph
            for glyph in glyphs
        ]
    rtl = drawn.direction is Direction.RTL
    end = Glyph(" ", 1, len(text), rtl)
    glyphs = [end, *glyphs] if rtl else [*glyphs, end]
    line = Line(
        "".join([glyph.text for glyph in glyphs]),
        range(len(text) + 1),
        [glyph.logical_index for glyph in glyphs for _ in range(glyph.width_cells)],
        drawn.direction,
        drawn.width_cells + 1,
        glyphs,
    )
    return _with_stops(text, line)


def _with_stops(text: str, line: Line) -> FieldLine:
    cells: dict[int, range] = {}
    glyph_at: dict[int, Glyph] = {}
    x = 0
    for glyph in line.glyphs:
        # A sign that is spelled out has several glyphs.
        known = cells.get(glyph.logical_index, range(x, x))
        cells[glyph.logical_index] = range(known.start, x + glyph.width_cells)
        glyph_at[glyph.logical_index] = glyph
        x += glyph.width_cells
    clusters = [*cluster_starts(text), len(text)]
    before = -1
    for start in clusters:
        if start in cells:
            before = start
        elif text[start] in _ALEFS and before >= 0 and glyph_at[before].text[0] in _LAM_ALEFS:
            cells[start], glyph_at[start] = cells[before], glyph_at[before]
    # In a ligature the alef is further left, as it would be in a cell of its own.
    stops = sorted(cells, key=lambda stop: (cells[stop].start, -stop if glyph_at[stop].rtl else stop))
    return FieldLine(
        line, stops, _homes(clusters, cells), cells, clusters, frozenset(_word_starts(text, clusters))
    )


def _homes(clusters: Sequence[int], cells: Mapping[int, range]) -> Sequence[int]:
    """An index inside a cluster belongs to it; one of a cluster that is not drawn to the next that is."""
    stop = length = clusters[-1]
    stop_of: dict[int, int] = {}
    for start in reversed(clusters):
        stop = start if start in cells else stop
        stop_of[start] = stop
    return [stop_of[clusters[bisect_right(clusters, index) - 1]] for index in range(length + 1)]


def _word_starts(text: str, clusters: Sequence[int]) -> Sequence[int]:
    starts: list[int] = []
    in_word = False
    for start in clusters[:-1]:
        was_in_word, in_word = in_word, text[start].isalnum() or text[start] == "_"
        if in_word and not was_in_word:
            starts.append(start)
    return starts
