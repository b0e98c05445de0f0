"""`f`: the page behind the link comes into the reader; what happens is said; the summary is never lost."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import until

from ticker_tui.ui import strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"


asked: list[str] = []
"""The paths that were asked for."""


@contextmanager
def serving() -> Iterator[str]:
    asked.clear()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(PAGES))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

        def log_request(self, *_: object) -> None:
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def text(app: TickerApp) -> str:
    article = app.reader.article
    assert article is not None
    return "\n".join(block.text for block in article.blocks)


def said(app: TickerApp) -> str:
    return "\n".join(notification.message for notification in app._notifications)


def at(desk: Desk, base: str, *pages: str, settings: str = "", full: bool = False) -> None:
    """An entry for each page, which its link leads to; their feed comes from this machine too."""
    from msgspec.structs import replace

    desk.feeds = [replace(desk.feeds[0], url=f"{base}/feed.xml"), *desk.feeds[1:]]
    desk.write_config(settings)
    if full:
        text = desk.path.read_text(encoding="utf-8")
        desk.path.write_text(text.replace("[[feeds]]\n", "[[feeds]]\nfull = true\n", 1), encoding="utf-8")
    desk.store.sync_feeds(desk.feeds)
    for place in range(len(desk.feeds)):
        desk.save(place)
    entries = [desk.entry(number, link=f"{base}/{page}") for number, page in enumerate(pages, 1)]
    desk.save(0, *entries)


async def test_the_full_text_comes_and_goes(desk: Desk) -> None:
    with serving() as base:
        at(desk, base, "ar_utf8_related.html")
        async with desk.open() as (app, pilot):
            summary = text(app)
            await pilot.press("f")
            await until(pilot, lambda: "الغرفة الزراعية" in text(app))
            assert "PageFetched" in desk.names
            assert app.reader.article is not None
            assert app.reader.article.author == "هدى منصور"
            await pilot.press("f")
            await until(pilot, lambda: text(app) == summary)
            assert strings.which_text(full=False) in said(app)
            await pilot.press("f")
            await until(pilot, lambda: "الغرفة الزراعية" in text(app))


async def test_a_narrow_window_opens_the_reader_for_it(desk: Desk) -> None:
    with serving() as base:
        at(desk, base, "en_comments.html")
        async with desk.open((80, 24)) as (app, pilot):
            await pilot.press("f")
            assert app.reading
            await until(pilot, lambda: "second-hand engine" in text(app))


async def test_a_failure_says_why_and_leaves_the_summary(desk: Desk) -> None:
    with serving() as base:
        at(desk, base, "nothing_here.html")
        async with desk.open() as (app, pilot):
            summary = text(app)
            await pilot.press("f")
            await until(pilot, lambda: "404" in said(app))
            assert text(app) == summary
            await pilot.press("f")
            await until(pilot, lambda: said(app).count("404") == 2)


async def test_a_feed_that_is_set_so_has_its_articles_whole_when_they_are_opened(desk: Desk) -> None:
    with serving() as base:
        at(desk, base, "ar_utf8_related.html", "en_comments.html", full=True)
        async with desk.open() as (app, pilot):
            await pilot.press("j", "k")
            assert app.reader.article is not None
            assert app._full_wait is None, "what is merely looked at in passing is not fetched"
            await pilot.press("enter")
            await until(pilot, lambda: "الغرفة الزراعية" in text(app))
            await pilot.press("f")
            await until(pilot, lambda: "الغرفة الزراعية" not in text(app))
            assert asked == ["/ar_utf8_related.html"]
            await pilot.press("escape", "enter")
            assert app._full_wait is None, "it is in the archive"


async def test_what_is_looked_at_as_long_as_counts_for_reading_is_fetched_too(desk: Desk) -> None:
    with serving() as base:
        at(desk, base, "en_comments.html", settings='[display]\nmark_read = "10ms"\n', full=True)
        async with desk.open() as (app, pilot):
            await until(pilot, lambda: "second-hand engine" in text(app))
            assert not app.reading


async def test_who_goes_by_fetches_nothing_and_a_failure_is_not_repeated(desk: Desk) -> None:
    with serving() as base:
        at(desk, base, "en_comments.html", "nothing_here.html", full=True)
        async with desk.open() as (app, pilot):
            await pilot.press("enter", "J")
            summary = text(app)
            await until(pilot, lambda: "404" in said(app))
            assert asked == ["/nothing_here.html"]
            assert text(app) == summary
            await pilot.press("escape", "enter")
            assert app._full_wait is None
            await pilot.press("f")  # a key asks again
            await until(pilot, lambda: said(app).count("404") == 2)
