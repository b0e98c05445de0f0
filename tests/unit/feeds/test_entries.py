from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ticker_tui.feeds.entries import author_line, build_entries, lang_tag, without_footer
from ticker_tui.feeds.formats.raw_feed import RawEntry, RawFeed, requested_interval
from ticker_tui.html.blocks import to_blocks
from ticker_tui.processes.parser_protocol import ParseJob

if TYPE_CHECKING:
    from ticker_tui.model import Entry

NOW = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://a.example/feed.xml"


def build(*entries: RawEntry, lang: str = "", feed_lang: str = "", limit: int = 500) -> tuple[Entry, ...]:
    job = ParseJob(url=URL, body=b"", lang=lang, now=NOW)
    return build_entries(RawFeed(lang=feed_lang, entries=list(entries)), job, limit=limit)


def test_summary_is_one_line_that_ends_at_a_word() -> None:
    (entry,) = build(
        RawEntry(guid="1", title="t", content="<p>one</p><img src=/x.png alt=no><ul><li>two</ul>")
    )
    assert entry.summary == "one two"
    (entry,) = build(RawEntry(guid="1", title="t", content="<p>" + "word " * 1000))
    assert len(entry.summary) <= 500
    assert entry.summary.endswith("word…")


def test_the_feeds_own_summary_comes_first() -> None:
    (entry,) = build(RawEntry(guid="1", title="t", summary="<p>short</p>", content="<p>long body</p>"))
    assert entry.summary == "short"
    assert entry.blocks[0].text == "long body"
    (entry,) = build(RawEntry(guid="1", title="t", summary="<img src='/x.png'>", content="<p>long body</p>"))
    assert entry.summary == "long body"


def test_a_title_that_is_missing() -> None:
    entries = build(
        RawEntry(guid="1", summary="first words of it"),
        RawEntry(link="/x"),
        RawEntry(guid="only a guid"),
        RawEntry(),
    )
    assert [entry.title for entry in entries] == ["first words of it", "https://a.example/x", "only a guid"]


def test_relative_links_of_a_body_start_from_the_article() -> None:
    (entry,) = build(RawEntry(link="https://b.example/news/1", content="<a href='2'>x</a>"))
    assert entry.blocks[0].spans[0].link == "https://b.example/news/2"
    (entry,) = build(
        RawEntry(link="https://b.example/news/1", content="<a href='2'>x</a>", base="https://c.example/")
    )
    assert entry.blocks[0].spans[0].link == "https://c.example/2"


def test_the_users_language_outranks_the_entrys_and_that_the_feeds() -> None:
    raw = RawEntry(guid="1", title="t", lang="fa")
    assert build(raw, lang="ar", feed_lang="en")[0].lang == "ar"
    assert build(raw, feed_lang="en")[0].lang == "fa"
    assert build(RawEntry(guid="1", title="t"), feed_lang="en_US")[0].lang == "en-US"


def test_the_newest_are_kept_in_the_feeds_order() -> None:
    raws = [
        RawEntry(guid=str(day), title="t", published=(NOW - timedelta(days=day)).isoformat())
        for day in (3, 0, 2, 1, 4)
    ]
    assert [entry.key for entry in build(*raws, limit=3)] == ["0", "2", "1"]
    assert [entry.key for entry in build(*raws, RawEntry(guid="undated", title="t"), limit=5)] == [
        "3",
        "0",
        "2",
        "1",
        "4",
    ]


def test_the_update_is_the_date_where_there_is_no_other() -> None:
    (entry,) = build(RawEntry(guid="1", title="t", published="nonsense", updated="2026-11-23T10:00:00Z"))
    assert entry.published_at == entry.updated_at == datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Layla", "Layla"),
        ("desk@a.example (Layla H.)", "Layla H."),
        ("Layla <desk@a.example>", "Layla"),
        ("desk@a.example", "desk@a.example"),
        ("&lt;b&gt;x", "<b>x"),
        ("(x)", "(x)"),
        ("", ""),
        ("a." * 100_000, "a." * 100),
        ("a@" * 100_000, "a@" * 100),
        ("<" * 100_000, "<" * 200),
    ],
)
def test_author(text: str, name: str) -> None:
    assert author_line(text) == name


@pytest.mark.parametrize(
    ("text", "tag"),
    [("ar", "ar"), ("ar-EG", "ar-EG"), ("en_us", "en-us"), ("zh-Hant-TW", "zh-Hant-TW"), (" fa ", "fa"), ("Arabic!", ""), ("", ""), ("x" * 99, ""), ("\x1b[", "")],
)  # fmt: skip
def test_language_tags(text: str, tag: str) -> None:
    assert lang_tag(text) == tag


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>a</p><p>The post <a href='x'>A</a> appeared first on <a href='y'>B</a>.</p>", 1),
        ("<p>a</p><p>ظهرت المقالة <a href='x'>خبر</a> أولاً على <a href='y'>صحيفة</a>.</p>", 1),
        ("<p>The post A appeared first on B.</p>", 1),
        ("<p>a</p><p>The post office appeared in 1840.</p>", 2),
    ],
)
def test_the_line_of_wordpress(html: str, kept: int) -> None:
    assert len(without_footer(to_blocks(html))) == kept


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "seconds"),
    [("15", "", "", 900.0), ("", "hourly", "", 3600.0), ("", " Hourly\n", "2", 1800.0), ("", "daily", "0", 86400.0), ("0", "", "", None), ("x", "fortnightly", "", None), ("", "", "", None), ("9" * 5000, "", "", None)],
)  # fmt: skip
def test_what_a_feed_asks_for(ttl: str, period: str, frequency: str, seconds: float | None) -> None:
    assert requested_interval(ttl, period, frequency) == seconds
