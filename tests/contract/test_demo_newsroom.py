"""The newsroom as its readers meet it: over HTTP, as feeds, with conditional requests, and with faults."""

from __future__ import annotations

import calendar
import gzip
import http.client
import re
import socket
import threading
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import feedparser
import lxml.html
import pytest

from ticker_tui.config import load_config
from ticker_tui.demo import Newsroom
from ticker_tui.demo.outlets import load_outlets
from ticker_tui.feeds.breaking import decide_breaking
from ticker_tui.feeds.parse import parse_feed
from ticker_tui.model import BlockKind, Feed
from ticker_tui.processes.parser_protocol import Parsed, ParseJob

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ticker_tui.demo.outlets import Outlet

OPENED = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
OUTLETS = load_outlets()
FAST = [pytest.param(outlet, id=outlet.slug) for outlet in OUTLETS if not outlet.delay_s]
ALL = [pytest.param(outlet, id=outlet.slug) for outlet in OUTLETS]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(room: Newsroom, path: str, *, method: str = "GET", **headers: str) -> Answer:
    """One request on a fresh connection; header names with underscores for hyphens."""
    address = urlsplit(room.base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, told, response.read())
    finally:
        connection.close()


@cache
def still_feed(room: Newsroom, feed_path: str) -> Answer:
    """The feed of a still newsroom, asked for once: one of them is slow."""
    return ask(room, feed_path)


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class Clock:
    """The time of day, moved by hand."""

    def __init__(self) -> None:
        self.now = OPENED

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def still() -> Iterator[Newsroom]:
    with Newsroom(still=True, now=OPENED) as room:
        yield room


@pytest.mark.parametrize("outlet", ALL)
def test_every_feed_is_what_it_says_and_lists_its_items(still: Newsroom, outlet: Outlet) -> None:
    answer = still_feed(still, outlet.feed_path)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(
        {"rss": "application/rss+xml", "rdf": "application/rdf+xml", "atom": "application/atom+xml"}[
            outlet.format
        ]
    )
    assert "max-age" in answer.headers["cache-control"]
    feed = feedparser.parse(answer.body)
    assert not feed.bozo
    assert feed.version == {"rss": "rss20", "rdf": "rss10", "atom": "atom10"}[outlet.format]
    assert feed.feed.title == outlet.name
    assert feed.feed.language == outlet.lang
    expected = sorted(
        (item for item in outlet.items if item.minutes_ago is not None),
        key=lambda item: item.minutes_ago or 0,
    )
    assert [entry.title for entry in feed.entries] == [item.title for item in expected]
    for entry, item in zip(feed.entries, expected, strict=True):
        published = entry.get("published_parsed") or entry.updated_parsed
        assert datetime.fromtimestamp(calendar.timegm(published), UTC) == OPENED - timedelta(
            minutes=item.minutes_ago or 0
        )
        assert tuple(tag.term for tag in entry.tags) == item.categories
        assert entry.author == item.author
        # feedparser counts the alternative text of a picture (media:description, plain) as content too
        assert any("html" in content.type for content in entry.get("content", ())) == outlet.full_text
        assert len(entry.summary) > 30


@pytest.mark.parametrize("outlet", ALL)
def test_the_programs_own_reader_sees_the_same(still: Newsroom, outlet: Outlet) -> None:
    answer = still_feed(still, outlet.feed_path)
    job = ParseJob(
        url=still.base_url + outlet.feed_path,
        body=answer.body,
        content_type=answer.headers["content-type"],
        lang=outlet.lang,
        now=OPENED,
    )
    parsed = parse_feed(job)
    assert isinstance(parsed, Parsed)
    assert parsed.warning == ""
    feed = Feed(url=job.url, name=outlet.name, lang=outlet.lang)
    by_title = {item.title: item for item in outlet.items}
    for entry in parsed.entries:
        item = by_title[entry.title]
        assert decide_breaking(entry, feed).breaking == item.breaking, item.title
        assert (sum(block.kind is not BlockKind.IMAGE for block in entry.blocks) > 1) == outlet.full_text
        assert entry.author == item.author
        assert entry.published_at == OPENED - timedelta(minutes=item.minutes_ago or 0)
        pictures = re.findall(r'alt="([^"]*)"', item.body) + ([item.picture] if item.picture else [])
        shown = "\n".join(block.text for block in entry.blocks)
        assert all(alt in shown for alt in pictures) or not outlet.full_text


def test_what_is_released_later_is_recognised_too() -> None:
    clock = Clock()
    with Newsroom(now=OPENED, clock=clock) as room:
        clock.now += timedelta(minutes=10)
        seen = 0
        for outlet in OUTLETS:
            flags = {item.title: item.breaking for item in outlet.items}
            body = ask(room, outlet.feed_path).body
            parsed = parse_feed(ParseJob(url=room.base_url, body=body, lang=outlet.lang, now=clock.now))
            assert isinstance(parsed, Parsed)
            for entry in parsed.entries:
                if entry.title in flags:
                    seen += 1
                    feed = Feed(url=room.base_url, name=outlet.name)
                    assert decide_breaking(entry, feed).breaking == flags[entry.title], entry.title
    assert seen > 110


