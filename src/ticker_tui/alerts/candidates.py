"""Entries that polls have brought and that may be worth an alert. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ticker_tui.config import Settings
    from ticker_tui.model import Headline, PollResult


class AlertCandidates:
    """What has come since the last look.

    The first poll of a run counts like every other: what is new to the archive and not older than ``breaking.expires`` is
    news, whenever the program was started.
    """

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}
        self._first_read: set[int] = set()
        """Of feeds that were never read before."""

    def add(self, result: PollResult) -> None:
        """Take note of what a feed brought: new entries, and old ones that an update has made breaking."""
        ids = dict.fromkeys((*result.new_ids, *result.breaking_ids))
        self._ids.update(ids)
        if result.first_read:
            self._first_read.update(ids)

    def take(
        self, rows: Callable[[Sequence[int]], Sequence[Headline]], settings: Settings, *, now: datetime
    ) -> list[Headline]:
        """The recent ones, in the order in which they came; nothing is left here.

        Args:
            rows: Gives the headlines of ids.
            settings: Those in force; when no alert is wanted at all, nothing is read.
            now: Aware.
        """
        ids, first_read = tuple(self._ids), frozenset(self._first_read)
        self._ids.clear()
        self._first_read.clear()
        if not ids or not any_wanted(settings):
            return []
        within = timedelta(seconds=settings.breaking.expires_s)
        found = {each.id: each for each in rows(ids)}
        return [
            found[each]
            for each in ids
            if each in found and is_recent(found[each], now=now, within=within, first_read=each in first_read)
        ]


def is_recent(headline: Headline, *, now: datetime, within: timedelta, first_read: bool) -> bool:
    """Whether an entry that is new to the archive is no older than `within`.

    One without a date came when it was found, except where the feed was read for the first time: then it may be of any
    age, as may one that claims to be from the future.
    """
    if not first_read:
        return now - headline.sort_at <= within
    published = headline.published_at
    return published is not None and abs(now - published) <= within


def any_wanted(settings: Settings) -> bool:
    """Whether any alert can come of these settings."""
    alerts = settings.alerts
    return bool(
        alerts.bell
        or alerts.command
        or alerts.notify != "off"
        or any(rule.bell or rule.notify for rule in settings.highlight)
        or any(view.notify for view in settings.views)
    )
