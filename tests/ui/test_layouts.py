"""The characters of other keyboard layouts on the keys of the table."""

from __future__ import annotations

import unicodedata

import pytest

from ticker_tui.i18n.keyboard_layouts import (
    ARABIC,
    ARABIC_MAC,
    HEBREW,
    JOINED,
    LAYOUTS,
    PERSIAN,
    PLAIN,
    SHIFTED,
    URDU,
    joined,
    order,
    stand_ins,
)
from ticker_tui.ui.keys.key_table import KEYS

ON_THE_KEYCAPS = """
    a ش ش ש ش ا
    b ﻻ ذ נ ز ب
    c ؤ ز ב ذ چ
    d ي ی ג ي د
    e ث ث ק ث ع
    f ب ب כ ب ف
    g ل ل ע ل گ
    h ا ا י ا ح
    i ه ه ן ه ی
    j ت ت ח ت ج
    k ن ن ל ن ک
    l م م ך م ل
    m ة پ צ و م
    n ى د מ ر ن
    o خ خ ם خ ہ
    p ح ح פ ح پ
    q ض ض · ض ق
    r ق ق ר ق ر
    s س س ד س س
    t ف ف א ف ت
    u ع ع ו ع ء
    v ر ر ה د ط
    w ص ص · ص و
    x ء ط ס ط ش
    y غ غ ט غ ے
    z ئ ظ ז ظ ز
    [ ج ج · ج ·
    ] د چ · ة ·
    , و و ת ، ،
    . ز · ץ · ۔
    G ﻷ أ · · غ
    U · َ · ْ ئ
    C · ژ · ئ ث
    F · إ · ٰ ّ
"""
"""A Latin key, then Arabic, Persian, Hebrew, Arabic of the Mac, Urdu."""


@pytest.mark.parametrize("row", ON_THE_KEYCAPS.strip().splitlines(), ids=lambda row: row.split()[0])
def test_what_stands_on_a_key(row: str) -> None:
    latin, *characters = row.split()
    for layout, character in zip((ARABIC, PERSIAN, HEBREW, ARABIC_MAC, URDU), characters, strict=True):
        keys = PLAIN if latin in PLAIN else SHIFTED
        caps = (layout.plain if latin in PLAIN else layout.shifted).split()
        assert caps[keys.index(latin)] == character, layout.name


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_has_a_character_for_each_key_and_each_once(layout: object) -> None:
    assert isinstance(layout, type(ARABIC))
    assert len(layout.plain.split()) == len(PLAIN)
    assert len(layout.shifted.split()) == len(SHIFTED)
    characters = [character for character in (layout.plain + layout.shifted).split() if character != "·"]
    assert len(characters) == len(set(characters))
    assert not [character for character in characters if character.isascii()]
    assert [unicodedata.digit(digit) for digit in layout.digits] in ([], list(range(1, 10)))


def test_each_key_has_its_stand_in_from_every_layout_that_has_one_to_give() -> None:
    found = stand_ins("jk?1")
    assert found == {
        "ت": "j",
        "ח": "j",
        "ج": "j",
        "ن": "k",
        "ל": "k",
        "ک": "k",
        "؟": "?",
        "١": "1",
        "۱": "1",
    }


@pytest.mark.parametrize(
    ("lang", "character", "key"),
    [
        ("ar", "د", "]"),
        ("fa", "د", "n"),
        ("ar", "ز", "."),
        ("fa", "ز", "c"),
        ("ar", "ت", "j"),
        ("ur", "ت", "t"),
        ("en", "د", "]"),
        ("he", "ת", ","),
        ("fa", "ח", "j"),
    ],
)
def test_the_layout_of_the_interface_goes_first(lang: str, character: str, key: str) -> None:
    assert stand_ins("jntc].,", lang=lang, mac=False)[character] == key


def test_on_a_mac_its_arabic_goes_first() -> None:
    assert stand_ins("b.n", lang="ar", mac=True)["ز"] == "b"
    assert stand_ins("b.n", lang="ar", mac=False)["ز"] == "."
    assert order("ar", mac=True)[0] is ARABIC_MAC


def test_what_means_something_itself_stands_in_for_nothing() -> None:
    assert "ت" not in stand_ins("jت")
    assert stand_ins("q/", lang="he") == {"ض": "q", "ق": "q", "ظ": "/"}, "/ on a Hebrew q stays /"


def test_nothing_of_ascii_stands_in_for_anything() -> None:
    everything = [name for key in KEYS for name in key.keys] + list(PLAIN) + list(SHIFTED)
    for lang in ("ar", "fa", "he", "ur", "en"):
        assert not [character for character in stand_ins(everything, lang=lang) if character.isascii()]


def test_two_characters_from_one_key() -> None:
    assert joined("لا") == "ﻻ" == dict(ARABIC.pairs())["b"]
    assert [joined(sent) for sent in ("ل", "اا", "لاا", "x")] == ["ل", "اا", "لاا", "x"]
    for sent, ligature in JOINED.items():
        assert unicodedata.normalize("NFKC", ligature) == sent
