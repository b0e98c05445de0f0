"""Which headlines the list shows: tabs, what waits, filters, stories, order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on

from ticker_tui.errors import QueryError
from ticker_tui.model import Order
from ticker_tui.ui import strings
from ticker_tui.ui.export.copy import CopyController
from ticker_tui.ui.headlines import strings as headlines_strings
from ticker_tui.ui.headlines.filter_field import FilterPane, SearchOrigin, finder
from ticker_tui.ui.headlines.list_pane import ListPane
from ticker_tui.ui.headlines.model import FIRST_WINDOW
from ticker_tui.ui.rtl.input import TextField

if TYPE_CHECKING:
    from textual import events

    from ticker_tui.model import View
    from ticker_tui.ui.headlines.snapshot import Narrowing, Snapshot
    from ticker_tui.ui.screen_app import AppDependencies

REST_S: Final = 0.12
"""Who types on sooner than this is not done: the rows of the first screens are there at once, the rest when the keys rest."""


class ViewController(CopyController):
    """Tabs, and what is shown of the open one."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self._held: SearchOrigin | None = None
        """What a search began from."""
        self._part: Snapshot | None = None
        """What was just found, as long as it is the first rows only."""
        self._places: dict[View, int] = {}
        """The selection in the views that were left."""

    def _show_list(self) -> None:
        self._clear_selection()
        self.panes.reading = False
        self._focus_pane()
        self._show_keys()

    def action_view(self, number: int) -> None:
        """Open a view by its place in the tab strip, from 1."""
        if 1 <= number <= len(self.desk.tabs):
            if self.reading:
                self._show_list()
            self._go_to_view(self.desk.tabs[number - 1].view)

    def action_step_view(self, step: int) -> None:
        """Open the next or the previous view; after the last comes the first."""
        self.action_view((self.desk.tab_index + step) % len(self.desk.tabs) + 1)

    def _go_to_view(self, view: View) -> None:
        if (selected := self.headlines.selected_id) is not None:
            self._places[self.desk.base] = selected
        ids = self.desk.open(view)
        self._held = None
        self.headlines.waiting = 0
        self._show_standing()
        self.headlines.show(ids, keep=False)
        self._show_narrowing()
        if (place := self._places.get(view)) is not None:
            self.headlines.select(place)
        self._show_tabs()

    def _take_new(self) -> None:
        """Show what waits, from the top."""
        self._welcoming = False
        self.headlines.waiting = 0
        self.headlines.show(self.desk.open(self.desk.base), keep=False)
        self.headlines.mark_members(self.desk.unfolded)

    def action_take_new(self) -> None:
        """Show the new headlines that wait, and go to the top."""
        if self.reading:
            self._show_list()
        self._take_new()
        self._show_standing()

    def _narrow(self, narrowing: Narrowing) -> None:
        """Show more or less of the tab; the selected headline, if it is among them, stays where it is on the screen."""
        selected, ids = self.headlines.selected_id, self.desk.narrow(narrowing)
        self.headlines.waiting = 0
        self._show_standing()
        self.headlines.show(ids)
        if selected is not None and selected not in ids and (row := self.desk.stand_in(selected)) is not None:
            self.headlines.select(row)
        self._show_narrowing()

    def _show_narrowing(self) -> None:
        narrowing = self.desk.narrowing
        self.headlines.mark_found(finder(self.desk.view.search))
        self.headlines.mark_members(self.desk.unfolded)
        if self.desk.snapshot is self._part:
            return  # how many there are is not known yet
        if narrowing == self.desk.usual:
            self._filter.say("")
            return
        source = next((feed.name for feed in self.config.feeds if feed.url == narrowing.feed_url), "")
        count, key = len(self.desk.ids), self.keymap.first("program.dismiss")
        self._filter.say(
            headlines_strings.narrowed(narrowing, self.desk.usual, source=source, count=count, key=key)
        )

    def _hold(self) -> None:
        """Keep what is shown and where, before the first letter of a search."""
        if self._held is None:
            top = self.headlines.scroll_offset.y
            self._held = SearchOrigin(self.desk.snapshot, self.headlines.selected_id, top)

    def _end_filter(self) -> None:
        """Show what was shown before the search, as it was; without one, the whole tab."""
        held, self._held = self._held, None
        if held is None or held.snapshot.narrowing.search:
            self._narrow(self.desk.usual)
            return
        self.headlines.show(self.desk.go_back(held.snapshot), keep=False)
        if held.selected_id is not None:
            self.headlines.select(held.selected_id)
        self.headlines.scroll_to_line(held.top)
        self.headlines.waiting = self.desk.waiting
        self._show_narrowing()
        self._show_standing()

    @on(FilterPane.Typed, "#filter")
    def _filter_typed(self, message: FilterPane.Typed) -> None:
        try:
            ids = self.desk.narrow(self.desk.narrowing._replace(search=message.text), limit=FIRST_WINDOW)
        except QueryError as error:
            self._filter.complain(error.column, strings.query_problem(error.problem))
            return
        self.headlines.waiting = 0
        self._show_standing()
        self.headlines.show(ids, keep=False)
        self._select_held()
        if len(ids) >= FIRST_WINDOW:
            self._part = self.desk.snapshot
            self.set_timer(REST_S, partial(self._show_rest, self._part))
        self._show_narrowing()

    def _select_held(self) -> None:
        if self._held is not None and self._held.selected_id is not None:
            self.headlines.select(self._held.selected_id)

    def _show_rest(self, part: Snapshot) -> None:
        """All that was found, unless something else is shown by now."""
        if self.desk.snapshot is not part or self._part is not part:
            return
        self._part = None
        at_top = self.headlines.selected_id == part.ids[0]
        self.headlines.show(self.desk.narrow(part.narrowing))
        if at_top:
            self._select_held()
        self._show_narrowing()

    @on(FilterPane.Accepted, "#filter")
    def _filter_accepted(self) -> None:
        if self._part is not None:
            self._show_rest(self._part)
        self._show_narrowing()
        if not self.desk.narrowing.search:
            self._held = None
        self._focus_pane()

    @on(FilterPane.Dropped, "#filter")
    def _filter_dropped(self) -> None:
        self._end_filter()
        self._focus_pane()

    def on_key(self, event: events.Key) -> None:
        """What was typed so fast behind the key of a field that it was still sent to the list is the field's, too.

        A field stops the keys that it takes, so none of them comes here on the usual way.
        """
        field = self.focused
        if isinstance(field, TextField) and event.character and event.is_printable:
            event.prevent_default()
            event.stop()
            field.insert_text_at_cursor(event.character)

    def action_filter(self) -> None:
        """Type what is wanted, and see at once what there is."""
        self._hold()
        self._filter.open(self.desk.narrowing.search)

    def action_unread_only(self) -> None:
        """Leave out what was read, or not."""
        narrowing = self.desk.narrowing
        self._narrow(narrowing._replace(unread_only=not narrowing.unread_only))

    def action_this_source(self) -> None:
        """Leave out all other sources, or not."""
        narrowing, selected = self.desk.narrowing, self.headlines.selected
        if narrowing.feed_url:
            self._narrow(narrowing._replace(feed_url=""))
        elif selected is not None:
            self._narrow(narrowing._replace(feed_url=selected.feed_url))

    def action_unfold(self) -> None:
        """Everything that tells the selected headline's story, below it; or no longer."""
        if (entry_id := self.headlines.selected_id) is None:
            return
        head = self.desk.snapshot.head_of(entry_id)
        if not self.desk.unfold(entry_id):
            self.status.say(headlines_strings.nothing_to_unfold())
            return
        self.headlines.select(head)  # what is folded away cannot stay selected
        self.headlines.mark_members(self.desk.unfolded)
        self.headlines.show(self.desk.ids)

    def action_stories(self) -> None:
        """One headline for each story, or all of them."""
        narrowing = self.desk.narrowing
        self._narrow(narrowing._replace(stories=not narrowing.stories))
        self.headlines.forget_rows()  # how many tell a story is said of stories only

    def action_sort(self) -> None:
        """By time, by source, by how many tell a story."""
        narrowing, orders = self.desk.narrowing, list(Order)
        order = orders[(orders.index(narrowing.order) + 1) % len(orders)]
        self._narrow(narrowing._replace(order=order))
        self.headlines.forget_rows()  # how many tell a story is said of stories only

    @on(ListPane.Picked)
    def _picked(self, message: ListPane.Picked) -> None:
        self._picked_count = message.count
        self._show_standing()

    def action_dismiss(self) -> None:
        """Let go of what is selected or picked, else put away the notices that do not have to be mended."""
        if self._clear_selection() or self.headlines.let_go():
            return
        if self.desk.narrowing != self.desk.usual:
            self._end_filter()
            return
        self.notices.dismiss()
        self._show_standing()
