"""The app: composes the screen and routes between widgets, desk and worker.

What is decided is decided in `desk.py` (what is shown), `feedboard.py` (how the feeds stand) and `session.py` (when
to poll).
"""

from __future__ import annotations

import gc
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from ticker_tui.errors import QueryError
from ticker_tui.model import View
from ticker_tui.text.cells import cluster_starts
from ticker_tui.ui import browser, keymap, messages, themes, wording
from ticker_tui.ui.desk import FIRST_WINDOW, Narrowing
from ticker_tui.ui.ending import EndingApp
from ticker_tui.ui.feedboard import FeedBoard
from ticker_tui.ui.history import Change, History, Mark
from ticker_tui.ui.keymap import Scope
from ticker_tui.ui.language import CODES, chosen, current, speak
from ticker_tui.ui.notices import Notices
from ticker_tui.ui.screens.desk import WIDE_CELLS, DeskScreen
from ticker_tui.ui.selection import bounded
from ticker_tui.ui.session import Session
from ticker_tui.ui.sources import Sources
from ticker_tui.ui.stock.filter import VisualOrder
from ticker_tui.ui.stock.input import TextField
from ticker_tui.ui.widgets.bar import TickerBar
from ticker_tui.ui.widgets.filterpane import FilterPane, Held, finder
from ticker_tui.ui.widgets.footer import KeyFooter
from ticker_tui.ui.widgets.panes import Divider, ListPane
from ticker_tui.ui.widgets.selecting import Selecting
from ticker_tui.ui.widgets.status import NoticeLine, StatusLine
from ticker_tui.ui.widgets.tabs import TabStrip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.command import Provider
    from textual.filter import LineFilter
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.widget import Widget

    from ticker_tui.config import Config
    from ticker_tui.model import Feed
    from ticker_tui.store import Store
    from ticker_tui.ui.desk import Desk
    from ticker_tui.ui.widgets.columns import Density
    from ticker_tui.ui.widgets.reader import ReaderPane
    from ticker_tui.ui.widgets.readpane import ReadPane

SETTLE_S = 0.05
"""News that arrives in a burst is put on the screen once."""


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def _commands() -> type[Provider]:
    """The palette is imported when it is first opened."""
    from ticker_tui.ui.commands import Commands

    return Commands


