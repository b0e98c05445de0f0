"""What an article on the screen is made of: rows of pieces with looks, knowing nothing of colours.

DocLine = pieces from the start edge to the end edge, each of an exact width
Piece   = a `Line` with the looks of its clusters, a constant sign, or a blank
Look    = what a cluster is (heading, code, link 3 …); the reader turns it into a style
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.model import Direction
from ticker_tui.text import Line
from ticker_tui.ui.render.text_selection import PassageLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticker_tui.ui.render.text_selection import Passage


class TextRole(StrEnum):
    """What a piece of an article is, for the eye."""

    TITLE = "title"
    BREAKING = "breaking"
    SOURCE = "source"
    BYLINE = "byline"
    TEXT = "text"
    HEADING = "heading"
    TABLE_HEAD = "table-head"
    QUOTE = "quote"
    QUOTE_BAR = "quote-bar"
    MARKER = "marker"
    CODE = "code"
    IMAGE = "image"
    CAPTION = "caption"
    RULE = "rule"
    LINK = "link"


class TextStyle(NamedTuple):
    """How a cluster looks, without a colour."""

    part: TextRole
    bold: bool = False
    italic: bool = False
    code: bool = False
    strike: bool = False
    link: int = 0
    """The number of the link it belongs to, from 1; 0: none."""
    added: bool = False
    """The program has put it in: it is shown and not copied."""


class TextStyles(NamedTuple):
    """The looks of a text, by logical index."""

    starts: Sequence[int]
    """Where each look begins, ascending, the first at 0."""
    looks: Sequence[TextStyle]

    def at(self, index: int) -> TextStyle:
        """The look of the cluster at a logical index."""
        return self.looks[max(0, bisect_right(self.starts, index) - 1)]


class Tile(NamedTuple):
    """One row of cells of a picture."""

    src: str
    row: int


class Inset(NamedTuple):
    """What stands below the alternative text of a picture."""

    columns: int = 0
    rows: int = 0
    """0: the picture itself is not there."""
    note: str = ""
    """Why not (yet)."""


class LayoutRun(NamedTuple):
    """A stretch of a row, of an exact width."""

    width_cells: int
    pad: TextStyle
    """The look of what the text leaves free, and of a constant sign."""
    line: Line | str | None = None
    looks: TextStyles | None = None
    offset: int = 0
    """What to add to the line's logical indices before asking `looks` or `passage`."""
    align: Direction | None = None
    """None: the line's own direction."""
    passage: Passage | None = None
    """The text the line is of; None: nothing that is selected or copied."""
    tile: Tile | None = None
    """A row of a picture, in the place of a line."""

    @property
    def text_left(self) -> int:
        """The cell of the piece where its text begins."""
        if not isinstance(self.line, Line):
            return 0
        rtl = (self.align or self.line.direction) is Direction.RTL
        return self.width_cells - self.line.width_cells if rtl else 0

    def look_at(self, index: int) -> TextStyle:
        """The look of the cluster at a logical index of `line`."""
        return self.pad if self.looks is None else self.looks.at(index + self.offset)


class ArticlePosition(NamedTuple):
    """A place in an article that survives another width."""

    block: int
    """Its number; -3: the headline, -2: the byline, -1: the gap below it."""
    start: int
    """Logical index within the block; in a table the number of the row."""


class DocLine(NamedTuple):
    """A row of an article."""

    place: ArticlePosition
    pieces: tuple[LayoutRun, ...] = ()
    """From the start edge of `direction` to its end edge."""
    direction: Direction = Direction.LTR

    @property
    def width_cells(self) -> int:
        """Of its pieces together; a table may be narrower than the text."""
        return sum(piece.width_cells for piece in self.pieces)


def link_at(line: DocLine, cell_x: int) -> int:
    """The number of the link at a cell of a row that is as wide as its pieces; 0: none there."""
    for left, piece in placed(line):
        text = piece.line
        if isinstance(text, Line):
            x = cell_x - left - piece.text_left
            if 0 <= x < text.width_cells:
                return piece.look_at(text.cell_map[x]).link
    return 0


def stretches(line: DocLine, left: int) -> list[PassageLine]:
    """What can be selected in a row whose pieces begin at the cell `left`."""
    return [
        PassageLine(piece.passage, piece.line, left + x + piece.text_left, piece.offset)
        for x, piece in placed(line)
        if piece.passage is not None and isinstance(piece.line, Line)
    ]


def placed(line: DocLine) -> Iterator[tuple[int, LayoutRun]]:
    """The pieces of a row, left to right, and the cell where each begins."""
    x = 0
    for piece in line.pieces if line.direction is Direction.LTR else line.pieces[::-1]:
        yield x, piece
        x += piece.width_cells
