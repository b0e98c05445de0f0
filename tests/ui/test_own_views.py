"""The user's own views, `[[views]]` of feeds.toml: tabs with a search behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until

from ticker_tui.model import View
from ticker_tui.ui import messages

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.anyio

SEA = """
[[views]]
name = "البحر"
query = "ferry OR ميناء"
colour = "#5fc0bd"
"""
BROKEN = """
[[views]]
name = "Odd"
query = "is:reed"
"""


async def test_they_are_tabs_behind_the_categories(desk: Desk) -> None:
    desk.fill()
    desk.write_config(SEA)
    async with desk.open((120, 20), poll=False) as (app, pilot):
        assert [tab.title for tab in app.desk.tabs][-2:] == ["English", "البحر"]
        await pilot.press("6")
        assert app.desk.tab_index == 5
        titles = {headline.title for headline in app.desk.headlines(app.headlines.ids)}
        assert len(titles) == 2
        assert all("Ferry" in title or "الميناء" in title for title in titles)
        line = app.tabs.render_line(0)
        await pilot.press("1")
        colours = {
            segment.style.color.name
            for segment in app.tabs.render_line(0)
            if segment.style is not None and segment.style.color is not None
        }
        assert "#5fc0bd" in colours
        assert line != app.tabs.render_line(0)


async def test_a_search_inside_one_narrows_it(desk: Desk) -> None:
    desk.fill()
    desk.write_config(SEA)
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("6")
        both = len(app.headlines.ids)
        await pilot.press("slash", *"storm OR tide", "enter")
        assert app.desk.view == View(search="(ferry OR ميناء) (storm OR tide")
        assert 0 < len(app.headlines.ids) < both
        await pilot.press("escape")
        assert (len(app.headlines.ids), app.desk.tab_index) == (both, 5)


async def test_news_waits_in_them_if_it_belongs_there(desk: Desk) -> None:
    desk.fill()
    desk.write_config(SEA)
    async with desk.open(poll=False) as (app, pilot):
        app._loaded = True
        await pilot.press("6")
        for number, title in ((90, "Ferry sinks"), (91, "Another thing")):
            result = desk.save(1, desk.entry(number, title=title, blocks=(), published_at=None))
            app.post_message(messages.FeedsPolled(result))
        await until(pilot, lambda: app.headlines.waiting == 1)


async def test_one_that_cannot_be_understood_has_no_tab_and_says_why(desk: Desk) -> None:
    desk.fill()
    desk.write_config(BROKEN + SEA)
    async with desk.open(poll=False) as (app, _pilot):
        assert [tab.title for tab in app.desk.tabs][-1] == "البحر"
        assert "Odd" not in [tab.title for tab in app.desk.tabs]
        [sentence] = app.notices.settings
        assert "Odd" in sentence
        assert "character 4" in sentence
        assert "did you mean is:read?" in sentence
