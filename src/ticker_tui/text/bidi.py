"""Embedding levels and the order of a line (UAX #9). The only module that knows python-bidi.

python-bidi's native engine resolves the levels, and hands them out only in the text its documented debug
switch returns: one level per UTF-8 byte, before L1. `_engine_levels` reads that text and refuses anything that is not
exactly one level per byte; both Unicode test files run through it, so a new version of the library cannot go wrong
silently. L1 and L2 are per line and live here, mirroring (L4) and marks (L3) belong to the clusters: see `layout`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast
from unicodedata import bidirectional

from bidi.bidi import get_display_inner  # pyright: ignore[reportUnknownVariableType]

from ticker_tui.errors import TickerError
from ticker_tui.model import Direction
from ticker_tui.text.unicode_tables import MIRROR_PAIRS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_engine: Final = cast("Callable[[str, str | None, bool], str]", get_display_inner)
MIRRORED: Final = dict(zip(MIRROR_PAIRS[::2], MIRROR_PAIRS[1::2], strict=True))
"""BidiMirroring.txt: each character with a mirror image, and that."""
MIRRORABLE: Final = frozenset(MIRRORED)

_BASE_NAME: Final = {Direction.LTR: "L", Direction.RTL: "R"}
_LEVELS_HEAD: Final = "\n    levels: [\n"
_LEVELS_TAIL: Final = "\n    ],\n    paragraphs: [\n"
_LEVEL_OF: Final = {f"{level},": level for level in range(128)}

# Everything that can be R, AL or AN, and every explicit control. Without one of them, and with a left-to-right base,
# all levels are 0. A test compares this with the classes of all code points.
_RIGHT_TO_LEFT: Final = (
    "\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAY_REORDER: Final = re.compile(f"[{_RIGHT_TO_LEFT}]")
_RTL_LANGUAGES: Final = frozenset({
    "ar", "arc", "arz", "ary", "apc", "arq", "aeb", "ajp", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "lrc", "mzn", "nqo",
    "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi",
})  # fmt: skip
_RTL_SCRIPTS: Final = frozenset({"arab", "aran", "hebr", "nkoo", "syrc", "thaa"})


def base_direction(text: str, *, lang: str = "") -> Direction:
    """The direction of a headline or paragraph: LTR or RTL, never AUTO.

    The language of its feed decides when it is a right-to-left one and the text holds at least one
    right-to-left letter ("BBC عربي" from an Arabic feed is RTL); else the text's first strong letter (P2, P3).
    """
    if not _MAY_REORDER.search(text):
        return Direction.LTR
    if lang and is_rtl_language(lang) and any(bidirectional(char) in {"R", "AL"} for char in text):
        return Direction.RTL
    return first_strong(text)


def isolate_of(text: str, lang: str) -> str:
    """The control that begins an isolate around a name: RLI where its language decides otherwise than its first letter.

    "BBC عربي" of an Arabic feed is RTL, and begins with Latin letters.
    """
    return "\u2068" if base_direction(text, lang=lang) is base_direction(text) else "\u2067"


def may_reorder(text: str) -> bool:
    """Whether anything in it is, or can make something, right-to-left; all else is drawn in the order it is stored."""
    return _MAY_REORDER.search(text) is not None


def is_rtl_language(lang: str) -> bool:
    """Whether a BCP 47 tag names a language (or a script) written from right to left."""
    parts = lang.lower().replace("_", "-").split("-")
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    return script in _RTL_SCRIPTS if script else parts[0] in _RTL_LANGUAGES


def first_strong(text: str) -> Direction:
    """P2 and P3: the first L, R or AL outside isolates decides; left to right when there is none."""
    depth = 0
    for char in text:
        match bidirectional(char):
            case "L" if depth == 0:
                return Direction.LTR
            case "R" | "AL" if depth == 0:
                return Direction.RTL
            case "LRI" | "RLI" | "FSI":
                depth += 1
            case "PDI" if depth:
                depth -= 1
            case "B":
                break
            case _:
                pass
    return Direction.LTR


def resolve_levels(text: str, base: Direction) -> Sequence[int]:
    """The embedding level of each code point of one paragraph, before L1.

    Args:
        text: One paragraph: a paragraph separator may only be its last character.
        base: LTR or RTL.
    """
    if base is Direction.LTR and not _MAY_REORDER.search(text):
        return bytes(len(text))
    by_byte = _engine_levels(text, base)
    if len(by_byte) == len(text):
        return by_byte
    levels: list[int] = []
    at = 0
    for char in text:
        levels.append(by_byte[at])
        at += 1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4
    return levels


def _engine_levels(text: str, base: Direction) -> list[int]:
    sent = text if _encodable(text) else _SURROGATE.sub("\ufffd", text)
    report = _engine(sent, _BASE_NAME[base], True)
    _, _, rest = report.rpartition(_LEVELS_HEAD)
    section, found, _ = rest.partition(_LEVELS_TAIL)
    try:
        levels = [_LEVEL_OF[word] for word in section.split()[1::3]] if found else []
    except KeyError:
        levels = []
    if len(levels) != len(sent.encode()):
        raise TickerError(
            "python-bidi did not return one level per byte; install the version named in requirements.lock"
        )
    return levels


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def reordered(levels: Sequence[int]) -> Sequence[int]:
    """L2: the indices of a line's elements from left to right, given their levels after L1."""
    count = len(levels)
    if not count:
        return range(0)
    highest, lowest = max(levels), min(levels)
    if highest == lowest:
        return range(count - 1, -1, -1) if highest & 1 else range(count)
    order = list(range(count))
    for level in range(highest, (lowest | 1) - 1, -1):
        start = 0
        while start < count:
            if levels[start] < level:
                start += 1
                continue
            end = start + 1
            while end < count and levels[end] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order
