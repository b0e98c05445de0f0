"""The one door to cells: a paragraph in logical order becomes lines in visual order."""

from __future__ import annotations

from typing import Final, NamedTuple
from unicodedata import bidirectional

from bidi.mirror import MIRRORED

from ticker_tui.model import Direction
from ticker_tui.text.bidi import first_strong, reordered, resolve_levels
from ticker_tui.text.cells import cell_len, char_width, cluster_starts
from ticker_tui.text.line import Glyph, Line, Paragraph

ELLIPSIS: Final = "…"


class _Unit(NamedTuple):
    text: str
    width: int
    start: int
    end: int
    level: int


def layout(
    text: str | Paragraph, width_cells: int, *, base: Direction = Direction.AUTO, marks: bool = True
) -> list[Line]:
    """Break a text into lines of at most `width_cells` (at least 1) cells, in reading order."""
    text, base = _asked(text, base)
    lines: list[Line] = []
    start = 0
    for part in text.split("\n"):
        lines += _lines(part, start, max(1, width_cells), base)
        start += len(part) + 1
    return lines if text else []


def truncate(
    text: str | Paragraph, width_cells: int, *, base: Direction = Direction.AUTO, marks: bool = True
) -> Line:
    """The first line's worth of a text, with an ellipsis at its logical end when something is left out."""
    text, base = _asked(text, base)
    part = text.replace("\n", " ")
    direction = base if base is not Direction.AUTO else first_strong(part)
    units = _units(part, 0, direction)
    width_cells = max(1, width_cells)
    if sum(unit.width for unit in units) <= width_cells:
        return _line(units, direction, range(len(part)))
    kept: list[_Unit] = []
    used = 1
    for unit in units:
        if used + unit.width > width_cells:
            break
        used += unit.width
        kept.append(unit)
    while kept and kept[-1].text == " ":
        kept.pop()
    end = kept[-1].end if kept else 0
    kept.append(_Unit(ELLIPSIS, 1, -1, -1, 1 if direction is Direction.RTL else 0))
    return _line(kept, direction, range(end))


def plain(text: str, *, base: Direction = Direction.AUTO, marks: bool = True) -> str:
    """One unwrapped line: visual order, joined, mirrored."""
    part = text.replace("\n", " ")
    direction = base if base is not Direction.AUTO else first_strong(part)
    return _line(_units(part, 0, direction), direction, range(len(part))).visual_text


def _asked(text: str | Paragraph, base: Direction) -> tuple[str, Direction]:
    if isinstance(text, Paragraph):
        return text.text, text.base if base is Direction.AUTO else base
    return text, base


def _units(text: str, offset: int, direction: Direction) -> list[_Unit]:
    levels = resolve_levels(text, direction)
    starts = [*cluster_starts(text), len(text)]
    units: list[_Unit] = []
    for start, end in zip(starts, starts[1:], strict=False):
        shown = "".join(c for c in text[start:end] if char_width(c) or bidirectional(c) == "NSM")
        if levels[start] & 1:
            shown = MIRRORED.get(shown, shown)
        if shown:
            units.append(_Unit(shown, cell_len(shown), offset + start, offset + end, levels[start]))
    return units


def _lines(text: str, offset: int, width_cells: int, base: Direction) -> list[Line]:
    direction = base if base is not Direction.AUTO else first_strong(text)
    units = _units(text, offset, direction)
    lines: list[Line] = []
    at = 0
    start = offset
    while at < len(units):
        end, used, last_space = at, 0, -1
        while end < len(units) and used + units[end].width <= width_cells:
            if units[end].text == " ":
                last_space = end
            used += units[end].width
            end += 1
        following = end
        if end < len(units) and units[end].text != " " and last_space > at:
            end, following = last_space, last_space
        end = max(end, at + 1)
        following = max(following, at + 1)
        while following < len(units) and units[following].text == " ":
            following += 1
        stop = units[following].start if following < len(units) else offset + len(text)
        lines.append(_line(units[at:end], direction, range(start, stop)))
        at, start = following, stop
    return lines or [_line([], direction, range(offset, offset + len(text)))]


def _line(units: list[_Unit], direction: Direction, logical: range) -> Line:
    rtl = int(direction is Direction.RTL)
    levels = [unit.level for unit in units]
    for i in range(len(units) - 1, -1, -1):
        if not units[i].text.isspace():
            break
        levels[i] = rtl
    glyphs = [
        Glyph(units[i].text, units[i].width, units[i].start, bool(levels[i] & 1)) for i in reordered(levels)
    ]
    cells = [glyph.logical_index for glyph in glyphs for _ in range(glyph.width_cells)]
    return Line("".join(g.text for g in glyphs), logical, cells, direction, len(cells), glyphs)
