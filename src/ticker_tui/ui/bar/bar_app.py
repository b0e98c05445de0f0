"""`ticker bar`: the crawl and nothing else, for one or two lines at the edge of another program.

On one line every headline carries its source and age. Where there is a second line, that one tells them of the
headline that is at the start of the bar, and the crawl has the whole first line.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on
from textual.screen import Screen

from ticker_tui.alerts.app_alerts import whatever_comes
from ticker_tui.alerts.candidates import AlertCandidates
from ticker_tui.i18n import chosen, current, speak
from ticker_tui.i18n.time_zones import use_zone
from ticker_tui.ui import messages, strings
from ticker_tui.ui.bar.bar import TickerBar
from ticker_tui.ui.base_app import BaseApp
from ticker_tui.ui.export import browser
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.keys import key_table
from ticker_tui.ui.keys.user_keymap import Keymap, overlay
from ticker_tui.ui.lifetime import Guarded, ReadyScreen
from ticker_tui.ui.second_line import SecondLine
from ticker_tui.ui.theme import reduced_motion, textual_themes
from ticker_tui.ui.theme.palettes import wanted
from ticker_tui.ui.worker.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from ticker_tui.config import Config
    from ticker_tui.model import Headline
    from ticker_tui.store.store import Store
    from ticker_tui.ui.headlines.model import HeadlineListModel

LOOK_S: Final = 0.5
"""How often the second line looks which headline is first now."""
AGE_S: Final = 20.0
"""How often ages are told anew, and what has expired goes."""

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "bar.pause": (),
    "bar.next": ("right",),
    "bar.previous": ("left",),
    "bar.faster": (),
    "bar.slower": (),
    "bar.dismiss": (),
    "bar.open": ("enter",),
    "headlines.browser": (),
    "news.refresh": (),
    "program.language": (),
    "program.theme": (),
    "program.suspend": (),
    "program.quit": ("escape",),
}
"""What of the key table is of use here, and the keys it has here besides."""


def _keys(table: Keymap, *, mirrored: bool) -> dict[str, str]:
    """The user's keys, and those of the bar alone as far as they are free; arrows point where the reading goes."""
    bound = {
        key_id: keys.split(",") if keys else [] for key_id, keys in table.bound().items() if key_id in KEYS
    }
    taken = {key for keys in bound.values() for key in keys}
    own = dict(KEYS)
    if mirrored:
        own["bar.next"], own["bar.previous"] = own["bar.previous"], own["bar.next"]
    return {
        key_id: ",".join([*keys, *(key for key in own[key_id] if key not in taken)]) or key_table.UNBOUND
        for key_id, keys in bound.items()
    }


class _BarScreen(Guarded, Screen[None], ReadyScreen):
    """The only screen."""


