"""`f`: the page behind the link comes into the reader; what happens is said; the summary is never lost."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import until

from ticker_tui.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

    from ticker_tui.ui.app import TickerApp

pytestmark = pytest.mark.anyio

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"


@contextmanager
def serving() -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(PAGES))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

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


def at(desk: Desk, base: str, page: str) -> None:
    """One entry whose link is that page; its feed comes from this machine too."""
    from msgspec.structs import replace

    desk.feeds = [replace(desk.feeds[0], url=f"{base}/feed.xml"), *desk.feeds[1:]]
    desk.write_config()
    desk.store.sync_feeds(desk.feeds)
    for place in range(len(desk.feeds)):
        desk.save(place)
    desk.save(0, desk.entry(1, link=f"{base}/{page}"))


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
            assert wording.which_text(full=False) in said(app)
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
