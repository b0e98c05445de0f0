from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ticker_tui.feeds.fetch_outcome import Cause, Fetched, FetchFailed, NotModified, Outcome
from ticker_tui.feeds.schedule import BACK_OFF_CEILING_S, JITTER, PATIENCE_S, next_check, usual_gap
from ticker_tui.model import FeedState

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
URL = "https://a.example/f"
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def wait_s(
    outcome: Outcome | None,
    *,
    failures: int = 0,
    ttl_s: float | None = None,
    interval_s: float = 5 * MINUTE,
    jitter: float = 0.0,
) -> float:
    state = FeedState(url=URL, failures=failures, ttl_s=ttl_s)
    due = next_check(state, outcome, interval_s=interval_s, now=NOW, jitter=jitter)
    assert due is not None
    return (due - NOW).total_seconds()


def fetched(max_age_s: float | None = None) -> Fetched:
    return Fetched(body=b"x", final_url=URL, max_age_s=max_age_s)


def failed(cause: Cause = Cause.SERVER, retry_after_s: float | None = None) -> FetchFailed:
    return FetchFailed(cause=cause, reason="no", retry_after_s=retry_after_s)


def test_after_an_answer_the_interval() -> None:
    assert wait_s(fetched()) == 5 * MINUTE
    assert wait_s(NotModified()) == 5 * MINUTE
    assert wait_s(fetched(), failures=9) == 5 * MINUTE  # what was, is over


@pytest.mark.parametrize(
    ("max_age_s", "ttl_s", "expected_s"),
    [
        (MINUTE, None, 5 * MINUTE),
        (15 * MINUTE, None, 15 * MINUTE),
        (None, 20 * MINUTE, 20 * MINUTE),
        (15 * MINUTE, 20 * MINUTE, 20 * MINUTE),
        (DAY, None, PATIENCE_S),
        (None, HOUR, PATIENCE_S),
    ],
)
def test_server_and_feed_may_ask_for_patience(
    max_age_s: float | None, ttl_s: float | None, expected_s: float
) -> None:
    assert wait_s(fetched(max_age_s), ttl_s=ttl_s) == expected_s
    assert wait_s(NotModified(max_age_s=max_age_s), ttl_s=ttl_s) == expected_s


def test_the_users_longer_interval_counts() -> None:
    assert wait_s(fetched(15 * MINUTE), ttl_s=20 * MINUTE, interval_s=2 * HOUR) == 2 * HOUR


def test_failures_double_the_wait_up_to_a_ceiling() -> None:
    waits = [wait_s(failed(), failures=n) for n in range(12)]
    assert waits[:4] == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    assert waits[-1] == BACK_OFF_CEILING_S
    assert waits == sorted(waits)
    assert wait_s(failed(), failures=10_000) == BACK_OFF_CEILING_S
    assert wait_s(failed(), failures=10_000, interval_s=DAY) == DAY


def test_an_answer_that_cannot_be_read_counts_as_a_failure() -> None:
    assert wait_s(None, failures=2) == 20 * MINUTE


@pytest.mark.parametrize(
    ("retry_after_s", "expected_s"),
    [(120.0, 5 * MINUTE), (HOUR, HOUR), (7 * DAY, DAY), (0.0, 5 * MINUTE)],
)
def test_retry_after_is_obeyed_within_a_day(retry_after_s: float, expected_s: float) -> None:
    assert wait_s(failed(Cause.BUSY, retry_after_s)) == expected_s
    assert wait_s(failed(Cause.BUSY, retry_after_s), failures=8) == expected_s


def test_a_closed_feed_is_asked_no_more() -> None:
    state = FeedState(url=URL)
    assert next_check(state, failed(Cause.GONE), interval_s=300.0, now=NOW, jitter=0.5) is None


def test_jitter_only_adds_and_only_a_little() -> None:
    assert wait_s(fetched(), jitter=1.0) == 5 * MINUTE * (1 + JITTER)
    assert wait_s(fetched(), jitter=0.5) == 5 * MINUTE * (1 + JITTER / 2)
    assert wait_s(fetched(), jitter=7.0) == 5 * MINUTE * (1 + JITTER)
    assert wait_s(fetched(), jitter=-7.0) == 5 * MINUTE


def test_an_interval_of_nothing_is_no_hammer() -> None:
    assert wait_s(fetched(), interval_s=0.0) >= 10.0


def paced_s(
    gap_s: float | None, silent_s: float = 0.0, *, bounds_s: tuple[float, float] = (2 * MINUTE, 15 * MINUTE)
) -> float:
    state = FeedState(url=URL, gap_s=gap_s, newest_at=NOW - timedelta(seconds=silent_s))
    due = next_check(state, NotModified(), interval_s=300.0, now=NOW, jitter=0.0, bounds_s=bounds_s)
    assert due is not None
    return (due - NOW).total_seconds()


@pytest.mark.parametrize(
    ("gap_s", "silent_s", "expected_s"),
    [
        (None, 0.0, 5 * MINUTE),  # not known yet: the interval
        (15 * MINUTE, 0.0, 5 * MINUTE),
        (9 * MINUTE, 0.0, 3 * MINUTE),
        (MINUTE, 0.0, 2 * MINUTE),  # the user's fastest
        (3 * HOUR, 0.0, 15 * MINUTE),  # the user's slowest
        (9 * MINUTE, 4 * HOUR, 10 * MINUTE),  # it has gone quiet
        (9 * MINUTE, 9 * DAY, 15 * MINUTE),
        (0.0, 0.0, 2 * MINUTE),
        (9 * MINUTE, -HOUR, 3 * MINUTE),  # a clock that was set back
    ],
)
def test_the_pace_of_the_feed_within_the_users_bounds(
    gap_s: float | None, silent_s: float, expected_s: float
) -> None:
    assert paced_s(gap_s, silent_s) == expected_s


def test_what_the_server_asks_for_outranks_the_pace() -> None:
    state = FeedState(url=URL, gap_s=MINUTE, newest_at=NOW, ttl_s=20 * MINUTE)
    due = next_check(state, NotModified(), interval_s=300.0, now=NOW, jitter=0.0, bounds_s=(60.0, 900.0))
    assert due == NOW + timedelta(minutes=20)


def test_the_pace_is_learned_and_follows() -> None:
    state = FeedState(url=URL)
    first = [NOW - timedelta(minutes=10 * n) for n in range(1, 30)] + [NOW - timedelta(days=900)]
    gap_s = usual_gap(state, first)
    assert gap_s == 10 * MINUTE, "an old pinned entry says nothing"
    state = FeedState(url=URL, gap_s=gap_s, newest_at=max(first))
    assert usual_gap(state, first) == gap_s, "nothing new, nothing learned"
    burst = [max(first) + timedelta(minutes=n) for n in range(1, 6)]
    faster = usual_gap(state, [*first, *burst])
    assert faster is not None
    assert MINUTE < faster < gap_s
    rare = usual_gap(state, [max(first) + timedelta(hours=5)])
    assert rare is not None
    assert rare > gap_s


@pytest.mark.parametrize("dates", [[], [NOW], [NOW, NOW], [NOW, NOW, NOW]])
def test_too_little_to_learn_from(dates: list[datetime]) -> None:
    assert usual_gap(FeedState(url=URL), dates) in {None, 0.0}
