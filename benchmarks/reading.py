"""What the panes cost: a key in a long list until its rows are painted, and an article until it is laid out.

python benchmarks/reading.py
"""

from __future__ import annotations

import asyncio
import statistics
import time
from array import array
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from textual.app import App

from ticker_tui.model import Article, Block, BlockKind, Headline, Span
from ticker_tui.ui.article.document import Document, LayoutOptions
from ticker_tui.ui.headlines.list_widget import HeadlineList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
TITLE = "البنك المركزي يرفع سعر الفائدة إلى 7.25% في خطوة لم يتوقعها المحللون"
PARAGRAPH = (
    "أعلن مركز الفضاء في مدينة السهل أن المسبار «سحاب-2» دخل مدارا حول القمر على ارتفاع 118 كيلومترا، بعد مناورة "
    "استمرت 22 دقيقة شغّل فيها محركه الرئيسي، وقالت مديرة المشروع إن الأجهزة الخمسة «تعمل كما خُطط لها». "
)


def headline(entry_id: int) -> Headline:
    return Headline(
        id=entry_id, feed_url="https://a.example/", source="المرفأ", title=f"{TITLE} {entry_id}", link="",
        sort_at=NOW - timedelta(minutes=entry_id), published_at=None, lang="ar", category="", breaking=False,
        read=bool(entry_id % 3), starred=False,
    )  # fmt: skip


class ListApp(App[None]):
    def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        yield HeadlineList(lambda ids: [headline(entry_id) for entry_id in ids], now=lambda: NOW)


async def keys(count: int) -> None:
    app = ListApp()
    async with app.run_test(size=(140, 45)) as pilot:
        listing = app.query_one(HeadlineList)
        listing.show(array("q", range(1, count + 1)), keep=False)
        await pilot.pause()

        async def timed(name: str, move: Callable[[], object], times: int) -> None:
            took = []
            for _ in range(times):
                begun = time.perf_counter()
                move()
                for y in range(listing.view_size.height):
                    listing.render_line(y)
                took.append(time.perf_counter() - begun)
                await pilot.pause()
            print(f"  {name}: median {statistics.median(took) * 1e3:.2f} ms, worst {max(took) * 1e3:.2f} ms")

        def there_and_back() -> None:
            listing.end()
            listing.home()

        print(f"{count} rows, {listing.view_size.height} lines painted (all of them each time):")
        await timed("one row down", lambda: listing.move(1), 60)
        await timed("one page down", lambda: listing.page(1), 30)
        await timed("to the end and back", there_and_back, 10)
        newer = [array("q", range(-number, count + 1)) for number in range(1, 11)]
        await timed("new entries arrive", lambda: listing.show(newer.pop(0), keep=True), 10)


def lay_out(letters: int) -> None:
    text = (PARAGRAPH * (letters // len(PARAGRAPH) + 1))[:letters]
    paragraphs = [text[begin : begin + 500] for begin in range(0, letters, 500)]
    blocks: Sequence[Block] = [Block(kind=BlockKind.PARAGRAPH, spans=(Span(part),)) for part in paragraphs]
    article = Article(headline=headline(1), author="", categories=(), summary="", blocks=tuple(blocks))
    took = []
    for width in (76, 75, 74, 73, 72):
        begun = time.perf_counter()
        lines = list(Document(article, LayoutOptions(width)).lines())
        took.append(time.perf_counter() - begun)
    print(f"article of {letters} letters, {len(lines)} lines: {min(took) * 1e3:.1f} ms")


if __name__ == "__main__":
    asyncio.run(keys(50_000))
    for size in (500, 5_000, 50_000):
        lay_out(size)
