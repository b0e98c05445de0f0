"""What a person does about one feed: ask it again now, switch it off, from the screen's side of the worker."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from conftest import until
from msgspec.structs import replace

from ticker_tui.config.edit import set_enabled
from ticker_tui.model import FeedStatus
from ticker_tui.ui import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Desk

pytestmark = pytest.mark.anyio


@contextmanager
def closed() -> Iterator[tuple[str, list[str]]]:
    """A server that says of every feed that it will not come back."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(410)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def test_a_closed_feed_is_asked_again_only_when_it_is_meant(desk: Desk) -> None:
    with closed() as (base, asked):
        desk.feeds = [replace(feed, url=f"{base}/{number}") for number, feed in enumerate(desk.feeds)]
        desk.write_config()
        desk.store.sync_feeds(desk.feeds)
        for place in range(len(desk.feeds)):
            desk.save(place, status=FeedStatus.GONE, next_due_at=None, error="closed")
        async with desk.open() as (app, pilot):
            app.session.refresh()
            app.session.retry(f"{base}/2")
            await until(pilot, lambda: "PollFinished" in desk.names)
            assert asked == ["/2"]
            assert app.board.standings[2].wait_s(app.clock()) is None


async def test_a_feed_is_switched_off_in_the_file(desk: Desk) -> None:
    desk.fill()
    async with desk.open() as (app, pilot):
        url = desk.feeds[1].url
        app.session.edit_config(lambda path: set_enabled(path, url, False))
        await until(pilot, lambda: [feed.enabled for feed in app.config.feeds] == [True, False, True, True])
        app.session.edit_config(lambda path: set_enabled(path, "https://nowhere.example/", False))
        await until(pilot, lambda: "Trouble" in desk.names)
        trouble = next(message for message in desk.seen if isinstance(message, messages.Trouble))
        assert "nowhere.example" in trouble.sentence
