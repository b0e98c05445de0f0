"""What the list shows of a tab: how it is narrowed, and the ids that were there when somebody looked. Pure.

A snapshot never changes; what happens to it (a story is unfolded, something is thrown away or comes back) makes another.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ticker_tui.model import Order
from ticker_tui.ui.headlines.pending_deletes import merged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ticker_tui.model import View


class Narrowing(NamedTuple):
    """What of the open tab is shown, and in which order."""

    unread_only: bool = False
    order: Order = Order.TIME
    stories: bool = False
    """One headline for each story."""
    feed_url: str = ""
    """Only this source."""
    search: str = ""
    """As typed, in the language of `store.search.language`."""

    def at_home(self) -> Narrowing:
        """What of it goes along to another tab: ways of looking do, what was looked for does not."""
        return self._replace(feed_url="", search="")

    def of(self, tab: View) -> View:
        """A tab, narrowed."""
        search = self.search
        if tab.search and search:  # an open bracket at the end is closed there
            search = f"({tab.search}) ({search}"
        return replace(
            tab,
            unread_only=self.unread_only,
            order=self.order,
            stories=self.stories or self.order is Order.SIZE,  # the size of a story is said of one row
            feed_url=self.feed_url,
            search=search or tab.search,
        )


class Snapshot(NamedTuple):
    """What is shown, and what to come back to."""

    narrowing: Narrowing
    ids: array[int]
    """In the order of the list."""
    unfolded: Mapping[int, tuple[int, ...]]
    """The headlines that were unfolded, and what stands below them for that."""

    @property
    def below(self) -> frozenset[int]:
        """What stands in it only because a story was unfolded."""
        return frozenset(chain.from_iterable(self.unfolded.values()))

    def head_of(self, entry_id: int) -> int:
        """The headline below which an unfolded one stands; another one is its own."""
        return next((head for head, below in self.unfolded.items() if entry_id in below), entry_id)

    def without(self, gone: Collection[int]) -> Snapshot:
        """Some entries are not in it any more."""
        if not gone:
            return self
        unfolded = {
            head: tuple(each for each in below if each not in gone)
            for head, below in self.unfolded.items()
            if head not in gone
        }
        ids = array("q", (each for each in self.ids if each not in gone))
        return Snapshot(self.narrowing, ids, unfolded)

    def with_back(self, order: Iterable[int], back: Collection[int]) -> Snapshot:
        """What has come back is at its place in it; see `away.merged`."""
        return self._replace(ids=merged(self.ids, order, back, self.below))

    def with_unfolded(self, head: int, story: Iterable[int]) -> Snapshot | None:
        """What tells a headline's story stands below it.

        Returns:
            None: all of it is there already, or the headline is not.
        """
        shown = set(self.ids)
        below = tuple(each for each in story if each not in shown)
        if not below or head not in shown:
            return None
        place = self.ids.index(head) + 1
        ids = self.ids[:place] + array("q", below) + self.ids[place:]
        return Snapshot(self.narrowing, ids, {**self.unfolded, head: below})

    def with_folded(self, entry_id: int) -> Snapshot | None:
        """What stands below a headline is not there any more.

        Args:
            entry_id: The headline, or one of those below it.

        Returns:
            None: nothing stands there.
        """
        head = self.head_of(entry_id)
        if head not in self.unfolded:
            return None
        gone = set(self.unfolded[head])
        unfolded = {each: below for each, below in self.unfolded.items() if each != head}
        ids = array("q", (each for each in self.ids if each not in gone))
        return Snapshot(self.narrowing, ids, unfolded)
