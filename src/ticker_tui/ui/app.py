"""The app: puts its parts together, and routes what none of them has to decide alone.

What is decided is decided in `model.py` (what is shown), `health.py` (how the feeds stand), `poll_loop.py` (when to
poll) and in `parts/` (what keys and news do).
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from ticker_tui.clock import utc_now
from ticker_tui.i18n import current
from ticker_tui.model import View
from ticker_tui.ui import messages, strings
from ticker_tui.ui.article.find_field import FindPane
from ticker_tui.ui.article.image_controller import ImageController
from ticker_tui.ui.bar.controller import BarController
from ticker_tui.ui.export.controller import ExportController
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.headlines.filter_field import FilterPane
from ticker_tui.ui.headlines.model import FIRST_WINDOW
from ticker_tui.ui.keys import key_table
from ticker_tui.ui.keys.key_table import Scope
from ticker_tui.ui.keys.user_keymap import overlay
from ticker_tui.ui.lifetime import ReadyScreen
from ticker_tui.ui.panes.controller import PanesController
from ticker_tui.ui.rules.controller import RulesController
from ticker_tui.ui.screen_app import AppDependencies
from ticker_tui.ui.settings.controller import SettingsController
from ticker_tui.ui.theme.feed_colours import FeedColours

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.binding import BindingType

    from ticker_tui.config import Config
    from ticker_tui.store.store import Store
    from ticker_tui.ui.headlines.model import HeadlineListModel


class TickerApp(
    RulesController, SettingsController, BarController, PanesController, ImageController, ExportController
):
    """The screen of one `ticker`.

    Args:
        config: The configuration in force; its file is watched.
        desk: What is shown of it.
        store: The archive; closed by whoever opened it.
        marks: Whether this terminal draws harakat well, for ``display.marks = "auto"``.
        dark: Whether its ground is dark, for ``display.theme = "auto"``.
        welcome: Nobody has used the program here before: say so, and show the news when it is asked for.
        log_name: The log file as named to the user.
        advice: One sentence about this terminal, to stand on the screen until it is put away.
        poll: False: nothing is fetched and nothing watched, the store is shown as it is.
        clock: Tells the time, aware.
    """

    TITLE = "ticker"
    CSS_PATH = "ticker.tcss"
    ENABLE_COMMAND_PALETTE = False  # that of Textual; ours is a key of the table
    BINDINGS: ClassVar[list[BindingType]] = [*key_table.bindings(Scope.APP)]
    ESCAPE_TO_MINIMIZE = False
    ALLOW_SELECT = False

    def __init__(
        self,
        config: Config,
        desk: HeadlineListModel,
        store: Store,
        *,
        marks: bool = True,
        dark: bool = True,
        welcome: bool = False,
        log_name: str = "ticker.log",
        advice: str = "",
        poll: bool = True,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(AppDependencies(config, desk, store, clock, marks, log_name, dark))
        if self._speak():
            desk.recount()  # the names of its tabs
        self.keymap = overlay(config.settings.keys, mirrored=current().rtl, lang=current().code)
        self._poll = poll
        self._welcoming = welcome
        self._ticks = 0
        self.notices.advice = advice
        self._store_notices = store.notices
        self.notices.store = tuple(map(reason, store.notices))
        self.board.leading, self.board.obstacle = not store.obstacle, store.obstacle
        self.notices.obstacle = strings.obstacle(store.obstacle)
        self._learn_themes()
        # Not `self.theme = …`, which would have everything styled a second time once the app runs.
        self.set_reactive(TickerApp.theme, self._use_settings())
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        self.update_classes(
            {"-dark-mode": dark, "-light-mode": not dark, "-rtl": current().rtl}, update=False
        )

    def on_mount(self) -> None:
        """Show what the store holds, and nothing that takes longer."""
        self._use_display()
        self.headlines.show(self.desk.open(View(), limit=FIRST_WINDOW), keep=False)
        self.headlines.focus()
        self._show_tabs()
        self.call_after_refresh(self._after_first_paint)

    async def _after_first_paint(self) -> None:
        """Reader and bar, the rest of the view, the states of the feeds, the worker."""
        if not gc.isenabled():  # `run_tui` keeps it off until here
            gc.freeze()  # what is there now stays; to look through all of it again took 200 ms, in which no key was answered
            gc.enable()
        self._painted = True
        screen = self._desk_screen
        screen.mount(Static(self._too_small, id="too-small", markup=False))
        fields = screen.mount(FilterPane(id="filter"), FindPane(id="find"), before="#foot")
        self._preview(self.headlines.selected_id)
        self._show_bar()
        self.board.reset(self.config.feeds, self._store.states())
        if len(self.desk.ids) >= FIRST_WINDOW:
            self._reopen()
        self._show_standing()
        self._count_views()
        await fields
        self.call_later(self._start_work)

    def _start_work(self) -> None:
        """The screen is complete: input and the worker's messages find every part of it."""
        self.post_message(ReadyScreen.Ready())
        self.set_interval(1.0, self._tick)
        if self._poll:
            self.session.start()

    def on_unmount(self) -> None:
        """Let the worker end; `run_tui` waits for it when the terminal is given back."""
        self._take_pictures_away()
        self.session.ask_to_stop()

    def _tick(self) -> None:
        """Once a second: the countdown. Now and then: what breaking news has expired."""
        if (said := self._store.notices) != self._store_notices:
            self._store_notices = said
            self.notices.store = tuple(map(reason, said))
            self._reopen()  # what it showed is in the file that was moved aside
        self._show_standing()
        self.headlines.keep_time()
        self._ticks += 1
        if self._ticks % 20 == 0:
            self.desk.recount()
            self._count_views()
            self._show_tabs()
            self._show_bar()

    @on(messages.ConfigBroken)
    def _config_broken(self, message: messages.ConfigBroken) -> None:
        path = self.config.path
        self.notices.mistakes = tuple(problem.replace(str(path), path.name) for problem in message.problems)
        self.notices.config = strings.config_problem(self.notices.mistakes)
        self._show_standing()

    @on(messages.ConfigChanged)
    def _config_changed(self, message: messages.ConfigChanged) -> None:
        before, self.config = self.config, message.config
        config, theme = self.config, self.current_theme
        self._learn_themes()
        self.notices.config = ""
        self.notices.mistakes = ()
        self.desk.set_feeds(config.feeds, config.settings.views)
        self._change_language()
        self.keymap = overlay(config.settings.keys, mirrored=current().rtl, lang=current().code)
        self.theme = self._use_settings()
        if self.current_theme != theme:
            self.refresh_css(animate=False)  # the same name may have other colours now
        self._use_display()
        self._apply_split()
        self._sources = self.headlines.sources = FeedColours(config.feeds)
        if self._reader is not None:  # one that is still to be made takes them itself
            self._reader.sources = self._sources
        self.board.reset(config.feeds, self._store.states())
        if self.desk.base not in [tab.view for tab in self.desk.tabs]:
            self.desk.base = View()
        if (before.feeds, before.settings.views) != (config.feeds, config.settings.views):
            self._reopen()
        self.headlines.forget_rows()
        self._count_views()
        self._show_narrowing()
        self._show_tabs()
        self._show_bar()
        self._show_standing()

    def action_show_help(self) -> None:
        """All keys."""
        from ticker_tui.ui.keys.help_screen import HelpScreen

        self.push_screen(HelpScreen(self.keymap))

    async def action_quit(self) -> None:
        """End."""
        self.exit()
