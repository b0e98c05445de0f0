"""What lies on the reader's desk: the view that is open, its snapshot of headlines, and what waits beside it.

The rule that everything here serves: what a person looks at does not move by itself. A view is a snapshot of ids;
news that arrives afterwards waits until it is asked for. Changes of state (read, starred) show at once from an
overlay, while a worker thread writes them to the store.

Knows the store's reads, which are quick enough for the screen's thread, and no widget.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ticker_tui.model import Shelf, View
from ticker_tui.store import Counts
from ticker_tui.ui import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from ticker_tui.model import Article, Feed, Headline, PollResult
    from ticker_tui.store import Store

FIRST_WINDOW = 200
"""How many ids are read before the first paint; the rest of the view follows after it."""

_STEP = 400
"""How many headlines are read at once while looking for an unread one."""


class Tab(NamedTuple):
    """One view as the tab strip shows it."""

    view: View
    title: str
    number: int | None
    """None: no number is shown."""


class _Mark(NamedTuple):
    """A change that is shown but not yet known to be saved."""

    ticket: int
    read: bool | None
    starred: bool | None


class Desk:
    """The open view and everything that is asked about it."""

    def __init__(self, store: Store, feeds: Iterable[Feed], *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._marks: dict[int, _Mark] = {}
        self._waiting: dict[int, None] = {}
        self._summaries: set[int] = set()
        """Entries of which the feed's own text is wanted though the full article is there."""
        self.view = View()
        self.ids: array[int] = array("q")
        """The snapshot: what the list shows, newest first."""
        self.counts = Counts()
        self.tabs: tuple[Tab, ...] = ()
        self._feeds: tuple[Feed, ...] = ()
        self.set_feeds(feeds)

    # What is shown ----------------------------------------------------------------------------------------------

    def set_feeds(self, feeds: Iterable[Feed]) -> None:
        """Take up the feeds of a configuration: their categories are the tabs."""
        self._feeds = tuple(feed for feed in feeds if feed.enabled)
        self.recount()

    def recount(self) -> None:
        """Read the tabs' numbers again."""
        self.counts = counts = self._store.counts(now=self._clock())
        categories = dict.fromkeys(feed.category for feed in self._feeds if feed.category)
        self.tabs = (
            Tab(View(), wording.VIEW_ALL, counts.unread),
            Tab(View(shelf=Shelf.BREAKING), wording.VIEW_BREAKING, counts.breaking or None),
            Tab(View(shelf=Shelf.STARRED), wording.VIEW_STARRED, counts.starred or None),
            *(
                Tab(View(shelf=Shelf.CATEGORY, category=name), name, counts.by_category.get(name) or None)
                for name in categories
            ),
        )

    @property
    def tab_index(self) -> int:
        """Which tab the open view is; 0 when its category is gone."""
        return next((index for index, tab in enumerate(self.tabs) if tab.view == self.view), 0)

    @property
    def title(self) -> str:
        """What the open view is called."""
        return self.tabs[self.tab_index].title

    @property
    def waiting(self) -> int:
        """How many new headlines belong to the view and are not in its snapshot."""
        return len(self._waiting)

    def open(self, view: View, *, limit: int | None = None) -> array[int]:
        """Make a new snapshot; nothing waits afterwards."""
        self.view = view
        self._waiting.clear()
        self.ids = self._store.ids(view, now=self._clock(), limit=limit)
        return self.ids

    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """The rows of some ids, with the changes that are still being saved."""
        found = self._store.headlines(ids, now=self._clock())
        return [self._marked(headline) for headline in found] if self._marks else found

    def headline(self, entry_id: int) -> Headline | None:
        """One row; None when it has been pruned."""
        found = self.headlines([entry_id])
        return found[0] if found else None

    def article(self, entry_id: int) -> Article | None:
        """One article, with the full text where it has been fetched; None when it has been pruned."""
        article = self._store.article(entry_id, now=self._clock())
        if article is not None and entry_id not in self._summaries:
            full = self._store.full_article(entry_id)
            if full is not None:
                article = replace(article, blocks=full.blocks, author=full.author or article.author)
        if article is not None and entry_id in self._marks:
            return replace(article, headline=self._marked(article.headline))
        return article

    def switch_text(self, entry_id: int) -> bool | None:
        """Go over to the full article or back to what the feed gave.

        Returns:
            Whether the full one is shown from now on; None: it has not been fetched.
        """
        if self._store.full_article(entry_id) is None:
            self._summaries.discard(entry_id)
            return None
        self._summaries ^= {entry_id}
        return entry_id not in self._summaries

    def bar(self) -> tuple[list[Headline], bool]:
        """What the bar shows, and whether it is breaking news."""
        now = self._clock()
        breaking = self._store.breaking(now=now)
        return (breaking, True) if breaking else (self._store.latest(now=now), False)

    # What arrives -----------------------------------------------------------------------------------------------

    def arrived(self, result: PollResult) -> int:
        """Take note of what a feed brought.

        Returns:
            How many headlines wait now.
        """
        match self.view.shelf:
            case Shelf.ALL:
                fresh: Iterable[int] = result.new_ids
            case Shelf.BREAKING:
                fresh = result.breaking_ids
            case Shelf.CATEGORY if result.feed.category == self.view.category:
                fresh = result.new_ids
            case _:
                fresh = ()
        self._waiting.update(dict.fromkeys(fresh))
        return len(self._waiting)

    def look_again(self) -> int:
        """Compare the snapshot with the store, after another program wrote to it; returns how many wait now."""
        shown = set(self.ids)
        fresh = (
            entry_id for entry_id in self._store.ids(self.view, now=self._clock()) if entry_id not in shown
        )
        self._waiting = dict.fromkeys(fresh)
        return len(self._waiting)

    # What is changed --------------------------------------------------------------------------------------------

    def mark(
        self, ticket: int, entry_id: int, *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """Show a change from now on; `settle` is told when it is saved.

        Args:
            ticket: Of the write, larger than those before it.
            entry_id: Whose state.
            read: None: as it was.
            starred: None: as it was.
        """
        old = self._marks.get(entry_id)
        if old is not None:
            read = old.read if read is None else read
            starred = old.starred if starred is None else starred
        self._marks[entry_id] = _Mark(ticket, read, starred)

    def settle(self, ticket: int) -> list[int]:
        """The writes up to a ticket are done or have failed: the store is right again. Returns the ids concerned."""
        settled = [entry_id for entry_id, mark in self._marks.items() if mark.ticket <= ticket]
        for entry_id in settled:
            del self._marks[entry_id]
        return settled

    def _marked(self, headline: Headline) -> Headline:
        mark = self._marks.get(headline.id)
        if mark is None:
            return headline
        return replace(
            headline,
            read=headline.read if mark.read is None else mark.read,
            starred=headline.starred if mark.starred is None else mark.starred,
        )

    # What comes next --------------------------------------------------------------------------------------------

    def next_unread(self, entry_id: int | None, step: int) -> int | None:
        """The nearest unread headline below (`step` 1) or above (-1) an entry in the snapshot; None: there is none.

        Without an entry the search begins at the top. Only the part of the view between the two is read.
        """
        ids = self.ids
        try:
            place = -1 if entry_id is None else ids.index(entry_id)
        except ValueError:
            place = -1
        while 0 <= (first := place + step) < len(ids):
            window = (
                ids[first : first + _STEP] if step > 0 else ids[max(0, first - _STEP + 1) : first + 1][::-1]
            )
            unread = {headline.id for headline in self.headlines(window) if not headline.read}
            for candidate in window:
                if candidate in unread:
                    return candidate
            place += step * len(window)
        return None
