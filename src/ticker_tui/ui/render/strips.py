"""From laid-out lines to strips: the one place where text becomes segments.

A `Line` is already in visual order and measured in cells. Styles are looked up by a glyph's *logical* index,
so bold, links and matches stay on their letters whatever joining and reordering did to them. A row is made of
fields of exact widths in reading order (from the start edge to the end edge); mirroring a row is reversing
its fields, never touching what is inside them.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ticker_tui.model import Direction
from ticker_tui.text import cell_len, layout, truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ticker_tui.text import Glyph, Line

StyleAt: TypeAlias = "Callable[[int], Style] | Style"
"""One style for the whole line, or the style of the cluster at a logical index."""

Field: TypeAlias = "list[Segment]"
"""Segments of one exact width."""


def blank(width_cells: int, style: Style) -> Field:
    """Empty cells; an empty field for a width below 1."""
    return [Segment(" " * width_cells, style)] if width_cells > 0 else []


def line_segments(line: Line, style_at: StyleAt, *, max_cells: int | None = None) -> Field:
    """The segments of a line without padding; neighbours of one style are one segment.

    Args:
        line: What to draw.
        style_at: See `StyleAt`.
        max_cells: Whole clusters are dropped at the logical end until the line fits.
    """
    cropped = max_cells is not None and line.width_cells > max_cells
    if isinstance(style_at, Style) and not cropped:
        return [Segment(line.visual_text, style_at)] if line.visual_text else []
    glyphs = _fitting(line, max_cells) if cropped and max_cells is not None else line.glyphs
    segments: Field = []
    run: list[str] = []
    run_style: Style | None = None
    for glyph in glyphs:
        style = style_at if isinstance(style_at, Style) else style_at(glyph.logical_index)
        if style is not run_style and style != run_style:
            if run:
                segments.append(Segment("".join(run), run_style))
                run = []
            run_style = style
        run.append(glyph.text)
    if run:
        segments.append(Segment("".join(run), run_style))
    return segments


def _fitting(line: Line, max_cells: int) -> Sequence[Glyph]:
    """The glyphs, left to right, that are left when the logical end of the line is cut off."""
    from_right = line.direction is Direction.RTL
    kept: list[Glyph] = []
    room = max_cells
    for glyph in reversed(line.glyphs) if from_right else line.glyphs:
        room -= glyph.width_cells
        if room < 0:
            break
        kept.append(glyph)
    return kept[::-1] if from_right else kept


def field(
    line: Line | None,
    width_cells: int,
    style_at: StyleAt,
    *,
    base_style: Style,
    align: Direction | None = None,
) -> Field:
    """A line in a field of exactly `width_cells`, padded on the side opposite to `align`.

    Args:
        line: What to draw; None: nothing but padding.
        width_cells: The width of the field.
        style_at: See `StyleAt`.
        base_style: The style of the padding.
        align: LTR: flush left, RTL: flush right; None: the line's own direction.
    """
    if width_cells <= 0:
        return []
    if line is None:
        return blank(width_cells, base_style)
    segments = line_segments(line, style_at, max_cells=width_cells)
    used_cells = line.width_cells
    if used_cells > width_cells:
        used_cells = sum(glyph.width_cells for glyph in _fitting(line, width_cells))
    padding = blank(width_cells - used_cells, base_style)
    if (align or line.direction) is Direction.RTL:
        return padding + segments
    return segments + padding


def line_strip(
    line: Line | None,
    width_cells: int,
    style_at: StyleAt,
    *,
    base_style: Style,
    align: Direction | None = None,
) -> Strip:
    """A whole row of one line; the arguments are those of `field`."""
    return Strip(field(line, width_cells, style_at, base_style=base_style, align=align), max(0, width_cells))


def text_field(
    text: str,
    width_cells: int,
    style: Style,
    *,
    base: Direction = Direction.AUTO,
    align: Direction | None = None,
    base_style: Style | None = None,
    marks: bool = True,
) -> Field:
    """A text on one line in a field of exactly `width_cells`, with an ellipsis at its logical end if need be."""
    if width_cells <= 0:
        return []
    line = truncated(text, width_cells, base, marks) if text else None
    return field(line, width_cells, style, base_style=base_style or style, align=align)


@lru_cache(maxsize=2048)
def truncated(text: str, width_cells: int, base: Direction, marks: bool) -> Line:  # noqa: FBT001 - a cache key
    """`text.truncate`, remembered: headlines, names and times come back with every scroll and cursor move."""
    return truncate(text, width_cells, base=base, marks=marks, protect=True)


def row(fields: Iterable[Field], width_cells: int, *, base_style: Style, mirrored: bool = False) -> Strip:
    """Fields, given from the start edge to the end edge, as one strip of `width_cells`.

    Args:
        fields: Each of an exact width; together at most `width_cells` wide.
        width_cells: The width of the row.
        base_style: The style of the padding at the end edge.
        mirrored: The start edge is the right one.
    """
    parts = list(fields)
    missing = width_cells - sum(segment.cell_length for part in parts for segment in part)
    if missing > 0:
        parts.append(blank(missing, base_style))
    if mirrored:
        parts.reverse()
    segments = [segment for part in parts for segment in part]
    if missing < 0:  # narrower than its parts: the caller's columns are for a wider pane
        return Strip(segments).crop(-missing if mirrored else 0, width_cells - (missing if mirrored else 0))
    return Strip(segments, max(0, width_cells))


def overlaid(strip: Strip, spans: Iterable[range], style: Style) -> Strip:
    """A finished row with a style laid over some of its cells.

    Args:
        strip: Made of whole clusters; a mark stays with the letter before it.
        spans: Cells of the row, ranges in any order.
        style: What it says outranks what the cells had.
    """
    chosen = {cell for span in spans for cell in span}
    segments: Field = []
    x = 0
    for segment in strip:
        end = x + segment.cell_length
        if segment.control or chosen.isdisjoint(range(x, end)):
            segments.append(segment)
        elif chosen.issuperset(range(x, end)):
            segments.append(Segment(segment.text, (segment.style or Style.null()) + style))
        else:
            segments += _overlaid_segment(segment, x, chosen, style)
        x = end
    return Strip(segments, strip.cell_length)


def _overlaid_segment(segment: Segment, x: int, chosen: set[int], style: Style) -> Field:
    own = segment.style or Style.null()
    parts: list[tuple[str, bool]] = []
    for char in segment.text:
        width_cells = cell_len(char)
        if parts and (not width_cells or (x in chosen) is parts[-1][1]):
            parts[-1] = (parts[-1][0] + char, parts[-1][1])
        else:
            parts.append((char, x in chosen))
        x += width_cells
    return [Segment(text, own + style if over else own) for text, over in parts]


@lru_cache(maxsize=512)
def hyperlink(url: str) -> Style:
    """A style that makes a terminal hyperlink of its cells (OSC 8), or the null style for an unsafe address.

    An address is written raw into an escape sequence, so only printable ASCII of http(s) may pass.
    """
    safe = url.startswith(("http://", "https://")) and all("!" <= character <= "~" for character in url)
    return Style(link=url) if safe else Style.null()


class WrappingStrip:
    """A long row of glyphs that is laid out once and cut out of by windows, round and round.

    Cells are counted from the left. A window never shows half of a wide glyph: the half is a blank.
    """

    def __init__(self) -> None:
        self._cells: list[str] = []
        """Each cell's text; the second cell of a wide glyph is empty."""
        self._run_starts: list[int] = []
        self._run_roles: list[int] = []

    def __len__(self) -> int:
        return len(self._cells)

    def append(self, glyphs: Iterable[Glyph], role: int) -> None:
        """Put glyphs, left to right, at the right end.

        Args:
            glyphs: What to draw.
            role: Index into the styles given to `window`.
        """
        start = len(self._cells)
        for glyph in glyphs:
            if glyph.width_cells < 1:
                if self._cells:
                    self._cells[-1] += glyph.text
                continue
            self._cells.append(glyph.text)
            self._cells.extend([""] * (glyph.width_cells - 1))
        if len(self._cells) > start and (not self._run_roles or self._run_roles[-1] != role):
            self._run_starts.append(start)
            self._run_roles.append(role)

    def window(self, left: int, width_cells: int, styles: Sequence[Style]) -> Field:
        """`width_cells` cells from the cell `left` (any integer), going round at the end."""
        size = len(self._cells)
        if size == 0 or width_cells <= 0:
            return []
        segments: Field = []
        left %= size
        while width_cells > 0:
            right = min(size, left + width_cells)
            segments += self._cut(left, right, styles)
            width_cells -= right - left
            left = 0
        return segments

    def _cut(self, left: int, right: int, styles: Sequence[Style]) -> Field:
        cells, starts = self._cells, self._run_starts
        segments: Field = []
        run = bisect_right(starts, left) - 1
        position = left
        while position < right:
            run_end = starts[run + 1] if run + 1 < len(starts) else len(cells)
            end = min(run_end, right)
            text = "".join(cells[position:end])
            if position == left and not cells[left]:
                text = " " * _leading_halves(cells, left, end) + text
            if end == right and end < len(cells) and not cells[end]:
                text = self._without_cut_glyph(position, end)
            segments.append(Segment(text, styles[self._run_roles[run]]))
            position = end
            run += 1
        return segments

    def _without_cut_glyph(self, left: int, right: int) -> str:
        """The text of the cells [left, right), whose last glyph reaches beyond `right`, with blanks in its place."""
        cells = self._cells
        first = right - 1
        while first > left and not cells[first]:
            first -= 1
        head = "".join(cells[left:first])
        if not cells[left]:
            head = " " * _leading_halves(cells, left, first) + head
        return head + " " * (right - first)


