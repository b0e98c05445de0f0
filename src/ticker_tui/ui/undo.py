"""What was changed, and how to put it back: undo and redo. Pure; whoever asks carries the changes out.

A change names the entries whose state it really altered, so that putting it back leaves alone what had been so before
and what has arrived since.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from ticker_tui.model import Rule

MOST: Final = 500
"""Changes remembered; the oldest are forgotten."""


class EntryFlag(StrEnum):
    """What can be changed about an entry."""

    READ = "read"
    STARRED = "starred"
    DELETED = "deleted"


class Change(Struct, frozen=True):
    """One key's work."""

    mark: EntryFlag
    ids: tuple[int, ...]
    """The entries of which it is not so already."""
    value: bool
    """What their mark becomes; before it was the opposite."""

    @property
    def opposite(self) -> Change:
        """What puts it back."""
        return replace(self, value=not self.value)


Kind: TypeAlias = Literal["mute", "highlight"]
"""What rules there are, as feeds.toml calls them."""


class RuleEdit(Struct, frozen=True):
    """A rule of feeds.toml, made or taken away."""

    kind: Kind
    rule: Rule
    added: bool

    @property
    def opposite(self) -> RuleEdit:
        """What puts it back."""
        return replace(self, added=not self.added)


class Edited(StrEnum):
    """What the program can change in feeds.toml, apart from rules."""

    FEED_ADDED = "feed added"
    FEED_REMOVED = "feed removed"
    FEED_DESCRIBED = "feed described"
    FEED_ON = "feed on"
    FEED_OFF = "feed off"
    FEED_MOVED = "feed moved"
    SETTING = "setting"


class FileEdit(Struct, frozen=True):
    """A change that the program has made in feeds.toml; the worker has the text before and after it."""

    number: int
    kind: Edited
    name: str
    """Of the feed, or of the setting as feeds.toml calls it."""
    url: str = ""
    """Of the feed afterwards."""
    undone: bool = False
    """It is taken back."""

    @property
    def opposite(self) -> FileEdit:
        """What puts it back."""
        return replace(self, undone=not self.undone)


Deed: TypeAlias = Change | RuleEdit | FileEdit
"""What can be taken back."""


class History:
    """The changes of one run, and those that were taken back."""

    def __init__(self) -> None:
        self._done: deque[Deed] = deque(maxlen=MOST)
        self._undone: list[Deed] = []

    def did(self, change: Deed) -> None:
        """Remember a change. What had been taken back cannot be done again after it; one of no entries is none."""
        if not isinstance(change, Change) or change.ids:
            self._done.append(change)
            self._undone.clear()

    def undo(self) -> Deed | None:
        """The last change, to be put back with its `opposite`; None: there is none."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        return change

    def redo(self) -> Deed | None:
        """The change that was taken back last, to be made again; None: there is none."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        return change

    @property
    def last(self) -> Deed | None:
        """What `undo` would take back."""
        return self._done[-1] if self._done else None

    def not_repeated(self, edit: FileEdit) -> None:
        """An undo or a redo could not be made: it can be tried again."""
        source, target = (self._undone, self._done) if edit.undone else (self._done, self._undone)
        change = replace(edit, undone=False)
        if change in source:
            source.remove(change)
            target.append(change)

    def failed(self, change: Deed) -> None:
        """Forget a change that could not be made after all."""
        for changes in (self._done, self._undone):
            for each in (change, change.opposite):
                if each in changes:
                    changes.remove(each)
