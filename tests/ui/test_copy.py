"""Selecting and copying on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import TITLES
from mouse import click, drag, marked

from ticker_tui.text import layout
from ticker_tui.ui.render.text_selection import MAX_COPY_BYTES

if TYPE_CHECKING:
    from conftest import Desk

    from ticker_tui.ui.app import TickerApp
    from ticker_tui.ui.render.selectable import Selectable

pytestmark = pytest.mark.anyio
PRESENTATION_FORMS = {chr(code) for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))}


def place(app: TickerApp, widget: Selectable, text: str) -> tuple[int, int]:
    """The cell of the screen where a text begins, counted from its left."""
    shown = layout(text, 200)[0].visual_text
    for y, row in enumerate(cells(app, widget)):
        if shown in row:
            return widget.region.x + row.index(shown), widget.region.y + y
    pytest.fail(f"{text} is not on the screen")


async def test_what_is_selected_is_copied_with_its_own_letters(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        x, y = place(app, app.reader, "مطياف للأشعة")
        await drag(pilot, (x + 11, y), (x, y))
        await pilot.press("c")
        assert app.clipboard == "مطياف للأشعة"
        assert app.status.text == "copied 12 characters"
        assert not PRESENTATION_FORMS & set(app.clipboard)
        assert app.focused is app.reader, "the pane that was pressed has the focus"


async def test_there_is_one_selection_on_the_screen(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        x, y = place(app, app.headlines, "Ferry service")
        await drag(pilot, (x, y), (x + 4, y))
        assert app.headlines.selected_text == "Ferry"
        x, y = place(app, app.reader, "قناة مرئية")
        await drag(pilot, (x + 9, y), (x + 6, y))
        assert app.headlines.selected_text == ""
        assert app.reader.selected_text == "قناة"
        assert "#" not in "".join(marked(app.headlines))
        x, y = place(app, app.bar, TITLES[5 % len(TITLES)][1][:20])
        await drag(pilot, (x, y), (x + 4, y))
        assert app.reader.selected_text == ""
        assert app.bar.selected_text == "Ferry"
        await pilot.press("c")
        assert app.clipboard == "Ferry"


async def test_escape_lets_go_first_and_goes_back_then(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        app.notices.advice = "This terminal wants something."
        app._show_standing()
        await pilot.pause()
        x, y = place(app, app.headlines, "Ferry service")
        await drag(pilot, (x, y), (x + 4, y))
        await pilot.press("escape")
        assert app.headlines.selected_text == ""
        assert app.notice.texts, "the notice is for the next one"
        await pilot.press("escape")
        assert not app.notice.texts
        await pilot.press("enter")
        x, y = place(app, app.reader, "قناة مرئية")
        await drag(pilot, (x + 9, y), (x + 6, y))
        await pilot.press("escape")
        assert (app.reading, app.reader.selected_text) == (True, "")
        await pilot.press("escape")
        assert not app.reading


async def test_leaving_the_reader_by_another_way_lets_go(desk: Desk) -> None:
    desk.fill()
    async with desk.open((80, 30), poll=False) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        x, y = place(app, app.reader, "قناة مرئية")
        await drag(pilot, (x + 9, y), (x + 6, y))
        await pilot.press("2")
        assert not app.reading
        await pilot.press("C")
        assert app.clipboard.startswith("https://example.org/"), "what is not seen is not copied"


async def test_clicks_work_as_without_selecting(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        first = app.headlines.selected_id
        x, y = place(app, app.headlines, "إخلاء أحياء")
        await click(pilot, x, y)
        selected = app.headlines.selected_id
        assert (selected != first, app.reading) == (True, False)
        await click(pilot, x + 1, y)
        assert (selected != first, app.reading) == (True, True)
        assert app.reader.article is not None
        assert app.reader.article.headline.id == selected


async def test_a_huge_selection_is_cut_and_that_is_said(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, _):
        app._copy("خبر " * 40_000)
        assert MAX_COPY_BYTES - 10 < len(app.clipboard.encode()) <= MAX_COPY_BYTES
        assert app.status.text.startswith("copied the first 42")


async def test_what_was_copied_is_said_for_a_while(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        app.status.say("copied 3 characters", 0.1)
        app.status.show("how things stand")
        assert app.status.text == "copied 3 characters", "the countdown waits"
        app._show_standing = lambda: None  # type: ignore[method-assign]
        app.status.show("how things stand")
        await until(pilot, lambda: app.status.text == "how things stand")


async def test_without_a_headline_there_is_nothing_to_copy(desk: Desk) -> None:
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("c", "C")
        assert app.clipboard == ""


async def test_the_terminal_gets_the_logical_text(desk: Desk) -> None:
    from base64 import b64decode

    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        written: list[str] = []
        assert app._driver is not None
        app._driver.write = written.append  # type: ignore[assignment,method-assign]
        app.headlines.select(app.desk.ids[3])
        await pilot.press("c")
        [sequence] = [data for data in written if data.startswith("\x1b]52;c;")]
        shown = app.headlines.selected
        assert shown is not None
        assert b64decode(sequence[7:-1]).decode() == f"{shown.title}\n{shown.link}"
