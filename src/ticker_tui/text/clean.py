"""The one door for text from outside: what passes here may be stored, compared and laid out.

Feed text is hostile. Characters that command a terminal (Cc), that are no characters (lone surrogates,
non-characters), that break lines behind our back (U+2028, U+2029) or that reorder text beyond their own
paragraph (embeddings, overrides) do not come in. What a language needs stays: joiners, balanced isolates,
direction marks, up to four marks on a letter.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final
from unicodedata import category

from ticker_tui.text.characters import CLUSTER_LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable

LINE_LIMIT: Final = 500
TEXT_LIMIT: Final = 200_000
MARKS_LIMIT: Final = 4
"""Marks kept on one base; Arabic needs three (shadda, vowel, superscript alef)."""

_SPACE: Final = 0x20
_NEWLINE: Final = 0x0A
_REPLACEMENT: Final = 0xFFFD
_LINE_ENDS: Final = frozenset({0x0A, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029})
_TABS: Final = frozenset({0x09, 0x0B, 0x0C, 0x1F})

# Format characters (Cf) with a meaning for order, joining or line breaks; the number signs U+0600-0605 and
# their like are Cf too, but visible. All other Cf (BOM, soft hyphen, tags, embeddings, overrides) are dropped.
_KEPT_FORMATS: Final = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\u2066\u2067\u2068\u2069"
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


class _CharacterFilter(dict[int, int | str | None]):
    """Decides each code point once: itself, a replacement, or None (dropped). For `str.translate`."""

    def __init__(self, *, keep_lines: bool) -> None:
        super().__init__()
        self._keep_lines = keep_lines

    def __missing__(self, code: int) -> int | str | None:
        if len(self) > 20_000:  # a hostile feed may bring every character there is
            self.clear()
        decision = self._decide(code)
        self[code] = decision
        return decision

    def _decide(self, code: int) -> int | str | None:
        char = chr(code)
        kind = category(char)
        if code in _LINE_ENDS:
            return _NEWLINE if self._keep_lines else _SPACE
        if code in _TABS:
            # A tab indents code in a body; in a headline it is just white space.
            return "    " if self._keep_lines and char == "\t" else _SPACE
        if kind == "Zs" and not self._keep_lines:
            return _SPACE
        if kind == "Cs":
            return _REPLACEMENT
        return (
            None
            if kind == "Cc" or (kind == "Cf" and char not in _KEPT_FORMATS) or _is_no_character(code)
            else code
        )


def _is_no_character(code: int) -> bool:
    """Non-characters, and the plane of tags and other invisible things."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE00FF


_LINE_GATE: Final = _CharacterFilter(keep_lines=False)
_TEXT_GATE: Final = _CharacterFilter(keep_lines=True)


_SUSPECT: Final = (
    "[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0388-\u03ff\u0400-\u0482\u048a-\u052f\u05be\u05d0-\u05ea\u05f3\u05f4"
    "\u0606-\u060f\u061b\u061f-\u0655\u0660-\u06d3\u06d5\u06ee-\u06ff\u200c\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001f5ff]"
    f"|[\u064b-\u0655\u0670\u200c]{{{MARKS_LIMIT + 1}}}"
)
"""What ordinary text does not hold: a character that may have to go, or a pile of marks."""


_ORDINARY: Final = (
    "[\n -~\u00a1-\u00ac\u00ae-\u024f\u0391-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u052f\u05d0-\u05ea\u060c\u061b\u061f"
    "\u0620-\u064a\u0660-\u0669\u066a-\u066d\u0671-\u06d3\u06f0-\u06f9\u2010-\u2027\u2030-\u203a\u20ac"
    "\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3]*"
)
"""What nearly all of a text holds: letters, digits and signs that need no second look, in one table of the BMP."""


@cache
def _ordinary() -> re.Pattern[str]:
    return re.compile(_ORDINARY)


@cache
def _suspect() -> re.Pattern[str]:
    return re.compile(_SUSPECT)  # two milliseconds that a start of the program need not spend


