"""What a page says about its article for machines: JSON-LD (schema.org) and the meta elements of Open Graph and others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, cast

from ticker_tui.html.titles import title_line
from ticker_tui.html.untyped_json import field, is_too_deep, mapping, text, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ticker_tui.html.tree import Node

MAX_SCRIPT = 200_000
"""Characters of one JSON-LD script that are looked at."""
MAX_THINGS = 200
_AUTHORS = 3
_KINDS = ("Article", "Posting", "Report")

_DATES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
)
_NAMES = ("author", "article:author", "dc.creator", "byl")


class PageMetadata(NamedTuple):
    """Empty where the page does not say."""

    title: str = ""
    author: str = ""
    published: str = ""
    """As written; `dates.parse_date` reads it."""


def metadata_in(root: Node) -> PageMetadata:
    """Look through a page; JSON-LD is believed before meta elements."""
    title = author = published = ""
    for thing in _articles(root):
        title = title or title_line(text(thing, "headline"))
        author = author or _people(field(thing, "author"))
        published = published or text(thing, "datePublished")
    metas = _metas(root)
    published = published or next((metas[name] for name in _DATES if name in metas), "")
    author = author or next((name for key in _NAMES if (name := _name(metas.get(key, "")))), "")
    return PageMetadata(title or title_line(metas.get("og:title", "")), author, published)


def _articles(root: Node) -> Iterator[Mapping[str, object]]:
    """The things of kind Article, NewsArticle, BlogPosting… in the page's scripts."""
    for node in root.iter("script"):
        if "ld+json" not in node.get("type", ""):
            continue
        try:
            found = cast("object", json.loads("".join(node.itertext())[:MAX_SCRIPT]))
        except (ValueError, RecursionError):
            continue
        if is_too_deep(found):
            continue
        waiting = _listed(found)
        for each in waiting:  # grows while it is walked: a graph holds further things
            thing = mapping(each)
            if len(waiting) < MAX_THINGS:
                waiting.extend(values(thing, "@graph"))
            if any(kind in str(field(thing, "@type")) for kind in _KINDS):
                yield thing


def _listed(found: object) -> list[object]:
    """One or several."""
    return cast("list[object]", found)[:MAX_THINGS] if isinstance(found, list) else [found]


def _people(found: object) -> str:
    """Names of one or several authors, each a string or a thing with a name."""
    people = _listed(found)
    names = [
        _name(each if isinstance(each, str) else text(mapping(each), "name")) for each in people[:_AUTHORS]
    ]
    return title_line(", ".join(dict.fromkeys(name for name in names if name)), limit=120)


def _name(said: str) -> str:
    """A person's name; some pages put the address of a profile in its place."""
    return "" if "://" in said or "@" in said else title_line(said, limit=120)


def _metas(root: Node) -> dict[str, str]:
    metas: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property", "") or node.get("name", "") or node.get("itemprop", "")
        if name and (content := node.get("content", "").strip()):
            metas.setdefault(name.lower(), content[:1000])
    return metas
