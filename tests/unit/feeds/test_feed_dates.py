"""What feeds write as a date, and what it means. The clock stands at 2026-11-24 00:00 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ticker_tui.feeds.feed_dates import parse_date

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        # RFC 822 and its relatives
        ("Mon, 23 Nov 2026 10:00:00 GMT", "2026-11-23 10:00"),
        ("Mon, 23 Nov 2026 10:00:00 +0300", "2026-11-23 07:00"),
        ("Mon, 23 Nov 2026 10:00:00 -0530", "2026-11-23 15:30"),
        ("Mon, 23 Nov 26 10:00:00 +0300", "2026-11-23 07:00"),
        ("23 Nov 2026 10:00 UT", "2026-11-23 10:00"),
        ("Mon, 23 Nov 2026 10:00:00 EST", "2026-11-23 15:00"),
        ("Mon, 23 Nov 2026 10:00:00 AST", "2026-11-23 07:00"),  # Arabia, not the Atlantic
        ("Mon, 23 Nov 2026 10:00 GMT+3", "2026-11-23 07:00"),
        ("Tue, 23 Nov 2026 10:00:00 GMT", "2026-11-23 10:00"),  # it was a Monday
        ("Mon, 23 Nov 2026 10:00:00 +0300 (Arabia Standard Time)", "2026-11-23 07:00"),
        ("Mon, 23 Nov 2026 10:00:60 GMT", "2026-11-23 10:00:59"),  # a leap second
        ("Mon Nov 23 10:00:00 2026", "2026-11-23 10:00"),
        ("Mon Nov 23 10:00:00 AST 2026", "2026-11-23 07:00"),
        ("Monday, November 23, 2026 - 10:00", "2026-11-23 10:00"),
        ("Nov 23, 2026 10:00 PM", "2026-11-23 22:00"),
        ("Nov 23, 2026 12:05 AM", "2026-11-23 00:05"),
        # RFC 3339 and its relatives
        ("2026-11-23T10:00:00Z", "2026-11-23 10:00"),
        ("2026-11-23T10:00:00.123456+03:00", "2026-11-23 07:00"),
        ("2026-11-23T10:00+0300", "2026-11-23 07:00"),
        ("2026-11-23 10:00:00", "2026-11-23 10:00"),
        ("2026-11-23", "2026-11-23 00:00"),
        ("20261123T100000Z", "2026-11-23 10:00"),
        ("20261123", "2026-11-23 00:00"),
        # numbers
        ("2026/11/23 10:00", "2026-11-23 10:00"),
        ("23/11/2026 10:00", "2026-11-23 10:00"),
        ("11/23/2026 10:00:00 AM", "2026-11-23 10:00"),
        ("05/11/2026", "2026-11-05 00:00"),  # day first
        ("23.11.2026 10:00", "2026-11-23 10:00"),
        ("1795431600", "2026-11-23 11:00"),
        ("1795431600000", "2026-11-23 11:00"),
        # Arabic: Egypt and the Gulf, Levant and Iraq, Maghreb, digits
        ("23 نوفمبر 2026 10:00", "2026-11-23 10:00"),
        ("الاثنين، 23 نوفمبر 2026 10:00:00 +0300", "2026-11-23 07:00"),
        ("٢٣/١١/٢٠٢٦", "2026-11-23 00:00"),
        ("23 تشرين الثاني 2026 - 10:00 صباحا", "2026-11-23 10:00"),
        ("٢٣ تشرين الأوّل ٢٠٢٦ الساعة ٠٣:٠٠ م", "2026-10-23 15:00"),
        ("2 كانون الثاني 2026", "2026-01-02 00:00"),
        ("2 كانون الأول 2025", "2025-12-02 00:00"),
        ("23 آب 2026 10:00 مساءً", "2026-08-23 22:00"),
        ("23 أغسطس/آب 2026", "2026-08-23 00:00"),  # both names, as broadcasters write
        ("الإثنين 23 دجنبر 2025 | 10:00", "2025-12-23 10:00"),
        ("23 جويلية 2026", "2026-07-23 00:00"),
        ("3 غشت 2026", "2026-08-03 00:00"),
        # Persian, Urdu, Hebrew, French, Turkish
        ("۲۳ نوامبر ۲۰۲۶ ساعت ۱۰:۰۰", "2026-11-23 10:00"),
        ("23 نومبر 2026 10:00", "2026-11-23 10:00"),
        ("23 נובמבר 2026, 10:00", "2026-11-23 10:00"),
        ("lun., 23 nov. 2026 10:00:00 +0300", "2026-11-23 07:00"),
        ("23 Kasım 2026 10:00 TRT", "2026-11-23 07:00"),
        # marks of direction that pages carry along
        ("\u200f23\u200e/11/2026", "2026-11-23 00:00"),
    ],
)
def test_it_means(text: str, meaning: str) -> None:
    assert parse_date(text, now=NOW) == utc(meaning)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "now",
        "yesterday 10:00",
        "Mon, 23 Nov 2026 25:00:00 +0300",
        "Mon, 31 Feb 2026 10:00:00 GMT",
        "Mon, 23 Nov 2026 10:00:00 +9999",
        "Mon, 23 Nov 2026 10:00:00 IST",  # Ireland, Israel or India
        "2026-11-23T10:00:00 Asia/Riyadh",
        "Mon, 23 Nov 2099 10:00:00 GMT",
        "Mon, 23 Nov 0001 10:00:00 GMT",
        "1448/06/03",  # Hijri
        "1405/09/02",  # Persian
        "23/13/2026",
        "0000-00-00T00:00:00Z",
        "9999999999999",
        "1" * 1_000_000,
        "Mon," + " " * 100_000 + "x",
        "2026-01-01T" + "0:" * 100_000,
    ],
)
def test_it_is_not_believed(text: str) -> None:
    assert parse_date(text, now=NOW) is None


def test_ten_minutes_ahead_is_a_clock_and_eleven_is_the_future() -> None:
    for minutes, believed in ((10, True), (11, False)):
        moment = NOW + timedelta(minutes=minutes)
        assert (parse_date(moment.isoformat(), now=NOW) == moment) is believed
