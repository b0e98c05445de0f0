"""Clusters, and how each is drawn in the cells of a terminal.

A cluster (UAX #29) is never cut. What terminals and libraries measure differently is not emitted: joiners, variation
selectors, direction marks and soft hyphens vanish, a family of emoji is its first member, a skin tone is left out.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

from ticker_tui.text.characters import CLUSTER_LETTERS, MEMORY, WIDTHS
from ticker_tui.text.clean import MARKS_LIMIT

# UAX #29 as a regular expression over class letters: GB3-GB5 | prepend, core, extend. No part can start at
# more than one place in a run, so the search stays linear on any input.
_CLUSTER: Final = re.compile(
    "rn|[Crn]|"
    "P*(?:"
    "L*(?:V+|WV*|X)T*|L+|T+|"  # GB6-GB8: Hangul syllables
    "RR|"  # GB12, GB13: flags
    "e(?:[ElN]*Ze)*|"  # GB11: emoji joined by ZWJ
    "c(?:[EZ]*l[ElZ]*c)*|"  # GB9c: Indic conjuncts
    "[^Crn])"
    "[ElNZS]*"  # GB9, GB9a
)

# Harakat, Quranic signs, Hebrew points and accents: what `marks=False` leaves out. Hamza and madda on the letters that
# have them as a letter of their own are composed before.
_POINTS: Final = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufb1e"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff]"
)
# Extenders without a shape of their own: CGJ, joiners, variation selectors, tags, Hangul fillers.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SKIN_TONES: Final = re.compile("[\U0001f3fb-\U0001f3ff]")
_KEYCAP: Final = "\u20e3"
_REPLACEMENT: Final = "\ufffd"
_STAR: Final = "\u066d"
_REGIONAL_A: Final = 0x1F1E6
_LONGEST: Final = 32
"""Code points of a cluster that are looked at; the longest emoji has 10."""
_VISIBLE_FORMATS: Final = {"\u06dd": _STAR, "\u08e2": _STAR}
"""Signs that enclose a verse's number: terminals give them 0 or 1 cell, so the Arabic star stands for them."""


def cluster_starts(text: str) -> list[int]:
    """Where each cluster begins, in code points, ascending; the first is 0."""
    letters = text.translate(CLUSTER_LETTERS)
    return [found.start() for found in _CLUSTER.finditer(letters)]


def cell_len(text: str) -> int:
    """Cells of a text that is written as it stands (what a `Line` holds, labels); feed text is laid out instead."""
    if text.isascii():
        return len(text)
    return sum([WIDTHS[ord(char)] for char in text])


class Drawings(dict[str, tuple[str, int]]):
    """For each cluster what is sent to the terminal and how many cells it takes; ("", 0): nothing."""

    def __init__(self, *, marks: bool) -> None:
        super().__init__()
        self._marks = marks

    def __missing__(self, cluster: str) -> tuple[str, int]:
        wanted = normalize("NFC", cluster[:_LONGEST])
        if not self._marks:
            wanted = _POINTS.sub("", wanted)
        shown = _draw_cluster(wanted) if len(wanted) > 1 else _draw_char(wanted) if wanted else ""
        drawing = shown, cell_len(shown)
        if len(cluster) <= _LONGEST:
            if len(self) > MEMORY:
                self.clear()
            self[cluster] = drawing
        return drawing


WITH_MARKS: Final = Drawings(marks=True)
WITHOUT_MARKS: Final = Drawings(marks=False)


def _draw_char(char: str) -> str:
    if _INVISIBLE.match(char) or _SKIN_TONES.match(char):
        return ""
    if char.isspace():
        return char if char == "\u3000" else " "  # the ideographic space is two cells wide
    code = ord(char)
    match category(char):
        case "Cc" | "Cf":
            return _VISIBLE_FORMATS.get(char, "")
        case "Cs" | "Cn" if _is_no_character(code):
            return _REPLACEMENT
        case "So" if 0 <= code - _REGIONAL_A < 26:
            return chr(ord("A") + code - _REGIONAL_A)  # half a flag is its letter
        case _:
            # A mark without a base would sit on whatever stands in the cell before, so it gets a space.
            return char if WIDTHS[code] else " " + char


def _is_no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xD800 <= code <= 0xDFFF


def _draw_cluster(cluster: str) -> str:
    letters = cluster.translate(CLUSTER_LETTERS)
    if "e" in letters and ("Z" in letters or _SKIN_TONES.search(cluster)):
        pictures = [char for char in cluster if CLUSTER_LETTERS[ord(char)] == "e"]
        # The first that is wide everywhere: of the rainbow flag that is the rainbow.
        return next((char for char in pictures if WIDTHS[ord(char)] == 2), pictures[0])
    shown = _INVISIBLE.sub("", cluster)
    if len(shown) < 2:
        return _draw_char(shown) if shown else ""
    if shown[-1] == _KEYCAP and shown[0] in "0123456789#*":
        return shown[0]
    if letters.startswith("RR"):
        return shown
    drawn = _draw_char(shown[0])
    marks = 0
    for char in shown[1:]:
        if category(char)[0] == "M":
            marks += 1
            if marks > MARKS_LIMIT:
                continue
            drawn += char
        elif category(char)[0] != "C":
            drawn += char
    return drawn
