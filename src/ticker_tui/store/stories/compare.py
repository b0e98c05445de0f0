"""Whether two headlines report the same thing. Pure; which headlines are compared at all is `stories`' business.

Two gists are one story when nearly everything in the shorter one is in the longer one and nothing speaks against it: another
number, another side of a matter (wins | loses), a negation or a "may" of something that the other one states, a name in the
other one's place ("fire in Odrin kills two", "fire in Selva kills two").

Two stories made one hide news, one story told twice only costs a row. So what is uncertain is not the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticker_tui.store.stories.headline_tokens import SOFT, spelling_keys
from ticker_tui.store.stories.lexicon import CLITICS, directed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticker_tui.store.stories.headline_tokens import HeadlineTokens

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


def likeness(a: HeadlineTokens, b: HeadlineTokens, *, same_feed: bool = False) -> float:
    """How alike two headlines are: 0 when they are two stories, else up to 1 for the same words."""
    # Most pairs end here: each has a number that the other one has not.
    if (a.number_bits & ~b.number_bits and b.number_bits & ~a.number_bits) or _disagree(a, b):
        return 0.0
    if a.words == b.words:
        return 1.0 if len(a.words) >= MIN_SHARED and not a.numbers.issuperset(a.words) else 0.0
    if most_alike(a, b) < (SCORE_OWN if same_feed else SCORE_INSIDE):
        return 0.0
    shared = _shared(a, b)
    if len(shared) < MIN_SHARED or shared.keys() <= a.common | a.numbers:
        return 0.0
    theirs = set(shared.values())
    only_a = [place for place, word in enumerate(a.words) if word not in shared]
    only_b = [place for place, word in enumerate(b.words) if word not in theirs]
    score = 2 * len(shared) / (len(a.words) + len(b.words))
    refused = (
        score < _least(a, b, only_a, only_b, same_feed=same_feed)
        or _turned(a, b, shared)
        or _exchanged(a, b)
        or _more_happens(a, b, shared, only_a, only_b)
    )
    return 0.0 if refused else score


def most_alike(a: HeadlineTokens, b: HeadlineTokens) -> float:
    """What the likeness of two headlines is at most: for nearly all of them far too little, and that is cheap to know.

    Words that are one have a key in common. Where one headline's words have no key twice, there are as many at most as common keys.
    """
    words = len(a.words) + len(b.words)
    shared = len(a.keys & b.keys)
    most = 2 * shared / words if shared >= MIN_SHARED else 0.0
    return most if most >= SCORE_OWN or a.is_apart() or b.is_apart() else 1.0


def _least(
    a: HeadlineTokens, b: HeadlineTokens, only_a: Sequence[int], only_b: Sequence[int], *, same_feed: bool
) -> float:
    """How alike two headlines have to be, by where they have something of their own."""
    if not only_a and not only_b:
        return 0.0
    if same_feed:
        return SCORE_OWN
    if only_a and only_b:
        return SCORE_ACROSS
    return SCORE_INSIDE if _is_behind(a, only_a) and _is_behind(b, only_b) else SCORE_BEFORE


def _is_behind(of: HeadlineTokens, alone: Sequence[int]) -> bool:
    """Whether these are a headline's last words, or none."""
    return not alone or alone[0] >= len(of.words) - len(alone)


# ── what speaks against it ──


def _disagree(a: HeadlineTokens, b: HeadlineTokens) -> bool:
    return (
        a.marks != b.marks
        or not (a.numbers <= b.numbers or b.numbers <= a.numbers)
        or a.turns != b.turns
        or any(b.sides.get(matter, its) != its for matter, its in a.sides.items())
        or (bool(a.denied or b.denied) and a.denied.intersection(b.words) != b.denied.intersection(a.words))
    )


