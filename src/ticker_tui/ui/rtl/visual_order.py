"""Rows of Textual's own widgets, from logical to visual order: the one filter at the app's edge.

Input, palette, toasts, tooltips, labels and help hold logical text and draw it as if everything were left-to-right.
Their rows come here when they are drawn, and each piece of text in them (see `pieces`) is laid out by `text`: levels,
forms, L1 to L4. Styles follow their clusters. The width of a row never changes: where a lam-alef or a control leaves a
cell over, a blank fills it at the end side of the piece.

- A piece is a paragraph of its own: of a text that Textual has wrapped, each row decides its direction for itself.
- A right-to-left piece that is alone between frames moves to the right edge, to the distance that it had from the
  left one; centred and right-aligned text stays. Columns stay where they are, each flush with its own start edge.
- A cursor on the second letter of a lam-alef shows on the ligature. (Our own `TextField` opens it.)

Rows without right-to-left or invisible characters pass as they are. Widgets that draw in visual order are `PreRendered`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.filter import LineFilter

from ticker_tui.text import Direction, base_direction, truncate
from ticker_tui.text.bidi import may_reorder
from ticker_tui.ui.rtl.runs import Field, TextRun, fields

if TYPE_CHECKING:
    from rich.style import Style
    from textual.color import Color

    from ticker_tui.text import Line

__all__ = ["VisualOrder"]

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff]")
"""What terminals measure differently: drawn rows do not hold it, whatever their direction."""


class VisualOrder(LineFilter):
    """The filter. It goes before all others of an app: they see the cells that the terminal will get.

    Args:
        lang: The language of the interface. A right-to-left one makes every piece with a letter of that kind
            right-to-left; else the first strong letter of a piece decides.
        marks: Whether harakat and Hebrew points are drawn.
    """

    def __init__(self, *, lang: str = "", marks: bool = True) -> None:
        super().__init__()
        self.lang = lang
        self.marks = marks

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """One row. Segments come back in visual order, together as wide as before."""
        _ = background
        text = "".join([segment.text for segment in segments])
        if text.isascii() or not _needs_order(text) or any(segment.control for segment in segments):
            return segments
        row = _StyledRow(segments, text)
        result: list[Segment] = []
        at = 0
        for field in fields(text, row.look_at):
            result += row.cut(at, field.start)
            result += self._field(row, field)
            at = field.end
        result += row.cut(at, len(text))
        return Segment.adjust_line_length(result, row.width_cells, segments[-1].style)

    def _field(self, row: _StyledRow, field: Field) -> list[Segment]:
        text = row.text
        if not _needs_order(text[field.start : field.end]):
            return row.cut(field.start, field.end)
        if len(field.pieces) == 1:
            return self._lone_piece(row, field, field.pieces[0])
        result: list[Segment] = []
        at = field.start
        stops = [piece.start for piece in field.pieces[1:]] + [field.end]
        for piece, stop in zip(field.pieces, stops, strict=True):
            result += row.cut(at, piece.start)
            at = piece.end
            if not _needs_order(text[piece.start : piece.end]):
                result += row.cut(piece.start, piece.end)
                continue
            # What needs more cells than it had (a sign that is spelled out) takes them from the padding behind it.
            width_cells = cell_len(text[piece.start : piece.end])
            line = self._laid_out(text, piece, width_cells + max(0, stop - piece.end - 1))
            missing = max(0, width_cells - line.width_cells)
            at += max(0, line.width_cells - width_cells)
            filling = [Segment(" " * missing, row.style_beside(piece))] if missing else []
            drawn = row.draw(piece, line)
            result += filling + drawn if line.direction is Direction.RTL else drawn + filling
        return result + row.cut(at, field.end)

    def _lone_piece(self, row: _StyledRow, field: Field, piece: TextRun) -> list[Segment]:
        before, behind = piece.start - field.start, field.end - piece.end
        whole_cells = before + behind + cell_len(row.text[piece.start : piece.end])
        # A sign that is spelled out may need more than it had; a cell of padding stays on either side.
        line = self._laid_out(row.text, piece, whole_cells - min(1, before) - min(1, behind))
        blanks = whole_cells - line.width_cells
        left = min(before, blanks)
        if line.direction is Direction.RTL:
            left = blanks - min(before, behind, blanks)
        padding = [*row.styles(field.start, piece.start), *row.styles(piece.end, field.end)]
        while len(padding) < blanks:
            padding.insert(before, row.style_beside(piece))
        return [*_blanks(padding[:left]), *row.draw(piece, line), *_blanks(padding[left:blanks])]

    def _laid_out(self, text: str, piece: TextRun, width_cells: int) -> Line:
        part = text[piece.start : piece.end]
        return truncate(part, width_cells, base=base_direction(part, lang=self.lang), marks=self.marks)


def _needs_order(text: str) -> bool:
    return may_reorder(text) or _INVISIBLE.search(text) is not None


def _blanks(styles: list[Style | None]) -> list[Segment]:
    segments: list[Segment] = []
    start = 0
    for end in range(1, len(styles) + 1):
        if end == len(styles) or styles[end] is not styles[start]:
            segments.append(Segment(" " * (end - start), styles[start]))
            start = end
    return segments


class _StyledRow:
    """A row as one string, and the style of each code point."""

    def __init__(self, segments: list[Segment], text: str) -> None:
        self.text = text
        self.width_cells = sum([segment.cell_length for segment in segments])
        self._segments = [segment for segment in segments if segment.text]
        self._starts: list[int] = []
        at = 0
        for segment in self._segments:
            self._starts.append(at)
            at += len(segment.text)

    def style_at(self, index: int) -> Style | None:
        return self._segments[bisect_right(self._starts, index) - 1].style

    def styles(self, start: int, end: int) -> list[Style | None]:
        return [self.style_at(index) for index in range(start, end)]

    def look_at(self, index: int) -> object:
        """What is seen of a blank: its ground, and whether it is reversed."""
        style = self.style_at(index)
        return (style.bgcolor, bool(style.reverse)) if style is not None else (None, False)

    def style_beside(self, piece: TextRun) -> Style | None:
        """The style for a cell that the piece has left over: of the padding behind or before it, or its own."""
        if piece.end < len(self.text) and self.text[piece.end] == " ":
            return self.style_at(piece.end)
        if piece.start and self.text[piece.start - 1] == " ":
            return self.style_at(piece.start - 1)
        return self.style_at(piece.end - 1)

    def cut(self, start: int, end: int) -> list[Segment]:
        """The row's own segments between two code points."""
        result: list[Segment] = []
        while start < end:
            number = bisect_right(self._starts, start) - 1
            segment, segment_start = self._segments[number], self._starts[number]
            stop = min(end, segment_start + len(segment.text))
            result.append(Segment(self.text[start:stop], segment.style))
            start = stop
        return result

    def draw(self, piece: TextRun, line: Line) -> list[Segment]:
        """The segments of a line; each glyph in the style of its cluster."""
        first = bisect_right(self._starts, piece.start) - 1
        if first == bisect_right(self._starts, piece.end - 1) - 1:  # nearly always
            return [Segment(line.visual_text, self._segments[first].style)] if line.visual_text else []
        styles = self._glyph_styles(piece, line)
        result: list[Segment] = []
        run: list[str] = []
        run_style: Style | None = None
        for glyph in line.glyphs:
            style = styles[glyph.logical_index]
            if run and style is not run_style:
                result.append(Segment("".join(run), run_style))
                run = []
            run_style = style
            run.append(glyph.text)
        if run:
            result.append(Segment("".join(run), run_style))
        return result

    def _glyph_styles(self, piece: TextRun, line: Line) -> dict[int, Style | None]:
        """By logical index. A glyph may stand for several code points: one of a look of its own decides (a cursor)."""
        starts = sorted({glyph.logical_index for glyph in line.glyphs})
        looks = [self.look_at(index) for index in range(piece.start, piece.end)]
        usual = max(set(looks), key=looks.count)
        styles: dict[int, Style | None] = {}
        for start, end in pairwise([*starts, piece.end - piece.start]):
            outstanding = [index for index in range(start, end) if looks[index] != usual]
            styles[start] = self.style_at(piece.start + (outstanding[0] if outstanding else start))
        return styles
