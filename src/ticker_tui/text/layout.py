"""The one door to cells: text in logical order becomes lines in visual order.

clean text -> base direction -> levels of the whole paragraph -> forms -> clusters -> cells -> line breaks in logical
order -> for each line L1, L2, L3, L4. What is not drawn (controls, joiners) keeps its index but gets no cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional

from ticker_tui.model import Direction
from ticker_tui.text.bidi import first_strong, reordered
from ticker_tui.text.line import Glyph, Line, Paragraph
from ticker_tui.text.linebreak import break_opportunities
from ticker_tui.text.units import WORD_SIGNS, Units, make_units
from ticker_tui.text.wrap import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

ELLIPSIS: Final = "…"

_CACHED_LENGTH: Final = 600
"""Code points up to which a layout is remembered: headlines are asked for again and again, bodies are not."""
_PARAGRAPHS: Final = re.compile("\r\n|[\n\r\x1c-\x1e\x85\u2029]")  # bidi class B
_SEPARATORS: Final = re.compile("[\t\x0b\x1f]")  # bidi class S
# White space, isolate controls, and what X9 looks through.
_WHITE_CLASSES: Final = frozenset(["WS", "LRI", "RLI", "FSI", "PDI", "BN", "LRE", "RLE", "LRO", "RLO", "PDF"])
_NUMBERS: Final = re.compile(r"[$€£]?\d+(?:[.,:/٫٬]\d+)*[%٪]?")
_NEVER_HANG: Final = "\u00a0\u2007\u202f"


def layout(
    text: str | Paragraph,
    width_cells: int,
    *,
    base: Direction = Direction.AUTO,
    marks: bool = True,
    protect: bool = False,
) -> list[Line]:
    """Break a text into lines, in reading order.

    Args:
        text: Cleaned, logical order. Each newline starts a paragraph with levels and direction of its own.
        width_cells: No line is wider; less than 1 counts as 1.
        base: LTR, RTL, or AUTO for what a `Paragraph` says, else the first strong letter of each paragraph.
        marks: Whether harakat and Hebrew points are drawn.
        protect: Whether addresses, handles, telephone numbers and the like stay in one left-to-right piece, as news
            is read (see `protect`); otherwise UAX #9 alone decides.

    Returns:
        At least one line, unless the text is empty. Never raises on any string.
    """
    text, base = _unpacked(text, base)
    make = _cached_lines if len(text) <= _CACHED_LENGTH else _lines
    return list(make(text, max(1, width_cells), base, marks, protect))


def truncate(
    text: str | Paragraph,
    width_cells: int,
    *,
    base: Direction = Direction.AUTO,
    marks: bool = True,
    protect: bool = False,
) -> Line:
    """Put a text on one line; what does not fit is left out at its logical end, where an ellipsis stands.

    The ellipsis is at the left end of a right-to-left line; its logical index is that of the first cluster left out.
    """
    text, base = _unpacked(text, base)
    make = _cached_truncation if len(text) <= _CACHED_LENGTH else _truncated
    return make(text, max(1, width_cells), base, marks, protect)


def plain(
    text: str | Paragraph, *, base: Direction = Direction.AUTO, marks: bool = True, protect: bool = False
) -> str:
    """A text as one unwrapped line: visual order, joined, mirrored."""
    text, base = _unpacked(text, base)
    line = text.replace("\r\n", "\n")
    line = _PARAGRAPHS.sub(" ", line)
    direction = _direction(line, base)
    units = make_units(line, 0, direction, 1_000_000, marks=marks, protect=protect)
    return _line(units, 0, len(units.texts), direction, range(len(line))).visual_text


def _unpacked(text: str | Paragraph, base: Direction) -> tuple[str, Direction]:
    if isinstance(text, Paragraph):
        return text.text, text.base if base is Direction.AUTO else base
    return text, base


def _direction(text: str, base: Direction) -> Direction:
    return first_strong(text) if base is Direction.AUTO else base


@lru_cache(maxsize=512)
def _cached_lines(
    text: str,
    width_cells: int,
    base: Direction,
    marks: bool,  # noqa: FBT001
    protect: bool,  # noqa: FBT001
) -> tuple[Line, ...]:
    return _lines(text, width_cells, base, marks, protect)


@lru_cache(maxsize=512)
def _cached_truncation(
    text: str,
    width_cells: int,
    base: Direction,
    marks: bool,  # noqa: FBT001
    protect: bool,  # noqa: FBT001
) -> Line:
    return _truncated(text, width_cells, base, marks, protect)


def _lines(
    text: str,
    width_cells: int,
    base: Direction,
    marks: bool,  # noqa: FBT001
    protect: bool,  # noqa: FBT001
) -> tuple[Line, ...]:
    lines: list[Line] = []
    start = 0
    for separator in _PARAGRAPHS.finditer(text):
        lines += _paragraph(
            text[start : separator.start()], start, width_cells, base, marks=marks, protect=protect
        )
        start = separator.end()
    if start < len(text):
        lines += _paragraph(text[start:], start, width_cells, base, marks=marks, protect=protect)
    return tuple(lines)


def _paragraph(
    text: str, offset: int, width_cells: int, base: Direction, *, marks: bool, protect: bool
) -> Iterator[Line]:
    direction = _direction(text, base)
    units = make_units(text, offset, direction, width_cells, marks=marks, protect=protect)
    end_of_text = offset + len(text)
    if sum(units.widths) <= width_cells:
        yield _line(units, 0, len(units.texts), direction, range(offset, end_of_text))
        return
    spaces = [
        piece.isspace() and units.text[place] not in _NEVER_HANG
        for piece, place in zip(units.texts, units.places, strict=True)
    ]
    start = offset
    for row in fill(units.widths, spaces, units.places, break_opportunities(units.text), width_cells):
        stop = units.starts[row.following] if row.following < len(units.starts) else end_of_text
        # A sign spelled out may stand on two lines: then both show its index.
        stop_shown = max(stop, units.starts[row.following - 1] + 1)
        yield _line(units, row.first, row.end, direction, range(start, stop_shown))
        start = stop


def _truncated(text: str, width_cells: int, base: Direction, marks: bool, protect: bool) -> Line:  # noqa: FBT001
    # One space, in one cluster of the same length.
    text = _PARAGRAPHS.sub(lambda found: " \u200d"[: len(found[0])], text)
    # Each sign that is spelled out fills several cells: what is behind so many of them is left out in any case.
    for sign in islice(WORD_SIGNS.finditer(text), width_cells, width_cells + 1):
        text = text[: sign.end()]
    direction = _direction(text, base)
    units = make_units(text, 0, direction, width_cells, marks=marks, protect=protect)
    sums = [0, *accumulate(units.widths)]
    if sums[_end_of_text(units, len(units.texts))] <= width_cells:
        # Spaces at the end stay as far as they fit: nothing is left out that could be seen.
        return _line(units, 0, bisect_right(sums, width_cells) - 1, direction, range(len(text)))
    cut = _before_number(units, bisect_right(sums, width_cells - 1) - 1)
    end = _end_of_text(units, cut)
    # The ellipsis takes the place of the first unit left out, at the paragraph's own level.
    hidden = units.starts[cut]
    shown = Units(
        [*units.texts[:end], ELLIPSIS],
        [*units.widths[:end], 1],
        [*units.places[:end], units.places[cut]],
        [*units.levels[:end], _level(direction)],
        [*units.starts[:end], hidden],
        units.text,
    )
    # A sign spelled out may be cut: then the line still shows its index.
    return _ordered(
        shown, shown.levels, direction, range(max(hidden, units.starts[end - 1] + 1 if end else 0))
    )


def _before_number(units: Units, cut: int) -> int:
    """Where to cut instead, so that no number is shown that is not the text's: 4.2… for 4.25 would be another one."""
    place = units.places[cut] if cut < len(units.places) else len(units.text)
    for number in _NUMBERS.finditer(units.text):
        if number.start() < place < number.end():
            return bisect_left(units.places, number.start()) or cut
    return cut


