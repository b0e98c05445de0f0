"""The feeds that a web page names: what to offer when somebody gives a page's address instead of a feed's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker_tui.html.titles import title_line
from ticker_tui.html.tree import parse_html
from ticker_tui.processes.parser_protocol import LinkedFeed
from ticker_tui.urls.safe_link import may_be_feed, safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker_tui.html.tree import Node

MAX_FOUND = 20
MAX_PAGE = 2_000_000
"""Characters that are looked at."""

MAX_REFRESH = 100_000
"""Characters in which a meta refresh is looked for."""

_LOOKS_LIKE_FEED = re.compile(
    r"(?:^|[/_.-])(?:rss|feeds?|atom|rdf)(?:[/_.?-]|\d?$)|\.(?:rss|rdf|atom)$", re.IGNORECASE
)
_REFRESH = re.compile(r"""\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?["']?\s*([^"'\s]\S*?)["']?\s*""", re.IGNORECASE)
"""The content of a meta refresh (HTML 4.2.5.3): seconds and an address."""
_COMMENTS = re.compile(r"comments?|replies|تعليقات", re.IGNORECASE)


def feeds_of_page(text: str, url: str) -> tuple[LinkedFeed, ...]:
    """The feeds a page declares, then the links that look like feeds; feeds of comments last.

    Args:
        text: HTML.
        url: Where the page came from.
    """
    root = parse_html(text[:MAX_PAGE])
    if root is None:
        return ()
    base = next((safe_link(node.get("href", ""), url) for node in root.iter("base")), "") or url
    found: dict[str, LinkedFeed] = {}
    for feed in (*_declared(root, base), *_linked(root, base)):
        if feed.url and feed.url != url:
            found.setdefault(feed.url, feed)
    ranked = sorted(found.values(), key=lambda feed: bool(_COMMENTS.search(feed.url + feed.title)))
    return tuple(ranked[:MAX_FOUND])


def _declared(root: Node, base: str) -> Iterator[LinkedFeed]:
    """`<link rel="alternate" type="application/rss+xml">` (HTML 4.6.7.1)."""
    for node in root.iter("link"):
        kind = node.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in node.get("rel", "").lower().split() and may_be_feed(kind, node.get("href", "")):
            yield _found(node.get("href", ""), base, node.get("title", ""))


def refresh_target(text: str, url: str) -> str:
    """Where a page without content of its own leads with `<meta http-equiv="refresh">`; empty: nowhere else.

    Args:
        text: HTML.
        url: Where the page came from.
    """
    if "refresh" not in text[:MAX_REFRESH].lower():
        return ""
    root = parse_html(text[:MAX_REFRESH])
    if root is None:
        return ""
    base = next((safe_link(node.get("href", ""), url) for node in root.iter("base")), "") or url
    for node in root.iter("meta"):
        if node.get("http-equiv", "").strip().lower() == "refresh":
            match = _REFRESH.fullmatch(node.get("content", "")[:5000])
            target = safe_link(match[1], base) if match else ""
            if target and target.partition("#")[0] != url.partition("#")[0]:
                return target
    return ""


def _linked(root: Node, base: str) -> Iterator[LinkedFeed]:
    """`<a href>` whose address looks like a feed's."""
    for node in root.iter("a"):
        href = node.get("href", "").strip()
        if _LOOKS_LIKE_FEED.search(href.partition("://")[2].partition("/")[2] if "://" in href else href):
            yield _found(href, base, "".join(node.itertext())[:500])


def _found(href: str, base: str, title: str) -> LinkedFeed:
    if href.startswith("feed:"):
        href = href.removeprefix("feed:")
        href = href if href.startswith(("http://", "https://")) else f"https:{href}"
    return LinkedFeed(url=safe_link(href, base), title=title_line(title, limit=100))
