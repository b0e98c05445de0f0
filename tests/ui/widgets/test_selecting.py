"""Selecting with the mouse in the real widgets: what would be copied, and which cells show it."""

from __future__ import annotations

from array import array
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from grid import cells
from making import FEEDS, NOW, article, headline, paragraph
from mouse import click, drag, marked, mouse, press
from textual import events
from textual.app import App, ComposeResult

from ticker_tui.model import Block, BlockKind, Span, TableCell
from ticker_tui.text import layout
from ticker_tui.ui.article.reader import ReaderPane
from ticker_tui.ui.bar.bar import TickerBar
from ticker_tui.ui.headlines.list_widget import HeadlineList
from ticker_tui.ui.theme.feed_colours import FeedColours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.model import Article, Headline
    from ticker_tui.ui.render.selectable import Selectable

pytestmark = pytest.mark.anyio
WIDTH, HEIGHT = 47, 20
"""A pane of these cells has lines of 42, two cells of margin and the rail."""
MIXED = "قال ABC للصحافة"


class OneWidget(App[None]):
    def __init__(self, widget: Any) -> None:
        super().__init__()
        self.widget = widget
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_reader_pane_link_opened(self, message: ReaderPane.LinkOpened) -> None:
        self.said.append(message.url)

    def on_row_list_entry_opened(self, message: HeadlineList.EntryOpened) -> None:
        self.said.append(message.entry_id)

    def on_ticker_bar_item_opened(self, message: TickerBar.ItemOpened) -> None:
        self.said.append(message.entry_id)


class ReaderApp(OneWidget):
    def __init__(self, shown: Article) -> None:
        self.reader = ReaderPane(sources=FeedColours(FEEDS), tz=UTC)
        self.shown = shown
        super().__init__(self.reader)

    def on_mount(self) -> None:
        self.reader.show(self.shown)


def row_of(app: App[None], widget: Any, text: str) -> tuple[int, int]:
    """The cell where a piece of visual text stands."""
    for y, row in enumerate(cells(app, widget)):
        if text in row:
            return row.index(text), y
    pytest.fail(f"{text} is not on the screen")


def shaped(text: str) -> str:
    return layout(text, 200)[0].visual_text


def reader_of(*blocks: Block, **changes: object) -> ReaderApp:
    facts: dict[str, object] = {"title": "عنوان", "lang": "ar"}
    return ReaderApp(article(2, blocks, **(facts | changes)))


# The reader


async def test_an_arabic_line_is_selected_from_the_right() -> None:
    app = reader_of(paragraph("أخبار اليوم"))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("أخبار"))
        await drag(pilot, (x + 4, y), (x + 2, y), (x, y))
        assert app.reader.selected_text == "أخبار"
        assert marked(app.reader)[y] == "." * x + "#####" + "." * (WIDTH - x - 5)
        assert "#" not in "".join(row for place, row in enumerate(marked(app.reader)) if place != y)


async def test_a_mixed_line_is_selected_in_reading_order() -> None:
    app = reader_of(paragraph(MIXED))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped(MIXED))
        await drag(pilot, (x + 14, y), (x + 9, y))
        assert app.reader.selected_text == "قال AB"
        assert marked(app.reader)[y][x : x + 15] == "........##.####"


async def test_wrapped_lines_and_paragraphs_are_crossed() -> None:
    first = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة"
    app = reader_of(paragraph(first), paragraph("An English one."), paragraph("وهذه الأخيرة"))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        begin = row_of(app, app.reader, shaped("واحد"))
        last_x, last_y = row_of(app, app.reader, shaped("وهذه"))
        await drag(pilot, (begin[0] + 3, begin[1]), (5, begin[1] + 2), (last_x, last_y))
        assert app.reader.selected_text == f"{first}\nAn English one.\nوهذه"
        shown = marked(app.reader)
        _, english = row_of(app, app.reader, "An English one.")
        assert shown[english].count("#") == len("An English one.")
        assert shown[last_y].count("#") == 4


async def test_headline_and_byline_are_text_too() -> None:
    app = reader_of(paragraph("نص"), breaking=True, source="ميدان")
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        _, title = row_of(app, app.reader, shaped("عنوان"))
        body_x, body_y = row_of(app, app.reader, shaped("نص"))
        await drag(pilot, (44, title), (body_x, body_y))
        copied = app.reader.selected_text.split("\n")
        assert copied[0] == "عنوان", "without the word for breaking news, which is ours"
        assert copied[1].startswith("ميدان · نادين المصري")
        assert not set("\u2068\u2069") & set("".join(copied))
        assert copied[-1] == "نص"


