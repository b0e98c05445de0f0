"""What the reader has thrown away in this run, and where it goes when it comes back. Pure."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable


class PendingDeletes:
    """Entries that are shown no more, although a worker may still be writing that they are gone, or that they are back."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        """Shown nowhere."""
        self._going: dict[int, int] = {}
        self._returning: dict[int, int] = {}
        """The tickets of the writes that are under way, by entry."""

    def throw(self, ids: Iterable[int], ticket: int) -> None:
        """They are gone; `ticket` is that of the write which says so."""
        for entry_id in ids:
            self.ids.add(entry_id)
            self._going[entry_id] = ticket
            self._returning.pop(entry_id, None)

    def fetch(self, ids: Iterable[int], ticket: int) -> None:
        """They come back; the store has them again when the write of the ticket is done."""
        for entry_id in ids:
            self.ids.discard(entry_id)
            self._going.pop(entry_id, None)
            self._returning[entry_id] = ticket

    def settle(self, ticket: int, *, failed: bool = False) -> set[int]:
        """The writes up to a ticket are done; returns what the lists may show again.

        Args:
            ticket: Of the last one.
            failed: It could not be made: what it should have thrown away is still there.
        """
        back = {entry_id for entry_id, own in self._returning.items() if own <= ticket}
        gone = {entry_id for entry_id, own in self._going.items() if own <= ticket}
        for entry_id in back:
            del self._returning[entry_id]
        for entry_id in gone:
            del self._going[entry_id]
        if failed:
            self.ids -= gone
            back |= gone
        return back

    def without(self, ids: array[int]) -> array[int]:
        """A snapshot without what is gone."""
        return array("q", (each for each in ids if each not in self.ids)) if self.ids else ids


def merged(
    ids: array[int], order: Iterable[int], back: Collection[int], below: Container[int] = ()
) -> array[int]:
    """A snapshot with what has come back at its place in it; nothing else moves.

    Args:
        ids: The snapshot.
        order: All of the view, in its order.
        back: What has come back; what of it is not in `order` does not belong to the view.
        below: What stands in the snapshot only because the story of the row above it was unfolded.
    """
    shown = set(ids)
    after: dict[int | None, list[int]] = {}
    last: int | None = None
    for entry_id in order:
        if entry_id in shown:
            last = entry_id
        elif entry_id in back:
            after.setdefault(last, []).append(entry_id)
    made = array("q", after.get(None, ()))
    pending: list[int] = []
    for entry_id in ids:
        if pending and entry_id not in below:
            made.extend(pending)
            pending = []
        made.append(entry_id)
        pending += after.get(entry_id, ())
    made.extend(pending)
    return made
