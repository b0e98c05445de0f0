"""The rail beside a pane of lines: how wide it is, and where its thumb stands. Without Textual."""

from __future__ import annotations

from typing import Final

RAIL_CELLS: Final = 1
"""What it takes from the width of a pane, whether there is a thumb on it or not."""
THUMB: Final = "▐"
MIRRORED_THUMB: Final = "▌"
"""Of a rail at the left."""


def thumb(lines: int, height: int, top: int) -> range:
    """The rows of a rail its thumb covers: as much of it as is seen of the lines; none when all are seen.

    At least one row; at an end of the rail only when the pane stands at that end.
    """
    if lines <= height or height <= 0:
        return range(0)
    size = max(1, height * height // lines)
    way, scrollable = height - size, lines - height
    first = way * top // scrollable
    if way > 1 and 0 < top < scrollable:
        first = max(1, min(way - 1, first))
    return range(first, first + size)
