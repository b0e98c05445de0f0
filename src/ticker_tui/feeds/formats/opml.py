"""Lists of feeds as programs hand them to each other: OPML 2.0, http://opml.org/spec2.opml, in and out.

A list comes from anywhere, so it may bring http(s) addresses and nothing else: no command, no file, no other scheme.
Folders are categories; one inside another is written ``Outer / Inner``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from ticker_tui.errors import TickerError
from ticker_tui.feeds.charset import decode
from ticker_tui.feeds.entries import lang_tag
from ticker_tui.feeds.parse import legal_xml
from ticker_tui.html.titles import title_line
from ticker_tui.html.tree import NotWellFormedError, parse_xml, walk
from ticker_tui.model import Feed
from ticker_tui.urls.credentials import without_login

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticker_tui.html.tree import Node

MAX_BYTES = 16_000_000
TOO_LARGE = f"is larger than {MAX_BYTES // 1_000_000} MB; that is no list of feeds"
MAX_FEEDS = 10_000
SEPARATOR = " / "
_NAME_LIMIT = 80


def read_opml(body: bytes) -> list[Feed]:
    """The feeds of a list, in its order; their addresses are as written and have to be checked.

    Raises:
        TickerError: It is no OPML.
    """
    if len(body) > MAX_BYTES:
        raise TickerError(TOO_LARGE)
    try:
        root = parse_xml(legal_xml(decode(body).text.lstrip()))
    except NotWellFormedError as error:
        raise TickerError(f"is not well-formed XML ({title_line(str(error), limit=120)})") from None
    if root.tag != "opml":
        raise TickerError(f"is not OPML, but {title_line(str(root.tag), limit=40)}")
    folders: list[str] = []
    feeds: list[Feed] = []
    for event, node in walk(root):
        if node.tag != "outline":
            continue
        is_feed = bool(_attributes(node).get("xmlurl", "").strip())
        if event == "end":
            if not is_feed:
                folders.pop()
        elif is_feed and len(feeds) < MAX_FEEDS:
            feeds.append(_feed(node, [folder for folder in folders if folder]))
        elif not is_feed:
            folders.append(_name(node).replace(SEPARATOR, " "))
    return feeds


def _attributes(node: Node) -> dict[str, str]:
    """By name in lower case: `xmlUrl` is spelled in every way."""
    return {name.lower(): value for name, value in node.items()}


def _name(node: Node) -> str:
    said = _attributes(node)
    return title_line(said.get("title", "") or said.get("text", ""), limit=_NAME_LIMIT)


def _feed(node: Node, folders: list[str]) -> Feed:
    said = _attributes(node)
    category = SEPARATOR.join(folders) or title_line(
        said.get("category", "").strip("/").partition(",")[0], limit=_NAME_LIMIT
    )
    return Feed(
        url=said["xmlurl"].strip(),
        name=_name(node),
        lang=lang_tag(said.get("language", "")),
        category=category[:_NAME_LIMIT],
        enabled=said.get("iscomment", "").lower() != "true",
    )


@dataclass(slots=True)
class _Folder:
    """What stands in one folder."""

    feeds: list[Feed] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)


def write_opml(feeds: Iterable[Feed], *, title: str = "ticker") -> str:
    """The list as OPML 2.0. Secrets (headers, passwords) are not part of it."""
    tree = _Folder()
    for feed in feeds:
        place = tree
        for folder in filter(None, feed.category.split(SEPARATOR)):
            place = place.folders.setdefault(folder, _Folder())
        place.feeds.append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(title)}</title></head>",
        "<body>",
        *_outlines(tree, 1),
        "</body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _outlines(folder: _Folder, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for feed in folder.feeds:
        yield f"{indent}<outline {_said(feed)}/>"
    for name, inner in folder.folders.items():
        yield f'{indent}<outline text="{escape(name)}" title="{escape(name)}">'
        yield from _outlines(inner, depth + 1)
        yield f"{indent}</outline>"


def _said(feed: Feed) -> str:
    said = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": without_login(feed.url)}
    if feed.lang:
        said["language"] = feed.lang
    if not feed.enabled:
        said["isComment"] = "true"
    return " ".join(f'{name}="{escape(value)}"' for name, value in said.items())
