"""Styles for stretches of a line: a glyph that stands for several letters is marked when one of them is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.style import Style

    from ticker_tui.text import Line


def clusters_in(line: Line, found: Iterable[range]) -> set[int]:
    """The logical indices of the clusters of a line that have a letter in one of the stretches.

    Args:
        line: As laid out; joining and reordering have moved its letters.
        found: Stretches of its logical text (code points). What was cut off is not marked on the ellipsis.
    """
    # A cluster reaches to where the next one begins, in logical order: lam and alef are one, a letter has its marks.
    starts = sorted({glyph.logical_index for glyph in line.glyphs if glyph.logical_index >= 0})
    chosen: set[int] = set()
    for each in found:
        start, stop = max(each.start, line.logical.start), min(each.stop, line.logical.stop)
        if start < stop:
            chosen.update(starts[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, stop)])
    return chosen


def marking(
    line: Line, found: Iterable[range], rest: Style | Callable[[int], Style], marked: Style
) -> Callable[[int], Style]:
    """The style of the cluster at a logical index of a line, for `paint.field`.

    Args:
        line: See `clusters_in`.
        found: See `clusters_in`.
        rest: The style of everything else, or of the cluster at an index.
        marked: The style of what is found.
    """
    chosen = clusters_in(line, found)
    if callable(rest):
        return lambda index: marked if index in chosen else rest(index)
    return lambda index: marked if index in chosen else rest
