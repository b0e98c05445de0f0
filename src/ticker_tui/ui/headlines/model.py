"""What lies on the reader's desk: the view that is open, its snapshot of headlines, and what waits beside it.

The rule that everything here serves: what a person looks at does not move by itself. A view is a snapshot of ids;
news that arrives afterwards waits until it is asked for. Changes of state (read, starred) show at once from an
overlay, while a worker thread writes them to the store.

Knows the store's reads, which are quick enough for the screen's thread, and no widget. What can be decided without
the store is decided in rooms of its own: `snapshot.py`, `model.py`, `view_matches.py`, `pending_deletes.py`, `pending_states.py`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from ticker_tui.model import Order, TabKind, View
from ticker_tui.store.queries.counts import Counts
from ticker_tui.ui.article.article_source import ArticleSources
from ticker_tui.ui.headlines.headings import headings
from ticker_tui.ui.headlines.pending_deletes import PendingDeletes
from ticker_tui.ui.headlines.pending_states import PendingStates
from ticker_tui.ui.headlines.snapshot import Narrowing, Snapshot
from ticker_tui.ui.headlines.view_matches import belonging
from ticker_tui.ui.tabs.model import misread, tabs_of
from ticker_tui.ui.undo import EntryFlag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from ticker_tui.config import SavedView
    from ticker_tui.errors import QueryError
    from ticker_tui.model import Feed, Headline, PollResult
    from ticker_tui.store.rules.rule_changes import RuleChanges
    from ticker_tui.store.store import Store
    from ticker_tui.ui.headlines.headings import Heading
    from ticker_tui.ui.tabs.model import Tab
    from ticker_tui.ui.undo import Change

BAR_ITEMS = 20
"""How many headlines run through the bar."""
FIRST_WINDOW = 200
"""How many ids are read before the first paint; the rest of the view follows after it."""

_STEP = 400
"""How many headlines are read at once while looking for an unread one."""


class HeadlineListModel:
    """The open view and everything that is asked about it."""

    def __init__(
        self,
        store: Store,
        feeds: Iterable[Feed],
        *,
        clock: Callable[[], datetime],
        views: Sequence[SavedView] = (),
        order: Order = Order.TIME,
        tz: tzinfo | None = None,
    ) -> None:
        """Nothing is open yet.

        Args:
            store: The archive.
            feeds: Those of the configuration.
            clock: Tells the time, aware.
            views: The user's own tabs.
            order: As `prefer` has it.
            tz: Whose days are those of the headings; None: the machine's zone.
        """
        self._store = store
        self._clock = clock
        self._tz = tz
        self._overlay = PendingStates()
        self.articles = ArticleSources(store, self._overlay, clock=clock)
        """What there is to read."""
        self._away = PendingDeletes()
        self._looked_at = clock()
        """When the snapshot was made."""
        self._waiting: dict[int, None] = {}
        self._out_of_bar: set[int] = set()
        self._unsure = False
        """News has arrived of which only the store can tell whether it belongs to the view."""
        self.base = View()
        """The open tab's."""
        self.usual = Narrowing(order=order)
        """What is shown of a tab when nothing else is wanted."""
        self.snapshot = Snapshot(self.usual, array("q"), {})
        """What the list shows."""
        self.summaries = False
        """Whether rows have the beginnings of their articles."""
        self.view_counts: Mapping[str, int] = {}
        """The unread headlines of the user's own views, by query, as far as they have been counted."""
        self.counts = Counts()
        self.tabs: tuple[Tab, ...] = ()
        self._feeds: tuple[Feed, ...] = ()
        self._saved: tuple[SavedView, ...] = ()
        self.misread: dict[str, QueryError] = {}
        """The user's views, by name, whose queries cannot be understood; they have no tab."""
        self.set_feeds(feeds, views)

    # What is shown ----------------------------------------------------------------------------------------------

    def set_feeds(self, feeds: Iterable[Feed], views: Sequence[SavedView] = ()) -> None:
        """Take up the feeds of a configuration, whose categories are tabs, and the user's own tabs."""
        self._feeds = tuple(feed for feed in feeds if feed.enabled)
        self.misread = {view.name: error for view in views if (error := misread(view.query))}
        self._saved = tuple(view for view in views if view.name not in self.misread)
        self.recount()

    def recount(self) -> None:
        """Read the tabs' numbers again."""
        self.counts = self._store.counts(now=self._clock())
        self.tabs = tabs_of(self.counts, self._feeds, self._saved, self.view_counts)

    @property
    def saved(self) -> tuple[SavedView, ...]:
        """The user's own views that can be understood, in the order of the file."""
        return self._saved

    @property
    def tab_index(self) -> int:
        """Which tab the open view is; 0 when its category is gone."""
        return next((index for index, tab in enumerate(self.tabs) if tab.view == self.base), 0)

    @property
    def view(self) -> View:
        """What is shown: the tab, narrowed."""
        return self.narrowing.of(self.base)

    @property
    def ids(self) -> array[int]:
        """The ids of the snapshot, in the order of the list."""
        return self.snapshot.ids

    @property
    def narrowing(self) -> Narrowing:
        """What of the tab the snapshot shows."""
        return self.snapshot.narrowing

    @property
    def title(self) -> str:
        """What the open view is called."""
        return self.tabs[self.tab_index].title

    @property
    def waiting(self) -> int:
        """How many new headlines belong to the view and are not in its snapshot."""
        return len(self._waiting)

    def open(self, tab: View, *, limit: int | None = None) -> array[int]:
        """Make a new snapshot; nothing waits afterwards. What another tab was searched for is forgotten."""
        narrowing = self.narrowing
        if tab != self.base:
            self.base = tab
            narrowing = narrowing.at_home()
        return self._look(narrowing, limit)

    def narrow(self, narrowing: Narrowing, *, limit: int | None = None) -> array[int]:
        """Show more or less of the tab, from a new snapshot.

        Args:
            narrowing: What of it.
            limit: Only so many rows, the first ones.

        Raises:
            QueryError: The search cannot be understood; everything stays as it was.
        """
        if narrowing.search != self.narrowing.search:
            from ticker_tui.store.search.sql import parsed

            parsed(narrowing.search)
        return self._look(narrowing, limit)

    def _look(self, narrowing: Narrowing, limit: int | None = None) -> array[int]:
        self._waiting.clear()
        self._unsure = False
        self._looked_at = self._clock()
        ids = self._store.ids(narrowing.of(self.base), now=self._looked_at, limit=limit)
        self.snapshot = Snapshot(narrowing, self._away.without(ids), {})
        return self.ids

    def prefer(self, order: Order) -> None:
        """Sort in an order from the next snapshot on, and whenever nothing else is wanted."""
        if order is not self.usual.order:
            self.usual = Narrowing(order=order)
            self.snapshot = self.snapshot._replace(narrowing=self.narrowing._replace(order=order))

    def headings(self, ids: Sequence[int]) -> list[tuple[int, Heading]]:
        """The rows of a snapshot above which something is said of those that follow; see `headings`."""
        return headings(
            ids,
            self._store.places,
            order=self.narrowing.order,
            below=self.unfolded,
            looked_at=self._looked_at,
            tz=self._tz,
        )

    def unfold(self, entry_id: int) -> bool:
        """Put the others that tell a headline's story below it, or take them away again.

        Returns:
            Whether that changed anything: the snapshot holds all of them already, or there are none.
        """
        made = self.snapshot.with_folded(entry_id)
        if made is None:
            story = self._store.story(entry_id, now=self._clock())
            made = self.snapshot.with_unfolded(entry_id, (each.id for each in story))
        if made is None:
            return False
        self.snapshot = made
        return True

    @property
    def unfolded(self) -> frozenset[int]:
        """What stands in the snapshot only because a story was unfolded."""
        return self.snapshot.below

    def stand_in(self, entry_id: int) -> int | None:
        """The row of the snapshot that tells an entry's story, where that is folded; None: there is none."""
        story = (
            [each.id for each in self._store.story(entry_id, now=self._clock())] if self.view.stories else []
        )
        return next((each for each in self.ids if each in story), None)

    def go_back(self, snapshot: Snapshot) -> array[int]:
        """Show what was shown before, and nothing that has arrived since: that waits."""
        self.snapshot = snapshot._replace(ids=self._away.without(snapshot.ids))
        self.look_again()
        return self.ids

    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """The rows of some ids, with the changes that are still being saved."""
        found = self._store.headlines(
            ids, now=self._clock(), stories=self.view.stories, summaries=self.summaries
        )
        return [self._overlay.marked(headline) for headline in found]

    def headline(self, entry_id: int) -> Headline | None:
        """One row; None when it has been pruned."""
        found = self.headlines([entry_id])
        return found[0] if found else None

    def bar(self) -> tuple[list[Headline], bool]:
        """What the bar shows, and whether it is breaking news."""
        now = self._clock()
        gone = self._out_of_bar | self._away.ids
        limit = BAR_ITEMS + len(gone)
        breaking = [each for each in self._store.breaking(now=now, limit=limit) if each.id not in gone]
        if breaking:
            return breaking[:BAR_ITEMS], True
        latest = [each for each in self._store.latest(now=now, limit=limit) if each.id not in gone]
        return latest[:BAR_ITEMS], False

    def take_out_of_bar(self, entry_id: int) -> None:
        """Show an entry in the bar no more, until the program ends."""
        self._out_of_bar.add(entry_id)

    # What arrives -----------------------------------------------------------------------------------------------

    def arrived(self, result: PollResult) -> int:
        """Take note of what a feed brought.

        Returns:
            How many headlines wait now.
        """
        fresh = belonging(result, self.view)
        if fresh is None:
            self._unsure = True
        else:
            updated = set(result.updated_ids)  # perhaps shown already, unlike what is new
            self._waiting.update(
                dict.fromkeys(each for each in fresh if each not in updated or each not in self.ids)
            )
        return len(self._waiting)

    def settle_arrivals(self) -> int:
        """Find out what a search has to say about what arrived; once for a burst. Returns how many wait now."""
        return self.look_again() if self._unsure else self.waiting

    def look_again(self) -> int:
        """Compare the snapshot with the store, after another program wrote to it; returns how many wait now."""
        self._unsure = False
        shown = set(self.ids)
        fresh = (
            entry_id
            for entry_id in self._away.without(self._store.ids(self.view, now=self._clock()))
            if entry_id not in shown
        )
        self._waiting = dict.fromkeys(fresh)
        return len(self._waiting)

    def judged(self, judged: RuleChanges) -> array[int]:
        """Other headlines are out of sight than before: they leave the snapshot, or come back to their places in it."""
        for entry_id in judged.muted:
            self._waiting.pop(entry_id, None)
        self.snapshot = self.snapshot_after_rules(self.snapshot, judged)
        return self.ids

    def snapshot_after_rules(self, snapshot: Snapshot, judged: RuleChanges) -> Snapshot:
        """A snapshot of the open tab after that."""
        changed = judged.muted | judged.shown
        view = snapshot.narrowing.of(self.base)
        if not changed or view.shelf is TabKind.STARRED:  # a star outranks a rule
            return snapshot
        there = self._away.without(self._store.ids(view, now=self._clock()))
        # A search may ask for what is muted: the store knows.
        gone, back = (changed.difference(there), changed) if view.search else (judged.muted, judged.shown)
        left = snapshot.without(gone)
        return left.with_back(there, back.difference(left.ids))

    # What is changed --------------------------------------------------------------------------------------------

    def show_change(self, ticket: int, change: Change) -> None:
        """Show what a key changes from now on; `settle` is told when it is saved.

        Args:
            ticket: Of the write, larger than those before it.
            change: Which. What it throws away is in the snapshot no more; what it brings back comes when it is saved.
        """
        if change.mark is not EntryFlag.DELETED:
            self._overlay.note(ticket, change.ids, **{str(change.mark): change.value})
        elif change.value:
            self._away.throw(change.ids, ticket)
            self.snapshot = self.snapshot.without(self._away.ids)
            for entry_id in change.ids:
                self._waiting.pop(entry_id, None)
        else:
            self._away.fetch(change.ids, ticket)

    def unlike(self, ids: Collection[int], mark: EntryFlag, *, value: bool) -> tuple[int, ...]:
        """Those of some entries whose mark is not that already, in their order."""
        wanted = {str(mark): value}
        unlike = self._overlay.unlike(self._store.unlike(ids, **wanted), **wanted)
        return tuple(entry_id for entry_id in ids if entry_id in unlike)

    def with_folded(self, ids: Collection[int]) -> tuple[int, ...]:
        """These rows and what is folded below them: a row of a view of stories stands for everything that tells its own."""
        if not self.view.stories:
            return tuple(ids)
        elsewhere = set(self.ids).difference(ids, self.unfolded)
        return tuple(each for each in self._store.with_copies(ids) if each not in elsewhere)

    def settle(self, ticket: int, *, failed: bool = False) -> tuple[list[int], list[int]]:
        """The writes up to a ticket are done or have failed: the store is right again.

        Returns:
            The entries whose marks that concerned, and those that have come back into the snapshot.
        """
        settled = self._overlay.settle(ticket)
        back = self._away.settle(ticket, failed=failed).difference(self.ids)
        if not back:
            return settled, []
        order = self._away.without(self._store.ids(self.view, now=self._clock()))
        self.snapshot = self.snapshot.with_back(order, back)
        return settled, [entry_id for entry_id in self.ids if entry_id in back]

    # What comes next --------------------------------------------------------------------------------------------

    def beside(self, entry_id: int | None, step: int) -> int | None:
        """What stands so many places behind an entry in the snapshot; None: nothing does, or the entry is not in it."""
        if entry_id is None or entry_id not in self.ids:
            return None
        place = self.ids.index(entry_id) + step
        return self.ids[place] if 0 <= place < len(self.ids) else None

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
