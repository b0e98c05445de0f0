"""A dialog closed, or an app ended, while something of it is still to come."""

from __future__ import annotations

import asyncio
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from conftest import PATIENCE_S, until
from making import NOW
from textual.events import Key
from textual.message_pump import MessagePump
from textual.screen import ModalScreen

from ticker_tui import ui
from ticker_tui.model import Rule
from ticker_tui.store.rules.rule_changes import RuleChanges
from ticker_tui.ui import messages
from ticker_tui.ui.app import TickerApp
from ticker_tui.ui.bar.bar_app import BarApp
from ticker_tui.ui.dialogs.choose import ChooseScreen
from ticker_tui.ui.headlines.model import HeadlineListModel as ShownDesk
from ticker_tui.ui.keys.help_screen import HelpScreen
from ticker_tui.ui.lifetime import Guarded
from ticker_tui.ui.undo import RuleEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Desk
    from textual.message import Message
    from textual.screen import Screen

QUIET_TURNS = 20
"""Turns of the event loop without a message, after which a dialog is complete."""
STILL = '[bar]\nmode = "off"\n'
"""Nothing moves that would send messages of its own."""

pytestmark = pytest.mark.anyio

OPEN: dict[str, Callable[[TickerApp], object]] = {
    "FeedsScreen": lambda app: app.action_show_feeds(),
    "AddFeedScreen": lambda app: app._ask_for_feed(),
    "EditFeedScreen": lambda app: app._ask_for_words(app.config.feeds[0]),
    "SettingsScreen": lambda app: app.action_settings(),
    "HelpScreen": lambda app: app.action_show_help(),
    "PaletteScreen": lambda app: app.action_command_palette(),
    "RulesScreen": lambda app: app.action_mute(),
    "ChooseScreen": lambda app: app.push_screen(
        ChooseScreen("Share", "", ["one", "two"], lambda _place: None)
    ),
}
"""How each dialog is opened."""


def subclasses(base: type[object]) -> Iterator[type[object]]:
    children: list[type[object]] = base.__subclasses__()
    for each in children:
        yield each
        yield from subclasses(each)


def load_screens() -> None:
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        import_module(module.name)


def test_every_dialog_is_among_those_tried() -> None:
    load_screens()
    dialogs = {each for each in subclasses(ModalScreen) if each.__module__.startswith("ticker_tui")}
    concrete = {each.__name__ for each in dialogs if not any(each in other.__bases__ for other in dialogs)}
    assert concrete - {"Dialog"} == set(OPEN)


def test_every_node_of_the_program_is_guarded() -> None:
    load_screens()
    import ticker_tui.ui.app
    import ticker_tui.ui.article.pane  # noqa: F401

    ours: set[type] = {each for each in subclasses(MessagePump) if each.__module__.startswith("ticker_tui")}
    assert [each.__name__ for each in ours if not issubclass(each, Guarded)] == []
    assert [each for each in ours if each.__mro__.index(Guarded) > each.__mro__.index(MessagePump)] == []


def answers(desk: Desk) -> list[Message]:
    """What the worker may say at any time."""
    config = desk.config
    rule = RuleEdit("mute", Rule(words=("nothing",)), added=True)
    return [
        messages.PollStarted(1),
        messages.PollFinished(),
        messages.StoreChanged(),
        messages.Saved(1),
        messages.PageFetched(1, "No page."),
        messages.ConfigChanged(config),
        messages.ConfigBroken(("A mistake.",)),
        messages.RulesReapplied(config, RuleChanges.nothing()),
        messages.RuleRefused(rule, "No rule."),
        messages.FileChanged(problem="No file."),
        messages.FeedLookedFor("example.org", problem="No feed."),
        messages.WorkerFailed("Trouble."),
    ]


class Closing:
    """Opens a dialog, and closes it after so many messages have been dispatched, to any node of the app."""

    def __init__(self) -> None:
        self.left = 0
        self.dialog: Screen[object] | None = None

    def open(self, app: TickerApp, name: str, steps: int) -> None:
        """In the app's own task, as a key does: what hooks messages is inherited from it."""
        OPEN[name](app)
        self.app, self.dialog, self.left = app, app.screen, steps
        assert type(self.dialog).__name__ == name
        if not steps:
            app.pop_screen()

    def append(self, _message: Message) -> None:
        """Called before each message is dispatched."""
        if self.left:
            self.left -= 1
            if not self.left:
                self.app.pop_screen()

    def is_over(self) -> bool:
        return self.dialog is not None and not self.dialog.is_running

    async def quiet(self) -> None:
        """Return when the dialog is closed, or nothing more is to come before it is."""
        turns = 0
        while (self.dialog is None or self.left) and turns < QUIET_TURNS:
            before = self.left
            await asyncio.sleep(0)
            turns = turns + 1 if self.left == before and self.dialog is not None else 0


