from __future__ import annotations

import pytest

from ticker_tui.feeds.discovery import MAX_FOUND, feeds_of_page

URL = "https://a.example/news/page.html"


def found(html: str) -> list[tuple[str, str]]:
    return [(feed.url, feed.title) for feed in feeds_of_page(html, URL)]


def test_what_a_page_declares_comes_before_what_it_links() -> None:
    html = """<html><head><title>x</title>
      <link rel="alternate" type="application/rss+xml" title="تعليقات &raquo; الصحيفة" href="/comments/feed/">
      <link rel="Alternate Home" type="application/rss+xml; charset=utf-8" title="الصحيفة" href="/feed/">
      <link rel="alternate" type="application/atom+xml" href="../atom.xml">
      <link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" type="text/css" href="/x.css">
      </head><body><a href="/feed/">RSS</a><a href="https://b.example/rss/world.xml">العالم <b>RSS</b></a></body></html>"""
    assert found(html) == [
        ("https://a.example/feed/", "الصحيفة"),
        ("https://a.example/atom.xml", ""),
        ("https://b.example/rss/world.xml", "العالم RSS"),
        ("https://a.example/comments/feed/", "تعليقات » الصحيفة"),
    ]


def test_the_base_of_the_page_counts() -> None:
    html = '<base href="https://b.example/x/"><link rel="alternate" type="text/xml" href="rss">'
    assert found(html) == [("https://b.example/x/rss", "")]


@pytest.mark.parametrize(
    ("href", "is_feed"),
    [
        ("/rss", True),
        ("/rss.xml", True),
        ("/world/feed", True),
        ("/feeds/all.xml", True),
        ("/index.rdf", True),
        ("/ar/rss2", True),
        ("https://feeds.b.example/about", False),
        ("https://rss.b.example/about", False),
        ("/feedback", False),
        ("/brass-band", False),
        ("/atomic", False),
        ("/", False),
        ("javascript:rss", False),
    ],
)
def test_which_links_look_like_feeds(href: str, is_feed: bool) -> None:
    assert bool(found(f'<a href="{href}">x</a>')) is is_feed


def test_the_old_scheme_of_feeds() -> None:
    assert found('<a href="feed:https://b.example/rss">x</a><a href="feed://c.example/rss">y</a>') == [
        ("https://b.example/rss", "x"),
        ("https://c.example/rss", "y"),
    ]


def test_the_page_itself_is_no_find_and_many_are_cut_off() -> None:
    assert found(f'<link rel="alternate" type="application/rss+xml" href="{URL}">') == []
    assert len(found("".join(f'<a href="/rss/{i}">x</a>' for i in range(1000)))) == MAX_FOUND


@pytest.mark.timeout(60)  # what is quadratic takes minutes
@pytest.mark.parametrize(
    "html", ["", "<", "<a " * 300_000, "<div>" * 100_000, "<a href=/rss>" * 70_000, "\0" * 100]
)
def test_hostile_pages(html: str) -> None:
    assert len(feeds_of_page(html, URL)) <= MAX_FOUND
