"""Is it breaking? No outlet has a field for it; they write it in front of the title.

`عاجل` comes in many dresses: `عاجل |`, `[عاجل]`, `#عاجل:`, `🔴 عاجل`, `خبر عاجل -`, `عاجل عاجل ..`. The word must stand
alone at the beginning: `عاجلة`, `مستعجل`, `آجل` are other words. Also breaking: a category that says so, a feed whose
setting says so, the user's own words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from ticker_tui.html.titles import ellipsised
from ticker_tui.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.model import Entry, Feed

_FLAGS_ALONE = ("عاجل", "خبر عاجل", "نبأ عاجل", "الخبر العاجل", "عاجل جدا", "عاجل وهام", "هام وعاجل")
"""Also recognised when only a space follows: no Arabic sentence begins with them."""
_FLAGS = (
    "خبر فوری", "فوری", "فوری خبر", "بریکنگ نیوز", "بریکنگ", "تازه‌ترین خبر فوری", "بەپەلە", "هەواڵی بەپەلە", "خەبەری بەپەلە",
    "بیړنی خبر", "מבזק", "מבזק חדשות", "דחוף", "breaking news", "breaking", "breaking alert", "urgent", "news flash",
    "newsflash", "alerte info", "flash info", "son dakika", "última hora", "ultima hora", "eilmeldung", "срочно", "молния",
)  # fmt: skip
"""Ordinary words too: something must part them from the title (`Breaking: …`, never `Breaking Bad …`)."""
FLAGS = (*_FLAGS_ALONE, *_FLAGS)
_CATEGORIES = frozenset(
    fold(name)
    for name in (
        *FLAGS, "أخبار عاجلة", "الأخبار العاجلة", "اخبار عاجله", "العاجل", "عواجل", "اخبار فوری", "خبرهای فوری",
        "breaking-news", "breakingnews", "מבזקים", "מבזקי חדשות",
    )
)  # fmt: skip

_MARK = "[\u0640\u064b-\u065f\u0670]*"  # tatweel and harakat may stand behind any letter
_SAME_LETTER = {
    **dict.fromkeys("اأإآ", "[اأإآٱ]"),
    **dict.fromkeys("يیى", "[يیىئ]"),
    **dict.fromkeys("كک", "[كک]"),
    **dict.fromkeys("هةه", "[هةەہ]"),
}
_ORNAMENT = r"[\s#*•▪●■◾🔴🟥⚡🚨❗❕‼⭕🛑📢📣🔔🔥⚠️\ufe0e\ufe0f\u200c-\u200f\u061c\u2066-\u2069_+~|!.:،\-–—]"
_OPEN, _CLOSE = r"[\[({【]", r"[\])}】]"
_QUOTE, _UNQUOTE = r"[\[({【«“\"'‹<]", r"[\])}】»”\"'›>]"
_PART = r"(?:\s*(?:[:：|¦│/\\!؛;•●▪🔴⚡🚨🟥❗‼،…*~]|\.{1,3}|(?<=\s)[-–—]|[-–—](?=\s)|\+{2,})+)"
"""Something that parts the flag from the title."""


def decide_breaking(entry: Entry, feed: Feed, words: Sequence[str] = ()) -> Entry:
    """The entry with `breaking` decided and the flag taken off its title.

    A title that is nothing but the flag is replaced by the summary, where there is one.

    Args:
        entry: As parsed.
        feed: `breaking` makes all of it breaking.
        words: The user's; whole words of the title, in any spelling.
    """
    flagged, title = without_flag(entry.title)
    breaking = (
        flagged
        or feed.breaking
        or any(map(_is_flag, entry.categories))
        or (bool(words) and _mentions(entry.title, tuple(words)))
    )
    if flagged and not title:
        title = ellipsised(entry.summary, 200) or entry.title
    if breaking == entry.breaking and title == entry.title:
        return entry
    return msgspec.structs.replace(entry, breaking=breaking, title=title)


def without_flag(title: str) -> tuple[bool, str]:
    """Whether a title begins with a flag, and the title without it (empty when nothing else stands there)."""
    rest, flagged = title, False
    if beginning().match(title) is None:
        return False, title  # nearly every one
    for _ in range(4):  # «عاجل || عاجل || …»
        match = next((match for pattern in patterns() if (match := pattern.match(rest))), None)
        if match is None or not match.end():
            break
        rest, flagged = rest[match.end() :], True
    return flagged, clean_line(rest) if flagged else title


@lru_cache(maxsize=1000)
def _is_flag(category: str) -> bool:
    return fold(category) in _CATEGORIES


@lru_cache(maxsize=1)
def beginning() -> re.Pattern[str]:
    """How every title begins that one of `patterns` matches: behind signs, with the first letters of a flag."""
    starts = {_any_spelling(name[:3]) for name in FLAGS}
    return re.compile(rf"[\W_\u0640]*(?:{'|'.join(sorted(starts))})", re.IGNORECASE)


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], ...]:
    """For the flags that may stand alone, and for those that must be parted from the title."""
    alone = _alternatives(_FLAGS_ALONE)
    other = _alternatives(FLAGS)
    ornaments = f"{_ORNAMENT}{{0,12}}"
    # «عاجل» in quotes is the flag; “Urgent” in quotes is what somebody said.
    quoted = f"{ornaments}{_QUOTE}\\s*{ornaments}(?:{alone}){ornaments}{_UNQUOTE}{_PART}?{ornaments}"
    dressed = f"{ornaments}{_OPEN}\\s*{ornaments}(?:{other}){ornaments}{_CLOSE}{_PART}?{ornaments}"
    parted = f"{ornaments}(?:(?:{other})(?!\\w)[\\s#_]*){{1,4}}(?:{_PART}{ornaments}|\\s*$)"
    # «عاجل وآجل» is a phrase of its own.
    bare = f"{ornaments}(?:(?:{alone})(?!\\w)\\s*){{1,4}}(?:(?<=\\s)|[-–—])(?!(?:و|أو|او|أم|ام)\\s*[آا]جل){ornaments}"
    shouted = r"\W{0,12}(?:BREAKING NEWS|BREAKING|URGENT)\s+(?=[^A-Z\s][^\s]|[A-Z][a-z])"
    return tuple(map(re.compile, (quoted, dressed, parted, bare, shouted)))


def _alternatives(names: Sequence[str]) -> str:
    # Only the names have cases: a sign that is looked at without regard to it takes Python long to compile.
    return f"(?i:{'|'.join(_any_spelling(name) for name in sorted(names, key=len, reverse=True))})"


def _any_spelling(name: str) -> str:
    """A pattern for a flag with tatweel, harakat and the variants of its letters."""
    return "".join(
        r"[\s\u200c_]+"
        if letter == " "
        else _SAME_LETTER.get(letter, re.escape(letter)) + (_MARK if letter > "ء" else "")
        for letter in name
    )


def _mentions(title: str, words: tuple[str, ...]) -> bool:
    pattern = _words_pattern(words)
    return pattern is not None and pattern.search(fold(title)) is not None


@lru_cache(maxsize=16)
def _words_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """The user's words, folded; an Arabic one also with the clitics that are written together with it."""
    folded = [re.escape(text).replace(r"\ ", r"\s+") for word in words if (text := fold(word))]
    if not folded:
        return None
    return re.compile(rf"(?<!\w)(?:[وفبلك]?(?:ال|لل)?)?(?:{'|'.join(folded)})(?!\w)")
