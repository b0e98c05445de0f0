"""Which news is told, given the settings, what was told before, and the clock."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from alert_news import NOON, headline

from ticker_tui.alerts.decide import AlertHistory, decide, is_quiet
from ticker_tui.config.schema import AlertSettings

NEWS = [headline(1), headline(2, breaking=True), headline(3, category="Sport"), headline(4, source="Le Quai")]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (("breaking",), [2]),
        (("all",), [2, 1, 3, 4]),
        (("Sport",), [3]),
        (("Le Quai", "Sport"), [3, 4]),
        (("breaking", "Le Quai"), [2, 4]),
        ((), []),
        (("",), []),
        (("Nowhere",), []),
    ],
)
def test_by_view_and_by_feed(wanted: tuple[str, ...], told: list[int]) -> None:
    settings = AlertSettings(wanted=wanted, limit=10)
    assert [each.id for each in decide(settings, NEWS, AlertHistory(), now=NOON).alerts] == told


def test_nothing_is_told_twice() -> None:
    settings = AlertSettings(limit=10)
    first = decide(settings, NEWS, AlertHistory(), now=NOON)
    again = decide(settings, NEWS, first.told, now=NOON + timedelta(hours=3))
    assert [len(first.alerts), len(again.alerts)] == [1, 0]


def test_a_flood_is_cut_off_and_ends() -> None:
    settings = AlertSettings(wanted=("all",), limit=3, per_s=600)
    many = [headline(number) for number in range(1, 9)]
    first = decide(settings, many, AlertHistory(), now=NOON)
    assert [each.id for each in first.alerts] == [1, 2, 3], "the newest"
    assert first.held_back == 5
    soon = decide(settings, [headline(20)], first.told, now=NOON + timedelta(minutes=9))
    assert (soon.alerts, soon.held_back) == ((), 1)
    later = decide(settings, [headline(21)], soon.told, now=NOON + timedelta(minutes=10))
    assert [each.id for each in later.alerts] == [21]
    assert len(later.told.moments) == 1, "what no longer counts is forgotten"


def test_breaking_news_goes_first_when_there_is_room_for_one() -> None:
    settings = AlertSettings(wanted=("all",), limit=1)
    assert [each.id for each in decide(settings, NEWS, AlertHistory(), now=NOON).alerts] == [2]


def test_a_clock_that_was_set_back_does_not_silence_it() -> None:
    ahead = AlertHistory((NOON + timedelta(hours=1),) * 3)
    assert decide(AlertSettings(), NEWS, ahead, now=NOON).alerts


@pytest.mark.parametrize(
    ("hours", "hour", "minute", "quiet"),
    [
        ((22 * 60, 7 * 60), 22, 0, True),
        ((22 * 60, 7 * 60), 3, 0, True),
        ((22 * 60, 7 * 60), 6, 59, True),
        ((22 * 60, 7 * 60), 7, 0, False),
        ((22 * 60, 7 * 60), 21, 59, False),
        ((13 * 60, 14 * 60 + 30), 14, 29, True),
        ((13 * 60, 14 * 60 + 30), 14, 30, False),
        (None, 3, 0, False),
    ],
)
def test_quiet_hours(hours: tuple[int, int] | None, hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(hours, NOON.replace(hour=hour, minute=minute)) is quiet


def test_quiet_hours_are_local_and_nothing_is_kept_for_the_morning() -> None:
    settings = AlertSettings(quiet=(22 * 60, 7 * 60))
    noumea = timezone(timedelta(hours=11))
    night = decide(settings, NEWS, AlertHistory(), now=NOON, tz=noumea)  # 23:00 there
    assert (night.alerts, night.held_back) == ((), 0)
    assert decide(settings, NEWS, AlertHistory(), now=NOON, tz=UTC).alerts
