"""Unicode's own cases for order, through the whole line pipeline: what `layout` puts into cells, from left to right.

Ordinary runs take every fourth case of BidiCharacterTest and every 80th of BidiTest; `-m slow` takes the rest of
91,707 and all of 770,241.
"""

from __future__ import annotations

import lzma
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import bidirectional

import pytest

from ticker_tui.text import Direction, layout
from ticker_tui.text.bidi import resolve_levels
from ticker_tui.text.cells import WITH_MARKS, cluster_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = Path(__file__).parent / "unicode-15.0.0"
WIDE = 100_000
REMOVED = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF"}
CHANGED_BY_L1 = {"WS", "S", "B", "LRI", "RLI", "FSI", "PDI"} | REMOVED

# A character for each class of BidiTest. None of them joins the cluster of the one before it, except NSM.
SAMPLES = {
    "L": "a", "R": "\u05d0", "AL": "\u062f", "EN": "1", "ES": "-", "ET": "%", "AN": "\u0661", "CS": ",",
    "B": "\n", "S": "\t", "WS": " ", "ON": "!", "BN": "\u200b", "NSM": "\u0300",
    "LRE": "\u202a", "LRO": "\u202d", "RLE": "\u202b", "RLO": "\u202e", "PDF": "\u202c",
    "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


class Case(NamedTuple):
    text: str
    base: Direction
    levels: list[int | None]
    """After L1; None where X9 removes the character."""
    order: list[int]


def character_cases() -> Iterator[Case]:
    bases = {"0": Direction.LTR, "1": Direction.RTL, "2": Direction.AUTO}
    with lzma.open(FILES / "BidiCharacterTest.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[:1] in "#\n":
                continue
            codes, base, _, levels, order = line.split(";")
            text = "".join(chr(int(code, 16)) for code in codes.split())
            yield Case(text, bases[base], _levels(levels), [int(index) for index in order.split()])


def class_cases() -> Iterator[Case]:
    levels: list[int | None] = []
    order: list[int] = []
    bases = ((1, Direction.AUTO), (2, Direction.LTR), (4, Direction.RTL))
    with lzma.open(FILES / "BidiTest.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("@Levels:"):
                levels = _levels(line.partition(":")[2])
            elif line.startswith("@Reorder:"):
                order = [int(index) for index in line.partition(":")[2].split()]
            elif line[0] not in "#@\n":
                classes, bits = line.split(";")
                text = "".join([SAMPLES[name] for name in classes.split()])
                for bit, base in bases:
                    if int(bits) & bit:
                        yield Case(text, base, levels, order)


def _levels(field: str) -> list[int | None]:
    return [None if word == "x" else int(word) for word in field.split()]


def wrong(case: Case) -> str:
    """What is wrong with a case; empty when nothing is."""
    lines = layout(case.text, WIDE, base=case.base)
    glyphs = [glyph for line in lines for glyph in line.glyphs]
    begins = cluster_starts(case.text)
    # The expected order, by clusters that are drawn: a cluster's code points stand side by side.
    expected: list[int] = []
    for index in case.order:
        begin = max(begin for begin in begins if begin <= index)
        end = min((other for other in begins if other > begin), default=len(case.text))
        drawn = WITH_MARKS[case.text[begin:end]][1] and bidirectional(case.text[begin]) != "B"
        if drawn and (not expected or expected[-1] != begin):
            expected.append(begin)
    if [glyph.logical_index for glyph in glyphs] != expected:
        return f"order {[glyph.logical_index for glyph in glyphs]}, not {expected}"
    for glyph in glyphs:
        level = case.levels[glyph.logical_index]
        if level is not None and glyph.rtl != level & 1:
            return f"direction of {glyph.logical_index}"
    if lines:
        resolved = resolve_levels(case.text, lines[0].direction)
        for index, (got, want) in enumerate(zip(resolved, case.levels, strict=True)):
            if want is not None and bidirectional(case.text[index]) not in CHANGED_BY_L1 and got != want:
                return f"level of {index}: {got}, not {want}"
    return ""


def check(cases: Iterator[Case], at_least: int) -> None:
    count = 0
    failures: list[str] = []
    for case in cases:
        count += 1
        if fault := wrong(case):
            failures.append(f"{case.text!a} {case.base}: {fault}")
    assert not failures, f"{len(failures)} of {count}:\n" + "\n".join(failures[:20])
    assert count >= at_least


@pytest.mark.parametrize(
    "quarter", [0, *(pytest.param(quarter, marks=pytest.mark.slow) for quarter in (1, 2, 3))]
)
def test_every_case_of_bidi_character_test(quarter: int) -> None:
    check(islice(character_cases(), quarter, None, 4), at_least=91_707 // 4)


def test_each_eightieth_case_of_bidi_test() -> None:
    check(islice(class_cases(), 0, None, 80), at_least=9_600)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_case_of_bidi_test() -> None:
    check(class_cases(), at_least=770_241)
