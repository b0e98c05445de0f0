"""What everything on the screen stands on: its widgets, what is shown of the archive, and how to show it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import getters
from textual.containers import Horizontal
from textual.geometry import Size

from ticker_tui.config.load import shown_path
from ticker_tui.i18n import current
from ticker_tui.ui import strings
from ticker_tui.ui.article import strings as article_strings
from ticker_tui.ui.base_app import BaseApp
from ticker_tui.ui.feeds.health import FeedHealthTable
from ticker_tui.ui.headlines import strings as headlines_strings
from ticker_tui.ui.headlines.empty_states import EmptyStateContext, card
from ticker_tui.ui.headlines.filter_field import FilterPane
from ticker_tui.ui.headlines.list_pane import BarPane, ListPane
from ticker_tui.ui.headlines.search_field import FieldPane
from ticker_tui.ui.keys.footer import KeyFooter
from ticker_tui.ui.keys.key_table import Scope
from ticker_tui.ui.keys.user_keymap import Keymap
from ticker_tui.ui.main_screen import MainScreen
from ticker_tui.ui.notices import Notices
from ticker_tui.ui.panes.pane_layout import PaneArrangement, PaneSettings
from ticker_tui.ui.panes.split import Divider, Panes
from ticker_tui.ui.rtl.visual_order import VisualOrder
from ticker_tui.ui.status import NoticeLine, StatusLine
from ticker_tui.ui.tabs.tab_strip import TabStrip
from ticker_tui.ui.theme import textual_themes
from ticker_tui.ui.theme.feed_colours import FeedColours
from ticker_tui.ui.worker.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.filter import LineFilter
    from textual.screen import Screen
    from textual.widget import Widget

    from ticker_tui.config import Config
    from ticker_tui.store.store import Store
    from ticker_tui.ui.article.pane import ReadPane
    from ticker_tui.ui.headlines.model import HeadlineListModel


class AppDependencies(NamedTuple):
    """What an app is made with."""

    config: Config
    """In force; its file is watched."""
    desk: HeadlineListModel
    """What is shown of it."""
    store: Store
    """The archive; closed by whoever opened it."""
    clock: Callable[[], datetime]
    """Tells the time, aware."""
    marks: bool
    """Whether this terminal draws harakat well, for ``display.marks = "auto"``."""
    log_name: str
    """The log file as named to the user."""
    dark: bool
    """Whether the terminal's ground is dark, for ``display.theme = "auto"``."""