async def test_signs_and_numbers_of_links_are_not_copied() -> None:
    picture = Block(kind=BlockKind.IMAGE, spans=(Span("صورة"),))
    item = Block(kind=BlockKind.ITEM, level=1, ordinal=1, spans=(Span("بند"),))
    linked = paragraph("قبل ", Span("رابط", link="https://a.example/"), " بعد", quote_depth=1)
    app = reader_of(picture, item, linked)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        _, top = row_of(app, app.reader, shaped("صورة"))
        x, bottom = row_of(app, app.reader, shaped("بعد"))
        await drag(pilot, (44, top), (x, bottom))
        assert app.reader.selected_text == "صورة\nبند\nقبل رابط بعد"


async def test_a_table_is_copied_with_tabs() -> None:
    rows = [("الجهاز", "الوزن"), ("مطياف", "9.5")]
    table = Block(
        kind=BlockKind.TABLE,
        rows=tuple(
            tuple(TableCell((Span(text),), header=not at) for text in row) for at, row in enumerate(rows)
        ),
    )
    app = reader_of(table)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("الجهاز"))
        last_x, last_y = row_of(app, app.reader, "9.5")
        await drag(pilot, (x + 5, y), (last_x + 2, last_y))
        assert app.reader.selected_text == "الجهاز\tالوزن\nمطياف\t9.5"
        assert marked(app.reader)[y].count("#") == 6 + 5, "the line between the columns is no text"


async def test_code_keeps_its_lines_and_its_indent() -> None:
    code = "for orbit in sahab:\n    print('قمر')"
    app = reader_of(Block(kind=BlockKind.CODE, spans=(Span(code),)))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, "for orbit")
        await drag(pilot, (x, y), (44, y + 1))
        assert app.reader.selected_text == code


async def test_two_presses_select_a_word_and_three_a_paragraph() -> None:
    text = "خبر عاجلٌ، من البلد"
    app = reader_of(paragraph(text))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("من البلد"))
        await click(pilot, x + 11, y)
        assert app.reader.selected_text == ""
        await click(pilot, x + 11, y)
        assert app.reader.selected_text == "عاجلٌ"
        await click(pilot, x + 11, y)
        assert app.reader.selected_text == text
        await click(pilot, x + 2, y)
        assert app.reader.selected_text == "", "a press elsewhere begins anew"
        await press(pilot, x + 2, y)
        await mouse(pilot, events.MouseMove, x + 7, y)
        assert app.reader.selected_text == "من البلد", "by words as long as the second press is held"


async def test_a_click_on_a_link_follows_it_and_a_drag_over_it_does_not() -> None:
    app = reader_of(paragraph(Span("رابط طويل", link="https://a.example/")))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("رابط طويل"))
        await drag(pilot, (x + 8, y), (x + 5, y))
        assert app.said == []
        assert app.reader.selected_text == "رابط"
        await click(pilot, x + 1, y)
        assert app.said == ["https://a.example/"]
        assert app.reader.selected_text == "", "a click lets go of it"
        await click(pilot, x + 1, y)
        assert app.said == ["https://a.example/"], "the second of two presses selects a word"
        assert app.reader.selected_text == "طويل"


async def test_held_below_the_pane_it_scrolls_and_goes_on() -> None:
    app = reader_of(*(paragraph(f"فقرة {number}") for number in range(30)))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        app.reader.styles.height = HEIGHT - 4
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("فقرة 0"))
        await press(pilot, x + 5, y)
        await mouse(pilot, events.MouseMove, 2, HEIGHT - 1)
        for _ in range(200):
            if app.reader.scroll_offset.y > 5:
                break
            await pilot.pause(0.02)
        await mouse(pilot, events.MouseUp, 2, HEIGHT - 1)
        top = app.reader.scroll_offset.y
        assert top > 5
        copied = app.reader.selected_text.split("\n")
        assert copied == [f"فقرة {number}" for number in range(len(copied))]
        assert len(copied) > 7
        await pilot.pause(0.2)
        assert app.reader.scroll_offset.y == top, "it stops when the button is let go"


async def test_a_selection_survives_another_width_and_not_another_article() -> None:
    app = reader_of(paragraph("واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية"))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("أربعة"))
        await drag(pilot, (x + 4, y), (x, y))
        await pilot.resize_terminal(24, HEIGHT)
        await pilot.pause()
        assert app.reader.selected_text == "أربعة"
        assert "".join(marked(app.reader)).count("#") == 5
        app.reader.show(article(blocks=(paragraph("آخر"),)))
        assert app.reader.selected_text == ""


