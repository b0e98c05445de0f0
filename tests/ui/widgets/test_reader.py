from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from grid import cells, strips
from making import ARABIC_BODY, FEEDS, article, paragraph
from textual.app import App, ComposeResult

from ticker_tui.model import Span
from ticker_tui.ui.article.reader import ReaderPane
from ticker_tui.ui.theme.feed_colours import FeedColours

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from ticker_tui.model import Article

pytestmark = pytest.mark.anyio

LONG = tuple(paragraph(f"Paragraph {number}. " + "word " * 60) for number in range(40))


class ReaderApp(App[None]):
    def __init__(self, shown: Article | None = None) -> None:
        super().__init__()
        self.reader = ReaderPane(sources=FeedColours(FEEDS), tz=UTC)
        self.shown = shown
        self.followed: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.reader

    def on_mount(self) -> None:
        self.reader.show(self.shown)

    def on_reader_pane_link_opened(self, message: ReaderPane.LinkOpened) -> None:
        self.followed.append(message.url)


async def finished(app: ReaderApp, pilot: Pilot[Any]) -> None:
    """Wait until the article is laid out to its end."""
    await pilot.pause()
    for _ in range(1000):
        if app.reader.complete:
            return
        await pilot.pause(0.02)
    pytest.fail("the article was not laid out to its end")


@pytest.mark.parametrize("width", [40, 100])
async def test_the_look(width: int, golden: Callable[[str, list[str]], None]) -> None:
    app = ReaderApp(article(blocks=ARABIC_BODY, breaking=True))
    async with app.run_test(size=(width, 48)) as pilot:
        await pilot.pause()
        golden(f"reader-{width}", cells(app))


async def test_the_measure_is_centred_in_a_wide_pane() -> None:
    app = ReaderApp(article(blocks=LONG, title="Title", lang="en"))
    async with app.run_test(size=(121, 20)) as pilot:
        await pilot.pause()
        width = app.reader.view_size.width
        text_rows = [row for row in cells(app) if "word word" in row]
        assert {len(row) - len(row.lstrip()) for row in text_rows} == {(width - 76) // 2}


async def test_paging_ends_with_false() -> None:
    app = ReaderApp(article(blocks=LONG))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert not app.reader.page(-1)
        pages = 0
        while app.reader.page(1):
            pages += 1
            assert pages < 100
        assert pages > 10
        await pilot.pause()
        last = cells(app)
        assert any("Paragraph 39" in row for row in last) or "word" in last[-1]
        assert app.reader.page(-1)
        app.reader.top()
        assert app.reader.scroll_offset.y == 0
        app.reader.scroll_lines(3)
        assert app.reader.scroll_offset.y == 3
        app.reader.bottom()
        await pilot.pause()
        assert cells(app) == last


async def test_a_long_article_is_laid_out_in_slices_until_its_end() -> None:
    huge = tuple(paragraph("كلمة " * 700) for _ in range(60))
    app = ReaderApp(article(blocks=huge))
    async with app.run_test(size=(80, 20)) as pilot:
        unfinished = not app.reader.complete
        assert unfinished, "the first screen does not wait for the rest"
        assert len(app.reader._lines) < 1000
        await finished(app, pilot)
        assert app.reader.virtual_size.height == len(app.reader._lines)


async def test_the_place_is_kept_for_every_article() -> None:
    app = ReaderApp(article(1, LONG))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.reader.scroll_lines(57)
        await pilot.pause()
        before = cells(app)
        app.reader.show(article(2, LONG))
        await pilot.pause()
        assert app.reader.scroll_offset.y == 0
        app.reader.show(article(1, LONG))
        await finished(app, pilot)
        assert cells(app) == before
        app.reader.show(None)
        app.reader.show(article(1, LONG))
        await finished(app, pilot)
        assert cells(app) == before


async def test_the_same_article_again_stays_where_it_is() -> None:
    app = ReaderApp(article(1, LONG))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.reader.scroll_lines(9)
        app.reader.show(article(1, LONG, starred=True))
        await finished(app, pilot)
        assert app.reader.scroll_offset.y == 9


async def test_another_width_keeps_the_place_in_the_text() -> None:
    app = ReaderApp(article(1, LONG))
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.pause()
        while app.reader._lines[app.reader.scroll_offset.y].place.block < 20:
            app.reader.scroll_lines(1)
        for width in (30, 70, 100, 80):
            await pilot.resize_terminal(width, 20)
            await finished(app, pilot)
            assert app.reader._lines[app.reader.scroll_offset.y].place.block in {19, 20}


async def test_links_open_by_click_and_by_number() -> None:
    url = "https://example.org/page"
    app = ReaderApp(article(blocks=(paragraph("see ", Span("this", link=url), "."),), title="T", lang="en"))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        y = next(number for number, row in enumerate(cells(app)) if "see this" in row)
        x = cells(app)[y].index("this")
        await pilot.click(ReaderPane, offset=(x + 1, y))
        await pilot.click(ReaderPane, offset=(x - 2, y))
        await pilot.click(ReaderPane, offset=(0, 0))
        await pilot.pause()
        assert app.followed == [url]
        assert app.reader.links == (url,)
        assert app.reader.open_link(1)
        assert not app.reader.open_link(2)
        assert not app.reader.open_link(0)


async def test_links_are_underlined_and_made_terminal_links_if_safe() -> None:
    blocks = (
        paragraph(Span("good", link="https://example.org/")),
        paragraph(Span("bad", link="https://example.org/\x1b]0;x\x07")),
    )
    app = ReaderApp(article(blocks=blocks, title="T", lang="en"))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        styles = {segment.text: segment.style for strip in strips(app) for segment in strip}
        good, bad = styles["good"], styles["bad"]
        assert good is not None
        assert bad is not None
        assert good.underline
        assert good.link == "https://example.org/"
        assert bad.link is None
        shown = "".join(segment.text for strip in strips(app) for segment in strip)
        assert "\x1b" not in shown


async def test_bold_letters_are_bold_wherever_reordering_puts_them() -> None:
    app = ReaderApp(
        article(blocks=(paragraph("אבג ", Span("דהו", bold=True), " זחט"),), title="T", lang="en")
    )
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        bold = [
            segment.text
            for strip in strips(app)[4:]
            for segment in strip
            if segment.style and segment.style.bold and segment.text.strip()
        ]
        assert bold == ["והד"]


async def test_without_an_article_it_says_what_to_do() -> None:
    app = ReaderApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.reader.empty = "Choose a headline.\n[/] is no markup"
        await pilot.pause()
        assert [row.strip() for row in cells(app)] == ["", "Choose a headline.", "[/] is no markup", "", ""]
        assert not app.reader.page(1)
        assert app.reader.links == ()


@pytest.mark.parametrize(
    "text",
    ["[/]", "[bold]x", "x" * 3000, "ש" * 3000, "a\n\n\nb", "中" * 200, "\u200b", "\u2067אבג\u2069 abc"],
)
async def test_it_survives_any_size_and_text(text: str) -> None:
    blocks = (
        *ARABIC_BODY,
        paragraph(text),
        paragraph(Span(text, link="https://example.org/"), quote_depth=9),
    )
    app = ReaderApp(article(blocks=blocks, title=text, source=text))
    async with app.run_test(size=(80, 24)) as pilot:
        for width, height in ((1, 1), (3, 2), (200, 1), (2, 40), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            app.reader.bottom()
            for y in range(app.reader.view_size.height):
                assert app.reader.render_line(y).cell_length == app.reader.size.width
