"""The bodies that nearly all feeds bring, read without a tree, at half the cost.

They are well-formed fragments of a small grammar: paragraphs, headings, lists, quotes, figures; words that are marked or
linked; line breaks and pictures. What is understood completely gives exactly the blocks that libxml2's tree and the walk
over it would give (`html`; property tests compare them). Whatever libxml2 might repair, leave out or see otherwise is
refused: elements that close each other, end tags that fit no start, names in capitals, attributes without quotes,
comments, unknown references, strange characters.

Each character is looked at a few times at most: the patterns here know no way back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker_tui.feeds.attributes import OUTSIDE, block_of, number_said, place_inside, place_said
from ticker_tui.feeds.elements import HEADINGS
from ticker_tui.feeds.quick_phrases import NO_ATTRIBUTES, PHRASE_TAG, NotUnderstoodError, Phrases, any_of
from ticker_tui.model import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.feeds.attributes import Place
    from ticker_tui.model import Span

MAX_LENGTH = 100_000
"""Characters; with the next two, nothing that is read here comes near a limit of the walk."""
MAX_TAGS = 900
MAX_OPEN = 50

_HOLDERS = frozenset({"div", "section", "article", "blockquote", "figure", "li"})
_LISTS = frozenset({"ul", "ol"})
_LEAVES = _HOLDERS | {"p", "figcaption", *HEADINGS}
"""Blocks that may hold nothing but phrases, and mostly do."""
_BLOCKS = (_LEAVES | _LISTS | {"hr"}) - {"li"}
_CHILDREN = {
    "": _BLOCKS,
    **dict.fromkeys(_HOLDERS, _BLOCKS),
    **dict.fromkeys(_LISTS, frozenset({"li"})),
}
"""Which blocks may stand in which: those that end it in no version of libxml2."""
_PLACES = {tag: place_inside(OUTSIDE, tag) for tag in _LEAVES | _LISTS}
_REST = rf"(?:{PHRASE_TAG}[^<]*+)*+"
_UNITS = re.compile(
    rf"<({any_of(_LEAVES)})((?: [^<>]*+)?)>([^<]*+{_REST})</\1> *+"
    rf"|<(/?)({any_of(_HOLDERS | _LISTS)}|hr)((?:[ /][^<>]*+)?)> *+"
    rf"|([^<]++{_REST}|{PHRASE_TAG}[^<]*+{_REST})"
    r"|<"
)
"""A block of phrases with its tags; the start or end of a block that holds others; phrases between them; anything else."""
_PARAGRAPH = BlockKind.PARAGRAPH


def read_quickly(text: str, base: str) -> tuple[Block, ...] | None:
    """The body as blocks; None when it is not understood completely, or holds nothing.

    Args:
        text: HTML.
        base: Address that relative links are resolved against.
    """
    if len(text) > MAX_LENGTH or text.count("<") > MAX_TAGS:
        return None
    try:
        return _read(Phrases(text.replace("\n", " ").replace("\t", " "), base))
    except NotUnderstoodError:
        return None


def _read(phrases: Phrases) -> tuple[Block, ...] | None:  # noqa: C901, PLR0912, PLR0915 - a call a block would cost as much as the rest
    """The blocks, in order; None when there are none, or when elements stand where libxml2 might move them.

    Raises:
        NotUnderstoodError: part of a block is not understood.
    """
    blocks: list[Block] = []
    place, places = OUTSIDE, [OUTSIDE]
    open_tags, allowed = [""], _BLOCKS
    lists: list[int | None] = []
    item: tuple[int, int | None] | None = None
    units: list[tuple[str, ...]] = _UNITS.findall(phrases.text)
    for leaf, said, content, closes, tag, more, loose in units:
        unit, here = content, place
        if leaf:
            if leaf not in allowed:
                return None
            if said or leaf != "p":
                attributes = phrases.attributes(said) if said else NO_ATTRIBUTES
                here = _inside(place, leaf, attributes)
                if leaf == "li":
                    item = _next_item(lists, attributes)
        elif loose:
            unit = loose
        elif closes:
            if more or open_tags.pop() != tag:
                return None
            place, allowed = places.pop(), _CHILDREN[open_tags[-1]]
            if tag == "li":
                item = None
            elif tag in _LISTS:
                lists.pop()
            continue
        else:
            if tag not in allowed or len(open_tags) > MAX_OPEN:
                return None
            attributes = phrases.attributes(more.removesuffix("/") if tag == "hr" else more)
            if tag == "hr":
                blocks.append(Block(kind=BlockKind.RULE, quote_depth=place.quote))
                continue
            places.append(place)
            open_tags.append(tag)
            place, allowed = _inside(place, tag, attributes), _CHILDREN[tag]
            if tag == "li":
                item = _next_item(lists, attributes)
            elif tag in _LISTS:
                item = None
                lists.append(number_said(attributes.get("start", ""), 1) if tag == "ol" else None)
            continue

        images: Sequence[Block] = ()
        if (simple := phrases.simple(unit)) is not None:
            paragraphs: Sequence[tuple[Span, ...]] = (simple,)
        else:
            paragraphs, images = phrases.phrases(unit, here)
        for spans in paragraphs:
            if here is OUTSIDE and item is None and spans:
                blocks.append(Block(_PARAGRAPH, spans))
            elif spans:
                blocks.append(block_of(spans, here, item))
                if here.kind is _PARAGRAPH:
                    item = None
        if images:
            blocks += images
        if leaf == "li":
            item = None
    return tuple(blocks) if blocks and len(open_tags) == 1 else None


def _inside(place: Place, tag: str, attributes: dict[str, str]) -> Place:
    place = _PLACES[tag] if place is OUTSIDE else place_inside(place, tag)
    return place_said(place, attributes.items()) if attributes else place


def _next_item(lists: list[int | None], attributes: dict[str, str]) -> tuple[int, int | None]:
    """Depth and number of an item of the innermost list."""
    if (ordinal := lists[-1]) is not None:
        ordinal = number_said(attributes.get("value", ""), ordinal)
        lists[-1] = ordinal + 1
    return len(lists), ordinal
