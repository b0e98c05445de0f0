"""Selecting in rows that are laid out, without a screen. Capitals stand for Hebrew letters where order is the point."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ticker_tui.model import Direction
from ticker_tui.text import clean_line, layout, truncate
from ticker_tui.ui.render.text_selection import (
    Passage,
    PassageLine,
    Selection,
    TextPosition,
    Unit,
    bounded,
    grown,
    touch,
)

MIXED = "قال ABC للصحافة"
"""Shown as: ﺔﻓﺎﺤﺼﻠﻟ ABC ﻝﺎﻗ"""
CAPITALS = str.maketrans({chr(ord("A") + number): chr(0x05D0 + number) for number in range(22)})


def rows(text: str, width: int = 80, *, base: Direction = Direction.AUTO) -> list[PassageLine]:
    """The lines of a paragraph, one below the other, each where it stands in a field of its width."""
    passage = Passage((0, 0, 0), text)
    return [
        PassageLine(passage, line, width - line.width_cells if line.direction is Direction.RTL else 0)
        for line in layout(text, width, base=base)
    ]


def drag(stretches: list[PassageLine], begin: tuple[int, int], end: tuple[int, int]) -> Selection:
    """From a cell to a cell, each given as (row, cell)."""
    return Selection(*(stretches[y].touch(x) for y, x in (begin, end)))


def copied(stretches: list[PassageLine], selection: Selection) -> str:
    return selection.text(stretch.passage for stretch in stretches)


def marked(stretches: list[PassageLine], selection: Selection, row: int = 0) -> str:
    """The selected cells of a row as `#`."""
    stretch = stretches[row]
    cells = {cell for span in selection.cells([stretch]) for cell in span}
    right = stretch.left + stretch.line.width_cells
    return "".join("#" if cell in cells else "." for cell in range(stretch.left, right))


def test_a_drag_to_the_left_selects_forward_in_arabic() -> None:
    shown = rows("أخبار اليوم", 20)
    assert shown[0].line.visual_text == "ﻡﻮﻴﻟﺍ ﺭﺎﺒﺧﺃ"
    selection = drag(shown, (0, 19), (0, 15))
    assert copied(shown, selection) == "أخبار"
    assert marked(shown, selection) == "......#####"
    assert drag(shown, (0, 15), (0, 19)).first == selection.first, "the other way round is the same"


def test_what_lies_between_is_decided_in_reading_order() -> None:
    shown = rows("abc DEF ghi".translate(CAPITALS), base=Direction.LTR)
    assert shown[0].line.visual_text == "abc FED ghi".translate(CAPITALS)
    selection = drag(shown, (0, 1), (0, 5))
    assert copied(shown, selection) == "bc DE".translate(CAPITALS)
    assert marked(shown, selection) == ".###.##....", (
        "the first Hebrew letters stand at the right of their word"
    )


def test_in_a_mixed_line_the_selected_cells_are_two_pieces() -> None:
    shown = rows(MIXED)
    assert shown[0].line.visual_text == "ﺔﻓﺎﺤﺼﻠﻟ ABC ﻝﺎﻗ"
    selection = drag(shown, (0, 79), (0, 74))
    assert copied(shown, selection) == "قال AB"
    assert marked(shown, selection) == "........##.####"


def test_original_letters_are_copied() -> None:
    text = "السَّلامُ عليكم ﷺ إلى الأبد"
    shown = rows(text, 60)
    assert "ﷺ" not in shown[0].line.visual_text, "it is spelled out on the screen"
    assert copied(shown, Selection(shown[0].touch(0), shown[0].touch(59))) == text


def test_a_ligature_is_taken_as_a_whole() -> None:
    shown = rows("سلام", 10)
    assert shown[0].line.visual_text == "ﻡﻼﺳ"
    assert copied(shown, drag(shown, (0, 8), (0, 8))) == "لا"


def test_a_joiner_belongs_to_the_letter_before_it() -> None:
    shown = rows("می\u200cخواهم", 10)
    assert copied(shown, drag(shown, (0, 9), (0, 8))) == "می\u200c"


def test_wrapped_lines_are_joined_by_their_own_space() -> None:
    shown = rows("واحد اثنان ثلاثة", 8)
    assert len(shown) == 3
    assert copied(shown, drag(shown, (0, 7), (2, 0))) == "واحد اثنان ثلاثة"
    assert copied(shown, drag(shown, (0, 4), (1, 7))) == "د ا"
    assert copied(shown, drag(shown, (0, 7), (0, 0))) == "واحد", (
        "beside the line is its end, without the space"
    )


def test_beside_a_line_is_its_start_or_its_end() -> None:
    rtl = rows("אבג", 9)
    assert rtl[0].touch(-3)[1:] == (3, 3)
    assert rtl[0].touch(20)[1:] == (0, 0)
    ltr = rows("abc", 9)
    assert ltr[0].touch(-3)[1:] == (0, 0)
    assert ltr[0].touch(20)[1:] == (3, 3)


def test_the_ellipsis_stands_for_what_is_left_out() -> None:
    text = "one two three four"
    line = truncate(text, 8)
    assert line.visual_text == "one two…"
    shown = [PassageLine(Passage((0, 0, 0), text), line, 0)]
    assert copied(shown, drag(shown, (0, 4), (0, 6))) == "two"
    assert copied(shown, drag(shown, (0, 4), (0, 7))) == "two three four"
    assert copied(shown, drag(shown, (0, 4), (0, 12))) == "two three four"
    assert marked(shown, drag(shown, (0, 4), (0, 7))) == "....####"


def test_paragraphs_end_with_newlines_and_columns_with_tabs() -> None:
    keys = [(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 0), (2, 0, 0)]
    passages = [Passage(key, text) for key, text in zip(keys, ["abc", "d", "e", "f", "ghi"], strict=True)]
    selection = Selection(TextPosition(passages[4], 0, 1), TextPosition(passages[0], 1, 2))
    assert selection.text(reversed(passages)) == "bc\nd\te\nf\ng"
    assert selection.within(Passage((9, 0, 0), "zzz")) == (0, 0)


def test_what_the_program_put_in_is_not_copied() -> None:
    passage = Passage((0, 0, 0), "▣ one [1] two", (range(2), range(5, 9)))
    assert passage.own_text(0, 13) == "one two"
    assert passage.own_text(3, 7) == "ne"
    assert passage.own_text(6, 8) == ""
    assert passage.own_text(7, 11) == " t"


def test_isolates_are_copied_in_pairs() -> None:
    passage = Passage((0, 0, 0), "a \u2068b\u2069 c")
    assert passage.own_text(0, 7) == "a \u2068b\u2069 c"
    assert passage.own_text(0, 4) == "a b"
    assert passage.own_text(3, 7) == "b c"


def test_words_and_paragraphs() -> None:
    text = "كتابٌ جميلٌ، حقًّا"
    shown = rows(text, 40)
    right = 39
    word = grown(shown[0].touch(right - 7), Unit.WORD)
    assert text[word.start : word.end] == "جميلٌ", "its marks belong to it, the comma does not"
    comma = grown(shown[0].touch(right - 9), Unit.WORD)
    assert text[comma.start : comma.end] == "،"
    whole = grown(shown[0].touch(right), Unit.PASSAGE)
    assert text[whole.start : whole.end] == text


def test_the_nearest_line_of_a_row_is_touched() -> None:
    left = PassageLine(Passage((0, 0, 0), "abc"), layout("abc", 5)[0], 0)
    right = PassageLine(Passage((0, 0, 1), "אבג"), layout("אבג", 5)[0], 12)
    assert touch([left, right], 5) == TextPosition(left.passage, 3, 3)
    assert touch([left, right], 10) == TextPosition(right.passage, 3, 3)
    assert touch([], 3) is None


def test_a_huge_text_is_cut_at_a_word() -> None:
    text = "كلمة " * 40_000
    kept = bounded(text)
    assert text.startswith(kept)
    assert 73_900 < len(kept.encode()) <= 74_000
    assert kept.endswith("كلمة")
    assert bounded("short") == "short"
    assert len(bounded("x" * 100_000)) == 74_000
    assert bounded("é" * 100, 5) == "éé"


LETTERS = st.sampled_from("ابتلاسمكتاب abc 123 אבג ,.()[]،؛-/\u064e\u0651\u200c\u200f\u2068\u2069漢字ﷺ…")
TEXTS = st.text(LETTERS, min_size=1, max_size=60).map(clean_line).filter(bool)


@given(text=TEXTS, width=st.integers(2, 30), places=st.tuples(*[st.integers(0, 40)] * 4))
@example(text=MIXED, width=6, places=(0, 5, 2, 0))
def test_any_drag_copies_a_part_of_the_text(text: str, width: int, places: tuple[int, int, int, int]) -> None:
    shown = rows(text, width)
    first, second = places[0] % len(shown), places[2] % len(shown)
    selection = drag(shown, (first, places[1] - 4), (second, places[3] - 4))
    start, end = selection.first[1], selection.last[1]
    assert 0 <= start <= end <= len(text)
    got = copied(shown, selection)
    isolates = str.maketrans("", "", "\u2068\u2069")
    assert got.translate(isolates) in text.translate(isolates)
    back = drag(shown, (second, places[3] - 4), (first, places[1] - 4))
    assert (back.first, back.last) == (selection.first, selection.last)


@given(text=TEXTS, width=st.integers(2, 30), places=st.tuples(*[st.integers(0, 40)] * 4))
def test_exactly_the_cells_of_the_copied_letters_are_marked(
    text: str, width: int, places: tuple[int, int, int, int]
) -> None:
    shown = rows(text, width)
    selection = drag(shown, (places[0] % len(shown), places[1] - 4), (places[2] % len(shown), places[3] - 4))
    start, end = selection.within(shown[0].passage)
    for stretch in shown:
        cells = [cell for span in selection.cells([stretch]) for cell in span]
        expected = [stretch.left + x for x, index in enumerate(stretch.line.cell_map) if start <= index < end]
        assert cells == expected


@given(text=TEXTS, width=st.integers(2, 30))
def test_from_the_first_cell_to_the_last_everything_visible_is_copied(text: str, width: int) -> None:
    shown = rows(text, width)
    first, last = shown[0], shown[-1]
    rtl = [stretch.line.direction is Direction.RTL for stretch in (first, last)]
    begin = width if rtl[0] else -1
    end = -1 if rtl[1] else width
    selection = drag(shown, (0, begin), (len(shown) - 1, end))
    assert all("." not in marked(shown, selection, row) for row in range(len(shown)))
    isolates = str.maketrans("", "", "\u2068\u2069")
    assert copied(shown, selection).translate(isolates).strip() == text.translate(isolates).strip()
