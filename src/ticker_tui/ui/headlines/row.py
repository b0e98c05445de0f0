"""How a row of the list is painted: its lines, its columns, its marks. Knows no place and no selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.style import Style

from ticker_tui.model import Direction
from ticker_tui.text import base_direction
from ticker_tui.ui.headlines.column_widths import (
    HERE,
    MIRRORED_HERE,
    RULE,
    STARRED,
    UNREAD,
    UPDATED,
    changed_sign,
    columns_for,
    lead_cells,
    others,
)
from ticker_tui.ui.render.highlighted_spans import marking
from ticker_tui.ui.render.strips import blank, field, line_strip, row, sign, text_field, truncated
from ticker_tui.ui.widget_strings import breaking_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime, tzinfo

    from textual.strip import Strip

    from ticker_tui.model import Headline
    from ticker_tui.text import Line
    from ticker_tui.ui.headlines.column_widths import ColumnWidths, Level
    from ticker_tui.ui.headlines.headings import Heading
    from ticker_tui.ui.headlines.row_styles import ListStyles, RowStyles
    from ticker_tui.ui.render.highlights import Highlights
    from ticker_tui.ui.render.strips import Field, StyleAt
    from ticker_tui.ui.theme.feed_colours import FeedColours
    from ticker_tui.ui.widget_strings import WidgetStrings

BRANCH, MIRRORED_BRANCH = "└", "┘"
PICKED: Final = "✓"
MIN_BESIDE_CELLS: Final = 4
"""Of a headline, beside the sign for what waits."""
_NOT_UNDERLINED: Final = Style(underline=False)


def _cells(part: Field) -> int:
    return sum(segment.cell_length for segment in part)


@dataclass(frozen=True, slots=True)
class RowPainter:
    """Paints rows and headings; made anew when anything it knows has changed."""

    palette: ListStyles
    levels: tuple[Level, ...]
    """What the lines of a row are."""
    sources: FeedColours
    words: WidgetStrings
    now: Callable[[], datetime]
    tz: tzinfo | None
    mirrored: bool
    marks: bool
    """Whether harakat and points are drawn."""
    find: Callable[[str], Sequence[range]] | None
    """The stretches of a headline that are marked."""
    highlights: Highlights
    """How headlines are marked by rules."""
    members: frozenset[int]
    """Rows that belong to the story of the row above them."""

    def line(
        self, headline: Headline | None, level: int, width: int, *, cursor: bool, picked: bool, spare: int = 0
    ) -> Strip:
        """A line of a row.

        Args:
            headline: What it shows; None: the store has lost it.
            level: Which of its lines.
            width: Of the row, in cells.
            cursor: It is the selected one.
            picked: It is one of those that keys act on together.
            spare: So many cells narrower than it would be, all of them taken from the end of the text.
        """
        inks = self.palette.cursor if cursor else self.palette.picked if picked else self.palette.rest
        ground = inks.ground
        if headline is None or width < 1:
            return line_strip(None, width, ground, base_style=ground)
        columns = self._columns(width, spare)
        match self.levels[level]:
            case "facts":
                fields = self._facts(headline, columns, inks)
            case "summary":
                fields = self._summary(headline, columns, inks)
            case "title" | "whole":
                fields = self._head(headline, columns, inks, cursor=cursor, picked=picked)
        return row(fields, width, base_style=ground, mirrored=self.mirrored)

    def heading(self, heading: Heading, width: int, *, today: date) -> Field:
        """The line between two groups of rows: what follows, and a rule to the end edge."""
        style, rule = self.palette.heading, self.palette.heading_rule
        lead = lead_cells(self.levels)
        text = self.words.heading(heading, today=today)
        line = truncated(text, max(1, width - lead - 2), base_direction(text), self.marks)
        said = field(line, line.width_cells, style, base_style=style)
        left = width - lead - line.width_cells - 1
        parts = [blank(lead, style), said, blank(1, style), sign(RULE * max(0, left - 1), rule)]
        return list(row(parts, width, base_style=style, mirrored=self.mirrored))

    def pill(self, waiting: int, width: int) -> Field:
        """The sign at the end edge of the top line that new ones wait; the row below it gets that much narrower."""
        style = self.palette.waiting
        text = self.words.new(waiting)
        line = truncated(text, max(1, min(width, 24) - 2), base_direction(text), marks=True)
        if not waiting or line.width_cells + 2 > self._columns(width).title - MIN_BESIDE_CELLS:
            return []
        return [*blank(1, style), *field(line, line.width_cells, style, base_style=style), *blank(1, style)]

    def title_at(self, headline: Headline, width: int, spare: int = 0) -> tuple[Line, int] | None:
        """The headline as it is laid out in a row of so many cells (as `line`), and its leftmost cell there."""
        columns = self._columns(width, spare)
        tag_cells = _cells(self._tag(headline, columns.title))
        count_cells = _cells_of(others(headline.story_size, columns.title))
        room = columns.title - tag_cells - (1 if tag_cells else 0) - count_cells
        title = self._title_line(headline, room)
        if title is None:
            return None
        start = _start_of(columns)
        left = width - start - columns.title if self.mirrored else start
        # The headline's own start edge is the right one or the left one, whatever that of the pane is.
        if title.direction is Direction.RTL:
            left += count_cells + room - title.width_cells
        else:
            left += columns.title - room - count_cells
        return title, left

    def pill_left(self, headline: Headline | None, level: int, width: int, pill_cells: int) -> int:
        """Where the pill stands on a line: over the end of its text, so that what is read stays where it is.

        Args:
            headline: Of the row; None: the text begins where the interface does.
            level: Which of its lines.
            width: Of the line, with the pill.
            pill_cells: Of the pill.

        Returns:
            The leftmost cell of the pill.
        """
        text = ""
        if headline is not None:
            text = headline.summary if self.levels[level] == "summary" else headline.title
        rtl = (
            base_direction(text, lang=headline.lang) is Direction.RTL if headline and text else self.mirrored
        )
        if rtl is self.mirrored:
            return 0 if self.mirrored else width - pill_cells
        start = _start_of(self._columns(width))
        return width - start - pill_cells if self.mirrored else start

    def _columns(self, width: int, spare: int = 0) -> ColumnWidths:
        columns = columns_for(width + spare, self.levels, self.sources.column_cells, self.words.clock_cells)
        return columns._replace(title=max(0, columns.title - spare)) if spare else columns

    def _head(
        self, headline: Headline, columns: ColumnWidths, inks: RowStyles, *, cursor: bool, picked: bool
    ) -> list[Field]:
        """The line with the headline."""
        mark = self._unread(headline, inks)
        branch = self._branch(headline, inks)
        # What the ground of a row says, for those who do not see the ground.
        state = (
            "" if not (picked or cursor) else PICKED if picked else MIRRORED_HERE if self.mirrored else HERE
        )
        told = sign(state, inks.unread) if state else blank(1, inks.ground)
        # With two lines there is room for the star below the mark.
        beside = "facts" not in columns.levels
        fields = [told, mark, self._star(headline, inks), branch] if beside else [told, mark, branch]
        toward_end = Direction.LTR if self.mirrored else Direction.RTL
        toward_start = Direction.RTL if self.mirrored else Direction.LTR
        if beside and columns.clock:
            fields += [self._clock(headline, columns.clock, inks, toward_end), blank(2, inks.ground)]
        if beside and columns.source:
            fields += [self._source_name(headline, columns.source, inks, toward_start), blank(2, inks.ground)]
        fields.append(self._title(headline, columns.title, inks))
        return fields

    def _title(self, headline: Headline, width: int, inks: RowStyles) -> Field:
        """The headline in its own direction, behind the word that marks it as breaking."""
        ground = inks.ground
        tag = self._tag(headline, width)
        tag_cells = _cells(tag)
        gap = 1 if tag else 0
        count = others(headline.story_size, width)
        room = width - tag_cells - gap - _cells_of(count)
        style = inks.read if headline.read and tag_cells <= 1 else inks.unread
        line = self._title_line(headline, room)
        style_at: StyleAt = style
        if line is not None:
            style_at = self._highlighted_style(headline, line, style, inks)
            if self.find is not None and (found := self.find(headline.title)):
                style_at = marking(line, found, style_at, style + inks.match)
        title = field(line, room, style_at, base_style=ground)
        parts = [tag, blank(gap, ground), title]
        if count:
            parts += [blank(1, ground), text_field(count, len(count), inks.read, base_style=ground)]
        rtl = base_direction(headline.title, lang=headline.lang) is Direction.RTL
        return list(row(parts, width, base_style=ground, mirrored=rtl))

    def _highlighted_style(self, headline: Headline, line: Line, style: Style, inks: RowStyles) -> StyleAt:
        """The style of each letter of a headline: a rule's words in its colour, or, where it has none here, all of it."""
        marked = self.highlights.of(headline)
        if marked is None:
            return style
        if not marked.found:
            return style + self._highlight(inks, marked.colour) + _NOT_UNDERLINED
        style_at: StyleAt = style
        for colour, found in reversed(marked.found):  # the first rule's is on top
            style_at = marking(line, found, style_at, style + self._highlight(inks, colour))
        return style_at

    def _highlight(self, inks: RowStyles, colour: str) -> Style:
        return inks.coloured(inks.highlight, colour, self.palette.contrast)

    def _unread(self, headline: Headline, inks: RowStyles) -> Field:
        """The cell that tells what was not read; a highlighted headline has a sign of its own there, read or not."""
        if (marked := self.highlights.of(headline)) is not None:
            return text_field(marked.sign, 1, self._highlight(inks, marked.colour) + _NOT_UNDERLINED)
        return text_field("" if headline.read else UNREAD, 1, inks.mark)

    def _tag(self, headline: Headline, width: int) -> Field:
        """The word for breaking news, or a sign where there is no room for it; nothing for other headlines."""
        breaking = self.palette.breaking
        if not headline.breaking:
            return []
        word = truncated(breaking_word(headline.lang), max(1, width - 2), Direction.AUTO, marks=True)
        if word.width_cells + 14 > width:
            return text_field("!", 1, breaking)
        padded = field(word, word.width_cells, breaking, base_style=breaking)
        return [*blank(1, breaking), *padded, *blank(1, breaking)]

    def _title_line(self, headline: Headline, width: int) -> Line | None:
        if width <= 0 or not headline.title:
            return None
        direction = base_direction(headline.title, lang=headline.lang)
        return truncated(headline.title, width, direction, self.marks)

    def _facts(self, headline: Headline, columns: ColumnWidths, inks: RowStyles) -> list[Field]:
        """The line below the headline: who and when, on the side where the headline begins."""
        ground = inks.ground
        rtl = base_direction(headline.title, lang=headline.lang) is Direction.RTL
        align = Direction.RTL if rtl else Direction.LTR
        name_cells = min(
            truncated(
                headline.source,
                columns.title,
                base_direction(headline.source, lang=headline.lang),
                marks=True,
            ).width_cells,
            max(1, columns.title - columns.clock - 2),
        )
        facts = [self._source_name(headline, name_cells, inks, align), blank(2, ground)]
        facts.append(self._clock(headline, min(columns.clock, columns.title), inks, align))
        if headline.changed_at is not None:
            left = columns.title - name_cells - 2 - columns.clock - 2
            word = changed_sign(self.words.updated, left)
            facts += [blank(2, ground), text_field(word, left, inks.time, align=align)]
        inner = list(row(facts, columns.title, base_style=ground, mirrored=rtl))
        return [blank(1, ground), self._star(headline, inks), blank(1, ground), inner]

    def _summary(self, headline: Headline, columns: ColumnWidths, inks: RowStyles) -> list[Field]:
        """How the article begins, below the headline and in a direction of its own."""
        text = headline.summary
        base = base_direction(text, lang=headline.lang)
        said = text_field(
            text, columns.title, inks.summary, base=base, align=base, base_style=inks.ground, marks=self.marks
        )
        return [blank(_start_of(columns), inks.ground), said or blank(columns.title, inks.ground)]

    def _branch(self, headline: Headline, inks: RowStyles) -> Field:
        """The cell before the headline: what tells that it belongs to the one above it, or was changed."""
        if headline.id not in self.members:
            changed = headline.changed_at is not None and "whole" in self.levels
            return sign(UPDATED, inks.time) if changed else blank(1, inks.ground)
        return sign(MIRRORED_BRANCH if self.mirrored else BRANCH, inks.time)

    @staticmethod
    def _star(headline: Headline, inks: RowStyles) -> Field:
        return text_field(STARRED if headline.starred else "", 1, inks.star)

    def _source_name(self, headline: Headline, width: int, inks: RowStyles, align: Direction) -> Field:
        palette = self.palette
        colour = self.sources.colour(headline.feed_url, dark=palette.dark)
        return text_field(
            headline.source,
            width,
            inks.coloured(inks.source, colour, palette.contrast),
            base=base_direction(headline.source, lang=headline.lang),
            align=align,
            base_style=inks.ground,
            marks=self.marks,
        )

    def _clock(self, headline: Headline, width: int, inks: RowStyles, align: Direction) -> Field:
        text = self.words.time(headline.sort_at, now=self.now(), tz=self.tz)
        return text_field(text, width, inks.time, align=align, base_style=inks.ground)


def _cells_of(count: str) -> int:
    """Of the number of others and the air before it."""
    return len(count) + 1 if count else 0


def _start_of(columns: ColumnWidths) -> int:
    """The cells before the headline."""
    lead = lead_cells(columns.levels)
    if "facts" in columns.levels:
        return lead
    return lead + sum(cells + 2 for cells in (columns.clock, columns.source) if cells)
