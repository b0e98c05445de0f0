from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ticker_tui.http.headers import LONGEST_S, http_date, max_age_s, media_type, retry_after_s, validator

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 10:02:00 GMT", 120.0),
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0.0),  # already over
        ("99999999999", LONGEST_S),
        ("Sun, 23 Nov 2098 10:00:00 GMT", LONGEST_S),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("x" * 10_000, None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after_s(value, now=NOW) == seconds


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        ({"cache-control": "public, max-age=300"}, 300.0),
        ({"cache-control": "max-age=300", "age": "100"}, 200.0),
        ({"cache-control": "max-age=300", "age": "400"}, None),
        ({"cache-control": "no-cache, max-age=300"}, None),
        ({"cache-control": "max-age=0", "expires": "Mon, 23 Nov 2026 11:00:00 GMT"}, None),
        ({"expires": "Mon, 23 Nov 2026 10:10:00 GMT"}, 600.0),
        ({"expires": "Mon, 23 Nov 2026 10:10:00 GMT", "date": "Mon, 23 Nov 2026 10:05:00 GMT"}, 300.0),
        ({"expires": "0"}, None),
        ({"cache-control": "max-age=999999999"}, LONGEST_S),
        ({"cache-control": "x-max-age=5"}, None),
        ({}, None),
    ],
)
def test_freshness(sent: dict[str, str], seconds: float | None) -> None:
    assert max_age_s(sent, now=NOW) == seconds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("application/rss+xml; charset=UTF-8", ("application/rss+xml", "utf-8")),
        ('Text/XML;charset="windows-1256"', ("text/xml", "windows-1256")),
        ("text/html", ("text/html", "")),
        ("", ("", "")),
        ("text/xml; charset=\x1b[31m", ("text/xml", "")),
    ],
)
def test_media_type(value: str, expected: tuple[str, str]) -> None:
    assert media_type(value) == expected


def test_validators_are_kept_only_when_they_can_be_sent_back() -> None:
    assert validator('W/"abc"') == 'W/"abc"'
    assert validator("x" * 2000) == ""
    assert validator("a\r\nb") == ""
    assert validator("خ") == ""


def test_dates_without_a_zone_are_greenwich() -> None:
    assert http_date("Mon, 23 Nov 2026 10:00:00 -0000") == NOW
    assert http_date("Mon, 99 Nov 2026 10:00:00 GMT") is None
