"""Rows of short texts that can be clicked: the tab strip and the key footer are made of them.

A chip's cells carry Textual's ``@click`` in their style, so a click needs no arithmetic here and stays right when
the row is mirrored. The actions are ours; no text of a feed ever becomes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from ticker_tui.model import Direction
from ticker_tui.ui.render.strips import blank, field, truncated

if TYPE_CHECKING:
    from ticker_tui.text import Line
    from ticker_tui.ui.render.strips import Field

MAX_CELLS = 24
"""A longer text of a chip is cut."""


class LabelText(NamedTuple):
    """A stretch of a chip in one style."""

    line: Line
    style: Style


def piece(text: str, style: Style, *, marks: bool = True) -> LabelText:
    """Lay out a text, which may be a user's (the name of a category), with or without its harakat."""
    return LabelText(truncated(text or " ", MAX_CELLS, Direction.AUTO, marks), style)


class ClickableLabel(NamedTuple):
    """One thing to read and to click."""

    pieces: tuple[LabelText, ...]
    action: str = ""
    """Textual's action to run on a click; empty: none."""
    pad_cells: int = 1
    """Blank cells before and after, in the style of the first and the last piece."""

    @property
    def width_cells(self) -> int:
        """How wide it is as a whole."""
        return sum(piece.line.width_cells for piece in self.pieces) + 2 * self.pad_cells

    def fields(self) -> list[Field]:
        """The chip from its start edge to its end edge; `paint.row` mirrors them with the rest of the row."""
        meta = Style(meta={"@click": self.action}) if self.action else Style.null()
        styled = [(line, style + meta) for line, style in self.pieces]
        fields = [field(line, line.width_cells, style, base_style=style) for line, style in styled]
        return [blank(self.pad_cells, styled[0][1]), *fields, blank(self.pad_cells, styled[-1][1])]
