"""Titles that want to move, restyle or command what stands beside them; on the screen they are text in their column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from grid import cells
from making import NOW, paragraph

from ticker_tui.html.titles import title_line

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.anyio

TROJANS = (
    "\u202e}esac nimda\u2066 if\u2069\u2066 begin",
    "\u202ddcba \u202b\u202b\u202b",
    "\u2067\u2067\u2067 unbalanced " * 20,
    "\u2069\u2069\u202c\u202c closing what it has not opened",
    "\u2066ا\u2069\u2067b\u2069" * 30,
    "ends in Arabic أ\u200f\u200f\u061c",
    "\u200f123 456\u200e אבג",
    "ي" + "\u0651" * 1_000,
    "\ufdfd\ufdfa" * 20,
    "wide 🏳️‍🌈👨‍👩‍👧‍👦中文 \u200b\u00ad\ufeff\u2060",
    "\ud800\udfff half of a letter",
)
"""What has been used to make source code lie, and what terminals disagree about."""


async def test_a_title_changes_nothing_beside_it(desk: Desk) -> None:
    """The cells that two full titles leave the same are those of source and time: no other title changes them."""
    desk.write_config("[display]\ndensity = 'one'\n")
    desk.store.sync_feeds(desk.feeds)
    full = ("a" * 400, "ا" * 400)
    entries = [
        desk.entry(4 * number, title=title_line(title), published_at=NOW, blocks=())
        for number, title in enumerate((*full, *TROJANS), start=1)
    ]
    desk.save(0, *entries)
    async with desk.open((200, 30), poll=False) as (app, _):
        rows = [row.ljust(app.headlines.size.width) for row in cells(app, app.headlines)]
        shown = [headline.title for headline in app.desk.headlines(app.desk.ids)]
    looks = dict(zip(shown, rows, strict=False))
    assert len(looks) == len(entries)
    one, other = (looks[title_line(title)] for title in full)
    # The first column tells which row is selected.
    beside = [x for x in range(1, len(one)) if one[x] == other[x] != " "]
    assert len(beside) > 10
    for look in looks.values():
        assert [look[x] for x in beside] == [one[x] for x in beside]


async def test_a_click_on_markup_runs_nothing(desk: Desk) -> None:
    trap = "[@click=app.quit]trap[/] [@click='app.bell']trap[/]"
    desk.feeds = desk.feeds[:1]
    desk.write_config()
    desk.store.sync_feeds(desk.feeds)
    desk.save(0, desk.entry(4, title=trap, author=trap, blocks=(paragraph(trap),)))
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("enter")
        places = [
            (row.index("trap", start), y)
            for y, row in enumerate(cells(app))
            for start in range(len(row))
            if row.startswith("trap", start)
        ]
        assert len(places) >= 4
        for x, y in places:
            await pilot.click(offset=(x, y))
        await pilot.pause()
        assert app.is_running
        assert app.return_code is None
