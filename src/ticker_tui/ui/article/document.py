"""An article as lines: blocks are laid out into pieces with looks, knowing nothing of colours.

Every paragraph decides its own direction, and everything that stands at its start (quote bar, indent, number,
bullet) stands at the start of *that* direction. Lines come from a generator, so that a reader can show the
first screen of a long article before the rest is laid out. No step of it takes long, whatever the article holds: a
block that needs more work pauses in between. What rows are made of stands in `document_lines.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from ticker_tui.i18n.dates import full_date
from ticker_tui.model import Block, BlockKind, Direction, Span
from ticker_tui.text import base_direction, cell_len, layout, truncate
from ticker_tui.ui.article.document_lines import (
    ArticlePosition,
    DocLine,
    Inset,
    LayoutRun,
    TextRole,
    TextStyle,
    TextStyles,
    Tile,
)
from ticker_tui.ui.article.layout_runs import (
    joined,
    number_links,
    rows_of_facts,
    spans_of,
    stand_apart,
    stretches,
)
from ticker_tui.ui.article.lists import hang_items, marker
from ticker_tui.ui.article.reading_time import PAUSE_AFTER, count_minutes
from ticker_tui.ui.article.tables import column_widths
from ticker_tui.ui.export.browser import readable_address
from ticker_tui.ui.render.text_selection import Passage
from ticker_tui.ui.widget_strings import WidgetStrings, breaking_word

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from ticker_tui.model import Article
    from ticker_tui.text import Line
    from ticker_tui.ui.article.lists import Hang

    _Runs = list[tuple[str, TextStyle]]
    """Stretches of a text with their looks."""

QUOTE_BAR: Final = "▌ "
QUOTE_BAR_RTL: Final = " ▐"
MAX_QUOTE_BARS: Final = 3
PICTURE: Final = "▣"
PICTURE_START: Final = 1_000_000
"""`ArticlePosition.start` of the rows of a picture: behind any text that it may have instead."""
MIN_TEXT_CELLS: Final = 10
"""Bars and indents give way before a paragraph gets narrower than this."""
DECIDING: Final = 10_000
"""Code points of a block by which its direction and the widths of its columns are decided."""
_LRI, _PDI = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """What decides how an article is laid out; two equal ones give equal lines."""

    width_cells: int
    words: WidgetStrings = field(default_factory=WidgetStrings)
    marks: bool = True
    tz: tzinfo | None = None
    insets: Mapping[str, Inset] = field(default_factory=dict[str, Inset])
    """Of the pictures that are shown, by their addresses."""


class Document:
    """The lines of one article in one setting.

    Attributes:
        direction: Of the headline; of everything in the article that has no letter of its own.
    """

    direction: Direction

    def __init__(self, article: Article, setting: LayoutOptions) -> None:
        headline = article.headline
        self._article = article
        self._setting = setting
        self._lang = headline.lang
        self.direction = base_direction(headline.title, lang=headline.lang)
        self._blocks = article.blocks or self._stand_in()
        self._numbers: dict[str, int] = {}
        self._hangs: dict[int, Hang] = {}
        self._minutes = 0
        self._preparation: Iterator[None] = self._prepare()

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses of the article, each once; the reader calls the first one number 1."""
        for _ in self._preparation:
            pass
        return tuple(self._numbers)

    def _prepare(self) -> Iterator[None]:
        """Find out what lines need to know of the whole article."""
        yield from number_links(self._article.blocks, self._numbers)
        yield from hang_items(self._blocks, self._hangs)
        self._minutes = yield from count_minutes(self._article.blocks, self._lang)

    def lines(self) -> Iterator[DocLine]:
        """All lines from the top, each laid out when it is asked for."""
        return (line for line in self.steps() if line is not None)

    def steps(self) -> Iterator[DocLine | None]:
        """The same in short steps: None says that more work is needed before the next line."""
        yield from self._preparation
        yield from self._head()
        before: Block | None = None
        for number, block in enumerate(self._blocks):
            if before is not None and stand_apart(before, block):
                direction = self._direction_of(block)
                # A bar goes through the gap between two paragraphs of one quotation.
                one_side = direction is self._direction_of(before)
                yield self._gap(
                    number, min(before.quote_depth, block.quote_depth) if one_side else 0, direction
                )
            yield from self._block(number, block)
            before = block
        yield from self._link_list(len(self._blocks))

    # The head: headline, who says so, when

    def _head(self) -> Iterator[DocLine]:
        headline, setting = self._article.headline, self._setting
        yield DocLine(ArticlePosition(-3, -1), (), self.direction)
        title_looks = [(headline.title, TextStyle(TextRole.TITLE, bold=True))]
        if headline.breaking:
            word = breaking_word(headline.lang)
            title_looks = [
                (f" {word} ", TextStyle(TextRole.BREAKING, bold=True, added=True)),
                (" ", TextStyle(TextRole.TITLE, added=True)),
                *title_looks,
            ]
        yield from self._runs(ArticlePosition(-3, 0), title_looks, self.direction, setting.width_cells)
        moment = headline.published_at or headline.sort_at
        words = setting.words
        date = full_date(moment, tz=setting.tz, language=words.language, calendars=words.calendars)
        facts = [
            (headline.source, TextRole.SOURCE),
            (self._article.author, TextRole.BYLINE),
            (date, TextRole.BYLINE),
        ]
        if self._minutes:
            facts.append((words.reading(self._minutes), TextRole.BYLINE))
        rows = list(rows_of_facts([fact for fact in facts if fact[0]], setting.width_cells))
        if headline.changed_at is not None:
            changed = full_date(headline.changed_at, tz=setting.tz, language=words.language)
            rows.append([(words.updated_on.format(date=changed), TextRole.BYLINE)])
        for number, row in enumerate(rows):
            runs = joined(row, headline.lang)
            yield from self._runs(ArticlePosition(-2, number), runs, self.direction, setting.width_cells)
        yield DocLine(ArticlePosition(-1, 0), (), self.direction)

    def _stand_in(self) -> tuple[Block, ...]:
        """What is shown of an entry without a body."""
        if summary := self._article.summary:
            return (Block(kind=BlockKind.PARAGRAPH, spans=(Span(summary),)),)
        return (Block(kind=BlockKind.CAPTION, spans=(Span(self._setting.words.no_body),)),)

    # Blocks

    def _block(self, number: int, block: Block) -> Iterator[DocLine | None]:
        match block.kind:
            case BlockKind.RULE:
                direction = self._direction_of(block)
                start, room = self._start(number, block, direction)
                rule = LayoutRun(room, TextStyle(TextRole.RULE), "─" * room)
                yield DocLine(ArticlePosition(number, 0), (*start, rule), direction)
            case BlockKind.CODE:
                yield from self._code(number, block)
            case BlockKind.TABLE:
                yield from self._table(number, block)
            case _:
                yield from self._flowing(number, block)

    def _flowing(self, number: int, block: Block) -> Iterator[DocLine | None]:
        """Paragraphs, headings, items, captions, pictures."""
        direction = self._direction_of(block)
        runs = yield from self._spans(
            block.spans, _PART_OF.get(block.kind, TextRole.QUOTE if block.quote_depth else TextRole.TEXT)
        )
        if block.kind is BlockKind.IMAGE:
            alt = runs or [(self._setting.words.image, TextStyle(TextRole.IMAGE, italic=True, added=True))]
            runs = alt
        first, room = self._start(number, block, direction)
        rest = first
        if self._has_picture(number) and room > MIN_TEXT_CELLS:
            # What tells of a picture hangs beside its sign; the caption too.
            room -= len(PICTURE) + 1
            sign = PICTURE if block.kind is BlockKind.IMAGE else " "
            gap = LayoutRun(1, TextStyle(TextRole.TEXT))
            rest = (*first, LayoutRun(len(PICTURE) + 1, TextStyle(TextRole.TEXT)))
            first = (*first, LayoutRun(len(PICTURE), TextStyle(TextRole.IMAGE), sign), gap)
        if block.kind is BlockKind.ITEM:
            marker_cells = self._hangs[number].marker_cells
            if room - marker_cells - 1 >= 1:
                room -= marker_cells + 1
                toward_text = _opposite(direction)
                line = self._one_line(marker(block, direction, self._lang), marker_cells, direction)
                gap = LayoutRun(1, TextStyle(TextRole.TEXT))
                first = (
                    *first,
                    LayoutRun(marker_cells, TextStyle(TextRole.MARKER), line, align=toward_text),
                    gap,
                )
                rest = (*rest, LayoutRun(marker_cells + 1, TextStyle(TextRole.TEXT)))
        yield from self._runs(ArticlePosition(number, 0), runs, direction, room, first=first, rest=rest)
        if block.kind is BlockKind.IMAGE and (inset := self._setting.insets.get(block.src)) is not None:
            yield from self._inset(number, block, inset)

    def _inset(self, number: int, block: Block, inset: Inset) -> Iterator[DocLine]:
        """The picture itself below its alternative text, or why it is not there."""
        direction = self._direction_of(block)
        start, room = self._start(number, block, direction)
        if inset.note:
            note = [(inset.note, TextStyle(TextRole.CAPTION, italic=True, added=True))]
            metadata_in = base_direction(inset.note)
            yield from self._runs(
                ArticlePosition(number, PICTURE_START), note, metadata_in, room, first=start, rest=start
            )
        if inset.columns > room:
            return  # of another width; it is being fitted
        for row in range(inset.rows):
            tile = LayoutRun(inset.columns, TextStyle(TextRole.IMAGE), tile=Tile(block.src, row))
            rest = LayoutRun(room - inset.columns, TextStyle(TextRole.TEXT))
            yield DocLine(ArticlePosition(number, PICTURE_START + 1 + row), (*start, tile, rest), direction)

    def _has_picture(self, number: int) -> bool:
        """Whether a block is a picture, or the caption of the one before it."""
        block = self._blocks[number]
        if block.kind is BlockKind.CAPTION and number:
            return self._blocks[number - 1].kind is BlockKind.IMAGE
        return block.kind is BlockKind.IMAGE

    def _runs(
        self,
        place: ArticlePosition,
        runs: Sequence[tuple[str, TextStyle]],
        direction: Direction,
        room: int,
        *,
        column: int = 0,
        first: tuple[LayoutRun, ...] = (),
        rest: tuple[LayoutRun, ...] = (),
    ) -> Iterator[DocLine]:
        """Wrap runs of text into lines of `room` cells, with `first` before the first one and `rest` before the others."""
        text = "".join(run for run, _ in runs)
        ends = [0, *accumulate(len(run) for run, _ in runs)]
        looks = TextStyles(ends[: len(runs)] or [0], [look for _, look in runs])
        added = [range(*ends[at : at + 2]) for at, (_, look) in enumerate(runs) if look.added]
        passage = Passage((place.block, place.start, column), text, tuple(added))
        start = first
        for begin, end in stretches(text):
            for line in self._wrapped(text[begin:end], room, direction):
                index = begin if line is None else begin + line.logical.start
                piece = LayoutRun(
                    room, TextStyle(TextRole.TEXT), line, looks if runs else None, begin, direction, passage
                )
                yield DocLine(ArticlePosition(place.block, index), (*start, piece), direction)
                start = rest

    def _code(self, number: int, block: Block) -> Iterator[DocLine]:
        """Code runs left to right on its own ground, whatever stands around it."""
        direction = self.direction
        start, room = self._start(number, block, direction)
        look = TextStyle(TextRole.CODE, code=True)
        margin = 1 if room > MIN_TEXT_CELLS else 0
        side = (LayoutRun(margin, look),) if margin else ()
        room -= 2 * margin
        text = block.text.rstrip("\n")
        passage = Passage((number, 0, 0), text)
        for begin, end in stretches(text):
            for line in self._wrapped(text[begin:end], room, Direction.LTR):
                index = begin if line is None else begin + line.logical.start
                piece = LayoutRun(room, look, line, offset=begin, align=Direction.LTR, passage=passage)
                yield DocLine(ArticlePosition(number, index), (*start, *side, piece, *side), direction)

    def _table(self, number: int, block: Block) -> Iterator[DocLine | None]:
        """Columns from the start edge of the table's direction; a cell keeps its own."""
        direction = self._direction(block.direction, (span.text for span in spans_of(block)))
        start, room = self._start(number, block, direction)
        columns = max((len(row) for row in block.rows), default=0)
        if columns == 0:
            return
        cells, natural = yield from self._cells(block, columns, room)
        widths = column_widths(natural, room - 3 * (columns - 1))
        if not widths:  # too many columns for the room: a row becomes a list
            for row_number, row in enumerate(cells):
                filled = [runs for runs in row if runs]
                joined = [run for runs in filled for run in [*runs, (" · ", TextStyle(TextRole.RULE))]][:-1]
                yield from self._runs(
                    ArticlePosition(number, row_number), joined, direction, room, first=start, rest=start
                )
            return
        headed = any(cell.header for cell in block.rows[0])
        for row_number, row in enumerate(cells):
            place = ArticlePosition(number, row_number)
            yield from self._row(place, row, widths, direction, start)
            if row_number == 0 and headed:
                rules = [LayoutRun(width, TextStyle(TextRole.RULE), "─" * width) for width in widths]
                crossed = [
                    piece for rule in rules for piece in (LayoutRun(3, TextStyle(TextRole.RULE), "─┼─"), rule)
                ][1:]
                yield DocLine(place, (*start, *crossed), direction)

    def _cells(
        self, block: Block, columns: int, room: int
    ) -> Generator[None, None, tuple[list[list[_Runs]], list[int]]]:
        """The runs of every cell, all rows as long as the longest one, and the natural width of each column."""
        rows: list[list[_Runs]] = []
        natural = [0] * columns
        for cells in block.rows:
            row: list[_Runs] = [[] for _ in range(columns)]
            for column, cell in enumerate(cells):
                row[column] = yield from self._spans(
                    cell.spans, TextRole.TABLE_HEAD if cell.header else TextRole.TEXT
                )
                natural[column] = max(natural[column], _natural_cells(row[column], room))
                if column % PAUSE_AFTER == PAUSE_AFTER - 1:
                    yield
            rows.append(row)
            yield
        return rows, natural

    def _row(
        self,
        place: ArticlePosition,
        row: Sequence[_Runs],
        widths: Sequence[int],
        direction: Direction,
        start: tuple[LayoutRun, ...],
    ) -> Iterator[DocLine | None]:
        """The lines of a row of a table: each line of all its cells is laid out when it is wanted."""
        between = LayoutRun(3, TextStyle(TextRole.RULE), " │ ")
        columns = [
            self._runs(place, runs, self._direction_of_runs(runs, direction), width, column=column)
            for column, (runs, width) in enumerate(zip(row, widths, strict=True))
        ]
        while True:
            pieces: list[LayoutRun] = list(start)
            wanted = False
            for column, (lines, width) in enumerate(zip(columns, widths, strict=True)):
                line = next(lines, None)
                wanted = wanted or line is not None
                if column:
                    pieces.append(between)
                pieces.append(LayoutRun(width, TextStyle(TextRole.TEXT)) if line is None else line.pieces[0])
                yield None
            if not wanted:
                return
            yield DocLine(place, tuple(pieces), direction)

    def _link_list(self, number: int) -> Iterator[DocLine]:
        """The addresses by number, for eyes, for keys, and for terminals without hyperlinks."""
        if not self.links:
            return
        direction, room = self.direction, self._setting.width_cells
        yield DocLine(ArticlePosition(number, 0), (), direction)
        rule_cells = min(room, 12)
        rule = LayoutRun(rule_cells, TextStyle(TextRole.RULE), "─" * rule_cells)
        yield DocLine(
            ArticlePosition(number, 0),
            (rule, LayoutRun(room - rule_cells, TextStyle(TextRole.TEXT))),
            direction,
        )
        label_cells = len(str(len(self.links))) + 2
        for link, url in enumerate(self.links, 1):
            look = TextStyle(TextRole.LINK, link=link)
            place = ArticlePosition(number, link)
            label = self._one_line(f"[{link}]", min(label_cells, room), direction)
            address_cells = room - label_cells - 1
            pieces: tuple[LayoutRun, ...] = (
                LayoutRun(min(label_cells, room), look, label, align=_opposite(direction)),
            )
            if address_cells > 0:
                readable = readable_address(url)
                address = self._one_line(readable, address_cells, Direction.LTR)
                passage = Passage((number, link, 0), readable)
                pieces += (
                    LayoutRun(1, TextStyle(TextRole.TEXT)),
                    LayoutRun(address_cells, look, address, align=direction, passage=passage),
                )
            yield DocLine(place, pieces, direction)

    # What stands at the start of a line

    def _start(self, number: int, block: Block, direction: Direction) -> tuple[tuple[LayoutRun, ...], int]:
        """Quote bars and indent of a block, and the cells they leave to its text."""
        width = self._setting.width_cells
        bars = self._bars_for(block.quote_depth)
        room = width - len(QUOTE_BAR) * bars
        indent = self._hangs[number].indent if number in self._hangs else 0
        if room - indent < MIN_TEXT_CELLS:
            indent = 0
        pieces = _bars(bars, direction)
        if indent:
            pieces += (LayoutRun(indent, TextStyle(TextRole.TEXT)),)
        return pieces, room - indent

    def _bars_for(self, quote_depth: int) -> int:
        """How many quote bars there is room for."""
        room = (self._setting.width_cells - MIN_TEXT_CELLS) // len(QUOTE_BAR)
        return max(0, min(quote_depth, MAX_QUOTE_BARS, room))

    def _gap(self, number: int, depth: int, direction: Direction) -> DocLine:
        return DocLine(ArticlePosition(number, -1), _bars(self._bars_for(depth), direction), direction)

    # Text

    def _spans(self, spans: Sequence[Span], part: TextRole) -> Generator[None, None, _Runs]:
        """Spans as runs; behind the last one of a link stands its number."""
        runs: list[tuple[str, TextStyle]] = []
        strong = part in {TextRole.HEADING, TextRole.TABLE_HEAD}
        for position, span in enumerate(spans):
            link = self._numbers.get(span.link, 0)
            italic = span.italic or part is TextRole.CAPTION
            # Slanted joined letters are cut off by the cells, and Arabic and Hebrew print knows no slant: it emphasises by weight.
            upright = italic and base_direction(span.text) is Direction.RTL
            bold = span.bold or strong or (upright and span.italic)
            look = TextStyle(part, bold, italic and not upright, span.code, span.strike, link)
            if span.text:
                runs.append((span.text, look))
            ends = position + 1 == len(spans) or spans[position + 1].link != span.link
            if link and ends:
                # Isolated, so that it stands behind the link in the paragraph's direction, whatever the link's own is.
                number = f"\u00a0{_LRI}[{link}]{_PDI}"
                runs.append((number, TextStyle(TextRole.LINK, link=link, added=True)))
            if position % PAUSE_AFTER == PAUSE_AFTER - 1:
                yield
        return runs

    def _wrapped(self, text: str, room: int, direction: Direction) -> Sequence[Line | None]:
        """The lines of a text; an empty text is an empty line."""
        return layout(text, room, base=direction, marks=self._setting.marks, protect=True) or (None,)

    def _one_line(self, text: str, room: int, direction: Direction) -> Line:
        return truncate(text, room, base=direction, marks=self._setting.marks, protect=True)

    def _direction_of(self, block: Block) -> Direction:
        return self._direction(block.direction, (span.text for span in block.spans))

    def _direction_of_runs(self, runs: Sequence[tuple[str, TextStyle]], fallback: Direction) -> Direction:
        text = _beginning(run for run, _ in runs)
        return base_direction(text) if _has_letter(text) else fallback

    def _direction(self, wish: Direction, texts: Iterable[str]) -> Direction:
        if wish is not Direction.AUTO:
            return wish
        text = _beginning(texts)
        return base_direction(text) if _has_letter(text) else self.direction


_PART_OF: Final = {
    BlockKind.HEADING: TextRole.HEADING,
    BlockKind.IMAGE: TextRole.IMAGE,
    BlockKind.CAPTION: TextRole.CAPTION,
}


def _natural_cells(runs: Sequence[tuple[str, TextStyle]], room: int) -> int:
    """The width of a cell's text unwrapped, as far as it matters where there is so much room."""
    text = _beginning(run for run, _ in runs)
    return max(min(room, cell_len(part)) for part in text.split("\n"))


def _beginning(texts: Iterable[str]) -> str:
    """What a direction or a width is decided by: more than a screen of a text, less than would take long."""
    parts: list[str] = []
    left = DECIDING
    for text in texts:
        parts.append(text[:left])
        left -= len(parts[-1]) + 1
        if left <= 0:
            break
    return "".join(parts)


def _bars(count: int, direction: Direction) -> tuple[LayoutRun, ...]:
    sign = QUOTE_BAR if direction is Direction.LTR else QUOTE_BAR_RTL
    return (LayoutRun(len(sign), TextStyle(TextRole.QUOTE_BAR), sign),) * count


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def _opposite(direction: Direction) -> Direction:
    return Direction.LTR if direction is Direction.RTL else Direction.RTL
