"""Headlines picked in a list, for keys that act on all of them. Pure: made anew with every change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class MultiSelection:
    """What is picked, and the range that is being picked."""

    ids: frozenset[int] = frozenset()
    anchor: int | None = None
    """The entry a range began at; None: there is no range."""
    following: bool = False
    """Wherever the selection goes, the range goes with it."""
    settled: frozenset[int] = frozenset()
    """What was picked before the range began, and stays when it gets shorter."""

    def begin(self, entry_id: int, *, following: bool) -> MultiSelection:
        """Begin a range at an entry."""
        return MultiSelection(self.ids | {entry_id}, entry_id, following, self.ids)

    def reach(self, ids: array[int], cursor: int) -> MultiSelection:
        """Let the range go from where it began to a place in the list; one whose beginning is gone ends."""
        if self.anchor is None or self.anchor not in ids:
            return self.end()
        start = ids.index(self.anchor)
        between = ids[min(start, cursor) : max(start, cursor) + 1]
        return replace(self, ids=self.settled | frozenset(between))

    def end(self) -> MultiSelection:
        """Leave the range as it is: where the selection goes means nothing any more."""
        return MultiSelection(self.ids)

    def toggle(self, entry_id: int) -> MultiSelection:
        """Pick an entry, or let it go."""
        return MultiSelection(self.ids ^ {entry_id})

    def within(self, ids: Iterable[int]) -> MultiSelection:
        """What is left of it in another list."""
        kept = self.ids.intersection(ids) if self.ids else self.ids
        if kept == self.ids:
            return self
        anchored = self.anchor in kept
        return MultiSelection(
            kept, self.anchor if anchored else None, self.following and anchored, self.settled & kept
        )
