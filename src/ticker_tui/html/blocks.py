"""HTML of a feed → the flat blocks of `model.Block`; and one clean line of it for titles.

The work is linear in the size of the input: libxml2 builds the tree, one walk of bounded depth reads it, and every
block's text is cleaned by `text.clean`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from ticker_tui.html.attributes import (
    OUTSIDE,
    attribute_context,
    block_of,
    is_smiley,
    link_target,
    list_number,
    picture_block,
    place_inside,
)
from ticker_tui.html.data_tables import Table, holds_data
from ticker_tui.html.elements import BLOCK, KINDS, SKIP, STYLED
from ticker_tui.html.spans import BREAK, PLAIN, InlineText, clean_spans, linked, parted, styled
from ticker_tui.html.titles import without_tags
from ticker_tui.html.tree import parse_html
from ticker_tui.model import Block, BlockKind, Span
from ticker_tui.text import clean_line, clean_text, is_clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker_tui.html.tree import Node

MAX_INPUT = 2_000_000
"""Characters of HTML that are looked at."""
MAX_BODY = 200_000
"""Characters of text that are kept."""
MAX_BLOCKS = 2_000
MAX_STYLED = 1_000
"""Links and other stretches with a look of their own: the screen lays a paragraph out as a whole, and must not stand still."""
MAX_DEPTH = 200
MAX_IMAGES = 100
"""In one paragraph."""


_LOOKS_LIKE_HTML = re.compile(
    r"<[A-Za-z!/][^<>]*>|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
)
MAX_TAG = 8192
"""Characters of one tag."""
_LONG_TAG = re.compile(rf"<[A-Za-z/][^<>]{{{MAX_TAG},}}>?")
"""A picture inside its own address, or an attack: libxml2 takes 11 s for 100,000 attributes of one tag."""
_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


_LOOKS = {"a": PLAIN, **{tag: styled(PLAIN, tag) for tag, kind in KINDS.items() if kind == STYLED}}
"""How words look that are marked or linked in plain text."""


def looks_like_html(text: str) -> bool:
    """Whether a text of unknown type holds a tag or an entity."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def to_blocks(text: str, *, base: str = "", is_html: bool | None = None) -> tuple[Block, ...]:
    """The body as blocks.

    Args:
        text: HTML or plain text.
        base: Address that relative links are resolved against.
        is_html: What the feed says; None: guess.
    """
    if is_html is None:
        is_html = looks_like_html(text)
    if not is_html:
        return _plain_blocks(text)
    text = text[:MAX_INPUT]
    if len(text) > MAX_TAG:
        text = _LONG_TAG.sub("", text)
    root = parse_html(text)
    blocks = () if root is None else _Builder(base).build(root)
    # Nothing seen though there is text: it lies deeper than libxml2 goes.
    return blocks or _plain_blocks(without_tags(text))


