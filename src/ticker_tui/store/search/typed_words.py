"""Search expressions: how the words of a query are looked up in the search table.

Everything here works on text that `text.fold` has made (no marks, one form of alef, lower case). Arabic writes
the article and the short conjunctions and prepositions onto the word (وبالقاهرة is "and in Cairo"), Hebrew does the same.
So a second column holds the words without these clitics. A query word is looked up as a prefix in both columns; it
loses only a clitic that holds an article, because a single letter is more often the word's own (وزير, בית). A phrase is
looked up in the first column, where words have neighbours.
"""

from __future__ import annotations

import re

from ticker_tui.text.search_words import (
    ARABIC_FIRST,
    ARABIC_LAST,
    HEBREW_FIRST,
    HEBREW_LAST,
    MIN_STEM,
    MIN_STEM_AFTER_ARTICLE,
)

_WORD = re.compile(r"[^\W_]+")
_MIN_AFTER_CONJUNCTION = 5
"""Fewer would find سائل for وسائل."""


def prefixes(folded: str, *, exact: bool = False) -> str:
    """The FTS5 expression for one word of a query: as the beginning of a word, with or without its article.

    With `exact` the word has to end where it does; what is written onto its beginning does not hide it.

    A word with punctuation in it (`g-20`) asks for its pieces side by side. Every piece stands in quotation marks, so the
    expression is always well formed; it is empty when there is neither letter nor digit.
    """
    pieces = _WORD.findall(folded)
    if not pieces:
        return ""
    if len(pieces) > 1:
        return f'"{" ".join(pieces)}"{"" if exact else "*"}'
    (word,) = pieces
    terms = [f'"{form}"{"*" if prefix else ""}' for form, prefix in forms(word, exact=exact)]
    return f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]


def forms(word: str, *, exact: bool = False) -> list[tuple[str, bool]]:
    """The forms in which a word of a query is looked up, and whether what begins with one is meant too."""
    return [
        *((form, not exact) for form in (word, *_without_article(word))),
        *((form, False) for form in _without_conjunction(word)),
        *((form, not exact) for form in _persian_apart(word)),
    ]


def phrase(folded: str) -> str:
    """The FTS5 expression for whole words side by side; the first one may have something written onto it."""
    pieces = _WORD.findall(folded)
    if not pieces:
        return ""
    first, *others = pieces
    rest = "".join(f" {piece}" for piece in others)
    forms = " OR ".join(f'"{form}{rest}"' for form in (first, *_with_clitics(first)))
    # The column of stems holds each word once, without its neighbours.
    return f"{{folded}} : ({forms})"


def _without_article(word: str) -> list[str]:
    """The query word without ال and what is written before it; nothing when it has no article."""
    rest = word
    if rest[:1] in {"و", "ف"}:
        rest = rest[1:]
    if rest[:1] in {"ب", "ك"} and rest[1:3] == "ال":
        rest = rest[1:]
    if rest[:2] in {"ال", "لل"} and len(rest) >= 2 + MIN_STEM_AFTER_ARTICLE:
        return [rest[2:]]
    return []


def _without_conjunction(word: str) -> list[str]:
    """ولبنان as لبنان: only from long words, and only the whole word, as the waw is the word's own more often than not."""
    return [word[1:]] if word[0] == "و" and len(word) > _MIN_AFTER_CONJUNCTION else []


def _with_clitics(word: str) -> list[str]:
    """The forms in which a word may stand at the beginning of a phrase: written together with particles before it."""
    if len(word) < MIN_STEM:
        return []  # برد, ورد and فرد are other words than رد
    if HEBREW_FIRST <= word[0] <= HEBREW_LAST:
        return [f"{particle}{word}" for particle in ("ו", "ה", "ב", "ל", "כ", "מ", "ש", "וה", "שה")]
    if not ARABIC_FIRST <= word[0] <= ARABIC_LAST:
        return []
    forms = [f"{particle}{word}" for particle in ("و", "ف", "ب", "ك", "وب", "فب", "وك")]
    onto_lam = f"لل{word[2:]}" if word.startswith("ال") else f"ل{word}"
    return [*forms, onto_lam, f"و{onto_lam}", f"ف{onto_lam}"]


def _persian_apart(word: str) -> list[str]:
    """Persian ميشود is written مي شود as well: folding takes the joiner out, not the space."""
    for particle in ("نمي", "مي"):
        if word.startswith(particle) and len(word) >= len(particle) + MIN_STEM:
            return [f"{particle} {word[len(particle) :]}"]
    for ending in ("هايي", "هاي", "ها"):
        if word.endswith(ending) and len(word) >= len(ending) + MIN_STEM:
            return [f"{word[: -len(ending)]} {ending}"]
    return []
