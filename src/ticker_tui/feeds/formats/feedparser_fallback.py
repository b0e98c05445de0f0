"""The patient reader: feedparser, for everything that is not well-formed or not known to the quick one.

The only importer of feedparser. It is given bytes in UTF-8, never text or an address (it would open files), and must be
run where it can be killed: 6.0.14 needs minutes for some documents of 20 KB, and raises for others.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ticker_tui.feeds.formats.raw_feed import (
    MAX_READ,
    RawEntry,
    RawFeed,
    is_picture,
    names_in_one,
    requested_interval,
)
from ticker_tui.html.untyped_json import field, mapping, mappings, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MEDIA_TEXT = re.compile(r"(</?media:)(title|description)\b")


def read_feedparser(source: str, url: str) -> tuple[RawFeed, str] | None:
    """The feed in a text and what was wrong with it (empty: nothing); None when it is no feed.

    Raises:
        Exception: whatever feedparser raises; it is not ready for hostile input.
    """
    # A photo's caption would become the article: the names are changed to ones feedparser only stores.
    found = _parse(_MEDIA_TEXT.sub(r"\1x\2", source))
    entries = mappings(found, "entries", MAX_READ)
    version = text(found, "version")
    if not entries and not version:
        return None
    meta = mapping(field(found, "feed"))
    atom = version.startswith("atom")
    author = _authors(meta) if atom else ""  # RFC 4287 4.2.1: the feed's is its entries'
    feed = RawFeed(
        title=text(meta, "title"),
        title_is_html=_is_html(mapping(field(meta, "title_detail")), atom=atom),
        lang=text(meta, "language"),
        ttl_s=requested_interval(
            text(meta, "ttl"), text(meta, "sy_updateperiod"), text(meta, "sy_updatefrequency")
        ),
        entries=[_entry(entry, url, author, atom=atom) for entry in entries],
    )
    return feed, str(field(found, "bozo_exception") or "damaged") if field(found, "bozo") else ""


def _parse(source: str) -> Mapping[str, object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser  # pyright: ignore[reportMissingTypeStubs]

        library: Any = feedparser
        return mapping(
            library.parse(
                io.BytesIO(source.encode("utf-8", "replace")),
                response_headers={"content-type": "application/xml; charset=utf-8"},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        )


def _entry(found: Mapping[str, object], url: str, author: str, *, atom: bool) -> RawEntry:
    title, summary = mapping(field(found, "title_detail")), mapping(field(found, "summary_detail"))
    content = next(iter(mappings(found, "content")), mapping(None))
    details = (content, summary, title)
    return RawEntry(
        guid=text(found, "id"),
        link=_link(found),
        title=text(found, "title"),
        title_is_html=_is_html(title, atom=atom),
        published=text(found, "published") or text(found, "created"),
        updated=text(found, "updated"),
        author=_authors(found) or author,
        categories=_categories(found),
        # Where there is only a content, feedparser repeats it as summary.
        summary="" if text(found, "summary") == text(content, "value") else text(found, "summary"),
        summary_is_html=_is_html(summary, atom=atom),
        content=text(content, "value"),
        content_is_html=_is_html(content, atom=atom),
        base=_absolute(url, next((base for detail in details if (base := text(detail, "base"))), "")),
        lang=next((lang for detail in details if (lang := text(detail, "language"))), ""),
        image=_image(found),
        image_alt=text(found, "media_xdescription"),
    )


def _authors(found: Mapping[str, object]) -> str:
    # Where feedparser finds an address it cuts the name: such a one is only for want of another.
    plain = [author for author in mappings(found, "authors") if not text(author, "email")]
    return (
        names_in_one(text(author, "name") for author in plain)
        or text(mapping(field(found, "author_detail")), "name")
        or text(found, "author")
    )


def _link(found: Mapping[str, object]) -> str:
    link = text(found, "link")
    if link and (link != text(found, "id") or link.startswith(("http://", "https://"))):
        return link  # else feedparser has taken a guid for a link
    return next(
        (text(link, "href") for link in mappings(found, "links") if text(link, "rel") == "alternate"), ""
    )


def _absolute(url: str, base: str) -> str:
    try:
        return urljoin(url, base) if base else ""
    except ValueError:
        return ""


def _categories(found: Mapping[str, object]) -> list[str]:
    terms = [text(tag, "label") or text(tag, "term") for tag in mappings(found, "tags")]
    return [term for term in dict.fromkeys(terms) if term]


def _image(found: Mapping[str, object]) -> str:
    for media in mappings(found, "media_content"):
        if is_picture(text(media, "url"), text(media, "type"), text(media, "medium")):
            return text(media, "url")
    for media in mappings(found, "media_thumbnail"):
        return text(media, "url")
    for link in mappings(found, "links"):
        if text(link, "rel") == "enclosure" and is_picture(text(link, "href"), text(link, "type")):
            return text(link, "href")
    return ""


def _is_html(detail: Mapping[str, object], *, atom: bool) -> bool | None:
    """What the feed says. In RSS nobody says and feedparser guesses: then we guess for ourselves."""
    if not detail or not atom:
        return None
    return text(detail, "type") in _HTML_TYPES
