"""What was changed, and how to put it back: undo and redo. Pure; whoever asks carries the changes out.

A change names the entries whose state it really altered, so that putting it back leaves alone what had been so before
and what has arrived since.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

MOST: Final = 500
"""Changes remembered; the oldest are forgotten."""


class Mark(StrEnum):
    """What can be changed about an entry."""

    READ = "read"
    STARRED = "starred"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """One key's work."""

    mark: Mark
    ids: tuple[int, ...]
    """The entries of which it is not so already."""
    value: bool
    """What their mark becomes; before it was the opposite."""

    @property
    def opposite(self) -> Change:
        """What puts it back."""
        return replace(self, value=not self.value)


class History:
    """The changes of one run, and those that were taken back."""

    def __init__(self) -> None:
        self._done: deque[Change] = deque(maxlen=MOST)
        self._undone: list[Change] = []

    def did(self, change: Change) -> None:
        """Remember a change. What had been taken back cannot be done again after it; one of no entries is none."""
        if change.ids:
            self._done.append(change)
            self._undone.clear()

    def undo(self) -> Change | None:
        """The last change, to be put back with its `opposite`; None: there is none."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        return change

    def redo(self) -> Change | None:
        """The change that was taken back last, to be made again; None: there is none."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        return change
