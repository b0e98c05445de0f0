"""The first headlines, on the screen before Textual is imported.

Most of the time from the command to the first picture is the import of the user interface. Headlines need none of
it: the archive is read, the rows are laid out and written as they will stand, and Textual then paints the same
cells over them. `tests/ui/test_first_frame.py` compares the two, cell by cell.

Only for terminals that take cells as they are (the form ``visual``): the others see Textual's first picture.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from ticker_tui.contrast import readable
from ticker_tui.model import Direction, TabKind
from ticker_tui.text import base_direction, truncate
from ticker_tui.ui import strings
from ticker_tui.ui.headlines.column_widths import (
    AIR_CELLS,
    HERE,
    MIRRORED_HERE,
    RULE,
    STARRED,
    UNREAD,
    UPDATED,
    changed_sign,
    columns_for,
    lead_cells,
    levels_for,
    others,
)
from ticker_tui.ui.headlines.geometry import RowGeometry
from ticker_tui.ui.panes.pane_layout import Box, PaneArrangement, PaneSettings, plan
from ticker_tui.ui.render.frame_cells import CellStyle, Run, blank, encoded, placed
from ticker_tui.ui.render.highlighted_spans import clusters_in
from ticker_tui.ui.render.highlights import Highlights
from ticker_tui.ui.render.scrollbar import MIRRORED_THUMB, RAIL_CELLS, THUMB, thumb
from ticker_tui.ui.tabs.visible_range import MORE_AFTER, MORE_BEFORE, fitting
from ticker_tui.ui.theme.feed_colours import as_hex
from ticker_tui.ui.theme.palettes import DARK, looks
from ticker_tui.ui.widget_strings import WidgetStrings, breaking_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticker_tui.model import Headline
    from ticker_tui.text import Line
    from ticker_tui.ui.headlines.column_widths import Density, Level
    from ticker_tui.ui.headlines.headings import Heading
    from ticker_tui.ui.headlines.model import HeadlineListModel
    from ticker_tui.ui.render.highlights import Marked
    from ticker_tui.ui.theme.feed_colours import FeedColours
    from ticker_tui.ui.theme.palettes import ThemeColours

ENTER = b"\x1b[?1049h\x1b[?25l\x1b[2J"
"""The alternate screen, without a cursor, erased."""

HEAD_ROWS, FOOT_ROWS = 2, 1
MAX_TITLE_CELLS = 24


def first_frame(
    desk: HeadlineListModel,
    *,
    size: tuple[int, int],
    now: datetime,
    sources: FeedColours,
    theme: ThemeColours | None = None,
    words: WidgetStrings | None = None,
    marks: bool = True,
    sharing: PaneSettings | None = None,
    density: Density = "auto",
    grouped: bool = False,
    highlights: Highlights | None = None,
    colours: int = 1 << 24,
) -> bytes:
    """The tabs and the first rows of the list.

    Args:
        desk: With the first part of its view open.
        size: Columns and rows of the terminal.
        now: The clock.
        sources: Colours of the sources.
        theme: Whose colours; the dark one without.
        words: Of the language; English without.
        marks: Whether harakat are drawn.
        sharing: How list and reader share the window; None: as it comes.
        density: How many lines a headline takes.
        grouped: Whether headings stand between the rows.
        highlights: How some are marked.
        colours: How many the terminal has: 2**24, 256, or 0 for none.
    """
    width, height = size
    words = words or WidgetStrings()
    mirrored = words.language.rtl
    if width < 20 or height < HEAD_ROWS + FOOT_ROWS + 2:
        return b""
    theme = theme or looks()[DARK]
    look = theme.colours
    rows: list[list[Run]] = [
        [blank(width, CellStyle(look["bar-foreground"], look["bar-background"]))],
        _tabs(desk, width, theme, mirrored=mirrored, marks=marks),
    ]
    room = (width, height - HEAD_ROWS - FOOT_ROWS)
    plan_of = plan(sharing or PaneSettings(mirrored=mirrored), room, window=size)
    pane = plan_of.headlines or Box(0, 0, *room)
    body = pane.height
    list_cells = pane.width - RAIL_CELLS
    levels = levels_for(list_cells, density)
    headings = dict(desk.headings(desk.ids)) if grouped else {}
    places = RowGeometry(len(desk.ids), len(levels), tuple(headings))
    on_thumb = thumb(places.lines, body, 0)
    painter = _FirstFrameRows(
        list_cells, levels, theme, sources, now, words, marks=marks, highlights=highlights
    )
    sign = MIRRORED_THUMB if mirrored else THUMB
    painted: list[list[Run]] = []
    for place, headline in enumerate(desk.headlines(desk.ids[: body // len(levels) + 1])):
        if place in headings:
            painted.append(painter.heading(headings[place]))
        painted += painter.headline(headline, chosen=place == 0)
    empty = CellStyle(look["text"], look["background"])
    rule = CellStyle(look["rule"], look["background"])
    for y in range(body):
        runs = painted[y] if y < len(painted) else [blank(list_cells, empty)]
        rest = [
            Run(
                sign if y in on_thumb else " ",
                RAIL_CELLS,
                CellStyle(look["scrollbar-hover"], look["background"]),
            )
        ]
        if plan_of.way is PaneArrangement.SIDE:
            rest += [Run("│", 1, rule), blank(width - pane.width - 1, empty)]
        rows.append(placed([runs, *([each] for each in rest)], mirrored=mirrored))
    if plan_of.way is PaneArrangement.STACKED:
        rows.append([Run("─" * width, width, rule)])
    rows += [[blank(width, empty)] for _ in range(height - FOOT_ROWS - len(rows))]
    rows.append([blank(width, CellStyle(look["text"], look["panel"]))])
    return b"".join(
        f"\x1b[{y};1H".encode()
        + "".join(encoded(run, colours) for run in runs if run.width_cells > 0).encode()
        for y, runs in enumerate(rows, 1)
    )


class _FirstFrameRows:
    """Paints rows as `HeadlineList` does."""

    def __init__(  # noqa: PLR0917 - all of them are what a row is made of
        self,
        width: int,
        levels: tuple[Level, ...],
        theme: ThemeColours,
        sources: FeedColours,
        now: datetime,
        words: WidgetStrings,
        *,
        marks: bool,
        highlights: Highlights | None,
    ) -> None:
        self._highlights = highlights or Highlights()
        self._width = width
        self._levels = levels
        self._theme = theme
        self._look = theme.colours
        self._sources = sources
        self._now = now
        self._words = words
        self._marks = marks
        columns = columns_for(width, levels, sources.column_cells, words.clock_cells)
        self._clock_cells, self._source_cells, self._title_cells = (
            columns.clock,
            columns.source,
            columns.title,
        )

    def headline(self, headline: Headline, *, chosen: bool) -> list[list[Run]]:
        """The lines of a row."""
        look, mirrored = self._look, self._words.language.rtl
        ink = partial(CellStyle, ground=look["cursor-background"] if chosen else look["background"])
        ground = ink(look["text"])
        marked = self._highlights.of(headline)
        mark = (
            self._field("" if headline.read else UNREAD, 1, ink(look["accent"]))
            if marked is None
            else self._field(marked.sign, 1, self._highlight(marked.colour, ink))
        )
        star = self._field(STARRED if headline.starred else "", 1, ink(look["accent"]))
        title = self._title(headline, ink, marked)
        here = [blank(1, ground)]
        if chosen:
            here = [Run(MIRRORED_HERE if mirrored else HERE, 1, ink(look["headline-unread"], bold=True))]
        name_ink = ink(
            self._sources.colour(
                headline.feed_url, dark=self._theme.dark, on=ground.ground, least=self._theme.contrast
            )
        )
        time = self._words.time(headline.sort_at, now=self._now)
        time_ink = ink(look["text-muted"])
        side = base_direction(headline.source, lang=headline.lang)
        if "whole" in self._levels:
            changed = self._field(UPDATED if headline.changed_at else "", 1, time_ink)
            fields = [here, mark, star, changed]
            start, end = (Direction.RTL, Direction.LTR) if mirrored else (Direction.LTR, Direction.RTL)
            if self._clock_cells:
                fields += [self._field(time, self._clock_cells, time_ink, end), [blank(2, ground)]]
            if self._source_cells:
                fields.append(self._field(headline.source, self._source_cells, name_ink, start, side))
                fields.append([blank(2, ground)])
            lines = [placed([*fields, title, [blank(AIR_CELLS, ground)]], mirrored=mirrored)]
            return [*lines, *self._summary(headline, ink)]
        rtl = base_direction(headline.title, lang=headline.lang) is Direction.RTL
        align = Direction.RTL if rtl else Direction.LTR
        line = truncate(headline.source, self._title_cells, base=side, marks=self._marks)
        name_cells = min(line.width_cells, max(1, self._title_cells - self._words.clock_cells - 2))
        clock_cells = min(self._words.clock_cells, self._title_cells)
        facts = [
            self._field(headline.source, name_cells, name_ink, align, side),
            [blank(2, ground)],
            self._field(time, clock_cells, time_ink, align),
            self._changed(headline, self._title_cells - name_cells - 2 - clock_cells, time_ink, align),
        ]
        below = placed(facts, mirrored=rtl)
        air, gap = [blank(AIR_CELLS, ground)], [blank(1, ground)]
        lines = [
            placed([first, sign, gap, text, air], mirrored=mirrored)
            for first, sign, text in ((here, mark, title), (gap, star, below))
        ]
        return [*lines, *self._summary(headline, ink)]

    def _summary(self, headline: Headline, ink: partial[CellStyle]) -> list[list[Run]]:
        """How the article begins, where there is a line for it."""
        if "summary" not in self._levels:
            return []
        side = base_direction(headline.summary, lang=headline.lang)
        said = self._field(headline.summary, self._title_cells, ink(self._look["text-muted"]), side, side)
        ground = ink(self._look["text"])
        start = self._width - self._title_cells - AIR_CELLS
        fields = [[blank(start, ground)], said, [blank(AIR_CELLS, ground)]]
        return [placed(fields, mirrored=self._words.language.rtl)]

    def heading(self, heading: Heading) -> list[Run]:
        """The line above a group of rows."""
        ground = self._look["background"]
        text = self._words.heading(heading, today=self._now.astimezone().date())
        lead = lead_cells(self._levels)
        width = self._width - lead - 2
        line = truncate(text, max(1, width), base=base_direction(text), marks=self._marks, protect=True)
        ink = CellStyle(self._look["text-muted"], ground, bold=True)
        rule = max(0, width - line.width_cells)
        parts = [
            [blank(lead, ink)],
            [Run(line.visual_text, line.width_cells, ink)],
            [blank(1, ink)],
            [Run(RULE * rule, rule, CellStyle(self._look["rule"], ground))],
            [blank(self._width - lead - 1 - line.width_cells - rule, ink)],
        ]
        return placed(parts, mirrored=self._words.language.rtl)

    def _changed(self, headline: Headline, width: int, ink: CellStyle, align: Direction) -> list[Run]:
        """What is left of a row's second line: the word for what its publisher has changed, where there is room."""
        if headline.changed_at is None or width <= 2:
            return [blank(width, ink)]
        said = changed_sign(self._words.updated, width - 2)
        word, gap = self._field(said, width - 2, ink, align), [blank(2, ink)]
        return [*word, *gap] if align is Direction.RTL else [*gap, *word]

    def _title(self, headline: Headline, ink: partial[CellStyle], marked: Marked | None) -> list[Run]:
        look, width = self._look, self._title_cells
        direction = base_direction(headline.title, lang=headline.lang)
        style = ink(look["headline-read"]) if headline.read else ink(look["headline-unread"], bold=True)
        tag: list[Run] = []
        if headline.breaking:
            label = CellStyle(look["breaking-label-foreground"], look["breaking-label-background"], bold=True)
            word = truncate(breaking_word(headline.lang), max(1, width - 2))
            if word.width_cells + 14 <= width:
                style = ink(look["headline-unread"], bold=True)
                tag = [Run(f" {word.visual_text} ", word.width_cells + 2, label)]
            else:
                tag = [Run("!", 1, label)]
            tag.append(blank(1, ink(look["text"])))
        count: list[Run] = []
        if text := others(headline.story_size, width):
            ground = ink(look["text"])
            count = [blank(1, ground), *self._field(text, len(text), ink(look["headline-read"]))]
        room = width - sum(run.width_cells for run in (*tag, *count))
        line = self._field(
            headline.title,
            room,
            style,
            direction,
            direction,
            inked=lambda line: self._inked(line, style, ink, marked),
        )
        return [*count[::-1], *line, *tag[::-1]] if direction is Direction.RTL else [*tag, *line, *count]

    def _field(
        self,
        text: str,
        width_cells: int,
        ink: CellStyle,
        align: Direction | None = None,
        base: Direction = Direction.AUTO,
        *,
        inked: Callable[[Line], list[Run]] | None = None,
    ) -> list[Run]:
        """A text in a field of exactly so many cells; `inked` tells the inks of its letters where there are several."""
        if not text:
            return [blank(width_cells, ink)]
        line = truncate(text, width_cells, base=base, marks=self._marks, protect=True)
        shown = inked(line) if inked else [Run(line.visual_text, line.width_cells, ink)]
        padding = blank(width_cells - line.width_cells, ink)
        return [padding, *shown] if (align or line.direction) is Direction.RTL else [*shown, padding]

    def _highlight(self, colour: str, ink: partial[CellStyle]) -> CellStyle:
        """The ink of what a rule marks: in its own colour, as it can be read there, or in the theme's."""
        ground = ink.keywords["ground"]
        own = readable(colour, ground, self._theme.contrast) if colour else self._look["text-success"]
        return ink(own, bold=True)

    def _inked(
        self, line: Line, style: CellStyle, ink: partial[CellStyle], marked: Marked | None
    ) -> list[Run]:
        """A headline with the words that a rule has found in it."""
        if marked is None:
            return [Run(line.visual_text, line.width_cells, style)]
        if not marked.found:
            return [Run(line.visual_text, line.width_cells, self._highlight(marked.colour, ink))]
        inks: dict[int, CellStyle] = {}
        for colour, found in reversed(marked.found):
            words = self._highlight(colour, ink)._replace(underline=True)
            inks |= dict.fromkeys(clusters_in(line, found), words)
        pieces = groupby(line.glyphs, key=lambda glyph: inks.get(glyph.logical_index, style))
        return [
            Run("".join(glyph.text for glyph in piece), sum(glyph.width_cells for glyph in piece), each)
            for each, piece in ((each, list(glyphs)) for each, glyphs in pieces)
        ]


