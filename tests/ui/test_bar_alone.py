"""`ticker bar`: the crawl and nothing else, on one line or two."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import NOW

from ticker_tui.alerts.send import AlertSender
from ticker_tui.ui import messages
from ticker_tui.ui.bar.bar_app import KEYS, BarApp
from ticker_tui.ui.export import browser
from ticker_tui.ui.headlines.model import HeadlineListModel as ShownDesk
from ticker_tui.ui.keys.key_table import BY_ID

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.config.schema import AlertSettings, HighlightRule
    from ticker_tui.model import Headline

pytestmark = pytest.mark.anyio
PATIENCE_S = 20


@asynccontextmanager
async def bar_on(
    desk: Desk, size: tuple[int, int] = (100, 1), *, poll: bool = False
) -> AsyncIterator[tuple[BarApp, Pilot[None]]]:
    shown = ShownDesk(desk.store, desk.config.feeds, clock=lambda: NOW)
    app = BarApp(desk.config, shown, desk.store, poll=poll, clock=lambda: NOW)
    async with app.run_test(size=size, message_hook=desk.seen.append) as pilot:
        await pilot.pause()
        yield app, pilot
    assert app.session.stop(PATIENCE_S), "the worker ends"


def fill_latest(desk: Desk, count: int = 4) -> None:
    """Nothing breaking, so that the bar shows the latest."""
    desk.store.sync_feeds(desk.feeds)
    desk.save(
        1,
        *(
            desk.entry(number, title=f"Story {number}", breaking=False, lang="en")
            for number in range(1, count + 1)
        ),
    )


def opened_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser is given."""
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(browser, "open_link", note)
    return opened


async def test_one_line_tells_source_and_age_of_each(desk: Desk) -> None:
    fill_latest(desk)
    async with bar_on(desk) as (app, _):
        [line] = cells(app)
        source = desk.feeds[1].name
        assert line.startswith(f" LATEST  Story 1  {source} · 7 min  ◆  Story 2  {source} · 14 min  ◆")
        assert app.bar.size.height == 1


async def test_a_second_line_tells_it_of_the_one_in_front(desk: Desk) -> None:
    fill_latest(desk)
    async with bar_on(desk, (40, 2)) as (app, pilot):
        first, second = cells(app)
        assert "Story 1  ◆  Story 2" in first
        assert desk.feeds[1].name not in first
        assert second == f" {desk.feeds[1].name} · 7 min".ljust(36) + "1/4"
        await pilot.press("right", "space")
        assert app.second.texts == (f"\u2068{desk.feeds[1].name}\u2069 · \u206814 min\u2069", "paused · 2/4")
        await pilot.resize_terminal(100, 1)
        await until(pilot, lambda: "14 min" in cells(app)[0])


async def test_breaking_news_is_all_there_is_while_it_breaks(desk: Desk) -> None:
    desk.fill()
    async with bar_on(desk, (80, 1)) as (app, _):
        assert cells(app)[0].startswith(" BREAKING ")
        assert [item.breaking for item in app.bar.items] == [True]


async def test_the_keys(desk: Desk) -> None:
    fill_latest(desk)
    async with bar_on(desk, (40, 2)) as (app, pilot):
        app.bar.mode = "flip"
        ids = [item.id for item in app.bar.items]
        await pilot.press("right", "full_stop", "left")
        assert app.bar.current_id == ids[1]
        await pilot.press("comma")
        assert app.bar.current_id == ids[0]
        await pilot.press("d")
        assert [item.id for item in app.bar.items] == ids[1:]
        await pilot.press("space")
        assert app.bar.paused
        speed = app.bar.speed
        await pilot.press("plus")
        assert app.bar.speed == speed * 1.25
        await pilot.press("minus", "minus")
        assert app.bar.speed == speed / 1.25
        assert app.second.texts[0] == "The bar runs 6 columns a second."
        for _ in range(30):
            await pilot.press("minus")
        assert app.bar.speed == 0.5
        await pilot.press("t", "L")
        assert app.theme == "ticker-light"
        assert app.bar.label != "LATEST"
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)


