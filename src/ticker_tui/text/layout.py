"""The one door to cells: text in logical order becomes lines in visual order.

clean text -> base direction -> levels of the whole paragraph -> forms -> clusters -> cells -> line breaks in logical
order -> for each line L1, L2, L3, L4. What is not drawn (controls, joiners) keeps its index but gets no cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import bidirectional, normalize

from ticker_tui.model import Direction
from ticker_tui.text.bidi import MIRRORABLE, MIRRORED, first_strong, reordered, resolve_levels
from ticker_tui.text.cells import WITH_MARKS, WITHOUT_MARKS, cluster_starts
from ticker_tui.text.line import Glyph, Line, Paragraph
from ticker_tui.text.linebreak import break_opportunities
from ticker_tui.text.shape import shape
from ticker_tui.text.wrap import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

ELLIPSIS: Final = "…"
SUBSTITUTE: Final = "▯"
"""Stands for a cluster that is wider than the whole line."""

_CACHED_LENGTH: Final = 600
"""Code points up to which a layout is remembered: headlines are asked for again and again, bodies are not."""
_PARAGRAPHS: Final = re.compile("\r\n|[\n\r\x1c-\x1e\x85\u2029]")  # bidi class B
_SEPARATORS: Final = re.compile("[\t\x0b\x1f]")  # bidi class S
# White space, isolate controls, and what X9 looks through.
_WHITE_CLASSES: Final = frozenset(["WS", "LRI", "RLI", "FSI", "PDI", "BN", "LRE", "RLE", "LRO", "RLO", "PDF"])
_REMOVED_BY_X9: Final = frozenset(["BN", "LRE", "RLE", "LRO", "RLO", "PDF"])
_NEVER_HANG: Final = "\u00a0\u2007\u202f"
_WORD_SIGNS: Final = re.compile("[\ufdf0-\ufdfd]")
_BISMILLAH: Final = "بسم الله الرحمن الرحيم"
"""U+FDFD has no decomposition of its own."""


def layout(
    text: str | Paragraph, width_cells: int, *, base: Direction = Direction.AUTO, marks: bool = True
) -> list[Line]:
    """Break a text into lines, in reading order.

    Args:
        text: Cleaned, logical order. Each newline starts a paragraph with levels and direction of its own.
        width_cells: No line is wider; less than 1 counts as 1.
        base: LTR, RTL, or AUTO for what a `Paragraph` says, else the first strong letter of each paragraph.
        marks: Whether harakat and Hebrew points are drawn.

    Returns:
        At least one line, unless the text is empty. Never raises on any string.
    """
    text, base = _unpacked(text, base)
    make = _cached_lines if len(text) <= _CACHED_LENGTH else _lines
    return list(make(text, max(1, width_cells), base, marks))


def truncate(
    text: str | Paragraph, width_cells: int, *, base: Direction = Direction.AUTO, marks: bool = True
) -> Line:
    """Put a text on one line; what does not fit is left out at its logical end, where an ellipsis stands.

    The ellipsis is at the left end of a right-to-left line; its logical index is that of the first cluster left out.
    """
    text, base = _unpacked(text, base)
    make = _cached_truncation if len(text) <= _CACHED_LENGTH else _truncated
    return make(text, max(1, width_cells), base, marks)


def plain(text: str | Paragraph, *, base: Direction = Direction.AUTO, marks: bool = True) -> str:
    """A text as one unwrapped line: visual order, joined, mirrored."""
    text, base = _unpacked(text, base)
    line = text.replace("\r\n", "\n")
    line = _PARAGRAPHS.sub(" ", line)
    direction = _direction(line, base)
    units = _units(line, 0, direction, 1_000_000, marks=marks)
    return _line(units, 0, len(units.texts), direction, range(len(line))).visual_text


def _unpacked(text: str | Paragraph, base: Direction) -> tuple[str, Direction]:
    if isinstance(text, Paragraph):
        return text.text, text.base if base is Direction.AUTO else base
    return text, base


def _direction(text: str, base: Direction) -> Direction:
    return first_strong(text) if base is Direction.AUTO else base


class _Units(NamedTuple):
    """A paragraph in the pieces that are drawn and never cut, as columns in logical order."""

    texts: list[str]
    """What is drawn: joined and mirrored, marks behind their base; "" for a control that only counts for the order."""
    widths: list[int]
    places: list[int]
    """Where each begins in `text`."""
    levels: list[int]
    """Before L1."""
    starts: list[int]
    """Where each begins in the text that was handed in."""
    text: str
    """The paragraph, with the signs that stand for words spelled out."""


@lru_cache(maxsize=1024)
def _cached_lines(text: str, width_cells: int, base: Direction, marks: bool) -> tuple[Line, ...]:  # noqa: FBT001
    return _lines(text, width_cells, base, marks)


@lru_cache(maxsize=1024)
def _cached_truncation(text: str, width_cells: int, base: Direction, marks: bool) -> Line:  # noqa: FBT001
    return _truncated(text, width_cells, base, marks)


def _lines(text: str, width_cells: int, base: Direction, marks: bool) -> tuple[Line, ...]:  # noqa: FBT001
    lines: list[Line] = []
    start = 0
    for separator in _PARAGRAPHS.finditer(text):
        lines += _paragraph(text[start : separator.start()], start, width_cells, base, marks=marks)
        start = separator.end()
    if start < len(text):
        lines += _paragraph(text[start:], start, width_cells, base, marks=marks)
    return tuple(lines)


def _paragraph(text: str, offset: int, width_cells: int, base: Direction, *, marks: bool) -> Iterator[Line]:
    direction = _direction(text, base)
    units = _units(text, offset, direction, width_cells, marks=marks)
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


def _truncated(text: str, width_cells: int, base: Direction, marks: bool) -> Line:  # noqa: FBT001
    # One space, in one cluster of the same length.
    text = _PARAGRAPHS.sub(lambda found: " \u200d"[: len(found[0])], text)
    direction = _direction(text, base)
    units = _units(text, 0, direction, width_cells, marks=marks)
    if sum(units.widths) <= width_cells:
        return _line(units, 0, len(units.texts), direction, range(len(text)))
    sums = [0, *accumulate(units.widths)]
    cut = bisect_right(sums, width_cells - 1) - 1
    end = cut
    while end and not units.texts[end - 1].strip():
        end -= 1
    # The ellipsis takes the place of the first unit left out, at the paragraph's own level.
    hidden = units.starts[cut]
    shown = _Units(
        [*units.texts[:end], ELLIPSIS],
        [*units.widths[:end], 1],
        [*units.places[:end], units.places[cut]],
        [*units.levels[:end], _level(direction)],
        [*units.starts[:end], hidden],
        units.text,
    )
    return _ordered(shown.texts, shown.widths, shown.starts, shown.levels, direction, range(hidden))


def _units(text: str, offset: int, direction: Direction, width_cells: int, *, marks: bool) -> _Units:
    spelled, origins = _spelled_out(text)
    levels = resolve_levels(spelled, direction)
    chars, ligatures = shape(spelled, levels)
    begins = cluster_starts(spelled)
    if len(begins) == len(chars):
        pieces = chars
    else:
        pieces = ["".join(chars[start:end]) for start, end in pairwise([*begins, len(chars)])]
    for alef, lam in ligatures.items():
        # Both letters are one unit now, their marks behind it.
        at = bisect_right(begins, alef) - 1
        pieces[bisect_right(begins, lam) - 1] += pieces[at]
        pieces[at] = ""
    drawings = WITH_MARKS if marks else WITHOUT_MARKS
    texts: list[str] = []
    widths: list[int] = []
    places: list[int] = []
    for begin, piece in zip(begins, pieces, strict=True):
        drawn, width = drawings[piece]
        if width:
            texts.append(drawn if width <= width_cells else SUBSTITUTE)
            widths.append(width if width <= width_cells else 1)
            places.append(begin)
        elif piece and bidirectional(piece[0]) not in _REMOVED_BY_X9:
            # Isolate controls and direction marks get no cell, but part the runs on their sides (L2).
            texts.append("")
            widths.append(0)
            places.append(begin)
    own_levels = [levels[place] for place in places]
    if MIRRORABLE.search(spelled):
        for index, level in enumerate(own_levels):
            if level & 1 and (mirrored := MIRRORED.get(texts[index][:1])):  # L4
                texts[index] = mirrored + texts[index][1:]
    starts = places
    if origins:
        starts = [offset + origins[place] for place in places]
    elif offset:
        starts = [offset + place for place in places]
    return _Units(texts, widths, places, own_levels, starts, spelled)


def _spelled_out(text: str) -> tuple[str, list[int]]:
    """Signs that stand for whole words become those words, for no font draws them in one cell.

    Returns:
        The text, and for each of its code points the index it came from (empty when nothing changed).
    """
    if not _WORD_SIGNS.search(text):
        return text, []
    parts = [
        _BISMILLAH if char == "\ufdfd" else normalize("NFKD", char) if _WORD_SIGNS.match(char) else char
        for char in text
    ]
    return "".join(parts), [index for index, part in enumerate(parts) for _ in part]


def _level(direction: Direction) -> int:
    return int(direction is Direction.RTL)


def _line(units: _Units, first: int, end: int, direction: Direction, logical: range) -> Line:
    levels = units.levels[first:end]
    if first < end:
        _reset_white_space(levels, units, first, end, _level(direction))
    return _ordered(
        units.texts[first:end], units.widths[first:end], units.starts[first:end], levels, direction, logical
    )


def _reset_white_space(levels: list[int], units: _Units, first: int, end: int, base_level: int) -> None:
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


def _ordered(
    texts: list[str],
    widths: list[int],
    starts: list[int],
    levels: list[int],
    direction: Direction,
    logical: range,
) -> Line:
    """L2, and the line is done."""
    glyphs = tuple([
        Glyph(texts[index], widths[index], starts[index], levels[index] & 1 == 1)
        for index in reordered(levels)
        if widths[index]
    ])
    width_cells = sum(widths)
    if width_cells == len(glyphs):
        cells = tuple([glyph.logical_index for glyph in glyphs])
    else:
        cells = tuple([glyph.logical_index for glyph in glyphs for _ in range(glyph.width_cells)])
    return Line("".join([glyph.text for glyph in glyphs]), logical, cells, direction, width_cells, glyphs)
