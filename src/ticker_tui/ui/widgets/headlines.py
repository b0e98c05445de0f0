"""The list of headlines: virtual, drawn line by line, still when news arrives.

The list holds a snapshot of ids (8 bytes each) and asks `source` for the rows around the visible ones. It
never looks at the store. Reading order is from the start edge to the end edge; `mirrored` says which is which.
"""

from __future__ import annotations

from array import array
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ticker_tui.model import Direction
from ticker_tui.text import base_direction
from ticker_tui.ui.inks import ground_of, ink
from ticker_tui.ui.marking import marking
from ticker_tui.ui.paint import blank, centred, field, line_strip, row, sign, text_field, truncated
from ticker_tui.ui.selection import Passage, Stretch
from ticker_tui.ui.sources import Sources
from ticker_tui.ui.widgets.columns import (
    LEAD_CELLS,
    STARRED,
    UNREAD,
    UPDATED,
    Columns,
    Density,
    changed_sign,
    columns_for,
    others,
)
from ticker_tui.ui.widgets.linepane import LinePane
from ticker_tui.ui.widgets.words import Words, breaking_word

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from datetime import date, tzinfo

    from textual import events

    from ticker_tui.model import Headline
    from ticker_tui.text import Line
    from ticker_tui.ui.paint import Field, StyleAt

PAGE: Final = 64
"""Rows fetched at once."""
KEPT_ROWS: Final = 1024
KEPT_STRIPS: Final = 2048
BRANCH, MIRRORED_BRANCH = "└", "┘"


def _cells_of(count: str) -> int:
    """Of the number of others and the air before it."""
    return len(count) + 1 if count else 0


class _Inks(NamedTuple):
    """The styles of a row on one ground."""

    ground: Style
    time: Style
    source: Style
    unread: Style
    read: Style
    mark: Style
    star: Style
    match: Style
    """Laid over the letters that a search has found."""


class _Palette(NamedTuple):
    """The styles of the list."""

    rest: _Inks
    chosen: _Inks
    """Of the selected row."""
    breaking: Style
    waiting: Style
    empty: Style
    dark: bool


