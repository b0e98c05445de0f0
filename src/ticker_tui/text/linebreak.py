"""Where a line may end: the Unicode line breaking algorithm (UAX #14, Unicode 17).

Two rules are added: an en dash between digits does not end a line, nor does the first sign of a pair such as `++`.
Thai, Lao and Khmer have no dictionary here: a long run of them is broken between clusters where the line is full, as
any word that is too long.
"""

# ruff: noqa: C901, PLR0911 - each return is a rule of the standard, and their order is the algorithm

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from typing import Final
from unicodedata import east_asian_width

from ticker_tui.text.characters import LINE_CLASSES

_LETTERS: Final = frozenset({"AL", "HL"})
_WORD: Final = frozenset({"AL", "HL", "NU"})
_QUOTES: Final = frozenset({"QU", "QI", "QF"})
_OPENING: Final = frozenset({"OP", "OPw"})
_CLOSING: Final = frozenset({"CL", "CP", "CPw", "EX", "SY"})
_BRACKET_ENDS: Final = frozenset({"CL", "CP", "CPw"})
_HYPHENS: Final = frozenset({"HY", "HH"})
_HANGUL: Final = frozenset({"JL", "JV", "JT", "H2", "H3"})
_IDEOGRAPHS: Final = frozenset({"ID", "EB", "EM"})
_AFFIXES: Final = frozenset({"PR", "PO"})
_NUMBER_INSIDE: Final = frozenset({"SY", "IS"})
_BEFORE_OPENING_QUOTE: Final = _OPENING | _QUOTES | {"GL", "SP", "ZW", ""}
_AFTER_CLOSING_QUOTE: Final = _CLOSING | _QUOTES | {"SP", "GL", "WJ", "IS", "ZW", ""}
_BEFORE_WORD_HYPHEN: Final = frozenset({"SP", "ZW", "CB", "GL", ""})
_HANGUL_PAIRS: Final = {
    "JL": frozenset({"JL", "JV", "H2", "H3"}),
    "JV": frozenset({"JV", "JT"}),
    "H2": frozenset({"JV", "JT"}),
    "JT": frozenset({"JT"}),
    "H3": frozenset({"JT"}),
}
_NO_CLASSES: Final = frozenset({"CM", "ZWJ"})
# Vertical tab, form feed and U+2028 are drawn as spaces; the other separators never stand inside a paragraph.
_AS_SPACE: Final = frozenset({"BK", "CR", "LF", "NL"})


def break_opportunities(text: str) -> list[int]:
    """The indices (code points) before which a line may break, ascending; neither 0 nor the end is among them."""
    letters = _Letters(text)
    classes = letters.classes
    found: list[int] = []
    for at in range(1, len(classes)):
        after = classes[at]
        # LB28 first: the inside of words is most of any text. LB7: spaces hang on what is before them.
        if (after == "AL" and classes[at - 1] == "AL") or after == "SP":
            continue
        if not (letters.held_behind_spaces(at) if classes[at - 1] == "SP" else letters.held_together(at)):
            found.append(letters.heads[at])
    return found


