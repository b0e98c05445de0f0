"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read forgivingly."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec

from ticker_tui.feeds.raw import MAX_READ, RawEntry, RawFeed
from ticker_tui.feeds.untyped import as_text, mapping, mappings, text, values

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_json(source: str) -> RawFeed | None:
    """The feed in a JSON text; None when it is JSON of another kind or no JSON."""
    try:
        found = mapping(cast("object", msgspec.json.decode(source)))
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    items = mappings(found, "items", MAX_READ)
    if "jsonfeed.org" not in text(found, "version") and not any(
        "content_html" in item or "url" in item for item in items
    ):
        return None
    author = _author(found)
    return RawFeed(
        title=text(found, "title"),
        title_is_html=False,
        lang=text(found, "language"),
        entries=[_entry(item, author) for item in items],
    )


def _entry(item: Mapping[str, object], feed_author: str) -> RawEntry:
    html = text(item, "content_html")
    return RawEntry(
        guid=text(item, "id"),
        link=text(item, "url") or text(item, "external_url"),
        title=text(item, "title"),
        title_is_html=False,
        published=text(item, "date_published"),
        updated=text(item, "date_modified"),
        author=_author(item) or feed_author,
        categories=[tag for each in values(item, "tags") if (tag := as_text(each))],
        summary=text(item, "summary"),
        summary_is_html=False,
        content=html or text(item, "content_text"),
        content_is_html=bool(html),
        lang=text(item, "language"),
        image=text(item, "image") or text(item, "banner_image"),
    )


def _author(holder: Mapping[str, object]) -> str:
    """Version 1.1 has `authors`, 1.0 `author`."""
    authors = mappings(holder, "authors", 10) or [mapping(holder.get("author"))]
    return ", ".join(name for author in authors if (name := text(author, "name")))
