"""The program used at random: what is pressed is drawn from a seed, which a failure names with the last actions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from random_use import Figures, demo_user, neutralise, stale_rows

from ticker_tui.ui.feeds.add_feed import AddFeedScreen
from ticker_tui.ui.palette.commands import commands

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

pytestmark = pytest.mark.anyio

SEED = int(os.environ.get("TICKER_RANDOM_SEED", "1"))
SECONDS = float(os.environ.get("TICKER_RANDOM_SECONDS", "60"))
THREADS, DESCRIPTORS = 40, 40
"""More than were there before. The archive has a connection for each thread that reads, and asyncio keeps its threads."""


@pytest.mark.usefixtures("quick_processes")
async def test_two_hundred_random_actions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    neutralise(monkeypatch, tmp_path)
    async with demo_user(tmp_path, SEED) as user:
        await user.use(actions=200, check_every=10)


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 120)
@pytest.mark.usefixtures("quick_processes")
async def test_a_minute_of_random_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or as long as ``TICKER_RANDOM_SECONDS`` says, with the seed of ``TICKER_RANDOM_SEED``."""
    neutralise(monkeypatch, tmp_path)
    async with demo_user(tmp_path, SEED) as user:
        before = Figures.now()
        await user.use(seconds=SECONDS)
        after = Figures.now()
    print(f"seed {SEED}, {user.count} actions: {before} before, {after} after")
    assert after.threads <= before.threads + THREADS
    assert after.descriptors <= before.descriptors + DESCRIPTORS


async def test_a_language_chosen_while_something_is_open_draws_it_again(desk: Desk) -> None:
    """Found by random use: what a filter shows, and the keys of an open dialog, stayed in the language before."""
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("slash", *"ferry", "enter")
        app.action_language("ar")
        await pilot.pause()
        assert stale_rows(app) == ""
        assert "esc shows all" not in cells(app)[-2]
        app.action_show_feeds()
        await pilot.pause()
        for code in ("en", "he"):
            app.action_language(code)
            await pilot.pause()
            assert stale_rows(app) == ""


async def test_every_command_of_the_palette_can_be_run(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by random use: an action of the feeds screen or of the bar ended the program."""
    neutralise(monkeypatch, tmp_path)
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        for command in commands(app):
            if command.name.title in (key.said for key in app.keymap.keys):
                app.call_later(command.run)
                await pilot.pause()
                assert app.is_running, command.name
                while len(app.screen_stack) > 1:
                    app.pop_screen()


async def test_a_feed_is_added_from_the_palette(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("ctrl+p", *"add a feed", "enter")
        await until(pilot, lambda: isinstance(app.screen, AddFeedScreen))
