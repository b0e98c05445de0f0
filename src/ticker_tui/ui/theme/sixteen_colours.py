"""A theme on a terminal that has 16 colours, or 8: every pair of colours as one of its own that can be read.

Taking the nearest of the 16 for each colour by itself, as a terminal library does, puts yellow letters on white. So a ground is taken
first, from the 8 that every terminal has, then the letters' colour: of those that can be read there, the one of the nearest hue.
"""

from __future__ import annotations

from colorsys import rgb_to_hls
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

from ticker_tui.contrast import contrast

if TYPE_CHECKING:
    from textual.color import Color as Ground

PALETTE: Final = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
"""What the 16 are where nobody has chosen others: those of xterm."""
BLACK: Final = 0
WHITE: Final = 7
DIM: Final = 8
"""Not for reading: a console's is much darker than that of xterm."""
GROUNDS: Final = range(1, 7)
"""The coloured ones; only the first 8 are grounds everywhere."""
LEAST: Final = 4.5
_GREY: Final = 0.2
"""What has less colour than this between its lightest and its darkest part is taken for a grey."""
_GROUND: Final = 0.35
"""The same of a ground, where less colour is only a tint of black or of white."""
_FAR: Final = 0.13
"""A hue that is so far away is further than no colour."""
_RED: Final = 4
"""So much further away than it is: red is for what breaks or is broken, and orange is not to look like that."""


class FewColours(LineFilter):
    """Gives finished rows colours that the terminal has."""

    def apply(self, segments: list[Segment], background: Ground) -> list[Segment]:
        """The same cells; control segments stay."""
        _ = background
        return [Segment(text, style and _fitted(style), control) for text, style, control in segments]


@lru_cache(maxsize=1024)
def _fitted(style: Style) -> Style:
    if style.bgcolor is None:
        return style
    on = style.bgcolor.get_truecolor().hex
    if style.color is None:
        return style + Style(bgcolor=Color.from_ansi(background_index(on)))
    fore, ground = fitted(style.color.get_truecolor().hex, on)
    # Many terminals draw bold black as grey, and as a grey ground where it is reversed.
    bold = Style(bold=False) if style.bold and not fore else Style.null()
    return style + bold + Style.from_color(Color.from_ansi(fore), Color.from_ansi(ground))


@lru_cache(maxsize=1024)
def fitted(fore: str, ground: str) -> tuple[int, int]:
    """A pair of colours ``#rrggbb`` as numbers of `PALETTE`: letters and ground, with a contrast of at least `LEAST` if they have it."""
    under = background_index(ground)
    # What stands out less than that, a rule or a rail, is not for reading.
    least = min(LEAST, contrast(fore, ground))
    seen = [
        number
        for number, colour in enumerate(PALETTE)
        if contrast(colour, PALETTE[under]) >= least and (number != DIM or least < LEAST)
    ]
    return min(seen, key=lambda number: _distance(fore, PALETTE[number])), under


def background_index(colour: str) -> int:
    """A ground ``#rrggbb`` as a number of `PALETTE`."""
    _, lightness, colourful = _hls(colour)
    if colourful < _GROUND:
        return BLACK if lightness < 0.5 else WHITE
    return min(GROUNDS, key=lambda number: _distance(colour, PALETTE[number]))


def _distance(one: str, other: str) -> tuple[float, float]:
    """How far two colours are apart: hues count first, then lightness; for a grey, whether the other is one too."""
    (hue, lightness, colourful), (other_hue, other_lightness, other_colourful) = _hls(one), _hls(other)
    grey, other_grey = colourful < _GREY, other_colourful < _GREY
    if grey or other_grey:
        hues = 0.0 if grey and other_grey else _FAR
    else:
        hues = min(abs(hue - other_hue), 1 - abs(hue - other_hue)) * (1 if other_hue else _RED)
    return round(hues, 2), abs(lightness - other_lightness)


def _hls(colour: str) -> tuple[float, float, float]:
    """Hue, lightness, and how much colour there is, each from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, lightness, _ = rgb_to_hls(red, green, blue)
    return hue, lightness, max(red, green, blue) - min(red, green, blue)