def _plain_blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs of a plain text: between blank lines, or the lines themselves when there are none."""
    text = clean_text(text, limit=MAX_BODY).strip()
    paragraphs = _BLANK_LINE.split(text)
    if len(paragraphs) == 1:
        paragraphs = text.split("\n")
    return tuple(
        Block(kind=BlockKind.PARAGRAPH, spans=spans)
        for paragraph in paragraphs
        if (spans := clean_spans([InlineText(paragraph, PLAIN)]))
    )


class _FullError(Exception):
    """The walk may end."""


class _Builder:
    """One walk over one tree."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.blocks: list[Block] = []
        self.pieces: list[InlineText] = []
        self.breaks = 0
        """Line breaks since the last paragraph, perhaps more."""
        self.images: list[Block] = []
        self.place = OUTSIDE
        self.style = PLAIN
        self.lists: list[int | None] = []
        self.item: tuple[int, int | None] | None = None
        """Depth and number of a list item whose first block has not come yet."""
        self.table: Table | None = None
        self.length = 0
        self.styled = 0

    def build(self, root: Node) -> tuple[Block, ...]:
        """Walk and return the blocks."""
        with suppress(_FullError):
            self.read([root], 0)
        self.flush()
        if self.table is not None:
            self.end_table()
        return tuple(self.blocks)

    def read(self, nodes: Iterable[Node], depth: int) -> None:  # noqa: C901, PLR0912 - a call an element would cost as much as the rest
        """Elements that stand side by side, with what stands in them and between them.

        libxml2 bounds the depth, and so do we.

        Raises:
            _FullError: there is more than is kept.
        """
        kinds = KINDS
        for node in nodes:
            tag = cast("str", node.tag)  # in a tree of HTML every node has a name
            kind = kinds.get(tag, 0)
            if kind == SKIP or depth > MAX_DEPTH:
                if tail := node.tail:
                    self.add(tail)
                continue
            place, style = self.place, self.style
            if kind == BLOCK:
                self.enter_block(tag, node)
            elif kind == STYLED:
                self.style = styled(style, tag)
            elif kind:
                self.enter_inline(tag, node)
            if kind != BLOCK or not self.read_phrases(node, depth):
                if text := node.text:
                    self.take(text)
                if kind == BLOCK and len(self.blocks) > MAX_BLOCKS:
                    raise _FullError
                if len(node):
                    self.read(node, depth + 1)
            if kind == BLOCK:
                self.leave_block(tag)
            elif tag == "q":
                self.add("”")
            self.place, self.style = place, style
            if tail := node.tail:
                self.take(tail)
            if kind == BLOCK and len(self.blocks) > MAX_BLOCKS:
                raise _FullError

    def read_phrases(self, node: Node, depth: int) -> bool:
        """A block that was just entered, if it is clean text with a word here and there marked or linked, as most are.

        What the walk would make of it, at a third of the cost. False: nothing was done, it needs the walk.
        """
        if self.style is not PLAIN or self.table is not None or self.breaks or depth >= MAX_DEPTH:
            return False
        spans = [Span(text)] if (text := node.text) else []
        styled, after_styled = 0, False
        for child in node:
            look = _LOOKS.get(cast("str", child.tag))
            if look is None or after_styled or len(child) or not (text := child.text):
                return False
            if look is PLAIN:  # a link
                if not (link := link_target(child, self.base)):
                    return False
                spans.append(Span(text, link=link))
            else:
                spans.append(Span(text, *look))
            styled += 1
            if text := child.tail:
                spans.append(Span(text))
            else:
                after_styled = True
        text = spans[0].text if len(spans) == 1 else "".join([span.text for span in spans])
        if (
            not text
            or self.length + len(text) > MAX_BODY
            or self.styled + styled > MAX_STYLED
            or len(self.blocks) > MAX_BLOCKS
            or not is_clean_line(text)
        ):
            return False
        self.length += len(text)
        self.styled += styled
        self.put(tuple(spans))
        return True

    def take(self, text: str) -> None:
        """Running text that stands in the document."""
        if self.style is PLAIN and self.pieces and self.table is None:  # as in `add`, for most texts
            self.length += len(text)
            self.pieces.append(InlineText(text, PLAIN))
        else:
            self.add(text)
        if self.length > MAX_BODY:
            raise _FullError

    @property
    def target(self) -> list[InlineText]:
        """Where running text goes: into the block that is being gathered or into a cell."""
        return self.pieces if self.table is None or self.table.cell is None else self.table.cell

    def add(self, text: str) -> None:
        """Running text in the present style."""
        target = self.pieces if self.table is None else self.target
        if not target and self.place.kind is not BlockKind.CODE and text.isspace():
            return  # between two blocks
        self.length += len(text)
        style = self.style
        if style != PLAIN:
            self.styled += 1
            style = style if self.styled <= MAX_STYLED else PLAIN
        target.append(InlineText(text, style))

    def enter_inline(self, tag: str, node: Node) -> None:
        """Links, breaks, pictures and quotation marks."""
        if tag == "a":
            if (link := link_target(node, self.base)) is not None:
                self.style = linked(self.style, link)
        elif tag == "br":
            self.target.append(BREAK)
            self.breaks += 1
        elif tag == "img":
            self.add_image(node)
        else:
            self.add("“")

    def enter_block(self, tag: str, node: Node) -> None:  # noqa: C901 - one branch for each kind of block
        """What the start of a block-level element changes."""
        if self.pieces or self.images or self.table is not None:
            self.flush()
        if attributes := node.items():
            self.place = attribute_context(self.place, attributes)
        if tag == "p" or tag == "div":  # noqa: PLR1714 - nearly all of them
            return
        self.place = place_inside(self.place, tag)
        if tag in {"ul", "ol", "dl"}:
            self.item = None
            self.lists.append(list_number(node.get("start", ""), 1) if tag == "ol" else None)
        elif tag in {"li", "dd"}:
            self.enter_item(node)
        elif tag in {"dt", "legend", "summary"}:
            self.style = self.style._replace(bold=True)
        elif tag == "hr":
            self.blocks.append(Block(kind=BlockKind.RULE, quote_depth=self.place.quote))
        elif tag == "table":
            if self.table is None and holds_data(node):
                self.table = Table()
        elif self.table is not None:
            if tag == "tr":
                self.table.open_row()
            elif tag in {"td", "th"}:
                self.table.open_cell(header=tag == "th")

    def enter_item(self, node: Node) -> None:
        """A list item: its number is given to the first block in it."""
        ordinal = None
        if self.lists and (at := self.lists[-1]) is not None:
            ordinal = list_number(node.get("value", ""), at)
            self.lists[-1] = ordinal + 1
        self.item = (max(1, len(self.lists)), ordinal)

    def leave_block(self, tag: str) -> None:
        """What the end of a block-level element changes."""
        if self.pieces or self.images or self.table is not None:
            self.flush()
        if tag == "p" or tag == "div":  # noqa: PLR1714 - nearly all of them
            return
        if tag in {"ul", "ol", "dl"} and self.lists:
            self.lists.pop()
        elif tag in {"li", "dd"}:
            self.item = None
        elif self.table is not None:
            if tag in {"td", "th"}:
                self.table.close_cell()
            elif tag == "table":
                self.end_table()

    def end_table(self) -> None:
        """Close the data table and make it a block."""
        table, self.table = self.table, None
        if table is not None and (rows := table.finish()):
            self.blocks.append(
                Block(
                    kind=BlockKind.TABLE,
                    rows=rows,
                    quote_depth=self.place.quote,
                    direction=self.place.direction,
                    lang=self.place.lang,
                )
            )

    def flush(self) -> None:
        """End the block that is being gathered; what was empty leaves no trace."""
        if self.table is not None and self.table.cell is not None:
            self.table.cell.append(InlineText(" ", PLAIN))  # a block inside a cell: only a gap
            return
        if self.pieces:
            pieces, self.pieces = self.pieces, []
            if self.breaks < 2:
                self.breaks = 0
                self.emit(pieces)
            else:
                for paragraph in self.paragraphs(pieces):
                    self.emit(paragraph)
        if self.images:
            self.blocks.extend(self.images)
            self.images = []

    def paragraphs(self, pieces: list[InlineText]) -> list[list[InlineText]]:
        """Parted where two line breaks follow each other, as people make paragraphs by hand."""
        self.breaks = 0
        return [pieces] if self.place.kind is BlockKind.CODE else parted(pieces)

    def emit(self, pieces: list[InlineText]) -> None:
        """Make one block of the pieces, if there is anything to see in them."""
        if spans := clean_spans(pieces, keep_lines=self.place.kind is BlockKind.CODE):
            self.put(spans)

    def put(self, spans: tuple[Span, ...]) -> None:
        """Make one block of clean text."""
        place = self.place
        if place is OUTSIDE and self.item is None:  # most blocks
            self.blocks.append(Block(BlockKind.PARAGRAPH, spans))
            return
        self.blocks.append(block_of(spans, place, self.item))
        if place.kind is BlockKind.PARAGRAPH:
            self.item = None

    def add_image(self, node: Node) -> None:
        """A picture becomes a block of its own after the paragraph it stands in; a smiley becomes its text."""
        if self.table is not None or is_smiley(node):
            if alt := clean_line(node.get("alt", "")):
                self.add(alt)
        elif len(self.images) < MAX_IMAGES and (image := picture_block(node, self.place, self.base)):
            self.images.append(image)
