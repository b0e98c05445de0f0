"""Half blocks: a cell is two pixels, the upper one in its foreground and the lower one in its background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ticker_tui.processes.parser_protocol import Picture

HALF: Final = "▀"
Rgb = tuple[int, int, int]


def pairs(picture: Picture, row: int) -> list[tuple[Rgb, Rgb]]:
    """The colours of one row of cells, left to right: above, below."""
    upper, lower = _line(picture, 2 * row), _line(picture, 2 * row + 1)
    return list(zip(upper, lower, strict=True))


def _line(picture: Picture, y: int) -> list[Rgb]:
    start = 3 * picture.columns * y
    line = picture.blocks[start : start + 3 * picture.columns]
    return list(zip(line[0::3], line[1::3], line[2::3], strict=True))
