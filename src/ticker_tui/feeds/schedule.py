"""When to ask a feed again: one pure function of what is known, what was answered, the clock and the dice."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from ticker_tui.feeds.fetch_outcome import Cause, FetchFailed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ticker_tui.feeds.fetch_outcome import Outcome
    from ticker_tui.model import FeedState

PATIENCE_S = 30 * 60.0
"""A feed may ask for rarer visits (max-age, ttl), but not for rarer ones than this: `hourly` is a template's default, and
a ticker of breaking news cannot wait a day for it. An interval of the user that is longer still counts."""
BACK_OFF_CEILING_S = 6 * 3600.0
RETRY_CEILING_S = 24 * 3600.0
"""Of Retry-After."""
SHORTEST_S = 15.0
JITTER = 0.1
"""Of the wait, so that feeds asked together drift apart."""


CHECKS_A_GAP = 3.0
"""A feed is asked so often in the usual time between two of its entries."""
SILENCE_SHARE = 1 / 8
"""A feed that has been silent for eight hours is treated as one with an hour between entries."""
FORGETTING = 0.3
"""How much a new gap counts against those before it."""
_LOOKED_AT = 21
"""Entries of a first body whose gaps are measured: old pinned ones say nothing about the pace."""


def next_check(
    state: FeedState,
    outcome: Outcome | None,
    *,
    interval_s: float,
    now: datetime,
    jitter: float,
    bounds_s: tuple[float, float] | None = None,
) -> datetime | None:
    """When to ask again; None: no more, until the user wants it (410 Gone).

    After an answer: the pace of the feed within the bounds, or what the server and the feed ask for, up to `PATIENCE_S`.
    After a failure: Retry-After, else the interval doubled for each failure in a row, up to `BACK_OFF_CEILING_S`.

    Args:
        state: Before this check: `failures` does not count it; `ttl_s` is what the feed asks for.
        outcome: How the check ended; None: the answer came but could not be read.
        interval_s: The feed's own, else the global one.
        now: When the check ended.
        jitter: 0 to 1, from the caller's dice.
        bounds_s: The shortest and the longest interval that the feed's pace may lead to; None: `interval_s` it is.
    """
    if isinstance(outcome, FetchFailed) and outcome.cause is Cause.GONE:
        return None
    wait_s = max(SHORTEST_S, _wait_s(state, outcome, max(SHORTEST_S, interval_s), bounds_s, now))
    return now + timedelta(seconds=wait_s * (1 + JITTER * min(max(jitter, 0.0), 1.0)))


def _wait_s(
    state: FeedState,
    outcome: Outcome | None,
    interval_s: float,
    bounds_s: tuple[float, float] | None,
    now: datetime,
) -> float:
    if outcome is not None and not isinstance(outcome, FetchFailed):
        wanted_s = interval_s if bounds_s is None else _paced_s(state, interval_s, bounds_s, now)
        asked_s = max(state.ttl_s or 0.0, outcome.max_age_s or 0.0)
        return max(wanted_s, min(asked_s, PATIENCE_S))
    # The first failure is often a hiccup: the interval as it is, then doubled each time.
    doubled_s = interval_s * 2.0 ** min(state.failures, 30)
    backed_off_s = max(interval_s, min(doubled_s, BACK_OFF_CEILING_S))
    if outcome is None or outcome.retry_after_s is None:
        return backed_off_s
    # A server that names a time is taken at its word, but not for asking sooner than the user wants.
    return max(interval_s, min(outcome.retry_after_s, RETRY_CEILING_S))


def _paced_s(state: FeedState, interval_s: float, bounds_s: tuple[float, float], now: datetime) -> float:
    """The interval that suits how much the feed brings: a quarter-hourly feed every five minutes."""
    fastest_s, slowest_s = bounds_s
    if state.gap_s is None or state.newest_at is None:
        return min(max(interval_s, fastest_s), slowest_s)
    silent_s = (now - state.newest_at).total_seconds()
    expected_s = max(state.gap_s, silent_s * SILENCE_SHARE)
    return min(max(expected_s / CHECKS_A_GAP, fastest_s), slowest_s)


def usual_gap(state: FeedState, published: Iterable[datetime]) -> float | None:
    """The usual time between two entries of a feed, in seconds, after another body of it has been read.

    Args:
        state: Before this body.
        published: The dates of the entries in it, or of those that are new; in any order.
    """
    from statistics import median  # slow to import, and only a new body needs it

    dates = sorted(published, reverse=True)
    if state.newest_at is None or state.gap_s is None:
        gaps_s = [(later - sooner).total_seconds() for later, sooner in pairwise(dates[:_LOOKED_AT])]
        return median(gaps_s) if len(gaps_s) > 1 else state.gap_s
    fresh = [date for date in dates if date > state.newest_at]
    if not fresh:
        return state.gap_s
    gap_s = (fresh[0] - state.newest_at).total_seconds() / len(fresh)
    return state.gap_s + FORGETTING * (gap_s - state.gap_s)
