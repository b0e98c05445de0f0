"""Text selected on the screen: which letters lie between two cells, in the order in which they are read.

A cell touches a cluster, and a cluster has its place in a passage (a paragraph, a headline, a cell of a table).
What lies between two touches is decided there and never on the screen: in a line of two directions the selected
cells may be two pieces, and what is copied is the passage's own text, without joined forms, padding or wraps.

Pure: the widgets say where their lines stand (`PassageLine`); `ui/render/selectable.py` has the mouse.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category

from ticker_tui.model import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticker_tui.text import Line

MAX_COPY_BYTES: Final = 74_000
"""UTF-8. Many terminals drop a clipboard sequence (OSC 52) of more than 100,000 bytes; base64 makes four of three."""
_JOINERS: Final = "\u200c\u200d"
_ISOLATES: Final = "\u2066\u2067\u2068"
_END_OF_ISOLATE: Final = "\u2069"


class Passage(NamedTuple):
    """A text that is selected in, as it was laid out."""

    key: tuple[int, int, int]
    """Its place among the others, ascending in the order of reading; the last number is the column of a table."""
    text: str
    """Cleaned, logical order."""
    added: tuple[range, ...] = ()
    """What the program has put in (numbers of links, signs): shown, not copied. Ascending."""

    def own_text(self, start: int, end: int) -> str:
        """What is copied of the text between two logical indices."""
        parts: list[str] = []
        for ours in self.added:
            if ours.stop > start:
                parts.append(self.text[start : max(start, min(end, ours.start))])
                start = ours.stop
        return _balanced("".join([*parts, self.text[start : max(start, end)]]))


class TextPosition(NamedTuple):
    """What a cell stands for: a cluster, or (empty) the start or end of a line that the pointer is beside."""

    passage: Passage
    start: int
    """Logical index."""
    end: int


class PassageLine(NamedTuple):
    """A line of a passage, and where in a row it stands."""

    passage: Passage
    line: Line
    left: int
    """The cell of the row where the line begins; may be outside of the row."""
    offset: int = 0
    """What to add to the line's logical indices to get those of the passage."""

    def touch(self, cell_x: int) -> TextPosition:
        """What a cell of the row touches; one beside the line touches the end of the line on that side."""
        x = cell_x - self.left
        if 0 <= x < self.line.width_cells:
            return self._cluster(self.line.cell_map[x])
        if (x < 0) is (self.line.direction is Direction.LTR):
            return self._empty(self.offset + self.line.logical.start)
        return self.at_end()

    def at_end(self) -> TextPosition:
        """Behind the last letter of the line; of a line with an ellipsis, behind all that it leaves out."""
        start, stop = self.line.logical.start, self.line.logical.stop
        if any(glyph.logical_index >= stop for glyph in self.line.glyphs):
            return self._empty(len(self.passage.text))
        shown = self.passage.text[self.offset + start : self.offset + stop]
        return self._empty(self.offset + start + len(shown.rstrip()))

    def _empty(self, index: int) -> TextPosition:
        return TextPosition(self.passage, index, index)

    def _cluster(self, index: int) -> TextPosition:
        stop = self.line.logical.stop
        start = self.offset + index
        if index >= stop:  # the ellipsis: all that is left out
            return TextPosition(self.passage, start, len(self.passage.text))
        later = [glyph.logical_index for glyph in self.line.glyphs if glyph.logical_index > index]
        text = self.passage.text[start : self.offset + min(later, default=stop)]
        # Spaces that hang at the wrap have no cell: they do not belong to the last letter.
        return TextPosition(self.passage, start, start + max(1, len(text.rstrip())))

    def cells(self, start: int, end: int) -> Iterator[range]:
        """The cells of the row whose clusters begin in [start, end) of the passage, as few ranges, left to right."""
        x = first = self.left
        inside = False
        for glyph in self.line.glyphs:
            wanted = start <= glyph.logical_index + self.offset < end
            if wanted and not inside:
                first = x
            elif inside and not wanted:
                yield range(first, x)
            inside = wanted
            x += glyph.width_cells
        if inside:
            yield range(first, x)


