"""Which of the news is told: pure, of the settings, what was told before, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import tzinfo

    from ticker_tui.config.schema import AlertSettings
    from ticker_tui.model import Headline

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class AlertHistory:
    """What is remembered from one decision to the next."""

    moments: tuple[datetime, ...] = ()
    """When alerts went out, as far back as the flood limit counts."""
    ids: frozenset[int] = frozenset()
    """What was told: nothing is told twice."""


class Decision(NamedTuple):
    """What to do."""

    alerts: tuple[Headline, ...]
    """To be told, in this order."""
    told: AlertHistory
    """To be remembered."""
    held_back: int = 0
    """How many more there would have been but for the flood limit. They are not told later."""


def decide(
    settings: AlertSettings,
    fresh: Sequence[Headline],
    told: AlertHistory,
    *,
    now: datetime,
    tz: tzinfo | None = None,
    called: Container[int] = (),
) -> Decision:
    """Choose what is told of what has just come.

    Args:
        settings: The table ``[alerts]``.
        fresh: What is new in the archive.
        told: What the last decision said to remember.
        now: Aware.
        tz: Whose quiet hours count; None: the machine's zone.
        called: Ids that a rule wants to be told, of whatever kind they are.

    Returns:
        Breaking news first, then the newest. In quiet hours nothing, and nothing is kept for the morning.
    """
    since = now - timedelta(seconds=settings.per_s)
    moments = tuple(moment for moment in told.moments if since < moment <= now)
    wanted = [
        each
        for each in fresh
        if each.id not in told.ids and (each.id in called or is_wanted(each, settings.wanted))
    ]
    if not wanted or is_quiet(settings.quiet, now.astimezone(tz)):
        return Decision((), AlertHistory(moments, told.ids))
    wanted.sort(key=lambda each: (not each.breaking, -each.sort_at.timestamp()))
    chosen = tuple(wanted[: max(0, settings.limit - len(moments))])
    return Decision(
        chosen,
        AlertHistory((*moments, *(now for _ in chosen)), told.ids | {each.id for each in chosen}),
        held_back=len(wanted) - len(chosen),
    )


def is_wanted(headline: Headline, wanted: Sequence[str]) -> bool:
    """Whether a headline is of one of the kinds: ``breaking``, ``all``, or the name of a category or a feed."""
    return any(
        (name == "breaking" and headline.breaking)
        or name == "all"
        or name in {headline.category, headline.source}
        for name in wanted
        if name
    )


def is_quiet(hours: tuple[int, int] | None, local: datetime) -> bool:
    """Whether a local time lies in the quiet hours, which may go past midnight; their end is not part of them."""
    if hours is None:
        return False
    start, end = hours
    minute = local.hour * 60 + local.minute
    return (minute - start) % MINUTES_A_DAY < (end - start) % MINUTES_A_DAY
