"""Lines: where they break, what hangs, where the ellipsis stands. `|` marks a break."""

from __future__ import annotations

import pytest
from work import calls

from ticker_tui.text import Direction, layout, truncate
from ticker_tui.text.linebreak import break_opportunities

RTL = Direction.RTL


def opportunities(text: str) -> str:
    marked, last = "", 0
    for place in break_opportunities(text):
        marked += text[last:place] + "|"
        last = place
    return marked + text[last:]


@pytest.mark.parametrize(
    "marked",
    [
        "one |two  |three",
        "السلام |عليكم، |ورحمة |الله",
        "«السلام |عليكم» |قال",
        "« bon |mot » |dit",
        "(one |two) |[three]",
        "هل |تنجح؟ |نعم!",
        "word . |word ! |word ؟ |word",
        "10-20 |شخصا",
        "10–20 |people",
        "2026-11-23 |٢٣-١١",
        "COVID-19 |now",
        "well-|known |words",
        "قبل-|بعد",
        "50% |$5 |5€ |٥٠٪ |−5 |+966 |11",
        "C++ |and |C#",
        "24/7 |1/2 |and/|or",
        "https://|example.com/|news/|2026?|id=7",
        "info@example.com |@name |#وسم_طويل",
        "3,000.50 |and |٣٬٠٠٠٫٥٠",
        "e.g. |this... |that…",
        "no\u00a0break |here",
        "no\u2060break",
        "zero\u200b|width",
        "日|本|語、|と",
        "「日|本」|と",
        "한|국|어",
        "a|日|b",
        "🇸🇦|🇪🇬 |👍🏽|👍",
        "e\u0301e\u0301 |ب\u064eب",
        "em|—|dash",
        "-5 |-word",
        "5 |°C",
        "“quoted” |“text”",
        "a |(b",
        "\u2067عربي\u2069 |next",
        "hello |\u2066world\u2069",
    ],
)
def test_break_opportunities(marked: str) -> None:
    assert opportunities(marked.replace("|", "")) == marked


def rows(text: str, width: int, base: Direction = Direction.LTR) -> list[str]:
    """Lines as stretches of the logical text, the hanging spaces shown as dots."""
    found: list[str] = []
    for line in layout(text, width, base=base):
        shown = {glyph.logical_index for glyph in line.glyphs}
        found.append("".join("·" if text[i] == " " and i not in shown else text[i] for i in line.logical))
    return found


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two·", "three"]),
        ("one two three", 8, ["one two·", "three"]),
        ("one two three", 3, ["one·", "two·", "thr", "ee"]),
        ("one", 3, ["one"]),
        ("one ", 3, ["one·"]),
        ("one   two", 4, ["one···", "two"]),
        ("  indented text", 10, ["  indented·", "text"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a abcdefgh", 4, ["a·", "abcd", "efgh"]),
        ("hi (there)", 8, ["hi·", "(there)"]),
        ("see https://example.com/path", 16, ["see https://", "example.com/path"]),
        ("word ؟", 4, ["word·", "؟"]),
        ("xxxxx ؟ ok", 7, ["xxxxx ؟·", "ok"]),
        ("من 10-20 شخصا", 6, ["من·", "10-20·", "شخصا"]),
        ("a\u00a0b c", 3, ["a\u00a0b·", "c"]),
        ("     ", 3, ["   ··"]),
        ("日本語です", 5, ["日本", "語で", "す"]),
    ],
)
def test_filling(text: str, width: int, expected: list[str]) -> None:
    assert rows(text, width) == expected


def test_a_lam_alef_is_not_parted() -> None:
    assert rows("سلا", 1, RTL) == ["س", "لا"]
    assert rows("سلا", 2, RTL) == ["سلا"]
    assert truncate("سلام", 2, base=RTL).logical == range(1)


def test_an_empty_text_has_no_lines_and_an_invisible_one_has_one() -> None:
    assert layout("", 10) == []
    (line,) = layout("\u200b", 10)
    assert (line.visual_text, line.width_cells, line.logical) == ("", 0, range(1))
    assert layout("x", 0)[0].width_cells == layout("x", -5)[0].width_cells == 1


@pytest.mark.parametrize(
    ("text", "width", "base", "shown", "kept"),
    [
        ("breaking news", 20, Direction.LTR, "breaking news", 13),
        ("breaking news", 13, Direction.LTR, "breaking news", 13),
        ("breaking news", 12, Direction.LTR, "breaking ne…", 11),
        ("breaking news", 10, Direction.LTR, "breaking…", 9),
        ("breaking news", 1, Direction.LTR, "…", 0),
        ("breaking news", 0, Direction.LTR, "…", 0),
        ("two\nlines", 20, Direction.LTR, "two lines", 9),
        ("", 5, Direction.LTR, "", 0),
        ("a   ", 3, Direction.LTR, "a  ", 4),
        ("a   b", 3, Direction.LTR, "a…", 2),
    ],
)
def test_truncation(text: str, width: int, base: Direction, shown: str, kept: int) -> None:
    line = truncate(text, width, base=base)
    assert (line.visual_text, line.logical) == (shown, range(kept))


def test_the_ellipsis_is_at_the_logical_end() -> None:
    line = truncate("عاجل: انفجار كبير في الميناء", 10, base=RTL)
    assert line.visual_text[0] == "…"
    assert line.glyphs[-1].logical_index == 0
    assert line.cell_map[0] == line.logical.stop
    latin = truncate("خبر عن BBC News", 10, base=RTL)
    assert latin.visual_text == "…BB ﻦﻋ ﺮﺒﺧ"
    assert truncate("News: خبر عاجل جدا", 12).visual_text == "News: ﻋ ﺮﺒﺧ…"


def test_a_sign_spelled_out_may_be_cut() -> None:
    line = truncate("قال ﷺ خيرا", 12, base=RTL)
    assert line.logical == range(5)
    assert set(line.cell_map) == {0, 1, 2, 3, 4}


def test_a_letter_before_the_ellipsis_keeps_the_form_of_its_word() -> None:
    assert truncate("سسسس", 3, base=RTL).visual_text == "…\ufeb4\ufeb3"


def test_a_remembered_layout_cannot_be_spoilt() -> None:
    first = layout("one two", 3)
    first.clear()
    assert len(layout("one two", 3)) == 2


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("rates cut to 4.25% now", 17, "rates cut to…"),
        ("rates cut to 4.25% now", 19, "rates cut to 4.25%…"),
        ("about 1,250 people", 9, "about…"),
        ("خفض الفائدة إلى ٤٫٢٥٪ أخيرا", 19, "خفض الفائدة إلى…"),
        ("at 10:30 sharp", 6, "at…"),
        ("123456789", 5, "1234…"),  # nothing else is there to be shown
    ],
)
def test_a_number_is_not_cut_into_another_one(text: str, width: int, shown: str) -> None:
    line = truncate(text, width)
    kept = sorted((glyph.logical_index, glyph.text) for glyph in line.glyphs if glyph.text != "…")
    assert text[: line.logical.stop].rstrip() == shown[:-1]
    assert len(kept) >= len(shown[:-1]) - 1  # lam-alef is one


def test_of_a_headline_of_signs_that_are_sentences_only_what_is_seen_is_spelled_out() -> None:
    """500 of them are 11,000 letters: 24 ms for each row of a list."""
    short, long = ("\ufdfd" * count for count in (100, 500))
    assert calls(lambda: truncate(long, 40)) < 1.1 * calls(lambda: truncate(short, 40))
    assert truncate(long, 40).visual_text == truncate(short, 40).visual_text
