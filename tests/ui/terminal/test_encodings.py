"""How each form writes a row: the exact cells, and what a terminal makes of them."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from ticker_tui.terminal.encodings.clusters import clusters
from ticker_tui.terminal.encodings.inverse import ANCHOR, Inverse
from ticker_tui.terminal.encodings.logical import Logical
from ticker_tui.terminal.encodings.osc66 import Osc66
from ticker_tui.terminal.encodings.per_cell_colour import OneCellRuns
from ticker_tui.text import Direction, plain
from ticker_tui.text.bidi import MIRRORED, reordered, resolve_levels

if TYPE_CHECKING:
    from collections.abc import Sequence

DARK = Color(16, 32, 48)
GREY = Style.parse("rgb(200,200,200)")
WORDS = [
    "عاجل:",
    "زلزال",
    "2025",
    "(٢٠٢٥)",
    "Reuters",
    "انظر",
    "https://a.io/x",
    "[صمت]",
    "10-20",
    "50%",
    "٣٫٥",
    "«قال»",
    "שלום",
    "(2025)",
    "COVID-19",
    "5",
    "+966",
    "#وسم_طويل",
    "$5",
    "،",
    "٪٥٠",
    "12:30",
    "هـ",
    "📰",
    "مُحَمَّدٌ",
    "שָׁלוֹם",
    "می\u200cخواهم",
    "C++",
]


def implicit(sent: Sequence[str], base: Direction = Direction.LTR) -> list[str]:
    """What a terminal with its own bidi shows for a row of clusters: UAX #9 with L1, L2 and L4."""
    levels = [*resolve_levels("".join(each[0] for each in sent), base)]
    for index in range(len(sent) - 1, -1, -1):
        if sent[index] != " ":
            break
        levels[index] = 0 if base is Direction.LTR else 1
    return [MIRRORED.get(sent[i], sent[i]) if levels[i] & 1 else sent[i] for i in reordered(levels)]


def guessed_base(sent: Sequence[str]) -> Direction:
    """The base direction PuTTY takes: that of the row's first strong letter."""
    for each in sent:
        kind = bidirectional(each[0])
        if kind in {"L", "R", "AL"}:
            return Direction.LTR if kind == "L" else Direction.RTL
    return Direction.LTR


headlines = st.builds(
    lambda words, base: plain(" ".join(words), base=base),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=7),
    st.sampled_from([Direction.LTR, Direction.RTL]),
)
rows = st.builds(
    lambda shape, left, right: shape.format(left, right),
    st.sampled_from([" {0} ", "│ {0} │   {1} │", " 08:31 BBC  {0} ● 2 │ {1}   ", "   {0}", "{0}   "]),
    headlines,
    headlines,
)


@given(rows)
def test_inverse_is_turned_back_by_a_terminal_with_its_own_bidi(row: str) -> None:
    sent = [each.text for each in Inverse().row([Segment(row, GREY)])]
    cells = [cluster for text in sent for cluster in clusters(text)]
    base = guessed_base(cells)
    if row.startswith(" "):
        assert base is Direction.LTR, "a row that begins with a blank must not be guessed right-to-left"
    if base is Direction.LTR:
        assert [each.replace(ANCHOR, " ") for each in implicit(cells)] == list(clusters(row))


@given(rows)
def test_inverse_keeps_every_cell_and_its_style(row: str) -> None:
    styles = [Style(color=f"rgb({i % 256},{i // 256},0)") for i in range(len(row))]
    segments = [Segment(cluster, style) for cluster, style in zip(clusters(row), styles, strict=False)]
    sent = Inverse().row(segments)
    assert sorted(str(each.style) for each in sent) == sorted(str(each.style) for each in segments)
    before = {str(each.style): each.text for each in segments}
    for each in sent:
        was = before[str(each.style)]
        assert each.text in {was, MIRRORED.get(was, was)} or (each.text, was) == (ANCHOR, " ")


def test_inverse_leaves_rows_without_right_to_left_letters_alone() -> None:
    segments = [Segment(" 08:31 ", GREY), Segment("(2025)", Style())]
    assert Inverse().row(segments) == segments


def test_inverse_takes_the_row_as_a_whole_across_panes() -> None:
    left, right = plain("السلام", base=Direction.RTL), plain("عاجل", base=Direction.RTL)
    row = f"│ {left} │ {right} │"
    sent = "".join(each.text for each in Inverse().row([Segment(row, GREY)]))
    # With both panes in one island the right pane's letters go first; the terminal brings them back.
    assert sent.index(right[-1]) < sent.index(left[-1])
    assert implicit(list(sent)) == list(row)


