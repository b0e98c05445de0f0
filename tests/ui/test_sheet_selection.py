"""In every sheet the selection is seen, all keys of a list and the mouse move it, and keys act on what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from making import NOW
from mouse import mouse
from msgspec.structs import replace
from textual import events

from ticker_tui.ui.dialogs.choose import ChooseScreen
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.dialogs.selection import SelectableDialog
from ticker_tui.ui.feeds.screen import FeedsScreen
from ticker_tui.ui.palette.screen import PaletteScreen
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.rules.screen import ExistingRule, RulesScreen
from ticker_tui.ui.settings.screen import SettingsScreen

if TYPE_CHECKING:
    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.model import Feed
    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio

KEYS = (
    "j",
    "down",
    "pagedown",
    "ctrl+f",
    "ctrl+d",
    "end",
    "k",
    "up",
    "pageup",
    "ctrl+b",
    "ctrl+u",
    "g",
    "G",
    "home",
)
TINY = ((60, 12), (40, 6), (20, 3), (120, 40))


def many(desk: Desk, count: int = 40) -> list[Feed]:
    feeds = [
        replace(desk.feeds[1], url=f"https://s{number}.example/rss", name=f"Source {number}", category="")
        for number in range(count)
    ]
    desk.feeds = feeds
    desk.write_config()
    desk.store.sync_feeds(feeds)
    return feeds


def is_open(app: TickerApp, screen: type) -> None:
    assert isinstance(app.screen, screen)


def is_seen(screen: SelectableDialog) -> bool:
    return screen.is_selected_visible


async def wheel(app: TickerApp, pilot: Pilot[None], step: int) -> None:
    kind = events.MouseScrollDown if step > 0 else events.MouseScrollUp
    x, y = app.screen.query_one(ColumnsView).region.offset
    await mouse(pilot, kind, x + 2, y)


async def moves_and_is_seen(app: TickerApp, pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Press every key, turn the wheel, resize: what is selected is on the screen each time."""
    screen = app.screen
    assert isinstance(screen, SelectableDialog)
    for size in TINY:
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert screen.is_selected_visible, f"after a resize to {size}"
        if size[1] < 6:
            continue
        for key in keys:
            before = screen.selected_index
            await pilot.press(key)
            assert screen.is_selected_visible, f"{key} at {size}"
            first = key in {"k", "up", "pageup", "ctrl+b", "ctrl+u", "g", "home", "ctrl+home"}
            at_end = before == (0 if first else len(screen.choice_lines) - 1)
            assert screen.selected_index != before or at_end, f"{key} moves nothing at {size}"
    for step in (1, 1, 1, -1):
        before = screen.selected_index
        await wheel(app, pilot, step)
        assert screen.is_selected_visible
        assert (screen.selected_index - before) * step > 0


async def test_of_the_feeds(desk: Desk) -> None:
    """Daily A1."""
    many(desk)
    async with desk.open(poll=False, size=(120, 40)) as (app, pilot):
        await pilot.press("F")
        await moves_and_is_seen(app, pilot, KEYS)


async def test_of_the_settings_and_of_rules(desk: Desk) -> None:
    rules = "".join(f'[[mute]]\nwords = ["word{number}"]\n' for number in range(30))
    desk.write_config(rules)
    desk.fill()
    async with desk.open(poll=False, size=(120, 40)) as (app, pilot):
        await pilot.press("P")
        is_open(app, SettingsScreen)
        await moves_and_is_seen(app, pilot, KEYS)
        await pilot.press("escape", "M")
        is_open(app, RulesScreen)
        await moves_and_is_seen(app, pilot, KEYS)


async def test_of_the_palette_and_of_a_choice(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False, size=(120, 40)) as (app, pilot):
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, PaletteScreen)
        await moves_and_is_seen(
            app, pilot, ("pagedown", "down", "up", "pageup", "ctrl+end", "pageup", "ctrl+home", "down")
        )
        await pilot.press("escape")
        app.push_screen(
            ChooseScreen("Which?", "", [f"Name {number}" for number in range(60)], lambda _: None)
        )
        await pilot.pause()
        await moves_and_is_seen(app, pilot, (*KEYS, "down"))


