"""The settings screen: what it shows, what it writes, and what it refuses; the palette that leads there."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import NOW

from ticker_tui.i18n import Language, speak
from ticker_tui.text import cell_len, plain
from ticker_tui.ui import messages
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.keys.help_screen import HelpScreen
from ticker_tui.ui.palette.screen import PaletteScreen
from ticker_tui.ui.settings import strings as settings_strings
from ticker_tui.ui.settings.model import SETTINGS
from ticker_tui.ui.settings.screen import SettingsScreen, _wrapped

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio
SAID = "# of mine\n[display]\n# how\nmotion = 'full'  # it may move\n"


def settings(app: TickerApp) -> SettingsScreen:
    assert isinstance(app.screen, SettingsScreen)
    return app.screen


async def at(app: TickerApp, pilot: Pilot[None], path: str) -> SettingsScreen:
    app.action_settings(path)
    await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
    await pilot.pause()
    assert settings(app).chosen.path == path
    return settings(app)


async def test_a_theme_is_seen_at_once_written_with_its_comments_and_taken_back(desk: Desk) -> None:
    desk.write_config(SAID)
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("t", "P")
        screen = settings(app)
        assert screen.chosen.path == "display.theme"
        # Three quick presses are three steps, however long the file takes.
        await pilot.press("right", "right", "right")
        await until(pilot, lambda: app.config.settings.display.theme == "ticker-paper")
        assert app.theme == "ticker-paper"
        await pilot.press("j", "right")
        await until(pilot, lambda: app.config.settings.display.motion == "reduced")
        text = desk.path.read_text(encoding="utf-8")
        assert text.startswith(
            '# of mine\n[display]\ntheme = "ticker-paper"\n# how\nmotion = "reduced" # it may move\n'
        )
        await pilot.press("u")
        await until(pilot, lambda: app.config.settings.display.motion == "full")
        await pilot.press("u", "u", "u")
        await until(pilot, lambda: app.config.settings.display.theme == "auto")
        await until(pilot, lambda: app.theme == "ticker-dark")
        await pilot.press("u")
        assert "nothing to take back" in screen.refused
        await pilot.press("escape")
        assert app.screen is app._desk_screen


async def test_what_is_typed_is_checked_and_written(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        screen = await at(app, pilot, "keep")
        await pilot.press("enter")
        assert screen.field.value == "500"
        await pilot.press("ctrl+a", "backspace", *"many", "enter")
        assert screen.refused.startswith("A whole number from 1 to")
        screen.field.value = ""
        await pilot.press(*"٧٧", "enter")
        await until(pilot, lambda: app.config.settings.keep == 77)
        assert not screen.field.display
        await pilot.press("backspace")
        await until(pilot, lambda: app.config.settings.keep == 500)


async def test_a_file_that_has_changed_meanwhile_is_left_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ticker_tui.ui.worker.worker.WATCH_S", 3600)  # it has not been noticed yet
    desk.fill()
    async with desk.open() as (app, pilot):
        screen = await at(app, pilot, "display.follow")
        mine = desk.path.read_text(encoding="utf-8") + "\n# somebody else\n"
        desk.path.write_text(mine, encoding="utf-8")
        await pilot.press("space")
        await until(pilot, lambda: "has changed meanwhile" in screen.refused)
        assert desk.path.read_text(encoding="utf-8") == mine
        assert app.config.settings.display.follow is False
        assert screen.now(screen.chosen) is False
        assert "has changed meanwhile" in "\n".join(cells(app))


async def test_settings_that_only_change_the_look_leave_list_and_asking_alone(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("j", "j")
        selected = app.headlines.selected_id
        app.post_message(messages.FeedsPolled(desk.save(0, desk.entry(60, published_at=NOW))))
        await until(pilot, lambda: app.headlines.waiting == 1)
        await at(app, pilot, "display.density")
        await pilot.press("right")
        await until(pilot, lambda: app.config.settings.display.density == "one")
        assert app.headlines.selected_id == selected
        assert app.headlines.rows_each == 1
        assert app.headlines.waiting == 1, "what waits is not taken by a change of the look"


async def test_the_mouse_chooses_and_changes(desk: Desk) -> None:
    desk.fill()
    async with desk.open((100, 40)) as (app, pilot):
        await pilot.press("P")
        screen = settings(app)
        await pilot.pause()
        line = next(y for y, row in enumerate(cells(app, screen.sheet)) if "News comes in by itself" in row)
        await pilot.click(screen.sheet, offset=(5, line))
        assert screen.chosen.path == "display.follow"
        await pilot.click(screen.sheet, offset=(5, line))
        await until(pilot, lambda: app.config.settings.display.follow is True)


async def test_every_setting_has_its_line_and_its_help_in_arabic(desk: Desk) -> None:
    desk.write_config('language = "ar"\n')
    desk.fill()
    async with desk.open((90, 60), poll=False) as (app, pilot):
        await pilot.press("P")
        screen = settings(app)
        await pilot.pause()
        text = "\n".join(cells(app, screen.sheet))
        assert plain("السمة") in text
        for setting in SETTINGS:
            assert not setting.key.title.isascii() or setting.key.title not in text
        assert cells(app, screen.sheet)[1].rstrip().endswith("◂"), "the chosen line is marked at its start"
        await pilot.press("left")  # where reading goes on
        assert screen._wanted["display.theme"] == "ticker-dark"


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_help_breaks_no_name(language: str) -> None:
    """`ticker-paper` and `themes/NAME.toml` are typed in one piece."""
    speak(Language(language))
    for setting in SETTINGS:
        text = settings_strings.about(setting)
        longest = max(map(cell_len, text.split()))
        for width in range(longest, 90):
            assert " ".join(_wrapped(text, width)).split() == text.split()


async def test_e_opens_the_file_in_the_editor_and_what_is_saved_counts(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i.bak "1i keep = 7" "$1"\n', encoding="utf-8")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("VISUAL", str(editor))
    desk.fill()
    async with desk.open() as (app, pilot):
        suspended: list[bool] = []

        class Aside:
            def __enter__(self) -> None:
                suspended.append(True)

            def __exit__(self, *_: object) -> None: ...

        app.suspend = Aside  # type: ignore[method-assign,assignment]
        await pilot.press("e")
        await until(pilot, lambda: app.config.settings.keep == 7)
        assert suspended == [True]


async def test_the_palette_previews_a_theme_and_takes_it_back(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("ctrl+p", *"theme paper")
        assert isinstance(app.screen, PaletteScreen)
        assert app.theme == "ticker-paper"
        await pilot.press("escape")
        assert app.theme == "ticker-dark"
        await pilot.press("ctrl+p", *"theme paper", "enter")
        await until(pilot, lambda: app._theme == "ticker-paper")
        assert app.theme == "ticker-paper"


async def test_the_palette_finds_feeds_settings_and_actions_in_arabic_and_in_english(desk: Desk) -> None:
    desk.write_config('language = "ar"\n')
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("ctrl+p", *"harbour", "enter")
        await until(pilot, lambda: app.desk.narrowing.feed_url == desk.feeds[1].url)
        await pilot.press("ctrl+p", *"الارقام", "enter")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        assert settings(app).chosen.path == "display.digits"
        await pilot.press("escape", "ctrl+p", *"show all keys")
        sheet = app.screen.query_one(ColumnsView)
        row = cells(app, sheet)[0]
        assert row.split()[0] == "?", "keys stand at the end edge, here the left one"
        assert row.rstrip().endswith("◂")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))


async def test_nothing_found_is_said_and_runs_nothing(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("ctrl+p", *"zzzz")
        assert "There is no command of that name." in "\n".join(cells(app))
        await pilot.press("enter")
        assert isinstance(app.screen, PaletteScreen)


async def test_the_help_can_be_searched(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("question_mark", "slash", *"star")
        text = "\n".join(cells(app, app.screen.query_one(ColumnsView)))
        assert "Star or unstar" in text
        assert "Scroll up one line" not in text
        await pilot.press("escape")
        assert "Scroll up one line" in "\n".join(
            column[0] for row in app.screen.query_one(ColumnsView).rows for column in row
        )
        await pilot.press("escape")
        assert app.screen is app._desk_screen
