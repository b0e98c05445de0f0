"""The patient reader: feedparser, for everything that is not well-formed or not known to the quick one.

The only importer of feedparser. It is given bytes in UTF-8, never text or an address (it would open files), and must be
run where it can be killed: 6.0.14 needs minutes for some documents of 20 KB, and raises for others.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import Any, cast

from ticker_tui.feeds.raw import RawEntry, RawFeed, asked_interval
from ticker_tui.feeds.read_xml import MAX_READ

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MEDIA_TEXT = re.compile(r"(</?media:)(title|description)\b")


def read_feedparser(text: str, url: str) -> tuple[RawFeed, str] | None:
    """The feed in a text and what was wrong with it (empty: nothing); None when it is no feed.

    Raises:
        Exception: whatever feedparser raises; it is not ready for hostile input.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser

        # A photo's caption would become the article: the names are changed to ones feedparser only stores.
        text = _MEDIA_TEXT.sub(r"\1x\2", text)
        found: Any = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    entries = cast("list[dict[str, Any]]", found.entries)
    if not entries and not found.get("version"):
        return None
    meta = found.feed
    atom = str(found.get("version", "")).startswith("atom")
    feed = RawFeed(
        title=_get(meta, "title"),
        title_is_html=_is_html(meta.get("title_detail"), atom=atom),
        lang=_get(meta, "language"),
        ttl_s=asked_interval(
            _get(meta, "ttl"), _get(meta, "sy_updateperiod"), _get(meta, "sy_updatefrequency")
        ),
        entries=[_entry(entry, url, atom=atom) for entry in entries[:MAX_READ]],
    )
    return feed, str(found.get("bozo_exception", "")) if found.bozo else ""


def _entry(found: dict[str, Any], url: str, *, atom: bool) -> RawEntry:
    entry = RawEntry(
        guid=_get(found, "id"),
        link=_link(found),
        title=_get(found, "title"),
        title_is_html=_is_html(found.get("title_detail"), atom=atom),
        published=_get(found, "published") or _get(found, "created"),
        updated=_get(found, "updated"),
        author=_author(found),
        categories=_categories(found),
        summary=_get(found, "summary"),
        summary_is_html=_is_html(found.get("summary_detail"), atom=atom),
        image_alt=_get(found, "media_xdescription"),
    )
    contents = found.get("content") or []
    if contents:
        entry.content = _get(contents[0], "value")
        entry.content_is_html = _is_html(contents[0], atom=atom)
    for detail in (*contents[:1], found.get("summary_detail") or {}, found.get("title_detail") or {}):
        entry.base = entry.base or _get(detail, "base")
        entry.lang = entry.lang or _get(detail, "language")
    entry.base = entry.base or url
    entry.image = _image(found)
    return entry


def _link(found: dict[str, Any]) -> str:
    if link := _get(found, "link"):
        return link
    links = found.get("links") or []
    return next((_get(link, "href") for link in links if _get(link, "rel") == "alternate"), "")


def _author(found: dict[str, Any]) -> str:
    detail = found.get("author_detail") or {}
    return _get(detail, "name") or _get(found, "author")


def _categories(found: dict[str, Any]) -> list[str]:
    tags = found.get("tags") or []
    terms = [_get(tag, "label") or _get(tag, "term") for tag in tags[:50]]
    return [term for term in dict.fromkeys(terms) if term]


def _image(found: dict[str, Any]) -> str:
    for media in found.get("media_content") or []:
        if _get(media, "type").startswith("image/") or _get(media, "medium") == "image":
            return _get(media, "url")
    for media in found.get("media_thumbnail") or []:
        return _get(media, "url")
    for enclosure in found.get("enclosures") or []:
        if _get(enclosure, "type").startswith("image/"):
            return _get(enclosure, "href")
    return ""


def _is_html(detail: dict[str, Any] | None, *, atom: bool) -> bool | None:
    """What the feed says. In RSS nobody says and feedparser guesses: then we guess for ourselves."""
    if not detail or not atom:
        return None
    return _get(detail, "type") in _HTML_TYPES


def _get(holder: Any, name: str) -> str:  # noqa: ANN401 - feedparser has no types
    """A string field as it is, without feedparser's substitutions of one field for another."""
    value = dict.get(holder, name)
    return value.strip() if isinstance(value, str) else ""
