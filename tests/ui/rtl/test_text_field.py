"""Typing, moving, selecting, deleting and pasting in a field, seen in its cells."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from filtered import Filtered, looks, type_letters
from grid import cells
from textual import events
from textual.suggester import SuggestFromList
from textual.widgets import Input

from ticker_tui.text import plain
from ticker_tui.ui.rtl.input import TextField

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio
WIDTH = 24


@asynccontextmanager
async def typing(field: TextField) -> AsyncIterator[tuple[TextField, Pilot[None]]]:
    app = Filtered(lambda: [field])
    async with app.run_test(size=(40, 4)) as pilot:
        field.focus()
        field.cursor_blink = False
        await pilot.pause()
        yield field, pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def shown(field: TextField) -> str:
    """All cells of the field."""
    return cells(field.app, field)[0].ljust(WIDTH)


def caret(field: TextField) -> tuple[int, str]:
    """Where the one cell in the caret's colours is, and what is in it; the terminal's own cursor must be there too."""
    style = field.get_component_rich_style("input--cursor")
    found = [
        (x, text)
        for x, (text, segment) in enumerate(looks(field.app, field))
        if segment.style is not None and segment.style.bgcolor == style.bgcolor
    ]
    assert found, "the caret is seen"
    assert len({text for _, text in found}) == 1
    assert found[0][0] == field.cursor_screen_offset.x - field.content_region.x
    return found[0]


def selected(field: TextField) -> str:
    """What is in the cells in the selection's colours, from left to right."""
    style = field.get_component_rich_style("input--selection")
    cursor = field.get_component_rich_style("input--cursor")
    return "".join(
        text
        for text, segment in looks(field.app, field)
        if segment.style is not None
        and segment.style.bgcolor == style.bgcolor
        and segment.style.bgcolor != cursor.bgcolor
    )


@pytest.mark.parametrize("text", ["العالم", "שלום עולם", "سلام 123 ok", "خبر (عاجل)", "می‌خواهم", "كَتَبَ"])
async def test_typed_right_to_left_text_stands_at_the_right(text: str) -> None:
    async with typing(TextField()) as (field, pilot):
        for count, letter in enumerate(text, 1):
            await type_letters(pilot, letter)
            typed = text[:count]
            assert field.value == typed
            assert shown(field).strip() == plain(typed).strip()
            assert caret(field) == (WIDTH - field.field_line.width_cells, " ")


@pytest.mark.parametrize("text", ["news today", "Überfall", "日本 news", "read שלום now"])
async def test_typed_left_to_right_text_stands_at_the_left(text: str) -> None:
    async with typing(TextField()) as (field, pilot):
        await press(pilot, *text)
        assert shown(field).rstrip() == plain(text)
        assert caret(field) == (field.field_line.width_cells - 1, " ")


async def test_arrows_go_where_they_point() -> None:
    text = "خبر BBC جديد"
    async with typing(TextField(text, select_on_focus=False)) as (field, pilot):
        field.cursor_position = len(text)
        await pilot.pause()
        row = " " + plain(text)
        left = WIDTH - len(row)
        assert caret(field) == (left, " ")
        for x in range(1, len(row)):
            await press(pilot, "right")
            assert caret(field) == (left + x, row[x])
        assert field.cursor_position == 0
        await press(pilot, "right")
        assert field.cursor_position == 0
        for x in range(len(row) - 2, -1, -1):
            await press(pilot, "left")
            assert caret(field) == (left + x, row[x])
        assert field.cursor_position == len(text)


async def test_the_caret_between_lam_and_alef_opens_the_ligature() -> None:
    async with typing(TextField("سلام", select_on_focus=False)) as (field, pilot):
        await press(pilot, "home", "left")
        assert field.cursor_position == 1
        assert caret(field)[1] == plain("سلام")[1], "the ligature"
        await press(pilot, "left")
        assert field.cursor_position == 2
        assert shown(field).strip() == plain("سل\u200dام")
        assert caret(field)[1] == plain("سل\u200dام")[1], "the alef"
        await press(pilot, "backspace")
        assert field.value == "سام"
        await press(pilot, "ل", "left")
        assert shown(field).strip() == plain("سلام"), "closed again"


async def test_home_and_end_are_those_of_the_text() -> None:
    async with typing(TextField("שלום abc", select_on_focus=False)) as (field, pilot):
        await press(pilot, "home")
        assert caret(field) == (WIDTH - 1, "ש")
        await press(pilot, "end")
        assert caret(field) == (WIDTH - 9, " ")


