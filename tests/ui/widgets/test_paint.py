from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.style import Style

from ticker_tui.model import Direction
from ticker_tui.text import layout
from ticker_tui.ui.render.strips import (
    WrappingStrip,
    blank,
    centred,
    field,
    hyperlink,
    line_segments,
    line_strip,
    row,
    text_field,
)

PLAIN, BOLD, RED = Style(), Style(bold=True), Style(color="red")


def test_a_style_stays_on_its_letters_through_reordering() -> None:
    text = "سلام ABC ورد"
    line = layout(text, 40)[0]
    latin = range(text.index("A"), text.index("C") + 1)
    segments = line_segments(line, lambda index: BOLD if index in latin else PLAIN)
    assert [segment.text for segment in segments if segment.style == BOLD] == ["ABC"]


def test_half_a_word_can_be_bold_without_breaking_its_joining() -> None:
    line = layout("محمد", 40)[0]
    whole = line.visual_text
    segments = line_segments(line, lambda index: BOLD if index < 2 else PLAIN)
    assert "".join(segment.text for segment in segments) == whole
    assert [segment.style for segment in segments] == [PLAIN, BOLD]  # the first letters are at the right


def test_neighbours_of_one_style_are_one_segment() -> None:
    line = layout("one two three", 40)[0]
    assert len(line_segments(line, lambda _: Style(bold=True))) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("left", "left      "), ("يمين", "      "), ("", " " * 10)],
)
def test_a_field_is_padded_opposite_to_its_direction(text: str, expected: str) -> None:
    painted = "".join(segment.text for segment in text_field(text, 10, PLAIN))
    assert cell_len(painted) == 10
    assert painted.startswith(expected)


def test_a_line_that_is_too_wide_loses_whole_clusters_at_its_logical_end() -> None:
    rtl = layout("ابجدهوز", 40)[0]
    assert len(field(rtl, 3, PLAIN, base_style=PLAIN)[0].text) == 3
    assert rtl.visual_text.endswith(
        "".join(segment.text for segment in field(rtl, 3, PLAIN, base_style=PLAIN))
    )
    wide = layout("中文字", 40)[0]
    assert [segment.text for segment in field(wide, 5, PLAIN, base_style=PLAIN)] == ["中文", " "]


def test_a_mirrored_row_reverses_its_fields_and_nothing_inside_them() -> None:
    fields = [text_field("one", 4, PLAIN), text_field("two", 4, BOLD)]
    assert row(fields, 10, base_style=PLAIN).text == "one two   "
    assert row(fields, 10, base_style=PLAIN, mirrored=True).text == "  two one "


def test_a_row_with_too_little_room_keeps_its_start() -> None:
    fields = [text_field("one", 3, PLAIN), text_field("two", 3, BOLD)]
    assert row(fields, 4, base_style=PLAIN).text == "onet"
    assert row(fields, 4, base_style=PLAIN, mirrored=True).text == "oone"


@pytest.mark.parametrize("width", [-1, 0])
def test_nothing_fits_into_no_width(width: int) -> None:
    line = layout("text", 10)[0]
    assert field(line, width, PLAIN, base_style=PLAIN) == []
    assert text_field("text", width, PLAIN) == []
    assert blank(width, PLAIN) == []
    assert line_strip(line, width, PLAIN, base_style=PLAIN).cell_length == 0


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c", True),
        ("javascript:alert(1)", False),
        ("https://example.org/\x1b]52;c;aGk=\x07", False),
        ("https://example.org/ملف", False),
        ("https://example.org/a b", False),
        ("", False),
    ],
)
def test_only_harmless_addresses_become_terminal_links(url: str, linked: bool) -> None:
    assert (hyperlink(url).link == url) is linked
    assert linked or hyperlink(url).link is None


def test_a_text_in_the_middle_of_a_pane() -> None:
    rows = [centred("one\nthree", y, 11, 4, PLAIN, base_style=PLAIN).text for y in range(4)]
    assert rows == [" " * 11, "    one    ", "   three   ", " " * 11]


def ribbon_of(text: str) -> WrappingStrip:
    ribbon = WrappingStrip()
    for line in layout(text, 200, base=Direction.LTR):
        ribbon.append(line.glyphs, 0)
    return ribbon


def test_a_ribbon_goes_round() -> None:
    ribbon = ribbon_of("abcdef")
    assert "".join(segment.text for segment in ribbon.window(4, 5, [PLAIN])) == "efabc"
    assert "".join(segment.text for segment in ribbon.window(-2, 9, [PLAIN])) == "efabcdefa"


def test_a_ribbon_never_shows_half_of_a_wide_glyph() -> None:
    ribbon = ribbon_of("a中b文c")
    assert len(ribbon) == 7
    for left in range(14):
        for width in range(1, 10):
            text = "".join(segment.text for segment in ribbon.window(left, width, [PLAIN]))
            assert cell_len(text) == width
    assert "".join(segment.text for segment in ribbon.window(2, 3, [PLAIN])) == " b "


def test_a_ribbon_keeps_marks_behind_their_letter() -> None:
    ribbon = WrappingStrip()
    line = layout("شَدّ", 20)[0]
    ribbon.append(line.glyphs, 0)
    seen = [ribbon.window(left, 1, [PLAIN])[0].text for left in range(len(ribbon))]
    assert seen == [glyph.text for glyph in line.glyphs]


def test_a_ribbon_paints_each_stretch_in_its_style() -> None:
    ribbon = WrappingStrip()
    for number, text in enumerate(("ab", "cd", "ef")):
        ribbon.append(layout(text, 9)[0].glyphs, number)
    window = ribbon.window(1, 4, [PLAIN, RED, BOLD])
    assert [(segment.text, segment.style) for segment in window] == [("b", PLAIN), ("cd", RED), ("e", BOLD)]
    assert WrappingStrip().window(0, 5, [PLAIN]) == []
