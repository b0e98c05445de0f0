"""Pressed on an Arabic, Persian or Hebrew keyboard: through Textual's parser, and in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from textual.widgets import Input

from ticker_tui.terminal.textual_driver import _Parser, _ReplyGate
from ticker_tui.ui.keys.user_keymap import overlay

if TYPE_CHECKING:
    from conftest import Desk
    from textual import events

pytestmark = pytest.mark.anyio


def _keys(*chunks: str) -> list[tuple[str, str | None]]:
    """What the app is sent for what the terminal sends."""
    parser = _Parser(debug=False, typed="", gate=_ReplyGate(None, lambda _replies: None))
    sent: list[events.Key] = [event for chunk in chunks for event in parser.feed(chunk)]  # type: ignore[misc]
    return [(event.key, event.character) for event in sent]


def test_the_parser_names_the_keys_as_the_table_does() -> None:
    assert _keys("ت") == [("ت", "ت")]
    assert _keys("؟") == [("arabic_question_mark", "؟")]
    assert _keys("\N{ARABIC FATHA}") == [("arabic_fatha", "\N{ARABIC FATHA}")]
    assert _keys("\x1b[1581;5u") == [("ctrl+ح", None)]
    assert _keys("ﻻ") == [("ﻻ", "ﻻ")]


def test_a_key_of_two_characters_is_one_key() -> None:
    assert _keys("لا") == [("ﻻ", "لا")]
    assert _keys("ل", "ا") == [("ل", "ل"), ("ا", "ا")]
    assert [key for key, _ in _keys("سلام")] == ["س", "ل", "ا", "م"], "a word is not taken apart"


@pytest.mark.parametrize(
    ("language", "jkms"),
    [("ar", "تنةس"), ("fa", "تنپس"), ("he", "חלצד"), ("ur", "جکمس"), ("en", "تלצس")],
)
async def test_keys_of_that_language(desk: Desk, language: str, jkms: str) -> None:
    down, up, read, star = tuple(jkms)
    desk.write_config(f'language = "{language}"\n')
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press(down, down)
        assert app.headlines.cursor == 2
        await pilot.press(up)
        assert app.headlines.cursor == 1
        selected = app.headlines.selected_id or 0
        await pilot.press(read, star)
        [shown] = app.desk.headlines([selected])
        assert (shown.read, shown.starred) == (True, True)
        await pilot.press("٣" if language in {"ar", "en"} else "۳")
        assert app.desk.tab_index == 2
        await pilot.press("؟")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("ض" if language != "he" else "escape")
        assert len(app.screen_stack) == 1


async def test_a_field_takes_both_letters_of_one_key(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("ctrl+ح")
        field = app.screen.query_one(Input)
        field.focus()
        [event] = _Parser(debug=False, typed="", gate=_ReplyGate(None, lambda _replies: None)).feed("لا")
        app.post_message(event)
        await until(pilot, lambda: field.value == "لا")


async def test_the_language_of_the_screen_changes_the_layout(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("د")
        assert app.desk.tab_index == 1, "Arabic: ]"
        app.action_language("fa")
        before = app.desk.tab_index
        assert app.keymap.textual() == overlay({}, mirrored=True, lang="fa").textual()
        await pilot.press("چ")
        assert app.desk.tab_index == before + 1, "Persian: ]"
        app.action_view(1)
        app.headlines.select(app.desk.ids[0])
        await pilot.press("د")
        assert app.headlines.cursor == 1, "Persian: n"
