"""Pixels as sixels: bands of six rows, each colour of a band by itself, runs counted (VT340)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ticker_tui.processes.parser_protocol import Picture

BAND: Final = 6
_LONG = re.compile(rb"(.)\1{3,}", re.DOTALL)
_PRINTABLE = bytes(range(63, 63 + 64)) + bytes(192)


def sixel(picture: Picture, top: int = 0, bottom: int | None = None) -> str:
    """The sequence that draws the pixel rows from `top` to `bottom` of a picture, where the cursor stands."""
    width = picture.width_px
    bottom = picture.height_px if bottom is None else min(bottom, picture.height_px)
    colours = {
        number: f"#{number};2;{_percent(red)};{_percent(green)};{_percent(blue)}".encode()
        for number, (red, green, blue) in enumerate(
            zip(picture.palette[0::3], picture.palette[1::3], picture.palette[2::3], strict=True)
        )
    }
    used = set(picture.pixels[top * width : bottom * width])
    # P2 = 1: pixels that no sixel sets stay as they are; the raster says how many there are.
    head = b'\x1bP0;1;0q"1;1;%d;%d' % (width, bottom - top)
    body = b"-".join(
        _band([picture.pixels[y * width : (y + 1) * width] for y in range(first, min(first + BAND, bottom))])
        for first in range(top, bottom, BAND)
    )
    return (
        head + b"".join(colours[number] for number in sorted(used) if number in colours) + body
    ).decode() + "\x1b\\"


def _band(rows: list[bytes]) -> bytes:
    """One band: for each of its colours the six pixels of every column that have it."""
    parts: list[bytes] = []
    for number in sorted(set[int]().union(*rows)):
        bits = 0
        for place, row in enumerate(rows):
            # A number with a byte a column: the rows are put together without a loop over the columns.
            table = bytes(number) + bytes([1 << place]) + bytes(255 - number)
            bits |= int.from_bytes(row.translate(table))
        columns = bits.to_bytes(len(rows[0])).translate(_PRINTABLE).rstrip(b"?")
        parts.append(b"#%d" % number + _LONG.sub(_counted, columns))
    return b"$".join(parts)


def _counted(run: re.Match[bytes]) -> bytes:
    return b"!%d%b" % (len(run[0]), run[1])


def _percent(channel: int) -> int:
    return (channel * 100 + 127) // 255
