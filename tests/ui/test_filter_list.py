"""Filtering the list as one types: what is shown, what is marked, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from rich.style import Style
from textual import events

from ticker_tui.model import View
from ticker_tui.text import truncate
from ticker_tui.ui import messages
from ticker_tui.ui.headlines import controller as headlines_controller
from ticker_tui.ui.headlines.filter_field import FilterFacts, FilterPane, finder
from ticker_tui.ui.headlines.snapshot import Narrowing
from ticker_tui.ui.render.highlighted_spans import marking

if TYPE_CHECKING:
    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


def place(app: TickerApp) -> tuple[object, ...]:
    listed = app.headlines
    return (list(listed.ids), listed.selected_id, listed.scroll_offset.y)


def pane(app: TickerApp) -> FilterPane:
    return app.query_one(FilterPane)


async def test_every_letter_filters_and_esc_gives_everything_back(desk: Desk) -> None:
    desk.fill(40)
    async with desk.open((80, 16), poll=False) as (app, pilot):
        await pilot.press("G", "k", "k", "k", "k", "k")
        before = place(app)
        assert app.headlines.scroll_offset.y > 0
        await pilot.press("slash")
        seen = []
        for letter in "ferry":
            await pilot.press(letter)
            seen.append(len(app.headlines.ids))
        assert app.desk.view == View(search="ferry")
        assert seen[-1] == 10
        assert seen == sorted(seen, reverse=True), "each letter leaves less"
        assert pane(app).facts.text.startswith("search: \u2068ferry\u2069 · 10 headlines")
        await pilot.press("escape")
        await pilot.pause()
        assert place(app) == before
        assert app.focused is app.headlines
        assert pane(app).facts.text == ""
        assert pane(app).size.height == 0, "its rows are the list's again"


async def test_enter_keeps_the_filter_and_esc_in_the_list_ends_it(desk: Desk) -> None:
    desk.fill(40)
    async with desk.open((80, 16), poll=False) as (app, pilot):
        await pilot.press("j", "j")
        before = place(app)
        await pilot.press("slash", *"ferry", "enter")
        assert not pane(app).typing
        assert len(app.headlines.ids) == 10
        await pilot.press("slash")
        assert pane(app).field.value == "ferry", "to be gone on with"
        await pilot.press("escape")
        assert place(app) == before
        await pilot.press("slash", *"ferry", "enter", "j", "escape")
        assert place(app) == before
        assert app.desk.narrowing == Narrowing()


async def test_the_first_rows_are_there_at_once_and_all_of_them_when_the_keys_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.fill(40)
    monkeypatch.setattr(headlines_controller, "FIRST_WINDOW", 4)
    monkeypatch.setattr(headlines_controller, "REST_S", 60.0)
    async with desk.open((80, 16), poll=False) as (app, pilot):
        await pilot.press("slash", *"fer")
        assert len(app.headlines.ids) == 4
        before, selected = pane(app).facts.text, app.headlines.selected_id
        await pilot.press("enter")
        assert len(app.headlines.ids) == 10
        assert app.headlines.selected_id == selected
        assert (before, pane(app).facts.text[:28]) == ("", "search: \u2068fer\u2069 · 10 headlines")
        monkeypatch.setattr(headlines_controller, "REST_S", 0.01)
        await pilot.press("slash", "r")
        await until(pilot, lambda: len(app.headlines.ids) == 10)
        assert "10 headlines" in pane(app).facts.text
        monkeypatch.setattr(headlines_controller, "REST_S", 0.05)
        await pilot.press("y", "escape")
        await until(pilot, lambda: app.desk.narrowing == app.desk.usual)
        await pilot.pause(0.1)
        assert len(app.headlines.ids) == 40, "what was left behind is not shown again"


async def test_what_is_typed_at_once_behind_the_key_is_meant_for_the_field(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        for letter in "/qq":  # q ends the program where the list has the focus
            app.post_message(events.Key("slash" if letter == "/" else letter, letter))  # as a driver does
        await until(pilot, lambda: pane(app).field.value == "qq")
        assert app.headlines.empty.sentence == "Nothing matches."


async def test_a_search_that_does_not_parse_says_where(desk: Desk) -> None:
    desk.fill()
    async with desk.open((100, 20), poll=False) as (app, pilot):
        await pilot.press("slash", *"storm is:reed")
        facts = app.query_one(FilterFacts)
        assert facts.text == "nothing is “reed” (did you mean is:read?)"
        assert facts.pointer == 1 + len("storm is:")
        assert "▲" in facts.render_line(0).text
        assert facts.render_line(0).text.index("▲") == facts.pointer
        assert app.desk.view == View(search="storm is:re"), "the last one that could be understood"
        await pilot.press("backspace", "backspace", *"ad")
        assert facts.text.startswith("search: ")
        assert len(app.headlines.ids) == 0


async def test_news_that_arrives_while_a_search_is_open_waits_for_both(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        app._loaded = True
        before = place(app)
        await pilot.press("slash", *"ferry", "enter")
        found = len(app.headlines.ids)
        for feed, title in ((1, "Ferry sinks"), (0, "Another thing")):
            app.post_message(
                messages.FeedsPolled(desk.save(feed, desk.entry(feed + 90, title=title, blocks=())))
            )
        await until(pilot, lambda: app.headlines.waiting == 1)
        assert len(app.headlines.ids) == found
        await pilot.press("escape")
        assert place(app) == before
        assert app.headlines.waiting == 2


def test_marks_are_on_the_shaped_letters() -> None:
    rest, marked = Style(), Style(underline=True)
    for title, search, expected in (
        ("Orbit: مسبار «سحاب-2» يدخل", "مسبار", "ﺭﺎﺒﺴﻣ"),
        ("سلامٌ لأحمد", "لا", "ﻷ"),  # lam and alef are one glyph
        ("قال مُحَمَّد", "محمد", "ﺪﻤﺤﻣ"),
    ):
        line = truncate(title, 60, marks=False)
        find = finder(search)
        assert find is not None
        style_at = marking(line, find(title), rest, marked)
        shown = "".join(glyph.text for glyph in line.glyphs if style_at(glyph.logical_index) is marked)
        assert expected in shown
        assert not set(shown) & set("قال2:")


def test_what_is_cut_off_is_not_marked_on_the_ellipsis() -> None:
    marked = Style(underline=True)
    line = truncate("one two three four", 9)
    style_at = marking(line, [range(14, 18)], Style(), marked)
    assert not any(style_at(glyph.logical_index) is marked for glyph in line.glyphs)


async def test_found_letters_are_painted(desk: Desk) -> None:
    desk.fill()
    async with desk.open((100, 20), poll=False) as (app, pilot):
        await pilot.press("slash", *"ferry", "enter")
        strip = app.headlines.paint_line(0)
        underlined = "".join(each.text for each in strip if each.style is not None and each.style.underline)
        assert underlined == "Ferry"
        await pilot.press("escape")
        await pilot.pause()
        strip = app.headlines.paint_line(0)
        assert not any(each.style is not None and each.style.underline for each in strip)


async def test_a_tab_that_is_left_forgets_its_search(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        ids = list(app.headlines.ids)
        await pilot.press("slash", *"ferry", "enter", "4", "1")
        assert list(app.headlines.ids) == ids
        assert app.desk.narrowing == Narrowing()
