"""What an article is taken apart into before it is laid out: facts of the byline, numbered links, stretches of long paragraphs. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticker_tui.model import BlockKind
from ticker_tui.text import cell_len, isolate_of
from ticker_tui.ui.article.document_lines import TextRole, TextStyle
from ticker_tui.ui.article.reading_time import PAUSE_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticker_tui.model import Block, Span

LONG_PARAGRAPH: Final = 2_000
"""Code points. A longer one is laid out in pieces, so that one block cannot hold up a screen."""
SIGN_LENGTH: Final = 20
"""Letters that one of U+FDF0 to U+FDFD becomes at most, about."""
FEW_SIGNS: Final = 20
_WORD_SIGNS: Final = re.compile("[\ufdf0-\ufdfd]")
_BETWEEN: Final = " · "
"""Two facts of the byline."""
_PDI: Final = "\u2069"


def spans_of(block: Block) -> Iterator[Span]:
    """The spans of a block, those of a table's cells included, in the order of reading."""
    yield from block.spans
    for row in block.rows:
        for cell in row:
            yield from cell.spans


def number_links(blocks: Sequence[Block], numbers: dict[str, int]) -> Iterator[None]:
    """Put each address once, in the order of reading, with its number from 1 into `numbers`; pauses now and then."""
    for number, span in enumerate(span for block in blocks for span in spans_of(block)):
        if span.link:
            numbers.setdefault(span.link, len(numbers) + 1)
        if number % PAUSE_AFTER == PAUSE_AFTER - 1:
            yield


def rows_of_facts(facts: Sequence[tuple[str, TextRole]], room: int) -> Iterator[list[tuple[str, TextRole]]]:
    """Rows with as many facts as there is room for, so that a date is broken only where it alone is too long."""
    row: list[tuple[str, TextRole]] = []
    taken = 0
    for fact in facts:
        cells = cell_len(fact[0])
        if row and taken + len(_BETWEEN) + cells > room:
            yield row
            row, taken = [], 0
        taken += cells + (len(_BETWEEN) if row else 0)
        row.append(fact)
    if row:
        yield row


def joined(facts: Sequence[tuple[str, TextRole]], lang: str) -> list[tuple[str, TextStyle]]:
    """Facts in a row, from a feed in a language; each keeps its own order, whatever the languages of its neighbours."""
    runs: list[tuple[str, TextStyle]] = []
    for text, part in facts:
        if runs:
            runs.append((_BETWEEN, TextStyle(TextRole.BYLINE)))
        bound = TextStyle(part, added=True)
        runs += [(isolate_of(text, lang), bound), (text, TextStyle(part)), (_PDI, bound)]
    return runs


def stand_apart(before: Block, block: Block) -> bool:
    """Whether there is an empty line between two blocks: not inside a list, nor between a picture and its caption."""
    if before.kind is BlockKind.ITEM and block.kind is BlockKind.ITEM:
        return before.quote_depth != block.quote_depth
    if before.kind is BlockKind.HEADING and block.kind is not BlockKind.HEADING:
        return False
    return not (block.kind is BlockKind.CAPTION and before.kind in {BlockKind.IMAGE, BlockKind.TABLE})


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that holds newlines, the overlong ones cut at a space; at least one."""
    begin = 0
    for part in text.split("\n"):
        end = begin + len(part)
        start = begin
        while True:
            # A sign that is spelled out counts for what it becomes.
            signs = len(_WORD_SIGNS.findall(text, start, min(end, start + LONG_PARAGRAPH)))
            limit = LONG_PARAGRAPH if signs <= FEW_SIGNS else LONG_PARAGRAPH // SIGN_LENGTH
            if end - start <= limit:
                break
            cut = text.rfind(" ", start, start + limit) + 1
            if cut <= start:
                cut = start + limit
            yield start, cut
            start = cut
        yield start, end
        begin = end + 1
