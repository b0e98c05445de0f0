"""Where the groups of a sorted list begin, without reading all of it. Pure; whoever asks knows the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

K = TypeVar("K")


def starts(count: int, keys_at: Callable[[Sequence[int]], Sequence[K | None]]) -> list[tuple[int, K]]:
    """The place of each group's first row, and the group's key.

    Halves what lies between two rows of different groups until it is found where one ends: with fifty thousand rows of
    a month some five hundred of them are read, in as many questions as fifty thousand can be halved.

    Args:
        count: How many rows there are; those of a group stand together.
        keys_at: The keys of the rows at some places; None: such a row is gone, and is taken for one of the group before it.
    """
    if count < 1:
        return []
    first, last = keys_at([0, count - 1])
    found = [(0, first)]
    spans = [(0, first, count - 1, last)] if first != last else []
    while spans:
        halves = [low + (high - low) // 2 for low, _, high, _ in spans]
        found += [(high, after) for low, _, high, after in spans if high - low == 1]
        spans = [
            part
            for (low, before, high, after), half, key in zip(spans, halves, keys_at(halves), strict=True)
            if high - low > 1
            for here in (before if key is None else key,)
            for part in ((low, before, half, here), (half, here, high, after))
            if part[1] != part[3]
        ]
    return [(place, key) for place, key in sorted(found, key=lambda each: each[0]) if key is not None]
