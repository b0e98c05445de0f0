"""Search words: what the index holds beside a text, and what is asked of it.

Everything here works on text that `text.fold` has made (no marks, one form of alef, lower case). Arabic writes
the article and the short conjunctions and prepositions onto the word (وبالقاهرة is "and in Cairo"), Hebrew does the same.
So a second column holds the words without these clitics. A query word is looked up as a prefix in both columns; it
loses only a clitic that holds an article, because a single letter is more often the word's own (وزير, בית).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

_WORD = re.compile(r"[^\W_]+")
_ARABIC_FIRST, _ARABIC_LAST = "\u0620", "\u06d3"
_HEBREW_FIRST, _HEBREW_LAST = "\u05d0", "\u05ea"
_MIN_STEM = 3
"""A letter is taken off only when at least this many stay; a two-letter rest is found in everything."""
_MIN_STEM_AFTER_ARTICLE = 2
"""The article is certain enough for الدم and اليد."""


def indexed_stems(folded: str) -> str:
    """The second column of the index: each clitic-free form of each word, once, separated by spaces."""
    stems = chain.from_iterable(map(_stems_of_run, dict.fromkeys(folded.split())))
    return " ".join(dict.fromkeys(stems))


def match_expression(folded_query: str) -> str:
    """The FTS5 expression for a query: every word, as a prefix, with or without its article.

    Returns:
        An expression that is always well formed, as each word stands in quotes; empty when the query holds no word.
    """
    terms: list[str] = []
    for word in folded_query.split():
        pieces = _WORD.findall(word)
        if not pieces:
            continue
        # A word with punctuation in it ("g-20") becomes a phrase: its pieces side by side.
        forms = [" ".join(pieces)]
        if len(pieces) == 1:
            forms += _without_article(pieces[0])
        alternatives = " OR ".join(f'"{form}"*' for form in forms)
        terms.append(f"({alternatives})" if len(forms) > 1 else alternatives)
    return " AND ".join(terms)


@lru_cache(maxsize=30_000)
def _stems_of_run(run: str) -> tuple[str, ...]:
    """The stems of the words in what stands between two spaces, punctuation included."""
    stems: list[str] = []
    for word in _WORD.findall(run):
        if _ARABIC_FIRST <= word[0] <= _ARABIC_LAST:
            stems += _arabic_stems(word)
        elif _HEBREW_FIRST <= word[0] <= _HEBREW_LAST:
            stems += _hebrew_stems(word)
    return tuple(stems)


def _arabic_stems(word: str) -> list[str]:
    """The word without its conjunction, then without its preposition, then without its article."""
    stems: list[str] = []
    rest = word
    if rest[0] in "وف" and len(rest) > _MIN_STEM:
        rest = rest[1:]
        stems.append(rest)
    if rest.startswith("لل") and len(rest) >= 2 + _MIN_STEM_AFTER_ARTICLE:
        stems += [
            rest[1:],
            rest[2:],
        ]  # ل + ال is written لل; before a lam of the word's own, one lam is lost (للغة)
        return stems
    if rest[0] in "بكل" and len(rest) > _MIN_STEM:
        rest = rest[1:]
        stems.append(rest)
    if rest.startswith("ال") and len(rest) >= 2 + _MIN_STEM_AFTER_ARTICLE:
        stems.append(rest[2:])
    return stems


def _hebrew_stems(word: str) -> list[str]:
    """The word without one letter of ו ה ב ל כ מ ש, and without two."""
    stems: list[str] = []
    rest = word
    for _ in range(2):
        if rest[0] not in "והבלכמש" or len(rest) <= _MIN_STEM:
            break
        rest = rest[1:]
        stems.append(rest)
    return stems


def _without_article(word: str) -> list[str]:
    """The query word without ال and what is written before it; nothing when it has no article."""
    rest = word
    if rest[:1] in {"و", "ف"}:
        rest = rest[1:]
    if rest[:1] in {"ب", "ك"} and rest[1:3] == "ال":
        rest = rest[1:]
    if rest[:2] in {"ال", "لل"} and len(rest) >= 2 + _MIN_STEM_AFTER_ARTICLE:
        return [rest[2:]]
    return []
