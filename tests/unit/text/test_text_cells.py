"""Clusters and cells: what is drawn for each, and how wide."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest
from rich.cells import cell_len as rich_cell_len

from ticker_tui.text import cell_len, layout, plain, truncate
from ticker_tui.text.cells import WITH_MARKS, WITHOUT_MARKS, cluster_starts


@pytest.mark.parametrize(
    ("text", "drawn", "width"),
    [
        ("a", "a", 1),
        ("é", "é", 1),
        ("e\u0301", "é", 1),
        ("x\u0301\u0302\u0303\u0304\u0305", "x\u0301\u0302\u0303\u0304", 1),
        ("あ", "あ", 2),
        ("한", "한", 2),
        ("\u1112\u1161\u11ab", "한", 2),
        ("ｶﾞ", "ｶﾞ", 2),
        ("👍", "👍", 2),
        ("👍🏽", "👍", 2),
        ("👩‍👩‍👧", "👩", 2),
        ("🏳️‍🌈", "🌈", 2),
        ("❤️", "❤", 1),
        ("❤️‍🔥", "🔥", 2),
        ("1️⃣", "1", 1),
        ("🇸🇦", "🇸🇦", 2),
        ("🇸", "S", 1),
        ("🫨", "🫨", 2),
        ("لا", "لا", 2),
        ("\u06dd", "\u066d", 1),
        ("\u0301", " \u0301", 1),
        ("\u064e", " \u064e", 1),
        ("\u00a0", " ", 1),
        ("\u3000", "\u3000", 2),
        ("\t", " ", 1),
        ("\u00ad", "", 0),
        ("\u200b", "", 0),
        ("\ufe0f", "", 0),
        ("\x1b", "", 0),
        ("\ud800", "\ufffd", 1),
        ("\uffff", "\ufffd", 1),
        ("🏽", "", 0),
        ("က\u102b", "က\u102b", 1),
        ("हि", "हि", 1),
        ("กำ", "กำ", 2),
    ],
)
def test_how_a_cluster_is_drawn(text: str, drawn: str, width: int) -> None:
    if text != "لا":
        assert len(cluster_starts(text)) == 1
    assert WITH_MARKS[text] == (drawn, width)


def test_points_are_left_out_on_request_only_they() -> None:
    for points in ("ب\u064e\u0651", "ب\u0670", "ש\u05c1\u05b8"):
        assert WITHOUT_MARKS[points] == (points[0], 1)
    for kept in ("e\u0301", "हि", "かﾞ", "👍", "x\u0332"):
        assert WITHOUT_MARKS[kept] == WITH_MARKS[kept]
    assert WITHOUT_MARKS["\u064e"] == ("", 0)
    assert WITHOUT_MARKS[" \u064e"] == (" ", 1)


def test_every_character_has_the_width_that_textual_counts_with() -> None:
    # Planes 2 to 16 are ideographs, unassigned and private characters in long rows: a sample of them.
    for code in [*range(0x20000), *range(0x20000, sys.maxunicode, 97), *range(0xE0000, 0xE1000)]:
        drawn, width = WITH_MARKS[chr(code)]
        assert rich_cell_len(drawn) == width == cell_len(drawn), hex(code)
        assert all(category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in drawn), hex(code)


@pytest.mark.parametrize("text", ["", "abc", "\u0623بج", "日本語 text", "👍🇸🇦", "é"])
def test_cell_len_is_the_width_textual_counts(text: str) -> None:
    assert cell_len(text) == rich_cell_len(text)


def test_wide_clusters_in_narrow_places() -> None:
    assert [line.visual_text for line in layout("日本", 1)] == ["▯", "▯"]
    assert [line.visual_text for line in layout("日本", 3)] == ["日", "本"]
    assert truncate("日本語", 4).visual_text == "日…"
    assert truncate("日本語", 6).visual_text == "日本語"
    assert truncate("日本語", 1).visual_text == "…"


def test_the_cell_map_counts_cells() -> None:
    (line,) = layout("a日e\u0301b", 10)
    assert list(line.cell_map) == [0, 1, 1, 2, 4]
    assert [glyph.width_cells for glyph in line.glyphs] == [1, 2, 1, 1]


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u094d", "\u200d", "\u1161", "\u0600", "\U0001f1e6", "\u1100", "क\u094d", "👩\u200d"]
)
def test_a_hundred_thousand_of_anything_take_no_time(mark: str) -> None:
    # A quadratic search would take minutes here; the time limit of the test run is the assertion.
    text = "a" + mark * 100_000
    assert layout(text, 80)
    assert plain(text)
