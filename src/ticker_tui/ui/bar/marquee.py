"""The crawl of the bar: many headlines on one long ribbon, and which part of it is seen when.

A crawl has one direction of movement, that of most of its items (of the first one, when they balance), and so
one order of reading. In an RTL crawl item 1 is the rightmost, item 2 stands at its left, and the ribbon moves
left to right: the *beginning* of every Arabic headline enters first, at the left edge, and the rest follows it,
as the eye wants it. An LTR crawl is the mirror image: item 1 leftmost, text enters at the right edge.

An item of the other direction keeps its own order inside the ribbon, so its end enters first. It reads well
as soon as it is in view as a whole; one that is too long to be in view as a whole is therefore cut, at words,
into pieces that are, with an ellipsis where it goes on, and the pieces follow each other in the crawl's order.

Positions are counted in cells from the crawl's start edge: 0 is the beginning of item 1.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.model import Direction
from ticker_tui.text import base_direction, layout
from ticker_tui.ui.render.strips import WrappingStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from ticker_tui.model import Headline
    from ticker_tui.text import Glyph, Line
    from ticker_tui.ui.render.strips import Field

SEPARATOR: Final = "  ◆  "
PIECE_GAP: Final = "  "
ELLIPSIS: Final = "…"
MIN_PIECES_ROOM_CELLS: Final = 12
"""In less room pieces would be single words."""
UNWRAPPED: Final = 100_000
"""Wider than any headline: one line."""
TEXT_ROLE, SEPARATOR_ROLE, DETAIL_ROLE = 0, 1, 2
"""Indices into the styles given to `Marquee.window`."""


def direction_of(headline: Headline) -> Direction:
    """The direction a headline is read in."""
    return base_direction(headline.title, lang=headline.lang)


def crawl_direction(items: Sequence[Headline]) -> Direction:
    """The direction most items are read in; the first one's when they balance; LTR for none."""
    directions = [direction_of(item) for item in items]
    rtl = directions.count(Direction.RTL)
    if 2 * rtl == len(directions):
        return directions[0] if directions else Direction.LTR
    return Direction.RTL if 2 * rtl > len(directions) else Direction.LTR


class MarqueeItem(NamedTuple):
    """An item, or a piece of it, and where it stands in what is seen."""

    item: int
    """Its index."""
    line: Line
    left: int
    """The cell of the window where it begins; may be outside of it."""


class _MarqueePiece(NamedTuple):
    glyphs: Sequence[Glyph]
    """The line with its ellipses."""
    line: Line
    before: int = 0
    """Cells at the left of the line: an ellipsis."""


