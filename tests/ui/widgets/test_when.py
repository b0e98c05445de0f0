"""Times and dates as they are read, in five languages and more countries."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ticker_tui.i18n import CODES, Language, chosen
from ticker_tui.i18n.dates import CLOCK_CELLS, OLD_DAYS, RELATIVE_CELLS, ago, clock, foreign_number, full_date
from ticker_tui.i18n.second_calendar import HIJRI, PERSIAN, beside
from ticker_tui.i18n.time_zones import use_zone
from ticker_tui.text import cell_len, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
RIYADH = timezone(timedelta(hours=3))


def language(tag: str) -> Language:
    return chosen(tag, "auto", {})


@pytest.mark.parametrize(
    ("moment", "tag", "expected"),
    [
        (NOW - timedelta(minutes=9), "en", "08:31"),
        (NOW - timedelta(minutes=9), "ar-EG", "٠٨:٣١"),
        (NOW - timedelta(minutes=9), "ar-MA", "08:31"),
        (NOW - timedelta(minutes=9), "fa", "۰۸:۳۱"),
        (NOW - timedelta(minutes=9), "he", "08:31"),
        (NOW - timedelta(days=1), "en", "22 Nov"),
        (NOW - timedelta(days=1), "ar", "٢٢/١١"),
        (NOW - timedelta(days=1), "he", "22/11"),
        (NOW - timedelta(days=400), "en", "2025"),
        (NOW + timedelta(minutes=5), "en", "08:45"),
    ],
)
def test_the_clock_column(moment: datetime, tag: str, expected: str) -> None:
    assert clock(moment, now=NOW, tz=UTC, language=language(tag)) == expected


def test_today_is_the_users_today() -> None:
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert clock(late, now=NOW, tz=UTC) == "22 Nov"
    assert clock(late, now=NOW, tz=RIYADH) == "01:30"


@pytest.mark.parametrize("code", CODES)
def test_every_clock_fits_its_column(code: str) -> None:
    for days in (0, 1, 29, 200, 290, 299, 300, 900):
        text = clock(NOW - timedelta(days=days), now=NOW, tz=UTC, language=language(code))
        assert 0 < cell_len(plain(text)) <= CLOCK_CELLS


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(seconds=20), "الآن"),
        (timedelta(minutes=1), "قبل دقيقة"),
        (timedelta(minutes=2), "قبل دقيقتين"),
        (timedelta(minutes=3), "قبل ٣ دقائق"),
        (timedelta(minutes=11), "قبل ١١ دقيقة"),
        (timedelta(hours=2), "قبل ساعتين"),
        (timedelta(hours=10), "قبل ١٠ ساعات"),
        (timedelta(days=1), "قبل يوم"),
        (timedelta(days=12), "قبل ١٢ يوما"),
        (timedelta(days=40), "١٤/١٠"),
        (-timedelta(minutes=5), "٠٨:٤٥"),
    ],
)
def test_how_long_ago(before: timedelta, expected: str) -> None:
    assert ago(NOW - before, now=NOW, tz=UTC, language=language("ar")) == expected


@pytest.mark.parametrize("code", CODES)
def test_every_relative_time_fits_its_column(code: str) -> None:
    spans = [timedelta(minutes=n) for n in range(60)]
    spans += [timedelta(hours=n) for n in range(24)] + [timedelta(days=n) for n in range(OLD_DAYS + 1)]
    texts = [ago(NOW - span, now=NOW, tz=UTC, language=language(code)) for span in spans]
    assert max(cell_len(plain(text)) for text in texts) <= RELATIVE_CELLS[code]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "Monday, 23 November 2026, 11:40 GMT+3"),
        ("ar", "الاثنين ٢٣ نوفمبر ٢٠٢٦ ١١:٤٠ بتوقيت غرينتش+٣"),
        ("ar-LB", "الاثنين ٢٣ تشرين الثاني ٢٠٢٦ ١١:٤٠ بتوقيت غرينتش+٣"),
        ("ar-MA", "الاثنين 23 نونبر 2026 11:40 بتوقيت غرينتش+3"),
    ],
)
def test_the_whole_date(tag: str, expected: str) -> None:
    assert full_date(NOW, tz=RIYADH, language=language(tag)) == expected


@pytest.mark.parametrize(
    ("tag", "month"),
    [("ar", "يناير"), ("ar-EG", "يناير"), ("ar-SA", "يناير"), ("ar-SY", "كانون الثاني"), ("ar-TN", "جانفي")],
)
def test_a_month_has_the_name_of_the_country(tag: str, month: str) -> None:
    assert f" {month} " in full_date(datetime(2026, 1, 5, tzinfo=UTC), tz=UTC, language=language(tag))


@pytest.mark.parametrize(
    ("zone", "tag", "expected"),
    [
        ("UTC", "ar", "بتوقيت غرينتش"),
        ("UTC", "en", "GMT"),
        ("Africa/Cairo", "ar", "بتوقيت القاهرة"),
        ("Africa/Cairo", "en", "Cairo time"),
        ("America/New_York", "en", "New York time"),
        ("Asia/Kolkata", "ar", "بتوقيت كالكتا"),
        ("Etc/GMT-3", "en", "GMT+3"),
    ],
)
def test_zones_have_names(zone: str, tag: str, expected: str) -> None:
    assert full_date(NOW, tz=ZoneInfo(zone), language=language(tag)).endswith(expected)


def test_the_machine_s_zone_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from ticker_tui.i18n.time_zones import machine_zone

    monkeypatch.setenv("TZ", ":Asia/Beirut")
    assert machine_zone() == "Asia/Beirut"


def test_a_foreign_text_has_the_digits_of_its_language() -> None:
    assert foreign_number(3, "ar") == "٣"
    assert foreign_number(4, "fa_IR") == "۴"
    assert foreign_number(5, "ur") == "5"
    assert foreign_number(42, "") == "42"


NEWROZ = datetime(2025, 3, 20, 23, 0, tzinfo=UTC)
"""In Riyadh the 21st, the first day of the Persian year 1404."""


@pytest.mark.parametrize(
    ("tag", "calendars", "expected"),
    [
        ("en", ("hijri",), "Friday, 21 March 2025 (21 Ramadan 1446 AH), 02:00 GMT+3"),
        ("ar", ("hijri",), "الجمعة ٢١ مارس ٢٠٢٥ (٢١ رمضان ١٤٤٦ هـ) ٠٢:٠٠ بتوقيت غرينتش+٣"),
        (
            "ar",
            ("hijri", "persian"),
            "الجمعة ٢١ مارس ٢٠٢٥ (٢١ رمضان ١٤٤٦ هـ، ١ فروردين ١٤٠٤ هـ ش) ٠٢:٠٠ بتوقيت غرينتش+٣",
        ),
        ("en", ("persian",), "Friday, 21 March 2025 (1 Farvardin 1404 SH), 02:00 GMT+3"),
    ],
)
def test_other_calendars_stand_beside_the_year(tag: str, calendars: tuple[str, ...], expected: str) -> None:
    assert full_date(NEWROZ, tz=RIYADH, language=language(tag), calendars=calendars) == expected


def test_the_last_day_of_a_leap_year_and_of_a_short_month() -> None:
    """1403 had 366 days; Ramadan 1447 had 30, and Shawwal began on 20 March 2026 (Umm al-Qura)."""
    english = language("en")
    assert beside(date(2025, 3, 20), ["persian"], language=english) == "30 Esfand 1403 SH"
    assert beside(date(2026, 3, 19), ["hijri"], language=english) == "30 Ramadan 1447 AH"
    assert beside(date(2026, 3, 20), ["hijri"], language=english) == "1 Shawwal 1447 AH"


def test_a_day_beyond_the_tables_has_no_hijri_date() -> None:
    assert beside(date(2090, 1, 1), ["hijri"], language=language("en")) == ""
    assert "2090, " in full_date(
        datetime(2090, 1, 1, tzinfo=UTC), tz=UTC, language=language("en"), calendars=["hijri"]
    )


@pytest.mark.parametrize("code", CODES)
def test_the_months_of_the_other_calendars_are_named(code: str) -> None:
    assert [len(table[code]) for table in (HIJRI, PERSIAN)] == [12, 12]
    assert len(set(HIJRI[code])) == len(set(PERSIAN[code])) == 12


@pytest.fixture
def in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's zone, for this test alone."""
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_paris")
def test_a_chosen_zone_holds_until_it_is_given_back() -> None:
    use_zone("Asia/Riyadh")
    try:
        assert NOW.astimezone().utcoffset() == timedelta(hours=3)
        assert full_date(NOW, language=language("en")).endswith("Riyadh time")
    finally:
        use_zone("")
    assert NOW.astimezone().utcoffset() == timedelta(hours=1)
    assert full_date(NOW, language=language("en")).endswith("Paris time")
