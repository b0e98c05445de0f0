"""A row to print: texts of any script side by side in columns of cells, in visual order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.model import Direction
from ticker_tui.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticker_tui.text import Line


class StyledText(NamedTuple):
    """A stretch of a row in one style."""

    text: str
    """As it goes to the cells, from left to right."""
    style: str = ""
    """SGR codes; empty: none."""


def column(
    text: str,
    width_cells: int,
    *,
    style: str = "",
    base: Direction = Direction.AUTO,
    marks: bool = True,
    at_end: bool = False,
) -> list[StyledText]:
    """A text cut and padded to a width.

    Args:
        text: Cleaned, logical order.
        width_cells: At least 1.
        style: For the text, not for the padding.
        base: Its base direction.
        marks: Keep harakat and points.
        at_end: Push it to the right edge, as numbers stand.
    """
    from ticker_tui.text import truncate  # a pipe gets no columns

    line = truncate(text, width_cells, base=base, marks=marks, protect=True)
    return _padded([StyledText(line.visual_text, style)], width_cells - line.width_cells, at_end=at_end)


def paragraph(line: Line, width_cells: int, style_at: Callable[[int], str]) -> list[StyledText]:
    """A laid out line at the edge its direction begins at, styled by the place each cluster has in the logical text."""
    pieces = [
        StyledText("".join(glyph.text for glyph in glyphs), style)
        for style, glyphs in groupby(line.glyphs, key=lambda glyph: style_at(glyph.logical_index))
    ]
    return _padded(pieces, width_cells - line.width_cells, at_end=line.direction is Direction.RTL)


def _padded(pieces: list[StyledText], missing_cells: int, *, at_end: bool) -> list[StyledText]:
    """Fill up with spaces, before the text or behind it."""
    blank = StyledText(" " * max(0, missing_cells))
    return [blank, *pieces] if at_end else [*pieces, blank]


def tab_separated(values: Sequence[str]) -> str:
    """One line for a program: no value can break it, or be obeyed by a terminal."""
    return "\t".join(
        " ".join(value.split()) if value.isprintable() else clean_line(value, limit=len(value))
        for value in values
    )