class BarApp(BaseApp):
    """The bar alone.

    Args:
        config: The configuration in force; its file is watched.
        desk: Says what the bar shows.
        store: The archive; closed by whoever opened it.
        marks: Whether this terminal draws harakat well.
        dark: Whether its ground is dark.
        log_name: The log file as named to the user.
        poll: False: nothing is fetched and nothing watched.
        clock: Tells the time, aware.
    """

    TITLE = "ticker bar"
    CSS_PATH = "../ticker.tcss"
    CSS = "Screen { background: $panel; overflow: hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [*key_table.chosen_bindings(KEYS)]
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    ALLOW_SELECT = False

    bar = getters.query_one("#bar", TickerBar)
    second = getters.query_one(SecondLine)

    def __init__(
        self,
        config: Config,
        desk: HeadlineListModel,
        store: Store,
        *,
        marks: bool = True,
        dark: bool = True,
        log_name: str = "ticker.log",
        poll: bool = True,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.config = config
        self.desk = desk
        self.session = Worker(store, config, post=self.post_message, clock=clock, log_name=log_name)
        self.clock = clock
        self._marks = marks
        self._poll = poll
        self._language = ""
        self._trouble = ""
        self._obstacle = store.obstacle
        self._breaking_came = False
        self._incoming = AlertCandidates()
        self._said: Timer | None = None
        self._dark = dark
        self._ring: tuple[str, ...] = ()
        self._use_theme()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our stylesheet needs and another theme does not say."""
        return textual_themes.defaults(dark=self.current_theme.dark)

    def use_background(self, dark: bool) -> None:  # noqa: FBT001 - a callback with one thing to say
        """The terminal has said what ground it has, after all."""
        self._dark = dark
        self._use_theme()

    def _use_theme(self) -> None:
        self._ring = textual_themes.register(self, self.config.themes)
        theme = wanted(self.config.settings.display.theme, dark=self._dark)
        self.theme = theme if theme in self.available_themes else textual_themes.DARK

    def get_default_screen(self) -> Screen[None]:
        """The screen that `compose` fills."""
        return _BarScreen()

    def compose(self) -> ComposeResult:
        """Two lines; what the window has no room for is not seen."""
        yield TickerBar(id="bar")
        yield SecondLine()

    def on_mount(self) -> None:
        """Show what the archive holds, and begin."""
        self._use_config()
        self.set_interval(LOOK_S, self._look)
        self.set_interval(AGE_S, self._show)
        if self._poll:
            self.call_after_refresh(self.session.start)

    def on_unmount(self) -> None:
        """Let the worker end."""
        self.session.ask_to_stop()

    # Showing ----------------------------------------------------------------------------------------------------

    @property
    def two_lines(self) -> bool:
        """Whether there is room for the second one."""
        return self.size.height >= 2

    def _use_config(self) -> None:
        settings = self.config.settings
        use_zone(settings.display.time_zone)
        speak(chosen(self._language or settings.language, settings.display.digits, os.environ))
        language = current()
        marks = settings.display.marks
        self.bar.marks = self._marks if marks == "auto" else marks == "on"
        self.bar.mirrored = self.second.mirrored = language.rtl
        # A bar that is switched off in the ticker is still what this command was called for.
        self.bar.mode = "scroll" if settings.bar.mode == "off" else settings.bar.mode
        self.bar.speed = settings.bar.speed_cells_s
        self.animation_level = reduced_motion.animations(settings.display.motion)
        self.bar.motion_changed()
        self.bar.empty = strings.bar_empty()
        self.set_keymap(_keys(overlay(settings.keys, lang=language.code), mirrored=language.rtl))
        self._show()

    def _show(self) -> None:
        items, breaking = self.desk.bar()
        now = self.clock()
        details = () if self.two_lines else [strings.bar_detail(item, now=now) for item in items]
        self.bar.label = strings.bar_label(breaking=breaking) if items else ""
        self.bar.show(items, breaking=breaking, details=details)
        self._look()

    def _look(self) -> None:
        """Let the second line say what the first begins with."""
        if self._said is not None:
            return
        item = self._item
        if item is None:
            self.second.show(self._trouble_text, "")
            return
        place = 1 + next(number for number, each in enumerate(self.bar.items) if each.id == item.id)
        self.second.show(
            self._trouble_text or strings.bar_detail(item, now=self.clock()),
            strings.bar_place(place, len(self.bar.items), paused=self.bar.paused),
        )

    @property
    def _trouble_text(self) -> str:
        return self._trouble or strings.obstacle(self._obstacle)

    def _say(self, sentence: str) -> None:
        """Answer a key on the second line, for a while."""
        if self._said is not None:
            self._said.stop()
        self._said = self.set_timer(3.0, self._end_saying)
        self.second.show(sentence, "")

    def _end_saying(self) -> None:
        self._said = None
        self._look()

    def on_resize(self) -> None:
        """There may be a second line now, or no longer. Textual takes up the new size after this call."""
        self.call_later(self._show)

    @property
    def _item(self) -> Headline | None:
        current_id = self.bar.current_id
        return next((item for item in self.bar.items if item.id == current_id), None)

    # News -------------------------------------------------------------------------------------------------------

    @on(messages.FeedsPolled)
    def _feeds_polled(self, message: messages.FeedsPolled) -> None:
        results = message.results
        self._breaking_came = self._breaking_came or any(result.breaking_ids for result in results)
        for result in results:
            self._incoming.add(result)
        if any(result.new_ids or result.updated_ids for result in results):
            self._settle()

    @on(messages.StoreChanged)
    def _store_changed(self) -> None:
        self._settle()

    @on(messages.RulesReapplied)
    def _rules_reapplied(self) -> None:
        self._settle()

    @on(messages.PollFinished)
    def _poll_finished(self) -> None:
        self._settle()

    def _settle(self) -> None:
        self._show()
        if self._breaking_came:
            self._breaking_came = False
            self.bar.flash()
        settings, now = self.config.settings, self.clock()
        fresh = self._incoming.take(self.desk.headlines, settings, now=now)
        if fresh and self.alerts is not None:
            self.alerts.tell(fresh, settings.alerts, now=now, rules=settings.highlight)
            if watched := tuple(view.query for view in settings.views if view.notify):
                self.session.look_through((), watched, [each.id for each in fresh])

    @on(messages.ViewsCounted)
    def _views_looked_through(self, message: messages.ViewsCounted) -> None:
        """There are no tabs here; views only tell what has come into them."""
        if message.told and self.alerts is not None:
            settings = whatever_comes(self.config.settings.alerts)
            self.alerts.tell(self.desk.headlines(message.told), settings, now=self.clock())

    @on(messages.ConfigChanged)
    def _config_changed(self, message: messages.ConfigChanged) -> None:
        self.config = message.config
        self._trouble = ""
        self.desk.set_feeds(message.config.feeds)
        self._use_config()

    @on(messages.ConfigBroken)
    def _config_broken(self, message: messages.ConfigBroken) -> None:
        self._trouble = strings.config_problem(message.problems)
        self._look()

    @on(messages.LeaderChanged)
    def _lead_changed(self, message: messages.LeaderChanged) -> None:
        self._obstacle = message.obstacle
        self._look()

    @on(messages.WorkerFailed)
    def _had_trouble(self, message: messages.WorkerFailed) -> None:
        self._trouble = reason(message.sentence)
        self._look()

    @on(TickerBar.ItemOpened)
    def _opened(self, message: TickerBar.ItemOpened) -> None:
        self._browse(next((item for item in self.bar.items if item.id == message.entry_id), None))

    # Actions: the key table names them --------------------------------------------------------------------------

    def _browse(self, item: Headline | None) -> None:
        """Open a headline's page. It has been read then."""
        if item is None:
            return
        if not item.link:
            self._say(strings.no_link())
            return
        try:
            opened = browser.open_link(item.link)
        except ValueError:
            self._say(strings.unsafe_link(item.link))
            return
        self._say(strings.browser_started() if opened else strings.no_browser())
        if opened and not item.read:
            self.session.write(lambda store: store.set_read([item.id], True))

    def action_open_link(self) -> None:
        """Open the page of the headline the bar shows."""
        self._browse(self._item)

    def action_open_bar(self) -> None:
        """The same: there is no reader here."""
        self._browse(self._item)

    def action_pause_bar(self) -> None:
        """Stop the bar, or let it go on."""
        self.bar.paused = not self.bar.paused
        self._look()

    def action_step_bar(self, step: int) -> None:
        """Bring the next or the previous headline to the beginning."""
        self.bar.step(step)
        self._look()

    def action_bar_faster(self, steps: int) -> None:
        """Change the speed, until the program ends."""
        self.bar.faster(steps)
        self._say(strings.bar_speed(self.bar.speed))

    def action_dismiss_bar(self) -> None:
        """Take the headline out of the bar."""
        if (item := self._item) is not None:
            self.desk.take_out_of_bar(item.id)
            self._show()

    def action_refresh_news(self) -> None:
        """Ask every feed now."""
        self.session.refresh()

    def action_next_theme(self) -> None:
        """Dark or light."""
        place = self._ring.index(self.theme) + 1 if self.theme in self._ring else 0
        self.theme = self._ring[place % len(self._ring)]

    def action_next_language(self) -> None:
        """The next of the languages."""
        from ticker_tui.i18n import CODES

        self._language = CODES[(CODES.index(current().code) + 1) % len(CODES)]
        self._use_config()

    async def action_quit(self) -> None:
        """End."""
        self.exit()
