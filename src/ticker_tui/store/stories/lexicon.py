"""What a word of a headline means: its stem, and what the tables of `likeness_words` say about it, read once.

Everything here works on text that `text.fold` has made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.store.stories import word_lists as table
from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOT_YET: Final = "not yet"
"""The mark of what has not happened yet."""
CLITICS: Final = frozenset("وفبلكוהבלכמש")
"""Letters that are written onto a word, in Arabic and Hebrew."""
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_HEBREW: Final = re.compile("[\u05d0-\u05ea]")
_EASTERN: Final = re.compile("[چپژگٹڈڑ]")
"""Letters that no Arabic word has, after folding."""


def stem(folded: str) -> str:
    """What the forms of a word have in common, roughly; both sides of a comparison go through it.

    Light rules on folded text, as quick as a look-up; what Snowball's stemmers would do in their place: docs/archive.md.
    """
    bare = _bare(folded)
    return _skeleton(bare) if _ARABIC.match(bare) else bare


def _bare(folded: str) -> str:
    """A word without what its language writes before and behind it."""
    if _ARABIC.match(folded):
        return _arabic(folded)
    if _HEBREW.match(folded):
        return _hebrew(folded)
    return _latin(folded)


def _arabic(word: str) -> str:
    rest = word
    for clitic in ("وبال", "وال", "فال", "بال", "كال", "ولل", "ال", "لل"):
        if rest.startswith(clitic) and len(rest) - len(clitic) >= 3:
            rest = rest[len(clitic) :]
            break
    else:
        if rest[0] == "و" and (len(rest) >= 6 or (len(rest) == 5 and rest[1] in "يت")):
            rest = rest[1:]
    for ending in ("ات", "ون", "ين", "ان", "يه", "ها", "هم", "وا", "ه", "ي", "ت", "ا"):
        if rest.endswith(ending) and len(rest) - len(ending) >= 3:
            return rest[: -len(ending)]
    return rest


def _skeleton(rest: str) -> str:
    """An Arabic word's consonants. Too little to know a word of the tables by: نهر (river) and انهار (collapse) share it."""
    if _EASTERN.search(rest):
        return rest
    # Long vowels inside and the person before it change from form to form (جنوح، تجنح; تعطيل، يعطل).
    skeleton = rest[0] + re.sub("[اوي]", "", rest[1:])
    if skeleton[0] in "يت" and len(skeleton) >= 4:
        skeleton = skeleton[1:]
    return skeleton if len(skeleton) >= 3 else rest


def _hebrew(word: str) -> str:
    rest = word
    for _ in range(2):
        if rest[0] in "והבל" and len(rest) >= 5:
            rest = rest[1:]
    for ending in ("ים", "ות", "ית", "ה"):
        if rest.endswith(ending) and len(rest) - len(ending) >= 3:
            return rest[: -len(ending)]
    return rest


def _latin(word: str) -> str:
    rest = word.replace("’", "'").removesuffix("'s")
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        if rest.endswith(ending) and len(rest) - len(ending) >= 3 and not rest.endswith("ss"):
            rest = rest[: -len(ending)]
            if ending in {"ing", "ings", "ed"} and len(rest) > 3 and rest[-1] == rest[-2]:
                rest = rest[:-1]
            break
    return f"{rest[:-1]}i" if rest.endswith("y") and len(rest) > 3 else rest


# ── the tables, folded and stemmed once ──


def meaning_of(folded: str) -> Meaning:
    """What a word means, by its form, its stem, or its stem without a clitic."""
    found = known(folded)
    if found is None and folded[0] in CLITICS and len(folded) > 4:
        found = known(folded[1:])
    return found or Meaning(stem(folded))


def known(folded: str) -> Meaning | None:
    """What the tables say about a word in this form, or in any form of its stem."""
    lexicon = _lexicon()
    return lexicon.words.get(folded) or lexicon.stems.get(_bare(folded))


