"""A sheet with a few things of which one is chosen: by its number, or by going there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from unicodedata import decimal

from textual.binding import Binding

from ticker_tui.i18n import current
from ticker_tui.ui import strings
from ticker_tui.ui.dialogs.dialog import ColumnsView, Dialog
from ticker_tui.ui.dialogs.selection import SelectableDialog, selection_bindings
from ticker_tui.ui.headlines.column_widths import HERE, MIRRORED_HERE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.binding import BindingType

    from ticker_tui.ui.dialogs.dialog import SheetRow

_ROWS_ABOVE = 2


class ChooseScreen(SelectableDialog, Dialog):
    """Goes away, and tells the place of what was chosen, from 0; it may be put away without that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the sheet's own keys, which scroll, and the panel's, of which Enter closes.
        *selection_bindings(priority=True),
        Binding("enter", "take", show=False, priority=True),
    ]

    def __init__(self, title: str, keys: str, names: Sequence[str], chosen: Callable[[int], object]) -> None:
        super().__init__()
        self._title = title
        self._keys = keys
        self._names = names
        self._chosen = chosen
        self._at = 0

    @property
    def title_text(self) -> str:
        """What it is about."""
        return self._title

    def rows(self) -> list[SheetRow]:
        """What can be done, then the names by number."""
        rows: list[SheetRow] = [((self._keys, "muted", 0),), (("", "muted", 0),)]
        for place, name in enumerate(self._names):
            here = place == self._at
            number = strings.number(place + 1)
            sign = MIRRORED_HERE if current().rtl else HERE
            rows.append(
                ((sign if here else "", "key", 2), (number, "muted", 4), (name, "key" if here else "text", 0))
            )
        return rows

    def on_mount(self) -> None:
        """The wheel moves the selection."""
        self.query_one(ColumnsView).selects = True

    def fill(self) -> None:
        """Show what is so now."""
        self.query_one(ColumnsView).show(self.rows(), in_view=self.choice_lines[self._at])

    @property
    def selection_view(self) -> ColumnsView:
        """Where the names are."""
        return self.query_one(ColumnsView)

    @property
    def choice_lines(self) -> Sequence[range]:
        """The line of each name."""
        return [range(_ROWS_ABOVE + place, _ROWS_ABOVE + place + 1) for place in range(len(self._names))]

    @property
    def selected_index(self) -> int:
        """Which one is gone to."""
        return self._at

    def select_index(self, index: int) -> None:
        """Go to a name."""
        self._at = max(0, min(index, len(self._names) - 1))
        self.fill()
        self.reveal()

    def action_choose(self, step: int) -> None:
        """Go to the next one, or the one before; after the last comes the first."""
        self.select_index((self._at + step) % len(self._names))

    def action_take(self) -> None:
        """Take the one that is gone to."""
        self._take(self._at)

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._names) and self.is_active:
            self.dismiss()
            self._chosen(place)

    def on_key(self, event: events.Key) -> None:
        """Take one by its number, in the digits of any script."""
        if event.character is None or not event.character.isdecimal():
            return
        event.stop()
        event.prevent_default()
        self._take(decimal(event.character) - 1)

    def on_click(self, event: events.Click) -> None:
        """Take the one that is clicked; a click beside the sheet puts it away."""
        sheet = self.query_one(ColumnsView)
        if event.widget is sheet:
            self._take(event.y + sheet.scroll_offset.y - _ROWS_ABOVE)
