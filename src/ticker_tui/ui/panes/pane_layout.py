"""How list and reader share the screen: side by side, one above the other, or one of them alone.

Pure, and without Textual: the first frame and the screen ask the same function (`plan`), so that both draw the same.
What decides is the size of the whole window. Notices that come and go change the height of the panes, and nothing may
change places for that.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ticker_tui.config.schema import PaneLayout

WISHES: Final[tuple[PaneLayout, ...]] = ("auto", "side", "stacked")
"""What can be wished for, in the order of the key."""
DEFAULT_SPLIT: Final = 50.0
SIDE_CELLS: Final = 100
"""`auto`: from this width on, list and reader stand side by side…"""
STACKED_ROWS: Final = 36
"""…in a narrower window one above the other from this height on, else one of them has all of it."""
LEAST_SIDE_CELLS: Final = 60
LEAST_STACKED_ROWS: Final = 16
"""In a smaller window there is one pane, whatever was wished for."""
LEAST_CELLS, LEAST_ROWS = 20, 3
"""What a pane keeps when the other one is made larger."""
STEP_CELLS, STEP_ROWS = 4, 2
"""How far a key moves the divider."""


class PaneArrangement(Enum):
    """How the panes stand."""

    ALONE = auto()
    """The one that is in use."""
    SIDE = auto()
    STACKED = auto()


class PaneSettings(NamedTuple):
    """What was chosen, by settings and by keys."""

    wish: PaneLayout = "auto"
    split: float = DEFAULT_SPLIT
    """The list's share of the width or the height, in percent."""
    zoomed: bool = False
    """One pane alone, however much room there is."""
    mirrored: bool = False
    """Side by side, the list stands at the right."""


class Box(NamedTuple):
    """Cells of the panes' room."""

    x: int
    y: int
    width: int
    height: int


class PaneRects(NamedTuple):
    """Where everything stands; None: nowhere."""

    way: PaneArrangement
    headlines: Box | None = None
    divider: Box | None = None
    reader: Box | None = None


def way(window: tuple[int, int], sharing: PaneSettings) -> PaneArrangement:
    """How the panes stand in a window of so many columns and rows."""
    columns, rows = window
    if sharing.zoomed:
        return PaneArrangement.ALONE
    match sharing.wish:
        case "side":
            return PaneArrangement.SIDE if columns >= LEAST_SIDE_CELLS else PaneArrangement.ALONE
        case "stacked":
            return PaneArrangement.STACKED if rows >= LEAST_STACKED_ROWS else PaneArrangement.ALONE
        case "auto":
            if columns >= SIDE_CELLS:
                return PaneArrangement.SIDE
            return PaneArrangement.STACKED if rows >= STACKED_ROWS else PaneArrangement.ALONE


def plan(
    sharing: PaneSettings, room: tuple[int, int], *, window: tuple[int, int], reading: bool = False
) -> PaneRects:
    """Where list, divider and reader stand.

    Args:
        sharing: What was chosen.
        room: Columns and rows of the panes together.
        window: Columns and rows of the whole window.
        reading: The reader is in use, not the list.
    """
    width, height = room
    all_of_it = Box(0, 0, width, height)
    match way(window, sharing):
        case PaneArrangement.SIDE:
            cells = share(sharing.split, width, LEAST_CELLS)
            rest = max(0, width - cells - 1)
            if sharing.mirrored:
                boxes = (
                    Box(width - cells, 0, cells, height),
                    Box(rest, 0, 1, height),
                    Box(0, 0, rest, height),
                )
            else:
                boxes = (
                    Box(0, 0, cells, height),
                    Box(cells, 0, 1, height),
                    Box(cells + 1, 0, rest, height),
                )
            return PaneRects(PaneArrangement.SIDE, *boxes)
        case PaneArrangement.STACKED:
            rows = share(sharing.split, height, LEAST_ROWS)
            rest = max(0, height - rows - 1)
            return PaneRects(
                PaneArrangement.STACKED,
                Box(0, 0, width, rows),
                Box(0, rows, width, 1),
                Box(0, rows + 1, width, rest),
            )
        case PaneArrangement.ALONE if reading:
            return PaneRects(PaneArrangement.ALONE, reader=all_of_it)
        case PaneArrangement.ALONE:
            return PaneRects(PaneArrangement.ALONE, headlines=all_of_it)


def share(split: float, total: int, least: int) -> int:
    """How many of `total` cells the list gets, the divider's one and `least` for the reader left over."""
    # What was made from a number of cells is that number again, whatever the division lost.
    return max(min(least, total), min(total - 1 - least, int(total * split / 100 + 1e-6)))


def moved(
    sharing: PaneSettings, room: tuple[int, int], *, window: tuple[int, int], steps: int
) -> PaneSettings:
    """The divider moved by a key: `steps` > 0 to the right or down, < 0 to the left or up."""
    width, height = room
    match way(window, sharing):
        case PaneArrangement.SIDE:
            toward_reader = -steps if sharing.mirrored else steps
            cells = share(sharing.split, width, LEAST_CELLS) + STEP_CELLS * toward_reader
            return _split_at(sharing, cells, width, LEAST_CELLS)
        case PaneArrangement.STACKED:
            rows = share(sharing.split, height, LEAST_ROWS) + STEP_ROWS * steps
            return _split_at(sharing, rows, height, LEAST_ROWS)
        case PaneArrangement.ALONE:
            return sharing


def dragged(
    sharing: PaneSettings, room: tuple[int, int], *, window: tuple[int, int], place: tuple[int, int]
) -> PaneSettings:
    """The divider taken to a cell of the panes' room, as near to it as there is room for."""
    width, height = room
    x, y = place
    match way(window, sharing):
        case PaneArrangement.SIDE:
            return _split_at(sharing, width - 1 - x if sharing.mirrored else x, width, LEAST_CELLS)
        case PaneArrangement.STACKED:
            return _split_at(sharing, y, height, LEAST_ROWS)
        case PaneArrangement.ALONE:
            return sharing


def _split_at(sharing: PaneSettings, cells: int, total: int, least: int) -> PaneSettings:
    cells = max(least, min(total - 1 - least, cells))
    return sharing._replace(split=100 * cells / total) if total > 2 * least else sharing