@pytest.mark.parametrize("seed", range(6))
async def test_any_drag_copies_what_stands_in_the_article(seed: int) -> None:
    from random import Random

    from making import ARABIC_BODY

    dice = Random(seed)
    app = reader_of(*ARABIC_BODY)
    async with app.run_test(size=(WIDTH, 30)) as pilot:
        await pilot.pause()
        passages = {passage.key: passage for passage in app.reader.passages()}
        texts = [passage.own_text(0, len(passage.text)) for passage in passages.values()]
        for _ in range(5):
            begin, end = ((dice.randrange(WIDTH - 1), dice.randrange(30)) for _ in range(2))
            await drag(pilot, begin, end)
            for part in app.reader.selected_text.replace("\t", "\n").split("\n"):
                assert any(part in text for text in texts), (begin, end)
            assert bool(app.reader.selected_text) == ("#" in "".join(marked(app.reader)))
        assert sum("#" in row for row in marked(app.reader)) <= 30


async def test_a_link_in_a_cell_of_a_narrow_table_is_where_it_is_seen() -> None:
    table = Block(
        kind=BlockKind.TABLE,
        rows=((TableCell((Span("موقع"),)), TableCell((Span("رابط", link="https://a.example/"),))),),
    )
    app = reader_of(table)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("رابط"))
        await click(pilot, x - 12, y)
        assert app.said == []
        await click(pilot, x + 1, y)
        assert app.said == ["https://a.example/"]


# The list


class ListApp(OneWidget):
    def __init__(self, rows: Sequence[Headline], *, mirrored: bool = False, waiting: int = 0) -> None:
        found = {row.id: row for row in rows}
        self.list = HeadlineList(
            lambda ids: [found[one] for one in ids], sources=FeedColours(FEEDS), now=lambda: NOW, tz=UTC
        )
        self.rows, self.mirrored, self.news = rows, mirrored, waiting
        super().__init__(self.list)

    def on_mount(self) -> None:
        self.list.mirrored, self.list.waiting = self.mirrored, self.news
        self.list.show(array("q", [row.id for row in self.rows]))


SIX = [headline(number, breaking=number == 2, story_size=1 + number % 3) for number in range(6)]


def stands(app: ListApp, widget: Selectable) -> None:
    """Every stretch of the list is what the screen shows there."""
    for y, row in enumerate(cells(app, widget)):
        for stretch in widget.stretches_at(y):
            left = stretch.left + (1 if app.mirrored else 0)
            shown = row.ljust(200)[left : left + stretch.line.width_cells]
            assert shown == stretch.line.visual_text.rstrip().ljust(stretch.line.width_cells)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("waiting", [0, 3])
@pytest.mark.parametrize("width", [30, 60, 84, 120])
async def test_headlines_are_where_the_list_says(width: int, waiting: int, mirrored: bool) -> None:
    app = ListApp(SIX, mirrored=mirrored, waiting=waiting)
    async with app.run_test(size=(width, 14)) as pilot:
        await pilot.pause()
        stands(app, app.list)
        assert app.list.stretches_at(0)


async def test_a_drag_in_a_row_selects_letters_of_its_headline() -> None:
    app = ListApp(SIX)
    async with app.run_test(size=(120, 10)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.list, shaped("إخلاء أحياء"))
        await drag(pilot, (x + 9, y), (x + 6, y))
        assert app.list.selected_text == "إخلاء"
        assert marked(app.list)[y][x : x + 10] == "......####", "lam and alef are one cell"
        assert app.list.cursor == 0
        assert app.said == [], "a drag opens nothing"


async def test_rows_are_crossed_and_what_is_cut_off_comes_along() -> None:
    app = ListApp(SIX)
    async with app.run_test(size=(60, 14)) as pilot:
        await pilot.pause()
        assert "…" in cells(app)[0]
        await drag(pilot, (57, 0), (3, 4))
        assert app.list.selected_text == f"{SIX[0].title}\n{SIX[1].title}\n{SIX[2].title}"


async def test_clicks_in_the_list_do_what_they_did() -> None:
    app = ListApp(SIX)
    async with app.run_test(size=(120, 10)) as pilot:
        await pilot.pause()
        await click(pilot, 60, 2)
        assert (app.list.cursor, app.said) == (2, [])
        await click(pilot, 60, 2)
        assert app.said == [2]
        await drag(pilot, (110, 3), (100, 4))
        assert app.list.selected_text
        assert app.list.cursor == 2
        await click(pilot, 60, 4)
        assert (app.list.cursor, app.list.selected_text) == (4, "")


