"""How long an article takes to read: its words, at the pace of its language. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticker_tui.i18n.dates import primary
from ticker_tui.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from ticker_tui.model import Block

WORDS_A_MINUTE: Final = {"ar": 180, "fa": 190, "ur": 190, "he": 220, "en": 235}
"""Silent reading of prose by adults, rounded. Words of languages that write particles, articles and pronouns together
with them hold more, and so fewer of them are read in a minute."""
OTHER_WORDS_A_MINUTE: Final = 220
SIGNS_A_MINUTE: Final = 350
"""Where no spaces stand between words: Chinese characters and kana."""

COUNTED: Final = 20_000
"""Characters in which words are counted; the rest of a long article is taken to be like them."""

PAUSE_AFTER: Final = 500
"""Texts."""

_NO_SPACES: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\u200c-][^\W_]+)*")
_READ: Final = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.TABLE, BlockKind.CAPTION}
)
"""Code is looked at, pictures too."""


def reading_minutes(blocks: Iterable[Block], lang: str) -> int:
    """Whole minutes, rounded; 0: less than half a minute, of which nobody needs to be told.

    Args:
        blocks: The body.
        lang: BCP 47 tag of the article; empty: unknown.
    """
    steps = count_minutes(blocks, lang)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return int(end.value)


def count_minutes(blocks: Iterable[Block], lang: str) -> Generator[None, None, int]:
    """The same, with pauses: an article may have a hundred thousand blocks."""
    beginning: list[str] = []
    length = 0
    for number, text in enumerate(_texts(blocks)):
        if length < COUNTED:
            beginning.append(text[:COUNTED])
        length += len(text) + 1
        if number % PAUSE_AFTER == PAUSE_AFTER - 1:
            yield
    length -= 1
    counted = " ".join(beginning)[:COUNTED]
    signs = len(_NO_SPACES.findall(counted))
    words = len(_WORD.findall(_NO_SPACES.sub(" ", counted) if signs else counted))
    pace = WORDS_A_MINUTE.get(primary(lang), OTHER_WORDS_A_MINUTE)
    return int((words / pace + signs / SIGNS_A_MINUTE) * length / max(1, len(counted)) + 0.5)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind in _READ:
            yield block.text
            yield from (span.text for row in block.rows for cell in row for span in cell.spans)
