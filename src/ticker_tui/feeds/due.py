"""Which feeds are to be asked now, and when the next one is: of what is remembered of them and of the clock alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ticker_tui.model import FeedStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from ticker_tui.model import Feed, FeedState

LEAST_REST_S: Final = 1.0
MOST_REST_S: Final = 600.0
CLOCK_SLACK = timedelta(minutes=1)


def next_due(feeds: Iterable[Feed], states: Mapping[str, FeedState], *, now: datetime) -> datetime | None:
    """When the next feed is due; None when none is on. May lie in the past: then a round is wanted now."""
    dues = [_due_at(states.get(feed.url), now) for feed in feeds if feed.enabled]
    return min((due for due in dues if due is not None), default=None)


def due_feeds(
    feeds: Iterable[Feed],
    states: Mapping[str, FeedState],
    *,
    now: datetime,
    force: bool = False,
    even_gone: bool = False,
    also: Collection[str] = (),
) -> list[Feed]:
    """The feeds that are on and due.

    Args:
        feeds: Those of feeds.toml.
        states: What is remembered of them, by address.
        now: The clock.
        force: Those that are not due as well, but for the ones that are closed for good.
        even_gone: With `force`, these too.
        also: Addresses that are wanted whatever is known of them.
    """

    def is_due(feed: Feed) -> bool:
        due = _due_at(states.get(feed.url), now)
        return (even_gone if due is None else True) if force else due is not None and due <= now

    on = [feed for feed in feeds if feed.enabled]
    due = [feed for feed in on if is_due(feed)]
    return due + [feed for feed in on if feed.url in also and feed not in due]


def _due_at(state: FeedState | None, now: datetime) -> datetime | None:
    """When a feed is due; None: it is closed for good, and asked no more until the user wants it.

    A check that lies in the future means that the clock was wrong: the feed is due now.
    """
    if state is not None and state.status is FeedStatus.GONE:
        return None
    if state is None or state.next_due_at is None:
        return now
    if state.checked_at is not None and state.checked_at > now + CLOCK_SLACK:
        return now
    return state.next_due_at


def next_rest_s(rest_s: float, *, unsaved: bool) -> float:
    """How long to wait before feeds that are due are polled again.

    A state that cannot be saved leaves its feed due: a full disk must not send requests to every server once a second.

    Args:
        rest_s: How long it was the last time.
        unsaved: Whether feeds were still due after they had been polled.
    """
    return min(MOST_REST_S, max(LEAST_REST_S, 2 * rest_s)) if unsaved else LEAST_REST_S
