"""Which language is spoken, and in which digits."""

from __future__ import annotations

import pytest

from ticker_tui.i18n import CODES, chosen
from ticker_tui.i18n.locale import ARABIC, EXTENDED


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ("en", "")),
        ({"LANG": "C"}, ("en", "")),
        ({"LANG": "C.UTF-8"}, ("en", "")),
        ({"LANG": "POSIX"}, ("en", "")),
        ({"LANG": "ar_EG.UTF-8"}, ("ar", "EG")),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fa_IR"}, ("fa", "IR")),
        ({"LANG": "ar_EG.UTF-8", "LC_ALL": "en_GB.UTF-8"}, ("en", "GB")),
        ({"LANG": "de_DE.UTF-8"}, ("en", "DE")),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:he:en"}, ("he", "DE")),
        ({"LANG": "C", "LANGUAGE": "ar"}, ("en", "")),
        ({"LANG": "iw_IL"}, ("he", "IL")),
        ({"LANG": "ar"}, ("ar", "")),
        ({"LANG": "not a locale"}, ("en", "")),
    ],
)
def test_the_locale_says_it(environ: dict[str, str], expected: tuple[str, str]) -> None:
    language = chosen("auto", "auto", environ)
    assert (language.code, language.country) == expected


def test_feeds_toml_outranks_the_locale_and_takes_its_country() -> None:
    assert chosen("ar", "auto", {"LANG": "en_LB.UTF-8"}).country == "LB"
    assert chosen("ar", "auto", {"LANG": "en_US.UTF-8", "LC_TIME": "ar_MA.UTF-8"}).country == "MA"
    assert chosen("ar-TN", "auto", {"LANG": "ar_EG.UTF-8"}).country == "TN"


@pytest.mark.parametrize(
    ("tag", "wish", "digits"),
    [
        ("ar", "auto", ARABIC),
        ("ar-SA", "auto", ARABIC),
        ("ar-MA", "auto", ""),
        ("ar-AE", "auto", ""),
        ("fa", "auto", EXTENDED),
        ("ur", "auto", ""),
        ("ur-IN", "auto", EXTENDED),
        ("he", "auto", ""),
        ("en", "auto", ""),
        ("ar", "latin", ""),
        ("en", "arabic", ARABIC),
        ("ar", "persian", EXTENDED),
    ],
)
def test_digits(tag: str, wish: str, digits: str) -> None:
    assert chosen(tag, wish, {}).digits == digits


def test_digits_leave_letters_alone() -> None:
    assert chosen("ar", "auto", {}).number("7a:10") == "٧a:١٠"
    assert chosen("fa", "auto", {}).number(1234567890) == "۱۲۳۴۵۶۷۸۹۰"
    assert chosen("en", "auto", {}).number(42) == "42"


def test_all_but_english_begin_at_the_right() -> None:
    assert [code for code in CODES if not chosen(code, "auto", {}).rtl] == ["en"]