class HeadlineList(LinePane, can_focus=True, inherit_bindings=False):
    """Headlines, newest first. Keys come from outside, through `move`, `page`, `home`, `end`, `open`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "headlines--cursor",
        "headlines--time",
        "headlines--source",
        "headlines--unread",
        "headlines--read",
        "headlines--mark",
        "headlines--star",
        "headlines--breaking",
        "headlines--waiting",
        "headlines--empty",
        "headlines--match",
    }
    DEFAULT_CSS = """
    HeadlineList {
        & > .headlines--cursor { background: $primary 18%; }
        &:focus > .headlines--cursor { background: $primary 38%; }
        & > .headlines--time { color: $text-muted; }
        & > .headlines--source { color: $text-muted; }
        & > .headlines--unread { color: $foreground; text-style: bold; }
        & > .headlines--read { color: $foreground 65%; }
        & > .headlines--mark { color: $warning; }
        & > .headlines--star { color: $accent; }
        & > .headlines--breaking { background: $error; color: auto 90%; text-style: bold; }
        & > .headlines--waiting { background: $accent; color: auto 90%; text-style: bold; }
        & > .headlines--empty { color: $text-muted; }
        & > .headlines--match { color: $accent; text-style: underline; }
    }
    """

    density: reactive[Density] = reactive("auto", init=False)
    waiting: reactive[int] = reactive(0, init=False)
    """How many new ones are not shown yet."""
    empty: reactive[str] = reactive("", init=False)
    """What stands in the middle of a list without rows; may have several lines."""
    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn."""

    class Highlighted(Message):
        """The selection is on another entry, or on none."""

        def __init__(self, headlines: HeadlineList, entry_id: int | None) -> None:
            super().__init__()
            self.headlines = headlines
            self.entry_id = entry_id

        @property
        def control(self) -> HeadlineList:
            """The list it came from."""
            return self.headlines

        def can_replace(self, message: Message) -> bool:
            """Only the last of a burst of moves matters."""
            return isinstance(message, HeadlineList.Highlighted)

    class Opened(Message):
        """Someone wants to read an entry."""

        def __init__(self, headlines: HeadlineList, entry_id: int) -> None:
            super().__init__()
            self.headlines = headlines
            self.entry_id = entry_id

        @property
        def control(self) -> HeadlineList:
            """The list it came from."""
            return self.headlines

    class NewRequested(Message):
        """Someone wants to see the new ones that wait."""

    def __init__(
        self,
        source: Callable[[Sequence[int]], list[Headline]] | None = None,
        *,
        sources: Sources | None = None,
        words: Words | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tz: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            source: Gives the headlines of some ids, in any order; ids it does not know may be missing.
            sources: Colours and the width of the column of names.
            words: In the language of the interface.
            now: The clock.
            tz: Whose days and hours are shown; None: the machine's zone.
            id: As in Textual.
            classes: As in Textual.
        """
        super().__init__(id=id, classes=classes)
        self.source: Callable[[Sequence[int]], list[Headline]] = source or (lambda _ids: [])
        self.words = words or Words()
        self._sources = sources or Sources()
        self._now = now
        self._tz = tz
        self._ids: array[int] = array("q")
        self._cursor = -1
        self._rows: dict[int, Headline] = {}
        self._strips: dict[tuple[int, bool, int, int], Strip] = {}
        self._members: frozenset[int] = frozenset()
        self._find: Callable[[str], Sequence[range]] | None = None
        self._palette: _Palette | None = None
        self._today: date | None = None

    # What it is told

    @property
    def ids(self) -> array[int]:
        """The snapshot that is shown, in its order."""
        return self._ids

    @property
    def sources(self) -> Sources:
        """Colours and the width of the column of names."""
        return self._sources

    @sources.setter
    def sources(self, sources: Sources) -> None:
        self._sources = sources
        self._forget_strips()

    def say(self, words: Words) -> None:
        """Go over to another language."""
        self.words = words
        self._forget_strips()

    def mark_found(self, find: Callable[[str], Sequence[range]] | None) -> None:
        """Mark letters of the headlines from now on.

        Args:
            find: Gives the stretches of a headline (code points) that are marked; None: nothing is.
        """
        if find is not self._find:
            self._find = find
            self._forget_strips()

    def mark_members(self, ids: frozenset[int]) -> None:
        """Say which rows belong to the story of the row above them."""
        if ids != self._members:
            self._members = ids
            self._forget_strips()

    def show(self, ids: array[int], *, keep: bool = True) -> None:
        """Show another snapshot.

        Args:
            ids: In the order of the list; not changed by the caller afterwards.
            keep: The selection stays on its entry, and that entry (or, when it is out of sight, the topmost
                row) stays on its line of the screen. Otherwise the list starts again at the top.
        """
        if ids != self._ids:
            self.clear_selection()
        old_ids, old_cursor, selected = self._ids, self._cursor, self.selected_id
        height = self._columns.rows
        top = self.scroll_offset.y
        self._ids = ids
        if not keep or not old_ids:
            self._cursor = 0 if ids else -1
            new_top = 0
        else:
            self._cursor = self._survivor(old_ids, old_cursor)
            cursor_visible = 0 <= old_cursor * height - top < max(1, self.view_size.height)
            anchor = old_cursor if cursor_visible else top // height
            new_top = self._survivor(old_ids, anchor) * height + top - anchor * height
        self._resize_virtual()
        self.scroll_to_line(new_top)
        self.refresh()
        if selected != self.selected_id or (selected is None and not ids):
            self._tell_highlighted()

    def _survivor(self, old_ids: array[int], index: int) -> int:
        """Where the entry at an old index is now; if it is gone, the next one that is still there, else the last."""
        if not self._ids:
            return -1
        index = max(0, index)
        with suppress(ValueError):  # nearly always it is still there, and the array finds it fast
            return self._ids.index(old_ids[index])
        there = {entry_id: place for place, entry_id in enumerate(self._ids)}
        places = (there.get(entry_id) for entry_id in old_ids[index:])
        return next((place for place in places if place is not None), len(self._ids) - 1)

    def refresh_rows(self, ids: Iterable[int]) -> None:
        """Fetch and paint some rows again: their state has changed."""
        stale = set(ids)
        for entry_id in stale:
            self._rows.pop(entry_id, None)
        for key in [key for key in self._strips if key[0] in stale]:
            del self._strips[key]
        first, last = self._visible_range()
        for index in range(first, last):
            if self._ids[index] in stale:
                self._refresh_row(index)

    def forget_rows(self) -> None:
        """Fetch every row again when it is next painted."""
        self._rows.clear()
        self._forget_strips()

    # Where it stands

    @property
    def cursor(self) -> int:
        """The index of the selected row; -1 in an empty list."""
        return self._cursor

    @property
    def rows_each(self) -> int:
        """How many lines a headline takes."""
        return self._columns.rows

    @property
    def selected_id(self) -> int | None:
        """The selected entry."""
        return self._ids[self._cursor] if 0 <= self._cursor < len(self._ids) else None

    @property
    def selected(self) -> Headline | None:
        """The selected row."""
        return self._headline(self._cursor) if self.selected_id is not None else None

    def select(self, entry_id: int) -> bool:
        """Select an entry and bring it into view; False if it is not in the list."""
        try:
            index = self._ids.index(entry_id)
        except ValueError:
            return False
        self._go(index)
        return True

    def move(self, rows: int) -> None:
        """Move the selection by so many rows; it stops at both ends."""
        self._go(self._cursor + rows)

    def page(self, pages: int) -> None:
        """Move the selection by pages, one row less than fits each."""
        self._go(self._cursor + pages * max(1, self.view_size.height // self._columns.rows - 1))

    def home(self) -> None:
        """Select the first row."""
        self._go(0)

    def end(self) -> None:
        """Select the last row."""
        self._go(len(self._ids) - 1)

    def move_within(self, wanted: Container[int], step: int) -> bool:
        """Select the next entry that is among the wanted ones; False if there is none that way.

        Args:
            wanted: Ids, for example the unread ones; a set, for the sake of long lists.
            step: 1: downwards, -1: upwards.
        """
        stop = len(self._ids) if step > 0 else -1
        for index in range(self._cursor + step, stop, step):
            if self._ids[index] in wanted:
                self._go(index)
                return True
        return False

    def open(self) -> None:
        """Say that the selected entry is to be opened."""
        if (entry_id := self.selected_id) is not None:
            self.post_message(self.Opened(self, entry_id))

    def _go(self, index: int) -> None:
        if not self._ids:
            return
        index = max(0, min(len(self._ids) - 1, index))
        old = self._cursor
        if index != old:
            self._cursor = index
            self._refresh_row(old)
            self._refresh_row(index)
            self._tell_highlighted()
        self._bring_into_view(index)

    def _tell_highlighted(self) -> None:
        self.post_message(self.Highlighted(self, self.selected_id))

    def _bring_into_view(self, index: int) -> None:
        rows, height = self._columns.rows, max(1, self.view_size.height)
        top = self.scroll_offset.y
        first = index * rows
        if first < top:
            self.scroll_to_line(first)
        elif first + rows > top + height:
            self.scroll_to_line(first + min(rows, height) - height)

    # What changes the picture

    @property
    def _columns(self) -> Columns:
        return self._columns_for(self.view_size.width, self.density)

    def _columns_for(self, width: int, density: Density) -> Columns:
        return columns_for(width, density, self._sources.column_cells, self.words.clock_cells)

    def watch_density(self) -> None:
        """Keep the place while rows get another height."""
        self._relayout()

    def watch_mirrored(self) -> None:
        """Paint everything again."""
        self._forget_strips()

    def watch_marks(self) -> None:
        """Paint everything again."""
        self._forget_strips()

    def watch_waiting(self) -> None:
        """The pill stands on the top line only."""
        self.refresh(Region(0, 0, max(1, self.size.width), 1))

    def watch_empty(self) -> None:
        """Shown only by an empty list."""
        if not self._ids:
            self.refresh()

    def resized(self) -> None:
        """Columns, and perhaps the height of the rows, depend on the width."""
        self._relayout()

    def on_mount(self) -> None:
        """Take the size there is."""
        self._relayout()

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went."""
        super().notify_style_update()
        self._palette = None

    def _relayout(self) -> None:
        """Rows may have another height now: put the selected one, if it was in sight, on the screen again."""
        if not self.is_attached:
            return
        old_rows = getattr(self, "_laid_out_rows", 1)
        top_index = self.scroll_offset.y // old_rows
        height = self.view_size.height
        old_height = getattr(self, "_laid_out_height", height)
        was_visible = 0 <= self._cursor - top_index <= max(1, old_height) // old_rows
        self._laid_out_height = height
        self._laid_out_rows = self._columns.rows
        self._resize_virtual()
        if self._laid_out_rows != old_rows:
            self.scroll_to_line(top_index * self._laid_out_rows)
        self._forget_strips()
        if was_visible and self._cursor >= 0:
            self._bring_into_view(self._cursor)

    def _resize_virtual(self) -> None:
        self.set_line_count(len(self._ids) * self._columns.rows)

    def _forget_strips(self) -> None:
        self._strips.clear()
        self.refresh()

    def _visible_range(self) -> tuple[int, int]:
        """The indices of the rows on the screen, [first, last)."""
        rows, top = self._columns.rows, self.scroll_offset.y
        first = top // rows
        return min(first, len(self._ids)), min(len(self._ids), -(-(top + self.view_size.height) // rows))

    def _refresh_row(self, index: int) -> None:
        rows = self._columns.rows
        self.refresh(Region(0, index * rows - self.scroll_offset.y, max(1, self.size.width), rows))

    # Rows

    def _headline(self, index: int) -> Headline | None:
        """A row, fetched with its neighbours; None if the store has lost it."""
        entry_id = self._ids[index]
        headline = self._rows.get(entry_id)
        if headline is None:
            first = max(0, index - PAGE // 4)
            missing = [one for one in self._ids[first : first + PAGE] if one not in self._rows]
            fetched = {headline.id: headline for headline in self.source(missing)}
            if len(self._rows) + len(fetched) > KEPT_ROWS:
                for old in list(self._rows)[: len(self._rows) // 2]:
                    del self._rows[old]
            self._rows.update(fetched)
            headline = fetched.get(entry_id)
        return headline

    def _styles(self) -> _Palette:
        if self._palette is None:
            palette = _Palette(
                rest=self._inks(""),
                chosen=self._inks("headlines--cursor"),
                breaking=ink(self, "headlines--breaking", ground_of(self, "headlines--breaking")),
                waiting=ink(self, "headlines--waiting", ground_of(self, "headlines--waiting")),
                empty=ink(self, "headlines--empty", ground_of(self)),
                dark=self.app.current_theme.dark,  # pyright: ignore[reportUnknownMemberType] - Textual says bare App
            )
            if palette != getattr(self, "_painted_palette", None):
                self._strips.clear()
                self._painted_palette = palette
            self._palette = palette
        return self._palette

    def _inks(self, component: str) -> _Inks:
        """The styles of a row on the list's ground or on that of a component."""
        ground = ground_of(self, component)
        # Without colours the cursor is told by a text style, which then belongs to all of its cells.
        own = self.get_component_styles(component).text_style if component else Style.null()
        names = ("time", "source", "unread", "read", "mark", "star", "match")
        inks = [ink(self, f"headlines--{name}", ground) + own for name in names]
        return _Inks(Style(bgcolor=ground.rich_color) + own, *inks)

    def paint_line(self, y: int) -> Strip:
        """One line of the visible part."""
        width = self.view_size.width
        if width <= 0:
            return Strip([], 0)
        palette = self._styles()
        pill = self._pill(width) if y == 0 and self.waiting else []
        pill_cells = sum(segment.cell_length for segment in pill)
        if not self._ids:
            strip = centred(
                self.empty,
                y,
                width - pill_cells,
                self.view_size.height,
                palette.empty,
                base_style=palette.rest.ground,
                base=Direction.RTL if self.words.language.rtl else Direction.AUTO,
            )
        else:
            rows = self._columns.rows
            index, level = divmod(y + self.scroll_offset.y, rows)
            if index < len(self._ids):
                strip = self._row_strip(index, level, width - pill_cells)
            else:
                strip = line_strip(
                    None, width - pill_cells, palette.rest.ground, base_style=palette.rest.ground
                )
        if not pill:
            return strip
        return row([list(strip), pill], width, base_style=palette.rest.ground, mirrored=self.mirrored)

    def _row_strip(self, index: int, level: int, width: int) -> Strip:
        today = self._now().astimezone(self._tz).date()
        if today != self._today:
            self._today = today
            self._strips.clear()
        key = (self._ids[index], index == self._cursor, level, width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= KEPT_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._paint_row(index, level, width)
        return strip

    def _paint_row(self, index: int, level: int, width: int) -> Strip:
        palette = self._styles()
        inks = palette.chosen if index == self._cursor else palette.rest
        ground = inks.ground
        headline = self._headline(index)
        if headline is None or width < 1:
            return line_strip(None, width, ground, base_style=ground)
        columns = self._columns_for(width, "one" if self._columns.rows == 1 else "two")
        if columns.rows == 2 and level == 1:
            return self._paint_facts(headline, columns, width, inks)
        mark = text_field("" if headline.read else UNREAD, 1, inks.mark)
        # With two lines there is room for the star below the mark, and for a cell of air at the edge.
        lead = [blank(1, ground), mark] if columns.rows == 2 else [mark, self._star(headline, inks)]
        fields = [*lead, self._branch(headline, inks)]
        toward_end = Direction.LTR if self.mirrored else Direction.RTL
        toward_start = Direction.RTL if self.mirrored else Direction.LTR
        if columns.rows == 1 and columns.clock:
            fields += [self._clock(headline, columns.clock, inks, toward_end), blank(2, ground)]
        if columns.rows == 1 and columns.source:
            fields += [self._source_name(headline, columns.source, inks, toward_start), blank(2, ground)]
        fields.append(self._title(headline, columns.title, inks))
        return row(fields, width, base_style=ground, mirrored=self.mirrored)

    def _title(self, headline: Headline, width: int, inks: _Inks) -> Field:
        """The headline in its own direction, behind the word that marks it as breaking."""
        ground = inks.ground
        tag = self._tag(headline, width)
        tag_cells = sum(segment.cell_length for segment in tag)
        gap = 1 if tag else 0
        count = others(headline.story_size, width)
        room = width - tag_cells - gap - _cells_of(count)
        style = inks.read if headline.read and tag_cells <= 1 else inks.unread
        line = self._title_line(headline, room)
        style_at: StyleAt = style
        if self._find is not None and line is not None and (found := self._find(headline.title)):
            style_at = marking(line, found, style, style + inks.match)
        title = field(line, room, style_at, base_style=ground)
        parts = [tag, blank(gap, ground), title]
        if count:
            parts += [blank(1, ground), text_field(count, len(count), inks.read, base_style=ground)]
        rtl = base_direction(headline.title, lang=headline.lang) is Direction.RTL
        return list(row(parts, width, base_style=ground, mirrored=rtl))

    def _tag(self, headline: Headline, width: int) -> Field:
        """The word for breaking news, or a sign where there is no room for it; nothing for other headlines."""
        breaking = self._styles().breaking
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

    def _paint_facts(self, headline: Headline, columns: Columns, width: int, inks: _Inks) -> Strip:
        """The second line of a row: who and when, on the side where the headline begins."""
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
        fields = [blank(1, ground), self._star(headline, inks), blank(1, ground), inner]
        return row(fields, width, base_style=ground, mirrored=self.mirrored)

    def _branch(self, headline: Headline, inks: _Inks) -> Field:
        """The cell before the headline: what tells that it belongs to the one above it, or was changed."""
        if headline.id not in self._members:
            changed = headline.changed_at is not None and self._columns.rows == 1
            return sign(UPDATED, inks.time) if changed else blank(1, inks.ground)
        return sign(MIRRORED_BRANCH if self.mirrored else BRANCH, inks.time)

    def _star(self, headline: Headline, inks: _Inks) -> Field:
        return text_field(STARRED if headline.starred else "", 1, inks.star)

    def _source_name(self, headline: Headline, width: int, inks: _Inks, align: Direction) -> Field:
        colour = Style(color=self._sources.colour(headline.feed_url, dark=self._styles().dark))
        style = inks.source + colour
        return text_field(
            headline.source,
            width,
            style,
            base=base_direction(headline.source, lang=headline.lang),
            align=align,
            base_style=inks.ground,
            marks=self.marks,
        )

    def _clock(self, headline: Headline, width: int, inks: _Inks, align: Direction) -> Field:
        text = self.words.time(headline.sort_at, now=self._now(), tz=self._tz)
        return text_field(text, width, inks.time, align=align, base_style=inks.ground)

    def _pill(self, width: int) -> Field:
        """The sign at the end edge of the top line that new ones wait; the row below it gets that much narrower."""
        style = self._styles().waiting
        text = self.words.new(self.waiting)
        base = base_direction(text)
        line = truncated(text, max(1, min(width, 24) - 2), base, marks=True)
        if line.width_cells + 2 > width:
            return []
        return [*blank(1, style), *field(line, line.width_cells, style, base_style=style), *blank(1, style)]

    # The mouse

    def stretches_at(self, line: int) -> Sequence[Stretch]:
        """The headline in a line of the list."""
        index, level = divmod(line, self._columns.rows)
        if not 0 <= index < len(self._ids) or level or (headline := self._headline(index)) is None:
            return ()
        pill = self._pill(self.view_size.width) if line == self.scroll_offset.y and self.waiting else []
        pill_cells = sum(segment.cell_length for segment in pill)
        width = self.view_size.width - pill_cells
        columns = self._columns_for(width, "one" if self._columns.rows == 1 else "two")
        start = LEAD_CELLS
        if columns.rows == 1:
            start += sum(cells + 2 for cells in (columns.clock, columns.source) if cells)
        tag_cells = sum(segment.cell_length for segment in self._tag(headline, columns.title))
        count_cells = _cells_of(others(headline.story_size, columns.title))
        room = columns.title - tag_cells - (1 if tag_cells else 0) - count_cells
        title = self._title_line(headline, room)
        if title is None:
            return ()
        left = pill_cells + width - start - columns.title if self.mirrored else start
        # The headline's own start edge is the right one or the left one, whatever that of the pane is.
        if title.direction is Direction.RTL:
            left += count_cells + room - title.width_cells
        else:
            left += columns.title - room - count_cells
        return [Stretch(Passage((index, 0, 0), headline.title), title, left)]

    def passages(self) -> Iterable[Passage]:
        """The headlines of the rows that are selected in."""
        if self._selection is None:
            return
        for index in range(self._selection.first[0][0], self._selection.last[0][0] + 1):
            if index < len(self._ids) and (headline := self._headline(index)) is not None:
                yield Passage((index, 0, 0), headline.title)

    def on_click(self, event: events.Click) -> None:
        """Select; a click on what is selected opens it."""
        offset = self.cell_of(event)
        if offset is None or self.click_is_spent(event):
            return
        event.stop()
        if offset.y == 0 and self.waiting and self._on_pill(offset.x):
            self.post_message(self.NewRequested())
            return
        index = (offset.y + self.scroll_offset.y) // self._columns.rows
        if not 0 <= index < len(self._ids):
            return
        if index == self._cursor:
            self.open()
        else:
            self._go(index)

    def _on_pill(self, x: int) -> bool:
        cells = sum(segment.cell_length for segment in self._pill(self.view_size.width))
        return x < cells if self.mirrored else x >= self.view_size.width - cells
