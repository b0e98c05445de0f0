"""Whether two versions of an entry report one story: a correction updates a row, another story gets a row of its own. Pure.

`likeness` compares headlines of different outlets and needs several words. Here something else already speaks for one story:
the guid or the link is the same. How much of the words has to agree depends on how much that says, see `Evidence`.

A wrong "same" overwrites a story, perhaps a starred one; a wrong "different" costs a row. What is uncertain is different.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from ticker_tui.store.db.timestamps import DAY_US
from ticker_tui.store.stories.compare import one_name
from ticker_tui.store.stories.headline_tokens import gist
from ticker_tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ticker_tui.store.stories.headline_tokens import HeadlineWord

MIN_TEXT_WORDS: Final = 4
"""Words that two texts share at least before their likeness says anything."""
ALIKE_TEXT: Final = 0.6
"""Share of the shorter text's words that the other one has, from which two texts are versions of one."""
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Thai, Lao, Burmese, Khmer, kana and Han: no spaces between words, so pairs of letters are compared."""
_RUN_UNSPACED: Final = re.compile(f"[{_UNSPACED}]+")
_TEXT_WORD: Final = re.compile(rf"\d+(?:[.,]\d+)*|[{_UNSPACED}]+|[^\W\d_{_UNSPACED}]+")


class Evidence(Enum):
    """What besides the words speaks for one story."""

    UNIQUE = "unique"
    """The guid is one entry's, in a feed whose entries have several: a correction may go far."""
    PAGE = "page"
    """There is no guid, or it is that of several entries, but the page is one entry's."""
    ONLY = "only"
    """The guid or the page is the same, but it may be that of all entries of the feed: one that has just its latest entry."""
    MOVED = "moved"
    """Another guid on a page that no other entry has."""
    SHARED = "shared"
    """The guid or the page is known to be that of several entries."""
    NONE = "none"
    """Another guid and no page, or one that differs in its query: a session number may be in both."""