def _tabs(
    desk: HeadlineListModel, width: int, theme: ThemeColours, *, mirrored: bool, marks: bool
) -> list[Run]:
    """As many tabs as fit, the first one open."""
    look = theme.colours
    lines = [truncate(tab.title, MAX_TITLE_CELLS, marks=marks) for tab in desk.tabs]
    numbers = ["" if tab.number is None else f" {strings.number(tab.number)}" for tab in desk.tabs]
    widths = [line.width_cells + len(number) + 2 for line, number in zip(lines, numbers, strict=True)]
    shown, _, more = fitting(widths, width)
    chips: list[list[Run]] = []
    for index in shown:
        breaking = desk.tabs[index].view.shelf is TabKind.BREAKING and bool(numbers[index])
        fore = (
            look["headline-unread"]
            if index == 0
            else look["text-error"]
            if breaking
            else readable(
                as_hex(desk.tabs[index].colour) or look["text-muted"], look["panel"], theme.contrast
            )
        )
        ground = look["cursor-background"] if index == 0 else look["panel"]
        ink = CellStyle(fore, ground, bold=index == 0 or breaking)
        number_ink = CellStyle(fore, ground, bold=breaking)
        title = [blank(1, ink), Run(lines[index].visual_text, lines[index].width_cells, ink)]
        number = [Run(part, len(part), number_ink) for part in numbers[index].partition(" ")[1:] if part]
        chips += [[run] for run in (*title, *number, blank(1, number_ink))]
    if more:
        muted = CellStyle(look["text-muted"], look["panel"])
        chips.append([Run(MORE_BEFORE if mirrored else MORE_AFTER, 1, muted)])
    left = width - sum(run.width_cells for runs in chips for run in runs)
    return placed([*chips, [blank(left, CellStyle(look["text"], look["panel"]))]], mirrored=mirrored)
