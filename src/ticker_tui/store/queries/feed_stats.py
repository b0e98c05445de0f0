"""How much each feed brings, counted from what the archive holds of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import FeedStats
from ticker_tui.store.db.timestamps import DAY_US, HOUR_US, from_us

if TYPE_CHECKING:
    import sqlite3

WINDOW_US = 7 * DAY_US
LEAST_SPAN_US = 6 * HOUR_US
"""A feed that was met an hour ago has not shown its pace yet; its first hour is not taken for its day."""


def paces(db: sqlite3.Connection, *, now_us: int) -> dict[str, FeedStats]:
    """The pace of every feed that is in feeds.toml, by address."""
    sql = """SELECT f.url, (SELECT count(*) FROM entries WHERE feed_id = f.id),
                    (SELECT max(sort_at) FROM entries WHERE feed_id = f.id),
                    (SELECT count(*) FROM entries WHERE feed_id = f.id AND sort_at >= :since),
                    (SELECT min(sort_at) FROM entries WHERE feed_id = f.id AND sort_at >= :since)
             FROM feeds f WHERE f.listed"""
    found: dict[str, FeedStats] = {}
    for url, stored, newest, recent, oldest in db.execute(sql, {"since": now_us - WINDOW_US}):
        # The feed may list its last fifty only: counted is the time they cover, not the whole week.
        span_us = max(LEAST_SPAN_US, now_us - oldest) if recent else WINDOW_US
        found[url] = FeedStats(
            stored=stored,
            per_day=recent * DAY_US / span_us,
            newest_at=None if newest is None else from_us(newest),
        )
    return found
