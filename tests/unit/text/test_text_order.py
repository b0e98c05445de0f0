"""Order in readable letters: capitals stand for Hebrew or Arabic ones, e.g. "car is CAR" from the right: "RAC car is"."""

from __future__ import annotations

import pytest

from ticker_tui.text import Direction, Paragraph, base_direction, isolate_of, layout, plain, truncate
from ticker_tui.text.bidi import is_rtl_language, reordered

# 26 letters of each script that neither join into ligatures nor carry points.
HEBREW = "אבגדהוזחטיכלמנסעפצקרשתךםןף"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكمنهو"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
AUTO, LTR, RTL = Direction.AUTO, Direction.LTR, Direction.RTL


def seen(case: str, base: Direction, letters: str, width: int = 200) -> list[str]:
    text = case.translate(str.maketrans(CAPITALS, letters))
    back = dict(zip(letters, CAPITALS, strict=True))
    return [
        "".join(back.get(text[glyph.logical_index], glyph.text) for glyph in line.glyphs)
        for line in layout(text, width, base=base)
    ]


@pytest.mark.parametrize(
    ("case", "base", "expected"),
    [
        ("car is CAR", LTR, "car is RAC"),
        ("car is CAR", RTL, "RAC car is"),
        ("CAR is car", AUTO, "is car RAC"),
        ("CAR IS bmw, YES", AUTO, "SEY ,bmw SI RAC"),
        ("he said \u2067THE bmw 500, OK\u2069.", LTR, "he said KO ,bmw 500 EHT."),
        ("HE SAID \u2066the CAR 500 ok\u2069.", AUTO, ".the 500 RAC ok DIAS EH"),
        ("THE (car) [IS] {RED}", RTL, "{DER} [SI] (car) EHT"),
        ("the (CAR) is", LTR, "the (RAC) is"),
        ("A < B > C", RTL, "C < B > A"),
        ("1 + 2", RTL, "2 + 1"),
        ("", RTL, None),
        ("   ", RTL, "   "),
        ("abc   ", RTL, "   abc"),
        ("ABC   ", LTR, "CBA   "),
        ("AB\tcd", LTR, "BA cd"),
    ],
)
@pytest.mark.parametrize("letters", [HEBREW, ARABIC], ids=["Hebrew", "Arabic"])
def test_order(case: str, base: Direction, expected: str | None, letters: str) -> None:
    assert seen(case, base, letters) == ([expected] if expected is not None else [])


def test_european_digits_after_hebrew_and_arabic_letters_differ() -> None:
    assert seen("AB 10-20", RTL, HEBREW) == ["10-20 BA"]
    assert seen("AB 10-20", RTL, ARABIC) == ["20-10 BA"]


def test_a_wrapped_line_keeps_the_levels_of_its_paragraph() -> None:
    # Resolved by itself, the second line would have no Arabic letter before the digits and show 10-20.
    assert seen("ABCDEF 10-20", RTL, ARABIC, width=6) == ["FEDCBA", "20-10"]


def test_an_isolate_keeps_its_direction_on_the_next_line() -> None:
    # The comma stands between two Hebrew letters of one paragraph, so it belongs to them even where the line ends.
    assert seen("ABC \u2066one D, E two\u2069 F", RTL, HEBREW, width=10) == ["one ,D CBA", "F E two"]


def test_white_space_at_a_wrap_is_dropped_and_at_the_end_kept() -> None:
    assert seen("ABC    DEF  ", RTL, HEBREW, width=5) == ["CBA", "  FED"]


def test_each_newline_starts_a_paragraph_that_decides_for_itself() -> None:
    lines = layout("عربي\nlatin\n\nעברית", 20)
    assert [line.direction for line in lines] == [RTL, LTR, LTR, RTL]
    assert [line.logical for line in lines] == [range(4), range(5, 10), range(11, 11), range(12, 17)]


def test_the_call_outranks_the_paragraph() -> None:
    assert layout(Paragraph("abc", RTL), 10)[0].direction is RTL
    assert layout(Paragraph("abc", RTL), 10, base=LTR)[0].direction is LTR
    assert truncate(Paragraph("abc", RTL), 10).direction is RTL
    assert plain(Paragraph("abc!", RTL)) == "!abc"


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("BBC عربي: خبر", "", LTR),
        ("BBC عربي: خبر", "ar", RTL),
        ("BBC عربي: خبر", "en", LTR),
        ("BBC News", "ar", LTR),
        ("2026", "ar", LTR),
        ("خبر BBC", "en", RTL),
        ("iOS 26 به ایران", "fa-IR", RTL),
        ("\u2067عربي\u2069 first", "", LTR),  # P2 passes over isolates
        ("١٢٣ abc", "", LTR),
        ("", "ar", LTR),
    ],
)
def test_base_direction(text: str, lang: str, expected: Direction) -> None:
    assert base_direction(text, lang=lang) is expected


@pytest.mark.parametrize(
    "lang", ["ar", "AR-eg", "fa", "ur_PK", "he", "iw", "ckb", "ps", "ug", "yi", "pa-Arab", "az-Arab-IR"]
)
def test_right_to_left_languages(lang: str) -> None:
    assert is_rtl_language(lang)


@pytest.mark.parametrize("lang", ["", "en", "ar-Latn", "tr", "ku", "kk", "uz-Cyrl"])
def test_left_to_right_languages(lang: str) -> None:
    assert not is_rtl_language(lang)


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        ([], []),
        ([0, 0], [0, 1]),
        ([1, 1, 1], [2, 1, 0]),
        ([2, 2], [0, 1]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([2, 4, 4, 3], [0, 3, 1, 2]),
        ([0, 1, 2, 3, 2, 1], [0, 5, 2, 3, 4, 1]),
    ],
)
def test_l2(levels: list[int], order: list[int]) -> None:
    assert list(reordered(levels)) == order


@pytest.mark.parametrize(
    ("name", "lang", "control"),
    [
        ("QVN علوم", "ar", "\u2067"),
        ("QVN علوم", "", "\u2068"),
        ("صدى", "ar", "\u2068"),
        ("Reuters", "ar", "\u2068"),
        ("צפון News", "he", "\u2068"),
    ],
)
def test_a_name_in_a_row_of_facts_has_its_feeds_direction(name: str, lang: str, control: str) -> None:
    assert isolate_of(name, lang) == control
