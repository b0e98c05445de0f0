"""What each character is, looked up in the generated tables: its width, and its class for clusters, lines, joining.

A text becomes a string of class letters with `str.translate`, one letter a code point, so that rules over classes
can be written as regular expressions. News uses a few hundred characters; each is searched once and then remembered.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, Generic, TypeVar

from ticker_tui.text.unicode_tables import KINDS, RECORDS, STARTS

MEMORY: Final = 20_000
"""Entries after which a memory is emptied: a hostile feed may bring every character there is."""

_Value = TypeVar("_Value", int, str)


class _Column(dict[int, _Value], Generic[_Value]):
    """One column of the table, by code point; filled as characters turn up."""

    def __init__(self, column: int) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, code: int) -> _Value:
        if len(self) > MEMORY:
            self.clear()
        value: _Value = RECORDS[KINDS[bisect_right(STARTS, code) - 1]][self._column]  # type: ignore[assignment]
        self[code] = value
        return value


WIDTHS: Final[_Column[int]] = _Column(0)
"""Cells by code point: 0, 1 or 2, as rich counts them."""

CLUSTER_LETTERS: Final[_Column[str]] = _Column(1)
"""UAX #29 classes, a letter each: see tools/make_text_tables.py."""

LINE_CLASSES: Final[_Column[str]] = _Column(2)
"""UAX #14 classes after LB1. QI and QF are initial and final quotes, OPw and CPw wide brackets."""

JOINING_TYPES: Final[_Column[str]] = _Column(3)
"""R, L, D, C, U or T, as in ArabicShaping.txt."""
