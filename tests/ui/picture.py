"""A screen as a small SVG: what the cells hold, in their colours. The same screen gives the same bytes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from grid import strips
from rich.cells import cell_len

if TYPE_CHECKING:
    from rich.style import Style
    from textual.app import App
    from textual.strip import Strip

CELL_WIDTH, CELL_HEIGHT, BASELINE = 9, 20, 15
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">\n'
    # Whoever shows it must not put the letters in order a second time.
    "<style>text{{font:15px 'DejaVu Sans Mono',monospace;white-space:pre;direction:ltr;unicode-bidi:bidi-override}}"
    ".b{{font-weight:bold}}.i{{font-style:italic}}.u{{text-decoration:underline}}</style>\n"
)


class Look(NamedTuple):
    """What a stretch of cells looks like."""

    ground: str
    ink: str
    classes: str


def look_of(style: Style | None) -> Look:
    """Colours as ``#rrggbb``, empty for the terminal's own."""
    if style is None:
        return Look("", "", "")
    ground = style.bgcolor.get_truecolor().hex if style.bgcolor and not style.bgcolor.is_default else ""
    ink = style.color.get_truecolor().hex if style.color and not style.color.is_default else ""
    if style.reverse:
        ground, ink = ink, ground
    classes = [name for name, on in (("b", style.bold), ("i", style.italic), ("u", style.underline)) if on]
    return Look(ground, ink, " ".join(classes))


def line_of(strip: Strip, y: int) -> str:
    """The rectangles and texts of a row."""
    shapes, x = "", 0
    for look, group in groupby(strip, key=lambda segment: look_of(segment.style)):
        text = "".join(segment.text for segment in group)
        width = cell_len(text)
        left, top = x * CELL_WIDTH, y * CELL_HEIGHT
        if look.ground:
            shapes += f'<rect x="{left}" y="{top}" width="{width * CELL_WIDTH}" height="{CELL_HEIGHT}" fill="{look.ground}"/>'
        if text.strip():
            named = f' class="{look.classes}"' if look.classes else ""
            shapes += (
                f'<text x="{left}" y="{top + BASELINE}" textLength="{width * CELL_WIDTH}" fill="{look.ink}"{named}>'
                f"{escape(text)}</text>"
            )
        x += width
    return shapes + "\n"


def svg_of(app: App[Any]) -> str:
    """The whole screen."""
    head = HEAD.format(width=app.size.width * CELL_WIDTH, height=app.size.height * CELL_HEIGHT)
    return head + "".join(line_of(strip, y) for y, strip in enumerate(strips(app))) + "</svg>\n"