class ScreenApp(BaseApp):
    """The widgets of one `ticker` and the data they are given; the parts that build on it say what keys and news do."""

    bar = getters.query_one("#bar", BarPane)
    tabs = getters.query_one("#tabs", TabStrip)
    notice = getters.query_one("#notice", NoticeLine)
    panes = getters.query_one("#panes", Panes)
    headlines = getters.query_one("#headlines", ListPane)
    footer = getters.query_one("#keys", KeyFooter)
    status = getters.query_one("#status", StatusLine)

    def __init__(self, given: AppDependencies) -> None:
        super().__init__()
        self.config = config = given.config
        self.clock = given.clock
        self.desk = given.desk
        self.keymap = Keymap()
        self.board = FeedHealthTable(config.feeds)
        self.notices = Notices()
        self.session = Worker(
            given.store, config, post=self.post_message, clock=given.clock, log_name=given.log_name
        )
        self._store = given.store
        self._visual_order = VisualOrder(marks=given.marks)
        self._welcoming = False
        """The first run: the news is there when it is asked for."""
        self._painted = False
        """Whether the first headlines are on the screen."""
        self._reader: ReadPane | None = None
        self._sources = FeedColours(config.feeds)
        self._picked_count = 0
        """How many headlines keys act on together."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our stylesheet needs and another theme does not say."""
        return textual_themes.defaults(dark=self.current_theme.dark)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own widgets draw logical text: before all else it is put into visual order."""
        return [self._visual_order, *super().get_line_filters()]

    def get_default_screen(self) -> Screen[None]:
        """The screen that `compose` fills."""
        return MainScreen(Size(*self.console.size))

    def compose(self) -> ComposeResult:
        """Bar, tabs, notices, the list, keys and status. The reader comes after the first paint."""
        yield BarPane(id="bar")
        yield TabStrip(id="tabs")
        yield NoticeLine(id="notice")
        headlines = ListPane(
            self.desk.headlines,
            headings=self.desk.headings,
            sources=self._sources,
            now=self.clock,
            id="headlines",
        )
        display = self.config.settings.display
        sharing = PaneSettings(display.layout, display.split, mirrored=current().rtl)
        yield Panes(headlines, Divider(id="divider"), sharing=sharing, id="panes")
        yield Horizontal(*self._sides(KeyFooter(id="keys"), StatusLine(id="status")), id="foot")

    @staticmethod
    def _sides(*widgets: Widget) -> tuple[Widget, ...]:
        """Widgets of a row, from the start edge to the end edge, as they stand from left to right."""
        return widgets[::-1] if current().rtl else widgets

    @property
    def reader(self) -> ReadPane:
        """The article's pane. Made when it is first wanted: it is not needed to show headlines."""
        if self._reader is None:
            from ticker_tui.ui.article.pane import ReadPane

            self._reader = reader = ReadPane(sources=self._sources, id="reader")
            reader.marks = self.headlines.marks
            reader.mirrored = self.headlines.mirrored
            reader.say(self.headlines.words, strings.nothing_open())
            self.panes.mount(reader)
        return self._reader

    @property
    def both(self) -> bool:
        """Whether list and reader are on the screen together."""
        return self.panes.way is not PaneArrangement.ALONE

    @property
    def _desk_screen(self) -> Screen[object]:
        return self.screen_stack[0]

    @property
    def takes_input(self) -> bool:
        """Also the fields are there, which are mounted after the first paint."""
        fields = self._desk_screen.query(FieldPane)
        return super().takes_input and bool(fields) and all(field.is_mounted for field in fields)

    @property
    def reading(self) -> bool:
        """Whether the reader is in use rather than the list."""
        return self.panes.reading

    def _focus_pane(self) -> None:
        """Make the pane in use the focus, before the next key is handled; `Widget.focus` does it after."""
        self._desk_screen.set_focus(self.reader if self.reading else self.headlines)

    def _restore_focus(self) -> None:
        if self.screen is self._desk_screen:
            self._focus_pane()
        else:
            super()._restore_focus()

    @property
    def current_id(self) -> int | None:
        """The entry that keys act on: that of the bar while it has the focus, the one being read, else the selected one."""
        if self.bar.has_focus:
            return self.bar.current_id
        if self.reading and (article := self.reader.article) is not None:
            return article.headline.id
        return self.headlines.selected_id

    @property
    def current_ids(self) -> tuple[int, ...]:
        """The entries that keys act on: the one being read, else those that are picked, else the selected one."""
        if not self.reading and (picked := self.headlines.picked):
            return picked
        return () if self.current_id is None else (self.current_id,)

    @property
    def _filter(self) -> FilterPane:
        """The filter's field and what is said of it; there since the first paint."""
        return self._desk_screen.query_one("#filter", FilterPane)

    def _show_keys(self) -> None:
        scope = Scope.BAR if self.bar.has_focus else Scope.READER if self.reading else Scope.LIST
        self.footer.show(self.keymap, scope)

    def _show_tabs(self) -> None:
        self.tabs.show(self.desk.tabs, self.desk.tab_index)

    def _show_bar(self) -> None:
        items, breaking = self.desk.bar()
        self.bar.label = strings.bar_label(breaking=breaking)
        now = self.clock()
        details = [strings.bar_detail(item, now=now) for item in items]
        self.bar.show(items, breaking=breaking, details=details)

    def _show_standing(self) -> None:
        """Status, notices, and the sentence of an empty list."""
        now = self.clock()
        self._show_status()
        trouble = self.board.trouble(now, feeds_key=self.keymap.first("news.feeds"))
        texts, error = self.notices.texts(trouble)
        self.notice.show(texts, error=error)
        if not self.desk.ids:
            self.headlines.empty = card(self._situation(now))

    def _show_status(self) -> None:
        """How many rows are picked; else how far the article is read, and how the refresh stands."""
        if self._picked_count and not self.reading:
            key = self.keymap.first("program.dismiss")
            self.status.show(headlines_strings.picked(self._picked_count, key))
            return
        standing = self.board.status(self.clock())
        percent = self._reader.percent_read if self._reader is not None and self.reading else None
        if percent is None:
            self.status.show(standing)
        elif self.both:
            self.status.show(f"{article_strings.progress(percent)} · {standing}")
        else:  # the keys want the room
            self.status.show(article_strings.progress(percent))

    def _situation(self, now: datetime) -> EmptyStateContext:
        """Why the list is empty."""
        return EmptyStateContext(
            board=self.board,
            view=self.desk.view,
            stored=self.desk.counts.all,
            now=now,
            path=shown_path(self.config.path),
            key=self.keymap.first,
            welcome=self._welcoming,
            mistakes=self.notices.mistakes,
            archive=self.notices.store,
        )

    def _reopen(self) -> None:
        """Make a new snapshot of the open view; selection and place stay."""
        self.headlines.waiting = 0
        self.headlines.show(self.desk.open(self.desk.base))
        self.headlines.mark_members(self.desk.unfolded)
