"""Which line of a list a row stands on, when headings stand between the rows. Pure arithmetic, without Textual.

line 0   Today
line 1   ● headline …          row 0
line 2     BBC عربي  08:31
line 3   Yesterday
line 4   ● headline …          row 1
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import msgspec

HEADING: Final = -1
"""Stands for the line of a row where the line is that of the heading above it."""


class RowGeometry(msgspec.Struct, frozen=True):
    """Rows of one height, and headings of one line before some of them."""

    count: int = 0
    """How many rows."""
    height: int = 1
    """The lines of a row."""
    starts: tuple[int, ...] = ()
    """The rows that have a heading, ascending; the first of them is row 0, if there is one."""

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return self.count * self.height + len(self.starts)

    def line_of(self, index: int) -> int:
        """The first line of a row, below its heading."""
        return index * self.height + bisect_right(self.starts, index)

    def at(self, line: int) -> tuple[int, int]:
        """The row that a line belongs to, and which of its lines it is; `HEADING`: the one above it.

        The row of a line below the list is `count` or more.
        """
        before = bisect_right(range(len(self.starts)), line, key=self._line_of_heading)
        if before and self._line_of_heading(before - 1) == line:
            return self.starts[before - 1], HEADING
        return divmod(line - before, self.height)

    def group_of(self, index: int) -> int:
        """The number of the heading above a row, -1: it has none."""
        return bisect_right(self.starts, index) - 1

    def _line_of_heading(self, number: int) -> int:
        return self.starts[number] * self.height + number
