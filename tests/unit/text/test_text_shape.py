"""Joining: forms, ligatures, and everything that stands between two letters without parting them."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from unicodedata import name, normalize

import pytest
from arabic_reshaper import ArabicReshaper

from ticker_tui.text import Direction, layout, plain
from ticker_tui.text.characters import JOINING_TYPES
from ticker_tui.text.shape import FORMS

ROOT = Path(__file__).parents[3]


def forms(text: str, *, marks: bool = True) -> str:
    """The letters as drawn, in logical order, which is easier to read here."""
    return "".join(
        glyph.text
        for line in layout(text, 500, base=Direction.RTL, marks=marks)
        for glyph in reversed(line.glyphs)
    )


def shapes(text: str) -> str:
    """Each letter's form as one letter: i(solated), b(eginning), m(iddle), e(nd), l(igature), - for no form."""
    kinds = {"ISOLATED": "i", "INITIAL": "b", "MEDIAL": "m", "FINAL": "e"}
    found = ""
    for char in forms(text):
        words = name(char, "").split()
        found += "l" if "LIGATURE" in words else kinds.get(words[-2] if words[-1:] == ["FORM"] else "", "-")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ب", "i"),
        ("بب", "be"),
        ("ببب", "bme"),
        ("دار", "iii"),
        ("بدر", "bei"),
        ("عاجل", "bebe"),
        ("ماء", "bei"),  # hamza joins to nothing
        ("شيء", "bei"),
        ("مسؤول", "bmeii"),
        ("ى", "i"),
        ("على", "bme"),
        ("ب ب", "i-i"),
        ("ب.ب", "i-i"),
        ("بaب", "i-i"),
        ("ب1ب", "i-i"),
        ("بـب", "b-e"),  # tatweel joins on both sides
        ("ـب", "-e"),
    ],
)
def test_forms(text: str, expected: str) -> None:
    assert shapes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("لا", "\ufefb"), ("لأ", "\ufef7"), ("لإ", "\ufef9"), ("لآ", "\ufef5"),
        ("بلا", "\ufe91\ufefc"), ("بلأ", "\ufe91\ufef8"), ("بلإ", "\ufe91\ufefa"), ("بلآ", "\ufe91\ufef6"),
        ("السلام", "\ufe8d\ufedf\ufeb4\ufefc\ufee1"),
        ("للا", "\ufedf\ufefc"),
        ("لالا", "\ufefb\ufefb"),
        ("لَا", "\ufefb\u064e"),  # lam + mark + alef: one ligature, the mark behind it
        ("لَاْ", "\ufefb\u064e\u0652"),
        ("لا\u0653", "\ufef5"),  # the alef composes with its madda first
        ("لا\u0654", "\ufef7"),
        ("ل\u200cا", "\ufedd\ufe8d"),  # ZWNJ parts them
        ("الله", "\ufe8d\ufedf\ufee0\ufeea"),  # never the one-cell word
        ("ب\u200dت سلام", "\ufe91\ufe96 \ufeb3\ufefc\ufee1"),
        ("ه\u200d لا", "\ufeeb \ufefb"),
    ],
)  # fmt: skip
def test_lam_alef(text: str, expected: str) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "between",
    [
        "\u034f", "\ufe0e", "\ufe0f", "\u180b", "\u200e", "\u200f", "\u061c", "\u200b", "\u2060", "\ufeff", "\u00ad",
        "\u064b\u0651", "\u0670", "\u06e1", "\u08d3", "\u0898", "\u0301", "\u200d",
    ],
    ids=ascii,
)  # fmt: skip
def test_transparent_characters_part_nothing(between: str) -> None:
    assert "\ufe91" in forms(f"ب{between}ت")
    assert "\ufe96" in forms(f"ب{between}ت")


