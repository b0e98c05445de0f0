"""Small pictures for the articles: a sky, a sun and three ranges of hills, drawn from a name. PNG by hand."""

from __future__ import annotations

import random
import struct
import zlib
from functools import lru_cache
from math import sin, tau

WIDTH_PX = 320
HEIGHT_PX = 180


@lru_cache(maxsize=64)
def picture(name: str, colour: str) -> bytes:
    """A PNG, the same for the same name.

    Args:
        name: What it is called; decides the landscape.
        colour: ``#rrggbb``, the hue of it.
    """
    dice = random.Random(name)  # noqa: S311 - a landscape
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    sky = [_mix((red, green, blue), (255, 246, 226), 0.35 + 0.6 * y / HEIGHT_PX) for y in range(HEIGHT_PX)]
    hills = [
        (
            _skyline(dice, height=HEIGHT_PX * (0.52 + 0.16 * depth)),
            _mix((red, green, blue), (18, 24, 38), 0.35 + 0.25 * depth),
        )
        for depth in range(3)
    ]
    sun_x, sun_y, radius = dice.randint(50, WIDTH_PX - 50), dice.randint(35, 80), dice.randint(14, 24)
    rows = bytearray()
    for y in range(HEIGHT_PX):
        row = bytearray(sky[y] * WIDTH_PX)
        half = int(max(0, radius**2 - (y - sun_y) ** 2) ** 0.5)
        row[(sun_x - half) * 3 : (sun_x + half) * 3] = bytes((255, 250, 238)) * (2 * half)
        for skyline, shade in hills:
            for x, top in enumerate(skyline):
                if y >= top:
                    row[x * 3 : x * 3 + 3] = shade
        rows += b"\0" + row  # each PNG row begins with its filter; 0 is none
    return _png(bytes(rows))


def _skyline(dice: random.Random, *, height: float) -> list[float]:
    waves = [(dice.uniform(1, 7), dice.uniform(0, tau), dice.uniform(3, 9)) for _ in range(3)]
    return [
        height + sum(size * sin(tau * count * x / WIDTH_PX + start) for count, start, size in waves)
        for x in range(WIDTH_PX)
    ]


def _mix(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> bytes:
    return bytes(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def _png(rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH_PX, HEIGHT_PX, 8, 2, 0, 0, 0)  # 8 bits a channel, RGB
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
