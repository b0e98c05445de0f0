"""The page behind a link: fetched within the limits, its article found, kept in the archive; failures say why.

The pages of tests/fixtures/pages carry what real ones do: menus, cookie notices, comments, lists of other news.
"""

from __future__ import annotations

import asyncio
import http.server
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ticker_tui.config import RefreshSettings, Settings
from ticker_tui.demo import Newsroom
from ticker_tui.model import BlockKind, Entry, Feed, FullArticle, View
from ticker_tui.polling.full_article import NoFullArticle, fetch_full_article
from ticker_tui.polling.parser_pool import ParserPool, TookTooLongError
from ticker_tui.polling.poll_round import Poller
from ticker_tui.processes.parser_protocol import PageJob

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker_tui.model import Block

    from .conftest import Desk

PAGES = Path(__file__).parent.parent / "fixtures" / "pages"
QUICK = Settings(refresh=RefreshSettings(timeout_s=5.0))
HTML = "text/html"


class Outlet(http.server.BaseHTTPRequestHandler):
    """Serves the fixtures, and counts."""

    asked: list[str]
    agents: list[dict[str, str]]
    extra: dict[str, tuple[int, str, bytes]]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.agents.append(dict(self.headers.items()))
        status, kind, body = self.extra.get(self.path, (200, HTML, b""))
        file = PAGES / self.path.strip("/")
        if not body and status == 200:
            status, body = (200, file.read_bytes()) if file.is_file() else (404, b"<h1>no</h1>")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(**extra: tuple[int, str, bytes]) -> Iterator[tuple[str, type[Outlet]]]:
    handler = type(
        "Handler",
        (Outlet,),
        {"asked": [], "agents": [], "extra": {f"/{name}": each for name, each in extra.items()}},
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def full(
    desk: Desk, link: str, *, feed: Feed | None = None, title: str = "x", lang: str = "", **more: Any
) -> tuple[int, FullArticle | NoFullArticle]:
    feed = feed or Feed(url=link.rpartition("/")[0] + "/feed", name="A")
    saved = desk.save(Entry(key=link, title=title, link=link, summary="summary", lang=lang), feed=feed)
    entry_id = [*saved.new_ids, *saved.updated_ids, *desk.store.ids(View(), now=desk.now)][0]
    got = asyncio.run(
        fetch_full_article(desk.store, entry_id, [feed], settings=QUICK, clock=lambda: desk.now, **more)
    )
    return entry_id, got


def text_of(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks)


def article(got: FullArticle | NoFullArticle) -> FullArticle:
    assert isinstance(got, FullArticle), got
    return got


def refused(got: FullArticle | NoFullArticle) -> str:
    assert isinstance(got, NoFullArticle), got
    assert got.reason.endswith(".")
    return got.reason


CASES = {
    "ar_windows1256.html": (
        "سالم الخطيب",
        datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        ["أعلنت بلدية المرفأ", "ثلاث سنوات", "لن تُغلق السوق"],
        ["ملفات تعريف الارتباط", "اقرأ أيضًا", "تعليقات القراء", "النشرة البريدية", "رياضة", "ممتاز"],
    ),
    "ar_utf8_related.html": (
        "هدى منصور",
        datetime(2026, 11, 23, 6, 15, tzinfo=UTC),
        ["تراجعت أسعار القمح", "الموسم الماضي", "«المخزون يكفي ستة أشهر»"],
        ["الأكثر قراءة", "شارك", "قبول الكل", "جميع الحقوق محفوظة", "الذهب يرتفع"],
    ),
    "en_comments.html": (
        "Ines Calloway",
        datetime(2026, 11, 21, 17, 5, tzinfo=UTC),
        ["The ferry company", "second-hand engine", "spring timetable"],
        ["We value your privacy", "Most read", "first comment", "Subscribe to our newsletter", "Log in"],
    ),
    "fa_graph.html": (
        "نگار سهرابی",
        datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
        ["دریاچه", "کارشناسان می‌گویند"],
        ["پربازدیدترین", "کوکی", "دیدگاه"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_article_without_what_stands_around_it(desk: Desk, name: str) -> None:
    author, published, inside, outside = CASES[name]
    with serving() as (base, _):
        entry_id, got = full(desk, f"{base}/{name}", lang=name[:2])
    found = article(got)
    text = text_of(found.blocks)
    assert found.author == author
    assert found.published_at == published
    for words in inside:
        assert words in text, words
    for words in outside:
        assert words not in text, words
    assert "\ufffd" not in text
    assert desk.store.full_article(entry_id) == found


def test_pictures_keep_their_alternative_text_and_links_their_targets(desk: Desk) -> None:
    with serving() as (base, _):
        found = article(full(desk, f"{base}/ar_utf8_related.html", lang="ar")[1])
        picture = next(block for block in found.blocks if block.kind is BlockKind.IMAGE)
        assert picture.text == "حقل قمح عند الغروب"
        assert picture.src == f"{base}/img/wheat.jpg"
        links = [span.link for block in found.blocks for span in block.spans if span.link]
        assert f"{base}/reports/2026" in links
        assert not any("javascript" in link for link in links)


def test_the_heading_that_repeats_the_headline_is_left_out(desk: Desk) -> None:
    with serving() as (base, _):
        found = article(full(desk, f"{base}/en_comments.html")[1])
    assert found.title == "Ferry company cancels the winter timetable"
    assert not any(block.text == found.title for block in found.blocks)


def test_it_is_kept_and_not_asked_for_twice(desk: Desk) -> None:
    with serving() as (base, outlet):
        entry_id, first = full(desk, f"{base}/en_comments.html")
        feed = Feed(url=f"{base}/feed", name="A")
        for again, asked in ((False, 1), (True, 2)):
            got = asyncio.run(
                fetch_full_article(
                    desk.store, entry_id, [feed], settings=QUICK, clock=lambda: desk.now, again=again
                )
            )
            assert got == first
            assert len(outlet.asked) == asked
    desk.store.prune([], keep=0, keep_days=1, now=desk.now)
    assert desk.store.full_article(entry_id) is None


def attributes(count: int) -> bytes:
    return b" ".join(b"a%d=1" % number for number in range(count))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ((404, HTML, b"gone"), "404"),
        ((200, "application/pdf", b"%PDF-1.7"), "application/pdf"),
        ((200, "video/mp4", b"\0\0\0"), "video/mp4"),
        ((200, HTML, b"<html><body><div id='app'></div></body></html>"), "No article"),
        ((200, HTML, b" "), "empty"),
        ((200, HTML, b"\0\xff\xfe" * 50), ""),
        ((503, HTML, b"later"), "503"),
        ((200, HTML, b"<div>" * 100_000), ""),
        ((200, HTML, b"<a " * 100_000), ""),
        ((200, HTML, b"<p " + attributes(5_000) + b">x"), ""),
    ],
)
def test_a_failure_says_why_and_leaves_the_summary(
    desk: Desk, page: tuple[int, str, bytes], said: str
) -> None:
    with serving(x=page) as (base, _):
        entry_id, got = full(desk, f"{base}/x")
    assert said in refused(got)
    assert desk.store.full_article(entry_id) is None
    kept = desk.store.article(entry_id, now=desk.now)
    assert kept is not None
    assert kept.summary == "summary"


def test_a_page_that_takes_long_is_given_up() -> None:
    """The time that attributes of one element take grows with the square of their number."""
    page = PageJob(
        url="https://a.example/1", body=b"<p " + attributes(60_000) + b">x", now=datetime.now(UTC), cpu_s=0.3
    )

    async def scenario() -> None:
        async with ParserPool(1) as pool:
            with pytest.raises(TookTooLongError, match="page took longer than"):
                await pool.read_page(page)

    asyncio.run(scenario())


def test_no_link_no_article(desk: Desk) -> None:
    saved = desk.save(Entry(key="k", title="t"))
    got = asyncio.run(fetch_full_article(desk.store, saved.new_ids[0], [], settings=QUICK))
    assert "no link" in refused(got)
    assert "no longer" in refused(asyncio.run(fetch_full_article(desk.store, 999, [], settings=QUICK)))


def test_a_feed_of_the_open_web_cannot_send_us_into_a_private_network(desk: Desk) -> None:
    """The feed's address is public, its entry's link is this machine: nothing is asked."""
    with serving() as (base, outlet):
        public = Feed(url="https://8.8.8.8/feed", name="A")  # itself never asked
        _, got = full(desk, f"{base}/en_comments.html", feed=public)
        assert "private" in refused(got)
        assert not outlet.asked


def test_secrets_of_the_feed_stay_on_its_host(desk: Desk) -> None:
    with serving() as (base, outlet), serving() as (elsewhere, other):
        feed = Feed(url=f"{base}/feed", name="A", headers={"Authorization": "Basic c2VjcmV0"})
        full(desk, f"{base}/en_comments.html", feed=feed)
        full(desk, f"{elsewhere}/fa_graph.html", feed=feed)
    assert outlet.agents[0]["Authorization"] == "Basic c2VjcmV0"
    assert all("Authorization" not in headers for headers in other.agents)
    assert outlet.agents[0]["Accept"].startswith("text/html")


def test_every_article_of_the_newsroom(desk: Desk) -> None:
    """The demo's pages tell more than its feeds, in every language."""
    from ticker_tui.config import load_config

    with Newsroom(still=True) as room:
        path = desk.store.path.with_name("feeds.toml")
        path.write_text(room.config_toml(), encoding="utf-8")
        config = load_config(path)
        feeds = config.feeds
        asyncio.run(Poller(desk.store, settings=QUICK).poll(feeds, on_result=lambda _: None))
        by_feed: dict[str, int] = {}
        for headline in desk.store.headlines(
            list(desk.store.ids(View(), now=datetime.now(UTC))), now=datetime.now(UTC)
        ):
            if headline.link:
                by_feed.setdefault(headline.feed_url, headline.id)
        assert len(by_feed) >= 6
        for entry_id in by_feed.values():
            found = article(asyncio.run(fetch_full_article(desk.store, entry_id, feeds, settings=QUICK)))
            entry = desk.store.article(entry_id, now=datetime.now(UTC))
            assert entry is not None
            assert len(text_of(found.blocks)) > len(entry.summary)
            assert found.published_at is not None
            assert not any("cookie" in block.text.lower() for block in found.blocks)
