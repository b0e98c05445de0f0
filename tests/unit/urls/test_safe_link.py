from __future__ import annotations

import pytest

from ticker_tui.urls.safe_link import MAX_LINK, safe_link
from ticker_tui.urls.same_page import same_page

BASE = "https://news.example/world/feed.xml"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://news.example/a/1", "https://news.example/a/1"),
        ("http://news.example:8080/a?b=c#d", "http://news.example:8080/a?b=c#d"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("https://news.ex\nample/a", "https://news.example/a"),  # as browsers do
        ("/rel", "https://news.example/rel"),
        ("/a/./b/../c", "https://news.example/a/c"),
        ("/.well-known/feed", "https://news.example/.well-known/feed"),
        ("/100%", "https://news.example/100%25"),
        ("/rel?p=7#q", "https://news.example/rel?p=7#q"),
        ("rel", "https://news.example/world/rel"),
        ("//other.example/x", "https://other.example/x"),
        ("?p=7", "https://news.example/world/feed.xml?p=7"),
        ("https://news.example/a b", "https://news.example/a%20b"),
        ("https://news.example/عاجل", "https://news.example/%D8%B9%D8%A7%D8%AC%D9%84"),
        ("https://news.example/%D8%B9", "https://news.example/%D8%B9"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://مثال.إختبار/x", "https://xn--mgbh0fb.xn--kgbechtv/x"),
        ("HTTPS://NEWS.example/a", "https://news.example/a"),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("https://[2001:db8::1]:81/a", "https://[2001:db8::1]:81/a"),
        ('https://news.example/"><x>', "https://news.example/%22%3E%3Cx%3E"),
        ("https://news.example/\ud800", "https://news.example/%3F"),
        ("http://news.example:65535/a?b#%D8%B9-1", "http://news.example:65535/a?b#%D8%B9-1"),
        ("https://news.example/a#b#c", "https://news.example/a#b%23c"),
        ("https://news.example:0443/a", "https://news.example:443/a"),
        ("--help", "https://news.example/world/--help"),
        ("%Action", "https://news.example/world/%Action"),  # %Ac is an escape
        ("%zoom", "https://news.example/world/%25zoom"),
    ],
)
def test_it_may_be_opened(url: str, safe: str) -> None:
    assert safe_link(url, BASE) == safe
    assert safe.isascii()
    assert safe_link(safe) == safe


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/hostname",
        "ftp://news.example/x",
        "mailto:a@news.example",
        "about:blank",
        "http://",
        "http:///x",
        "https://[::1",
        "https://news.example:99999/",
        "https://news.example:x/",
        "https://news.exa mple/",
        "https://news.example/\x1b]52;c;x\x07",
        "https://news.example/\x9d",
        "https://news.example/\u2028",
        "https://-_-\\@evil/",
        "https://" + "a" * 300 + ".example/",
        "https://news.example/" + "a" * MAX_LINK,
    ],
)
def test_it_is_no_link(url: str) -> None:
    assert safe_link(url, BASE) == ""


@pytest.mark.parametrize("url", ["/rel", "--help", "%action", "-x", "news.example/a", "//news.example/a"])
def test_without_a_base_only_absolute_ones_are_links(url: str) -> None:
    assert safe_link(url) == ""


def test_a_broken_base_is_no_base() -> None:
    assert safe_link("rel", "http://[bad/") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?at_medium=RSS&at_campaign=rss", "https://a.example/x"),
        ("https://www.a.example/x/", "http://a.example/x"),
        ("https://a.example/x?id=7&utm_source=rss#top", "https://a.example/x?id=7"),
    ],
)
def test_the_same_page(one: str, other: str) -> None:
    assert same_page(one) == same_page(other)


def test_a_page_is_named_by_its_query() -> None:
    assert same_page("https://a.example/?p=1") != same_page("https://a.example/?p=2")