async def test_another_list_lets_go() -> None:
    app = ListApp(SIX)
    async with app.run_test(size=(120, 10)) as pilot:
        await pilot.pause()
        await drag(pilot, (110, 1), (100, 2))
        app.list.show(array("q", [row.id for row in SIX]))
        assert app.list.selected_text, "the same one again changes nothing"
        app.list.show(array("q", [5, *[row.id for row in SIX[:5]]]))
        assert app.list.selected_text == ""


# The bar


class BarApp(OneWidget):
    def __init__(self, items: Sequence[Headline], *, mirrored: bool = False) -> None:
        self.seconds = 0.0
        self.bar = TickerBar(clock=lambda: self.seconds)
        self.items, self.mirrored = items, mirrored
        super().__init__(self.bar)

    def on_mount(self) -> None:
        self.bar.mirrored = self.mirrored
        self.bar.label = "BREAKING"
        self.bar.show(self.items, breaking=True)


def at_rest(app: BarApp) -> None:
    """Every stretch of the bar is what it shows, where it is in sight."""
    row = cells(app, app.bar)[0].ljust(app.size.width)
    label = len(" BREAKING  ")
    room = range(app.size.width - label) if app.mirrored else range(label, app.size.width)
    found = 0
    for stretch in app.bar.stretches_at(0):
        for x, glyph in enumerate(stretch.line.glyphs, stretch.left):
            if x in room:
                assert row[x] == glyph.text
                found += 1
    assert found


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("numbers", [[0], [1], [0, 1, 2], [1, 5, 0]])
@pytest.mark.parametrize("width", [40, 60, 200])
async def test_items_are_where_the_bar_says(width: int, numbers: list[int], mirrored: bool) -> None:
    app = BarApp([headline(number) for number in numbers], mirrored=mirrored)
    async with app.run_test(size=(width, 1)) as pilot:
        await pilot.pause()
        app.bar.flash = lambda: None  # type: ignore[method-assign]
        for moved in (0, 3, 17, 60):
            app.seconds += moved / app.bar.speed
            app.bar.refresh()
            await pilot.pause()
            at_rest(app)


@pytest.mark.parametrize("mode", ["scroll", "flip"])
async def test_an_item_of_the_bar_is_selected_and_no_other(mode: Any) -> None:
    items = [headline(0), headline(4, title="قال ABC للصحافة")]
    app = BarApp(items[::-1])
    async with app.run_test(size=(60, 1)) as pilot:
        app.bar.mode = mode
        await pilot.pause()
        x, _ = row_of(app, app.bar, shaped(MIXED))
        await drag(pilot, (x + 14, 0), (x + 9, 0))
        assert app.bar.selected_text == "قال AB"
        assert marked(app.bar)[0][x : x + 15] == "........##.####"
        assert app.said == []
        await drag(pilot, (x + 14, 0), (0, 0))
        assert app.bar.selected_text == MIXED, "the next item is another story"
        await click(pilot, x + 3, 0)
        assert app.said == [4]
        assert app.bar.selected_text == ""


async def test_the_selection_moves_with_the_crawl() -> None:
    app = BarApp([headline(4, title=MIXED), headline(0)])
    async with app.run_test(size=(60, 1)) as pilot:
        await pilot.pause()
        x, _ = row_of(app, app.bar, shaped(MIXED))
        await drag(pilot, (x + 14, 0), (x + 9, 0))
        before = marked(app.bar)[0]
        app.bar.step(1)
        app.bar.step(-1)
        await pilot.pause()
        again, _ = row_of(app, app.bar, shaped(MIXED))
        assert marked(app.bar)[0][again : again + 15] == before[x : x + 15]
        app.bar.show([headline(1)], breaking=True)
        assert app.bar.selected_text == ""


async def test_a_button_let_go_outside_ends_the_drag() -> None:
    app = reader_of(paragraph("أخبار اليوم"))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        x, y = row_of(app, app.reader, shaped("أخبار"))
        await press(pilot, x + 4, y)
        await mouse(pilot, events.MouseMove, x + 2, y)
        await mouse(pilot, events.MouseMove, 5, 3, button=0)
        assert app.reader.selected_text == "أخب"
        assert not app.reader.selecting
        assert app.mouse_captured is None
