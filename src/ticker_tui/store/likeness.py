"""Whether two headlines report the same thing. Pure; which headlines are compared at all is `stories`' business.

A headline is taken down to its gist: folded, its source's name and the words of every headline dropped, the rest reduced to
stems, words of one meaning made one word. Two gists are one story when nearly everything in the shorter one is in the longer one
and nothing speaks against it: another number, another side of a matter (wins | loses), a negation or a "may" of something
that the other one states, a name in the other one's place ("fire in Odrin kills two", "fire in Selva kills two").

Two stories made one hide news, one story told twice only costs a row. So what is uncertain is not the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.store import likeness_words as table
from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MIN_SHARED: Final = 3
"""Words: "Minister resigns" is in too many headlines."""
SCORE_INSIDE: Final = 0.6
"""Least likeness when one headline is in the other and more follows behind it."""
SCORE_BEFORE: Final = 0.72
"""The same, when something stands before it or in its midst: that is a new development more often."""
MAX_BEFORE: Final = 1
"""Words that one headline may have before everything of the other: "Driver charged after …" is what came of it."""
SCORE_ACROSS: Final = 0.7
"""The same, when both have something of their own."""
SCORE_OWN: Final = 0.85
"""The same, of one feed: an outlet that writes again has something to add."""
_MAX_WORDS: Final = 40
_NOT_YET: Final = "not yet"
_WORD: Final = re.compile(r"\d+(?:[.,٫٬]\d+)*(?:[-–:]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?")
_PART: Final = re.compile(r"\s+[-–—|•·»:]+\s+|\s*\|\s*")
_QUESTION: Final = re.compile("[?؟]")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_HEBREW: Final = re.compile("[\u05d0-\u05ea]")
_VERB: Final = re.compile("[وف]?[يت][\u0621-\u064a]{3,}(?<!ه)")
"""An Arabic verb of the present, or a name that begins like one; some nouns (تقرير) look the same."""
_EASTERN: Final = re.compile("[چپژگٹڈڑ]")
"""Letters that no Arabic word has, after folding."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What a headline is about."""

    words: tuple[str, ...]
    """Canonical stems in their order, each once; numbers begin with `#`."""
    numbers: frozenset[str]
    denied: frozenset[str]
    """Words that a negation stands at."""
    marks: frozenset[str]
    """Of the whole headline: a question, an opinion, something that has not happened yet."""
    common: frozenset[str]
    """Those of the words that are in too many headlines to look anything up by."""
    acts: frozenset[str] = frozenset()
    """Those of the words that are deeds: by the tables, or as they look like an Arabic verb of the present."""


@lru_cache(maxsize=4096)
def gist(title: str, source: str = "") -> Gist:
    """The gist of a headline.

    Args:
        title: As shown.
        source: The feed's name, which outlets like to write behind their headlines.
    """
    reading = _Reading(marks={"?"} if _QUESTION.search(title) else set())
    words = chain.from_iterable(map(_words_of_run, _without_source(title, source).split()))
    for folded in islice(words, _MAX_WORDS):
        reading.take(folded)
    return Gist(
        tuple(dict.fromkeys(reading.words)),
        frozenset(word for word in reading.words if word[0] == "#"),
        frozenset(reading.denied),
        frozenset(reading.marks),
        frozenset(reading.common),
        frozenset(reading.acts | _deeds().intersection(reading.words)),
    )


@lru_cache(maxsize=20_000)
def _words_of_run(run: str) -> tuple[str, ...]:
    """The folded words of what stands between two spaces; the news says most of them again and again."""
    return tuple(_WORD.findall(fold(run)))


@dataclass(slots=True)
class _Reading:
    """A headline on its way to its gist, word by word."""

    marks: set[str]
    words: list[str] = field(default_factory=list[str])
    denied: set[str] = field(default_factory=set[str])
    common: set[str] = field(default_factory=set[str])
    acts: set[str] = field(default_factory=set[str])
    _denying: bool = False
    _last: str = ""

    def take(self, folded: str) -> None:
        """Read one word."""
        last, self._last = self._last, folded
        if folded[0].isdigit():
            self.words.append(_number(folded))
            return
        meaning = _meaning(folded)
        if meaning.mark:
            self.marks.add(meaning.mark)
        elif (last == "to" and folded in _infinitives()) or (last == "close" and folded == "to"):
            self.marks.add(_NOT_YET)
        self._denying |= meaning.denies_next
        if meaning.denies_last:
            self.denied.update(self.words[-2:])
        if meaning.times and self.words and self.words[-1][0] == "#":
            self.words[-1] = _times(self.words[-1], meaning.times)
        elif meaning.word:
            self._put(meaning)
            if _VERB.fullmatch(folded):
                self.acts.add(meaning.word)

    def _put(self, meaning: _Meaning) -> None:
        self.words.append(meaning.word)
        if meaning.common:
            self.common.add(meaning.word)
        if self._denying and meaning.word[0] != "#":
            self.denied.add(meaning.word)
            self._denying = False


