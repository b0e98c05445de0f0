"""The feeds that a web page names: what to offer when somebody gives a page's address instead of a feed's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker_tui.feeds.job import FoundFeed
from ticker_tui.feeds.links import safe_link
from ticker_tui.feeds.titles import title_line
from ticker_tui.feeds.tree import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticker_tui.feeds.tree import Node

MAX_FOUND = 20
MAX_PAGE = 2_000_000
"""Characters that are looked at."""

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
    }
)
_LOOKS_LIKE_FEED = re.compile(
    r"(?:^|[/_.-])(?:rss|feeds?|atom|rdf)(?:[/_.?-]|\d?$)|\.(?:rss|rdf|atom)$", re.IGNORECASE
)
_COMMENTS = re.compile(r"comments?|replies|تعليقات", re.IGNORECASE)


def feeds_of_page(text: str, url: str) -> tuple[FoundFeed, ...]:
    """The feeds a page declares, then the links that look like feeds; feeds of comments last.

    Args:
        text: HTML.
        url: Where the page came from.
    """
    root = parse_html(text[:MAX_PAGE])
    if root is None:
        return ()
    base = next((safe_link(node.get("href", ""), url) for node in root.iter("base")), "") or url
    found: dict[str, FoundFeed] = {}
    for feed in (*_declared(root, base), *_linked(root, base)):
        if feed.url and feed.url != url:
            found.setdefault(feed.url, feed)
    ranked = sorted(found.values(), key=lambda feed: bool(_COMMENTS.search(feed.url + feed.title)))
    return tuple(ranked[:MAX_FOUND])


def _declared(root: Node, base: str) -> Iterator[FoundFeed]:
    """`<link rel="alternate" type="application/rss+xml">` (HTML 4.6.7.1)."""
    for node in root.iter("link"):
        kind = node.get("type", "").partition(";")[0].strip().lower()
        if kind in _TYPES and "alternate" in node.get("rel", "").lower().split():
            yield _found(node.get("href", ""), base, node.get("title", ""))


def _linked(root: Node, base: str) -> Iterator[FoundFeed]:
    """`<a href>` whose address looks like a feed's."""
    for node in root.iter("a"):
        href = node.get("href", "").strip()
        if _LOOKS_LIKE_FEED.search(href.partition("://")[2].partition("/")[2] if "://" in href else href):
            yield _found(href, base, "".join(node.itertext())[:500])


def _found(href: str, base: str, title: str) -> FoundFeed:
    if href.startswith("feed:"):
        href = href.removeprefix("feed:")
        href = href if href.startswith(("http://", "https://")) else f"https:{href}"
    return FoundFeed(url=safe_link(href, base), title=title_line(title, limit=100))