@pytest.mark.parametrize(
    "between", ["\u200c", "\u2066", "\u2067", "\u2068", "\u2069", "!", " ", "١", "\u0621"], ids=ascii
)
def test_these_part_letters(between: str) -> None:
    assert "\ufe8f" in forms(f"ب{between}ت")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ا\u0653", "\ufe81"), ("ا\u0654", "\ufe83"), ("ا\u0655", "\ufe87"), ("و\u0654", "\ufe85"), ("ي\u0654", "\ufe89"),
        ("بي\u0654ة", "\ufe91\ufe8c\ufe94"),
        ("ي\u0654\u064e", "\ufe89\u064e"),
    ],
)  # fmt: skip
def test_hamza_and_madda_compose_with_their_letter(text: str, expected: str) -> None:
    assert forms(text) == expected


def test_zwj_asks_for_a_joined_form_and_is_not_drawn() -> None:
    assert forms("ه\u200d") == "\ufeeb"
    assert forms("\u200dه") == "\ufeea"
    assert forms("\u200dه\u200d") == "\ufeec"


def test_zwnj_in_persian() -> None:
    assert forms("می‌خواهم") == "\ufee3\ufbfd\ufea7\ufeee\ufe8d\ufeeb\ufee2"


@pytest.mark.parametrize(
    ("language", "text", "neighbours"),
    [
        # Letters without presentation forms keep their code point; those beside them join to them.
        ("Pashto", "پښتو", "\ufb58ښ\ufe98\ufeee"),
        ("Pashto", "ځوان", "ځ\ufeee\ufe8d\ufee5"),
        ("Kurdish", "کوردی", "\ufb90\ufeee\ufead\ufea9\ufbfc"),
        ("Kurdish", "بێسە", "\ufe91ێ\ufeb4ە"),
        ("Kurdish", "گەڵ", "\ufb94ەڵ"),
        ("Sindhi", "سنڌي", "\ufeb3\ufee8\ufb85\ufef1"),
        ("Uyghur", "بەش", "\ufe91ە\ufeb5"),
        ("Kazakh", "قازاق", "\ufed7\ufe8e\ufeaf\ufe8d\ufed5"),
        ("Jawi", "بڠسا", "\ufe91ڠ\ufeb4\ufe8e"),
        ("Maghrebi", "بڥب", "\ufe91ڥ\ufe90"),
        ("Urdu", "ہے", "\ufba8\ufbaf"),
        ("Urdu", "ٹھیک", "\ufb68\ufbad\ufbff\ufb8f"),
        ("Urdu", "لڑکے", "\ufedf\ufb8d\ufb90\ufbaf"),
    ],
)
def test_languages(language: str, text: str, neighbours: str) -> None:
    assert forms(text) == neighbours, language


def test_letters_keep_their_number_of_cells_and_their_place() -> None:
    (line,) = layout("السَّلام", 20)
    assert line.width_cells == 5
    assert list(line.cell_map) == [7, 5, 2, 1, 0]
    assert line.visual_text == "\ufee1\ufefc\ufeb4\u064e\u0651\ufedf\ufe8d"


def test_marks_are_behind_their_letter_and_can_be_left_out() -> None:
    assert plain("مَكّة") == "\ufe94\ufedc\u0651\ufee3\u064e"
    assert plain("مَكّة", marks=False) == "\ufe94\ufedc\ufee3"
    assert plain("لآ مسؤول ئ", marks=False) == plain("لآ مسؤول ئ")
    assert plain("שָׁלוֹם") == "םוֹלשָׁ"
    assert plain("שָׁלוֹם", marks=False) == "םולש"