@lru_cache(maxsize=20_000)
def _meaning(folded: str) -> _Meaning:
    """What a word means, by its form, its stem, or its stem without a clitic."""
    found = _known(folded)
    if found is None and folded[0] in _CLITICS and len(folded) > 4:
        found = _known(folded[1:])
    return found or _Meaning(stem(folded))


def _known(folded: str) -> _Meaning | None:
    lexicon = _lexicon()
    return lexicon.words.get(folded) or lexicon.stems.get(_bare(folded))


def likeness(a: Gist, b: Gist, *, same_feed: bool = False) -> float:
    """How alike two headlines are: 0 when they are two stories, else up to 1 for the same words."""
    if a.marks != b.marks or _disagree(a, b):
        return 0.0
    if a.words == b.words:
        return 1.0 if len(a.words) >= MIN_SHARED and not a.numbers.issuperset(a.words) else 0.0
    shared = _shared(a, b)
    if len(shared) < MIN_SHARED or shared.keys() <= a.common | a.numbers:
        return 0.0
    theirs = set(shared.values())
    only_a = [place for place, word in enumerate(a.words) if word not in shared]
    only_b = [place for place, word in enumerate(b.words) if word not in theirs]
    if _turned(a, b, shared) or _exchanged(a, b) or _more_happens(a, b, shared, only_a, only_b):
        return 0.0
    score = 2 * len(shared) / (len(a.words) + len(b.words))
    return score if score >= _least(a, b, only_a, only_b, same_feed=same_feed) else 0.0


def _least(a: Gist, b: Gist, only_a: Sequence[int], only_b: Sequence[int], *, same_feed: bool) -> float:
    """How alike two headlines have to be, by where they have something of their own."""
    if not only_a and not only_b:
        return 0.0
    if same_feed:
        return SCORE_OWN
    if only_a and only_b:
        return SCORE_ACROSS
    return SCORE_INSIDE if _is_behind(a, only_a) and _is_behind(b, only_b) else SCORE_BEFORE


def _is_behind(of: Gist, alone: Sequence[int]) -> bool:
    """Whether these are a headline's last words, or none."""
    return not alone or alone[0] >= len(of.words) - len(alone)


def lookup_words(of: Gist, limit: int) -> list[str]:
    """Up to `limit` words under which a headline is kept and looked up; every headline chooses by the same order."""
    telling = [word for word in of.words if word not in of.common and word not in of.numbers]
    return sorted(telling, key=_order)[:limit]


def _order(word: str) -> tuple[int, str]:
    """Any fixed order does; long words first, as they are in fewer headlines."""
    return -len(word), word


# ── what speaks against it ──


def _disagree(a: Gist, b: Gist) -> bool:
    if a.numbers - b.numbers and b.numbers - a.numbers:
        return True
    words_a, words_b = set(a.words), set(b.words)
    if (words_a ^ words_b) & _turns():
        return True
    if (a.denied & words_b) != (b.denied & words_a):
        return True
    lexicon = _sides()
    sides_a = {side for word in words_a for side in lexicon.get(word, ())}
    sides_b = {side for word in words_b for side in lexicon.get(word, ())}
    for axis in {axis for axis, _ in sides_a} & {axis for axis, _ in sides_b}:
        one = {side for side in sides_a if side[0] == axis}
        other = {side for side in sides_b if side[0] == axis}
        if one != other:
            return True
    return False


def _turned(a: Gist, b: Gist, shared: dict[str, str]) -> bool:
    """Whether who does it and to whom have changed places: the names around the verb, seen from both headlines."""
    back = {other: word for word, other in shared.items()}
    return _inverted(a, b, shared) and _inverted(b, a, back)


def _inverted(a: Gist, b: Gist, shared: dict[str, str]) -> bool:
    names = [word for word in a.words if word in shared and word not in a.numbers]
    verb = next((at for at, word in enumerate(names) if word in _directed()), None)
    if verb is None or len(names) < MIN_SHARED:
        return False
    # Arabic may begin with the verb: then both names follow it.
    pair = names[1:3] if verb == 0 else [names[verb - 1], *names[verb + 1 : verb + 2]]
    places = [b.words.index(shared[word]) for word in pair]
    return places != sorted(places)


