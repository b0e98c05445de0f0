"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read forgivingly: a field of the wrong type is a field that is not there."""

from __future__ import annotations

from typing import Any

import msgspec

from ticker_tui.feeds.raw import RawEntry, RawFeed
from ticker_tui.feeds.read_xml import MAX_READ


def read_json(text: str) -> RawFeed | None:
    """The feed in a JSON text; None when it is JSON of another kind or no JSON."""
    try:
        found: Any = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    if not isinstance(found, dict) or not isinstance(items := found.get("items"), list):
        return None
    if "jsonfeed.org" not in _text(found.get("version")) and not any(
        isinstance(item, dict) for item in items
    ):
        return None
    feed = RawFeed(title=_text(found.get("title")), title_is_html=False, lang=_text(found.get("language")))
    author = _author(found)
    for item in items[:MAX_READ]:
        if isinstance(item, dict):
            feed.entries.append(_entry(item, author))
    return feed


def _entry(item: dict[str, Any], feed_author: str) -> RawEntry:
    entry = RawEntry(
        guid=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        title_is_html=False,
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        author=_author(item) or feed_author,
        summary=_text(item.get("summary")),
        summary_is_html=False,
        lang=_text(item.get("language")),
        image=_text(item.get("image")) or _text(item.get("banner_image")),
    )
    if html := _text(item.get("content_html")):
        entry.content, entry.content_is_html = html, True
    else:
        entry.content, entry.content_is_html = _text(item.get("content_text")), False
    tags = item.get("tags")
    if isinstance(tags, list):
        entry.categories = [tag for each in tags[:50] if (tag := _text(each))]
    return entry


def _author(holder: dict[str, Any]) -> str:
    """Version 1.1 has `authors`, 1.0 `author`."""
    authors = holder.get("authors")
    if not isinstance(authors, list):
        authors = [holder.get("author")]
    return ", ".join(
        name for each in authors[:10] if isinstance(each, dict) and (name := _text(each.get("name")))
    )


def _text(value: object) -> str:
    """A string; numbers are welcome, since ids are often written as numbers."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
