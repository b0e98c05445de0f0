"""What the attributes of an element say about the blocks in it: direction, language, number in a list, picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.html.elements import HEADINGS
from ticker_tui.model import Block, BlockKind, Direction, Span
from ticker_tui.text import clean_line
from ticker_tui.urls.safe_link import safe_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker_tui.html.tree import Node

replace = msgspec.structs.replace

_RTL_STYLE = re.compile(r"direction\s*:\s*(rtl|ltr)", re.IGNORECASE)
_KINDS = {"pre": BlockKind.CODE, "figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION}
_PARAGRAPH, _ITEM, _IMAGE = (
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.IMAGE,
)  # an enum's members are looked up slowly
_DOT = frozenset({"0", "1", "2"})
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")


class BlockContext(msgspec.Struct, frozen=True):
    """Where the reading stands, as far as it decides about blocks."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    quote: int = 0
    direction: Direction = Direction.AUTO
    lang: str = ""


OUTSIDE: Final = BlockContext()


def place_inside(place: BlockContext, tag: str) -> BlockContext:
    """What the name of a block-level element says of the blocks in it."""
    if tag in HEADINGS:
        return replace(place, kind=BlockKind.HEADING, level=HEADINGS[tag])
    if tag == "blockquote":
        return replace(place, quote=place.quote + 1)
    return replace(place, kind=_KINDS[tag]) if tag in _KINDS else place


def attribute_context(place: BlockContext, attributes: Iterable[tuple[str, str]]) -> BlockContext:
    """`dir`, `lang` and `style=direction:…` hold for all inside; an inline `dir` is left to the bidi rules."""
    said = {name: value.strip() for name, value in attributes if name in {"dir", "lang", "style"}}
    direction = said.get("dir", "").lower()
    if not direction and (match := _RTL_STYLE.search(said.get("style", "")[:500])):
        direction = match[1].lower()
    if direction in {"rtl", "ltr", "auto"}:
        place = replace(place, direction=Direction(direction))
    lang = said.get("lang", "")
    if lang and len(lang) <= 35 and lang.replace("-", "").isalnum() and lang.isascii():
        place = replace(place, lang=lang)
    return place


def block_of(spans: tuple[Span, ...], place: BlockContext, item: tuple[int, int | None] | None) -> Block:
    """The block that stands at a place.

    Args:
        spans: Its clean text.
        place: Where.
        item: Depth and number of the list item that it is the first block of.
    """
    kind, level, ordinal = place.kind, place.level, None
    if item is not None and kind is _PARAGRAPH:
        kind, (level, ordinal) = _ITEM, item
    return Block(kind, spans, level, ordinal, place.quote, (), "", place.direction, place.lang)


def link_target(node: Node, base: str) -> str | None:
    """Where a link leads, empty when nobody may go there; None: it leads nowhere or stays on the page."""
    href = node.get("href", "").strip()
    return safe_link(href, base) if href and href[0] != "#" else None


def list_number(text: str, default: int) -> int:
    """The number of a list or of an item of it."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def is_smiley(node: Node) -> bool:
    """Whether a picture is a sign of the text, and its alternative text that sign."""
    looks = node.get("class", "")
    return "emoji" in looks or "smiley" in looks


def picture_block(node: Node, place: BlockContext, base: str) -> Block | None:
    """The block of a picture; None for one that counts readers, or that neither shows nor says anything."""
    if node.get("width", "").strip() in _DOT or node.get("height", "").strip() in _DOT:
        return None
    alt = clean_line(node.get("alt", ""))
    src = ""
    for name in _SOURCES:
        if (url := node.get(name, "")) and (src := safe_link(url, base)):
            break
    if not (src or alt):
        return None
    return Block(
        kind=_IMAGE,
        spans=(Span(alt),) if alt else (),
        src=src,
        quote_depth=place.quote,
        direction=place.direction,
        lang=place.lang,
    )
