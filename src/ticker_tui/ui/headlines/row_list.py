"""A list whose rows are known by ids: where they stand, which one is selected, which are picked. Draws nothing.

It holds a snapshot of ids (8 bytes each). Nothing in it moves unless somebody moves it: another snapshot, other heights and
headings leave the selection on its entry and, as far as there are lines for it, on its line of the screen.
"""

from __future__ import annotations

from array import array
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from ticker_tui.ui.headlines.geometry import RowGeometry
from ticker_tui.ui.headlines.multi_select import MultiSelection
from ticker_tui.ui.render.line_view import LinePane

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from ticker_tui.ui.headlines.headings import Heading


class RowList(LinePane, can_focus=True, inherit_bindings=False):
    """Rows of one height, with headings between them if `grouped`. Keys come from outside."""

    grouped: reactive[bool] = reactive(default=False, init=False)
    """Whether headings stand between the rows."""

    class Highlighted(Message):
        """The selection is on another entry, or on none."""

        def __init__(self, rows: RowList, entry_id: int | None) -> None:
            super().__init__()
            self.rows = rows
            self.entry_id = entry_id

        @property
        def control(self) -> RowList:
            """The list it came from."""
            return self.rows

        def can_replace(self, message: Message) -> bool:
            """Only the last of a burst of moves matters."""
            return isinstance(message, RowList.Highlighted)

    class EntryOpened(Message):
        """Someone wants to read an entry."""

        def __init__(self, rows: RowList, entry_id: int) -> None:
            super().__init__()
            self.rows = rows
            self.entry_id = entry_id

        @property
        def control(self) -> RowList:
            """The list it came from."""
            return self.rows

    class Picked(Message):
        """Other rows are picked than before, or none."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

        def can_replace(self, message: Message) -> bool:
            """Only the last of a burst matters."""
            return isinstance(message, RowList.Picked)

    class NewRequested(Message):
        """Someone wants to see the new ones that wait."""

    def __init__(
        self,
        *,
        headings: Callable[[Sequence[int]], Sequence[tuple[int, Heading]]] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            headings: Which rows of a snapshot have a heading above them, and what it says.
            id: As in Textual.
            classes: As in Textual.
        """
        super().__init__(id=id, classes=classes)
        self.headings: Callable[[Sequence[int]], Sequence[tuple[int, Heading]]] = headings or (
            lambda _ids: []
        )
        self._ids: array[int] = array("q")
        self._cursor = -1
        self._places = RowGeometry()
        self._laid_out_height = 0
        self._said: dict[int, Heading] = {}
        """The headings, by the row below them."""
        self._picks = MultiSelection()

    @property
    def rows_each(self) -> int:
        """How many lines a row takes."""
        raise NotImplementedError

    @property
    def ids(self) -> array[int]:
        """The snapshot that is shown, in its order."""
        return self._ids

    def show(self, ids: array[int], *, keep: bool = True) -> None:
        """Show another snapshot.

        Args:
            ids: In the order of the list; not changed by the caller afterwards.
            keep: The selection stays on its entry, and that entry (or, when it is out of sight, the topmost
                row) stays on its line of the screen. Otherwise the list starts again at the top.
        """
        if ids != self._ids:
            self.clear_selection()
        old_ids, old_cursor, selected = self._ids, self._cursor, self.selected_id
        old, top = self._places, self.scroll_offset.y
        self._ids = ids
        self._arrange()
        if not keep or not old_ids:
            self._cursor = 0 if ids else -1
            new_top = 0
            self._pick(MultiSelection())
        else:
            self._cursor = self._survivor(old_ids, old_cursor)
            cursor_visible = 0 <= old.line_of(old_cursor) - top < max(1, self.view_size.height)
            anchor = old_cursor if cursor_visible else old.at(top)[0]
            new_top = self._places.line_of(self._survivor(old_ids, anchor)) + top - old.line_of(anchor)
            self._pick(self._picks.within(ids))
        self.set_line_count(self._places.lines)
        self.scroll_to_line(new_top)
        self.refresh()
        if selected != self.selected_id or (selected is None and not ids):
            self._tell_highlighted()

    def _arrange(self) -> None:
        """Find out on which lines the rows of the snapshot stand."""
        self._said = dict(self.headings(self._ids)) if self.grouped and self._ids else {}
        self._places = RowGeometry(len(self._ids), self.rows_each, tuple(self._said))

    def _survivor(self, old_ids: array[int], index: int) -> int:
        """Where the entry at an old index is now; if it is gone, the next one that is still there, else the last."""
        if not self._ids:
            return -1
        index = max(0, index)
        with suppress(ValueError):  # nearly always it is still there, and the array finds it fast
            return self._ids.index(old_ids[index])
        there = {entry_id: place for place, entry_id in enumerate(self._ids)}
        places = (there.get(entry_id) for entry_id in old_ids[index:])
        return next((place for place in places if place is not None), len(self._ids) - 1)

    def watch_grouped(self) -> None:
        """Keep the place while headings come or go."""
        self._relayout()

    def _relayout(self) -> None:
        """Rows may have another height now, or headings: put the selected one, if it was in sight, on the screen again."""
        if not self.is_attached:
            return
        old, top = self._places, self.scroll_offset.y
        top_index = old.at(top)[0]
        height, self._laid_out_height = self._laid_out_height or self.view_size.height, self.view_size.height
        was_visible = 0 <= old.line_of(self._cursor) - top <= max(1, height)
        self._arrange()
        self.set_line_count(self._places.lines)
        if self._places != old:
            self.scroll_to_line(self._places.line_of(top_index) - self._covered)
        if was_visible and self._cursor >= 0:
            self._bring_into_view(self._cursor)

    def _refresh_row(self, index: int) -> None:
        y = self._places.line_of(index) - self.scroll_offset.y
        self.refresh(Region(0, y, max(1, self.size.width), self._places.height))

    # Where it stands

    @property
    def cursor(self) -> int:
        """The index of the selected row; -1 in an empty list."""
        return self._cursor

    @property
    def selected_id(self) -> int | None:
        """The selected entry."""
        return self._ids[self._cursor] if 0 <= self._cursor < len(self._ids) else None

    def select(self, entry_id: int) -> bool:
        """Select an entry and bring it into view; False if it is not in the list."""
        try:
            index = self._ids.index(entry_id)
        except ValueError:
            return False
        self._go(index)
        return True

    def reveal(self) -> bool:
        """Scroll the selected row into view; False if it was."""
        top = self.scroll_offset.y
        if self._ids and self.view_size.height:
            self._bring_into_view(self._cursor)
        return self.scroll_offset.y != top

    def move(self, rows: int) -> None:
        """Move the selection by so many rows; it stops at both ends."""
        self._go(self._cursor + rows)

    def page(self, pages: int) -> None:
        """Move the selection by pages, one row less than fits each."""
        rows = self._places.height
        lines = rows * max(1, (self.view_size.height - self._covered) // rows - 1)
        index, _ = self._places.at(max(0, self._places.line_of(self._cursor) + pages * lines))
        # Where a heading was in the way it is a row less, but never none at all.
        self._go(max(index, self._cursor + 1) if pages > 0 else min(index, self._cursor - 1))

    def home(self) -> None:
        """Select the first row."""
        self._go(0)

    def end(self) -> None:
        """Select the last row."""
        self._go(len(self._ids) - 1)

    def move_within(self, wanted: Container[int], step: int) -> bool:
        """Select the next entry that is among the wanted ones; False if there is none that way.

        Args:
            wanted: Ids, for example the unread ones; a set, for the sake of long lists.
            step: 1: downwards, -1: upwards.
        """
        stop = len(self._ids) if step > 0 else -1
        for index in range(self._cursor + step, stop, step):
            if self._ids[index] in wanted:
                self._go(index)
                return True
        return False

    def open(self) -> None:
        """Say that the selected entry is to be opened; from an empty list, that what waits is wanted."""
        if (entry_id := self.selected_id) is not None:
            self.post_message(self.EntryOpened(self, entry_id))
        else:
            self.post_message(self.NewRequested())

    def _go(self, index: int) -> None:
        if not self._ids:
            return
        index = max(0, min(len(self._ids) - 1, index))
        old = self._cursor
        if index != old:
            self._cursor = index
            self._refresh_row(old)
            self._refresh_row(index)
            self._tell_highlighted()
            self._pick(self._picks.reach(self._ids, index) if self._picks.following else self._picks.end())
        self._bring_into_view(index)

    def _tell_highlighted(self) -> None:
        self.post_message(self.Highlighted(self, self.selected_id))

    @property
    def _covered(self) -> int:
        """Whether the heading of what is shown stays on the top line, over the row that is there: 1 or 0 lines."""
        return 1 if self._said and self.view_size.height > self._places.height else 0

    def _bring_into_view(self, index: int) -> None:
        rows, height = self._places.height, max(1, self.view_size.height)
        top, covered = self.scroll_offset.y, self._covered
        first = self._places.line_of(index)
        if first - covered < top:
            self.scroll_to_line(first - covered)
        elif first + rows > top + height:
            self.scroll_to_line(first + min(rows, height) - height)

    # What is picked

    @property
    def picked(self) -> tuple[int, ...]:
        """What keys act on together, in the order of the list."""
        picked = self._picks.ids
        return tuple(each for each in self._ids if each in picked) if picked else ()

    @property
    def picked_count(self) -> int:
        """How many that are."""
        return len(self._picks.ids)

    def pick_range(self) -> None:
        """Begin a range at the selection, which goes wherever that goes; or leave it as it is."""
        if self._picks.following:
            self._pick(self._picks.end())
        elif (entry_id := self.selected_id) is not None:
            self._pick(self._picks.begin(entry_id, following=True))

    def extend(self, rows: int) -> None:
        """Move the selection by so many rows, and pick what it passes."""
        self._extend_to(self._cursor + rows)

    def toggle_pick(self) -> None:
        """Pick the selected row or let it go, and go on to the next."""
        if (entry_id := self.selected_id) is not None:
            self._pick(self._picks.toggle(entry_id))
            self._go(self._cursor + 1)

    def pick_all(self) -> None:
        """Pick every row of the snapshot."""
        self._pick(MultiSelection(frozenset(self._ids)))

    def let_go(self) -> bool:
        """Pick nothing; False if nothing was picked."""
        had = bool(self._picks.ids)
        self._pick(MultiSelection())
        return had

    def _extend_to(self, index: int) -> None:
        if (entry_id := self.selected_id) is None:
            return
        picks = self._picks
        if picks.anchor is None:
            picks = picks.begin(entry_id, following=False)
        index = max(0, min(len(self._ids) - 1, index))
        self._go(index)
        self._pick(picks.reach(self._ids, index))

    def _pick(self, picks: MultiSelection) -> None:
        changed = picks.ids ^ self._picks.ids
        self._picks = picks
        if changed:
            self.refresh()
            self.post_message(self.Picked(len(picks.ids)))
