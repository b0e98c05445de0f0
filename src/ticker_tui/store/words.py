"""Search words: what the index holds beside a text, and what is asked of it.

Everything here works on text that `text.fold` has made (no marks, one form of alef, lower case). Arabic writes
the article and the short conjunctions and prepositions onto the word (وبالقاهرة is "and in Cairo"), Hebrew does the same.
So a second column holds the words without these clitics. A query word is looked up as a prefix in both columns; it
loses only a clitic that holds an article, because a single letter is more often the word's own (وزير, בית). A phrase is
looked up in the first column, where words have neighbours.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

_WORD = re.compile(r"[^\W_]+")
_ARABIC_FIRST, _ARABIC_LAST = "\u0620", "\u06d3"
_HEBREW_FIRST, _HEBREW_LAST = "\u05d0", "\u05ea"
_MIN_STEM = 3
"""A letter is taken off only when at least this many stay; a two-letter rest is found in everything."""
_MIN_STEM_AFTER_ARTICLE = 2
"""The article is certain enough for الدم and اليد."""
_MIN_AFTER_CONJUNCTION = 5
"""Fewer would find سائل for وسائل."""
_KNOWN_RUNS = 30_000


def indexed_stems(folded: str) -> str:
    """The second column of the index: each clitic-free form of each word, once, separated by spaces."""
    if folded.isascii():
        return ""
    stems = chain.from_iterable(map(_STEMS.__getitem__, dict.fromkeys(folded.split())))
    return " ".join(dict.fromkeys(stems))


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


def stems(word: str) -> tuple[str, ...]:
    """What is left of a word of a text without the particles written onto it: ends of the word, each once more to be found."""
    return _STEMS[word]


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


def _without_conjunction(word: str) -> list[str]:
    """ولبنان as لبنان: only from long words, and only the whole word, as the waw is the word's own more often than not."""
    return [word[1:]] if word[0] == "و" and len(word) > _MIN_AFTER_CONJUNCTION else []


def _with_clitics(word: str) -> list[str]:
    """The forms in which a word may stand at the beginning of a phrase: written together with particles before it."""
    if len(word) < _MIN_STEM:
        return []  # برد, ورد and فرد are other words than رد
    if _HEBREW_FIRST <= word[0] <= _HEBREW_LAST:
        return [f"{particle}{word}" for particle in ("ו", "ה", "ב", "ל", "כ", "מ", "ש", "וה", "שה")]
    if not _ARABIC_FIRST <= word[0] <= _ARABIC_LAST:
        return []
    forms = [f"{particle}{word}" for particle in ("و", "ف", "ب", "ك", "وب", "فب", "وك")]
    onto_lam = f"لل{word[2:]}" if word.startswith("ال") else f"ل{word}"
    return [*forms, onto_lam, f"و{onto_lam}", f"ف{onto_lam}"]


def _persian_apart(word: str) -> list[str]:
    """Persian ميشود is written مي شود as well: folding takes the joiner out, not the space."""
    for particle in ("نمي", "مي"):
        if word.startswith(particle) and len(word) >= len(particle) + _MIN_STEM:
            return [f"{particle} {word[len(particle) :]}"]
    for ending in ("هايي", "هاي", "ها"):
        if word.endswith(ending) and len(word) >= len(ending) + _MIN_STEM:
            return [f"{word[: -len(ending)]} {ending}"]
    return []
