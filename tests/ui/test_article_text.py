"""Finding, following and reading on, on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import until
from grid import cells
from making import ARABIC_BODY, paragraph
from mouse import mouse
from textual import events

from ticker_tui.model import Block, BlockKind, Span
from ticker_tui.text import layout
from ticker_tui.ui.export import browser
from ticker_tui.urls.safe_link import is_safe

if TYPE_CHECKING:
    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio
LONG = tuple(paragraph(f"Paragraph {number}. " + "word " * 60) for number in range(40))
LINKED = tuple(paragraph("see ", Span(f"page {n}", link=f"https://example.org/{n}")) for n in range(1, 13))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that go to the browser."""
    urls: list[str] = []

    def note(url: str, environ: object = None) -> bool:
        if not is_safe(url):
            raise ValueError(url)
        urls.append(url)
        return True

    monkeypatch.setattr(browser, "open_link", note)
    return urls


def articles(desk: Desk, *bodies: tuple[Block, ...]) -> None:
    """One English headline for each body, the first one newest."""
    desk.store.sync_feeds(desk.feeds)
    entries = [
        desk.entry(number, title=f"Headline {number}", lang="en", blocks=blocks, breaking=False)
        for number, blocks in enumerate(bodies, 1)
    ]
    desk.save(1, *entries)


def foot(app: TickerApp) -> str:
    """The row of the field."""
    return cells(app)[-2]


async def test_find_from_the_first_letter_to_the_last_escape(desk: Desk) -> None:
    articles(desk, LONG)
    async with desk.open((80, 24), poll=False) as (app, pilot):
        await pilot.press("enter", "slash")
        assert app._find.field.has_focus
        await pilot.press(*"paragraph 1")
        assert "1 of 11 matches" in foot(app)
        await pilot.press("5")
        assert "1 of 1 match" in foot(app)
        assert "Paragraph 15." in "\n".join(cells(app, app.reader))
        place = app.reader.scroll_offset.y
        await pilot.press("x")
        assert "not found" in foot(app)
        assert app.reader.scroll_offset.y == place
        await pilot.press("backspace", "backspace", "down")
        assert "2 of 11 matches" in foot(app)
        await pilot.press("enter")
        assert not app._find.display
        assert app.status.text == "2 of 11 matches · n N".replace("n N", "\u2068n\u2069 \u2068N\u2069")
        await pilot.press("n", "N", "N")
        assert app.reader.found.place == 1
        place = app.reader.scroll_offset.y
        await pilot.press("escape")
        assert app.reading, "the marks go first"
        assert not app.reader.finding
        assert app.reader.scroll_offset.y == place
        await pilot.press("slash", *"word", "escape")
        assert (app.reading, app.reader.finding) == (True, False)
        assert app.reader.has_focus
        await pilot.press("escape")
        assert not app.reading


async def test_what_is_typed_at_once_behind_the_key_is_looked_for(desk: Desk) -> None:
    articles(desk, LONG)
    async with desk.open((80, 24), poll=False) as (app, pilot):
        await pilot.press("enter")
        for letter in "/30":
            app.post_message(events.Key("slash" if letter == "/" else letter, letter))  # as a driver does
        await pilot.pause()
        assert app.reader.found.total == 1


async def test_the_field_stands_below_the_reader_in_either_direction(desk: Desk) -> None:
    desk.fill()
    async with desk.open((140, 30), poll=False) as (app, pilot):
        await pilot.press("enter", "slash")
        await pilot.pause()
        field = app._find.field.region
        assert field.x >= app.reader.region.x
        await pilot.press("escape", "L", "slash", *"المسبار")
        await pilot.pause()
        field = app._find.field.region
        assert field.right <= app.reader.region.right
        assert app._find.facts.region.right <= field.x, "the count is at the end, which is the left"
        assert app._find.facts.text == "١ من ٣ مواضع"
        total = app.reader.found.total
        await pilot.press("enter")
        assert app.reader.found.total == total > 0
        await pilot.press("ى")
        assert app.reader.found.place == 2, "n on an Arabic keyboard"


async def test_leaving_the_field_by_a_click_puts_it_away(desk: Desk) -> None:
    articles(desk, LONG)
    async with desk.open((120, 24), poll=False) as (app, pilot):
        await pilot.press("enter", "slash", "q")
        app.screen.set_focus(app.headlines)
        await pilot.pause()
        assert not app._find.display
        assert not app.reader.finding


async def test_links_by_number_in_any_digits(desk: Desk, opened: list[str]) -> None:
    articles(desk, LINKED)
    async with desk.open((80, 60), poll=False) as (app, pilot):
        await pilot.press("enter", "l")
        assert "[1]" in app.status.text
        assert "example.org/1" in app.status.text
        await pilot.press("7")
        assert opened == ["https://example.org/7"], "at once: no other number begins with it"
        await pilot.press("1")
        assert len(opened) == 1, "it may be 10, 11 or 12"
        await pilot.press("2")
        assert opened[1:] == ["https://example.org/12"]
        await pilot.press("١", "enter")
        assert opened[2:] == ["https://example.org/1"]
        await pilot.press("۱", "backspace", "tab", "tab", "shift+tab", "enter")
        assert opened[3:] == ["https://example.org/2"]
        await pilot.press("C")
        assert app.clipboard == "https://example.org/2"
        await pilot.press("escape")
        assert (app.reading, app.reader.choosing) == (True, False)
        assert "example.org" not in app.status.text
        await pilot.press("2", "enter")
        assert app.desk.tab_index == 1, "digits are the views' again"
        assert len(opened) == 4


