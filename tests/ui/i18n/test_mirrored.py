"""The screen in a right-to-left language: the same screen from the other edge."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells

from ticker_tui.i18n import CODES, chosen, current
from ticker_tui.text import Direction, plain
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.keys.key_table import KEYS

if TYPE_CHECKING:
    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio
ARABIC = 'language = "ar"\n'


def order(app: TickerApp) -> list[str]:
    """What stands from left to right in the rows of panes and foot."""
    widgets = [app.headlines, app.reader, app.footer, app.status]
    return [
        str(widget.id) for widget in sorted(widgets, key=lambda widget: (widget.region.y, widget.region.x))
    ]


async def test_what_stood_left_stands_right(desk: Desk) -> None:
    desk.write_config(ARABIC)
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await until(pilot, lambda: app.reader.size.width)
        assert order(app) == ["reader", "headlines", "status", "keys"]
        rows = cells(app)
        assert rows[0].rstrip().endswith(plain("عاجل"))
        assert rows[1].rstrip().endswith(plain("الكل ١٢", base=Direction.RTL))
        assert rows[2].rstrip().endswith("●◂")
        assert rows[-1].rstrip().endswith("⏎")


async def test_a_switch_moves_everything_and_nothing_is_lost(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: app.reader.size.width and "%" in app.status.text)
        selected, english = app.headlines.selected_id, cells(app)
        await pilot.press("L")
        await until(pilot, lambda: order(app) == ["reader", "headlines", "status", "keys"])
        assert app.headlines.selected_id == selected
        assert app.focused is app.reader
        assert current().code == "ar"
        for code in (*CODES[2:], "en"):
            await pilot.press("L")
            assert current().code == code
        await until(pilot, lambda: order(app) == ["headlines", "reader", "keys", "status"])
        app.status._end_saying()
        await pilot.pause()
        assert cells(app) == english


async def test_the_configuration_changes_it_while_the_program_runs(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        desk.write_config(ARABIC)
        await until(pilot, lambda: app.has_class("-rtl"))
        await until(pilot, lambda: order(app)[0] == "reader")
        assert app.tabs._tabs[2].title == "المميّزة"


async def test_the_arrow_that_points_to_the_list_goes_back(desk: Desk) -> None:
    desk.write_config(ARABIC)
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("enter", "left")
        assert app.reading
        await pilot.press("right")
        assert not app.reading


async def test_a_wish_for_an_arrow_is_kept_as_it_was_written(desk: Desk) -> None:
    desk.write_config(ARABIC + '[keys]\n"reader.back" = ["left"]\n')
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("enter", "left")
        assert not app.reading


async def test_no_english_is_left_on_the_arabic_screen(desk: Desk) -> None:
    """Feeds and entries in Arabic letters only, so every Latin word on the screen would be the program's."""
    desk.feeds = [
        type(feed)(url=feed.url, name="ميدان نيوز", lang="ar", category="العالم") for feed in desk.feeds[:1]
    ]
    desk.write_config(ARABIC)
    desk.store.sync_feeds(desk.feeds)
    desk.save(0, *(desk.entry(4 * number, title="خبر", lang="ar", blocks=()) for number in range(1, 6)))
    kept = {
        "esc",
        "space",
        "enter",
        "tab",
        "home",
        "end",
        "PgUp",
        "PgDn",
        "ctrl",
        "delete",
        "fg",
        "backspace",
        "feeds",
        "toml",
        "shift",
        "del",
        "insert",
        "down",
    }
    async with desk.open((140, 60), poll=False) as (app, pilot):
        for keys in ((), ("enter",), ("escape", "question_mark"), ("escape", "F"), ("escape", "3")):
            await pilot.press(*keys)
            await pilot.pause()
            words = set(re.findall("[A-Za-z]{3,}", "\n".join(cells(app))))
            assert words <= kept, keys


async def test_help_has_its_keys_at_the_right(desk: Desk) -> None:
    desk.write_config(ARABIC)
    desk.fill()
    async with desk.open((100, 60), poll=False) as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen.query(ColumnsView))
        sheet = app.screen.query_one(ColumnsView)
        assert sheet.mirrored
        row = next(line for line in cells(app) if plain("فتح الخبر للقراءة") in line)
        assert row.index("⏎") > row.index(plain("فتح الخبر للقراءة"))


async def test_relative_times_have_a_column_of_their_width(desk: Desk) -> None:
    desk.write_config(ARABIC + "[display]\nrelative_times = true\n")
    desk.fill()
    async with desk.open(poll=False) as (app, _pilot):
        text = "\n".join(cells(app))
        assert plain("قبل ٧ دقائق") in text
        assert plain("قبل ١٤ دقيقة") in text


def test_every_key_is_said_in_arabic() -> None:
    arabic = chosen("ar", "auto", {})
    said = [arabic.tr(key.description) for key in KEYS]
    assert [text for text in said if not re.search("[\u0600-\u06ff]", text)] == []
