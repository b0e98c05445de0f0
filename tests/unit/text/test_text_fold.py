"""Search keys: what finds what."""

from __future__ import annotations

import pytest

from ticker_tui.text import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الأمريكيّة", "الامريكية"),
        ("الأمريكيّة", "الامريكيه"),
        ("إسرائيل", "اسراييل"),
        ("آخر", "اخر"),
        ("ٱلرحمٰن", "الرحمن"),
        ("مُحَمَّد", "محمد"),
        ("مـــصر", "مصر"),
        ("مصطفى", "مصطفي"),
        ("مسؤول", "مسوول"),
        ("یک کتاب", "يك كتاب"),
        ("می‌خواهم", "ميخواهم"),
        ("ہندوستان", "هندوستان"),
        ("٢٠٢٦", "2026"),
        ("۱۴۰۵", "1405"),
        ("ﺍﻟﺴﻼﻡ", "السلام"),
        ("ﷲ", "الله"),
        ("ا\u0653", "آ"),
        ("שָׁלוֹם", "שלום"),
        ("CAFÉ", "cafe"),
        ("Straße", "STRASSE"),
        ("Ｗｉｄｅ", "wide"),
        ("  a\u00a0 b\n", "a b"),
        ("a\u200fb\u2066c\u2069", "abc"),
        ("İstanbul", "istanbul"),
    ],
)
def test_these_find_each_other(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("علم", "عالم"), ("كلب", "قلب"), ("10", "100"), ("سماء", "سما"), ("گل", "كل")]
)
def test_these_do_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_what_a_key_looks_like() -> None:
    assert fold("  Breaking: الأمريكيّة  ٢٠٢٦ ") == "breaking: الامريكيه 2026"
    assert fold("") == ""
    assert fold("\ud800") == fold(fold("\ud800"))
