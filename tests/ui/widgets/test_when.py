from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from rich.cells import cell_len

from ticker_tui.text import plain
from ticker_tui.ui.when import CLOCK_CELLS, clock, digits, full_date

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
RIYADH = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("moment", "lang", "expected"),
    [
        (NOW - timedelta(minutes=9), "en", "08:31"),
        (NOW - timedelta(minutes=9), "ar-EG", "٠٨:٣١"),
        (NOW - timedelta(minutes=9), "fa", "۰۸:۳۱"),
        (NOW - timedelta(minutes=9), "he", "08:31"),
        (NOW - timedelta(days=1), "en", "22 Nov"),
        (NOW - timedelta(days=1), "ar", "٢٢/١١"),
        (NOW - timedelta(days=1), "he", "22/11"),
        (NOW - timedelta(days=400), "en", "2025"),
        (NOW + timedelta(minutes=5), "en", "08:45"),
    ],
)
def test_the_clock_column(moment: datetime, lang: str, expected: str) -> None:
    assert clock(moment, now=NOW, tz=UTC, lang=lang) == expected


def test_today_is_the_users_today() -> None:
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert clock(late, now=NOW, tz=UTC) == "22 Nov"
    assert clock(late, now=NOW, tz=RIYADH) == "01:30"


@pytest.mark.parametrize("lang", ["en", "ar", "fa", "ur", "he", "tr"])
def test_every_clock_fits_its_column(lang: str) -> None:
    for days in (0, 1, 29, 200, 290, 299, 300, 900):
        text = clock(NOW - timedelta(days=days), now=NOW, tz=UTC, lang=lang)
        assert 0 < cell_len(plain(text)) <= CLOCK_CELLS


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "Monday, 23 November 2026, 11:40"),
        ("ar", "الاثنين، ٢٣ نوفمبر ٢٠٢٦، ١١:٤٠"),
        ("fa", "دوشنبه، ۲۳ نوامبر ۲۰۲۶، ۱۱:۴۰"),
        ("he", "יום שני, 23 בנובמבר 2026, 11:40"),
        ("xx", "2026-11-23 11:40"),
        ("", "2026-11-23 11:40"),
    ],
)
def test_the_whole_date(lang: str, expected: str) -> None:
    assert full_date(NOW, tz=RIYADH, lang=lang) == expected


def test_digits_leave_letters_alone() -> None:
    assert digits("7a", "ar") == "٧a"
    assert digits(1234567890, "ur_PK") == "۱۲۳۴۵۶۷۸۹۰"
    assert digits(42, "en") == "42"
