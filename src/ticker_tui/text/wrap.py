"""Filling lines, in logical order: which units go on which line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class WrappedLine(NamedTuple):
    """One line as unit indices."""

    first: int
    end: int
    """One past the last unit that is drawn."""
    following: int
    """The first unit of the next line; between `end` and it are spaces that hang."""


def fill(
    widths: Sequence[int],
    spaces: Sequence[bool],
    places: Sequence[int],
    breaks: Sequence[int],
    width_cells: int,
) -> Iterator[WrappedLine]:
    """Put as many units on each line as fit.

    Args:
        widths: Cells of each unit, none more than `width_cells`.
        spaces: Whether a unit is a space that may hang at the end of a line.
        places: Where each unit begins in its paragraph, code points, ascending.
        breaks: The code points before which a line may break.
        width_cells: No line is wider.

    Yields:
        At least one row for at least one unit. Spaces at a wrap hang and are dropped; those at the end of the
        paragraph stay as far as they fit. A word too long for a line is broken between units.
    """
    count = len(widths)
    may_start = bytearray(count + 1)
    for place in breaks:
        may_start[bisect_left(places, place)] = True  # a break may fall on something that is not drawn
    sums = [0, *accumulate(widths)]
    first = 0
    while first < count:
        end = bisect_right(sums, sums[first] + width_cells) - 1
        if end == count:
            yield WrappedLine(first, end, end)
            return
        behind = end
        while behind < count and spaces[behind]:
            behind += 1
        if behind == count:
            yield WrappedLine(first, end, count)
            return
        following = behind
        if not may_start[following]:
            following = end
            while following > first and not may_start[following]:
                following -= 1
            if following == first:
                following = behind
        end = min(end, following)
        while end > first and spaces[end - 1]:
            end -= 1
        yield WrappedLine(first, end, following)
        first = following