async def test_tab_is_the_other_pane_while_no_link_is_chosen(desk: Desk) -> None:
    articles(desk, LINKED, LONG)
    async with desk.open((120, 30), poll=False) as (app, pilot):
        await pilot.press("enter", "tab")
        assert app.headlines.has_focus
        await pilot.press("enter", "l", "tab")
        assert (app.reading, app.reader.described_link[0]) == (True, 2)
        await pilot.press("J", "l")
        assert app.status.text == "This article has no links."
        assert not app.reader.choosing


async def test_the_link_under_the_pointer_is_told_before_it_is_followed(
    desk: Desk, opened: list[str]
) -> None:
    evil = "https://user@\u0430pple.example/"
    articles(
        desk, (paragraph("see ", Span("good", link="https://a.example/x"), " or ", Span("odd", link=evil)),)
    )
    async with desk.open((80, 24), poll=False) as (app, pilot):
        await pilot.press("enter")
        y, row = next((y, row) for y, row in enumerate(cells(app)) if "see good" in row)
        await mouse(pilot, events.MouseMove, row.index("good") + 1, y, button=0)
        assert "a.example/x" in app.status.text
        await mouse(pilot, events.MouseMove, row.index("odd") + 1, y, button=0)
        assert "is not opened" in app.status.text
        await mouse(pilot, events.MouseMove, row.index("see"), y, button=0)
        assert "example" not in app.status.text
        assert opened == []


async def test_progress_is_told_while_reading(desk: Desk) -> None:
    articles(desk, LONG, (paragraph("Short."),))
    async with desk.open((80, 24), poll=False) as (app, pilot):
        assert "%" not in app.status.text
        await pilot.press("enter")
        await until(pilot, lambda: app.reader.complete)
        await until(pilot, lambda: "%" in app.status.text)
        first = app.status.text
        await pilot.press("G")
        await until(pilot, lambda: app.status.text.startswith("100%"))
        assert len(app.status.text) == len(first), "nothing beside it moves"
        await pilot.press("J")
        await until(pilot, lambda: "%" not in app.status.text)


async def test_every_article_is_found_where_it_was_left_also_after_another_width(desk: Desk) -> None:
    articles(desk, LONG, LONG)
    async with desk.open((80, 24), poll=False) as (app, pilot):
        await pilot.press("enter", "space", "space", "space")
        block = app.reader._lines[app.reader.scroll_offset.y].place
        await pilot.press("J")
        assert app.reader.scroll_offset.y == 0
        await pilot.press("space", "escape")
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        await pilot.press("enter", "K")
        top = app.reader.scroll_offset.y
        lines = app.reader._lines
        assert lines[top].place <= block < lines[top + 1].place


async def test_the_whole_interface_of_the_article_is_arabic(desk: Desk) -> None:
    body = (*ARABIC_BODY, paragraph("كلمة " * 360))
    desk.write_config('language = "ar"\n')
    desk.store.sync_feeds(desk.feeds)
    desk.save(0, desk.entry(4, title="خبر", blocks=body))
    async with desk.open((60, 24), poll=False) as (app, pilot):
        await pilot.press("enter")
        shown = "\n".join(cells(app, app.reader))
        assert layout("قراءة دقيقتين", 40)[0].visual_text in shown
        await until(pilot, lambda: "٪" in app.status.text)
        await pilot.press("slash", *"كلمه", "enter")
        assert app.status.text.startswith("١ من ٣٦٠ موضعا")
        await pilot.press("l")
        assert app.status.text == "\u2068[2]\u2069 \u2068example.org/en\u2069", (
            "the first one behind the match"
        )


async def test_an_image_is_a_quiet_line(desk: Desk) -> None:
    picture = Block(kind=BlockKind.IMAGE, spans=(Span("a quay " * 12),), src="https://example.org/1.jpg")
    caption = Block(kind=BlockKind.CAPTION, spans=(Span("photo: x"),))
    articles(desk, (picture, caption, paragraph("text")))
    async with desk.open((60, 24), poll=False) as (app, pilot):
        await pilot.press("enter")
        at = next(place for place, row in enumerate(cells(app, app.reader)) if "▣ a quay" in row)
        beside = len(cells(app, app.reader)[at].split("▣")[0]) + 2
        leads = [len(row) - len(row.lstrip()) for row in cells(app, app.reader)[at + 1 : at + 3]]
        assert leads == [beside] * 2, "the rest of it and the caption hang beside the sign"
