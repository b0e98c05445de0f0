"""Whatever a feed holds, reading and saving it twice adds nothing; whatever a list or a page holds, nothing escapes."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import category

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ticker_tui.errors import TickerError
from ticker_tui.feeds.article_page import read_page
from ticker_tui.feeds.formats.opml import read_opml, write_opml
from ticker_tui.html.json_ld import metadata_in
from ticker_tui.html.tree import parse_html
from ticker_tui.model import Feed, FeedState
from ticker_tui.polling.parser_worker import answer_job
from ticker_tui.processes.parser_protocol import Page, PageJob, Parsed, ParseJob, Unreadable
from ticker_tui.store.store import Store
from ticker_tui.urls.credentials import without_login

FIXTURES = Path(__file__).parent.parent / "fixtures"
FEEDS = [
    path.read_bytes()
    for path in sorted((FIXTURES / "feeds").iterdir())
    if not path.name.endswith(".expected.json")
]
PAGES = [path.read_bytes() for path in sorted((FIXTURES / "pages").iterdir())]
NOW = datetime(2026, 11, 24, tzinfo=UTC)
RELAXED = settings(suppress_health_check=[HealthCheck.too_slow])
PLACES = st.floats(0, 1)


def cut_and_joined(one: bytes, other: bytes, first: float, second: float) -> bytes:
    return one[: int(len(one) * first)] + other[int(len(other) * second) :]


@RELAXED
@given(st.sampled_from(FEEDS), st.sampled_from(FEEDS), PLACES, PLACES)
def test_a_second_poll_adds_nothing(one: bytes, other: bytes, first: float, second: float) -> None:
    body = cut_and_joined(one, other, first, second)
    feed = Feed(url="https://a.example/feed", name="A")

    def read(now: datetime) -> Parsed | None:
        answer = answer_job(ParseJob(url=feed.url, body=body, now=now))
        assert isinstance(answer, Parsed | Unreadable)
        return answer if isinstance(answer, Parsed) else None

    with TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        for round_number in range(3):
            now = NOW + timedelta(minutes=5 * round_number)
            parsed = read(now)
            if parsed is None:
                return
            result = store.save(
                feed, FeedState(url=feed.url), parsed.entries, now=now, breaking_expires_s=7200.0
            )
            if round_number:
                assert (result.new_ids, result.updated_ids) == ((), ())


OUTLINES = st.recursive(
    st.builds(
        lambda name, url: f'<outline text="{name}" xmlUrl="{url}"/>',
        st.sampled_from(["a", "أخبار", "&amp;", "x / y", "", "&#27;[2J"]),
        st.sampled_from(
            [
                "https://a.example/",
                "exec:ls",
                "|ls",
                "",
                "http://[",
                "javascript:x",
                "https://b.example/?a=1&amp;b",
            ]
        ),
    ),
    lambda inner: st.builds(
        lambda name, parts: f'<outline title="{name}">{"".join(parts)}</outline>',
        st.sampled_from(["News", " / ", "عالم", ""]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@RELAXED
@given(st.binary(max_size=300))
@example(b"<opml/>")
@example(b"\xff\xfe<\x00o\x00")
def test_any_bytes_as_a_list(body: bytes) -> None:
    with suppress(TickerError):
        assert all(feed.name.isprintable() for feed in read_opml(body))


@RELAXED
@given(st.lists(OUTLINES, max_size=4), PLACES)
@example(['<outline text="a" xmlUrl="http://["/>', '<outline text="b" xmlUrl="http://u:p@b.example/"/>'], 0.5)
def test_a_list_that_is_written_reads_the_same(outlines: list[str], where: float) -> None:
    text = f'<opml version="2.0"><body>{"".join(outlines)}</body></opml>'
    feeds = read_opml(text.encode())
    again = read_opml(write_opml(feeds).encode())

    def said(listed: list[Feed]) -> list[tuple[str, str, str]]:
        # Logins are not handed on.
        return sorted((without_login(feed.url), feed.name, feed.category) for feed in listed)

    assert said(again) == said(feeds)
    with suppress(TickerError):
        read_opml(text.encode()[: int(len(text) * where)])


@RELAXED
@given(st.sampled_from(PAGES), st.sampled_from([*PAGES, *FEEDS]), PLACES, PLACES)
def test_any_page_is_read_or_refused(one: bytes, other: bytes, first: float, second: float) -> None:
    body = cut_and_joined(one, other, first, second)
    answer = answer_job(PageJob(url="https://a.example/1", body=body, content_type="text/html", now=NOW))
    if isinstance(answer, Unreadable):
        assert answer.reason.endswith(".")
        assert not answer.detail, answer.detail
    else:
        assert isinstance(answer, Page)
        text = "".join(block.text for block in answer.blocks)
        assert not {category(letter) for letter in text.replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"}


@RELAXED
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["@type", "@graph", "author", "name", "headline", "datePublished"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
@example([{"@type": "NewsArticle", "author": [{"name": ["x"]}, None], "headline": {}}])
def test_any_linked_data(data: object) -> None:
    page = f'<script type="application/ld+json">{json.dumps(data).replace("<", "")}</script><p>x'
    root = parse_html(page)
    assert root is not None
    assert all(isinstance(said, str) for said in metadata_in(root))


def test_the_pages_are_read_as_they_are() -> None:
    for body in PAGES:
        assert not isinstance(
            read_page(PageJob(url="https://a.example/1", body=body, content_type="text/html", now=NOW)),
            Unreadable,
        )
