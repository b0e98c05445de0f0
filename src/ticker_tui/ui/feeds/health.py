"""What is known of the feeds right now: how each stands, and whether they are being asked.

The status line, the notice line, the empty screen and the list of feeds all read from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.model import FeedState, FeedStatus
from ticker_tui.ui import strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ticker_tui.model import Feed, PollResult

_OK = frozenset({FeedStatus.OK, FeedStatus.NOT_MODIFIED})
_BAD = frozenset({FeedStatus.FAILED, FeedStatus.GONE})


class FeedHealth(NamedTuple):
    """A feed and how it stands."""

    feed: Feed
    state: FeedState

    @property
    def failing(self) -> bool:
        """Whether the last check brought nothing usable."""
        return self.state.status in _BAD

    def wait_s(self, now: datetime) -> float | None:
        """Seconds until the next check; None when none is planned."""
        due = self.state.next_due_at
        return None if due is None else max(0.0, (due - now).total_seconds())


class FeedHealthTable:
    """The feeds that are enabled and their last known states."""

    def __init__(self, feeds: Iterable[Feed] = (), states: Mapping[str, FeedState] | None = None) -> None:
        self.leading = True
        """Whether this program is the one that polls."""
        self.obstacle = ""
        """Why no program can poll for this archive; empty: one can."""
        self.asked = 0
        """How many feeds are being asked; 0: no refresh is running."""
        self.answered = 0
        """How many of those have answered or failed."""
        self.restart_at: datetime | None = None
        """When polling continues after a failure; None: no failure."""
        self._feeds: tuple[Feed, ...] = ()
        self._urls: frozenset[str] = frozenset()
        self._states: dict[str, FeedState] = {}
        self.reset(feeds, states or {})

    def reset(self, feeds: Iterable[Feed], states: Mapping[str, FeedState]) -> None:
        """Take up a new list of feeds; what is known of those that stay is kept."""
        self._feeds = tuple(feed for feed in feeds if feed.enabled)
        self._urls = frozenset(feed.url for feed in self._feeds)
        known = {**self._states, **states}
        self._states = {feed.url: known[feed.url] for feed in self._feeds if feed.url in known}

    def __len__(self) -> int:
        return len(self._feeds)

    @property
    def standings(self) -> list[FeedHealth]:
        """Every enabled feed in the order of feeds.toml."""
        return [
            FeedHealth(feed, self._states.get(feed.url) or FeedState(url=feed.url)) for feed in self._feeds
        ]

    @property
    def failing(self) -> list[FeedHealth]:
        """Those that did not answer the last time, the next to be tried first."""
        found = [standing for standing in self.standings if standing.failing]
        return sorted(
            found, key=lambda standing: (due := standing.state.next_due_at) is None or due.timestamp()
        )

    @property
    def refreshing(self) -> bool:
        """Whether feeds are being asked."""
        return self.asked > 0

    def poll_started(self, total: int) -> None:
        """Feeds are being asked now."""
        self.asked, self.answered = total, 0

    def polled(self, result: PollResult) -> None:
        """One has answered or failed."""
        self.answered = min(self.answered + 1, self.asked)
        if result.feed.url in self._urls:
            self._states[result.feed.url] = result.state

    def poll_finished(self) -> None:
        """All have."""
        self.asked = self.answered = 0

    def status(self, now: datetime) -> str:
        """The status line: a pause after a failure, a refresh that runs, else when the next one is and how many feeds are well."""
        if not self._feeds:
            return strings.no_feeds()
        if self.restart_at is not None:
            return strings.polling_restarts(max(0.0, (self.restart_at - now).total_seconds()))
        if self.refreshing:
            return strings.refreshing(self.answered, self.asked)
        parts: list[str] = []
        if not self.leading:
            parts.append(strings.nobody_polls() if self.obstacle else strings.follower())
        else:
            waits = [wait for standing in self.standings if (wait := standing.wait_s(now)) is not None]
            if waits:
                parts.append(strings.next_refresh(min(waits)))
        ok = sum(standing.state.status in _OK for standing in self.standings)
        parts.append(strings.healthy(ok, len(self._feeds)))
        return " · ".join(parts)

    def trouble(self, now: datetime, *, feeds_key: str) -> str:
        """One sentence on the feeds that fail, empty when none does."""
        failing = self.failing
        if not failing:
            return ""
        first = failing[0]
        return strings.feeds_failing(
            len(failing),
            first.feed.name,
            first.state.error or first.state.status.value,
            first.wait_s(now),
            feeds_key,
        )
