"""What the search table holds of an entry: the folded words of its headline and author, behind them those of summary and text.

The two parts are made apart, because the second may be made later: see `Entry.words_to_come`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker_tui.model import Block

MAX_TEXT = 200_000
"""Characters of summary and text that are looked at."""


def search_text(title: str, author: str, summary: str, blocks: Iterable[Block]) -> str:
    """All of it."""
    return joined(headline_words(title, author), text_words(summary, blocks))


def headline_words(title: str, author: str) -> str:
    """The part that is there from the first moment on."""
    return fold_words(f"{title} {author}")


def text_words(summary: str, blocks: Iterable[Block]) -> str:
    """The rest: the summary, unless the text begins with it, and the text."""
    text = " ".join([part for block in blocks if (part := _of_table(block) if block.rows else block.text)])
    if summary and not text.startswith(summary.rstrip("…")):
        text = f"{summary} {text}"
    return fold_words(text[:MAX_TEXT])


def joined(*parts: str) -> str:
    """Words behind words; parts may be empty."""
    return " ".join(filter(None, parts))


def _of_table(table: Block) -> str:
    return " ".join(span.text for row in table.rows for cell in row for span in cell.spans)


class _Folds(dict[str, str]):
    """Folded words."""

    def __missing__(self, word: str) -> str:
        if len(self) > 1 << 16:  # a hostile feed may bring any number
            self.clear()
        self[word] = folded = fold(word)
        return folded


_FOLDS = _Folds()


def fold_words(text: str) -> str:
    """`fold` of a long text: the same, but each word is folded once, since the news says most words again and again."""
    if text.isascii():
        return fold(text)
    return " ".join(filter(None, map(_FOLDS.__getitem__, text.split())))