class Unit(IntEnum):
    """What a selection grows by: one press, two and three in one place."""

    CLUSTER = 1
    WORD = 2
    PASSAGE = 3


class Selection(NamedTuple):
    """All that lies between two touches, both included, whichever of them is read first."""

    anchor: TextPosition
    focus: TextPosition

    @property
    def first(self) -> tuple[tuple[int, int, int], int]:
        """The passage where it begins, and the logical index there."""
        return min((touch.passage.key, touch.start) for touch in self)

    @property
    def last(self) -> tuple[tuple[int, int, int], int]:
        """The passage where it ends, and the logical index behind its last cluster."""
        return max((touch.passage.key, touch.end) for touch in self)

    def within(self, passage: Passage) -> tuple[int, int]:
        """What is selected of a passage, as [start, end); (0, 0): nothing."""
        (first_key, start), (last_key, end) = self.first, self.last
        if not first_key <= passage.key <= last_key:
            return 0, 0
        return (
            start if passage.key == first_key else 0,
            end if passage.key == last_key else len(passage.text),
        )

    def cells(self, stretches: Iterable[PassageLine]) -> Iterator[range]:
        """The selected cells of a row."""
        for stretch in stretches:
            yield from stretch.cells(*self.within(stretch.passage))

    def text(self, passages: Iterable[Passage]) -> str:
        """The selected text, logical: a newline between passages, a tab between the columns of a table.

        Args:
            passages: At least all that it touches, in any order; the same one may come again.
        """
        parts: list[str] = []
        row = None
        for passage in sorted({passage.key: passage for passage in passages}.values()):
            if self.first[0] <= passage.key <= self.last[0]:
                if row is not None:
                    parts.append("\t" if row == passage.key[:2] else "\n")
                parts.append(passage.own_text(*self.within(passage)))
                row = passage.key[:2]
        return "".join(parts).strip("\n")


def touch(stretches: Sequence[PassageLine], cell_x: int) -> TextPosition | None:
    """What a cell of a row touches: the line that is nearest to it; None in a row without text."""
    if not stretches:
        return None
    return min(stretches, key=lambda stretch: _distance(stretch, cell_x)).touch(cell_x)


def _distance(stretch: PassageLine, cell_x: int) -> int:
    return max(0, stretch.left - cell_x, cell_x + 1 - stretch.left - stretch.line.width_cells)


def grown(touched: TextPosition, unit: Unit) -> TextPosition:
    """A touch made as large as the word or the passage it is in."""
    text = touched.passage.text
    if unit is Unit.PASSAGE:
        return TextPosition(touched.passage, 0, len(text))
    start, end = touched.start, touched.end
    if unit is Unit.CLUSTER or start == end or not _in_word(text[start]):
        return touched
    while start and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    return TextPosition(touched.passage, start, end)


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or char in _JOINERS or category(char).startswith("M")


def bounded(text: str, max_bytes: int = MAX_COPY_BYTES) -> str:
    """The beginning of a text that has at most so many bytes in UTF-8, up to the end of a word."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= max_bytes:
        return text
    head = encoded[:max_bytes].decode("utf-8", "ignore")
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[:space] if space > len(head) // 2 else head


def _balanced(text: str) -> str:
    """The text without isolates that lost their partner: where it is pasted they would reach too far."""
    if not any(control in text for control in (*_ISOLATES, _END_OF_ISOLATE)):
        return text
    alone: list[int] = []
    open_isolates: list[int] = []
    for index, char in enumerate(text):
        if char in _ISOLATES:
            open_isolates.append(index)
        elif char == _END_OF_ISOLATE:
            if open_isolates:
                open_isolates.pop()
            else:
                alone.append(index)
    dropped = {*alone, *open_isolates}
    return "".join(char for index, char in enumerate(text) if index not in dropped)