@pytest.mark.parametrize("stride", [11, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", OPEN)
async def test_a_dialog_closed_after_any_step_of_its_opening(desk: Desk, name: str, stride: int) -> None:
    desk.write_config(STILL)
    desk.fill()
    desk.seen = closing = Closing()  # type: ignore[assignment] # what `HeadlineListModel.open` hands every message to
    async with desk.open(poll=False) as (app, pilot):
        for steps in (0, *range(1, 1000, stride)):
            closing.dialog = None
            app.call_later(closing.open, app, name, steps)
            for answer in answers(desk) if steps % 2 else ():
                app.post_message(answer)
            await closing.quiet()
            if closing.left:  # it is complete
                break
            await until(pilot, closing.is_over)
            assert app.is_running
        assert steps > 30
        closing.left = 0
        for answer in answers(desk):
            app.post_message(answer)
        app.pop_screen()
        await pilot.pause()
        assert app.is_running


class Ending:
    """Ends an app after so many messages, with answers of the worker still to come."""

    def __init__(self, desk: Desk, steps: int) -> None:
        self.left = steps
        self._desk = desk
        self.app: TickerApp | BarApp | None = None

    def append(self, _message: Message) -> None:
        """Called before each message is dispatched."""
        self.left -= 1
        if self.left == 0 and self.app is not None:
            # The worker is started when the screen is complete, and says nothing before.
            said = answers(self._desk) if self.app.in_use and self.app.takes_input else []
            self.app.leave(0)
            for answer in said:
                self.app.post_message(answer)


@pytest.mark.parametrize("kind", [TickerApp, BarApp])
@pytest.mark.parametrize("steps", [1, 9, 40, 90, 120])
async def test_an_app_ended_after_any_step(desk: Desk, kind: type[TickerApp | BarApp], steps: int) -> None:
    desk.fill()
    ending = Ending(desk, steps)
    shown = ShownDesk(desk.store, desk.config.feeds, clock=lambda: NOW)
    ending.app = app = kind(desk.config, shown, desk.store, poll=steps > 1, clock=lambda: NOW)
    async with app.run_test(size=(120, 30), message_hook=ending.append):
        for key in ("F", "question_mark", "escape", "P"):
            app.post_message(Key(key, None))
        while app.is_running:  # noqa: ASYNC110 - Textual has no event for it
            await asyncio.sleep(0)
    assert app.session.stop(PATIENCE_S)
    assert app.crash is None


async def test_keys_typed_before_the_first_paint_are_kept(desk: Desk) -> None:
    desk.fill()
    shown = ShownDesk(desk.store, desk.config.feeds, clock=lambda: NOW)
    app = TickerApp(desk.config, shown, desk.store, poll=False, clock=lambda: NOW)
    async with app.run_test(size=(120, 30)) as pilot:
        assert not app.takes_input
        for key, character in (("slash", "/"), ("a", "a"), ("b", "b")):
            app.post_message(Key(key, character))
        await until(pilot, lambda: app._painted and app._filter.field.value == "ab")


async def test_keys_typed_while_a_dialog_opens_are_its_keys(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        app.post_message(Key("ctrl+p", None))
        for character in "help":
            app.post_message(Key(character, character))
        app.post_message(Key("enter", None))
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))


@pytest.mark.parametrize("name", OPEN)
async def test_a_dialog_closed_below_another_one_goes_when_that_is_closed(desk: Desk, name: str) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        OPEN[name](app)
        await pilot.pause()
        dialog = app.screen
        app.push_screen(above := HelpScreen(app.keymap))
        await pilot.pause()
        for _ in range(2):
            dialog.action_close()  # type: ignore[attr-defined] # every dialog has it
        assert app.screen_stack == [app._desk_screen, dialog, above]
        for _ in range(2):
            await pilot.press("escape")
        await until(pilot, lambda: app.screen_stack == [app._desk_screen])
        assert app.focused is app.headlines


@pytest.mark.parametrize("opened", ["list", "reader", "feeds", "settings"])
async def test_keys_find_their_widget_again_after_the_focus_was_lost(desk: Desk, opened: str) -> None:
    desk.fill()
    keys = {"list": (), "reader": ("enter",), "feeds": ("F",), "settings": ("P",)}
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press(*keys[opened])
        had = app.focused
        assert had is not None
        app.screen.set_focus(None)  # as a click where no widget is
        await pilot.press("down")
        assert app.focused is had
        await pilot.resize_terminal(2, 1)
        await pilot.press("down", "f12")
        await pilot.resize_terminal(100, 30)
        await pilot.press("down")
        assert app.focused is had
