"""The time. Everything that depends on it is handed a clock, which in the end is one of these."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def clock_from(start: datetime) -> Callable[[], datetime]:
    """A clock that shows `start` now and goes on from there."""
    behind = utc_now() - start
    return lambda: utc_now() - behind


def utc_text(moment: datetime | None) -> str | None:
    """A time in UTC as other programs read it, to the second (ISO 8601)."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
