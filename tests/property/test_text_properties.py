"""What holds for every string: order is a permutation, widths add up, nothing hostile comes out, nothing raises."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.text import (
    Direction,
    Line,
    base_direction,
    cell_len,
    clean_line,
    clean_text,
    fold,
    layout,
    plain,
    truncate,
)
from ticker_tui.text.cells import cluster_starts

# News letters, everything that orders or joins, what terminals obey, and now and then any character at all.
NEWS = "ابتجلالسلامعيةىآأإؤئء ـپچگکیەټڼשלוםabc XYZ0123٠١٢۴۵.,:;!?-–/%$#@«»()[]“”…한國あ🇸🇦👍🏽👩‍👩‍👧❤️"
CONTROLS = "\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\u00ad\ufe0f\u034f"
MARKS = "\u064b\u064e\u0651\u0670\u0653\u0654\u05b0\u0301\u0308\u20e3"
HOSTILE = "\x00\x07\x08\x1b\x7f\x9b\x9d\r\n\t\v\f\x85\u2028\u2029\ud800\ufffe\U000e0041"
SPELLED = "\ufdf2\ufdfa\ufdfc\ufdfd"
strings = st.text(
    st.one_of(
        st.sampled_from(NEWS), st.sampled_from(NEWS), st.sampled_from(NEWS), st.sampled_from(CONTROLS + MARKS),
        st.sampled_from(HOSTILE + SPELLED), st.characters(),
    ),
    max_size=60,
)  # fmt: skip
widths = st.integers(min_value=1, max_value=40)
bases = st.sampled_from(list(Direction))


def sound(line: Line, text: str) -> None:
    """What every line must satisfy."""
    assert line.direction in {Direction.LTR, Direction.RTL}
    assert "".join(glyph.text for glyph in line.glyphs) == line.visual_text
    assert sum(glyph.width_cells for glyph in line.glyphs) == line.width_cells == cell_len(line.visual_text)
    assert len(line.cell_map) == line.width_cells
    cells = [glyph.logical_index for glyph in line.glyphs for _ in range(glyph.width_cells)]
    assert list(line.cell_map) == cells
    assert all(0 <= index < len(text) for index in line.cell_map)
    for char in line.visual_text:
        assert category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}, ascii(char)
        assert char not in "\ufe0e\ufe0f\u034f"


@given(strings, widths, bases, st.booleans())
def test_lines_hold_every_cluster_once_and_keep_to_their_width(
    text: str, width: int, base: Direction, marks: bool
) -> None:
    lines = layout(text, width, base=base, marks=marks)
    assert bool(lines) == bool(text)
    shown: list[int] = []
    for line in lines:
        sound(line, text)
        assert line.width_cells <= width
        assert all(glyph.logical_index in line.logical for glyph in line.glyphs)
        shown += [glyph.logical_index for glyph in line.glyphs]
    starts = cluster_starts(text)
    assert set(shown) <= set(starts)
    if not any(char in SPELLED or 0xFDF0 <= ord(char) <= 0xFDFD for char in text):
        assert len(shown) == len(set(shown))
    # What an unwrapped line shows, the wrapped ones show too, except the spaces hanging at their ends.
    whole = {
        glyph.logical_index for line in layout(text, 10_000, base=base, marks=marks) for glyph in line.glyphs
    }
    assert all(text[index].isspace() for index in whole - set(shown))
    assert set(shown) <= whole


@given(strings, widths, bases)
def test_lines_follow_each_other_in_logical_order(text: str, width: int, base: Direction) -> None:
    lines = layout(text, width, base=base)
    for line, following in pairwise(lines):
        gap = text[line.logical.stop : following.logical.start]
        assert gap in {"", "\n", "\r", "\r\n", "\x1c", "\x1d", "\x1e", "\x85", "\u2029"}
    if lines:
        assert lines[0].logical.start == 0


@given(strings, st.integers(min_value=4, max_value=40), bases)
def test_a_wrap_and_a_cut_change_no_letter(text: str, width: int, base: Direction) -> None:
    """Levels and forms are the paragraph's: only white space may turn at the end of a line (L1)."""
    whole = {glyph.logical_index: glyph for line in layout(text, 10_000, base=base) for glyph in line.glyphs}
    one_paragraph = len(layout(text, 10_000, base=base)) == 1
    cut = truncate(text, width, base=base).glyphs if one_paragraph else ()
    for glyph in [*(glyph for line in layout(text, width, base=base) for glyph in line.glyphs), *cut]:
        spelled = "\ufdf0" <= text[glyph.logical_index] <= "\ufdfd"
        if not glyph.text.isspace() and glyph.text not in {"…", "▯"} and not spelled:
            assert glyph == whole[glyph.logical_index]


@given(strings, widths, bases)
def test_a_truncation_is_a_prefix_with_an_ellipsis_at_its_end(text: str, width: int, base: Direction) -> None:
    line = truncate(text, width, base=base)
    sound(line, text)
    assert line.width_cells <= width
    assert line.logical.start == 0
    kept = [
        glyph.logical_index for glyph in line.glyphs if glyph.text != "…" or text[glyph.logical_index] == "…"
    ]
    assert all(index in line.logical for index in kept)
    left_out = [
        glyph
        for part in layout(text.replace("\r\n", "  "), 10_000, base=line.direction)
        for glyph in part.glyphs
        if glyph.logical_index >= line.logical.stop
    ]
    if line.logical.stop == len(text):
        assert not left_out
    elif line.direction is Direction.RTL and base is Direction.RTL:
        assert line.glyphs[0].text == "…" or width == 1


@given(strings, widths, bases)
def test_a_layout_of_cleaned_text_is_of_the_same_characters(text: str, width: int, base: Direction) -> None:
    cleaned = clean_line(text)
    for line in layout(cleaned, width, base=base):
        for glyph in line.glyphs:
            assert glyph.logical_index in range(len(cleaned))


@given(strings)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    line, body = clean_line(text), clean_text(text)
    assert clean_line(line) == line
    assert clean_text(body) == body
    assert clean_line(text, limit=7) == clean_line(clean_line(text, limit=7), limit=7)
    assert len(clean_line(text, limit=7)) <= 7
    for char in line:
        assert category(char) not in {"Cc", "Cs", "Zl", "Zp"}
    for char in body:
        assert char == "\n" or category(char) not in {"Cc", "Cs", "Zl", "Zp"}
    assert not set(line + body) & set("\u202a\u202b\u202c\u202d\u202e\ufeff\u00ad")


@given(strings)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(strings, bases)
def test_an_unwrapped_line_is_what_a_wide_layout_shows(text: str, base: Direction) -> None:
    lines = layout(text, 100_000, base=base)
    if len(lines) == 1 and lines[0].logical.stop == len(text):
        assert plain(text, base=base) == lines[0].visual_text


@given(strings, st.sampled_from(["", "ar", "en", "fa-IR", "he", "tr", "x"]))
def test_a_base_direction_is_always_found(text: str, lang: str) -> None:
    assert base_direction(text, lang=lang) in {Direction.LTR, Direction.RTL}
