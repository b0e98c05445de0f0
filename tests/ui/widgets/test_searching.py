"""What is found in an article, seen as marked cells; and how far the reader moves for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from grid import cells, strips
from making import article, paragraph
from textual.app import App, ComposeResult

from ticker_tui.model import Span
from ticker_tui.ui.article.find import FindResult
from ticker_tui.ui.article.links import LinkedReader

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from ticker_tui.model import Article, Block

pytestmark = pytest.mark.anyio
LONG = tuple(paragraph(f"Paragraph {number}. " + "word " * 60) for number in range(40))


class FindApp(App[None]):
    def __init__(self, *blocks: Block, title: str = "T", lang: str = "en") -> None:
        super().__init__()
        self.reader = LinkedReader()
        self.shown: Article = article(blocks=blocks, title=title, lang=lang)

    def compose(self) -> ComposeResult:
        yield self.reader

    def on_mount(self) -> None:
        self.reader.show(self.shown)

    def marked(self) -> list[str]:
        """What stands in marked cells, row by row; where one is, between angle brackets."""
        match, here = (style.bgcolor for style in self.reader._styles_of_matches())
        rows: list[str] = []
        for strip in strips(self, self.reader):
            row = ""
            for segment in strip:
                colour = segment.style.bgcolor if segment.style else None
                if colour == here:
                    row += f"<{segment.text}>"
                elif colour == match:
                    row += segment.text
            if row:
                rows.append(row)
        return rows


async def found(app: FindApp, pilot: Pilot[None], typed: str) -> list[str]:
    app.reader.begin_find()
    app.reader.find(typed)
    await pilot.pause()
    return app.marked()


async def test_a_match_over_a_line_break_is_marked_on_both_lines() -> None:
    app = FindApp(paragraph("one two three four five"))
    async with app.run_test(size=(20, 20)) as pilot:
        await pilot.pause()
        assert await found(app, pilot, "three four") == ["<three>", "<four>"]


async def test_marks_are_on_the_right_letters_of_shaped_and_reordered_text() -> None:
    """Joined letters stay joined; lam and alef are one cell; numbers inside of Arabic keep their order."""
    text = "قالت MV Halcyon إن لأحمد 118 كتابا والكِتابَ الأخير"
    app = FindApp(paragraph(text), title="خبر", lang="ar")
    async with app.run_test(size=(70, 20)) as pilot:
        await pilot.pause()
        assert await found(app, pilot, "احمد") == ["<ﺪﻤﺣﻷ>"], "the cell of lam and alef has the alef"
        assert await found(app, pilot, "كتاب") == ["ﺏَﺎﺘﻜِ<ﺑﺎﺘﻛ>"], (
            "with their marks; a particle before is not marked"
        )
        assert await found(app, pilot, "halcyon ان") == ["<ﻥﺇ ><Halcyon>"]
        assert await found(app, pilot, "١١٨") == ["<118>"]


async def test_the_number_of_a_link_is_no_part_of_the_text() -> None:
    url = "https://example.org/x"
    app = FindApp(paragraph("see ", Span("this", link=url), " and that"))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        rows = await found(app, pilot, "this and")
        assert "".join(rows).replace("\u00a0", " ").replace("><", "") == "<this [1] and>"


async def test_only_as_far_as_it_takes() -> None:
    app = FindApp(*LONG)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await found(app, pilot, "paragraph 1.")
        assert app.reader.scroll_offset.y == 0, "it is on the screen"
        await found(app, pilot, "paragraph 30.")
        rows = cells(app, app.reader)
        assert "Paragraph 30." in rows[-1], "the last line, and no further"
        assert app.reader.found == FindResult(1, 1)
        app.reader.begin_find()
        app.reader.find("paragraph 3")
        assert app.reader.found == FindResult(2, 11), "from where the search began: number 3 has gone by"


async def test_a_search_reaches_what_is_not_laid_out_yet() -> None:
    huge = tuple(paragraph("كلمة " * 700) for _ in range(30))
    app = FindApp(*huge, paragraph("المَقصود هنا"), title="خبر", lang="ar")
    async with app.run_test(size=(80, 20)) as pilot:
        app.reader.begin_find()
        app.reader.find("المقصود")
        while app.reader.found != FindResult(1, 1):  # the rest is laid out in slices
            await pilot.pause(0.02)
        await pilot.pause()
        assert len(app.marked()) == 1


async def test_marks_and_place_survive_another_width_and_go_with_the_article() -> None:
    app = FindApp(*LONG)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await found(app, pilot, "paragraph")
        for _ in range(7):
            app.reader.find_step(1)
        assert app.reader.found == FindResult(8, 40)
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        app.reader.find_step(1)
        assert app.reader.found == FindResult(9, 40)
        app.reader.show(article(1, LONG))
        await pilot.pause()
        assert not app.reader.finding
        assert app.marked() == []


async def test_many_widths_in_a_row_keep_the_place() -> None:
    app = FindApp(*LONG)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.reader.scroll_lines(57)
        place = app.reader._lines[57].place
        for width in (33, 71, 28, 90, 45, 60):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
        assert app.reader._lines[app.reader.scroll_offset.y].place == place


async def test_a_chosen_link_stands_out_without_colour() -> None:
    blocks = (
        paragraph(
            "x ", Span("one", link="https://a.example/"), " y ", Span("two", link="https://b.example/")
        ),
    )
    app = FindApp(*blocks)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert app.reader.step_link(1)
        app.reader.step_link(1)
        await pilot.pause()
        reverse = [
            segment.text
            for strip in strips(app, app.reader)
            for segment in strip
            if segment.style and segment.style.reverse and segment.text.strip()
        ]
        assert "|".join(reverse).replace("\u00a0", " ") == "two [2]|[2]|b.example", (
            "in the text and in the list"
        )
        assert app.reader.described_link == (2, "https://b.example/")
