"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read forgivingly: a field of the wrong type costs that field, an item that item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.feeds.formats.lenient_json import read_object
from ticker_tui.feeds.formats.raw_feed import MAX_READ, RawEntry, RawFeed, is_picture
from ticker_tui.html.untyped_json import as_text, field, mapping, mappings, text, values

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_json(source: str) -> tuple[RawFeed, str] | None:
    """The feed in a JSON text and what was wrong with it (empty: nothing); None: it is JSON of another kind or no JSON."""
    found, damaged = read_object(source)
    items = _items(found)
    if damaged and not items:
        return None  # nothing of it can be read
    if "jsonfeed.org" not in text(found, "version") and not any(
        "content_html" in item or "url" in item for item in items
    ):
        return None
    author = _author(found)
    feed = RawFeed(
        title=text(found, "title"),
        title_is_html=False,
        lang=text(found, "language"),
        entries=[_entry(item, author) for item in items],
    )
    return feed, "damaged" if damaged else ""


def _items(found: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The items; some generators number them in an object."""
    numbered = mapping(field(found, "items"))
    if numbered:
        return [item for each in list(numbered.values())[:MAX_READ] if (item := mapping(each))]
    return mappings(found, "items", MAX_READ)


def _entry(item: Mapping[str, object], feed_author: str) -> RawEntry:
    html = text(item, "content_html")
    image, image_alt = _picture(item)
    return RawEntry(
        guid=text(item, "id"),
        link=text(item, "url") or text(item, "external_url"),
        title=text(item, "title"),
        title_is_html=False,
        published=text(item, "date_published"),
        updated=text(item, "date_modified"),
        author=_author(item) or feed_author,
        categories=_tags(item),
        summary=text(item, "summary"),
        summary_is_html=False,
        content=html or text(item, "content_text"),
        content_is_html=bool(html),
        lang=text(item, "language"),
        image=image,
        image_alt=image_alt,
    )


def _author(holder: Mapping[str, object]) -> str:
    """Version 1.1 has `authors`, 1.0 `author`; each of them is an object, and in real feeds also a name."""
    authors = [*values(holder, "authors", 10), field(holder, "authors"), field(holder, "author")]
    names = [name for author in authors if (name := as_text(author) or text(mapping(author), "name"))]
    return ", ".join(dict.fromkeys(names))


def _tags(item: Mapping[str, object]) -> list[str]:
    tags = values(item, "tags") or as_text(field(item, "tags")).split(",")
    return [name for tag in tags if (name := as_text(tag) or text(mapping(tag), "name"))]


def _picture(item: Mapping[str, object]) -> tuple[str, str]:
    """Address and description of the item's picture: its own, else the first picture among what is attached."""
    if own := text(item, "image") or text(item, "banner_image"):
        return own, ""
    for attached in mappings(item, "attachments", 10):
        if is_picture(text(attached, "url"), text(attached, "mime_type")):
            return text(attached, "url"), text(attached, "title")
    return "", ""