async def test_word_keys_go_where_they_point() -> None:
    text = "one שתיים שלוש four"
    async with typing(TextField(text, select_on_focus=False)) as (field, pilot):
        await press(pilot, "home")
        path = []
        for _ in range(4):
            await press(pilot, "ctrl+right")
            path.append(field.cursor_position)
        assert path == [10, 4, 15, 19]
        await press(pilot, "ctrl+left", "ctrl+left")
        assert field.cursor_position == 4


async def test_keys_that_delete_follow_the_text() -> None:
    async with typing(TextField("كَتَبَ לא abc", select_on_focus=False)) as (field, pilot):
        await press(pilot, "home", "delete")
        assert field.value == "تَبَ לא abc", "a letter goes with its mark"
        await press(pilot, "end", "ctrl+w")
        assert field.value == "تَبَ לא "
        await press(pilot, "ctrl+w", "backspace", "backspace")
        assert field.value == "تَ"
        await press(pilot, "backspace", "backspace")
        assert field.value == ""
        await press(pilot, *"ab שלום")
        await press(pilot, "home", "ctrl+backspace")
        assert field.value == "שלום"


async def test_a_family_of_emoji_goes_at_once() -> None:
    async with typing(TextField("a👨‍👩‍👧b日", select_on_focus=False)) as (field, pilot):
        assert shown(field).rstrip() == "a👨b日"
        await press(pilot, "left", "left", "backspace")
        assert field.value == "ab日"
        await press(pilot, "right")
        assert caret(field) == (2, "日")


async def test_the_selection_is_one_stretch_of_the_text() -> None:
    text = "abc שלום xyz"
    async with typing(TextField(text, select_on_focus=False)) as (field, pilot):
        await press(pilot, "home", "right", "right")
        for _ in range(3):
            await press(pilot, "shift+right")
        # From the c over the blank to the second cell of the Hebrew word: the text between holds its other letters.
        assert field.cursor_position == 6
        assert field.selected_text == "c של"
        assert selected(field) == "c לש"
        await press(pilot, "ctrl+c")
        assert field.app.clipboard == "c של"
        await press(pilot, "left")
        assert field.cursor_position == 2
        assert field.selection.is_empty


async def test_half_a_ligature_selected_shows_on_all_of_it() -> None:
    async with typing(TextField("سلام", select_on_focus=False)) as (field, pilot):
        field.selection = type(field.selection)(2, 4)
        await pilot.pause()
        assert selected(field) == plain("سلام")[:2]


async def test_the_mouse_puts_the_caret_where_it_clicks() -> None:
    text = "سلام BBC"
    async with typing(TextField(text, select_on_focus=False)) as (field, pilot):
        row = " " + plain(text)
        left = WIDTH - len(row)
        for x, index in ((WIDTH - 1, 0), (left + 2, 6), (left, len(text)), (0, len(text))):
            await pilot.click(field, offset=(x, 0))
            assert field.cursor_position == index
        await pilot.mouse_down(field, offset=(WIDTH - 1, 0))
        await pilot.hover(field, offset=(left + 4, 0))
        await pilot.mouse_up(field, offset=(left + 4, 0))
        assert field.selected_text == "سلام"


async def test_paste_is_one_clean_line() -> None:
    async with typing(TextField()) as (field, pilot):
        field.post_message(events.Paste("خبر\nعاجل \x1b[31m\u202e now"))
        await pilot.pause()
        assert field.value == "خبر عاجل [31m now"
        assert shown(field).strip() == plain(field.value)
        await press(pilot, "ctrl+shift+a", "ctrl+x")
        assert field.value == ""
        await press(pilot, "ctrl+v", "ctrl+v")
        assert field.value == "خبر عاجل [31m now" * 2