def _unlike(of: Gist, alone: Sequence[int], other: Gist, others_alone: Sequence[int]) -> list[int]:
    """Those of a headline's own words which are no form of one of the other headline's own: an Arabic verb and its noun are."""
    theirs = [other.words[place] for place in others_alone]
    return [place for place in alone if not any(_akin(of.words[place], word) for word in theirs)]


def _akin(a: str, b: str) -> bool:
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return len(shorter) >= 3 and (shorter in longer or (len(a) == len(b) and a[1:] == b[1:]))


def _reordered(a: Gist, b: Gist, shared: Mapping[str, str]) -> bool:
    places = [b.words.index(shared[word]) for word in a.words if word in shared]
    return places != sorted(places)


def _more_happens(
    a: Gist, b: Gist, shared: dict[str, str], only_a: Sequence[int], only_b: Sequence[int]
) -> bool:
    """Whether what one headline has of its own makes it another one: what came of it, who else, what else.

    That both have something of their own is allowed to forms of one word alone: another word is another thing as often as not.
    """
    unlike_a, unlike_b = _unlike(a, only_a, b, only_b), _unlike(b, only_b, a, only_a)
    if _further_deed(a, unlike_a) or _further_deed(b, unlike_b):
        return True
    before = list(range(MAX_BEFORE + 1))
    if before in (only_a[: MAX_BEFORE + 1], only_b[: MAX_BEFORE + 1]):
        return True
    if only_a and only_b:
        few = len(shared) <= MIN_SHARED
        return few or bool(unlike_a and unlike_b) or _same_place(a, b, shared, only_a, only_b)
    within = [(of, alone) for of, alone in ((a, only_a), (b, only_b)) if not _is_behind(of, alone)]
    return any(len(alone) > MAX_BEFORE for _, alone in within) and _reordered(a, b, shared)


def _further_deed(of: Gist, alone: Sequence[int]) -> bool:
    """Whether a headline has a deed of its own before its last words: "refuses to resign" is no resignation.

    Behind the rest it is told what came along: "wins and qualifies".
    """
    last_shared = next((at for at in range(len(of.words) - 1, -1, -1) if at not in alone), 0)
    return any(of.words[place] in of.acts for place in alone if place < last_shared)


def _exchanged(a: Gist, b: Gist) -> bool:
    """Whether two names have changed places round something between them, and all else stands as it stood."""
    if len(a.words) != len(b.words):
        return False
    moved = [place for place, (one, other) in enumerate(zip(a.words, b.words, strict=True)) if one != other]
    if len(moved) != 2 or moved[1] - moved[0] < 2:
        return False
    first, second = (a.words[place] for place in moved)
    return (second, first) == (b.words[moved[0]], b.words[moved[1]]) and not {first, second} & a.numbers


def _same_place(
    a: Gist, b: Gist, shared: dict[str, str], only_a: Sequence[int], only_b: Sequence[int]
) -> bool:
    """Whether one headline has a word of its own where the other has another one, between the same neighbours."""
    back = {other: word for word, other in shared.items()}
    around_a = [_around(a.words, place, shared, {}) for place in only_a]
    around_b = [_around(b.words, place, back, back) for place in only_b]
    return any(one[0] == other[0] or one[1] == other[1] for one in around_a for other in around_b)


def _around(
    words: Sequence[str], place: int, shared: dict[str, str], names: dict[str, str]
) -> tuple[str, str]:
    """The nearest shared word before and behind a place, as the first headline has it; empty at an end."""
    before = next((word for word in reversed(words[:place]) if word in shared), "")
    behind = next((word for word in words[place + 1 :] if word in shared), "")
    return names.get(before, before), names.get(behind, behind)


# ── what two spellings share ──


def _shared(a: Gist, b: Gist) -> dict[str, str]:
    """The words of the first headline that the second one has too, with its spelling of them."""
    shared = {word: word for word in a.words if word in b.words}
    left = [word for word in b.words if word not in shared]
    for word in a.words:
        if word in shared or word in a.numbers:
            continue
        near = next((other for other in left if other not in b.numbers and _one_name(word, other)), None)
        if near is not None:
            shared[word] = near
            left.remove(near)
    return shared


