"""What a layout is made of: a paragraph goes in, lines of glyphs come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ticker_tui.model import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence


class Paragraph(msgspec.Struct, frozen=True):
    """A cleaned text together with the base direction its source asked for."""

    text: str
    """Logical order; a newline starts the next paragraph, which decides for itself when `base` is AUTO."""
    base: Direction = Direction.AUTO


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """One or two cells of a line: a cluster as it is drawn. There are thousands, so the garbage collector does not look at them."""

    text: str
    """What goes to the terminal: base with its marks behind it, joined and mirrored."""
    width_cells: int
    logical_index: int
    """Where its cluster begins in the logical text (code points)."""
    rtl: bool


class Line(msgspec.Struct, frozen=True):
    """One row, ready for the cells of a terminal."""

    visual_text: str
    """Left to right as it goes to the cells; no padding, no control characters, marks behind their base."""
    logical: range
    """The stretch of the logical text it shows, code points; spaces hanging at a wrap belong to it."""
    cell_map: Sequence[int]
    """For each cell from the left, the logical index of its cluster; -1 for cells of an ellipsis."""
    direction: Direction
    """LTR or RTL: the edge the line is aligned to."""
    width_cells: int
    glyphs: Sequence[Glyph]
    """The same cells as clusters, left to right: what a painter styles."""
