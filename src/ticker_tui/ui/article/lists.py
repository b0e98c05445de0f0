"""How the items of lists hang: where a marker stands, how wide it is, what it says. Pure."""

from __future__ import annotations

import re
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.i18n.dates import foreign_number, primary
from ticker_tui.model import BlockKind, Direction
from ticker_tui.ui.article.reading_time import PAUSE_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticker_tui.model import Block

BULLETS: Final = ("•", "◦", "▪")
MAX_LIST_DEPTH: Final = 5
"""Counted from 0; deeper lists are indented no further."""
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")


class Hang(NamedTuple):
    """How an item of a list hangs."""

    indent: int
    """Cells before its marker."""
    marker_cells: int
    """The width of the widest marker of its list."""


def marker(block: Block, direction: Direction, lang: str) -> str:
    """What stands before an item: a bullet by its depth, or its number in the digits its language is printed with.

    Args:
        block: The item.
        direction: In which it is set; a number beside left-to-right text has the digits of ASCII.
        lang: Of the article, for an item that does not say its own.
    """
    if block.ordinal is None:
        return BULLETS[(max(1, block.level) - 1) % len(BULLETS)]
    digits_of = primary(block.lang or lang)
    if direction is Direction.LTR:
        digits_of = ""
    elif digits_of in {"", "en"} and _ARABIC.search(block.text):
        digits_of = "ar"
    return f"{foreign_number(block.ordinal, digits_of)}."


def hang_items(blocks: Sequence[Block], hangs: dict[int, Hang]) -> Iterator[None]:
    """Put into `hangs`, by block number, where the marker of an item stands and how wide the widest of its list is.

    Pauses now and then.
    """
    numbered = enumerate(blocks)
    for (kind, _), group in groupby(numbered, key=lambda pair: (pair[1].kind, pair[1].quote_depth)):
        if kind is not BlockKind.ITEM:
            continue
        items: list[tuple[int, int]] = []
        widest = [1] * (MAX_LIST_DEPTH + 1)
        for number, block in group:
            depth = _depth(block)
            items.append((number, depth))
            if block.ordinal is not None:
                widest[depth] = max(widest[depth], len(str(block.ordinal)) + 1)
            if len(items) % PAUSE_AFTER == 0:
                yield
        # An inner list begins below the text of the outer one.
        indents = [0, *accumulate(cells + 1 for cells in widest)]
        # One for each depth: there are few of them and many items.
        of_depth = [Hang(*both) for both in zip(indents[:-1], widest, strict=True)]
        hangs.update((number, of_depth[depth]) for number, depth in items)
        yield


def _depth(block: Block) -> int:
    return max(0, min(MAX_LIST_DEPTH, block.level - 1))
