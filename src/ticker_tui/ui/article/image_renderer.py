"""The pictures of the article that is open, as this terminal can show them; imported when one is asked for.

Cells always hold something that can be seen: half blocks, or what kitty shows a picture in. They scroll, are covered and
go as all cells do. A sixel is drawn over its half blocks when the screen is at rest.
"""

from __future__ import annotations

import random
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from ticker_tui.images import half_blocks, kitty
from ticker_tui.processes.parser_protocol import ImageProtocol
from ticker_tui.ui.article.document_lines import Inset

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker_tui.processes.parser_protocol import Picture
    from ticker_tui.ui.article.document_lines import Tile
    from ticker_tui.ui.article.image_overlay import ImageRows
    from ticker_tui.ui.render.strips import Field

KEPT_SIXELS: Final = 24
"""Parts of pictures that are kept encoded."""


class ImageRenderer:
    """Pictures by their addresses.

    Args:
        way: How they are drawn.
        write: To the terminal, as it is.
        blocks: False: the terminal has too few colours for half blocks, and cells below a sixel are empty.
    """

    def __init__(self, way: ImageProtocol, write: Callable[[str], None], *, blocks: bool = True) -> None:
        self.way = way
        self._blocks = blocks
        self._write = write
        self._pictures: dict[str, Picture] = {}
        self._numbers: dict[str, int] = {}
        self._next_number = random.randrange(1 << 16, 1 << 24)  # noqa: S311 - another program may have the small ones
        self._sixels: OrderedDict[ImageRows, str] = OrderedDict()

    def put(self, src: str, picture: Picture) -> Inset:
        """Take a picture, in the place of the one of this address."""
        self._forget(src)
        self._pictures[src] = picture
        if self.way is ImageProtocol.KITTY:
            number = self._numbers[src] = self._next_number
            self._next_number = (number + 1) % (1 << 24) or 1 << 16
            for sequence in kitty.send(number, picture.png, picture.columns, picture.rows):
                self._write(sequence)
        return Inset(picture.columns, picture.rows)

    def clear(self) -> None:
        """No picture is left, neither here nor in the terminal."""
        for src in list(self._pictures):
            self._forget(src)

    def _forget(self, src: str) -> None:
        self._pictures.pop(src, None)
        if (number := self._numbers.pop(src, None)) is not None:
            self._write(kitty.forget(number))
        for stretch in [each for each in self._sixels if each.src == src]:
            del self._sixels[stretch]

    def paint(self, tile: Tile) -> Field:
        """The cells of one row of a picture."""
        picture = self._pictures.get(tile.src)
        if picture is None or tile.row >= picture.rows:
            return []
        if self.way is ImageProtocol.KITTY:
            red, green, blue = kitty.colour(self._numbers[tile.src])
            style = Style.parse(f"rgb({red},{green},{blue})")
            return [Segment(cell, style) for cell in kitty.cells(tile.row, picture.columns)]
        if not self._blocks:
            return []
        return [
            Segment(half_blocks.HALF, Style(color=_rgb(above), bgcolor=_rgb(below)))
            for above, below in half_blocks.pairs(picture, tile.row)
        ]

    # Sixel

    def has_sixel(self, stretch: ImageRows) -> bool:
        """Whether a part of a picture is encoded already."""
        return stretch._replace(x=0, y=0) in self._sixels

    def encode(self, stretch: ImageRows) -> None:
        """Encode a part of a picture; may take half a second, and may be called from a thread."""
        from ticker_tui.images.sixel import sixel

        picture = self._pictures.get(stretch.src)
        drawn = ""
        if picture is not None and picture.pixels:
            cell = picture.height_px // picture.rows
            drawn = sixel(picture, stretch.first * cell, (stretch.first + stretch.rows) * cell)
        self._sixels[stretch._replace(x=0, y=0)] = drawn
        if len(self._sixels) > KEPT_SIXELS:
            self._sixels.popitem(last=False)

    def draw(self, stretch: ImageRows) -> None:
        """Draw a part of a picture over its cells; the cursor goes back to where it was."""
        if drawn := self._sixels.get(stretch._replace(x=0, y=0)):
            self._write(f"\x1b7\x1b[{stretch.y + 1};{stretch.x + 1}H{drawn}\x1b8")


def _rgb(colour: half_blocks.Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