class TickerApp(EndingApp):
    """The screen of one `ticker`.

    Args:
        config: The configuration in force; its file is watched.
        desk: What is shown of it.
        store: The archive; closed by whoever opened it.
        marks: Whether this terminal draws harakat well, for ``display.marks = "auto"``.
        log_name: The log file as named to the user.
        advice: One sentence about this terminal, to stand on the screen until it is put away.
        poll: False: nothing is fetched and nothing watched, the store is shown as it is.
        clock: Tells the time, aware.
    """

    TITLE = "ticker"
    CSS_PATH = "ticker.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings(Scope.APP)]
    ESCAPE_TO_MINIMIZE = False
    ALLOW_SELECT = False

    bar = getters.query_one("#bar", TickerBar)
    tabs = getters.query_one("#tabs", TabStrip)
    notice = getters.query_one("#notice", NoticeLine)
    headlines = getters.query_one("#headlines", ListPane)
    footer = getters.query_one("#keys", KeyFooter)
    status = getters.query_one("#status", StatusLine)

    def __init__(
        self,
        config: Config,
        desk: Desk,
        store: Store,
        *,
        marks: bool = True,
        log_name: str = "ticker.log",
        advice: str = "",
        poll: bool = True,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__()
        self.config = config
        self.clock = clock
        self._language = ""
        """The language a key has chosen for this run, before that of the configuration."""
        if self._speak():
            desk.recount()  # the names of its tabs
        self.keymap = keymap.overlay(config.settings.keys, mirrored=current().rtl, lang=current().code)
        self.desk = desk
        self.board = FeedBoard(config.feeds)
        self.notices = Notices()
        self.history = History()
        self.session = Session(store, config, post=self.post_message, clock=clock, log_name=log_name)
        self._store = store
        self._poll = poll
        self._marks = marks
        self._visual_order = VisualOrder(marks=marks)
        self._painted = False
        """Whether the first headlines are on the screen."""
        self._reader: ReadPane | None = None
        self._sources = Sources(config.feeds)
        self._loaded = False
        """Whether the first refresh of this run is over."""
        self._settling: Timer | None = None
        self._dwell: Timer | None = None
        self._bar_dirty = False
        self._breaking_came = False
        self._fresh: list[int] = []
        """What has come and may be worth an alert."""
        self._density: Density | None = None
        """What a key has chosen for this run, before the configuration."""
        self._held: Held | None = None
        """What a search began from."""
        self._places: dict[View, int] = {}
        """The selection in the views that were left."""
        self._ticks = 0
        self.notices.advice = advice
        self._store_notices = self.notices.store = store.notices
        for theme in themes.THEMES:
            self.register_theme(theme)
        # Not `self.theme = …`, which would have everything styled a second time once the app runs.
        self.set_reactive(TickerApp.theme, self._use_settings())
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        self.update_classes(
            {"-dark-mode": dark, "-light-mode": not dark, "-rtl": current().rtl}, update=False
        )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our stylesheet needs and another theme does not say."""
        return themes.defaults(dark=self.current_theme.dark)

    # The screen -------------------------------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own widgets draw logical text: before all else it is put into visual order."""
        return [self._visual_order, *super().get_line_filters()]

    def get_default_screen(self) -> Screen[None]:
        """The screen that `compose` fills."""
        return DeskScreen(Size(*self.console.size))

    def compose(self) -> ComposeResult:
        """Bar, tabs, notices, the list, keys and status. The reader comes after the first paint."""
        yield TickerBar(id="bar")
        yield TabStrip(id="tabs")
        yield NoticeLine(id="notice")
        headlines = ListPane(self.desk.headlines, sources=self._sources, now=self.clock, id="headlines")
        yield Horizontal(*self._sides(headlines, Divider()), id="panes")
        yield Horizontal(*self._sides(KeyFooter(id="keys"), StatusLine(id="status")), id="foot")

    @staticmethod
    def _sides(*widgets: Widget) -> tuple[Widget, ...]:
        """Widgets of a row, from the start edge to the end edge, as they stand from left to right."""
        return widgets[::-1] if current().rtl else widgets

    def on_mount(self) -> None:
        """Show what the store holds, and nothing that takes longer."""
        self._use_display()
        self.headlines.show(self.desk.open(View(), limit=FIRST_WINDOW), keep=False)
        self.headlines.focus()
        self._show_tabs()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        """Reader and bar, the rest of the view, the states of the feeds, the worker."""
        gc.enable()  # `run_tui` keeps it off until here
        if not self.screen.is_attached:
            return  # someone was quick to quit
        self._painted = True
        self._desk_screen.mount(Static(wording.too_small(), id="too-small", markup=False))
        self._desk_screen.mount(FilterPane(id="filter"), before="#foot")
        self._preview(self.headlines.selected_id)
        self._show_bar()
        self.board.reset(self.config.feeds, self._store.states())
        if len(self.desk.ids) >= FIRST_WINDOW:
            self._reopen()
        self._show_standing()
        self.set_interval(1.0, self._tick)
        if self._poll:
            self.session.start()

    def on_unmount(self) -> None:
        """Let the worker end; `run_tui` waits for it when the terminal is given back."""
        self.session.ask_to_stop()

    @property
    def reader(self) -> ReadPane:
        """The article's pane. Made when it is first wanted: it is not needed to show headlines."""
        if self._reader is None:
            from ticker_tui.ui.widgets.readpane import ReadPane

            self._reader = reader = ReadPane(sources=self._sources, id="reader")
            reader.marks = self.headlines.marks
            reader.mirrored = self.headlines.mirrored
            reader.say(self.headlines.words, wording.nothing_open())
            # Where the row of the panes ends: in a mirrored one at its left.
            self._desk_screen.query_one("#panes").mount(reader, before=0 if current().rtl else None)
        return self._reader

    @property
    def wide(self) -> bool:
        """Whether list and reader stand side by side."""
        return self.size.width >= WIDE_CELLS

    @property
    def _desk_screen(self) -> Screen[object]:
        return self.screen_stack[0]

    @property
    def reading(self) -> bool:
        """Whether the reader is in use rather than the list."""
        return self._desk_screen.has_class("-reading")

    @property
    def current_id(self) -> int | None:
        """The entry that keys act on: the one being read, else the selected one."""
        if self.reading and (article := self.reader.article) is not None:
            return article.headline.id
        return self.headlines.selected_id

    # Showing ----------------------------------------------------------------------------------------------------

    def _use_settings(self) -> str:
        """Take up the keys of the configuration; returns the name of its theme."""
        settings = self.config.settings
        wanted = settings.display.theme or themes.DARK
        problems = list(self.keymap.problems)
        if self.get_theme(wanted) is None:
            problems.append(wording.unknown_theme(wanted, sorted(self.available_themes)))
            wanted = themes.DARK
        problems += [
            wording.view_problem(name, error.column, error.problem)
            for name, error in self.desk.misread.items()
        ]
        self.set_keymap(self.keymap.textual())
        self.notices.settings = tuple(problems)
        return wanted

    def _use_display(self) -> None:
        """Take up what the widgets want to know of the configuration."""
        settings = self.config.settings
        marks = {"on": True, "off": False}.get(settings.display.marks, self._marks)
        self.bar.marks = self.headlines.marks = self.tabs.marks = self.notice.marks = marks
        self.headlines.density = self._density or settings.display.density
        self._use_language(marks=marks)
        if self._reader is not None:
            self._reader.marks = marks
        self.bar.set_class(settings.bar.mode == "off", "-off")
        self.bar.mode = settings.bar.mode
        self.bar.speed = settings.bar.speed_cells_s
        self._show_keys()

    def _speak(self) -> bool:
        """Take up the language of the key or the configuration; returns whether it is another one."""
        settings, before = self.config.settings, current()
        speak(chosen(self._language or settings.language, settings.display.digits, os.environ))
        return current() != before

    def _use_language(self, *, marks: bool) -> None:
        """Let everything that says something, or stands at an edge, know in which language."""
        language = current()
        words = wording.words(relative_times=self.config.settings.display.relative_times)
        self._visual_order = VisualOrder(lang=language.code, marks=marks)
        self.headlines.mirrored = self.bar.mirrored = language.rtl
        self.headlines.say(words)
        for widget in (self.tabs, self.notice, self.footer, self.status):
            widget.mirrored = language.rtl
            widget.refresh()
        if self._reader is not None:
            self._reader.mirrored = language.rtl
            self._reader.say(words, wording.nothing_open())
        self.headlines.empty = ""

    def _change_language(self) -> None:
        """Say everything again in another language, from the other edge if need be."""
        if not self._speak():
            return
        mirrored = current().rtl
        if mirrored != self.has_class("-rtl"):
            self.set_class(mirrored, "-rtl")
            for row in self._desk_screen.query("#panes, #foot"):
                for child in list(row.children)[1:]:
                    row.move_child(child, before=0)
        self.keymap = keymap.overlay(self.config.settings.keys, mirrored=mirrored, lang=current().code)
        self._use_settings()
        self._use_display()
        for line in self._desk_screen.query("#too-small").results(Static):
            line.update(Content(wording.too_small()))
        self.desk.recount()
        self._show_tabs()
        self._show_bar()
        self._show_standing()

    def _show_keys(self) -> None:
        self.footer.show(self.keymap, Scope.READER if self.reading else Scope.LIST)

    def _show_tabs(self) -> None:
        self.tabs.show(self.desk.tabs, self.desk.tab_index)

    def _show_bar(self) -> None:
        items, breaking = self.desk.bar()
        self.bar.label = wording.bar_label(breaking=breaking)
        now = self.clock()
        details = [wording.bar_detail(item, now=now) for item in items]
        self.bar.show(items, breaking=breaking, details=details)

    def _show_standing(self) -> None:
        """Status, notices, and the sentence of an empty list."""
        now = self.clock()
        self.status.show(self.board.status(now))
        trouble = self.board.trouble(now, feeds_key=self.keymap.first("news.feeds"))
        texts, error = self.notices.texts(trouble)
        self.notice.show(texts, error=error)
        if not self.desk.ids:
            self.headlines.empty = "\n".join(self._empty_sentences(now))

    def _empty_sentences(self, now: datetime) -> list[str]:
        """Why the list is empty, and what to do."""
        return wording.empty_list(
            self.board,
            view=self.desk.view,
            stored=self.desk.counts.all,
            now=now,
            path=str(self.config.path),
            refresh_key=self.keymap.first("news.refresh"),
            star_key=self.keymap.first("headlines.star"),
        )

    def _tick(self) -> None:
        """Once a second: the countdown. Now and then: what breaking news has expired."""
        if (said := self._store.notices) != self._store_notices:
            self._store_notices = self.notices.store = said
            self._reopen()  # what it showed is in the file that was moved aside
        self._show_standing()
        self._ticks += 1
        if self._ticks % 20 == 0:
            self.desk.recount()
            self._show_tabs()
            self._show_bar()

    def _reopen(self) -> None:
        """Make a new snapshot of the open view; selection and place stay."""
        self.headlines.waiting = 0
        self.headlines.show(self.desk.open(self.desk.base))
        self.headlines.mark_members(self.desk.unfolded)

    # News -------------------------------------------------------------------------------------------------------

    @property
    def _following(self) -> bool:
        """Whether news may flow in by itself: only while the first refresh runs and nobody has touched the list.

        Who wants to follow the news has it come in whenever the top is selected, and nothing is read or searched for.
        """
        untouched = self.headlines.cursor <= 0 and self.headlines.scroll_offset.y == 0 and not self.reading
        wanted = not self._loaded or (
            self.config.settings.display.follow and not self.desk.narrowing.search and not self._filter.typing
        )
        return not self.desk.ids or (wanted and untouched)

    @on(messages.PollStarted)
    def _poll_started(self, message: messages.PollStarted) -> None:
        self.board.poll_started(message.total)
        self._show_standing()

    @on(messages.FeedPolled)
    def _feed_polled(self, message: messages.FeedPolled) -> None:
        result = message.result
        self.board.polled(result)
        self.desk.arrived(result)
        if result.updated_ids:
            self.headlines.refresh_rows(result.updated_ids)
        self._bar_dirty = self._bar_dirty or bool(result.new_ids or result.updated_ids)
        # What the first refresh brings broke while nobody was looking: that is no alarm.
        self._breaking_came = self._breaking_came or (self._loaded and bool(result.breaking_ids))
        if self._loaded:
            self._fresh.extend(result.new_ids)
        if self._settling is None:
            self._settling = self.set_timer(SETTLE_S, self._settle)

    def _settle(self) -> None:
        """Put on the screen what has arrived since the last time."""
        if self._settling is not None:
            self._settling.stop()  # called before its time: it has nothing left to say, least of all to a screen that closes
            self._settling = None
        if self._bar_dirty:
            self._bar_dirty = False
            self.desk.recount()
            self._show_tabs()
            self._show_bar()
            if self._breaking_came:
                self._breaking_came = False
                self.bar.flash()
            fresh, self._fresh = self._fresh, []
            if fresh and self.alerts is not None:
                self.alerts.tell(self.desk.headlines(fresh), self.config.settings.alerts, now=self.clock())
        if self.desk.settle_arrivals() and self._following:
            self._take_new()
        else:
            self.headlines.waiting = self.desk.waiting
        self._show_standing()

    @on(messages.PollFinished)
    def _poll_finished(self) -> None:
        self.board.poll_finished()
        self._settle()
        self._loaded = True

    @on(messages.LeadChanged)
    def _lead_changed(self, message: messages.LeadChanged) -> None:
        self.board.leading = message.leading
        self._show_standing()

    @on(messages.StoreChanged)
    def _store_changed(self) -> None:
        """Another program wrote: its news waits like ours, its marks show at once."""
        self.board.reset(self.config.feeds, self._store.states())
        self.desk.look_again()
        self.headlines.forget_rows()
        self._bar_dirty = True
        self._settle()

    @on(messages.Saved)
    def _saved(self, message: messages.Saved) -> None:
        changed = self.desk.settle(message.ticket)
        self.notices.unsaved = wording.cannot_save(message.problem) if message.problem else ""
        if message.problem:
            self.headlines.refresh_rows(changed)
        self.desk.recount()
        self._show_tabs()
        self._show_standing()

    @on(messages.PageFetched)
    def _page_fetched(self, message: messages.PageFetched) -> None:
        """The full article takes the place of the summary, if that is still what is shown."""
        if message.problem:
            sentence = wording.no_full_article(message.problem)
            self.notify(sentence, severity="warning", timeout=6, markup=False)
        else:
            self._show_mark(message.entry_id)

    @on(messages.Trouble)
    def _trouble(self, message: messages.Trouble) -> None:
        self.notices.trouble = message.sentence
        self._show_standing()

    @on(messages.ConfigBroken)
    def _config_broken(self, message: messages.ConfigBroken) -> None:
        path = self.config.path
        self.notices.config = wording.config_problem(
            tuple(problem.replace(str(path), path.name) for problem in message.problems)
        )
        self._show_standing()

    @on(messages.ConfigChanged)
    def _config_changed(self, message: messages.ConfigChanged) -> None:
        self.config = config = message.config
        self.notices.config = ""
        self.desk.set_feeds(config.feeds, config.settings.views)
        self._change_language()
        self.keymap = keymap.overlay(config.settings.keys, mirrored=current().rtl, lang=current().code)
        self.theme = self._use_settings()
        self._use_display()
        self._sources = self.headlines.sources = self.reader.sources = Sources(config.feeds)
        self.board.reset(config.feeds, self._store.states())
        if self.desk.base not in [tab.view for tab in self.desk.tabs]:
            self.desk.base = View()
        self._reopen()
        self.headlines.forget_rows()
        self._show_tabs()
        self._show_bar()
        self._show_standing()

    # The panes --------------------------------------------------------------------------------------------------

    @on(ListPane.Highlighted)
    def _highlighted(self, message: ListPane.Highlighted) -> None:
        """Side by side, the reader shows what is selected. That alone marks nothing as read."""
        if self._dwell is not None:
            self._dwell.stop()
            self._dwell = None
        if self.reading:
            return
        entry_id = message.entry_id
        self._preview(entry_id)
        dwell_s = self.config.settings.display.mark_read
        if entry_id is not None and not isinstance(dwell_s, str):
            self._dwell = self.set_timer(dwell_s, lambda: self._mark_read(entry_id, read=True))

    def _preview(self, entry_id: int | None) -> None:
        if self.wide and self._painted:
            self.reader.show(None if entry_id is None else self.desk.article(entry_id))

    @on(ListPane.Opened)
    def _opened(self, message: ListPane.Opened) -> None:
        self._open_article(message.entry_id)

    @on(TickerBar.Opened)
    def _bar_opened(self, message: TickerBar.Opened) -> None:
        self._open_anywhere(message.entry_id)

    @on(ListPane.NewRequested)
    def _new_requested(self) -> None:
        self.action_take_new()

    def on_reader_pane_link_opened(self, message: ReaderPane.LinkOpened) -> None:
        """Follow a link of the article. Found by its name: the reader is not imported yet when this class is made."""
        self._browse(message.url)

    def on_resize(self) -> None:
        """A window that became wide has a second pane to fill. Textual takes up the new size after this call."""
        self.call_later(self._fill_reader)

    def _fill_reader(self) -> None:
        if self.wide and not self.reading and self.reader.article is None:
            self._preview(self.headlines.selected_id)

    def _open_article(self, entry_id: int) -> None:
        article = self.desk.article(entry_id)
        if article is None:  # pruned since the snapshot was made
            self.notify(wording.gone(), markup=False)
            return
        self._desk_screen.add_class("-reading")
        self.reader.show(article)
        self.reader.focus()
        self._show_keys()
        if self.config.settings.display.mark_read == "open":
            self._mark_read(entry_id, read=True)

    def _open_anywhere(self, entry_id: int) -> None:
        """Open an entry that need not be in the open view; the list goes to where it is."""
        if not self.headlines.select(entry_id):
            self._go_to_view(View())
            self.headlines.select(entry_id)
        self._open_article(entry_id)

    def _mark_read(self, entry_id: int, *, read: bool) -> None:
        headline = self.desk.headline(entry_id)
        if headline is not None and headline.read != read:
            self._change(Change(Mark.READ, (entry_id,), value=read))

    def _change(self, change: Change) -> None:
        """Change something that can be taken back."""
        self.history.did(change)
        self._carry_out(change)

    def _carry_out(self, change: Change) -> None:
        """Show a change, and have it written. Nothing moves: what no longer belongs to the view stays in its snapshot."""
        if not change.ids:
            return
        ids, value = change.ids, change.value
        if change.mark is Mark.READ:
            ticket = self.session.write(lambda store: store.set_read(ids, value))
        else:
            ticket = self.session.write(lambda store: store.set_starred(ids, value))
        self.desk.show_change(ticket, change)
        self.headlines.refresh_rows(ids)
        article = self._reader.article if self._reader is not None else None
        if article is not None and article.headline.id in ids:
            self.reader.show(self.desk.article(article.headline.id))

    def _show_mark(self, entry_id: int) -> None:
        self.headlines.refresh_rows([entry_id])
        if (article := self.reader.article) is not None and article.headline.id == entry_id:
            self.reader.show(self.desk.article(entry_id))

    def _browse(self, url: str) -> None:
        try:
            opened = browser.open_link(url)
        except ValueError:
            self.notify(wording.unsafe_link(url), severity="warning", markup=False)
            return
        if opened:
            self.notify(wording.browser_started(), timeout=2, markup=False)
        else:
            self.notify(wording.no_browser(), severity="warning", markup=False)

    def _take_new(self) -> None:
        """Show what waits, from the top."""
        self.headlines.waiting = 0
        self.headlines.show(self.desk.open(self.desk.base), keep=False)
        self.headlines.mark_members(self.desk.unfolded)

    def _go_to_view(self, view: View) -> None:
        if (selected := self.headlines.selected_id) is not None:
            self._places[self.desk.base] = selected
        ids = self.desk.open(view)
        self._held = None
        self.headlines.waiting = 0
        self._show_standing()
        self.headlines.show(ids, keep=False)
        self._show_narrowing()
        if (place := self._places.get(view)) is not None:
            self.headlines.select(place)
        self._show_tabs()

    # Less of a view ---------------------------------------------------------------------------------------------

    @property
    def _filter(self) -> FilterPane:
        """The filter's field and what is said of it; there since the first paint."""
        return self._desk_screen.query_one("#filter", FilterPane)

    def _narrow(self, narrowing: Narrowing) -> None:
        """Show more or less of the tab; the selected headline, if it is among them, stays where it is on the screen."""
        ids = self.desk.narrow(narrowing)
        self.headlines.waiting = 0
        self._show_standing()
        self.headlines.show(ids)
        self._show_narrowing()

    def _show_narrowing(self) -> None:
        narrowing = self.desk.narrowing
        self.headlines.mark_found(finder(self.desk.view.search))
        self.headlines.mark_members(self.desk.unfolded)
        if narrowing == Narrowing():
            self._filter.say("")
            return
        source = next((feed.name for feed in self.config.feeds if feed.url == narrowing.feed_url), "")
        count, key = len(self.desk.ids), self.keymap.first("program.dismiss")
        self._filter.say(wording.narrowed(narrowing, source=source, count=count, key=key))

    def _hold(self) -> None:
        """Keep what is shown and where, before the first letter of a search."""
        if self._held is None:
            top = self.headlines.scroll_offset.y
            self._held = Held(self.desk.snapshot, self.headlines.selected_id, top)

    def _end_filter(self) -> None:
        """Show what was shown before the search, as it was; without one, the whole tab."""
        held, self._held = self._held, None
        if held is None or held.snapshot.narrowing.search:
            self._narrow(Narrowing())
            return
        self.headlines.show(self.desk.go_back(held.snapshot), keep=False)
        if held.selected_id is not None:
            self.headlines.select(held.selected_id)
        self.headlines.scroll_to_line(held.top)
        self.headlines.waiting = self.desk.waiting
        self._show_narrowing()
        self._show_standing()

    @on(FilterPane.Typed)
    def _filter_typed(self, message: FilterPane.Typed) -> None:
        try:
            ids = self.desk.narrow(self.desk.narrowing._replace(search=message.text))
        except QueryError as error:
            self._filter.complain(error.column, wording.query_problem(error.problem))
            return
        self.headlines.waiting = 0
        self._show_standing()
        self.headlines.show(ids, keep=False)
        if self._held is not None and self._held.selected_id is not None:
            self.headlines.select(self._held.selected_id)
        self._show_narrowing()

    @on(FilterPane.Kept)
    def _filter_kept(self) -> None:
        self._show_narrowing()
        if not self.desk.narrowing.search:
            self._held = None
        self.headlines.focus()

    @on(FilterPane.Dropped)
    def _filter_dropped(self) -> None:
        self._end_filter()
        self.headlines.focus()

    def on_key(self, event: events.Key) -> None:
        """What was typed so fast behind the key of a field that it was still sent to the list is the field's, too.

        A field stops the keys that it takes, so none of them comes here on the usual way.
        """
        field = self.focused
        if isinstance(field, TextField) and event.character and event.is_printable:
            event.prevent_default()
            event.stop()
            field.insert_text_at_cursor(event.character)

    def action_filter(self) -> None:
        """Type what is wanted, and see at once what there is."""
        self._hold()
        self._filter.open(self.desk.narrowing.search)

    def action_unread_only(self) -> None:
        """Leave out what was read, or not."""
        narrowing = self.desk.narrowing
        self._narrow(narrowing._replace(unread_only=not narrowing.unread_only))

    def action_this_source(self) -> None:
        """Leave out all other sources, or not."""
        narrowing, selected = self.desk.narrowing, self.headlines.selected
        if narrowing.feed_url:
            self._narrow(narrowing._replace(feed_url=""))
        elif selected is not None:
            self._narrow(narrowing._replace(feed_url=selected.feed_url))

    def action_unfold(self) -> None:
        """Everything that tells the selected headline's story, below it; or no longer."""
        if (entry_id := self.headlines.selected_id) is None:
            return
        head = self.desk.head_of(entry_id)
        if not self.desk.unfold(entry_id):
            self.status.say(wording.nothing_to_unfold())
            return
        self.headlines.select(head)  # what is folded away cannot stay selected
        self.headlines.mark_members(self.desk.unfolded)
        self.headlines.show(self.desk.ids)

    def action_stories(self) -> None:
        """One headline for each story, or all of them."""
        narrowing = self.desk.narrowing
        self._narrow(narrowing._replace(stories=not narrowing.stories))
        self.headlines.forget_rows()  # how many tell a story is said of stories only

    def action_density(self) -> None:
        """Headlines on one line each, or on two."""
        self._density = self.headlines.density = "one" if self.headlines.rows_each == 2 else "two"

    def action_sort(self) -> None:
        """By source, or by time."""
        narrowing = self.desk.narrowing
        self._narrow(narrowing._replace(by_source=not narrowing.by_source))

    # Selected text ----------------------------------------------------------------------------------------------

    @property
    def _selectable(self) -> list[Selecting]:
        return [self.headlines, self.bar, *([self._reader] if self._reader is not None else [])]

    @on(Selecting.TextSelected)
    def _text_selected(self, message: Selecting.TextSelected) -> None:
        """There is one selection on the screen."""
        for widget in self._selectable:
            if widget is not message.widget:
                widget.clear_selection()

    def _clear_selection(self) -> bool:
        cleared = [widget.clear_selection() for widget in self._selectable]
        return any(cleared)

    def _copy(self, text: str) -> None:
        """Give text to the terminal's clipboard (OSC 52), and say so."""
        kept = bounded(text)
        self.copy_to_clipboard(kept)
        self.status.say(wording.copied(len(cluster_starts(kept)), cut=kept != text))

    # Actions: the key table names them --------------------------------------------------------------------------

    def action_leave_reader(self) -> None:
        """Let go of what is selected, else leave the reader."""
        if self._clear_selection():
            return
        self._show_list()

    def _show_list(self) -> None:
        self._clear_selection()
        self._desk_screen.remove_class("-reading")
        self.headlines.focus()
        self._show_keys()

    def action_switch_pane(self) -> None:
        """Go over to the other pane."""
        if self.reading:
            self._show_list()
        elif (entry_id := self.headlines.selected_id) is not None:
            self._open_article(entry_id)

    def action_view(self, number: int) -> None:
        """Open a view by its place in the tab strip, from 1."""
        if 1 <= number <= len(self.desk.tabs):
            if self.reading:
                self._show_list()
            self._go_to_view(self.desk.tabs[number - 1].view)

    def action_step_view(self, step: int) -> None:
        """Open the next or the previous view; after the last comes the first."""
        self.action_view((self.desk.tab_index + step) % len(self.desk.tabs) + 1)

    def action_take_new(self) -> None:
        """Show the new headlines that wait, and go to the top."""
        if self.reading:
            self._show_list()
        self._take_new()

    def action_unread(self, step: int) -> None:
        """Go to the next or previous unread headline; from the reader, read it."""
        entry_id = self.desk.next_unread(self.headlines.selected_id, step)
        if entry_id is None:
            self.notify(wording.nothing_unread(), timeout=2, markup=False)
            return
        self.headlines.select(entry_id)
        if self.reading:
            self._open_article(entry_id)

    def action_toggle_read(self) -> None:
        """Mark as read, or as unread."""
        if (entry_id := self.current_id) is not None and (
            headline := self.desk.headline(entry_id)
        ) is not None:
            self._mark_read(entry_id, read=not headline.read)

    def action_toggle_star(self) -> None:
        """Give a star, or take it off."""
        if (entry_id := self.current_id) is None or (headline := self.desk.headline(entry_id)) is None:
            return
        self._change(Change(Mark.STARRED, (entry_id,), value=not headline.starred))

    def action_read_all(self) -> None:
        """Mark the snapshot as read: what waits above it, or arrives now, has not been seen and stays unread."""
        change = Change(Mark.READ, self.desk.unread_ids(), value=True)
        self._change(change)
        self.status.say(wording.done(change))

    def action_undo(self) -> None:
        """Take the last change back."""
        change = self.history.undo()
        if change is not None:
            self._carry_out(change.opposite)
        self.status.say(wording.undone(change))

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        change = self.history.redo()
        if change is not None:
            self._carry_out(change)
        self.status.say(wording.redone(change))

    def action_open_link(self) -> None:
        """Open the article's page."""
        if (entry_id := self.current_id) is None or (headline := self.desk.headline(entry_id)) is None:
            return
        if headline.link:
            self._browse(headline.link)
        else:
            self.notify(wording.no_link(), timeout=3, markup=False)

    def action_copy(self) -> None:
        """Copy what is selected, else the headline and its link."""
        text = next((text for widget in self._selectable if (text := widget.selected_text)), "")
        if text:
            self._copy(text)
        elif (entry_id := self.current_id) is not None and (headline := self.desk.headline(entry_id)):
            self._copy("\n".join(part for part in (headline.title, headline.link) if part))
        else:
            self.notify(wording.nothing_to_copy(), timeout=2, markup=False)

    def action_copy_link(self) -> None:
        """Copy the address of the article's page."""
        headline = None if (entry_id := self.current_id) is None else self.desk.headline(entry_id)
        if headline is not None and headline.link:
            self._copy(headline.link)
        else:
            self.notify(wording.no_link(), timeout=3, markup=False)

    def action_full_article(self) -> None:
        """Fetch the page behind the link into the reader, or go back to what the feed gave."""
        if (entry_id := self.current_id) is None:
            return
        if not self.wide and not self.reading:
            self._open_article(entry_id)
        is_full = self.desk.switch_text(entry_id)
        if is_full is None:
            self.session.fetch_page(entry_id)
            self.notify(wording.fetching_page(), timeout=2, markup=False)
        else:
            self._show_mark(entry_id)
            self.notify(wording.which_text(full=is_full), timeout=2, markup=False)

    def action_open_bar(self) -> None:
        """Open what the bar shows."""
        if (entry_id := self.bar.current_id) is None:
            self.notify(wording.nothing_in_bar(), timeout=2, markup=False)
        else:
            self._open_anywhere(entry_id)

    def action_pause_bar(self) -> None:
        """Stop the bar, or let it go on."""
        self.bar.paused = not self.bar.paused

    def action_step_bar(self, step: int) -> None:
        """Bring the bar's next or previous item to its beginning."""
        self.bar.step(step)

    def action_bar_faster(self, steps: int) -> None:
        """Let the bar run faster or slower, until the program ends."""
        self.bar.faster(steps)
        self.status.say(wording.bar_speed(self.bar.speed))

    def action_dismiss_bar(self) -> None:
        """Take what the bar shows out of it; the list keeps it."""
        if (entry_id := self.bar.current_id) is None:
            self.notify(wording.nothing_in_bar(), timeout=2, markup=False)
        else:
            self.desk.take_out_of_bar(entry_id)
            self._show_bar()
            self.status.say(wording.bar_dismissed())

    def action_refresh_news(self) -> None:
        """Ask every feed now."""
        if not self.board.leading:
            self.notify(wording.follower_refresh(), markup=False)
        elif self.board.refreshing:
            self.notify(wording.already_refreshing(), timeout=2, markup=False)
        else:
            self.session.refresh()

    def action_dismiss(self) -> None:
        """Let go of what is selected, else put away the notices that do not have to be mended."""
        if self._clear_selection():
            return
        if self.desk.narrowing != Narrowing():
            self._end_filter()
            return
        self.notices.dismiss()
        self._show_standing()

    def action_show_feeds(self) -> None:
        """Every feed and how it stands."""
        from ticker_tui.ui.screens.feeds import Care, FeedsScreen

        care = Care(
            feeds=lambda: self.config.feeds,
            paces=lambda: self._store.paces(now=self.clock()),
            retry=self._retry_feed,
            switch=self._switch_feed,
            edit=self._edit_feeds,
        )
        self.push_screen(FeedsScreen(self.board, care, clock=self.clock))

    def _retry_feed(self, feed: Feed) -> None:
        if not self.board.leading:
            self.notify(wording.follower_refresh(), markup=False)
            return
        self.session.retry(feed.url)
        self.notify(wording.retrying(feed.name), timeout=2, markup=False)

    def _switch_feed(self, feed: Feed) -> None:
        from ticker_tui.config.edit import set_enabled

        stamp = self.config.stamp
        self.session.edit_config(lambda path: set_enabled(path, feed.url, not feed.enabled, stamp=stamp))

    def _edit_feeds(self) -> None:
        """The screen steps aside for the editor; what is saved there is taken up as always."""
        from textual.app import SuspendNotSupported

        from ticker_tui.ui import editor

        command = editor.editor_of(os.environ)
        if not command:
            self.notify(wording.no_editor(), severity="warning", markup=False)
            return
        try:
            with self.suspend():
                editor.edit(self.config.path, command)
        except SuspendNotSupported:
            self.notify(wording.no_editor(), severity="warning", markup=False)
        self.refresh(layout=True)

    def action_show_help(self) -> None:
        """All keys."""
        from ticker_tui.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.keymap))

    def action_command_palette(self) -> None:
        """Find a command by name."""
        from ticker_tui.ui.commands import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_next_theme(self) -> None:
        """Dark or light."""
        self.theme = themes.LIGHT if self.current_theme.dark else themes.DARK

    def action_next_language(self) -> None:
        """The interface in the next of its languages."""
        place = CODES.index(current().code) + 1
        self.action_language(CODES[place % len(CODES)])

    def action_language(self, code: str) -> None:
        """The interface in a language, until the program ends; feeds.toml says which one it begins with."""
        self._language = code
        self._change_language()
        self.status.say(wording.language_is(current().name))

    async def action_quit(self) -> None:
        """End."""
        self.exit()

    def watch_theme(self) -> None:
        """Paint the rows in the theme's colours."""
        if self._is_mounted:
            self.headlines.forget_rows()
