"""Rows of stock widgets in visual order: pieces, padding, frames, styles, widths."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from ticker_tui.text import Direction, base_direction, layout, plain
from ticker_tui.ui.rtl.visual_order import VisualOrder

BLACK = Color(0, 0, 0)
ORDER = VisualOrder()


def drawn(*texts: str | Segment, order: VisualOrder = ORDER) -> str:
    segments = [text if isinstance(text, Segment) else Segment(text) for text in texts]
    return "".join(segment.text for segment in order.apply(segments, BLACK))


def width(segments: list[Segment]) -> int:
    return sum(segment.cell_length for segment in segments)


def test_a_row_without_right_to_left_text_is_handed_back() -> None:
    for text in ("plain words  ", "Überschrift … │ “quoted”", "日本語 ニュース", "▌ boxed ▐"):
        segments = [Segment(text)]
        assert ORDER.apply(segments, BLACK) is segments


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("سلام عليكم", f" {plain('سلام عليكم')}", id="lam-alef leaves a cell, filled at the end"),
        pytest.param("العالم    ", f"    {plain('العالم')}", id="a padded text moves to the other edge"),
        pytest.param("  עולם      ", "      םלוע  ", id="it keeps its distance from the edge"),
        pytest.param("   עולם   ", "   םלוע   ", id="centred stays centred"),
        pytest.param("      עולם ", "      םלוע ", id="aligned to the right stays there"),
        pytest.param("Feed עולם: no answer  ", "Feed םלוע: no answer  ", id="left-to-right text stays at the left"),
        pytest.param("עולם BBC 12  ", "  BBC 12 םלוע", id="numbers and Latin keep their order"),
        pytest.param("עולם (a) [1]   ", "   [1] (a) םלוע", id="brackets are mirrored"),
        pytest.param("▌ עולם      ▐", "▌      םלוע ▐", id="a border stays"),
        pytest.param("─ עולם ─────", "─ םלוע ─────", id="a title in a border stays"),
        pytest.param("│ עולם   │ abc │", "│   םלוע │ abc │", id="each field of a table for itself"),
        pytest.param(" abc   שלום   עולם  x ", " abc   םולש   םלוע  x ", id="columns stay in their places"),
        pytest.param(" abc   سلام  x", f" abc    {plain('سلام')}  x", id="a column is flush with its start edge"),
        pytest.param("a\u200eb  ", "ab  ", id="a direction mark is not drawn"),
        pytest.param("soft\u00adhyphen", "softhyphen ", id="nor a soft hyphen, which Textual counts as a cell"),
        pytest.param("ﷺ" + " " * 20, plain("صلى الله عليه وسلم").rjust(21), id="a sign that is spelled out takes room"),
        pytest.param("ﷺ │ x", " …│ x", id="where there is no room it is cut"),
    ],
)  # fmt: skip
def test_a_row(row: str, expected: str) -> None:
    assert drawn(row) == expected


def test_the_language_of_the_interface_decides_for_mixed_text() -> None:
    assert drawn("BBC עולם  ") == "BBC םלוע  "
    assert drawn("BBC עולם  ", order=VisualOrder(lang="he")) == "  םלוע BBC"
    assert drawn("BBC only  ", order=VisualOrder(lang="he")) == "BBC only  "


def test_marks_are_left_out_where_the_terminal_cannot_draw_them() -> None:
    assert drawn("كَتَبَ") == plain("كَتَبَ")
    assert drawn("كَتَبَ", order=VisualOrder(marks=False)) == plain("كتب")


BOLD, REVERSED, LINK = Style(bold=True), Style(reverse=True), Style(meta={"@click": "app.bell"})


def test_styles_follow_their_clusters_and_do_not_break_joining() -> None:
    segments = [Segment("كت"), Segment("اب", BOLD), Segment(" x", LINK), Segment("   ")]
    row = ORDER.apply(segments, BLACK)
    assert "".join(segment.text for segment in row).strip() == plain("كتاب x")
    by_style = {str(segment.style): segment for segment in row if segment.text.strip()}
    assert by_style["bold"].text == plain("كتاب")[:2]
    linked = next(segment for segment in row if "x" in segment.text)
    assert linked.style is LINK


def test_the_cursor_cell_behind_the_text_goes_to_its_end() -> None:
    row = ORDER.apply([Segment("עולם"), Segment(" ", REVERSED), Segment("   ")], BLACK)
    assert [(segment.text, segment.style) for segment in row] == [
        ("   ", None),
        (" ", REVERSED),
        ("םלוע", None),
    ]


@pytest.mark.parametrize("letter", [1, 2])
def test_a_cursor_on_either_letter_of_a_ligature_shows(letter: int) -> None:
    text = "سلام"
    row = ORDER.apply(
        [
            Segment(text[:letter]),
            Segment(text[letter], REVERSED),
            Segment(text[letter + 1 :]),
            Segment("   "),
        ],
        BLACK,
    )
    assert [segment.text for segment in row if segment.style is REVERSED] == [plain(text)[1]]


TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "اللأبتَّشלםפּ. 12٣(]«\u200c\u200d\u200e\u200f\u2067\u2069\u202eaé日😀👩🏽\ufe0f▌│ ─ﷺ﷽\u06dd"
        ),
        st.sampled_from("  "),
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    ),
    max_size=12,
)
STYLES = st.sampled_from([None, BOLD, REVERSED, LINK, Style(bgcolor="red")])


ROWS = st.lists(st.builds(Segment, TEXTS, STYLES, st.none()), max_size=6)


@given(ROWS)
@example([Segment("\u00ad"), Segment("\u00ad", BOLD)])
@example([Segment("﷽"), Segment("﷽ "), Segment("x")])
@example([Segment("\u064e"), Segment("  א")])
def test_the_width_of_a_row_never_changes(segments: list[Segment]) -> None:
    row = ORDER.apply(list(segments), BLACK)
    assert width(row) == width(segments)


HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad\ufeff]")


@given(ROWS)
def test_no_control_is_emitted(segments: list[Segment]) -> None:
    assert not HIDDEN.search("".join(segment.text for segment in ORDER.apply(list(segments), BLACK)))


@given(
    st.text(st.sampled_from("abאבגلاكتَّ12.()"), min_size=1, max_size=16).filter(lambda text: text[0] not in "َّ")
)
def test_every_cluster_keeps_its_style(text: str) -> None:
    styles = [Style(meta={"at": index}) for index in range(len(text))]
    row = ORDER.apply([Segment(letter, style) for letter, style in zip(text, styles, strict=True)], BLACK)
    [line] = layout(text, 1000, base=base_direction(text))
    wanted = [(glyph.text, styles[glyph.logical_index]) for glyph in line.glyphs]
    got = [(segment.text, segment.style) for segment in row if segment.style is not None]
    missing = width(row) - line.width_cells
    if text.isascii():
        assert got == list(zip(text, styles, strict=True))
        return
    inner = got if not missing else got[1:] if line.direction is Direction.RTL else got[:-1]
    assert "".join(part for part, _ in inner) == line.visual_text
    assert [style for part, style in inner for _ in range(len(part))] == [
        style for part, style in wanted for _ in range(len(part))
    ]
