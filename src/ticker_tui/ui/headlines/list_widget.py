"""The list of headlines: virtual, drawn line by line, still when news arrives.

The list holds a snapshot of ids and asks `source` for the rows around the visible ones. It never looks at the store. Reading order is from the start edge to the end edge; `mirrored` says which is which.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from ticker_tui.model import Direction
from ticker_tui.ui.headlines.column_widths import Density, levels_for
from ticker_tui.ui.headlines.empty_state_rows import EmptyStateStyles, empty_state_row
from ticker_tui.ui.headlines.empty_states import EmptyState
from ticker_tui.ui.headlines.geometry import HEADING
from ticker_tui.ui.headlines.row import RowPainter
from ticker_tui.ui.headlines.row_cache import RowCache
from ticker_tui.ui.headlines.row_list import RowList
from ticker_tui.ui.headlines.row_styles import COMPONENTS, palette_of
from ticker_tui.ui.render.highlights import Highlights
from ticker_tui.ui.render.strips import line_strip
from ticker_tui.ui.render.text_selection import Passage, PassageLine
from ticker_tui.ui.theme.feed_colours import FeedColours
from ticker_tui.ui.widget_strings import WidgetStrings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, tzinfo

    from textual import events

    from ticker_tui.model import Headline
    from ticker_tui.ui.headlines.column_widths import Level
    from ticker_tui.ui.headlines.headings import Heading
    from ticker_tui.ui.headlines.row_styles import ListStyles

KEPT_STRIPS: Final = 2048


class HeadlineList(RowList, can_focus=True, inherit_bindings=False):
    """Headlines, newest first. Keys come from outside, through `move`, `page`, `home`, `end`, `open`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*COMPONENTS}
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
        & > .headlines--key { color: $accent; text-style: bold; }
        & > .headlines--picked { background: $secondary 24%; }
        & > .headlines--summary { color: $text-muted; }
        & > .headlines--heading { color: $text-muted; text-style: bold; }
        & > .headlines--heading-rule { color: $foreground 22%; }
        & > .headlines--match { color: $accent; text-style: underline; }
        & > .headlines--highlight { color: $text-success; text-style: bold underline; }
    }
    """

    density: reactive[Density] = reactive("auto", init=False)
    waiting: reactive[int] = reactive(0, init=False)
    """How many new ones are not shown yet."""
    empty: reactive[EmptyState] = reactive(EmptyState(), init=False)
    """What stands in the middle of a list without rows."""
    marks: reactive[bool] = reactive(default=True, init=False)
    """Whether harakat and points are drawn."""

    def __init__(
        self,
        source: Callable[[Sequence[int]], list[Headline]] | None = None,
        *,
        headings: Callable[[Sequence[int]], Sequence[tuple[int, Heading]]] | None = None,
        sources: FeedColours | None = None,
        words: WidgetStrings | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tz: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            source: Gives the headlines of some ids, in any order; ids it does not know may be missing.
            headings: Which rows of a snapshot have a heading above them, and what it says.
            sources: Colours and the width of the column of names.
            words: In the language of the interface.
            now: The clock.
            tz: Whose days and hours are shown; None: the machine's zone.
            id: As in Textual.
            classes: As in Textual.
        """
        super().__init__(headings=headings, id=id, classes=classes)
        self.source: Callable[[Sequence[int]], list[Headline]] = source or (lambda _ids: [])
        self.words = words or WidgetStrings()
        self._sources = sources or FeedColours()
        self._now = now
        self._tz = tz
        self._rows = RowCache()
        self._strips: dict[tuple[int, bool, bool, int, int, int], Strip] = {}
        self._painter: RowPainter | None = None
        self._laid: tuple[Level, ...] = ()
        """What the lines of a row were when the places of the rows were last found."""
        self._members: frozenset[int] = frozenset()
        self._find: Callable[[str], Sequence[range]] | None = None
        self._highlights = Highlights()
        self._palette: ListStyles | None = None
        self._told_at: tuple[date, int] | None = None

    # What it is told

    @property
    def sources(self) -> FeedColours:
        """Colours and the width of the column of names."""
        return self._sources

    @sources.setter
    def sources(self, sources: FeedColours) -> None:
        self._sources = sources
        self._forget_strips()

    def say(self, words: WidgetStrings) -> None:
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

    def highlight(self, highlights: Highlights) -> None:
        """Mark headlines by other rules from now on."""
        if highlights.rules != self._highlights.rules:
            self._highlights = highlights
            self._forget_strips()

    def mark_members(self, ids: frozenset[int]) -> None:
        """Say which rows belong to the story of the row above them."""
        if ids != self._members:
            self._members = ids
            self._forget_strips()

    def refresh_rows(self, ids: Iterable[int]) -> None:
        """Fetch and paint some rows again: their state has changed."""
        stale = set(ids)
        self._rows.forget(stale)
        for key in [key for key in self._strips if key[0] in stale]:
            del self._strips[key]
        first, height = self._places.at(self.scroll_offset.y)[0], self.view_size.height
        for index in range(first, min(first + height, len(self._ids))):
            if self._ids[index] in stale:
                self._refresh_row(index)

    def forget_rows(self) -> None:
        """Fetch every row again when it is next painted."""
        self._rows.forget_all()
        self._forget_strips()

    # What changes the picture

    @property
    def selected(self) -> Headline | None:
        """The selected row."""
        return self._headline(self._cursor) if self.selected_id is not None else None

    @property
    def rows_each(self) -> int:
        """How many lines a headline takes."""
        return len(self._levels)

    @property
    def _levels(self) -> tuple[Level, ...]:
        return levels_for(self.view_size.width, self.density)

    def watch_density(self) -> None:
        """Keep the place while rows get another height. They may show more than was fetched."""
        self._rows.forget_all()
        self._relayout()

    def _arrange(self) -> None:
        self._laid = self._levels
        super()._arrange()

    def _relayout(self) -> None:
        super()._relayout()
        self._forget_strips()

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

    def _forget_strips(self) -> None:
        self._strips.clear()
        self._painter = None
        self.refresh()

    def keep_time(self) -> None:
        """Say anew what the hour and the day have changed; for whoever has a clock to call now and then."""
        if self._time_has_passed():
            self.refresh()

    def _time_has_passed(self) -> bool:
        """Whether rows say something else than when they were painted; what was painted is forgotten then."""
        now = self._now().astimezone(self._tz)
        said = (now.date(), now.hour * 60 + now.minute if self.words.relative else 0)
        passed = said != self._told_at
        if passed:
            self._told_at = said
            self._strips.clear()
        return passed

    # Rows

    def _headline(self, index: int) -> Headline | None:
        """A row, fetched with its neighbours; None if the store has lost it."""
        return self._rows.at(self._ids, index, self.source)

    def _styles(self) -> ListStyles:
        if self._palette is None:
            palette = palette_of(self)
            if palette != getattr(self, "_painted_palette", None):
                self._strips.clear()
                self._painter = None
                self._painted_palette = palette
            self._palette = palette
        return self._palette

    def _paint(self) -> RowPainter:
        """What paints the rows, as everything is now."""
        palette = self._styles()
        if self._laid != self._levels and not self.scroll_offset.y:
            # Seen at the first paint: the list has got its width, and will be told so only afterwards.
            self._arrange()
            self._painter = None
        if self._painter is None:
            self._painter = RowPainter(
                palette=palette,
                levels=self._laid,
                sources=self._sources,
                words=self.words,
                now=self._now,
                tz=self._tz,
                mirrored=self.mirrored,
                marks=self.marks,
                find=self._find,
                highlights=self._highlights,
                members=self._members,
            )
        return self._painter

    def paint_line(self, y: int) -> Strip:
        """One line of the visible part."""
        width = self.view_size.width
        if width <= 0:
            return Strip([], 0)
        painter = self._paint()
        ground = painter.palette.rest.ground
        pill = painter.pill(self.waiting, width) if y == 0 and self.waiting else []
        pill_cells = sum(segment.cell_length for segment in pill)
        room = width - pill_cells
        pill_left = 0 if self.mirrored else room
        if not self._ids:
            inks = painter.palette
            strip = empty_state_row(
                self.empty,
                y,
                room,
                self.view_size.height,
                EmptyStateStyles(ground, inks.rest.unread, inks.empty, inks.key),
                base=Direction.RTL if self.words.language.rtl else Direction.AUTO,
            )
        else:
            index, level = self._on_line(y)
            if level == HEADING:
                today = self._now().astimezone(self._tz).date()
                strip = Strip(painter.heading(self._said[index], room, today=today), room)
            elif index < len(self._ids):
                strip = self._row_strip(painter, index, level, room, pill_cells)
                if pill:
                    headline = self._headline(index)
                    pill_left = painter.pill_left(headline, level, width, pill_cells)
            else:
                strip = line_strip(None, room, ground, base_style=ground)
        if not pill:
            return strip
        return Strip.join([strip.crop(0, pill_left), Strip(pill, pill_cells), strip.crop(pill_left)])

    def _on_line(self, y: int) -> tuple[int, int]:
        """The row of a line of the screen and which of its lines it is, as `Places.at`; the top line may be covered."""
        index, level = self._places.at(y + self.scroll_offset.y)
        if y == 0 and self._covered and (group := self._places.group_of(index)) >= 0:
            return self._places.starts[group], HEADING
        return index, level

    def _row_strip(self, painter: RowPainter, index: int, level: int, width: int, spare: int) -> Strip:
        self._time_has_passed()
        entry_id, cursor = self._ids[index], index == self._cursor
        picked = entry_id in self._picks.ids
        key = (entry_id, cursor, picked, level, width, spare)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= KEPT_STRIPS:
                self._strips.clear()
            headline = self._headline(index)
            strip = painter.line(headline, level, width, cursor=cursor, picked=picked, spare=spare)
            self._strips[key] = strip
        return strip

    # The mouse

    def stretches_at(self, line: int) -> Sequence[PassageLine]:
        """The headline in a line of the list."""
        index, level = self._on_line(line - self.scroll_offset.y)
        if not 0 <= index < len(self._ids) or level or (headline := self._headline(index)) is None:
            return ()
        painter, width = self._paint(), self.view_size.width
        pill = painter.pill(self.waiting, width) if line == self.scroll_offset.y else []
        pill_cells = sum(segment.cell_length for segment in pill)
        title = painter.title_at(headline, width - pill_cells, pill_cells)
        if title is None:
            return ()
        left = title[1]
        if pill and left >= painter.pill_left(headline, level, width, pill_cells):
            left += pill_cells
        return [PassageLine(Passage((index, 0, 0), headline.title), title[0], left)]

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
        index, level = self._on_line(offset.y)
        if not 0 <= index < len(self._ids) or level == HEADING:
            return
        if event.ctrl or event.meta:
            self._go(index)
            self._pick(self._picks.toggle(self._ids[index]))
        elif event.shift:
            self._extend_to(index)
        elif index == self._cursor:
            self.open()
        else:
            self._go(index)

    def _on_pill(self, x: int) -> bool:
        painter, width = self._paint(), self.view_size.width
        cells = sum(segment.cell_length for segment in painter.pill(self.waiting, width))
        index, level = self._on_line(0)
        headline = self._headline(index) if 0 <= index < len(self._ids) and level != HEADING else None
        left = painter.pill_left(headline, max(level, 0), width, cells)
        return left <= x < left + cells
