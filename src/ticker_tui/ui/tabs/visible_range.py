"""Which neighbours of a row fit into a width."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MORE_BEFORE, MORE_AFTER = "‹", "›"
"""One cell each: there are more on that side."""


def fitting(widths: Sequence[int], width_cells: int, *, keep: int = 0) -> tuple[range, bool, bool]:
    """Which neighbouring things fit into a width, the thing `keep` among them.

    Args:
        widths: Of the things, in cells.
        width_cells: The room.
        keep: Index of the one that has to be seen.

    Returns:
        Their indices, and whether there are more before and after them. A cell is kept free for each such sign.
    """
    if not widths:
        return range(0), False, False
    first, last = keep, keep + 1
    room = width_cells - widths[keep]
    while True:
        before = first > 0 and room - widths[first - 1] >= (first - 1 > 0) + (last < len(widths))
        after = last < len(widths) and room - widths[last] >= (first > 0) + (last + 1 < len(widths))
        # What is before the kept one is taken first: a strip that fits is never shifted.
        if before:
            first -= 1
            room -= widths[first]
        elif after:
            room -= widths[last]
            last += 1
        else:
            return range(first, last), first > 0, last < len(widths)
