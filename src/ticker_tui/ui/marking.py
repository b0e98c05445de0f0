"""Styles for stretches of a line: a glyph that stands for several letters is marked when one of them is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.style import Style

    from ticker_tui.text import Line


def marking(line: Line, found: Iterable[range], rest: Style, marked: Style) -> Callable[[int], Style]:
    """The style of the cluster at a logical index of a line, for `paint.field`.

    Args:
        line: As laid out; joining and reordering have moved its letters.
        found: Stretches of its logical text (code points). What was cut off is not marked on the ellipsis.
        rest: The style of everything else.
        marked: The style of what is found.
    """
    # A cluster reaches to where the next one begins, in logical order: lam and alef are one, a letter has its marks.
    starts = sorted({glyph.logical_index for glyph in line.glyphs if glyph.logical_index >= 0})
    chosen: set[int] = set()
    for each in found:
        stop = min(each.stop, line.logical.stop)
        if each.start < stop:
            chosen.update(starts[max(0, bisect_right(starts, each.start) - 1) : bisect_left(starts, stop)])
    return lambda index: marked if index in chosen else rest
