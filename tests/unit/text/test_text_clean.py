"""The door: what comes in, what stays outside."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest

from ticker_tui.text import clean_line, clean_text
from ticker_tui.text.characters import CLUSTER_LETTERS
from ticker_tui.text.clean import _TEXT_GATE, MARKS_LIMIT, _suspect


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("", ""),
        ("  two \t\n words\u00a0\u3000here ", "two words here"),
        ("a\r\nb\u2028c\u2029d\x85e\x0bf\x1fg", "a b c d e f g"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]52;c;aGk=\x07x", "]52;c;aGk=x"),
        ("\x9b31m\x9d0;t\x9c\x7f\x05\x0e", "31m0;t"),
        ("\x00N\x00U\x00L", "NUL"),
        ("\ud800 half", "\ufffd half"),
        ("\ufeffBOM so\u00adft \ufffe\uffff\ufdd0", "BOM soft"),
        ("evil \u202egnp.exe\u202c", "evil gnp.exe"),
        ("\u202aa\u202b\u202d\u202c", "a"),
        ("iso \u2066ok\u2069", "iso \u2066ok\u2069"),
        ("iso \u2067open", "iso open"),
        ("iso end\u2069 \u2069", "iso end"),
        ("a \u2066 b", "a b"),
        ("می\u200cخواهم \u200f!", "می\u200cخواهم \u200f!"),
        ("tag\U000e0041\U000e007fs", "tags"),
        ("[/] [bold]x[/bold] \\[", "[/] [bold]x[/bold] \\["),
        ("ﷺ ۝١", "ﷺ ۝١"),
        ("🏳️‍🌈 👍🏽", "🏳️‍🌈 👍🏽"),
    ],
)
def test_clean_line(raw: str, line: str) -> None:
    assert clean_line(raw) == line
    assert clean_line(line) == line


def test_a_body_keeps_its_lines_and_spaces() -> None:
    assert clean_text("a\r\nb\rc\n\n  d\te\u00a0f\u2028g\x0ch") == "a\nb\nc\n\n  d    e\u00a0f\ng h"
    assert clean_text("x\u2067y\nz\u2069") == "xy\nz"


@pytest.mark.parametrize("mark", ["\u0301", "\u064e", "\u05b0", "\u20dd", "\u093e"])
def test_ten_thousand_marks_become_a_few(mark: str) -> None:
    assert clean_line("e" + mark * 10_000) == "e" + mark * MARKS_LIMIT
    assert clean_line(("e" + mark * 4) * 20) == ("e" + mark * 4) * 20
    assert clean_text("e" + (mark + "\u200d") * 10_000) == "e" + (mark + "\u200d") * MARKS_LIMIT


def test_the_limit_is_in_code_points_and_spares_clusters() -> None:
    assert clean_line("x" * 1_000_000) == "x" * 500
    assert len(clean_text("x" * 1_000_000)) == 200_000
    assert clean_line("abc\u064e\u0651", limit=4) == "ab"
    assert clean_line("ab \u064e", limit=2) == "ab"
    assert clean_line("ab cd", limit=3) == "ab"
    assert clean_line("ab\u2067cd\u2069", limit=4) == "abc"


def test_no_character_comes_in_that_must_not() -> None:
    cleaned = clean_text(
        "a".join(map(chr, [*range(0x32000), *range(0xE0000, 0xE2000), *range(0x10FF00, 0x110000)])),
        limit=10_000_000,
    )
    assert {category(char) for char in set(cleaned) - {"\n"}} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert len(set(cleaned)) > 180_000


def test_every_mark_is_counted_as_one() -> None:
    """The quick search for many marks looks at letters of clusters; no mark may be missing among them."""
    missed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if category(chr(code))[0] == "M" and CLUSTER_LETTERS[code] not in "ElNS"
    ]
    assert not missed


def test_the_glance_at_ordinary_text_passes_only_what_the_gate_leaves_alone() -> None:
    passed = [char for char in map(chr, range(sys.maxunicode + 1)) if not _suspect().search(char)]
    assert len(passed) > 30_000
    assert "".join(passed).translate(_TEXT_GATE) == "".join(passed)
    for marks in ("\u064b" * 5, "\u064e\u0651\u200c\u0670\u0651\u064b", "\u0651" * 9):
        assert _suspect().search("\u0628" + marks)
