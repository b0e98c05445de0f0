"""When to ask a feed again: one pure function of what is known, what was answered, the clock and the dice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ticker_tui.feeds.outcome import Cause, FetchFailed

if TYPE_CHECKING:
    from datetime import datetime

    from ticker_tui.feeds.outcome import Outcome
    from ticker_tui.model import FeedState

PATIENCE_S = 30 * 60.0
"""A feed may ask for rarer visits (max-age, ttl), but not for rarer ones than this: `hourly` is a template's default, and
a ticker of breaking news cannot wait a day for it. An interval of the user that is longer still counts."""
BACK_OFF_CEILING_S = 6 * 3600.0
RETRY_CEILING_S = 24 * 3600.0
"""Of Retry-After."""
GONE_S = 24 * 3600.0
"""A feed that is closed for good is looked at once a day: people reopen things."""
SHORTEST_S = 15.0
JITTER = 0.1
"""Of the wait, so that feeds asked together drift apart."""


def next_check(
    state: FeedState, outcome: Outcome | None, *, interval_s: float, now: datetime, jitter: float
) -> datetime:
    """When to ask again.

    After an answer: the interval, or what the server and the feed ask for, up to `PATIENCE_S`. After a failure: Retry-After,
    else the interval doubled for each failure in a row, up to `BACK_OFF_CEILING_S`.

    Args:
        state: Before this check: `failures` does not count it; `ttl_s` is what the feed asks for.
        outcome: How the check ended; None: the answer came but could not be read.
        interval_s: The feed's own, else the global one.
        now: When the check ended.
        jitter: 0 to 1, from the caller's dice.
    """
    wait_s = max(SHORTEST_S, _wait_s(state, outcome, max(SHORTEST_S, interval_s)))
    return now + timedelta(seconds=wait_s * (1 + JITTER * min(max(jitter, 0.0), 1.0)))


def _wait_s(state: FeedState, outcome: Outcome | None, interval_s: float) -> float:
    if outcome is not None and not isinstance(outcome, FetchFailed):
        asked_s = max(state.ttl_s or 0.0, outcome.max_age_s or 0.0)
        return max(interval_s, min(asked_s, PATIENCE_S))
    if outcome is not None and outcome.cause is Cause.GONE:
        return max(interval_s, GONE_S)
    # The first failure is often a hiccup: the interval as it is, then doubled each time.
    doubled_s = interval_s * 2.0 ** min(state.failures, 30)
    backed_off_s = max(interval_s, min(doubled_s, BACK_OFF_CEILING_S))
    if outcome is None or outcome.retry_after_s is None:
        return backed_off_s
    # A server that names a time is taken at its word, but not for asking sooner than the user wants.
    return max(interval_s, min(outcome.retry_after_s, RETRY_CEILING_S))