class Marquee:
    """The ribbon of some items, laid out once for a width.

    Attributes:
        direction: In which direction it is read. RTL: the text moves to the right.
        length_cells: The way until it repeats itself; a separator stands behind the last item, too.
        starts: Where each item begins, in cells from the start edge, ascending.
    """

    def __init__(
        self, items: Sequence[Headline], room_cells: int, *, marks: bool = True, details: Sequence[str] = ()
    ) -> None:
        """Lay out.

        Args:
            items: In their order.
            room_cells: The width of the window.
            marks: Whether harakat are drawn.
            details: What stands behind each item, its source and age: one for each item, or none at all.
        """
        self.direction: Final = crawl_direction(items)
        pieces: list[tuple[Sequence[Glyph], int, int]] = []  # glyphs, role, item
        lines: dict[int, _MarqueePiece] = {}  # by index in pieces
        separator = _glyphs(SEPARATOR, self.direction)
        gap = _glyphs(PIECE_GAP, self.direction)
        for number, item in enumerate(items):
            for place, piece in enumerate(self._pieces(item, room_cells, marks)):
                if place:
                    pieces.append((gap, TEXT_ROLE, number))
                lines[len(pieces)] = piece
                pieces.append((piece.glyphs, TEXT_ROLE, number))
            if number < len(details) and details[number]:
                pieces.append((gap, TEXT_ROLE, number))
                pieces.append(
                    (_glyphs(details[number], direction_of(item), marks=marks), DETAIL_ROLE, number)
                )
            pieces.append((separator, SEPARATOR_ROLE, number))
        self.starts: Final = _starts(pieces, len(items))
        self._ribbon = WrappingStrip()
        self._parts: list[MarqueeItem] = []
        """All of them, counted from the left end of the ribbon."""
        order = range(len(pieces))
        for at in reversed(order) if self.direction is Direction.RTL else order:
            glyphs, role, number = pieces[at]
            if (found := lines.get(at)) is not None:
                self._parts.append(MarqueeItem(number, found.line, len(self._ribbon) + found.before))
            self._ribbon.append(glyphs, role)
        self.length_cells: Final = len(self._ribbon)
        self._separator_cells = sum(glyph.width_cells for glyph in separator) if items else 0

    def _pieces(self, item: Headline, room_cells: int, marks: bool) -> list[_MarqueePiece]:  # noqa: FBT001
        """An item in one piece, or in as many as it takes for each to be in view as a whole for a while."""
        own = direction_of(item)
        whole = layout(item.title, UNWRAPPED, base=own, marks=marks, protect=True)
        limit = max(1, room_cells * 3 // 4)
        fits = not whole or whole[0].width_cells <= limit
        if fits or own is self.direction or room_cells < MIN_PIECES_ROOM_CELLS:
            return [_MarqueePiece(line.glyphs, line) for line in whole]
        count = -(-whole[0].width_cells // max(1, limit - 2 * len(ELLIPSIS)))
        even = -(-whole[0].width_cells // count) + 6  # pieces of about one width read better than a rest
        lines = layout(item.title, max(1, min(limit - 2, even)), base=own, marks=marks, protect=True)
        ellipsis = _glyphs(ELLIPSIS, own)
        pieces: list[_MarqueePiece] = []
        for place, line in enumerate(lines):
            ends = [ellipsis if place else (), line.glyphs, ellipsis if place + 1 < len(lines) else ()]
            if own is Direction.RTL:
                ends.reverse()
            pieces.append(_MarqueePiece([glyph for part in ends for glyph in part], line, len(ends[0])))
        return pieces

    def fits(self, room_cells: int) -> bool:
        """Whether all items are in view at once, so that nothing needs to move."""
        return self.length_cells - self._separator_cells <= room_cells

    def window(self, position: int, room_cells: int, styles: Sequence[Style]) -> Field:
        """What is seen when the crawl has moved by `position` cells.

        Args:
            position: Any integer; it goes round.
            room_cells: The width of the window.
            styles: By role.
        """
        return self._ribbon.window(self._left(position, room_cells), room_cells, styles)

    def still(self, room_cells: int, styles: Sequence[Style]) -> Field:
        """All items from the start edge, without the last separator, for a crawl that `fits`."""
        used = self.length_cells - self._separator_cells
        left = self._separator_cells if self.direction is Direction.RTL else 0
        return self._ribbon.window(left, min(used, room_cells), styles)

    def parts_seen(self, position: int, room_cells: int) -> list[MarqueeItem]:
        """What texts are in the window of a crawl that has moved by `position` cells."""
        if not self.length_cells:
            return []
        return self._parts_from(self._left(position, room_cells) % self.length_cells, room_cells)

    def parts_still(self) -> list[MarqueeItem]:
        """All the texts of a crawl that `fits`, as `still` shows them."""
        left = self._separator_cells if self.direction is Direction.RTL else 0
        return self._parts_from(left, self.length_cells - self._separator_cells)

    def _parts_from(self, left: int, room_cells: int) -> list[MarqueeItem]:
        laps = range(0, left + room_cells, max(1, self.length_cells))
        shifted = [part._replace(left=part.left + lap - left) for lap in laps for part in self._parts]
        return [part for part in shifted if part.left < room_cells and part.left + part.line.width_cells > 0]

    def item_at(self, cell_x: int, position: int, room_cells: int) -> int:
        """The index of the item at a cell of the window, counted from its left; -1 if there are none."""
        if not self.starts:
            return -1
        from_start = room_cells - 1 - cell_x if self.direction is Direction.RTL else cell_x
        return bisect_right(self.starts, (position + from_start) % self.length_cells) - 1

    def step(self, position: int, step: int) -> int:
        """The position where the next (1) or the previous (-1) item begins at the start edge."""
        if not self.starts:
            return 0
        lap, place = divmod(position, self.length_cells)
        if step > 0:
            index = bisect_right(self.starts, place)
            lap, index = (lap + 1, 0) if index == len(self.starts) else (lap, index)
        else:
            index = bisect_right(self.starts, place - 1) - 1
            lap, index = (lap - 1, len(self.starts) - 1) if index < 0 else (lap, index)
        return lap * self.length_cells + self.starts[index]

    def _left(self, position: int, room_cells: int) -> int:
        """The ribbon's cell at the left edge of the window."""
        if self.direction is Direction.RTL:
            return self.length_cells - room_cells - position
        return position


def _glyphs(text: str, direction: Direction, *, marks: bool = True) -> Sequence[Glyph]:
    return [glyph for line in layout(text, UNWRAPPED, base=direction, marks=marks) for glyph in line.glyphs]


def _starts(pieces: Sequence[tuple[Sequence[Glyph], int, int]], items: int) -> list[int]:
    starts = [-1] * items
    position = 0
    for glyphs, _role, item in pieces:
        if starts[item] < 0:
            starts[item] = position
        position += sum(glyph.width_cells for glyph in glyphs)
    return starts
