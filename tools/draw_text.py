"""Draw sentences twice, for the eye: the cells ticker sends, one by one without shaping, and the same by HarfBuzz.

Needs Pillow with raqm (which brings HarfBuzz) and the fonts DejaVu Sans Mono and FreeMono; neither is part of the project.

    python tools/draw_text.py docs/img/text-languages.png
"""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from ticker_tui.text import Direction, layout

SENTENCES: Final = (
    "وزارة الصحة: «لا إصابات جديدة» بـCOVID-19 اليوم (5%)",
    "مُحَمَّدٌ رَسُولُ اللهِ إِلَى النَّاسِ، وَلَا إِلَهَ إِلَّا اللهُ",
    "نمی‌خواهم دربارهٔ گفت‌وگوهای ۱۴۰۵ چیزی بگویم؛ کافی است!",
    "وزیر اعظم نے کہا ہے کہ ٹیکسوں میں اضافہ نہیں ہوگا",
    "د پښتو ژبې ځانګړي توري: ټ ډ ړ ږ ښ ګ ڼ ې ۍ",
    "ڕۆژنامەی کوردی لە هەولێر دەڵێت: «بەڵێ»",
    'שלום עולם: "10-20 אנשים" (בערך 50%) באו',
)
SIZE: Final = 30
CELL: Final = 18
ROW: Final = 44


def fonts(name: str) -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]:
    """A font without shaping, and with HarfBuzz."""
    path = subprocess.run(
        ["fc-match", "-f", "%{file}", name], capture_output=True, text=True, check=True
    ).stdout
    plain, shaped = ImageFont.Layout.BASIC, ImageFont.Layout.RAQM
    return ImageFont.truetype(path, SIZE, layout_engine=plain), ImageFont.truetype(
        path, SIZE, layout_engine=shaped
    )


def main() -> None:
    """Draw them all into one picture."""
    cells_font, shaped_font = fonts("FreeMono")
    image = Image.new("RGB", (1120, ROW * 2 * len(SENTENCES) + 20), "white")
    draw = ImageDraw.Draw(image)
    for number, sentence in enumerate(SENTENCES):
        y = 10 + number * 2 * ROW
        (line,) = layout(sentence, 200, base=Direction.RTL)
        x = 20
        for glyph in line.glyphs:
            for char in glyph.text:
                draw.text((x, y), char, font=cells_font, fill="black")  # marks over their letter
            x += CELL * glyph.width_cells
        draw.text((20, y + ROW - 6), sentence, font=shaped_font, fill="#2e7d32", direction="rtl")
    image.save(sys.argv[1])


if __name__ == "__main__":
    main()
