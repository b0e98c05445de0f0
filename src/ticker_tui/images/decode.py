"""A picture's file → pixels for so many cells of a terminal. In the parser process: a file that swells costs that process.

Needs Pillow, which is an extra of the package (``ticker-tui[images]``) and is imported here only, when a picture is read.
Which formats are read is a short list: the more decoders, the more doors.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Final

from ticker_tui.processes.parser_protocol import ImageProtocol, Picture, PictureJob, Unreadable

if TYPE_CHECKING:
    from PIL import Image

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
"""Of an animated one the first picture is taken. SVG is a program that draws, and is not run."""
MAX_PIXELS: Final = 40_000_000
"""A larger picture is refused by its head, before any of it is unpacked."""
SIXEL_COLOURS: Final = 128
_MAX_RATIO: Final = 50
"""A rule is no picture: nothing is shown of what is so much wider than high, or higher than wide."""


def read_picture(job: PictureJob) -> Picture | Unreadable:
    """The picture, scaled to the cells it may have; a sentence where there is nothing to show."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below, and is no warning
    try:
        with Image.open(io.BytesIO(job.body), formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > MAX_PIXELS:
                return Unreadable(reason="The picture is too large to be shown.")
            if max(width, height) > _MAX_RATIO * min(width, height) or min(width, height) < 2:
                return Unreadable(reason="The picture has no shape that could be shown.")
            opened.draft("RGB", (2 * job.columns * job.cell_width, 2 * job.rows * job.cell_height))
            image = _on_background(ImageOps.exif_transpose(opened), job.ground)
    except UnidentifiedImageError:
        return Unreadable(reason=_what_it_is(job.body))
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error):
        return Unreadable(reason="The picture is damaged.")
    return _fitted(image, job, natural=(width, height))


def _on_background(image: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    """Without transparency: on the ground of the pane."""
    if image.mode == "RGB" and "transparency" not in image.info:
        image.load()
        return image
    from PIL import Image

    image = image.convert("RGBA")
    below = Image.new("RGBA", image.size, (*ground, 255))
    return Image.alpha_composite(below, image).convert("RGB")


def cells_of(
    natural: tuple[int, int], room: tuple[int, int], cell: tuple[int, int], *, blocks: bool
) -> tuple[int, int]:
    """The columns and rows of a picture: as large as fits, at most twice its size, in its own proportions.

    Args:
        natural: Its width and height in pixels.
        room: Columns and rows there are, at least 1.
        cell: A cell's width and height in pixels.
        blocks: It is drawn with half blocks, where a cell is as wide as a pixel of the picture may be.
    """
    width, height = natural
    columns = min(room[0], width if blocks else max(1, 2 * width // cell[0]))
    rows = columns * cell[0] * height / width / cell[1]
    if rows > room[1]:
        rows = room[1]
        columns = max(1, min(room[0], round(rows * cell[1] * width / height / cell[0])))
    return columns, max(1, min(room[1], round(rows)))


def _fitted(image: Image.Image, job: PictureJob, natural: tuple[int, int]) -> Picture:
    from PIL import Image

    if (image.width > image.height) != (natural[0] > natural[1]):  # it was turned by its EXIF data
        natural = (natural[1], natural[0])
    room, cell = (job.columns, job.rows), (job.cell_width, job.cell_height)
    columns, rows = cells_of(natural, room, cell, blocks=job.way is ImageProtocol.BLOCKS)
    if job.way is ImageProtocol.KITTY:
        width, height = columns * cell[0], rows * cell[1]
        file = io.BytesIO()
        _scaled(image, width, height).save(file, "PNG", compress_level=4)
        return Picture(columns=columns, rows=rows, png=file.getvalue())
    blocks = _scaled(image, columns, 2 * rows).tobytes()
    if job.way is ImageProtocol.BLOCKS:
        return Picture(columns=columns, rows=rows, blocks=blocks)
    width, height = columns * cell[0], rows * cell[1]
    colours = max(2, min(SIXEL_COLOURS, job.colours))
    # Dithering doubles what has to be sent; with many colours nobody sees it.
    dither = Image.Dither.NONE if colours >= 64 else Image.Dither.FLOYDSTEINBERG
    full = _scaled(image, width, height)
    few = full.quantize(colours, method=Image.Quantize.MEDIANCUT)
    if dither is not Image.Dither.NONE:
        few = full.quantize(colours, palette=few, dither=dither)
    palette = bytes(few.getpalette("RGB") or ())[: 3 * colours]
    return Picture(
        columns=columns,
        rows=rows,
        blocks=blocks,
        width_px=width,
        height_px=height,
        pixels=few.tobytes(),
        palette=palette,
    )


def _scaled(image: Image.Image, width: int, height: int) -> Image.Image:
    from PIL import Image

    lanczos = Image.Resampling.LANCZOS
    return image.resize((width, height), lanczos, reducing_gap=3)  # pyright: ignore[reportUnknownMemberType] - an array of numpy would do, too


def _what_it_is(body: bytes) -> str:
    """Why a file is none of `FORMATS`."""
    head = body[:1000].lstrip().lower()
    if b"<svg" in head:
        return "The picture is a drawing (SVG); drawings are not shown."
    if head.startswith((b"<!doctype html", b"<html")):
        return "The address of the picture leads to a web page."
    return "The file is no picture of a kind that can be shown."
