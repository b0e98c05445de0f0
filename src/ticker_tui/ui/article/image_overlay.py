"""When what is drawn over the cells has to be drawn again. Pure.

A sixel is no cell: whatever is written to its cells takes it away. So what the driver writes is looked at, and where it
touched a picture that picture is drawn anew, once the screen is at rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticker_tui.ui.article.document_lines import Tile

_PLACE = re.compile(r"\x1b\[(\d+);(\d+)H")


class ImageRows(NamedTuple):
    """Rows of a picture that are on the screen together."""

    src: str
    first: int
    """Row of the picture."""
    rows: int
    x: int
    y: int
    """Cell of the screen where they begin, counted from 0."""


def touches(data: str, rows: range, right: int) -> bool:
    """Whether what is written goes to one of some rows of the screen, left of a column; all counted from 0."""
    return (
        any(int(match[1]) - 1 in rows and int(match[2]) - 1 < right for match in _PLACE.finditer(data))
        or "\x1b[2J" in data
    )


def stretches(tiles: Iterable[tuple[int, int, Tile]]) -> Iterator[ImageRows]:
    """Put rows together: (y, x, tile) of the screen, top to bottom."""
    open_: ImageRows | None = None
    for y, x, (src, row) in tiles:
        if open_ is not None and (open_.src, open_.first + open_.rows, open_.y + open_.rows) == (src, row, y):
            open_ = open_._replace(rows=open_.rows + 1)
            continue
        if open_ is not None:
            yield open_
        open_ = ImageRows(src, row, 1, x, y)
    if open_ is not None:
        yield open_