@pytest.mark.parametrize("key", ["o", "b", "enter", "خ"])
async def test_opening_hands_the_page_to_the_browser_and_marks_it_read(
    desk: Desk, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_latest(desk)
    opened = opened_pages(monkeypatch)
    async with bar_on(desk) as (app, pilot):
        entry_id = app.bar.current_id or 0
        await pilot.press(key)
        assert opened == ["https://example.org/1"]
        app.session.stop(PATIENCE_S)
        assert desk.store.headlines([entry_id], now=NOW)[0].read


async def test_a_click_opens_what_is_under_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_latest(desk)
    opened = opened_pages(monkeypatch)
    async with bar_on(desk) as (app, pilot):
        await pilot.click("#bar", offset=(cells(app)[0].index("Story 2"), 0))
        assert opened == ["https://example.org/2"]


async def test_arrows_point_where_the_reading_goes(desk: Desk) -> None:
    desk.write_config('language = "ar"\n[bar]\nmode = "flip"\n')
    fill_latest(desk)
    async with bar_on(desk) as (app, pilot):
        ids = [item.id for item in app.bar.items]
        await pilot.press("left")
        assert app.bar.current_id == ids[1]
        await pilot.press("right")
        assert app.bar.current_id == ids[0]


async def test_the_users_keys_count_and_take_the_arrows_if_they_want(desk: Desk) -> None:
    desk.write_config('[keys]\n"bar.pause" = ["right"]\n"bar.dismiss" = ["x"]\n')
    fill_latest(desk)
    async with bar_on(desk) as (app, pilot):
        await pilot.press("right")
        assert app.bar.paused
        await pilot.press("d")
        assert len(app.bar.items) == 4
        await pilot.press("x")
        assert len(app.bar.items) == 3


async def test_news_comes_in_and_breaking_news_flashes(desk: Desk) -> None:
    fill_latest(desk)
    async with bar_on(desk) as (app, pilot):
        app.post_message(messages.PollFinished())
        await pilot.pause()
        result = desk.save(
            1, desk.entry(50, title="It breaks", breaking=True, published_at=NOW - timedelta(minutes=1))
        )
        assert result.breaking_ids
        app.post_message(messages.FeedsPolled(result))
        await until(pilot, lambda: [item.title for item in app.bar.items] == ["It breaks"])
        assert app.bar._flashing
        assert cells(app)[0].startswith(" BREAKING  It breaks")


async def test_an_empty_archive_says_what_is_going_on(desk: Desk) -> None:
    async with bar_on(desk, (60, 1)) as (app, pilot):
        assert cells(app)[0].rstrip() == "No headlines yet: the feeds are being asked."
        await pilot.press("o", "d", "right")
        assert app.is_running


async def test_another_ticker_may_do_the_asking(desk: Desk) -> None:
    desk.fill()
    async with bar_on(desk, poll=True) as (_app, pilot):
        await until(pilot, lambda: "LeaderChanged" in desk.names)
        [lead] = [message for message in desk.seen if isinstance(message, messages.LeaderChanged)]
        assert lead.leading


def test_its_keys_are_keys_of_the_table() -> None:
    assert set(KEYS) <= set(BY_ID)


class Notified:
    """The alarm as it is, with a list where the desktop would be."""

    def __init__(self) -> None:
        self.said: list[Sequence[str]] = []
        self._alarm: AlertSender | None = None

    def tell(
        self,
        fresh: Sequence[Headline],
        settings: AlertSettings,
        *,
        now: datetime,
        rules: Sequence[HighlightRule] = (),
    ) -> None:
        _ = rules
        self._alarm = self._alarm or AlertSender(
            settings, known="", environ={}, write=len, hand_through=len, start=self.said.append
        )
        self._alarm.settings = settings
        self._alarm.tell(fresh, now=now)


@pytest.mark.parametrize(
    ("alerts", "told"),
    [
        ("limit = 2", ["Ferry 61", "Ferry 62"]),
        ('quiet = "00:00-23:59"', []),
    ],
)
async def test_a_view_that_notifies_does_so_here_within_the_same_limits(
    desk: Desk, alerts: str, told: list[str]
) -> None:
    views = (
        "[[views]]\nname = 'Sea'\nquery = 'ferry'\nnotify = true\n[[views]]\nname = 'Land'\nquery = 'storm'\n"
    )
    desk.write_config(f"[alerts]\ncommand = ['say', '{{title}}']\nfor = []\n{alerts}\n{views}")
    fill_latest(desk)
    async with bar_on(desk, poll=True) as (app, pilot):
        notified = Notified()
        app.alerts = notified  # type: ignore[assignment]
        ago = {f"Ferry {minutes}": timedelta(minutes=minutes) for minutes in (61, 62, 63)}
        came = [
            desk.entry(place, title=title, published_at=NOW - age, breaking=False)
            for place, (title, age) in enumerate({**ago, "Storm": timedelta()}.items(), 60)
        ]
        news = desk.save(1, *came)
        app.post_message(messages.FeedsPolled(news))
        await until(pilot, lambda: "ViewsCounted" in desk.names)
        await pilot.pause()
        assert notified.said == [["say", title] for title in told]
