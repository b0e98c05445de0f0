"""Which of the entries that polls bring are worth an alert: what is new to the archive and recent, in every poll of a run."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import until
from making import NOW
from msgspec.structs import replace

from ticker_tui.alerts.candidates import AlertCandidates, any_wanted
from ticker_tui.config.schema import AlertSettings, HighlightRule, SavedView, Settings
from ticker_tui.ui import messages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from conftest import Desk

    from ticker_tui.model import Headline

pytestmark = pytest.mark.anyio


class Heard:
    """Takes the place of the terminal's side."""

    def __init__(self) -> None:
        self.fresh: list[str] = []
        self.settings: list[AlertSettings] = []

    def tell(
        self,
        fresh: Sequence[Headline],
        settings: AlertSettings,
        *,
        now: datetime,
        rules: Sequence[HighlightRule],
    ) -> None:
        assert now == NOW
        self.rules = rules
        self.fresh += [each.title for each in fresh]
        self.settings.append(settings)


async def test_the_first_poll_of_a_run_is_told_too(desk: Desk) -> None:
    """F17: what is new to the archive and not older than ``breaking.expires`` is told, whichever poll brings it."""
    rules = '[[mute]]\nwords = ["Quiet"]\n[[highlight]]\nwords = ["First"]\nbell = true\n'
    desk.write_config(f"[alerts]\nbell = true\n[breaking]\nexpires = '30m'\n{rules}")
    desk.fill()
    async with desk.open(poll=False) as (app, pilot):
        heard = Heard()
        app.alerts = heard  # type: ignore[assignment]
        minutes = {"First": 2, "Old": 31, "Quiet, please": 1, "Ahead": -90}
        entries = [
            desk.entry(60 + place, title=title, published_at=NOW - timedelta(minutes=ago), breaking=ago == 2)
            for place, (title, ago) in enumerate(minutes.items())
        ]
        undated = desk.entry(70, title="Undated", published_at=None)
        app.post_message(messages.FeedsPolled(desk.save(1, *entries, undated)))
        await until(pilot, lambda: heard.fresh)
        assert heard.fresh == ["Undated", "Ahead", "First"]
        assert heard.settings == [AlertSettings(bell=True)]
        assert heard.rules == (HighlightRule(words=("First",), bell=True),)
        assert app.bar._flashing
        desk.seen.clear()
        app.post_message(messages.PollFinished())
        app.post_message(messages.FeedsPolled(desk.save(1, *entries, undated)))
        await until(pilot, lambda: "FeedsPolled" in desk.names)
        await pilot.pause()
        assert len(heard.fresh) == 3, "nothing is told twice"


async def test_an_update_that_makes_an_entry_breaking_is_told(desk: Desk) -> None:
    desk.write_config("[alerts]\nbell = true\n")
    desk.fill()
    before = {
        title: desk.entry(60 + number, title=title, published_at=NOW - timedelta(minutes=number))
        for number, title in enumerate(["Fire", "Deleted fire", "Fire of long ago"], 1)
    }
    before["Fire of long ago"] = replace(
        before["Fire of long ago"], published_at=NOW - timedelta(hours=2, minutes=1)
    )
    deleted = desk.save(1, *before.values()).new_ids[1]
    desk.store.set_deleted([deleted], True, now=NOW)
    async with desk.open(poll=False) as (app, pilot):
        heard = Heard()
        app.alerts = heard  # type: ignore[assignment]
        for told in (["Fire spreads"], ["Fire spreads"]):
            after = [
                replace(entry, title=title.replace("Fire", "Fire spreads"), breaking=True)
                for title, entry in before.items()
            ]
            result = desk.save(1, *after)
            assert len(result.updated_ids) == (3 if not heard.fresh else 0)
            app.post_message(messages.FeedsPolled(result))
            await until(pilot, lambda: heard.fresh)
            assert heard.fresh == told


def test_of_a_feed_that_was_never_read_only_what_has_a_recent_date_is_news(desk: Desk) -> None:
    ago = {"now": timedelta(0), "old": timedelta(hours=2, seconds=1), "fast clock": timedelta(minutes=-9)}
    dated = [
        desk.entry(number, title=title, published_at=NOW - age)
        for number, (title, age) in enumerate(ago.items())
    ]
    loose = [
        desk.entry(8, title="undated", published_at=None),
        desk.entry(9, title="future", published_at=NOW + timedelta(days=9)),
    ]
    told: dict[bool, set[str]] = {}
    for number in (1, 2):  # the second time is that of a feed that was read before
        result = desk.save(number, *dated, *loose)
        for first_read in (result.first_read, False):
            incoming = AlertCandidates()
            incoming.add(replace(result, first_read=first_read))
            rows = lambda ids: desk.store.headlines(ids, now=NOW)  # noqa: E731 - one line
            found = incoming.take(rows, Settings(alerts=AlertSettings(bell=True)), now=NOW)
            told[first_read] = {each.title for each in found}
            assert incoming.take(rows, Settings(alerts=AlertSettings(bell=True)), now=NOW) == []
    assert told == {True: {"now", "fast clock"}, False: {"now", "fast clock", "undated", "future"}}
    assert not desk.save(1, desk.entry(20, title="later")).first_read


def test_where_no_alert_is_wanted_nothing_is_read(desk: Desk) -> None:
    incoming = AlertCandidates()
    incoming.add(desk.save(1, desk.entry(1)))
    assert incoming.take(lambda _ids: pytest.fail("read for nothing"), Settings(), now=NOW) == []
    views = SavedView(name="Sea", query="ferry", notify=True)
    rule = HighlightRule(words=("sea",), notify=True)
    assert any_wanted(Settings(views=(views,)))
    assert any_wanted(Settings(highlight=(rule,)))
    assert not any_wanted(Settings(highlight=(HighlightRule(words=("sea",)),)))


async def test_what_comes_long_after_the_start_waits_although_it_is_the_first_poll(desk: Desk) -> None:
    """Nothing was due at the start: the list has been looked at for a while, and nothing moves by itself."""
    desk.fill()
    desk.write_config("[alerts]\nbell = true\n")
    async with desk.open() as (app, pilot):
        await until(pilot, lambda: "NothingDue" in desk.names)
        app.post_message(messages.FeedsPolled(desk.save(1, desk.entry(0, title="Just in"))))
        await until(pilot, lambda: app.headlines.waiting == 1)