@dataclass(slots=True)
class Meaning:
    """What the tables say about a word."""

    word: str
    """The word it stands for; empty: nothing."""
    mark: str = ""
    denies_next: bool = False
    denies_last: bool = False
    times: int = 0
    common: bool = False


@cache
def _lexicon() -> _Lexicon:
    """The tables, read. The first one that has a word decides."""
    words: dict[str, Meaning] = {}
    stems: dict[str, Meaning] = {}
    for word, meaning in _exact():
        words.setdefault(fold(word), meaning)
    for word, meaning in _in_any_form(words):
        key = fold(word)
        words.setdefault(key, meaning)
        stems.setdefault(_bare(key), meaning)
    for word in table.SILENT.split():
        words.setdefault(fold(word), Meaning(""))
    for word in table.COMMON.split():
        key = fold(word)
        if key not in words:
            words[key] = stems.setdefault(_bare(key), Meaning(stem(key), common=True))
    return _Lexicon(words, stems)


class _Lexicon(NamedTuple):
    """What words mean."""

    words: dict[str, Meaning]
    """By folded word."""
    stems: dict[str, Meaning]
    """By stem: of those words that mean it in any form."""


def _exact() -> Iterator[tuple[str, Meaning]]:
    """Words that mean it in this form only."""
    for text, meaning in (
        (table.NEGATIONS_AFTER, Meaning("", denies_last=True)),
        (table.NEGATIONS, Meaning("", denies_next=True)),
        (table.NOT_YET, Meaning("", mark=NOT_YET)),
        (table.KINDS, Meaning("", mark="kind")),
        (table.AFTERMATH, Meaning("", mark="aftermath")),
    ):
        yield from ((word, meaning) for word in text.split())
    for line in table.THOUSANDS.strip().splitlines():
        value, *words = line.split()
        yield from ((word, Meaning(words[0], times=int(value), common=True)) for word in words)
    for line in table.NUMBERS.strip().splitlines():
        value, *words = line.split()
        yield from ((word, Meaning(f"#{value}")) for word in words)
    for side in table.CALENDAR.strip().replace("|", "\n").splitlines():
        first, *others = side.split()
        yield from ((word, Meaning(first, common=True)) for word in (first, *others))


def _in_any_form(known: Mapping[str, Meaning]) -> Iterator[tuple[str, Meaning]]:
    """Words of one meaning, and the sides of a matter, which may be such words. `known` grows while this is read."""
    for line in table.SAME.strip().splitlines():
        words = line.split()
        same = Meaning(stem(fold(words[0])), common=True)
        yield from ((word, same) for word in words)
    for side in table.AXES.strip().replace("|", "\n").splitlines():
        words = side.split()
        first = known.get(fold(words[0])) or Meaning(stem(fold(words[0])), common=True)
        yield from ((word, first) for word in words)


@cache
def sides() -> dict[str, tuple[tuple[int, int], ...]]:
    """Canonical word → the sides it takes, as pairs of matter and side."""
    lexicon = _lexicon()
    found: dict[str, list[tuple[int, int]]] = {}
    for axis, line in enumerate((table.AXES + table.CALENDAR).strip().splitlines()):
        for side, words in enumerate(line.split("|")):
            for word in {lexicon.words[fold(word)].word for word in words.split()}:
                if word:
                    found.setdefault(word, []).append((axis, side))
    return {word: tuple(sides) for word, sides in found.items()}


@cache
def infinitives() -> frozenset[str]:
    """English verbs of the tables: "to" before one of them speaks of what will be."""
    return frozenset(line.split()[0] for line in table.SAME.strip().splitlines())


@cache
def directed() -> frozenset[str]:
    """Canonical words with which it matters who does it to whom."""
    return _canonical(table.DIRECTED)


@cache
def deeds() -> frozenset[str]:
    """Canonical words for what somebody does."""
    return _canonical(table.DEEDS)


@cache
def turns() -> frozenset[str]:
    """Canonical words that turn the rest into something else."""
    return _canonical(table.TURNS)


def _canonical(words: str) -> frozenset[str]:
    return frozenset(meaning_of(fold(word)).word for word in words.split())
