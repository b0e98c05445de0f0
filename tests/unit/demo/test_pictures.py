"""The pictures are PNG files that a decoder accepts."""

from __future__ import annotations

import struct
import zlib

from ticker_tui.demo.pictures import HEIGHT_PX, WIDTH_PX, picture


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, place = [], 8
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", png, place + 8 + length)
        assert checksum == zlib.crc32(kind + body)
        found.append((kind, body))
        place += 12 + length
    return found


def test_a_picture_is_a_valid_png_of_the_told_size() -> None:
    (header, size), (data, pixels), (end, nothing) = chunks(picture("a/bridge", "#3f8fd2"))
    assert (header, data, end, nothing) == (b"IHDR", b"IDAT", b"IEND", b"")
    assert struct.unpack(">IIBBBBB", size) == (WIDTH_PX, HEIGHT_PX, 8, 2, 0, 0, 0)
    rows = zlib.decompress(pixels)
    assert len(rows) == HEIGHT_PX * (1 + 3 * WIDTH_PX)
    assert len({rows[i : i + 3] for i in range(1, len(rows) - 3, 961)}) > 5, "not one flat colour"


def test_the_name_decides() -> None:
    assert picture("a/bridge", "#3f8fd2") == picture("a/bridge", "#3f8fd2")
    assert picture("a/bridge", "#3f8fd2") != picture("a/lake", "#3f8fd2")
    assert picture("a/bridge", "#3f8fd2") != picture("a/bridge", "#d23f3f")
