"""Times as SQLite keeps them: whole microseconds since 1970, so that what is read equals what was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

SECOND_US = 1_000_000
HOUR_US = 3600 * SECOND_US
DAY_US = 24 * HOUR_US


def to_us(moment: datetime) -> int:
    """Microseconds since 1970 of an aware datetime; exact, unlike `timestamp()`."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(moment_us: int) -> datetime:
    """The aware UTC datetime; the inverse of `to_us`."""
    return _EPOCH + timedelta(microseconds=moment_us)


def to_us_or_none(moment: datetime | None) -> int | None:
    """`to_us`, or None for an unknown time."""
    return None if moment is None else to_us(moment)


def from_us_or_none(moment_us: int | None) -> datetime | None:
    """`from_us`, or None for an unknown time."""
    return None if moment_us is None else from_us(moment_us)