@pytest.mark.parametrize("outlet", FAST)
def test_a_reader_that_has_the_feed_is_told_so(still: Newsroom, outlet: Outlet) -> None:
    first = still_feed(still, outlet.feed_path)
    etag, changed = first.headers["etag"], first.headers["last-modified"]
    for again in (
        ask(still, outlet.feed_path, If_None_Match=etag),
        ask(still, outlet.feed_path, If_None_Match=f'"other", W/{etag}'),
        ask(still, outlet.feed_path, If_Modified_Since=changed),
        ask(still, outlet.feed_path, If_None_Match=etag, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT"),
    ):
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == etag
    for new in (
        ask(still, outlet.feed_path, If_None_Match='"other"', If_Modified_Since=changed),
        ask(still, outlet.feed_path, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT"),
        ask(still, outlet.feed_path, If_Modified_Since="yesterday"),
    ):
        assert (new.status, new.body) == (200, first.body)


def test_a_compressed_feed_is_the_same_feed(still: Newsroom) -> None:
    plain = ask(still, "/lazward/rss.xml")
    packed = ask(still, "/lazward/rss.xml", Accept_Encoding="gzip, deflate")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers
    assert ask(still, "/lazward/rss.xml", If_None_Match=packed.headers["etag"]).status == 304


def test_still_is_the_same_every_time(still: Newsroom) -> None:
    with Newsroom(still=True, now=OPENED) as other:
        for outlet in OUTLETS:
            one, two = still_feed(still, outlet.feed_path), ask(other, outlet.feed_path)
            assert one.body == two.body.replace(other.base_url.encode(), still.base_url.encode())
    with Newsroom(still=True, now=OPENED, seed=2) as other_seed:
        body = ask(other_seed, "/lazward/rss.xml").body
        assert body.replace(other_seed.base_url.encode(), b"") == ask(still, "/lazward/rss.xml").body.replace(
            still.base_url.encode(), b""
        )


def test_on_the_same_port_even_the_etags_are_the_same() -> None:
    with Newsroom(still=True, now=OPENED) as room:
        port = urlsplit(room.base_url).port or 0
        first = ask(room, "/lakes/atom.xml")
    with Newsroom(still=True, now=OPENED, port=port) as room:
        second = ask(room, "/lakes/atom.xml")
    assert (first.body, first.headers["etag"]) == (second.body, second.headers["etag"])


def test_news_arrives_while_it_runs() -> None:
    clock = Clock()
    with Newsroom(now=OPENED, clock=clock) as room:
        assert room.now == OPENED
        fast = [outlet for outlet in OUTLETS if not outlet.delay_s]
        before = {outlet.slug: ask(room, outlet.feed_path) for outlet in fast}
        clock.now += timedelta(minutes=30)
        for outlet in fast:
            after = ask(room, outlet.feed_path, If_None_Match=before[outlet.slug].headers["etag"])
            assert after.status == 200
            entries = feedparser.parse(after.body).entries
            known = {
                entry.id if "id" in entry else entry.link
                for entry in feedparser.parse(before[outlet.slug].body).entries
            }
            new = [entry for entry in entries if (entry.id if "id" in entry else entry.link) not in known]
            assert new
            for entry in new:
                assert ask(room, path_of(entry.link)).status == 200


@pytest.mark.parametrize("outlet", ALL)
def test_behind_every_item_is_a_page_with_more_than_the_feed_has(still: Newsroom, outlet: Outlet) -> None:
    for entry in feedparser.parse(still_feed(still, outlet.feed_path).body).entries:
        answer = ask(still, path_of(entry.link))
        assert answer.status == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        page = lxml.html.document_fromstring(answer.body.decode())
        assert (page.get("lang"), page.get("dir")) == (outlet.lang, outlet.direction)
        assert page.find(".//article//h1").text_content() == entry.title
        text = " ".join(page.find(".//article").text_content().split())
        content = entry.content[0].value if outlet.full_text else entry.summary
        carried = " ".join(lxml.html.fromstring(f"<div>{content}</div>").text_content().split())
        assert len(text) > len(carried) + 100
        assert page.findall(".//nav//a")
        assert page.find_class("related")
        assert page.find_class("cookie-notice")
        for image in page.iter("img"):
            picture = ask(still, path_of(image.get("src")))
            assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
            assert picture.body.startswith(b"\x89PNG")
            assert image.get("alt")
        for link in page.findall(".//nav//a"):
            assert ask(still, path_of(link.get("href"))).status == 200


def test_addresses_may_hold_the_words_of_the_headline_or_tracking(still: Newsroom) -> None:
    persian = feedparser.parse(ask(still, "/firouzeh/feed").body).entries[0].link
    assert persian.isascii()
    assert "زمین‌لرزه‌ای" in unquote(persian)
    assert all(
        entry.link.endswith("?at_medium=RSS&at_campaign=QVN")
        for entry in feedparser.parse(still_feed(still, "/qvn/science.rss").body).entries
    )


@pytest.mark.parametrize("outlet", ALL)
def test_the_home_page_leads_to_the_feed(still: Newsroom, outlet: Outlet) -> None:
    page = lxml.html.document_fromstring(ask(still, f"/{outlet.slug}/").body.decode())
    (alternate,) = page.xpath("//link[@rel='alternate']")
    assert alternate.get("href") == still.base_url + outlet.feed_path
    assert (
        alternate.get("type") == still_feed(still, outlet.feed_path).headers["content-type"].partition(";")[0]
    )
    index = lxml.html.document_fromstring(ask(still, "/").body.decode())
    assert f"{still.base_url}/{outlet.slug}/" in index.xpath("//a/@href")


def test_one_feed_has_moved_and_one_is_slow(still: Newsroom) -> None:
    moved = [outlet for outlet in OUTLETS if outlet.moved_from]
    assert len(moved) == 1
    answer = ask(still, moved[0].subscribed_path)
    assert answer.status == 301
    assert answer.headers["location"] == still.base_url + moved[0].feed_path
    assert [outlet.delay_s for outlet in OUTLETS if outlet.delay_s] == [1.5]


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/lazward", "/lazward/nothing", "/lazward/sarva-quake/x", "/media/lazward/nothing.png", "/media/",
     "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/lazward/%00", "/lazward/only-urgent", "/faults/closed.xml"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(still: Newsroom, path: str) -> None:
    answer = ask(still, path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b"passwd" not in answer.body
    assert b"root:" not in answer.body


def test_a_withheld_article_is_not_found_in_the_language_of_its_outlet(still: Newsroom) -> None:
    assert "الصفحة غير موجودة" in ask(still, "/lazward/harbour-collision").body.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_only_reading_is_allowed(still: Newsroom, method: str) -> None:
    answer = ask(still, "/lazward/rss.xml", method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_head_has_the_headers_and_no_body(still: Newsroom) -> None:
    head, get = ask(still, "/lakes/atom.xml", method="HEAD"), ask(still, "/lakes/atom.xml")
    assert head.body == b""
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


@pytest.mark.parametrize(
    "nonsense", [b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/9.9\r\n\r\n", b""]
)
def test_nonsense_harms_nobody(still: Newsroom, nonsense: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    address = urlsplit(still.base_url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=5) as connection:
        connection.sendall(nonsense)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1000)
    assert ask(still, "/").status == 200
    assert capfd.readouterr() == ("", "")


def test_it_writes_a_feeds_toml_that_the_program_reads(still: Newsroom, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(still.config_toml(), encoding="utf-8")
    config = load_config(path)
    assert tuple(feed.url for feed in config.feeds) == still.feed_urls
    assert [(feed.name, feed.lang, feed.colour) for feed in config.feeds] == [
        (outlet.name, outlet.lang, outlet.colour) for outlet in OUTLETS
    ]
    assert {feed.interval_s for feed in config.feeds} == {10.0}
    assert config.settings.refresh.per_host >= len(OUTLETS)
    assert len({feed.category for feed in config.feeds}) >= 5


def test_faults_are_there_when_asked_for() -> None:
    with Newsroom(still=True, now=OPENED, faults=True) as room:
        feeds = tomllib.loads(room.config_toml())["feeds"]
        assert [feed["url"] for feed in feeds] == list(room.feed_urls)
        closed, hangs = (path_of(url) for url in room.feed_urls[len(OUTLETS) :])
        answer = ask(room, closed)
        assert answer.status == 503
        assert answer.headers["retry-after"] == "60"
        address = urlsplit(room.base_url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=0.3)
        connection.request("GET", hangs)
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()


@pytest.mark.timeout(30)  # who waits for one of them waits for ever
def test_closing_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ticker_tui.demo.server._Handler.timeout", None)
    threads_before = set(threading.enumerate())
    with Newsroom(still=True, now=OPENED, faults=True) as room:
        address = urlsplit(room.base_url)
        hanging = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        hanging.request("GET", "/faults/hangs.xml")
        idle = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        idle.request("GET", "/")
        idle.getresponse().read()
    with pytest.raises((http.client.HTTPException, OSError)):
        hanging.getresponse()
    hanging.close()
    idle.close()
    for thread in set(threading.enumerate()) - threads_before:
        thread.join()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((address.hostname or "", address.port or 0), timeout=1)


def test_a_newsroom_that_was_never_opened_can_be_closed() -> None:
    Newsroom(still=True).__exit__(None, None, None)