def test_logical_sends_the_original_letters_and_keeps_the_columns() -> None:
    row = " " + plain("محمد (السلام)", base=Direction.RTL) + " "
    sent = "".join(each.text for each in Logical().row([Segment(row, GREY)]))
    assert sent.strip(f" {ANCHOR}") == "(محمد (الس\ufefcم"  # the leftmost bracket stays outside the island
    assert len(sent) == len(row)


@given(
    st.lists(st.tuples(st.one_of(rows, st.sampled_from([" ", "20-10", "ﺏ", "│"])), st.booleans()), max_size=9)
)
def test_colour_never_leaves_a_right_to_left_cell_in_a_run_with_another(
    parts: list[tuple[str, bool]],
) -> None:
    segments = [Segment(text, GREY if styled else None) for text, styled in parts]
    result = OneCellRuns().apply(segments, DARK)
    assert "".join(each.text for each in result) == "".join(text for text, _ in parts)
    for left, right in itertools.pairwise(result):
        if _moves(left.text) or _moves(right.text):
            assert left.style != right.style
    for each in result:
        if _moves(each.text):
            assert len(list(clusters(each.text))) == 1


def _moves(text: str) -> bool:
    return any(bidirectional(char) in {"R", "AL"} for char in text)


def test_colour_changes_blue_by_one_and_nothing_else() -> None:
    style = Style.parse("bold underline rgb(10,20,255) on rgb(1,2,3)")
    result = OneCellRuns().apply([Segment("ﺏﺎﺑ", style)], DARK)
    colors = [each.style.color.triplet for each in result if each.style and each.style.color]
    assert [tuple(each) for each in colors if each] == [(10, 20, 253), (10, 20, 252), (10, 20, 253)]
    assert all(each.style and each.style.bold and each.style.underline for each in result)
    assert {each.style.bgcolor for each in result if each.style} == {style.bgcolor}


@pytest.mark.parametrize(("background", "expected"), [(DARK, 224), (Color(250, 250, 250), 32)])
def test_colour_without_a_foreground_is_readable(background: Color, expected: int) -> None:
    (cell,) = OneCellRuns().apply([Segment("ﺏ")], background)
    assert cell.style
    assert cell.style.color
    assert cell.style.color.triplet
    assert cell.style.color.triplet.red == expected


def test_osc66_alternates_by_the_column_so_that_a_partial_repaint_fits() -> None:
    word = "ﺐﻴﺒﺣ"
    whole = Osc66().encode(f"\x1b[5;10H{word}")
    part = Osc66().encode(f"\x1b[5;12H{word[2:]}")
    cells = re.findall("\x1b]66;w=1:h=([12]);(.)\x1b\\\\", whole)
    assert [height for height, _ in cells] == ["2", "1", "2", "1"]
    assert "".join(letter for _, letter in cells) == word
    assert whole.endswith(part.removeprefix("\x1b[5;12H"))


@pytest.mark.parametrize(
    "between", ["", "\x1b[0m", "\x1b[31;1m", "\x1b]8;id=1;https://a.io/x\x1b\\", "\x1b[0m\x1b[1m"]
)
def test_osc66_counts_across_styles_and_links(between: str) -> None:
    encoded = Osc66().encode(f"\x1b[1;1Ha 📰{between}ﺏﺑ")
    assert re.findall("h=([12])", encoded) == ["1", "2"]  # columns 4 and 5
    assert between in encoded


def test_osc66_follows_the_cursor_through_writes_without_letters() -> None:
    form = Osc66()
    form.encode("\x1b[1;1Hxyz")
    assert "h=2" in form.encode("ﺏ")  # column 3
    form.encode("\r\n")
    assert "h=1" in form.encode("ﺏ")


def test_osc66_leaves_what_is_inside_other_sequences_alone() -> None:
    data = "\x1b]2;عنوان\x07\x1b]52;c;2KfYqA==\x07\x1b[?25l"
    assert Osc66().encode(data) == data


def test_osc66_puts_the_marks_into_their_letters_cell() -> None:
    assert "ﺏ\u064e\x1b\\" in Osc66().encode("ﺏ\u064eﺑ")


@given(st.text(alphabet=st.sampled_from("ab ﺏﺑש\x1b[];Hm0123\r\n\x07\\📰"), max_size=60))
def test_osc66_only_adds_its_sequences(data: str) -> None:
    encoded = Osc66().encode(data)
    assert re.sub("\x1b]66;w=1:h=[12];([^\x1b]+)\x1b\\\\", r"\1", encoded) == data
