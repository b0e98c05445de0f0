"""The quick reader: well-formed RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0 in one pass over an lxml tree.

About thirty times faster than feedparser, and equal to it on the fixtures (a test says so). Whatever it does not know
or cannot parse is left to feedparser.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ticker_tui.feeds.formats.raw_feed import (
    MAX_READ,
    RawEntry,
    RawFeed,
    is_picture,
    names_in_one,
    requested_interval,
)
from ticker_tui.html.tree import inner_html, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticker_tui.html.tree import Node

_NAMESPACES = {
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd": "itunes:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
_SPARE = {
    "dc:title": "title",
    "itunes:title": "title",
    "dc:description": "summary",
    "itunes:summary": "summary",
    "itunes:author": "author",
    "itunes:image": "image",
}
"""What stands in for a field of RSS that an item does not have."""
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_LANG = f"{_XML}lang"
_BASE = f"{_XML}base"
_RSS_TEXTS = {
    "title": "title",
    "description": "summary",
    "content:encoded": "content",
    "dc:language": "lang",
    **dict.fromkeys(("pubdate", "dcterms:issued", "dcterms:created"), "published"),
    **dict.fromkeys(("dc:date", "dcterms:modified", "lastbuilddate", "atom:updated"), "updated"),
}
"""Elements of an item that are one field; the last that says anything counts."""
_ATOM_TEXTS = {
    **dict.fromkeys(("atom:published", "atom:issued", "atom:created", "dcterms:issued"), "published"),
    **dict.fromkeys(("atom:updated", "atom:modified", "dc:date", "dcterms:modified"), "updated"),
}
"""The same of an entry."""


class _Names(dict[object, str]):
    """``{namespace}local`` → ``prefix:local`` with the prefix everybody uses; ``?`` for what we do not read."""

    def __missing__(self, tag: object) -> str:
        if len(self) > 2048:  # a hostile feed may bring any number
            self.clear()
        self[tag] = name = _short_name(tag) if isinstance(tag, str) else "?"
        return name


def _short_name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag.lower()
    namespace, _, local = tag[1:].partition("}")
    prefix = _NAMESPACES.get(namespace)
    return "?" if prefix is None else prefix + local.lower()


_NAMES = _Names()


def read_xml(text: str | bytes, url: str, *, repair: bool = False) -> RawFeed | None:
    """The feed in a document; None when the document is XML of another kind.

    Args:
        text: The document, as text or in UTF-8.
        url: Of the feed.
        repair: Read a damaged document as far as possible.

    Raises:
        NotWellFormedError: it is not XML.
    """
    root = parse_xml(text, repair=repair)
    name = _NAMES[root.tag]
    if name == "rss":
        channels = [node for node in root if _NAMES[node.tag] == "channel"]
        # RSS 0.90 and some generators put the items beside the channel, and a few into an element of their own.
        items = [node for parent in (*channels, root) for node in parent if _NAMES[node.tag] == "item"]
        items = items or [node for node in root.iter() if _NAMES[node.tag] == "item"]
        return _read(channels[0] if channels else root, items, url, _rss_entry, root)
    if name == "rdf:rdf":
        channel = next((node for node in root if _NAMES[node.tag] == "channel"), root)
        items = [node for node in root.iter() if _NAMES[node.tag] == "item"]
        return _read(channel, items, url, _rss_entry, root)
    if name == "atom:feed":
        feed = _read(
            root, [node for node in root if _NAMES[node.tag] == "atom:entry"], url, _atom_entry, root
        )
        author = _atom_authors(root)
        for entry in feed.entries:
            entry.author = entry.author or author  # RFC 4287 4.2.1
        return feed
    return None


def _read(
    channel: Node, items: list[Node], url: str, read_entry: Callable[[Node, str, str], RawEntry], root: Node
) -> RawFeed:
    feed = RawFeed(lang=channel.get(_LANG, "") or root.get(_LANG, ""))
    ttl = period = frequency = ""
    for node in channel:
        match _NAMES[node.tag]:
            case "title":
                feed.title = feed.title or _text(node)
            case "atom:title":
                feed.title, feed.title_is_html = _construct(node)
            case "language" | "dc:language":
                feed.lang = _text(node) or feed.lang
            case "ttl":
                ttl = _text(node)
            case "sy:updateperiod":
                period = _text(node)
            case "sy:updatefrequency":
                frequency = _text(node)
            case _:
                pass
    feed.ttl_s = requested_interval(ttl, period, frequency)
    base = _based(root, "", url)
    if channel is not root:
        base = _based(channel, base, url)
    feed.entries = [read_entry(node, base, url) for node in items[:MAX_READ]]
    return feed


def _rss_entry(item: Node, base: str, url: str) -> RawEntry:  # noqa: C901, PLR0912 - a table of element names
    entry = RawEntry(guid=item.get(_ABOUT, ""), base=_based(item, base, url), lang=item.get(_LANG, ""))
    permalink = True
    names: list[str] = []
    spare: dict[str, str] = {}
    for node in item:
        name = _NAMES[node.tag]
        if field := _RSS_TEXTS.get(name):
            if text := _text(node):
                setattr(entry, field, text)
            continue
        match name:
            case "link":
                entry.link = _text(node) or node.get("href", "") or entry.link
            case "guid":
                entry.guid = _text(node) or entry.guid
                permalink = node.get("isPermaLink", "true").strip().lower() != "false"
            case "category" | "dc:subject":
                _category(_text(node), entry)
            case "author" | "dc:creator" | "dc:author":
                names.append(_text(node))
            case "atom:link":
                _atom_link(node, entry)
            case "enclosure":
                _picture(node.get("url", ""), node.get("type", ""), entry)
            case name if name.startswith("media:"):
                _media(node, name, entry)
            case name if name in _SPARE:
                spare.setdefault(_SPARE[name], _text(node) or node.get("href", "").strip())
            case _:
                pass
    entry.author = names_in_one(names)
    for name, text in spare.items():
        setattr(entry, name, getattr(entry, name) or text)
    if not entry.link and permalink and entry.guid.startswith(("http://", "https://")):
        entry.link = entry.guid
    return entry


def _atom_entry(item: Node, base: str, url: str) -> RawEntry:  # noqa: C901, PLR0912 - a table of element names
    entry = RawEntry(base=_based(item, base, url), lang=item.get(_LANG, ""))
    authors: list[Node] = []
    source = ""
    for node in item:
        name = _NAMES[node.tag]
        if field := _ATOM_TEXTS.get(name):
            if text := _text(node):
                setattr(entry, field, text)
            continue
        match name:
            case "atom:link":
                _atom_link(node, entry)
            case "atom:title":
                entry.title, entry.title_is_html = _construct(node)
            case "atom:id":
                entry.guid = _text(node)
            case "atom:author" | "dc:creator":
                authors.append(node)
            case "atom:content":
                entry.content, entry.content_is_html = _construct(node)
                entry.base = _based(node, entry.base, url)
                entry.lang = node.get(_LANG, "") or entry.lang
            case "atom:summary":
                entry.summary, entry.summary_is_html = _construct(node)
            case "atom:source":
                source = source or _atom_authors(node)
            case "atom:category":
                _category(node.get("label", "") or node.get("term", ""), entry)
            case "dc:subject":
                _category(_text(node), entry)
            case name if name.startswith("media:"):
                _media(node, name, entry)
            case _:
                pass
    entry.author = _atom_authors(authors) or source
    return entry


def _atom_authors(holder: Iterable[Node]) -> str:
    """The names that a feed, an entry or its source gives."""
    authors: list[str] = []
    names: list[str] = []
    for node in holder:
        name = _NAMES[node.tag]
        if name == "dc:creator":
            names.append(_text(node))
        elif name == "atom:author":
            authors.extend([_text(part) for part in node if _NAMES[part.tag] == "atom:name"])
    return names_in_one(authors + names)


def _construct(node: Node) -> tuple[str, bool]:
    """An Atom text construct or content: its text, and whether that is HTML (RFC 4287 3.1, 4.1.3.3)."""
    kind = node.get("type", "text").strip().lower()
    if len(node) > 0 or kind in {"xhtml", "application/xhtml+xml"}:
        return inner_html(node).strip(), True
    text = _text(node)
    if node.get("mode", "") == "base64":  # Atom 0.3
        text = _from_base64(text)
    elif "/" in kind and not kind.startswith("text/") and not kind.endswith("xml"):
        text = ""  # a picture, a sound: as base64
    return text, kind not in {"text", "text/plain"}


def _from_base64(text: str) -> str:
    try:
        return b64decode(text).decode("utf-8", "replace").strip()
    except (binascii.Error, ValueError):
        return ""


def _atom_link(node: Node, entry: RawEntry) -> None:
    href = node.get("href", "").strip()
    # RFC 4287 4.2.7.2: a registered relation may be written as its address.
    match (
        node.get("rel", "alternate").strip().lower().removeprefix("http://www.iana.org/assignments/relation/")
    ):
        case "alternate":
            entry.link = entry.link or href
        case "enclosure":
            _picture(href, node.get("type", ""), entry)
        case _:
            pass


def _media(node: Node, name: str, entry: RawEntry) -> None:
    """A picture of Media RSS, wherever in its group it stands."""
    if name in {"media:group", "media:content"}:
        if name == "media:content":
            _picture(node.get("url", ""), node.get("type", ""), entry, medium=node.get("medium", ""))
        for child in node:
            if (inner := _NAMES[child.tag]).startswith("media:"):
                _media(child, inner, entry)
    elif name == "media:thumbnail":
        _picture(node.get("url", ""), "image/", entry)
    elif name == "media:description":
        entry.image_alt = entry.image_alt or _text(node)


def _picture(url: str, kind: str, entry: RawEntry, *, medium: str = "") -> None:
    if url and not entry.image and is_picture(url, kind, medium):
        entry.image = url.strip()


def _category(text: str, entry: RawEntry) -> None:
    if text and len(entry.categories) < 50 and text not in entry.categories:
        entry.categories.append(text)


def _text(node: Node) -> str:
    """The element's text; markup that should have been escaped loses its tags, as feedparser does it."""
    if len(node) == 0:
        return (node.text or "").strip()
    return "".join(node.itertext()).strip()


def _based(node: Node, base: str, url: str) -> str:
    """The base that holds inside an element: what `xml:base` says, else what held outside (empty: nothing was said)."""
    own = node.get(_BASE, "").strip()
    if not own:
        return base
    try:
        return urljoin(base or url, own)
    except ValueError:
        return base