def test_other_joining_scripts_keep_their_letters_and_are_ordered() -> None:
    for text in ("ܫܠܡܐ", "ދިވެހި", "ߒߞߏ"):
        (line,) = layout(text, 20)
        assert line.direction is Direction.RTL
        assert "".join(glyph.text for glyph in reversed(line.glyphs)) == text


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("\ufdf2", "الله"),
        ("\ufdfa", "صلى الله عليه وسلم"),
        ("\ufdfc", "ریال"),
        ("\ufdfd", "بسم الله الرحمن الرحيم"),
    ],
)
def test_signs_that_stand_for_words_are_spelled_out(sign: str, words: str) -> None:
    (line,) = layout(f"أ {sign} ب", 60)
    assert line.visual_text == plain(f"أ {words} ب")
    assert set(line.cell_map) == {0, 1, 2, 3, 4}
    wrapped = layout(f"أ {sign} ب", 10)
    assert all(index in part.logical for part in wrapped for index in part.cell_map)


@pytest.mark.parametrize("sign", "\u0600\u0601\u0602\u0603\u0604\u0605")
def test_number_signs_are_not_sent(sign: str) -> None:
    assert plain(f"{sign}١٢") == "١٢"


def test_plain_arabic_is_what_the_library_makes_of_it() -> None:
    """A cross-check: on letters it knows, without joiners, `reshape` and we agree."""
    reshaper = ArabicReshaper(
        {"delete_harakat": False, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False}
    )
    rng = random.Random(5)
    # U+0677 and U+06BA lack some of the forms of their joining type; the library cuts the word at them.
    letters = sorted(set(FORMS) - {"\u0677", "\u06ba"}) + [*"االلمنوي   "] * 4
    for _ in range(2_000):
        text = "".join(rng.choice(letters) for _ in range(rng.randint(1, 25)))
        assert forms(text) == reshaper.reshape(text), ascii(text)


def test_every_letter_with_presentation_forms_gets_them() -> None:
    """Compared with the decompositions in the character database, which arabic-reshaper's table is not made from."""
    wanted: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFF)):
        char = chr(code)
        decomposed = normalize("NFKD", char) if name(char, "").endswith("FORM") else ""
        letter = normalize("NFC", decomposed)
        if len(letter) == 1 and "LIGATURE" not in name(char):
            wanted.setdefault(letter, {})[name(char).split()[-2]] = char
    joining = {letter: kinds for letter, kinds in wanted.items() if JOINING_TYPES[ord(letter)] in "DR"}
    assert len(joining) >= 70
    for letter, kinds in joining.items():
        assert forms(letter) == kinds["ISOLATED"], name(letter)
        assert forms("ب" + letter)[1:] == kinds["FINAL"], name(letter)
        if JOINING_TYPES[ord(letter)] == "D" and "MEDIAL" in kinds:
            assert forms(letter + "ب")[0] == kinds["INITIAL"], name(letter)
            assert forms("ب" + letter + "ب")[1] == kinds["MEDIAL"], name(letter)


def test_joining_types_are_those_of_arabic_shaping() -> None:
    """Every letter of the file, beside a beh on either side."""
    path = ROOT / "tests/conformance/unicode-15.0.0/ArabicShaping.txt"
    rows = [line.partition("#")[0].split(";") for line in path.read_text(encoding="utf-8").splitlines()]
    types = {chr(int(row[0], 16)): row[2].strip() for row in rows if len(row) > 3}
    assert len(types) > 700
    for char, kind in types.items():
        if not 0x600 <= ord(char) <= 0x8FF or char == "\u0644" or kind == "T":
            continue
        before, after = forms(f"ب{char}")[:1], forms(f"{char}ب")[-1:]
        assert before == ("\ufe91" if kind in "DRC" else "\ufe8f"), name(char)
        assert after == ("\ufe90" if kind in "DLC" else "\ufe8f"), name(char)


def test_the_tables_are_current() -> None:
    spec = importlib.util.spec_from_file_location("make_text_tables", ROOT / "tools/make_text_tables.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = tool.TARGET.read_text(encoding="utf-8")
    assert written.partition("# fmt: off")[2] == tool.render().partition("# fmt: off")[2], (
        "run tools/make_text_tables.py"
    )
