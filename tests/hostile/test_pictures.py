"""Pictures made to hang, swell or crash the reader, through the real parser process."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from ticker_tui.demo.pictures import picture
from ticker_tui.errors import ParseError
from ticker_tui.polling.parser_pool import ParserPool
from ticker_tui.processes.parser_protocol import ImageProtocol, Picture, PictureJob

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = picture("harbour", "#2f6f8f")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *more: bytes, rows: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b""))
    )


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb_of_text() -> bytes:
    return png(2, 2, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(300_000_000), 9)), rows=bytes(14))


def read(*bodies: bytes, way: ImageProtocol = ImageProtocol.BLOCKS) -> list[Picture | str]:
    async def one_after_the_other() -> list[Picture | str]:
        found: list[Picture | str] = []
        async with ParserPool(size=1) as pool:
            for body in bodies:
                job = PictureJob(url="http://x.example/p", body=body, way=way, columns=40, rows=12)
                try:
                    found.append(await pool.read_picture(job))
                except ParseError as error:
                    found.append(error.reason)
        return found

    return asyncio.run(one_after_the_other())


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: png(100_000, 100_000), "too large"),
        (lambda: png(100_000, 1), "no shape"),
        (lambda: png(0, 5), "damaged|no picture"),
        (lambda: png(6_000, 6_000), "damaged"),
        (lambda: GOOD[:400], "damaged"),
        (lambda: GOOD[:200] + bytes(500), "damaged"),
        (lambda: saved(Image.new("RGB", (900, 700), "teal"), "JPEG")[:700], "damaged"),
        (bomb_of_text, "damaged"),
        (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (lambda: b"<!DOCTYPE html><p>Sign in", "web page"),
        (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run", "no picture of a kind"),
        (lambda: saved(Image.new("RGB", (9, 9)), "TIFF"), "no picture of a kind"),
        (lambda: b"", "no picture of a kind"),
        (lambda: bytes(range(256)) * 40, "no picture of a kind"),
    ],
    ids=[
        "bomb", "thread", "no width", "rows that are not there", "cut off", "overwritten", "cut-off jpeg", "text bomb",
        "svg", "html", "postscript", "tiff", "empty", "noise",
    ],
)  # fmt: skip
def test_a_hostile_picture_costs_a_sentence(make: Callable[[], bytes], sentence: str) -> None:
    refused, after = read(make(), GOOD)
    assert isinstance(refused, str)
    assert any(each in refused for each in sentence.split("|")), refused
    assert isinstance(after, Picture), "and the next one is read"


def test_of_an_animated_picture_the_first_is_shown() -> None:
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "PNG", "WEBP"):
        body = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
        [got] = read(body)
        assert isinstance(got, Picture), got
        red, green, blue = got.blocks[:3]
        assert red > 200, kind
        assert green + blue < 60, kind


def test_a_picture_stands_upright_and_on_the_ground_of_the_pane() -> None:
    turned = Image.new("RGB", (60, 20), "white")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    upright, clear = read(
        saved(turned, "JPEG", exif=exif), saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    )
    assert isinstance(upright, Picture)
    assert upright.columns * 10 < upright.rows * 20
    assert isinstance(clear, Picture)
    assert set(clear.blocks) == {0}, "the ground of the job"


@pytest.mark.parametrize("way", list(ImageProtocol))
def test_each_way_gets_what_it_draws(way: ImageProtocol) -> None:
    [got] = read(GOOD, way=way)
    assert isinstance(got, Picture)
    assert (got.columns, got.rows) == (40, 11)
    if way is ImageProtocol.KITTY:
        assert Image.open(io.BytesIO(got.png)).size == (400, 220)
        return
    assert len(got.blocks) == 3 * 40 * 22
    if way is ImageProtocol.SIXEL:
        assert (got.width_px, got.height_px, len(got.pixels)) == (400, 220, 400 * 220)
        assert max(got.pixels) < len(got.palette) // 3
