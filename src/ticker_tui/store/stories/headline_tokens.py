"""What a headline is about. Pure; whether two headlines tell one story decides `likeness`.

A headline is taken down to its gist: folded, its source's name and the words of every headline dropped, the rest reduced to
stems, words of one meaning made one word. What the tables say of a word is looked up once and remembered with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ticker_tui.store.stories.lexicon import (
    CLITICS,
    NOT_YET,
    deeds,
    infinitives,
    known,
    meaning_of,
    sides,
    turns,
)
from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SOFT: Final = frozenset("aeiouyhاويهىאוי")
"""Letters in which spellings of one name differ."""
MAX_WORDS: Final = 40
"""Of a headline; what follows is none."""
_BITS: Final = 60
"""Of the numbers of a headline: what a machine word holds."""
_KNOWN_RUNS: Final = 20_000
_WORD: Final = re.compile(r"\d+(?:[.,٫٬]\d+)*(?:[-–:]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?")
_PART: Final = re.compile(r"\s+[-–—|•·»:]+\s+|\s*\|\s*")
_GROUPS: Final = re.compile(r"\d{1,3}(,\d{3})+")
_VERB: Final = re.compile("[وف]?[يت][\u0621-\u064a]{3,}(?<!ه)")
"""An Arabic verb of the present, or a name that begins like one; some nouns (تقرير) look the same."""
_NONE: Final[frozenset[str]] = frozenset()
_NO_SIDES: Final[Mapping[int, frozenset[int]]] = MappingProxyType({})


@dataclass(eq=False, slots=True)
class HeadlineTokens:
    """What a headline is about. There are thousands in memory: what most of them have nothing of is one empty set for all."""

    words: tuple[str, ...]
    """Canonical stems in their order, each once; numbers begin with `#`."""
    read: tuple[HeadlineWord, ...]
    """The words as they were read."""
    numbers: frozenset[str] = _NONE
    number_bits: int = 0
    """A bit for each number, the same for the same number; two may share one."""
    marks: frozenset[str] = _NONE
    """Of the whole headline: a question, an opinion, something that has not happened yet."""
    denied: frozenset[str] = _NONE
    """Words that a negation stands at."""
    common: frozenset[str] = _NONE
    """Those of the words that are in too many headlines to look anything up by."""
    turns: frozenset[str] = _NONE
    """Those of the words that turn the rest into something else."""
    sides: Mapping[int, frozenset[int]] = field(default_factory=lambda: _NO_SIDES)
    """The sides that the words take, by matter."""
    _keys: frozenset[str] | None = None

    @property
    def acts(self) -> frozenset[str]:
        """Those of the words that are deeds: by the tables, or as they look like an Arabic verb of the present."""
        return frozenset([word.means for word in self.read if word.act])

    @property
    def keys(self) -> frozenset[str]:
        """What other spellings of the words have in common with them, see `spelling_keys`; made when first asked for."""
        keys = self._keys
        if keys is None:
            self._keys = keys = frozenset(chain.from_iterable([word.keys for word in self.read]))
        return keys

    def is_apart(self) -> bool:
        """Whether no two of the words have a key in common."""
        keys = {word.means: len(word.keys) for word in self.read}
        return sum(keys.values()) == len(self.keys)


@dataclass(slots=True)
class HeadlineWord:
    """A word of a headline: itself, and all that the tables say about it."""

    folded: str
    means: str
    """The word it stands for; empty: nothing."""
    special: bool = False
    """It may change what is before or behind it, or what the whole headline is."""
    mark: str = ""
    infinitive: bool = False
    denies_next: bool = False
    denies_last: bool = False
    times: int = 0
    common: bool = False
    act: bool = False
    turn: bool = False
    sides: tuple[tuple[int, int], ...] = ()
    keys: tuple[str, ...] = ()
    bit: int = 0
    """Of a number; of another word none."""
    telling: bool = False
    """It is common, turns something, takes a side or is a number."""

    @property
    def is_number(self) -> bool:
        """Whether it stands for a number, by its digits or by a table."""
        return self.means[:1] == "#"


def gist(title: str, source: str = "") -> HeadlineTokens:
    """The gist of a headline.

    Args:
        title: As shown.
        source: The feed's name, which outlets like to write behind their headlines.
    """
    all_words = words_of(title, source)
    marks: Iterable[str] = "?" if "?" in title or "؟" in title else ""
    denied: Iterable[str] = ()
    if any([word.special for word in all_words]):  # noqa: C419 - a list is quicker
        reading = HeadlineTokenizer()
        for word in all_words:
            reading.take(word)
        read, marks, denied = reading.words, reading.marks.union(marks), reading.denied
    else:
        read = [word for word in all_words if word.means]
    about = HeadlineTokens(tuple(dict.fromkeys([word.means for word in read])), tuple(read))
    if marks:
        about.marks = frozenset(marks)
    if denied:
        about.denied = frozenset(denied)
    telling = [word for word in read if word.telling]
    if telling:
        _add_facts(about, telling)
    return about


def _add_facts(about: HeadlineTokens, words: Sequence[HeadlineWord]) -> None:
    """What the tables say of these words, and which are numbers."""
    about.common = frozenset([word.means for word in words if word.common])
    about.turns = frozenset([word.means for word in words if word.turn])
    about.numbers = frozenset([word.means for word in words if word.bit])
    sides: dict[int, frozenset[int]] = {}
    for word in words:
        about.number_bits |= word.bit
        for matter, side in word.sides:
            sides[matter] = sides.get(matter, frozenset()) | {side}
    if sides:
        about.sides = sides


def words_of(title: str, source: str = "") -> list[HeadlineWord]:
    """The words of a headline, without its source's name."""
    of_run = _RUNS.__getitem__
    runs = list(map(of_run, title.split()))
    # Between two parts of a headline stands a run without a word, or this bar.
    if () in runs or "|" in title:
        runs = list(map(of_run, without_source(title, source).split()))
    return list(islice(chain.from_iterable(runs), MAX_WORDS))


