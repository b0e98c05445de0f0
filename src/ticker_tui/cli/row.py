"""A printed row: texts of any script side by side in columns of cells."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ticker_tui.cli.sgr import styled
from ticker_tui.text import Direction, Line, truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def column(
    text: str, width_cells: int, *, style: str = "", base: Direction = Direction.AUTO, at_end: bool = False
) -> str:
    """A text cut and padded to a width.

    Args:
        text: Cleaned, logical order.
        width_cells: At least 1.
        style: SGR codes for the text, not for the padding.
        base: Its base direction.
        at_end: Push it to the right edge, as numbers stand.
    """
    line = truncate(text, width_cells, base=base)
    return padded(styled(line.visual_text, style), width_cells - line.width_cells, at_end=at_end)


def paragraph(line: Line, width_cells: int, style_at: Callable[[int], str]) -> str:
    """A laid out line at the edge its direction begins at, styled by the place each cluster has in the logical text."""
    painted = "".join(
        styled("".join(glyph.text for glyph in glyphs), style)
        for style, glyphs in groupby(line.glyphs, key=lambda glyph: style_at(glyph.logical_index))
    )
    return padded(painted, width_cells - line.width_cells, at_end=line.direction is Direction.RTL)


def padded(painted: str, missing_cells: int, *, at_end: bool) -> str:
    """Fill up with spaces, before the text or behind it."""
    blank = " " * max(0, missing_cells)
    return blank + painted if at_end else painted + blank


def tab_separated(values: Sequence[str]) -> str:
    """One line for a program: no value can break it, as cleaned text holds neither tabs nor line ends."""
    return "\t".join(" ".join(value.split()) for value in values)
