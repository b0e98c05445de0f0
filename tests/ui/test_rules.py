"""What is muted and highlighted on the screen: the sheet, the list, what arrives, what is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import until
from making import NOW
from mouse import click

from ticker_tui.config import HighlightRule, MuteRule
from ticker_tui.contrast import readable
from ticker_tui.text import cell_len
from ticker_tui.ui import messages
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.rules.options import RuleDuration
from ticker_tui.ui.rules.screen import RulesScreen
from ticker_tui.ui.worker import worker

if TYPE_CHECKING:
    from conftest import Desk
    from textual.pilot import Pilot

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker looks at the clock and at feeds.toml more often."""
    monkeypatch.setattr(worker, "WATCH_S", 0.02)


def sheet_of(app: TickerApp) -> tuple[RulesScreen, ColumnsView]:
    assert isinstance(app.screen, RulesScreen)
    return app.screen, app.screen.query_one(ColumnsView)


def text_of(sheet: ColumnsView) -> list[str]:
    return [" ".join(column[0] for column in line if column[0]) for line in sheet.rows]


async def click_line(pilot: Pilot[None], sheet: ColumnsView, text: str, at: str) -> None:
    """Press the mouse on the beginning of a text in a line of the sheet."""
    line = next(y for y, said in enumerate(text_of(sheet)) if text in said)
    shown = sheet.render_line(line).text
    place = cell_len(shown[: shown.index(at)])
    await click(pilot, sheet.region.x + place, sheet.region.y + line)


