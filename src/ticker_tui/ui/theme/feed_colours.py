"""A colour for every source, the same one in list, bar and reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from zlib import crc32

from ticker_tui.contrast import readable
from ticker_tui.text import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker_tui.model import Feed

DARK: Final = (
    "#e8b04a",
    "#6fa8e6",
    "#7fc08a",
    "#c08ad6",
    "#e58a6f",
    "#5fc0bd",
    "#d68aa6",
    "#b3bd5f",
    "#9a9ae6",
)
"""On a dark ground: of one lightness, told apart by hue, none of them the red of breaking news."""
LIGHT: Final = (
    "#8a5a00",
    "#1f5fa8",
    "#2b7a3b",
    "#7a3a96",
    "#a8431f",
    "#0f7573",
    "#9a2f5c",
    "#5f6b00",
    "#4a4ab3",
)
"""The same hues on a light ground."""

_HEX: Final = re.compile("#[0-9a-fA-F]{6}")

MIN_COLUMN_CELLS: Final = 8
MAX_COLUMN_CELLS: Final = 16


class FeedColours:
    """The feeds as the screen knows them: a colour and a column.

    Args:
        feeds: In the order of feeds.toml. Colours are dealt out in that order, so that neighbours differ; a
            feed's own `colour` outranks it, and one that is no colour counts as none.
    """

    def __init__(self, feeds: Iterable[Feed] = ()) -> None:
        self._places: dict[str, int] = {}
        self._chosen: dict[str, str] = {}
        widest = 0
        for feed in feeds:
            self._places[feed.url] = len(self._places)
            widest = max(widest, cell_len(feed.name))
            if colour := as_hex(feed.colour):
                self._chosen[feed.url] = colour
        self.column_cells: Final = max(MIN_COLUMN_CELLS, min(MAX_COLUMN_CELLS, widest or MAX_COLUMN_CELLS))
        """How wide the list's column of names is."""

    def colour(self, feed_url: str, *, dark: bool = True, on: str = "", least: float = 1.0) -> str:
        """``#rrggbb`` for a feed; a feed that is not (or no longer) subscribed to has one too.

        Args:
            feed_url: The feed.
            dark: Which of the two palettes.
            on: The ground it will stand on, ``#rrggbb``.
            least: The contrast it needs there: a colour with less is moved towards white or black.
        """
        colour = self._chosen.get(feed_url) or self._dealt(feed_url, dark=dark)
        return readable(colour, on, least) if on else colour

    def _dealt(self, feed_url: str, *, dark: bool) -> str:
        palette = DARK if dark else LIGHT
        place = self._places.get(feed_url)
        if place is None:
            place = crc32(feed_url.encode("utf-8", "replace"))
        return palette[place % len(palette)]


def as_hex(colour: str) -> str:
    """A colour name of CSS or a colour of any form CSS has as ``#rrggbb``; empty when it is neither."""
    if not colour or _HEX.fullmatch(colour):
        return colour.lower()
    # Known to Textual, which is not imported yet when the first headlines are painted.
    from textual.color import Color, ColorParseError

    try:
        return Color.parse(colour).hex6.lower()
    except ColorParseError:
        return ""