def clean_line(text: str, *, limit: int = LINE_LIMIT) -> str:
    """Make a title or a name safe: one line, single spaces, trimmed, at most `limit` code points.

    Idempotent. The cut never leaves a letter without the marks that belong to it.
    """
    head = text[: limit + 1]
    if "  " not in head and "\n" not in head and head[:1] != " " and _ordinary().fullmatch(head):
        return head[:limit].rstrip(" ")  # nothing would be changed, and what follows is not looked at
    # What lies beyond 8 times the limit could only be reached through dropped characters.
    text = text[: limit * 8]
    if _ordinary().fullmatch(text):  # nearly every title, at a thirtieth of the cost
        return " ".join(text.split())[:limit].rstrip(" ")
    return _bounded(text.translate(_LINE_GATE), limit, _settle_line)


def clean_text(text: str, *, limit: int = TEXT_LIMIT) -> str:
    r"""Make a body safe: as `clean_line`, but line ends stay (as ``\n``, the only control) and spaces too."""
    if len(text) <= limit and (_ordinary().fullmatch(text) or not _suspect().search(text)):
        return text  # nearly every paragraph, at a tenth of the cost
    text = text[: limit * 8].replace("\r\n", "\n").translate(_TEXT_GATE)
    return _bounded(text, limit, _settle_text)


def is_clean_line(text: str) -> bool:
    """Whether a text is known to be one clean line with single spaces already: most of a feed's are. False: it has to be looked at."""
    return (
        "  " not in text
        and "\n" not in text
        and text[:1] != " "
        and text[-1:] != " "
        and len(text) <= TEXT_LIMIT
        and _ordinary().fullmatch(text) is not None
    )


def _bounded(text: str, limit: int, settle: Callable[[str], str]) -> str:
    text = settle(text)
    if len(text) > limit:
        end = limit
        while end > 0 and _extends(text[end]):
            end -= 1
        # Cutting may part an isolate from its end, so the rules are applied once more; they only shrink.
        text = settle(text[: end or limit])
    return text


def _settle_line(text: str) -> str:
    return _SPACES.sub(" ", _settle_text(text)).strip(" ")


def _settle_text(text: str) -> str:
    return _few_marks(_balanced(text))


def _extends(char: str) -> bool:
    return char in "\u200c\u200d" or category(char)[0] == "M"


def _balanced(text: str) -> str:
    """Drop isolate initiators without an end and ends without an initiator, paragraph by paragraph."""
    if not _ISOLATES.search(text):
        return text
    open_at: list[int] = []
    unmatched: set[int] = set()
    for match in _ISOLATES_AND_LINES.finditer(text):
        index = match.start()
        match text[index]:
            case "\n":
                unmatched.update(open_at)
                open_at.clear()
            case "\u2069" if open_at:
                open_at.pop()
            case "\u2069":
                unmatched.add(index)
            case _:
                open_at.append(index)
    unmatched.update(open_at)
    return "".join(char for index, char in enumerate(text) if index not in unmatched)


def _few_marks(text: str) -> str:
    """Keep at most MARKS_LIMIT marks, and as many joiners, on one base."""
    if text.isascii() or not _MANY_MARKS.search(text.translate(CLUSTER_LETTERS)):
        return text
    kept: list[str] = []
    marks = joiners = 0
    for char in text:
        if char in "\u200c\u200d":
            joiners += 1
            if joiners > MARKS_LIMIT:
                continue
        elif category(char)[0] == "M":
            marks += 1
            if marks > MARKS_LIMIT:
                continue
        else:
            marks = joiners = 0
        kept.append(char)
    return "".join(kept)


_SPACES: Final = re.compile(" {2,}")
_ISOLATES: Final = re.compile("[\u2066-\u2069]")
_ISOLATES_AND_LINES: Final = re.compile("[\u2066-\u2069\n]")
_MANY_MARKS: Final = re.compile("[ElNZS]{5}")
"""More extenders in a row than may stay, in letters of clusters."""