async def test_a_feed_is_removed_only_while_its_row_is_seen(desk: Desk) -> None:
    feeds = many(desk)
    async with desk.open(poll=False, size=(100, 20)) as (app, pilot):
        removed: list[str] = []
        app._remove_feed = lambda feed: removed.append(feed.name)  # type: ignore[method-assign]
        await pilot.press("F", "G", "d")
        screen = app.screen
        assert isinstance(screen, FeedsScreen)
        sheet = screen.sheet
        assert is_seen(screen)
        sheet.scroll_to(y=0, animate=False, immediate=True)  # as the scroll bar does
        assert not is_seen(screen)
        await pilot.press("d")
        assert removed == []
        assert is_seen(screen), "it asks again, where it can be read"
        await pilot.press("d")
        assert removed == [feeds[-1].name]
        sheet.scroll_to(y=0, animate=False, immediate=True)
        await pilot.press("x")
        assert is_seen(screen), "what a key has changed is seen"


async def test_keys_go_on_acting_on_the_chosen_feed_when_feeds_toml_is_edited(desk: Desk) -> None:
    feeds = many(desk, 6)
    async with desk.open(poll=False) as (app, pilot):
        removed: list[str] = []
        app._remove_feed = lambda feed: removed.append(feed.name)  # type: ignore[method-assign]
        await pilot.press("F", "j", "j", "d")
        screen = app.screen
        assert isinstance(screen, FeedsScreen)
        for listed in ([feeds[5], *feeds[:5]], feeds[::-1], feeds[2:]):
            desk.write_config(feeds=listed)
            app.config = desk.config
            assert screen.chosen == app.config.feeds[listed.index(feeds[2])]
        await pilot.press("d")
        assert removed == ["Source 2"]
        desk.write_config(feeds=[feeds[5], feeds[3]])  # the chosen one is gone
        app.config = desk.config
        await pilot.press("d")
        await pilot.press("x")
        assert removed == ["Source 2"], "what slid into its row is not removed"
        assert all(feed.enabled for feed in desk.config.feeds)


async def test_a_filter_leaves_the_feeds_that_match(desk: Desk) -> None:
    many(desk)
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("F", "G", "slash", *"s3 33")
        screen = app.screen
        assert isinstance(screen, FeedsScreen)
        assert screen.field.value == "s3 33", "no letter of it was taken for a key"
        assert [feed.name for feed, _ in screen._shown] == ["Source 33"]
        await pilot.press("enter", "d")
        assert screen._doomed == "https://s33.example/rss"
        await pilot.press("slash")
        assert not screen._doomed
        await pilot.press("backspace", "down")
        assert len(screen.choice_lines) == 11
        await pilot.press(*"zz")
        assert screen.chosen is None
        await pilot.press("escape")
        assert not screen.query_one(TextField).display
        assert len(screen.choice_lines) == 40
        assert screen.is_selected_visible
        await pilot.press("escape")
        assert app.screen is not screen


async def test_the_rule_that_was_chosen_is_taken_away_and_no_other(desk: Desk) -> None:
    def write(*words: str) -> None:
        desk.write_config("".join(f'[[mute]]\nwords = ["{word}"]\n' for word in words))

    write("one", "two", "three")
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        decided: list[object] = []
        app._change = lambda change: decided.append(change.rule.words)  # type: ignore[method-assign, union-attr]
        await pilot.press("M", "G", "k")
        screen = app.screen
        assert isinstance(screen, RulesScreen)
        assert isinstance(screen.chosen, ExistingRule)
        write("new", "one", "two", "three")
        app.config = desk.config
        await pilot.press("x")
        assert decided == [("two",)]
        write("new", "one", "three")
        app.config = desk.config
        await pilot.press("x")
        assert decided == [("two",)], "the rule that slid into its row is not taken away"


async def test_a_headline_that_is_not_seen_is_not_deleted(desk: Desk) -> None:
    desk.fill(60)
    async with desk.open(poll=False, size=(80, 16)) as (app, pilot):
        first = app.headlines.selected_id
        app.headlines.scroll_to_line(60)
        await pilot.press("delete")
        assert len(app.headlines.ids) == 60
        assert app.headlines.scroll_offset.y == 0
        app.headlines.scroll_to_line(60)
        await pilot.press("s")
        assert app.headlines.scroll_offset.y == 0, "what was starred is seen"
        await pilot.press("delete")
        await until(pilot, lambda: first not in app.headlines.ids)
        assert len(desk.store.ids(app.desk.view, now=NOW)) == 60, (
            "it is written by the worker, which rests here"
        )


async def test_what_is_picked_and_filtered_away_is_not_deleted(desk: Desk) -> None:
    desk.fill(12)
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("ctrl+a")
        assert app.headlines.picked_count == 12
        await pilot.press("slash", *"ferry", "enter", "delete")
        gone = 12 - len(app.desk._away.without(desk.store.ids(app.desk.base, now=NOW)))
        assert gone == 1, "nothing is picked in what the filter has left"
        await pilot.press("escape")
        assert len(app.headlines.ids) == 11