async def test_the_mouse_chooses_a_time_and_a_word_and_the_sheet_lists_the_rule(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("M")
        screen, sheet = sheet_of(app)
        await until(pilot, lambda: "3 word Ferry hides 3" in text_of(sheet))
        await click_line(pilot, sheet, "for good", "for an hour")
        assert screen.span is RuleDuration.HOUR
        await click_line(pilot, sheet, "Ferry", "Ferry")
        assert app.screen is screen, "the first click only chooses"
        await click_line(pilot, sheet, "Ferry", "Ferry")
        await until(pilot, lambda: len(app.headlines.ids) == 9)
        rule = MuteRule(words=("Ferry",), until=NOW + timedelta(hours=1))
        assert desk.config.settings.mute[0] == rule
        await pilot.press("M", "up", "G")
        screen, sheet = sheet_of(app)
        at = f"{(NOW + timedelta(hours=1)).astimezone():%H:%M}"
        listed = f"▸ “\u2068Ferry\u2069” until \u2068{at}\u2069 hides 3"
        await until(pilot, lambda: listed in text_of(sheet))
        await pilot.press("enter")
        assert app.screen is screen, "enter takes no rule away"
        await pilot.press("x")
        await until(pilot, lambda: len(app.headlines.ids) == 12)
        assert not desk.config.settings.mute
        assert text_of(sheet)[-1] == "There are no rules yet."
        await pilot.press("escape", "u")
        await until(pilot, lambda: len(app.headlines.ids) == 9)


async def test_a_word_is_typed_in_arabic_and_counted_while_it_is(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        await pilot.press("L", "M", "left", "left", "right", "tab", "w", *"الميناء")
        screen, _ = sheet_of(app)
        assert screen.span is RuleDuration.TODAY, "in Arabic the left arrow goes on"
        assert screen.field.value == "الميناء", "no letter of it was taken for a key"
        count = screen.query_one("#rule-count")
        await until(pilot, lambda: "يخفي ٣ أخبار" in str(count.render()))
        await pilot.press("escape")
        assert not screen.typing
        await pilot.press("w", "enter")
        await until(pilot, lambda: len(app.headlines.ids) == 9)
        assert app.status.text == "كُتم «\u2068الميناء\u2069» · أُخفيت ٣ أخبار · \u2068u\u2069 يتراجع"


async def test_what_is_over_comes_back_by_itself_and_nothing_moves(desk: Desk) -> None:
    desk.fill()
    soon = NOW + timedelta(minutes=5)
    desk.write_config(f"[[mute]]\nwords = ['ferry']\nuntil = {soon:%Y-%m-%dT%H:%M:%SZ}\n")
    desk.store.use_rules(desk.config.settings.rules(NOW))
    desk.store.judge(now=NOW)
    async with desk.open((120, 8)) as (app, pilot):
        app._loaded = True
        assert len(app.headlines.ids) == 9
        app.headlines.select(app.headlines.ids[6])
        place = app.headlines.cursor * app.headlines.rows_each - app.headlines.scroll_offset.y
        selected = app.headlines.selected_id
        late = desk.save(
            1, desk.entry(60, title="The ferry again"), desk.entry(61, title="Rain", published_at=NOW)
        )
        app.post_message(messages.FeedsPolled(late))
        await until(pilot, lambda: app.headlines.waiting == 1)
        assert app.headlines.words.new(1) == "1 new ↑"
        app.session._keeper._clock = lambda: soon
        await until(pilot, lambda: len(app.headlines.ids) == 13)
        assert app.headlines.waiting == 1, "what waits goes on waiting"
        assert app.headlines.selected_id == selected
        assert app.headlines.cursor * app.headlines.rows_each - app.headlines.scroll_offset.y == place
        assert app.status.text == "A rule is over · 4 headlines are back"


async def test_a_search_for_what_is_muted_shows_it(desk: Desk) -> None:
    desk.fill()
    desk.write_config("[[mute]]\nfeeds = ['Orbit']\n")
    async with desk.open() as (app, pilot):
        await until(pilot, lambda: len(app.headlines.ids) == 9)
        await pilot.press("slash", *"is:muted", "enter")
        assert {row.source for row in app.desk.headlines(app.headlines.ids)} == {"Orbit"}
        await pilot.press("M")
        _, sheet = sheet_of(app)
        await until(pilot, lambda: "\u2068Orbit\u2069 for good hides 3" in text_of(sheet))
        await pilot.press("G", *["down"] * 20, "x")
        await until(pilot, lambda: len(app.headlines.ids) == 0)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: len(app.headlines.ids) == 12)


async def test_a_file_with_a_mistake_is_not_written_and_nothing_is_left_to_undo(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        broken = desk.path.read_text(encoding="utf-8") + "\nkeepp = 3\n"
        desk.path.write_text(broken, encoding="utf-8")
        await pilot.press("M", "1")
        await until(pilot, lambda: "RuleRefused" in desk.names)
        await pilot.press("u")
        assert app.status.text == "There is nothing to take back."
        assert desk.path.read_text(encoding="utf-8") == broken
        assert len(app.headlines.ids) == 12


@pytest.mark.parametrize("plain", [False, True])
async def test_found_words_are_marked_on_their_shaped_letters(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, plain: bool
) -> None:
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    desk.fill()
    desk.write_config(
        "[[highlight]]\nwords = ['احياء', 'ميناء']\ncolour = 'teal'\n[[highlight]]\nfeeds = ['Orbit']\n"
    )
    async with desk.open((120, 20)) as (app, pilot):
        rows = app.desk.headlines(app.desk.ids)
        await until(pilot, lambda: sum(row.highlight for row in app.desk.headlines(app.desk.ids)) == 9)
        await pilot.pause()
        place = next(index for index, row in enumerate(rows) if row.source == "ميدان نيوز")
        line = place * app.headlines.rows_each
        strip = app.headlines.paint_line(line)
        assert strip.text[1] == "◆"
        found = [segment for segment in strip if segment.style and segment.style.underline]
        assert [segment.text for segment in found] == ["ﺀﺎﻨﻴﻤ", "ﺀﺎﻴﺣﺃ"], (
            "without the article, on screen from left to right"
        )
        assert all(segment.style and segment.style.bold for segment in found)
        if not plain:
            (style,) = {segment.style for segment in found if segment.style}
            assert style.color
            assert style.bgcolor
            assert style.color.name == readable("#008080", style.bgcolor.name, 4.5) != "#008080"
        orbit = next(index for index, row in enumerate(rows) if row.source == "Orbit")
        desk.store.set_read([rows[orbit].id], True)
        app.headlines.forget_rows()
        strip = app.headlines.paint_line(orbit * app.headlines.rows_each)
        assert strip.text[1] == "◇", "read, and still highlighted"
        assert not any(segment.style and segment.style.underline for segment in strip)
        assert app.config.settings.highlight[1] == HighlightRule(feeds=("Orbit",))


async def test_a_delete_and_a_mute_are_undone_and_redone_one_after_the_other(desk: Desk) -> None:
    """The deleted one is of the muted source too: what is away for both reasons is back only when both are gone."""
    desk.fill()
    desk.write_config("[display]\ngroup_by_day = true\n")
    async with desk.open() as (app, pilot):
        before = list(app.headlines.ids)

        def of_source(url: str) -> list[int]:
            return [row.id for row in app.desk.headlines(before) if row.feed_url == url]

        async def shows(wanted: list[int], headings: int = 1) -> None:
            await until(pilot, lambda: list(app.headlines.ids) == wanted)
            await until(pilot, lambda: app.desk.tabs[0].number == len(wanted))
            assert len(app.desk.headings(app.headlines.ids)) == headings

        async def press_each(*steps: tuple[str, list[int]]) -> None:
            for key, wanted in steps:
                await pilot.press(key)
                await shows(wanted)

        selected = app.headlines.selected
        assert selected is not None
        source, twin = of_source(selected.feed_url), selected.id
        without_it = [each for each in before if each != twin]
        without_all = [each for each in before if each not in source]
        await press_each(("delete", without_it))
        app.headlines.select(source[1])
        await pilot.press("M", "1")
        await shows(without_all)
        await press_each(("u", without_it), ("u", before), ("U", without_it), ("U", without_all))
        await pilot.press("u", "u")
        await shows(before)

        app.headlines.select(twin)
        await pilot.press("M", "1")
        await shows(without_all)
        both = [each for each in without_all if each != app.headlines.selected_id]
        await press_each(("delete", both), ("u", without_all), ("u", before))
        await pilot.press("U", "U")
        await shows(both)
        await pilot.press("u", "u")
        await shows(before)
