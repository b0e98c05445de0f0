"""Themes, motion, and what stands in the place of an empty list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import NOW
from textual.widgets import Static

from ticker_tui.config.paths import default_text, find_config, is_default
from ticker_tui.model import FeedStatus, View
from ticker_tui.ui import messages
from ticker_tui.ui.headlines.empty_states import EmptyState
from ticker_tui.ui.theme import reduced_motion

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

    from ticker_tui.config.schema import Motion

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("dark", "theme"), [(True, "ticker-dark"), (False, "ticker-light")])
async def test_auto_follows_the_ground_of_the_terminal(desk: Desk, dark: bool, theme: str) -> None:
    desk.fill()
    async with desk.open(poll=False, dark=dark) as (app, pilot):
        assert app.theme == theme
        app.use_background(not dark)  # the answer came late
        await pilot.pause()
        assert app.theme != theme


async def test_the_key_goes_through_our_themes_and_the_users(desk: Desk) -> None:
    desk.fill()
    themes = desk.folder / "themes"
    themes.mkdir()
    (themes / "sea.toml").write_text('background = "#001122"\n', encoding="utf-8")
    (themes / "bad.toml").write_text("ground = 1\n", encoding="utf-8")
    async with desk.open() as (app, pilot):
        assert "bad.toml:1: ground: unknown key" in app.notice.texts[0]
        seen = [app.theme]
        for _ in range(5):
            await pilot.press("t")
            seen.append(app.theme)
        assert seen == [
            "ticker-dark",
            "ticker-light",
            "ticker-paper",
            "ticker-contrast",
            "sea",
            "ticker-dark",
        ]
        await pilot.press("t")
        # What a key has chosen holds when the file is saved for another reason; a theme's file is seen live.
        (themes / "sea.toml").write_text('background = "#332211"\n', encoding="utf-8")
        (themes / "bad.toml").unlink()
        await until(pilot, lambda: app.config.themes[0].colours == {"background": "#332211"})
        await until(pilot, lambda: not app.notice.texts)
        assert app.theme == "ticker-light"
        app.action_theme("sea")
        await until(pilot, lambda: app.headlines.background_colors[1].r > 40)
        (themes / "sea.toml").write_text('background = "#003322"\n', encoding="utf-8")
        await until(pilot, lambda: app.headlines.background_colors[1].r < 10)


@pytest.mark.parametrize(
    ("setting", "environ", "level"),
    [
        ("auto", "full", "full"),
        ("auto", "none", "none"),
        ("full", "none", "full"),
        ("reduced", "full", "none"),
    ],
)
def test_motion_is_what_the_setting_says_else_the_environment(
    monkeypatch: pytest.MonkeyPatch, setting: Motion, environ: str, level: str
) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", environ)
    assert reduced_motion.animations(setting) == level


async def test_with_reduced_motion_the_bar_changes_instead_of_crawling_and_nothing_flashes(
    desk: Desk,
) -> None:
    desk.fill()
    desk.write_config('[display]\nmotion = "reduced"\n')
    async with desk.open() as (app, pilot):
        assert app.animation_level == "none"
        first = app.bar.items[0].title
        before = cells(app, app.bar)[0]
        assert before.rstrip().endswith("·") or first  # one headline stands there, whole or cut
        app.bar.flash()
        await pilot.pause()
        assert cells(app, app.bar)[0] == before
        assert not app.bar._flashing
        assert not app.bar._scrolls()
        await pilot.press("slash")
        assert not app._filter.field.cursor_blink
        desk.write_config('[display]\nmotion = "full"\n')
        await until(pilot, app.bar._scrolls)
        app.bar.flash()
        assert app.bar._flashing


def shown(app_cells: list[str]) -> str:
    return "\n".join(row.strip() for row in app_cells if row.strip())


async def test_each_empty_view_has_a_sentence_and_a_key_that_does_what_it_says(desk: Desk) -> None:
    desk.fill(3)
    desk.store.set_read(list(desk.store.ids(View(), now=NOW)), True)
    async with desk.open() as (app, pilot):
        await pilot.press("3")
        assert app.headlines.empty.sentence == "Nothing is starred."
        await pilot.press("2")
        assert (app.headlines.empty.sentence, app.headlines.empty.key) == ("Nothing is breaking.", "1")
        await pilot.press(app.headlines.empty.key)
        assert app.headlines.ids
        await pilot.press("v")
        assert (app.headlines.empty.sentence, app.headlines.empty.key) == ("Nothing is unread here.", "v")
        await pilot.press("v", "slash", *"zzz", "enter")
        assert app.headlines.empty.sentence == "Nothing matches."
        assert "esc shows everything again" in shown(cells(app, app.headlines))
        await pilot.press("escape")
        assert app.headlines.ids


async def test_a_card_stands_calmly_in_the_middle_of_a_mirrored_screen_too(desk: Desk) -> None:
    desk.write_config('language = "ar"\n')
    async with desk.open((60, 20), poll=False) as (app, pilot):
        app.headlines.empty = EmptyState("Sentence.", ("A detail.",), "r", "يسأل")
        await pilot.pause()
        rows = [row for row in cells(app, app.headlines) if row.strip()]
        assert len(rows) == 3
        for row in rows:
            left, right = len(row) - len(row.lstrip()), len(row.rstrip())
            assert abs(left - (60 - right)) <= 2
        assert rows[2].split() == ["ﻝﺄﺴﻳ", "r"], "the key stands where reading begins"


async def test_offline_and_loading_and_mistakes(desk: Desk) -> None:
    desk.store.sync_feeds(desk.feeds)
    async with desk.open(poll=False) as (app, pilot):
        assert (app.headlines.empty.sentence, app.headlines.empty.key) == ("No news yet.", "r")
        app.post_message(messages.PollStarted(4))
        await pilot.pause()
        assert (app.headlines.empty.sentence, app.headlines.empty.key) == ("Fetching the news…", "F")
        app.post_message(messages.PollFinished())
        app.post_message(messages.ConfigBroken((f"{desk.path}:3: keep: expected a whole number",)))
        await pilot.pause()
        assert app.headlines.empty.sentence == "feeds.toml has a mistake in it."
        assert app.headlines.empty.key == "e"
        app.notices.mistakes = ()
        for number in range(4):
            due = {"failures": 1, "next_due_at": NOW + timedelta(minutes=3)}
            desk.save(number, status=FeedStatus.FAILED, error="There is no network.", **due)
        app.board.reset(desk.feeds, desk.store.states())
        app._show_standing()
        assert (app.headlines.empty.sentence, app.headlines.empty.key) == ("No feed answered.", "r")


async def test_a_window_too_small_says_so_with_the_key_that_ends(desk: Desk) -> None:
    async with desk.open((19, 5), poll=False) as (app, _pilot):
        assert app.screen.query_one("#too-small", Static).display
        assert shown(cells(app)) == "too small\n20 by 5 at least\nq quits"


async def test_the_first_run_welcomes_and_shows_the_news_when_it_is_asked_for(desk: Desk) -> None:
    desk.store.sync_feeds(desk.feeds)
    async with desk.open((120, 30), poll=False, welcome=True) as (app, pilot):
        card = app.headlines.empty
        assert card.sentence == "Welcome to ticker."
        assert "feeds.toml" in card.text
        assert "English" in card.text
        app.post_message(messages.PollStarted(4))
        app.post_message(messages.FeedsPolled(desk.save(0, desk.entry(4), desk.entry(8))))
        app.post_message(messages.PollFinished())
        await until(pilot, lambda: app.headlines.waiting == 2)
        assert not app.headlines.ids
        assert app.headlines.empty.sentence == "Welcome to ticker."
        await pilot.press(*([card.key] if card.key != "⏎" else ["enter"]))
        await until(pilot, lambda: len(app.headlines.ids) == 2)


@pytest.mark.parametrize(
    ("locale", "on"),
    [("en_GB.UTF-8", "BBC World"), ("fa_IR", "BBC فارسی"), ("ckb", "کوردستان 24"), ("C", "")],
)
def test_the_first_feeds_are_those_of_the_locale_besides_the_arabic_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, on: str
) -> None:
    from ticker_tui.config import load_config

    path = tmp_path / "config" / "feeds.toml"
    monkeypatch.setattr("ticker_tui.config.paths.user_config", lambda: path)
    environ = {"LANG": locale}
    assert find_config(None, environ=environ, cwd=tmp_path, agree=lambda _: None).path == path
    feeds = {feed.name: feed.enabled for feed in load_config(path).feeds}
    assert feeds["الجزيرة نت"]
    assert feeds["BBC اردو"] is False
    assert (not on) or feeds[on]
    assert is_default(path, environ=environ)
    path.write_text(default_text() + "\n# mine\n", encoding="utf-8")
    assert not is_default(path, environ=environ)