def _turned(a: HeadlineTokens, b: HeadlineTokens, shared: dict[str, str]) -> bool:
    """Whether who does it and to whom have changed places: the names around the verb, seen from both headlines."""
    back = {other: word for word, other in shared.items()}
    return _inverted(a, b, shared) and _inverted(b, a, back)


def _inverted(a: HeadlineTokens, b: HeadlineTokens, shared: dict[str, str]) -> bool:
    names = [word for word in a.words if word in shared and word not in a.numbers]
    verb = next((at for at, word in enumerate(names) if word in directed()), None)
    if verb is None or len(names) < MIN_SHARED:
        return False
    # Arabic may begin with the verb: then both names follow it.
    pair = names[1:3] if verb == 0 else [names[verb - 1], *names[verb + 1 : verb + 2]]
    places = [b.words.index(shared[word]) for word in pair]
    return places != sorted(places)


def _unlike(
    of: HeadlineTokens, alone: Sequence[int], other: HeadlineTokens, others_alone: Sequence[int]
) -> list[int]:
    """Those of a headline's own words which are no form of one of the other headline's own: an Arabic verb and its noun are."""
    theirs = [other.words[place] for place in others_alone]
    return [place for place in alone if not any(_akin(of.words[place], word) for word in theirs)]


def _akin(a: str, b: str) -> bool:
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return len(shorter) >= 3 and (shorter in longer or (len(a) == len(b) and a[1:] == b[1:]))


def _reordered(a: HeadlineTokens, b: HeadlineTokens, shared: Mapping[str, str]) -> bool:
    places = [b.words.index(shared[word]) for word in a.words if word in shared]
    return places != sorted(places)


def _more_happens(
    a: HeadlineTokens, b: HeadlineTokens, shared: dict[str, str], only_a: Sequence[int], only_b: Sequence[int]
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


def _further_deed(of: HeadlineTokens, alone: Sequence[int]) -> bool:
    """Whether a headline has a deed of its own before its last words: "refuses to resign" is no resignation.

    Behind the rest it is told what came along: "wins and qualifies".
    """
    last_shared = next((at for at in range(len(of.words) - 1, -1, -1) if at not in alone), 0)
    return any(of.words[place] in of.acts for place in alone if place < last_shared)


def _exchanged(a: HeadlineTokens, b: HeadlineTokens) -> bool:
    """Whether two names have changed places round something between them, and all else stands as it stood."""
    if len(a.words) != len(b.words):
        return False
    moved = [place for place, (one, other) in enumerate(zip(a.words, b.words, strict=True)) if one != other]
    if len(moved) != 2 or moved[1] - moved[0] < 2:
        return False
    first, second = (a.words[place] for place in moved)
    return (second, first) == (b.words[moved[0]], b.words[moved[1]]) and not {first, second} & a.numbers


def _same_place(
    a: HeadlineTokens, b: HeadlineTokens, shared: dict[str, str], only_a: Sequence[int], only_b: Sequence[int]
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


def _shared(a: HeadlineTokens, b: HeadlineTokens) -> dict[str, str]:
    """The words of the first headline that the second one has too, with its spelling of them."""
    shared = {word: word for word in a.words if word in b.words}
    left = [word for word in b.words if word not in shared]
    for word in a.words:
        if word in shared or word in a.numbers or b.keys.isdisjoint(spelling_keys(word)):
            continue
        near = next((other for other in left if other not in b.numbers and one_name(word, other)), None)
        if near is not None:
            shared[word] = near
            left.remove(near)
    return shared


def one_name(a: str, b: str) -> bool:
    """Whether two words are spellings of one name: a letter more, less or another one in a long word."""
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if longer[1:] == shorter and len(shorter) >= 3 and longer[0] in CLITICS:
        return True
    if a[0] != b[0] or min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        # Another consonant is another name.
        return a[start + 1 :] == b[start + 1 :] and {a[start], b[start]} <= SOFT
    return longer[start + 1 :] == shorter[start:] and (
        longer[start] in SOFT or longer[start] == longer[start - 1]
    )
