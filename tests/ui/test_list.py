"""What the list does beyond a key: headings that hold still, many headlines at once, undoing across views, own views."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from conftest import until
from grid import cells
from making import NOW

from ticker_tui.model import Order, View
from ticker_tui.ui import messages
from ticker_tui.ui.article import controller as article_controller
from ticker_tui.ui.export import browser

if TYPE_CHECKING:
    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


def fill_days(desk: Desk, days: int = 6, a_day: int = 8) -> None:
    """So many headlines on each day, of one feed."""
    desk.store.sync_feeds(desk.feeds)
    desk.save(
        1,
        *(
            desk.entry(
                1,
                key=f"urn:{day}:{number}",
                link=f"https://example.org/{day}/{number}",
                title=f"Quay {day * a_day + number} reports",
                published_at=NOW - timedelta(days=day, minutes=number),
            )
            for day in range(days)
            for number in range(a_day)
        ),
    )


def place(app: TickerApp) -> tuple[Any, ...]:
    """Everything that must not move by itself."""
    rows = cells(app, app.headlines)[1:]  # the sign of what waits stands on the first
    return app.headlines.selected_id, app.headlines.scroll_offset, app.headlines.picked, rows


@pytest.mark.parametrize("density", ["one", "two", "summary"])
async def test_every_line_has_its_row_and_nothing_moves_when_news_arrives(desk: Desk, density: str) -> None:
    fill_days(desk)
    desk.write_config(f'[display]\ngroup_by_day = true\ndensity = "{density}"\n')
    async with desk.open((60, 20), poll=False) as (app, pilot):
        app._loaded = True
        shown = cells(app, app.headlines)
        assert shown[0].strip().startswith("Today ─")
        height, pane = app.headlines.rows_each, app.headlines.size.height
        assert height == {"one": 1, "two": 2, "summary": 3}[density]
        assert app.headlines.virtual_size.height == 48 * height + 6, "six headings"
        seen = [app.headlines.cursor]
        while seen[-1] != 47:
            await pilot.press("pagedown")
            seen.append(app.headlines.cursor)
            assert 0 < seen[-1] - seen[-2] <= pane // height
            line = app.headlines._places.line_of(seen[-1]) - app.headlines.scroll_offset.y
            assert 1 <= line <= pane - height, "below the heading that stays on top"
            assert "─" in cells(app, app.headlines)[0]
        top = app.desk.headlines(app.desk.ids)[app.headlines._places.at(app.headlines.scroll_offset.y)[0]]
        day = {18: "Wednesday", 19: "Thursday"}[top.sort_at.day]
        assert cells(app, app.headlines)[0].strip().startswith(f"{day}, {top.sort_at.day} November 2026 ─")
        while app.headlines.cursor:
            before = app.headlines.cursor
            await pilot.press("pageup")
            assert app.headlines.cursor < before
        assert cells(app, app.headlines) == shown
        await pilot.press("J", "J", *["down"] * 11)
        assert app.headlines.selected_id == app.desk.ids[13]
        app.headlines.scroll_to_line(app.headlines.scroll_offset.y + 3)
        await pilot.pause()
        still = place(app)
        app.post_message(messages.FeedsPolled(desk.save(1, desk.entry(0, title="Just in"))))
        await until(pilot, lambda: app.headlines.waiting == 1)
        assert place(app) == still
        assert "1 new" in cells(app, app.headlines)[0], "over the heading that stays on top"
        await pilot.press("a")
        assert app.headlines.selected_id == app.desk.ids[0]
        assert app.headlines.virtual_size.height == 49 * height + 6


async def test_a_heading_is_no_row_for_the_mouse_either(desk: Desk) -> None:
    fill_days(desk, days=2, a_day=2)
    desk.write_config("[display]\ngroup_by_day = true\n")
    async with desk.open((60, 20), poll=False) as (app, pilot):
        ids = app.desk.ids
        assert [row.strip()[:9] for row in cells(app, app.headlines)[::5][:2]] == ["Today ───", "Yesterday"]
        for y, selected in ((0, ids[0]), (5, ids[0]), (6, ids[2]), (3, ids[1])):
            await pilot.click(app.headlines, offset=(20, y))
            assert (app.headlines.selected_id, app.reading) == (selected, False), y
        await pilot.click(app.headlines, offset=(20, 8), control=True)
        await pilot.click(app.headlines, offset=(20, 1), control=True)
        assert app.headlines.picked == (ids[0], ids[3])
        await pilot.press("escape")
        app.headlines.select(ids[1])
        await pilot.click(app.headlines, offset=(20, 8), shift=True)
        assert app.headlines.picked == tuple(ids[1:])


async def test_days_change_at_midnight_while_the_list_is_open(desk: Desk) -> None:
    fill_days(desk, days=2)
    desk.write_config("[display]\ngroup_by_day = true\n")
    async with desk.open((60, 20), poll=False) as (app, pilot):
        app.headlines._now = lambda: datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)
        app._tick()
        await pilot.pause()
        assert cells(app, app.headlines)[0].strip().startswith("Yesterday ─")
        await pilot.press("G")
        assert cells(app, app.headlines)[0].strip().startswith("Sunday, 22 November 2026 ─")


async def test_headings_follow_the_order_and_stories_that_are_unfolded(desk: Desk) -> None:
    desk.fill(40)
    desk.write_config('[display]\ngroup_by_day = true\nsort = "source"\n')
    async with desk.open((60, 20), poll=False) as (app, pilot):
        assert app.desk.narrowing.order is Order.SOURCE, "what is usual is not said"
        assert not app._filter.facts.text
        assert [said for _, said in app.desk.headings(app.desk.ids)] == [
            "Orbit",
            "The Harbour",
            "עיתון הגבעה",
            "ميدان نيوز",
        ]
        await pilot.press("S")
        assert [said for _, said in app.desk.headings(app.desk.ids)] == [True]
        count = len(app.desk.ids)
        await pilot.press("x")
        assert app.desk.unfolded
        assert list(app.headlines._said) == [0]
        assert app.headlines.virtual_size.height == 2 * (count + len(app.desk.unfolded)) + 1
        await pilot.press("S", "T")
        assert "sorted by time" in app._filter.facts.text
        await pilot.press("escape")
        assert app.desk.narrowing.order is Order.SOURCE


async def test_keys_act_on_all_that_is_picked_as_one_step(desk: Desk) -> None:
    desk.fill(40)
    async with desk.open() as (app, pilot):
        ids = app.desk.ids
        desk.store.set_starred(ids[:1], True)

        def marks() -> list[tuple[bool, bool]]:
            return [(row.read, row.starred) for row in app.desk.headlines(ids[:4])]

        start = marks()
        await pilot.press("V", "j", "j", "s")
        assert [starred for _, starred in marks()] == [True, True, True, False], (
            "all of them, where one lacks it"
        )
        assert app.status.text == "starred · 2 headlines"
        await pilot.press("m")
        assert [read for read, _ in marks()] == [True, True, True, False]
        await pilot.press("m", "u", "u", "u")
        assert marks() == start
        await pilot.press("c")
        rows = app.desk.headlines(ids[:3])
        assert app.clipboard == "\n\n".join(f"{row.title}\n{row.link}" for row in rows)
        assert app.status.text == "copied 3 headlines"
        await pilot.press("delete")
        assert list(app.headlines.ids) == list(ids[3:])
        assert app.status.text.startswith("deleted · 3 headlines")
        assert not app.headlines.picked
        assert app.headlines.selected_id == ids[3]
        await until(pilot, lambda: len(desk.store.ids(View(), now=NOW)) == 37)
        await pilot.press("ctrl+a", "delete")
        await until(pilot, lambda: app.headlines.empty)
        await pilot.press("u", "u")
        await until(pilot, lambda: app.headlines.ids == ids)


async def test_many_pages_are_opened_when_asked_for_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(browser, "open_link", note)
    desk.fill(40)
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("J", "J", "o")
        assert opened == [row.link for row in app.desk.headlines(app.desk.ids[:3])]
        opened.clear()
        await pilot.press("ctrl+a", "o")
        assert not opened
        assert "would open 40 pages" in app.status.text
        await pilot.press("escape", "o")
        assert len(opened) == 1, "what was asked about is no longer meant"
        await pilot.press("ctrl+a", "o", "o")
        assert len(opened) == 41


async def test_undo_reaches_through_views_news_and_pruning(desk: Desk) -> None:
    desk.fill(40)
    async with desk.open() as (app, pilot):
        app._loaded = True
        ids = app.desk.ids
        first, second, third = ids[:3]
        await pilot.press("s", "delete")  # the first, starred, goes
        await pilot.press("s", "j", "delete", "A")  # the second gets a star, the third goes, the rest is read
        assert list(app.desk.ids) == [second, *ids[3:]]
        late = desk.save(1, desk.entry(0, key="urn:late", link="", title="Late"))
        app.post_message(messages.FeedsPolled(late))
        await until(pilot, lambda: app.headlines.waiting == 1)
        await pilot.press("3")
        assert list(app.desk.ids) == [second]
        await until(pilot, lambda: desk.store.counts(now=NOW).unread == 1)
        desk.store.prune(desk.feeds, keep=3, keep_days=30, now=NOW)
        await pilot.press("u")  # the rest, as far as it is still there; what came late has always been unread
        await until(pilot, lambda: desk.store.counts(now=NOW).unread == desk.store.counts(now=NOW).all)
        await pilot.press("u", "u")  # the third is back, the second's star is off
        await pilot.press("u")  # the first is back, in this view since it is starred
        await until(pilot, lambda: first in app.headlines.ids)
        assert list(app.desk.ids) == [first, second], "what was in the view stays in its snapshot"
        await pilot.press("1")
        now = list(app.desk.ids)
        assert [each for each in now if each in {first, second, third}] == [first, second, third]
        assert late.new_ids[0] in now
        await pilot.press("U", "U")
        await until(pilot, lambda: first not in desk.store.ids(View(), now=NOW))
        assert [each for each in app.desk.ids if each in {first, second, third}] == [second, third]
        for _ in range(9):
            await pilot.press("u")
        await until(pilot, lambda: set(now) <= set(desk.store.ids(View(), now=NOW)))
        assert desk.store.counts(now=NOW).starred == 0


async def test_what_is_deleted_stays_away_from_every_list_of_this_run(desk: Desk) -> None:
    desk.fill(12, summary="It began at the quay.")
    async with desk.open() as (app, pilot):
        ids = app.desk.ids
        gone = ids[2]
        app.headlines.select(gone)
        await pilot.press("v", "slash", *"quay", "enter")
        assert app.headlines.select(gone)
        await pilot.press("delete", "escape")
        assert app.desk.narrowing.unread_only, "what was shown before the search"
        await pilot.press("v")
        assert app.headlines.ids == app.desk.ids
        assert [each for each in ids if each not in app.desk.ids] == [gone]
        app.post_message(messages.StoreChanged())
        await until(pilot, lambda: app.desk.waiting == 0)
        assert gone not in app.headlines.ids
        await pilot.press("u")
        await until(pilot, lambda: app.headlines.ids == ids)


async def test_a_folded_story_goes_as_it_is_seen(desk: Desk) -> None:
    desk.fill(24)
    async with desk.open() as (app, pilot):
        await pilot.press("X")
        rows = list(app.desk.ids)
        story = {each.id for each in desk.store.story(rows[0], now=NOW)}
        assert len(story) > 1
        await pilot.press("delete")
        assert app.status.text.startswith(f"deleted · {len(story)} headlines")
        assert list(app.headlines.ids) == rows[1:]
        await until(pilot, lambda: not story & set(desk.store.ids(View(), now=NOW)))
        await pilot.press("u")
        await until(pilot, lambda: list(app.headlines.ids) == rows)


async def test_a_delete_that_cannot_be_saved_is_taken_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ticker_tui.errors import StoreError

    desk.fill()
    async with desk.open() as (app, pilot):
        ids = app.desk.ids

        def full(*_: object, **__: object) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(desk.store, "set_deleted", full)
        await pilot.press("delete")
        await until(pilot, lambda: app.notices.unsaved)
        assert app.headlines.ids == ids


class Told:
    """Stands where the alerts go out."""

    def __init__(self) -> None:
        self.told: list[tuple[tuple[str, ...], tuple[str, ...]]] = []

    def tell(self, fresh: Any, settings: Any, *, now: datetime, rules: Any = ()) -> None:
        self.told.append((settings.wanted, tuple(row.title for row in fresh)))


async def test_own_views_are_counted_and_tell_what_arrives_in_them(desk: Desk) -> None:
    desk.fill(12)
    desk.write_config(
        '[[views]]\nname = "Sea"\nquery = "ferry"\ncolour = "#5fc0bd"\nnotify = true\n'
        '[[views]]\nname = "Moon"\nquery = "القمر"\n'
    )

    told = Told()

    def numbers(app: TickerApp) -> dict[str, int | None]:
        return {tab.title: tab.number for tab in app.desk.tabs}

    async with desk.open() as (app, pilot):
        app._loaded, app.alerts = True, told  # type: ignore[assignment]
        await until(pilot, lambda: numbers(app)["Sea"])
        ferries = numbers(app)["Sea"] or 0
        assert ferries == len(desk.store.ids(View(search="ferry"), now=NOW))
        await pilot.press("1")
        app.headlines.select(desk.store.ids(View(search="ferry"), now=NOW)[0])
        await pilot.press("m")
        await until(pilot, lambda: numbers(app)["Sea"] == ferries - 1)
        for title in ("A new ferry", "A new bridge"):
            new = desk.entry(0, key=title, link="", title=title, breaking=False, blocks=(), summary="")
            app.post_message(messages.FeedsPolled(desk.save(1, new)))
        await until(pilot, lambda: numbers(app)["Sea"] == ferries)
        assert [titles for wanted, titles in told.told if wanted == ("all",)] == [("A new ferry",)]


async def test_while_keys_come_quickly_the_article_waits_for_them_to_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.fill(12)
    async with desk.open((140, 30)) as (app, pilot):

        def shown() -> int | None:
            return None if app.reader.article is None else app.reader.article.headline.id

        await until(pilot, lambda: shown() == app.headlines.selected_id)
        before = shown()
        monkeypatch.setattr(article_controller, "QUICK_S", 30.0)  # longer than this test takes
        await pilot.press("j", "j", "j")
        await pilot.pause()
        assert shown() == before
        assert app.headlines.selected_id == app.desk.ids[3], "the rows go with the keys"
        monkeypatch.setattr(article_controller, "QUICK_S", 0.0)
        await pilot.press("j")
        await until(pilot, lambda: shown() == app.desk.ids[4])
        assert app._preview_wait is None
