"""How the columns of a table share the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_COLUMN_CELLS: Final = 4


def column_widths(natural: Sequence[int], room_cells: int) -> list[int]:
    """Give every column its natural width if there is room, else cut the widest ones down to one level.

    Args:
        natural: The width each column would take unwrapped.
        room_cells: For all columns together, separators not counted.

    Returns:
        One width a column, together at most `room_cells`; empty when a column would get too narrow to read.
    """
    widths = [max(1, width) for width in natural]
    if sum(widths) <= room_cells:
        return widths
    if room_cells < sum(min(MIN_COLUMN_CELLS, width) for width in widths):
        return []
    # Water level: the narrow columns keep their width, the others share what is left.
    left = room_cells
    open_columns = sorted(range(len(widths)), key=lambda column: widths[column])
    for position, column in enumerate(open_columns):
        share = left // (len(open_columns) - position)
        widths[column] = min(widths[column], share)
        left -= widths[column]
    return widths
