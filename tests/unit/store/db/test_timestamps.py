"""Times as integers, exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.store.db.timestamps import from_us, from_us_or_none, to_us, to_us_or_none


@given(moment=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=3, minutes=30))])))
def test_what_is_read_equals_what_was_written(moment: datetime) -> None:
    assert from_us(to_us(moment)) == moment
    assert from_us_or_none(to_us_or_none(moment)) == moment


def test_unknown_times_stay_unknown() -> None:
    assert to_us_or_none(None) is None
    assert from_us_or_none(None) is None


def test_whole_microseconds() -> None:
    assert to_us(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC)) == 1_000_005
