"""A table of an article, row by row, as the walk over its HTML meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.html.spans import clean_spans
from ticker_tui.model import TableCell

if TYPE_CHECKING:
    from ticker_tui.html.spans import InlineText
    from ticker_tui.html.tree import Node

MAX_ROWS = 200
MAX_COLUMNS = 30


class Table:
    """Rows of cells; the running text goes into `cell` while one is open."""

    def __init__(self) -> None:
        self.rows: list[list[TableCell]] = []
        self.cell: list[InlineText] | None = None
        self.header = False

    def open_row(self) -> None:
        """Begin a row; `tr`."""
        self.close_cell()
        self.rows.append([])

    def open_cell(self, *, header: bool) -> None:
        """Begin a cell; `td` or `th`."""
        self.close_cell()
        if not self.rows:
            self.rows.append([])
        self.cell, self.header = [], header

    def close_cell(self) -> None:
        """End the open cell, if there is one."""
        if self.cell is not None:
            if len(self.rows) <= MAX_ROWS and len(self.rows[-1]) < MAX_COLUMNS:
                self.rows[-1].append(TableCell(spans=clean_spans(self.cell), header=self.header))
            self.cell = None

    def finish(self) -> tuple[tuple[TableCell, ...], ...]:
        """All rows in which something stands."""
        self.close_cell()
        return tuple(tuple(row) for row in self.rows[:MAX_ROWS] if any(cell.spans for cell in row))


def holds_data(table: Node) -> bool:
    """A table of several columns and no table inside; the others are old ways of placing things on a page."""
    wide = False
    for node in table.iter("table", "tr"):
        if node.tag == "table":
            if node is not table:
                return False
        elif sum(1 for cell in node if cell.tag in {"td", "th"}) > 1:
            wide = True
    return wide