class _Letters:
    """A text as UAX #14 sees it: classes of characters, each together with its combining marks (LB9, LB10)."""

    def __init__(self, text: str) -> None:
        classes = [LINE_CLASSES[ord(char)] for char in text]
        self.text = text
        self.heads: list[int] = []
        """For each class the index of its character."""
        self.classes: list[str] = []
        for index, kind in enumerate(classes):
            if kind in _NO_CLASSES:
                if self.classes and self.classes[-1] not in {"SP", "ZW"}:
                    continue
                kind = "AL"  # noqa: PLW2901 - LB10: a mark without a base is a letter
            elif kind in _AS_SPACE:
                kind = "SP"  # noqa: PLW2901
            self.heads.append(index)
            self.classes.append(kind)

    @cached_property
    def flags(self) -> list[int]:
        """For each class how many regional indicators in a row end there."""
        return list(
            accumulate((kind == "RI" for kind in self.classes), lambda run, flag: run + 1 if flag else 0)
        )

    def kind(self, at: int) -> str:
        """The class at a place; "" before the start and behind the end."""
        return self.classes[at] if 0 <= at < len(self.classes) else ""

    def held_behind_spaces(self, at: int) -> bool:
        """Whether there is no break between spaces and what follows them (LB8 to LB18)."""
        after = self.classes[at]
        last = at - 1
        while last >= 0 and self.classes[last] == "SP":
            last -= 1
        before = self.kind(last)
        if after == "ZW":
            return True  # LB7
        if before == "ZW":
            return False  # LB8
        if after == "WJ" or after in _CLOSING:
            return True  # LB11, LB13
        if before in _OPENING:
            return True  # LB14
        if before == "QI" and self.kind(last - 1) in _BEFORE_OPENING_QUOTE:
            return True  # LB15a
        if after == "QF" and self.kind(at + 1) in _AFTER_CLOSING_QUOTE:
            return True  # LB15b
        if after == "IS":
            return self.kind(at + 1) != "NU"  # LB15c, LB15d
        # LB16, LB17, LB18
        return (before in _BRACKET_ENDS and after == "NS") or (before == "B2" and after == "B2")

    def held_together(self, at: int) -> bool:
        """Whether there is no break between two neighbours (LB7 to LB31)."""
        before, after = self.classes[at - 1], self.classes[at]
        if after == "ZW":
            return True  # LB7
        if before == "ZW":
            return False  # LB8
        if self.text[self.heads[at] - 1] == "\u200d":
            return True  # LB8a
        if "WJ" in (before, after) or before == "GL" or after in _CLOSING or before in _OPENING:
            return True  # LB11 to LB14
        if after == "GL":
            return before not in _HYPHENS and before != "BA"  # LB12a
        if after == "IS":
            return True  # LB15d
        if before in _BRACKET_ENDS and after == "NS":
            return True  # LB16
        if before == "B2" and after == "B2":
            return True  # LB17
        if (before in _QUOTES or after in _QUOTES) and self._held_by_quote(at, before, after):
            return True  # LB15a, LB15b, LB19, LB19a
        if "CB" in (before, after):
            return False  # LB20
        return self._held_in_word(at, before, after)

    def _held_by_quote(self, at: int, before: str, after: str) -> bool:
        if (before in _QUOTES and before != "QF") or (after in _QUOTES and after != "QI"):
            return True
        if after in _QUOTES:  # inside East Asian text a quote may open or end a line
            return not self._is_wide(at - 1) or not self._is_wide(at + 1)
        return not self._is_wide(at) or not self._is_wide(at - 2)

    def _is_wide(self, at: int) -> bool:
        return 0 <= at < len(self.heads) and east_asian_width(self.text[self.heads[at]]) in "WFH"

    def _held_in_word(self, at: int, before: str, after: str) -> bool:
        if before in _HYPHENS and after in _LETTERS and self.kind(at - 2) in _BEFORE_WORD_HYPHEN:
            return True  # LB20a
        if after in {"BA", "HH", "HY", "NS"} or before == "BB":
            return True  # LB21
        if before in _HYPHENS and self.kind(at - 2) == "HL" and after != "HL":
            return True  # LB21a
        if after == "IN" or (before == "SY" and after == "HL"):
            return True  # LB21b, LB22
        if before in _WORD and after in _WORD:
            return True  # LB23, LB25, LB28
        if self._held_in_number(at, before, after):
            return True  # LB23a to LB25
        if before in _HANGUL and (after == "PO" or after in _HANGUL_PAIRS[before]):
            return True  # LB26, LB27
        if before == "PR" and after in _HANGUL:
            return True  # LB27
        if self._held_in_aksara(at, before, after):
            return True  # LB28a
        if before == "IS" and after in _LETTERS:
            return True  # LB29
        if (before in _WORD and after == "OP") or (before == "CP" and after in _WORD):
            return True  # LB30
        if before == "RI" and after == "RI":
            return self.flags[at - 1] % 2 == 1  # LB30a
        return before == "EB" and after == "EM"  # LB30b

    def _held_in_number(self, at: int, before: str, after: str) -> bool:
        if before == "PR" and after in _IDEOGRAPHS:
            return True  # LB23a
        if before in _IDEOGRAPHS and after == "PO":
            return True  # LB23a
        if (before in _AFFIXES and after in _LETTERS) or (before in _LETTERS and after in _AFFIXES):
            return True  # LB24
        if before in _AFFIXES and after in _AFFIXES:
            return True  # ours: C++, +$5
        if before in _AFFIXES and after in _OPENING:  # LB25
            inside = self.kind(at + 1)
            return inside == "NU" or (inside == "IS" and self.kind(at + 2) == "NU")
        if after == "NU":
            if before == "BA":  # ours: 10–20
                return self.text[self.heads[at - 1]] == "\u2013" and self.kind(at - 2) == "NU"
            return before in {"PO", "PR", "HY", "IS"} or (before == "SY" and self._ends_number(at - 1))
        if after in _AFFIXES:
            return self._ends_number(at - 2 if before in _BRACKET_ENDS else at - 1)
        return False

    def _ends_number(self, at: int) -> bool:
        """NU (SY | IS)*, seen from its end."""
        while self.kind(at) in _NUMBER_INSIDE:
            at -= 1
        return self.kind(at) == "NU"

    def _held_in_aksara(self, at: int, before: str, after: str) -> bool:
        if before == "AP":
            return self._is_aksara(at)
        if self._is_aksara(at - 1):
            if after in {"VF", "VI"}:
                return True
            if self._is_aksara(at) and self.kind(at + 1) == "VF":
                return True
        return before == "VI" and after != "AS" and self._is_aksara(at) and self._is_aksara(at - 2)

    def _is_aksara(self, at: int) -> bool:
        return self.kind(at) in {"AK", "AS"} or (at >= 0 and self.text[self.heads[at]] == "\u25cc")
