"""Colour and weight on a terminal, as little as a printed line needs (ECMA-48, SGR)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ticker_tui.cli.output.streams import Output

BOLD: Final = "1"
DIM: Final = "2"
RED: Final = "31"
GREEN: Final = "32"
YELLOW: Final = "33"

_CUBE: Final = (0, 95, 135, 175, 215, 255)
"""The six steps of each channel in the 256-colour cube."""


def styled(text: str, *codes: str) -> str:
    """A text between a style and its end; unchanged when there is no style or no text."""
    style = ";".join(code for code in codes if code)
    return f"\x1b[{style}m{text}\x1b[m" if style and text else text


def foreground(colour: str, output: Output) -> str:
    """The code for a colour ``#rrggbb``, as near as the terminal can; empty where there is no colour."""
    if not output.colour or not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return ""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    if output.true_colour:
        return "38;2;" + ";".join(map(str, channels))
    red, green, blue = (min(range(6), key=lambda step: abs(_CUBE[step] - each)) for each in channels)
    return f"38;5;{16 + 36 * red + 6 * green + blue}"
