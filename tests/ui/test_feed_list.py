"""The list of feeds, changed from the screen: added, renamed, removed, re-addressed; feeds.toml is what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import NOW
from mouse import click
from msgspec.structs import replace

from ticker_tui.config import load_config
from ticker_tui.demo import Newsroom
from ticker_tui.model import TabKind, View
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.feeds.add_feed import AddFeedScreen
from ticker_tui.ui.feeds.feed_form import EditFeedScreen, FeedForm
from ticker_tui.ui.feeds.screen import FeedsScreen
from ticker_tui.ui.rtl.input import TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.model import Feed
    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    with Newsroom(still=True) as opened:
        yield opened


def listed(desk: Desk) -> list[Feed]:
    return list(load_config(desk.path).feeds)


def said(app: TickerApp, sheet: str) -> str:
    rows = app.screen.query_one(sheet, ColumnsView).rows
    return " ".join(column[0] for line in rows for column in line)


async def write(app: TickerApp, pilot: Pilot[None], field: str, text: str) -> None:
    """Type over what is in a field."""
    entry = app.screen.query_one(field, TextField)
    entry.focus()
    entry.value = ""
    for letter in text:
        await pilot.press(letter)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_page_is_typed_and_its_feed_is_added(desk: Desk, room: Newsroom, language: str) -> None:
    desk.write_config(f'# mine\nlanguage = "{language}"')
    desk.fill()
    outlet = room.outlets[0]
    before = desk.path.read_text(encoding="utf-8")
    async with desk.open() as (app, pilot):
        await pilot.press("F", "a")
        form = app.screen
        assert isinstance(form, AddFeedScreen)
        await pilot.press("enter")
        assert not form.busy, "no address, no question"
        form.query_one("#form-url", TextField).insert_text_at_cursor(f"{room.base_url}/{outlet.slug}/")
        await pilot.press("enter")
        await until(pilot, lambda: not form.has_class("-asking"))
        assert form.query_one("#form-name", TextField).value == outlet.name
        assert form.query_one("#form-lang", TextField).value == outlet.lang
        assert f"{room.base_url}{outlet.feed_path}" in said(app, "#form-facts")
        assert said(app, "#form-facts").count("·") >= 3, "the newest headlines"
        await write(app, pilot, "#form-lang", "xx")
        await pilot.press("enter")
        assert "xx" in said(app, "#form-facts")
        assert listed(desk) == list(desk.config.feeds)
        await write(app, pilot, "#form-lang", "ar-LB")
        await write(app, pilot, "#form-category", "World")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FeedsScreen))
        added = listed(desk)[-1]
        assert (added.url, added.name, added.lang, added.category) == (
            f"{room.base_url}{outlet.feed_path}",
            outlet.name,
            "ar-LB",
            "World",
        )
        assert desk.path.read_text(encoding="utf-8").startswith(before), "comments and order stay"
        await until(pilot, lambda: added in app.config.feeds)
        # A second time: it is there already.
        await pilot.press("a")
        form = app.screen
        form.query_one("#form-url", TextField).insert_text_at_cursor(added.url)
        await pilot.press("enter")
        await until(pilot, lambda: outlet.name in said(app, "#form-facts"))
        assert form.has_class("-asking")
        await pilot.press("escape", "escape")
        assert app.screen is app._desk_screen


async def test_where_no_feed_is_the_form_says_why_and_stays(desk: Desk, room: Newsroom) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("F", "a")
        form = app.screen
        form.query_one("#form-url", TextField).insert_text_at_cursor("http://127.0.0.1:9/feed")
        await pilot.press("enter")
        await until(pilot, lambda: "nothing answers" in said(app, "#form-facts"))
        assert form.has_class("-asking")


async def test_what_is_said_of_a_feed_is_changed_with_its_comments_kept(desk: Desk) -> None:
    desk.fill()
    desk.path.write_text(
        desk.path.read_text(encoding="utf-8").replace('name = "Orbit"', 'name = "Orbit"  # the moon'),
        encoding="utf-8",
    )
    async with desk.open() as (app, pilot):
        await pilot.press("F", "j", "j", "n")
        assert isinstance(app.screen, EditFeedScreen)
        await write(app, pilot, "#form-name", "Moon")
        await write(app, pilot, "#form-category", "Space")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FeedsScreen))
        assert listed(desk)[2] == replace(desk.feeds[2], name="Moon", category="Space")
        assert 'name = "Moon"  # the moon' in desk.path.read_text(encoding="utf-8")
        await until(pilot, lambda: app.config.feeds[2].name == "Moon")
        (headline,) = [each for each in desk.store.latest(now=app.clock()) if each.source == "Moon"][:1]
        assert headline.feed_url == desk.feeds[2].url


async def test_a_feed_is_removed_at_the_second_key_and_its_stars_stay(desk: Desk) -> None:
    desk.fill()
    starred = next(each for each in desk.store.latest(now=NOW) if each.source == "The Harbour")
    desk.store.set_starred([starred.id], True)
    async with desk.open() as (app, pilot):
        await pilot.press("F", "j", "d")
        assert "again to remove" in said(app, "#sheet")
        await pilot.press("k", "j")
        assert "again to remove" not in said(app, "#sheet"), "another key takes it back"
        await pilot.press("d", "d")
        await until(pilot, lambda: len(app.config.feeds) == 3)
        assert [feed.url for feed in listed(desk)] == [
            feed.url for feed in desk.feeds if feed.name != "The Harbour"
        ]
        ids = desk.store.ids(View(shelf=TabKind.STARRED), now=app.clock())
        assert list(ids) == [starred.id]


async def test_nothing_is_written_over_a_change_of_somebody_else(desk: Desk) -> None:
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("F", "n")
        desk.path.write_text(desk.path.read_text(encoding="utf-8") + "\n# by hand\n", encoding="utf-8")
        before = desk.path.read_bytes()
        await write(app, pilot, "#form-name", "Other")
        form = app.screen
        assert isinstance(form, FeedForm)
        app.session._early.clear()
        await pilot.press("enter")
        for call in app.session._early:  # the worker was not started: it would have taken the change up
            call()
        await until(pilot, lambda: "has changed meanwhile" in said(app, "#form-facts"))
        assert desk.path.read_bytes() == before
        assert form.query_one("#form-name", TextField).value == "Other", "what was typed is not lost"
        await pilot.press("escape")


@pytest.mark.parametrize("width", [100, 60])
async def test_a_move_is_told_with_its_whole_address_and_taken_over(desk: Desk, width: int) -> None:
    desk.fill()
    new = "https://news.harbour-and-further.example/feeds/by-topic/everything/latest.xml?edition=morning&x=1"
    desk.save(1, moved_to=new, moves=2)
    desk.save(2, moved_to=desk.feeds[3].url, moves=2)
    ids = list(desk.store.ids(View(feed_url=desk.feeds[1].url), now=NOW))
    async with desk.open((width, 40)) as (app, pilot):
        await pilot.press("F", "j")
        await pilot.pause()
        shown = "".join(row.strip(" │▌▐█") for row in cells(app, app.screen.query_one("#sheet")))
        assert new in shown.replace(" ", "")
        assert "has moved to" in shown
        await pilot.press("j", "m")
        assert load_config(desk.path).feeds[2].url == desk.feeds[2].url, "its new address is another feed's"
        await pilot.press("k", "m")
        await until(pilot, lambda: app.config.feeds[1].url == new)
        assert [feed.url for feed in listed(desk)].count(new) == 1
        assert list(desk.store.ids(View(feed_url=new), now=app.clock())) == ids
        await until(pilot, lambda: "latest.xml" not in said(app, "#sheet"))


async def test_the_mouse_does_it_too(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("F")
        screen = app.screen
        assert isinstance(screen, FeedsScreen)
        line = next(y for y, row in enumerate(cells(app)) if "Orbit" in row and "ok" in row)
        await click(pilot, 40, line)
        assert screen.chosen == desk.feeds[2]
        keys = screen.query_one("#feeds-keys").region
        row = cells(app)[keys.y]
        await click(pilot, row.index("on/off"), keys.y)
        await until(pilot, lambda: not app.config.feeds[2].enabled)
        await until(pilot, lambda: "switched off" in said(app, "#sheet"))
        await pilot.pause()
        keys = screen.query_one("#feeds-keys").region  # the sheet has a line less
        await click(pilot, row.index("rename"), keys.y)
        await until(pilot, lambda: isinstance(app.screen, EditFeedScreen))
        await until(pilot, lambda: any(each.region.height for each in app.screen.query("#form-keys")))
        foot = app.screen.query_one("#form-keys").region
        await click(pilot, cells(app)[foot.y].index("cancel"), foot.y)
        await until(pilot, lambda: app.screen is screen)
