"""Harakat on the whole screen: shown or dropped as the setting and the terminal want it, and always copied."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

import msgspec
import pytest
from grid import cells
from making import paragraph
from mouse import drag

from ticker_tui.model import Span
from ticker_tui.ui.rtl.visual_order import VisualOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Desk

pytestmark = pytest.mark.anyio
TITLE = "كَتَبَ مُحَمَّدٌ الدَّرْسَ"
HEBREW = "שָׁלוֹם עוֹלָם"
CATEGORY = "العَالَمُ"


def marks_in(rows: Sequence[str]) -> int:
    return sum(category(char) == "Mn" for row in rows for char in row)


def bare(rows: Sequence[str]) -> list[str]:
    return ["".join(char for char in row if category(char) != "Mn") for row in rows]


def fill(desk: Desk, setting: str) -> None:
    desk.feeds = [msgspec.structs.replace(feed, category=CATEGORY, name="خَبَرٌ") for feed in desk.feeds]
    desk.write_config(f"[display]\nmarks = {setting}\n" if setting else "")
    desk.store.sync_feeds(desk.feeds)
    blocks = (
        paragraph("نَصٌّ ", Span("غَامِقٌ", bold=True), " ", Span("رَابِطٌ", link="https://a.example/")),
        paragraph(HEBREW),
    )
    desk.save(0, desk.entry(4, title=TITLE, blocks=blocks, breaking=True, author="كَاتِبٌ"))


@pytest.mark.parametrize(
    ("setting", "terminal", "drawn"),
    [
        ("", True, True),
        ("", False, False),
        ('"auto"', True, True),
        ('"auto"', False, False),
        ("true", False, True),
        ("false", True, False),
        ('"on"', False, True),
        ('"off"', True, False),
    ],
)
async def test_marks_are_drawn_where_they_are_wanted(
    desk: Desk, setting: str, terminal: bool, drawn: bool
) -> None:
    fill(desk, setting)
    async with desk.open(poll=False, marks=terminal) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        for widget in (app.bar, app.tabs, app.headlines, app.reader):
            assert bool(marks_in(cells(app, widget))) is drawn, widget
        app.notices.advice = "خَبَرٌ"
        app._show_standing()
        await pilot.pause()
        assert bool(marks_in(cells(app, app.notice))) is drawn
        order = next(each for each in app.get_line_filters() if isinstance(each, VisualOrder))
        assert order.marks is drawn, "Textual's own widgets are asked, too"


async def test_without_marks_every_cell_is_where_it_was(desk: Desk) -> None:
    fill(desk, "true")
    async with desk.open(poll=False) as (app, pilot):
        with_marks = cells(app)
        desk.write_config("[display]\nmarks = false\n")
        await pilot.pause()
        app.headlines.marks = app.reader.marks = app.bar.marks = app.tabs.marks = False
        await pilot.pause()
        without = cells(app)
        assert marks_in(with_marks) > 20
        assert marks_in(without) == 0
        assert without == bare(with_marks)


@pytest.mark.parametrize("setting", ["true", "false"])
async def test_marks_that_are_not_drawn_are_copied_all_the_same(desk: Desk, setting: str) -> None:
    fill(desk, setting)
    async with desk.open(poll=False) as (app, pilot):
        y = next(y for y in range(app.headlines.size.height) if app.headlines.stretches_at(y))
        [stretch] = app.headlines.stretches_at(y)
        left = app.headlines.region.x + stretch.left
        y += app.headlines.region.y
        await drag(pilot, (left + stretch.line.width_cells - 1, y), (left, y))
        await pilot.press("c")
        assert app.clipboard == TITLE


async def test_a_changed_setting_is_taken_up_while_the_program_runs(desk: Desk) -> None:
    from ticker_tui.ui.messages import ConfigChanged

    fill(desk, "true")
    async with desk.open(poll=False) as (app, pilot):
        assert marks_in(cells(app)) > 20
        desk.write_config("[display]\nmarks = false\n")
        app.post_message(ConfigChanged(desk.config))
        await pilot.pause()
        await pilot.pause()
        assert marks_in(cells(app)) == 0