def _end_of_text(units: Units, end: int) -> int:
    """The end of the first `end` units without the spaces behind them."""
    while end and not units.texts[end - 1].strip():
        end -= 1
    return end


def _level(direction: Direction) -> int:
    return int(direction is Direction.RTL)


def _line(units: Units, first: int, end: int, direction: Direction, logical: range) -> Line:
    levels = units.levels[first:end]
    if first < end:
        _reset_white_space(levels, units, first, end, _level(direction))
    return _ordered(units, levels, direction, logical, first)


def _reset_white_space(levels: list[int], units: Units, first: int, end: int, base_level: int) -> None:
    """L1: separators, and white space before them and at the line's end, take the paragraph's level."""
    text = units.text
    stop = units.places[end] if end < len(units.places) else len(text)
    start = units.places[first]
    resets = [stop, *(found.start() for found in _SEPARATORS.finditer(text, start, stop))]
    for reset in resets:
        at = reset
        while at > start and bidirectional(text[at - 1]) in _WHITE_CLASSES:
            at -= 1
        lowest = bisect_left(units.places, at, first, end)
        highest = bisect_right(units.places, reset, first, end)
        levels[lowest - first : highest - first] = [base_level] * (highest - lowest)


def _ordered(units: Units, levels: list[int], direction: Direction, logical: range, first: int = 0) -> Line:
    """L2: put the units from `first` on, as many as there are levels, from left to right; the line is done."""
    glyphs = tuple(
        [
            Glyph(units.texts[at], units.widths[at], units.starts[at], levels[at - first] & 1 == 1)
            for at in [first + index for index in reordered(levels)]
            if units.widths[at]
        ]
    )
    width_cells = sum([glyph.width_cells for glyph in glyphs])
    if width_cells == len(glyphs):
        cells = tuple([glyph.logical_index for glyph in glyphs])
    else:
        cells = tuple([glyph.logical_index for glyph in glyphs for _ in range(glyph.width_cells)])
    return Line("".join([glyph.text for glyph in glyphs]), logical, cells, direction, width_cells, glyphs)
