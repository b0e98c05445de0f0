"""The status line says when feeds are asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ticker_tui.model import Feed
from ticker_tui.ui.feeds.health import FeedHealthTable

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_pause_of_the_polling_counts_down_in_the_place_of_the_refresh_that_it_interrupts() -> None:
    board = FeedHealthTable([Feed(url="https://a.example/rss", name="A")])
    board.poll_started(1)
    board.restart_at = NOW + timedelta(seconds=8)
    assert board.status(NOW) == "polling restarts in 0:08"
    assert board.status(NOW + timedelta(seconds=3)) == "polling restarts in 0:05"
    assert board.status(NOW + timedelta(seconds=9)) == "polling restarts in 0:00"
    board.restart_at = None
    assert board.status(NOW) == "refreshing 0/1"
