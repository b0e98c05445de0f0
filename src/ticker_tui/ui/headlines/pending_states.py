"""Marks that a key has set and a worker is still writing: the screen shows them at once. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker_tui.model import Headline


class _PendingFlag(NamedTuple):
    ticket: int
    read: bool | None
    starred: bool | None


class PendingStates:
    """Changes that are shown but not yet known to be saved."""

    def __init__(self) -> None:
        self._marks: dict[int, _PendingFlag] = {}

    def __contains__(self, entry_id: int) -> bool:
        return entry_id in self._marks

    def note(
        self, ticket: int, ids: Iterable[int], *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """Show a change from now on.

        Args:
            ticket: Of the write, larger than those before it.
            ids: Whose state.
            read: None: as it was.
            starred: None: as it was.
        """
        for entry_id in ids:
            old = self._marks.get(entry_id, _PendingFlag(0, None, None))
            self._marks[entry_id] = _PendingFlag(
                ticket, old.read if read is None else read, old.starred if starred is None else starred
            )

    def settle(self, ticket: int) -> list[int]:
        """The writes up to a ticket are done or have failed: the store is right again. Returns the ids concerned."""
        settled = [entry_id for entry_id, mark in self._marks.items() if mark.ticket <= ticket]
        for entry_id in settled:
            del self._marks[entry_id]
        return settled

    def marked(self, headline: Headline) -> Headline:
        """A row with its changes."""
        mark = self._marks.get(headline.id)
        if mark is None:
            return headline
        return replace(
            headline,
            read=headline.read if mark.read is None else mark.read,
            starred=headline.starred if mark.starred is None else mark.starred,
        )

    def unlike(self, stored: set[int], *, read: bool | None = None, starred: bool | None = None) -> set[int]:
        """Which entries do not have a mark; `stored` says which of them do not have it in the store."""
        unlike = set(stored)
        for entry_id, mark in self._marks.items():
            wanted, now = (read, mark.read) if read is not None else (starred, mark.starred)
            if now is not None:
                (unlike.discard if now == wanted else unlike.add)(entry_id)
        return unlike
