"""Where the caret of a field is, and where it goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.text import Direction, cell_len, plain
from ticker_tui.ui.rtl.input_line import FieldLine, lay_out


def line(text: str, caret: int | None = None, base: Direction = Direction.AUTO) -> FieldLine:
    return lay_out(text, caret, base=base)


@pytest.mark.parametrize(
    ("text", "visual", "stops"),
    [
        ("abc", "abc ", [0, 1, 2, 3]),
        ("", " ", [0]),
        ("אבג", " גבא", [3, 2, 1, 0]),
        ("ab אב cd", "ab בא cd ", [0, 1, 2, 4, 3, 5, 6, 7, 8]),
        ("אב 12", " 12 בא", [5, 3, 4, 2, 1, 0]),
        ("אב ", "  בא", [3, 2, 1, 0]),
        ("a日b", "a日b ", [0, 1, 2, 3]),
    ],
)
def test_stops_from_left_to_right(text: str, visual: str, stops: list[int]) -> None:
    assert line(text).line.visual_text == visual
    assert list(line(text).stops) == stops


def test_a_letter_with_its_marks_is_one_stop() -> None:
    assert list(line("كَتَبَ").stops) == [6, 4, 2, 0]
    assert line("كَتَبَ").cells_at(3) == line("كَتَبَ").cells_at(2)


def test_what_is_not_drawn_is_no_stop() -> None:
    text = "a\u200eb"
    assert list(line(text).stops) == [0, 2, 3]
    assert line(text).cells_at(1) == line(text).cells_at(2)
    assert list(line("می\u200cخ").stops) == [4, 3, 1, 0]


@pytest.mark.parametrize("text", ["سلام", "سلَام", "لأ", "x ولآ"])
def test_lam_and_alef_are_two_stops_and_part_when_the_caret_is_between_them(text: str) -> None:
    alef = next(index for index, letter in enumerate(text) if letter in "اأآ")
    lam = text.index("ل")
    closed, opened = line(text), line(text, alef)
    assert closed.cells_at(lam) == closed.cells_at(alef)
    assert list(opened.stops) == list(closed.stops)
    assert opened.width_cells == closed.width_cells + 1
    assert opened.cells_at(alef).stop == opened.cells_at(lam).start
    assert line(text, lam).width_cells == closed.width_cells, "on the lam it stays closed"


def test_an_open_ligature_stays_joined() -> None:
    assert line("سلام", 2).line.visual_text == " " + plain("سل\u200dام")
    assert plain("سل\u200dام") == "\ufee1\ufe8e\ufee0\ufeb3"


def test_words_are_walked_on_the_screen() -> None:
    text = "one שתיים שלוש four"
    here = line(text)
    path = [0]
    while (following := here.word_beside(path[-1], 1)) != path[-1]:
        path.append(following)
    assert path == [0, 10, 4, 15, len(text)]
    assert here.word_beside(len(text), -1) == 15


def test_a_vowelled_word_is_one_word() -> None:
    assert sorted(line("كَتَبَ الوَلَدُ").word_starts) == [0, 7]


LETTERS = st.text(st.sampled_from("abאבلاأسَّـ 12(]٣日😀\u200c\u200f\u200d.ﷺ\u0301"), max_size=20)


@given(LETTERS, st.sampled_from([Direction.AUTO, Direction.LTR, Direction.RTL]))
def test_arrows_reach_every_stop_in_both_directions(text: str, base: Direction) -> None:
    here = line(text, None, base)
    assert sorted(here.stops) == sorted(set(here.stops))
    assert len(text) in here.stops
    for step, path in ((1, list(here.stops)), (-1, list(here.stops)[::-1])):
        assert [here.beside(index, step) for index in path] == [*path[1:], path[-1]]


@given(LETTERS, st.sampled_from([Direction.AUTO, Direction.LTR, Direction.RTL]))
def test_a_cell_and_its_stop_know_each_other(text: str, base: Direction) -> None:
    here = line(text, None, base)
    for x in range(here.width_cells):
        assert x in here.cells_at(here.index_at(x))
    for index in range(len(text) + 1):
        cells = here.cells_at(index)
        assert 0 <= cells.start < cells.stop <= here.width_cells
        assert here.homes[index] in here.stops
    assert here.index_at(-5) == here.index_at(0)
    assert here.index_at(1000) == here.index_at(here.width_cells - 1)


@given(LETTERS)
def test_moving_right_never_moves_left_on_the_screen(text: str) -> None:
    here = line(text)
    starts = [here.cells_at(stop).start for stop in here.stops]
    assert starts == sorted(starts)


@given(LETTERS, st.integers(0, 20))
def test_the_line_is_as_wide_as_it_says(text: str, caret: int) -> None:
    here = line(text, min(caret, len(text)))
    assert cell_len(here.line.visual_text) == here.width_cells