def lookup_words(of: HeadlineTokens, limit: int) -> list[str]:
    """Up to `limit` words under which a headline is kept and looked up; every headline chooses by the same order.

    Any fixed order does; long words first, as they are in fewer headlines.
    """
    telling = sorted([word for word in of.words if word[0] != "#" and word not in of.common])
    telling.sort(key=len, reverse=True)
    return telling[:limit]


@dataclass(slots=True)
class HeadlineTokenizer:
    """A headline on its way to its gist, word by word."""

    marks: set[str] = field(default_factory=set[str])
    words: list[HeadlineWord] = field(default_factory=list["HeadlineWord"])
    denied: set[str] = field(default_factory=set[str])
    _denying: bool = False
    _last: str = ""

    def take(self, word: HeadlineWord) -> None:
        """Read one word."""
        last, self._last = self._last, word.folded
        if word.folded[0].isdigit():
            self.words.append(word)
            return
        if word.mark:
            self.marks.add(word.mark)
        elif (last == "to" and word.infinitive) or (last == "close" and word.folded == "to"):
            self.marks.add(NOT_YET)
        self._denying |= word.denies_next
        if word.denies_last:
            self.denied.update([one.means for one in self.words[-2:]])
        if word.times and self.words and self.words[-1].is_number:
            self.words[-1] = _times(self.words[-1], word.times)
        elif word.means:
            self._put(word)

    def _put(self, word: HeadlineWord) -> None:
        self.words.append(word)
        if self._denying and not word.is_number:
            self.denied.add(word.means)
            self._denying = False


# ── words ──


class _Runs(dict[str, tuple[HeadlineWord, ...]]):
    """The words of what stands between two spaces; the news says most of them again and again."""

    def __missing__(self, run: str) -> tuple[HeadlineWord, ...]:
        if len(self) >= _KNOWN_RUNS:
            self.clear()
        self[run] = words = tuple(
            [_number_word(word) if word[0].isdigit() else _word(word) for word in _WORD.findall(fold(run))]
        )
        return words


_RUNS: Final = _Runs()


@lru_cache(maxsize=_KNOWN_RUNS)
def _word(folded: str) -> HeadlineWord:
    meaning = meaning_of(folded)
    infinitive = folded in infinitives()
    special = bool(
        meaning.mark
        or infinitive
        or folded == "to"
        or meaning.denies_next
        or meaning.denies_last
        or meaning.times
    )
    bit = _bit(meaning.word) if meaning.word[:1] == "#" else 0
    turn, taken = meaning.word in turns(), sides().get(meaning.word, ())
    return HeadlineWord(
        folded,
        meaning.word,
        special=special,
        mark=meaning.mark,
        infinitive=infinitive,
        denies_next=meaning.denies_next,
        denies_last=meaning.denies_last,
        times=meaning.times,
        common=meaning.common,
        act=meaning.word in deeds() or _VERB.fullmatch(folded) is not None,
        turn=turn,
        sides=taken,
        keys=spelling_keys(meaning.word),
        bit=bit,
        telling=bool(bit or meaning.common or turn or taken),
    )


def _number_word(digits: str) -> HeadlineWord:
    return _a_number(digits, _number(digits))


def _a_number(folded: str, means: str) -> HeadlineWord:
    return HeadlineWord(folded, means, keys=(means,), bit=_bit(means), telling=True)


def _bit(number: str) -> int:
    return 1 << hash(number) % _BITS


def spelling_keys(word: str) -> tuple[str, ...]:
    """What each spelling of a name has in common with every other one: two words of one name share a key at least.

    A spelling differs by a soft letter, by a doubled one, or by a clitic before it: these are left out.
    """
    if word[:1] == "#":
        return (word,)
    key = _hard(word)
    return (key, other) if word[:1] in CLITICS and (other := _hard(word[1:])) != key else (key,)


def _hard(word: str) -> str:
    letters = [letter for letter in word if letter not in SOFT]
    return "".join([letter for at, letter in enumerate(letters) if not at or letter != letters[at - 1]])


def _number(text: str) -> str:
    if text.isdecimal():
        return f"#{text}"
    digits = text.replace("٫", ".").replace("٬", ",").replace("–", "-")
    if _GROUPS.fullmatch(digits):
        digits = digits.replace(",", "")
    return f"#{digits.replace(',', '.')}"


def _times(number: HeadlineWord, times: int) -> HeadlineWord:
    try:
        value = float(number.means[1:]) * times
    except ValueError:
        return number
    means = f"#{value:.10g}" if value % 1 else f"#{int(value)}"
    return _a_number(number.folded, means)


# ── the outlet's name ──


def without_source(title: str, source: str) -> str:
    """The headline without the outlet's name before or behind it."""
    parts = _PART.split(title)
    if len(parts) < 2:
        return title
    names = fold(source)
    kept = [part for part in parts if not names or fold(part) not in names]
    if not kept:
        return title
    # Some other outlet's name, as agencies' reports carry it: short, at the end, behind a long headline.
    tail = _WORD.findall(kept[-1])
    if len(kept) > 1 and len(tail) <= 3 and not any(word[0].isdigit() for word in tail):
        head = " ".join(kept[:-1])
        if len(_WORD.findall(head)) >= 5 and not _says_something(tail):
            return head
    return " ".join(kept)


def _says_something(words: Iterable[str]) -> bool:
    """Whether a word among these is one that the tables know: then it is no outlet's name."""
    return any(known(fold(word)) is not None for word in words)
