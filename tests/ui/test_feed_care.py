"""What a person does about one feed: ask it again now, switch it off, from the screen's side of the worker."""

from __future__ import annotations

import http.server
import os
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import until
from making import NOW
from msgspec.structs import replace

from ticker_tui.config.edit.feed_edits import set_enabled
from ticker_tui.model import FeedStatus
from ticker_tui.ui import messages
from ticker_tui.ui.dialogs.dialog import ColumnsView
from ticker_tui.ui.export.editor import USUAL, editor_of
from ticker_tui.ui.feeds.screen import FeedsScreen

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
        app.session.edit_config(lambda path, _: set_enabled(path, url, False))
        await until(pilot, lambda: [feed.enabled for feed in app.config.feeds] == [True, False, True, True])
        app.session.edit_config(lambda path, _: set_enabled(path, "https://nowhere.example/", False))
        await until(pilot, lambda: any(refused(message) for message in desk.seen))
        assert any("nowhere.example" in refused(message) for message in desk.seen)


def refused(message: object) -> str:
    return message.problem if isinstance(message, messages.FileChanged) else ""


async def test_the_list_of_feeds_says_how_each_does_and_acts_on_the_chosen_one(desk: Desk) -> None:
    desk.fill()
    desk.save(2, status=FeedStatus.FAILED, error="The server says 503.", failures=3)
    async with desk.open(poll=False) as (app, pilot):
        retried: list[str] = []
        app.session.retry = retried.append  # type: ignore[method-assign, assignment]
        app.session.edit_config = lambda change, **_: change(desk.path, None)  # type: ignore[method-assign]
        await pilot.press("F")
        screen = app.screen
        assert isinstance(screen, FeedsScreen)

        def shown() -> str:
            return "\n".join(
                " ".join(column[0] for column in line) for line in screen.query_one(ColumnsView).rows
            )

        assert "a day" in shown()
        assert "503" in shown()
        await pilot.press("j", "j", "k", "r")
        assert screen.chosen == desk.feeds[1]
        assert retried == [desk.feeds[1].url]
        await pilot.press("x")
        assert [feed.enabled for feed in desk.config.feeds][1] is False
        await pilot.press("k", "k", "k")
        assert screen.chosen == desk.feeds[0]
        await pilot.press("j", "j", "j", "j", "j")
        assert screen.chosen is not None
        assert screen.chosen.url == desk.feeds[3].url
        await pilot.press("escape")
        assert app.screen is not screen


async def test_a_feed_that_brings_nothing_for_long_is_said_to_be_stale(desk: Desk) -> None:
    desk.store.sync_feeds(desk.feeds)
    desk.save(0, desk.entry(1, published_at=NOW - timedelta(days=12)))
    async with desk.open(poll=False) as (app, pilot):
        await pilot.press("F")
        rows = app.screen.query_one(ColumnsView).rows
        assert any("nothing new for long" in column[0] for line in rows for column in line)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"VISUAL": "true --wait", "EDITOR": "false"}, ["true", "--wait"]),
        ({"EDITOR": "true"}, ["true"]),
        ({"EDITOR": "no-such-editor -x"}, None),
        ({"EDITOR": "'unbalanced"}, None),
        ({"EDITOR": "true; touch /tmp/x"}, None),
    ],
)
def test_the_editor_is_the_users_and_no_shell(environ: dict[str, str], expected: list[str] | None) -> None:
    found = editor_of({"PATH": os.environ["PATH"], **environ})
    assert found == expected if expected else (not found or found[0] in USUAL)