class Version(Protocol):
    """What is compared of an entry."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str | None: ...  # noqa: D102
    @property
    def published_us(self) -> int | None: ...  # noqa: D102


class _Title(IntEnum):
    """How far two headlines agree."""

    UNLIKE = 0
    RELATED = 1
    """Half of the words."""
    CORRECTED = 2
    """All words of one are in the other one."""
    SAME = 3


class _Text(Enum):
    """How far two texts agree."""

    SAME = "same"
    ALIKE = "alike"
    OTHER_NUMBERS = "other numbers"
    UNLIKE = "unlike"
    UNKNOWN = "unknown"
    """One of them is not there."""


def is_same_story(old: Version, new: Version, evidence: Evidence, *, recent: bool, source: str = "") -> bool:
    """Whether an entry of a response is a version of a stored one.

    | headline  | UNIQUE                    | ONLY                       | MOVED                               | NONE                  |
    |-----------|---------------------------|----------------------------|-------------------------------------|-----------------------|
    | same      | yes                       | no other date, or as MOVED | same date, alike text, or no text   | same time, or words   |
    | corrected | yes                       | as MOVED                   | alike text; no other text and date  | same time, alike text |
    | related   | at most one thing against | nothing against            | same date, alike text, same numbers | same time, alike text |
    | unlike    | same text, or alike (1)   | no                         | no                                  | no                    |

    (1) unless the date is another one. PAGE is as UNIQUE, but other numbers need an alike text. SHARED: the same headline, with the same text or the same date.
    Against it are another date, other numbers in the headline, another text.

    Args:
        old: As stored; its text is None when it is no longer known.
        new: As in the response; its text is None when other entries of the response have the same one.
        evidence: What besides the words speaks for one story.
        recent: The stored one is no older than 48 hours or was in the feed's last response. An older one of another date is
            another edition ("Monthly siren test"), unless the guid or the page is unique.
        source: The feed's name, which is no part of a headline.
    """
    title = _compare_titles(old.title, new.title, source)
    unique = evidence in {Evidence.UNIQUE, Evidence.PAGE}
    if unique and title >= _Title.CORRECTED:
        return True  # most corrections; the text is not looked at
    if title is _Title.UNLIKE and not unique:
        return False
    return _RULES[evidence](_Comparison(old, new, title, recent))


@dataclass(slots=True)
class _Comparison:
    """What two versions have in common, and what speaks against one story."""

    old: Version
    new: Version
    title: _Title
    recent: bool
    text: _Text = field(init=False)
    same_date: bool = field(init=False)
    other_date: bool = field(init=False)
    other_numbers: bool = field(init=False)

    def __post_init__(self) -> None:
        before, after = self.old.published_us, self.new.published_us
        known = before is not None and after is not None
        self.same_date, self.other_date = known and before == after, known and before != after
        self.text = _compare_texts(self.old.text, self.new.text)
        self.other_numbers = not _numbers_agree(gist(self.old.title).numbers, gist(self.new.title).numbers)

    @property
    def alike(self) -> bool:
        """Whether the texts are versions of one; none and none are, too."""
        return self.text in {_Text.SAME, _Text.ALIKE}

    @property
    def against(self) -> int:
        """How many things speak against it."""
        return self.other_date + self.other_numbers + (self.text is _Text.UNLIKE)


def _unique(of: _Comparison) -> bool:
    if of.title is _Title.UNLIKE:
        return of.text is _Text.SAME if of.other_date else of.alike
    return of.against < 2


def _page(of: _Comparison) -> bool:
    return _unique(of) and not (of.other_numbers and not (of.alike and of.new.text))


def _only(of: _Comparison) -> bool:
    match of.title:
        case _Title.SAME if not of.other_date:
            return True
        case _Title.RELATED:
            return not of.against
        case _:
            return (of.recent or not of.other_date) and _agrees(of)


def _agrees(of: _Comparison) -> bool:
    """Whether headline, text and date together make it one story."""
    match of.title:
        case _Title.SAME:
            return of.same_date or of.alike or of.text is _Text.UNKNOWN
        case _Title.CORRECTED:
            return of.alike or not (of.other_date or of.text is _Text.UNLIKE)
        case _:
            return of.same_date and of.alike and not of.other_numbers


def _moved(of: _Comparison) -> bool:
    if of.recent:
        return _agrees(of)
    says_nothing_else = of.old.text is None or (of.text is _Text.SAME and bool(of.new.text))
    return of.title is _Title.SAME and (of.same_date or (says_nothing_else and not of.other_date))


def _shared(of: _Comparison) -> bool:
    if of.title is not _Title.SAME:
        return False
    if of.same_date:
        return of.text is not _Text.UNLIKE
    if of.old.text is None:
        return not of.other_date
    return of.text is _Text.SAME and (of.recent or not of.other_date)


def _none(of: _Comparison) -> bool:
    same_time = of.same_date and (of.new.published_us or 0) % DAY_US != 0
    if of.title is _Title.SAME:
        same_words = of.text is _Text.SAME and bool(of.new.text)
        return (same_time and of.text is not _Text.UNLIKE) or (of.recent and same_words)
    return same_time and of.alike and bool(of.new.text) and not of.other_numbers


_RULES: Final[Mapping[Evidence, Callable[[_Comparison], bool]]] = MappingProxyType(
    {
        Evidence.UNIQUE: _unique,
        Evidence.PAGE: _page,
        Evidence.ONLY: _only,
        Evidence.MOVED: _moved,
        Evidence.SHARED: _shared,
        Evidence.NONE: _none,
    }
)


# ── headlines ──


def _compare_titles(old: str, new: str, source: str) -> _Title:
    if old == new:
        return _Title.SAME
    a, b = gist(old, source), gist(new, source)
    some = bool(a.words and b.words)  # else none of the words of one matters: all of them do
    ours = list(_split(a.words if some else _TEXT_WORD.findall(fold(old)) or [old]))
    theirs = list(_split(b.words if some else _TEXT_WORD.findall(fold(new)) or [new]))
    same_sense = a.denied == b.denied and a.marks == b.marks and a.sides == b.sides
    if ours == theirs:
        return _Title.SAME if same_sense else _Title.RELATED
    if some and len(a.read) == len(b.read) and same_sense and all(map(_one_word, a.read, b.read)):
        return _Title.SAME
    shared = len(set(ours) & set(theirs))
    smaller, larger = sorted([len(set(ours)), len(set(theirs))])
    if shared == smaller and same_sense:
        return _Title.CORRECTED
    related = shared * 2 >= larger or (shared >= 2 and shared * 2 >= smaller)
    return _Title.RELATED if related else _Title.UNLIKE


def _one_word(a: HeadlineWord, b: HeadlineWord) -> bool:
    """Whether two words are one, or one with a slip in it."""
    if a.means == b.means:
        return True
    one, other = a.folded, b.folded
    return not (a.is_number or b.is_number) and (
        one_name(one, other) or (len(one) > 4 and sorted(one) == sorted(other))
    )


def _numbers_agree(a: frozenset[str], b: frozenset[str]) -> bool:
    return a <= b or b <= a


# ── texts ──


def _compare_texts(old: str | None, new: str | None) -> _Text:
    if old is not None and old == new:
        return _Text.SAME
    if not old or not new:
        return _Text.UNKNOWN
    ours, theirs = _text_words(old), _text_words(new)
    if ours == theirs:
        return _Text.SAME
    a, b = frozenset(ours), frozenset(theirs)
    shared = len(a & b)
    if shared < MIN_TEXT_WORDS or shared < ALIKE_TEXT * min(len(a), len(b)):
        return _Text.UNLIKE
    numbers = [frozenset(word for word in words if word[0].isdigit()) for words in (a, b)]
    return _Text.ALIKE if _numbers_agree(*numbers) else _Text.OTHER_NUMBERS


@lru_cache(maxsize=256)
def _text_words(text: str) -> tuple[str, ...]:
    return tuple(_split(_TEXT_WORD.findall(fold(text))))


def _split(words: Iterable[str]) -> Iterable[str]:
    """Words; where a script does not part them, pairs of letters."""
    for word in words:
        if _RUN_UNSPACED.fullmatch(word) and len(word) > 2:
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word
