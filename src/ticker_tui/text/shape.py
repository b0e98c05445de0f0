"""Joining: which form each letter of a cursive script takes (Unicode core specification, 9.2).

Joining types come from ArabicShaping.txt, for every script that joins. The forms and the four lam-alef ligatures come
from arabic-reshaper's tables; its own `reshape` is not used: it loses letters behind a ZWJ, and breaks the joining
around letters and marks it does not know. Letters without presentation forms keep their code point, and their
neighbours join to them. Word ligatures (Allah and the like) are never made: one cell is no place for a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category, is_normalized, normalize

from arabic_reshaper.letters import LETTERS_ARABIC

from ticker_tui.text.characters import JOINING_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMS: Final[dict[str, tuple[str, str, str, str]]] = {
    letter: forms for letter, forms in LETTERS_ARABIC.items() if letter not in "\u0640\u200d"
}
"""Isolated, initial, medial and final form of a letter; "" where it has none."""

_HAMZA: Final = "\u0621"
_LAM: Final = "\u0644"
_LAM_ALEF: Final = {
    "\u0622": ("\ufef5", "\ufef6"),
    "\u0623": ("\ufef7", "\ufef8"),
    "\u0625": ("\ufef9", "\ufefa"),
    "\u0627": ("\ufefb", "\ufefc"),
}
"""For each alef the ligature behind lam: isolated, and joined to the letter before."""

_ANY_JOINING: Final = re.compile("[DRL]")
_ONWARDS: Final = frozenset("DLC")
_BACKWARDS: Final = frozenset("DRC")


class Shaped(NamedTuple):
    """The letters of a paragraph in their forms."""

    chars: list[str]
    """For each code point what is drawn: a form, itself, or "" when it went into the one before."""
    ligatures: dict[int, int]
    """Alefs that went into a lam: index of the alef -> index of the lam."""


def shape(text: str, levels: Sequence[int]) -> Shaped:
    """Choose the form of every letter of one paragraph.

    Args:
        text: Logical order.
        levels: The embedding level of each code point; letters join within one level only.
    """
    chars = list(text)
    ligatures: dict[int, int] = {}
    types = text.translate(JOINING_TYPES)
    if not _ANY_JOINING.search(types) and _HAMZA not in text:
        return Shaped(chars, ligatures)
    if not is_normalized("NFC", text):
        _compose(chars, types)
    previous = -1  # the last code point that is not transparent, while it can still be joined to
    joined = False  # whether it is itself joined to the one before it
    for index, kind in enumerate(types):
        if kind == "T":
            continue
        joins = previous >= 0 and kind in _BACKWARDS and levels[previous] == levels[index]
        if joins and chars[previous] == _LAM and chars[index] in _LAM_ALEF:
            chars[previous] = _LAM_ALEF[chars[index]][joined]
            chars[index] = ""
            ligatures[index] = previous
            previous = -1
            continue
        if previous >= 0:
            _take_form(chars, previous, joined, joins)
        if kind in _ONWARDS:
            previous, joined = index, joins
        else:
            _take_form(chars, index, joins, False)  # also hamza, which joins to nothing and has a form
            previous = -1
    if previous >= 0:
        _take_form(chars, previous, joined, False)
    return Shaped(chars, ligatures)


def _take_form(chars: list[str], index: int, joined_before: bool, joined_after: bool) -> None:  # noqa: FBT001
    forms = FORMS.get(chars[index])
    if forms:
        # Isolated, initial, medial, final. A letter without the form wanted stays as it is.
        wanted = (2 if joined_after else 3) if joined_before else (1 if joined_after else 0)
        chars[index] = forms[wanted] or chars[index]


def _compose(chars: list[str], types: str) -> None:
    """Let combining hamza and madda go into their letters (NFC), leaving "" where they stood."""
    for index, kind in enumerate(types):
        if kind == "T":
            continue
        end = index + 1
        while end < len(chars) and types[end] == "T" and category(chars[end])[0] == "M":
            end += 1
        if end > index + 1:
            composed = normalize("NFC", "".join(chars[index:end]))
            # Composing never makes a text longer, except for letters that Unicode keeps apart: left alone.
            if len(composed) <= end - index:
                chars[index:end] = [*composed, *[""] * (end - index - len(composed))]
