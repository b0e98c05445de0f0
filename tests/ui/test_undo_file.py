"""What the screen has changed in feeds.toml is undone by the same key as everything else, in order, and it is said truthfully."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from making import NOW
from msgspec.structs import replace

from ticker_tui.model import View
from ticker_tui.ui.feeds.feed_form import FeedDescription
from ticker_tui.ui.feeds.screen import FeedsScreen
from ticker_tui.ui.settings.screen import SettingsScreen

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


def commented(desk: Desk) -> str:
    text = desk.path.read_text(encoding="utf-8").replace("[[feeds]]", "# a comment above\n[[feeds]]")
    text = text.replace('name = "The Harbour"', 'name = "The Harbour"  # ships')
    desk.path.write_text(text, encoding="utf-8")
    return text


def toasts(app: TickerApp) -> list[str]:
    return [each.message for each in app._notifications]


async def undo(app: TickerApp, pilot: Pilot[None], path: Path, text: str) -> None:
    await pilot.press("u")
    await until(pilot, lambda: path.read_text(encoding="utf-8") == text)


async def test_a_removed_feed_comes_back_with_its_comments_its_entries_and_their_marks(desk: Desk) -> None:
    """Daily A1."""
    desk.fill()
    text = commented(desk)
    rows = desk.store.headlines(desk.store.ids(View(), now=NOW), now=NOW)
    first, second = [each.id for each in rows if each.source == "The Harbour"][:2]
    desk.store.set_starred([first], True)
    desk.store.set_read([second], True)
    before = desk.store.headlines([each.id for each in rows], now=NOW)
    async with desk.open() as (app, pilot):
        await pilot.press("F", "j", "d", "d")
        await until(pilot, lambda: len(app.config.feeds) == 3)
        await until(pilot, lambda: any("restores it" in each for each in toasts(app)))
        assert first not in app.headlines.ids
        await undo(app, pilot, desk.path, text)
        await until(pilot, lambda: "Undone: feed removed · \u2068The Harbour\u2069" in toasts(app))
        await until(pilot, lambda: len(app.config.feeds) == 4)
        assert isinstance(app.screen, FeedsScreen)
        await until(pilot, lambda: app.screen.chosen.name == "The Harbour")  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: first in app.headlines.ids)
        assert desk.store.headlines([each.id for each in rows], now=NOW) == before
        await pilot.press("U")
        await until(pilot, lambda: len(app.config.feeds) == 3)
        await undo(app, pilot, desk.path, text)


async def test_changes_of_every_kind_are_undone_in_order(desk: Desk) -> None:
    desk.fill()
    texts = [commented(desk)]
    feed = desk.feeds[0]

    async def settled() -> None:
        await until(pilot, lambda: desk.path.read_text(encoding="utf-8") != texts[-1])
        await until(pilot, lambda: app.config.stamp == desk.config.stamp)
        texts.append(desk.path.read_text(encoding="utf-8"))

    async with desk.open() as (app, pilot):
        await pilot.press("F", "x")
        await settled()
        await pilot.press("x")
        await settled()
        await pilot.press("escape", "j", "s")
        starred = app.headlines.selected_id
        app._describe_feed(feed, FeedDescription("Another name", "Sea", "en"))
        await settled()
        app._add_feed(replace(feed, url="https://new.example/rss", name="New"))
        await settled()
        await pilot.press("H", "1")
        await settled()
        await pilot.press("P", "right")
        await settled()
        await pilot.press("escape")
        for text in texts[-2:1:-1]:
            await undo(app, pilot, desk.path, text)
        await pilot.press("u")
        await until(pilot, lambda: not desk.store.headlines([starred or 0], now=NOW)[0].starred)
        for text in texts[1::-1]:
            await undo(app, pilot, desk.path, text)
        await pilot.press("u")
        assert app.history.last is None
        for _ in range(7):
            await pilot.press("U")
        await until(pilot, lambda: desk.path.read_text(encoding="utf-8") == texts[-1])
        assert desk.store.headlines([starred or 0], now=NOW)[0].starred


async def test_a_change_that_was_not_made_is_not_undone(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("m")
        done = app.history.last
        desk.path.write_text(commented(desk) + "# by hand\n", encoding="utf-8")
        app._remove_feed(desk.feeds[0])  # decided on an older file
        await until(pilot, lambda: "FileChanged" in desk.names)
        assert app.history.last == done
        await until(pilot, lambda: app.config.stamp == desk.config.stamp)
        only = desk.feeds[:1]
        desk.write_config(feeds=only)
        await until(pilot, lambda: len(app.config.feeds) == 1)
        text = desk.path.read_text(encoding="utf-8")
        desk.seen.clear()
        app._remove_feed(only[0])
        await until(pilot, lambda: "FileChanged" in desk.names)
        assert desk.path.read_text(encoding="utf-8") == text, "ticker could not be started with what was left"
        assert app.history.last == done


async def test_what_cannot_be_undone_is_said_and_what_was_done_before_can(desk: Desk) -> None:
    desk.fill()
    text = commented(desk)
    async with desk.open() as (app, pilot):
        await pilot.press("F", "x")
        await until(pilot, lambda: not app.config.feeds[0].enabled)
        disabled = desk.path.read_text(encoding="utf-8")
        await pilot.press("j", "x")
        await until(pilot, lambda: not app.config.feeds[1].enabled)
        now = desk.path.read_text(encoding="utf-8")
        at = now.rindex("enabled = false")
        edited = f"{now[:at]}interval = '9m'{now[at + len('enabled = false') :]}"
        desk.path.write_text(edited, encoding="utf-8")
        await until(pilot, lambda: app.config.feeds[1].enabled)
        await pilot.press("u")
        await until(pilot, lambda: any("at the same place" in each for each in toasts(app)))
        assert desk.path.read_text(encoding="utf-8") == edited
        assert not any("Undone" in each for each in toasts(app))
        await pilot.press("u")
        await until(pilot, lambda: app.config.feeds[0].enabled)
        assert text.count("enabled") == 0
        assert disabled.count("enabled") == 1


async def test_a_rule_that_was_taken_away_comes_back_in_its_place_with_its_comments(desk: Desk) -> None:
    desk.write_config('# calm\n[[mute]]\nwords = ["nothing"]  # of it\n\n[[mute]]\nwords = ["other"]\n')
    desk.fill()
    text = desk.path.read_text(encoding="utf-8")
    async with desk.open() as (app, pilot):
        await pilot.press("M", "G", "k", "x")
        await until(pilot, lambda: len(app.config.settings.mute) == 1)
        assert "nothing" not in desk.path.read_text(encoding="utf-8")
        await pilot.press("u")
        await until(pilot, lambda: desk.path.read_text(encoding="utf-8") == text)
        await until(pilot, lambda: len(app.config.settings.mute) == 2)


async def test_the_settings_undo_only_settings(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("m", "P", "u")
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        assert "nothing to take back" in screen.refused
        await pilot.press("j", "right")
        await until(pilot, lambda: app.config.settings.display.motion != "auto")
        await pilot.press("escape", "P", "u")
        await until(pilot, lambda: app.config.settings.display.motion == "auto")
        assert isinstance(screen := app.screen, SettingsScreen)
        assert screen.chosen.path == "display.motion"
