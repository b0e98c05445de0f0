"""The words under which an entry is found: the two columns of the search table.

The first column holds the folded words of headline, author, summary and text, in their order. Arabic and Hebrew write articles,
conjunctions and prepositions onto the word (وبالقاهرة is "and in Cairo"), so the second column holds the words without these
clitics.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker_tui.model import Block

MAX_TEXT: Final = 200_000
"""Characters of summary and text that are indexed."""
ARABIC_FIRST, ARABIC_LAST = "\u0620", "\u06d3"
HEBREW_FIRST, HEBREW_LAST = "\u05d0", "\u05ea"
MIN_STEM = 3
"""A letter is taken off only when at least this many stay; a two-letter rest is found in everything."""
MIN_STEM_AFTER_ARTICLE = 2
"""The article is certain enough for الدم and اليد."""
_WORD = re.compile(r"[^\W_]+")
_KNOWN_RUNS = 30_000


def index(title: str, author: str, summary: str, blocks: Iterable[Block]) -> tuple[str, str]:
    """Return both columns of an entry."""
    text = " ".join([part for block in blocks if (part := _table_text(block) if block.rows else block.text)])
    if summary and not text.startswith(summary.rstrip("…")):
        text = f"{summary} {text}"
    words = [*_folded(f"{title} {author}"), *_folded(text[:MAX_TEXT])]
    return " ".join(words), _stems_of(words)


def _table_text(table: Block) -> str:
    return " ".join(span.text for row in table.rows for cell in row for span in cell.spans)


class _Folds(dict[str, str]):
    """Folded words by what stands between two spaces."""

    def __missing__(self, run: str) -> str:
        if len(self) > 1 << 16:  # a hostile feed may bring any number
            self.clear()
        folded = fold(run)
        self[run] = folded = folded if folded.isascii() else " ".join(_WORD.findall(folded))
        return folded


_FOLDS = _Folds()


def fold_words(text: str) -> str:
    """Fold a text word by word, remembering each, since news repeats its words.

    The search table's tokenizer splits at ASCII punctuation only, which is cheaper than looking every character up; other
    punctuation is taken out here.
    """
    return " ".join(_folded(text))


def _folded(text: str) -> list[str]:
    """What `fold_words` joins; a text in ASCII stays in one piece."""
    if text.isascii():
        return [text.lower()] if text else []
    return list(filter(None, map(_FOLDS.__getitem__, text.split())))


def indexed_stems(folded: str) -> str:
    """The second column of the index: each clitic-free form of each word, once, separated by spaces."""
    return _stems_of(folded.split())


def _stems_of(words: Iterable[str]) -> str:
    """The stems of folded words."""
    stems = chain.from_iterable([_STEMS[word] for word in dict.fromkeys(words) if not word.isascii()])
    return " ".join(dict.fromkeys(stems))


def stems(word: str) -> tuple[str, ...]:
    """What is left of a word of a text without the particles written onto it: ends of the word, each once more to be found."""
    return _STEMS[word]


class _Stems(dict[str, tuple[str, ...]]):
    """The stems of what stands between two spaces, as far as they have been asked for lately."""

    def __missing__(self, run: str) -> tuple[str, ...]:
        if len(self) >= _KNOWN_RUNS:
            self.clear()
        self[run] = stems = _stems_of_run(run)
        return stems


_STEMS: Final = _Stems()


def _stems_of_run(run: str) -> tuple[str, ...]:
    """The stems of the words in what stands between two spaces, punctuation included."""
    stems: list[str] = []
    for word in _WORD.findall(run):
        if ARABIC_FIRST <= word[0] <= ARABIC_LAST:
            stems += _arabic_stems(word)
        elif HEBREW_FIRST <= word[0] <= HEBREW_LAST:
            stems += _hebrew_stems(word)
    return tuple(stems)


def _arabic_stems(word: str) -> list[str]:
    """The word without its conjunction, then without its preposition, then without its article."""
    stems: list[str] = []
    rest = word
    if rest[0] in "وف" and len(rest) > MIN_STEM:
        rest = rest[1:]
        stems.append(rest)
    if rest.startswith("لل") and len(rest) >= 2 + MIN_STEM_AFTER_ARTICLE:
        stems += [
            rest[1:],
            rest[2:],
        ]  # ل + ال is written لل; before a lam of the word's own, one lam is lost (للغة)
        return stems
    if rest[0] in "بكل" and len(rest) > MIN_STEM:
        rest = rest[1:]
        stems.append(rest)
    if rest.startswith("ال") and len(rest) >= 2 + MIN_STEM_AFTER_ARTICLE:
        stems.append(rest[2:])
    return stems


def _hebrew_stems(word: str) -> list[str]:
    """The word without one letter of ו ה ב ל כ מ ש, and without two."""
    stems: list[str] = []
    rest = word
    for _ in range(2):
        if rest[0] not in "והבלכמש" or len(rest) <= MIN_STEM:
            break
        rest = rest[1:]
        stems.append(rest)
    return stems