@pytest.mark.parametrize(
    "text", ["كلمات كثيرة جدا لا يتسع لها هذا الحقل أبدا", "many more words than this field has cells"]
)
async def test_a_long_text_scrolls_with_the_caret(text: str) -> None:
    rtl = text[0] > "z"
    async with typing(TextField(select_on_focus=False)) as (field, pilot):
        field.value = text[:-3]
        await press(pilot, "end", *text[-3:])
        whole = field.field_line.line.visual_text
        assert shown(field) == (whole[:WIDTH] if rtl else whole[-WIDTH:])
        assert caret(field) == (0 if rtl else WIDTH - 1, " ")
        await press(pilot, "home")
        assert shown(field) == (whole[-WIDTH:] if rtl else whole[:WIDTH])
        assert caret(field)[0] == (WIDTH - 1 if rtl else 0)
        # Within the window nothing moves; at its edge the text does, a cell at a time.
        ahead = "left" if rtl else "right"
        await press(pilot, *[ahead] * 3)
        assert len(shown(field).strip()) > WIDTH - 3
        before = field.cursor_position
        await press(pilot, *[ahead] * 30)
        assert field.cursor_position > before
        assert caret(field)[0] == (0 if rtl else WIDTH - 1)
        # What is put in pushes the rest on, and what was read before it stays.
        await press(pilot, "home", ahead, ahead)
        start = shown(field)[-2:] if rtl else shown(field)[:2]
        await press(pilot, "-")
        assert (shown(field)[-1:] if rtl else shown(field)[:1]) == (start[-1:] if rtl else start[:1])


async def test_a_wide_character_is_not_cut_in_half_at_the_edge() -> None:
    async with typing(TextField("日本語" * 10, select_on_focus=False)) as (field, pilot):
        assert len(looks(field.app, field)) == WIDTH
        await press(pilot, "home")
        assert shown(field).strip() == ("日本語" * 4)
        await press(pilot, *["right"] * 12)
        x, text = caret(field)
        assert text in "日本語"
        assert x == WIDTH - 2


async def test_a_value_set_from_outside() -> None:
    async with typing(TextField("many more words than this field has cells")) as (field, pilot):
        await press(pilot, "end")
        for value in ("قصير", "", "many more words than this field has cells"):
            field.value = value
            await pilot.pause()
            line = field.field_line.line.visual_text
            assert shown(field).strip() == line[:WIDTH].strip()
            assert field.cursor_position <= len(value)
            assert caret(field)[0] < WIDTH


async def test_a_field_may_be_as_wide_as_its_text() -> None:
    field = TextField("سلام", select_on_focus=False)
    field.styles.width = "auto"
    async with typing(field) as (field, pilot):
        assert field.content_size.width == 4
        await press(pilot, "end", "x")
        assert field.content_size.width == 5
        assert cells(field.app, field)[0] == " " + "x" + plain("سلام")


async def test_a_placeholder_stands_where_the_text_will() -> None:
    async with typing(TextField(placeholder="ابحث في الأخبار")) as (field, pilot):
        assert shown(field) == plain("ابحث في الأخبار").rjust(WIDTH)
        assert caret(field) == (WIDTH - 1, plain("ابحث")[-1])
        await press(pilot, "x")
        assert shown(field).rstrip() == "x"


@pytest.mark.parametrize(("word", "start", "key"), [("فلسطين", "فل", "left"), ("Berlin", "Be", "right")])
async def test_a_suggestion_is_taken_with_the_arrow_that_points_onwards(
    word: str, start: str, key: str
) -> None:
    field = TextField(suggester=SuggestFromList([word]))
    async with typing(field) as (field, pilot):
        await press(pilot, *start)
        await field.workers.wait_for_complete()
        await pilot.pause()
        assert shown(field).strip() == plain(word)
        assert caret(field)[1] == (plain(word)[::-1] if key == "left" else word)[2]
        await press(pilot, key)
        assert field.value == word


async def test_a_password_shows_dots() -> None:
    async with typing(TextField("سر", password=True, select_on_focus=False)) as (field, pilot):
        assert shown(field).rstrip() == "••"
        await press(pilot, "left", "ا")
        assert field.value == "سار"
        await press(pilot, "ctrl+left")
        assert field.cursor_position == 0


async def test_textuals_own_field_reads_right_through_the_filter() -> None:
    app = Filtered(lambda: [Input(select_on_focus=False)])
    async with app.run_test(size=(40, 4)) as pilot:
        field = app.query_one(Input)
        field.cursor_blink = False
        await press(pilot, *"سلام BBC")
        assert cells(app, field)[0] == " " * (WIDTH - 8) + " " + plain("سلام BBC")
        cursor = field.get_component_rich_style("input--cursor")
        at = [
            x
            for x, (_, segment) in enumerate(looks(app, field))
            if segment.style is not None and segment.style.bgcolor == cursor.bgcolor
        ]
        assert at == [WIDTH - 8], "the cursor is behind the text, at its left"
