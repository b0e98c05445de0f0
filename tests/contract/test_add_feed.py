"""From an address that somebody typed to the feed: pages that refresh, name feeds in headers, or name private addresses."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "hostile"))

from wire_server import Asked, no_proxy, ok, serving, to

from ticker_tui.config import RefreshSettings, Settings
from ticker_tui.feeds.fetch import Fetcher
from ticker_tui.polling.feed_finder import FoundFeed, NoFeedFoundError, find_feed

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = Settings(refresh=RefreshSettings(timeout_s=10.0))


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, quick_processes: None) -> None:
    no_proxy(monkeypatch)


def feed(title: str) -> bytes:
    return ok(f"<rss version='2.0'><channel><title>{title}</title></channel></rss>".encode())


def page(head: str, *lines: str) -> bytes:
    return ok(f"<!doctype html><html><head>{head}</head><body>Hello</body></html>".encode(), *lines)


PAGES: dict[str, bytes] = {
    "/refresh": page("<meta http-equiv='Refresh' content='0; URL=/site/'>"),
    "/bare": page('<meta http-equiv=refresh content="5, site/">'),
    "/quoted": page("<base href='/site/'><meta http-equiv='refresh' content=\"0;url='feed'\">"),
    "/site/": page("<link rel='alternate' type='application/rss+xml' href='/site/feed'>"),
    "/site/feed": feed("Site"),
    "/circle": page("<meta http-equiv='refresh' content='0;url=/circle2'>"),
    "/circle2": page("<meta http-equiv='refresh' content='0;url=/circle'>"),
    "/itself": page("<meta http-equiv='refresh' content='60'>"),
    "/header": page("", 'Link: <a>; rel=next, </site/feed>; rel="alternate"; type="application/rss+xml"'),
    "/json": page("<link rel='alternate' type='application/json' title='JSON Feed' href='/json-feed'>"),
    "/json-feed": ok(b'{"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "items": []}'),
    "/wordpress": page(
        "<link rel='alternate' type='application/json' href='/wp-json/wp/v2/pages/1'>"
        "<link rel='alternate' type='application/rss+xml' href='/site/feed'>"
    ),
    "/back": page(
        "<link rel='alternate' type='application/rss+xml' href='/to-back'>"
        "<link rel='alternate' type='application/rss+xml' href='/site/feed'>"
    ),
    "/to-back": to("/back"),
}


def find(
    target: str,
    *,
    pages: Callable[[Asked], bytes] = lambda asked: PAGES.get(asked.target, ok(b"", status="404 Not Found")),
) -> tuple[FoundFeed | str, list[str]]:
    """The feed, or why there is none; and what the server was asked."""

    async def scenario() -> tuple[FoundFeed | str, list[str]]:
        async with serving(pages) as server:
            try:
                found: FoundFeed | str = await find_feed(server.url(target), settings=QUICK)
            except NoFeedFoundError as error:
                found = error.sentence
            return found, [asked.target for asked in server.asked]

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("/refresh", "Site"),
        ("/bare", "Site"),
        ("/quoted", "Site"),
        ("/header", "Site"),
        ("/json", "JSON"),
        ("/wordpress", "Site"),
        ("/back", "Site"),
    ],
)
def test_the_feed_is_found(target: str, title: str) -> None:
    found, asked = find(target)
    assert isinstance(found, FoundFeed), found
    assert found.title == title
    assert not any("wp-json" in each for each in asked)


@pytest.mark.parametrize("target", ["/circle", "/itself"])
def test_refreshes_in_a_circle_end(target: str) -> None:
    found, asked = find(target)
    assert isinstance(found, str)
    assert len(asked) < 30


def test_a_page_of_the_open_web_cannot_name_a_private_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.2 plays the open web. A page of the own network may name feeds there."""
    real = Fetcher.__init__

    def with_open_web(self: Fetcher, **given: object) -> None:
        real(self, **{**given, "is_public": lambda ip: ip == "127.0.0.2"})  # type: ignore[arg-type]

    monkeypatch.setattr(Fetcher, "__init__", with_open_web)

    async def scenario() -> None:
        async with serving(lambda _: feed("Router")) as private:
            try:
                named = page(
                    f"<link rel='alternate' type='application/rss+xml' href='{private.url('/reboot')}'>"
                )
                refreshed = page(f"<meta http-equiv='refresh' content='0;url={private.url('/reboot')}'>")
                in_header = page(
                    "", f'Link: <{private.url("/reboot")}>; rel=alternate; type="application/rss+xml"'
                )
                pages = {"/named": named, "/refresh": refreshed, "/header": in_header}
                missing = ok(b"", status="404 Not Found")
                async with serving(
                    lambda asked: pages.get(asked.target, missing), host="127.0.0.2"
                ) as public:
                    for target in pages:
                        with pytest.raises(NoFeedFoundError):
                            await find_feed(public.url(target), settings=QUICK)
                    assert private.asked == []
            except OSError:
                pytest.skip("this system has one loopback address only")
            async with serving(lambda _: named) as inner:
                assert (await find_feed(inner.url(), settings=QUICK)).title == "Router"

    asyncio.run(scenario())


def test_a_feed_that_a_page_took_the_place_of_says_where_it_leads() -> None:
    from ticker_tui.clock import utc_now
    from ticker_tui.feeds.parse import parse_feed
    from ticker_tui.processes.parser_protocol import ParseJob, Unreadable

    body = b"<!doctype html><title>We have moved</title><meta http-equiv=refresh content='0;url=/rss-new'>"
    answer = parse_feed(ParseJob(url="http://a.example/old", body=body, now=utc_now()))
    assert isinstance(answer, Unreadable)
    assert "leads to http://a.example/rss-new." in answer.reason