def _one_name(a: str, b: str) -> bool:
    """Whether two words are spellings of one name: a letter more, less or another one in a long word."""
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if longer[1:] == shorter and len(shorter) >= 3 and longer[0] in _CLITICS:
        return True
    if a[0] != b[0] or min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        # Another consonant is another name.
        return a[start + 1 :] == b[start + 1 :] and {a[start], b[start]} <= _SOFT
    return longer[start + 1 :] == shorter[start:] and (
        longer[start] in _SOFT or longer[start] == longer[start - 1]
    )


_CLITICS: Final = frozenset("وفبلكוהבלכמש")
_SOFT: Final = frozenset("aeiouyhاويهىאוי")


# ── taking a headline down ──


def _without_source(title: str, source: str) -> str:
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
    lexicon = _lexicon()
    return any((key := fold(word)) in lexicon.words or _bare(key) in lexicon.stems for word in words)


@lru_cache(maxsize=4096)
def _number(text: str) -> str:
    digits = text.replace("٫", ".").replace("٬", ",").replace("–", "-")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", digits):
        digits = digits.replace(",", "")
    return f"#{digits.replace(',', '.')}"


def _times(number: str, times: int) -> str:
    try:
        value = float(number[1:]) * times
    except ValueError:
        return number
    return f"#{value:.10g}" if value % 1 else f"#{int(value)}"


@lru_cache(maxsize=20_000)
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


@dataclass(slots=True)
class _Meaning:
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
    words: dict[str, _Meaning] = {}
    stems: dict[str, _Meaning] = {}
    for word, meaning in _exact():
        words.setdefault(fold(word), meaning)
    for word, meaning in _in_any_form(words):
        words.setdefault(fold(word), meaning)
        stems.setdefault(_bare(fold(word)), meaning)
    for word in table.SILENT.split():
        words.setdefault(fold(word), _Meaning(""))
    for word in table.COMMON.split():
        key = fold(word)
        if key not in words:
            words[key] = stems.setdefault(_bare(key), _Meaning(stem(key), common=True))
    return _Lexicon(words, stems)


class _Lexicon(NamedTuple):
    """What words mean."""

    words: dict[str, _Meaning]
    """By folded word."""
    stems: dict[str, _Meaning]
    """By stem: of those words that mean it in any form."""


def _exact() -> Iterator[tuple[str, _Meaning]]:
    """Words that mean it in this form only."""
    for text, meaning in (
        (table.NEGATIONS_AFTER, _Meaning("", denies_last=True)),
        (table.NEGATIONS, _Meaning("", denies_next=True)),
        (table.NOT_YET, _Meaning("", mark=_NOT_YET)),
        (table.KINDS, _Meaning("", mark="kind")),
        (table.AFTERMATH, _Meaning("", mark="aftermath")),
    ):
        yield from ((word, meaning) for word in text.split())
    for line in table.THOUSANDS.strip().splitlines():
        value, *words = line.split()
        yield from ((word, _Meaning(words[0], times=int(value), common=True)) for word in words)
    for line in table.NUMBERS.strip().splitlines():
        value, *words = line.split()
        yield from ((word, _Meaning(f"#{value}")) for word in words)
    for side in table.CALENDAR.strip().replace("|", "\n").splitlines():
        first, *others = side.split()
        yield from ((word, _Meaning(first, common=True)) for word in (first, *others))


def _in_any_form(known: Mapping[str, _Meaning]) -> Iterator[tuple[str, _Meaning]]:
    """Words of one meaning, and the sides of a matter, which may be such words. `known` grows while this is read."""
    for line in table.SAME.strip().splitlines():
        words = line.split()
        yield from ((word, _Meaning(stem(fold(words[0])), common=True)) for word in words)
    for side in table.AXES.strip().replace("|", "\n").splitlines():
        words = side.split()
        first = known.get(fold(words[0])) or _Meaning(stem(fold(words[0])), common=True)
        yield from ((word, first) for word in words)


@cache
def _sides() -> dict[str, tuple[tuple[int, int], ...]]:
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
def _infinitives() -> frozenset[str]:
    """English verbs of the tables: "to" before one of them speaks of what will be."""
    return frozenset(line.split()[0] for line in table.SAME.strip().splitlines())


@cache
def _directed() -> frozenset[str]:
    return _canonical(table.DIRECTED)


@cache
def _deeds() -> frozenset[str]:
    return _canonical(table.DEEDS)


@cache
def _turns() -> frozenset[str]:
    return _canonical(table.TURNS)


def _canonical(words: str) -> frozenset[str]:
    return frozenset(_meaning(fold(word)).word for word in words.split())