def _leading_halves(cells: Sequence[str], left: int, right: int) -> int:
    """How many of the cells from `left` on belong to a glyph that begins before `left`."""
    count = 0
    while left + count < right and not cells[left + count]:
        count += 1
    return count


def sign(text: str, style: Style) -> Field:
    """A constant sign of the program itself (a bar, a rule), which needs no layout."""
    return [Segment(text, style)] if text else []


def centred(
    text: str,
    y: int,
    width_cells: int,
    height: int,
    style: Style,
    *,
    base_style: Style,
    base: Direction = Direction.AUTO,
) -> Strip:
    """One row of a text that stands in the middle of an otherwise empty pane.

    Args:
        text: Its newlines are kept; its lines are wrapped.
        y: The row of the pane.
        width_cells: The width of the pane.
        height: The height of the pane.
        style: Of the text.
        base_style: Of the pane.
        base: The direction its lines are read in.
    """
    lines: list[Line | None] = []
    for part in text.split("\n") if text else []:
        lines += layout(part, max(1, width_cells - 4), base=base) or (None,)
    place = y - max(0, (height - len(lines)) // 2)
    line = lines[place] if 0 <= place < len(lines) else None
    left = min(width_cells, max(0, (width_cells - line.width_cells) // 2)) if line else 0
    body = field(line, width_cells - left, style, base_style=base_style, align=Direction.LTR)
    return row([blank(left, base_style), body], width_cells, base_style=base_style)
