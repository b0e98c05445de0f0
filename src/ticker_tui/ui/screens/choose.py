"""A sheet with a few things of which one is chosen: by its number, or by going there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from unicodedata import decimal

from textual.binding import Binding

from ticker_tui.ui import wording
from ticker_tui.ui.keymap import spread
from ticker_tui.ui.screens.panel import Panel, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.binding import BindingType

    from ticker_tui.ui.screens.panel import SheetRow

_ROWS_ABOVE = 2


class ChooseScreen(Panel):
    """Goes away, and tells the place of what was chosen, from 0; it may be put away without that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the sheet's own keys, which scroll, and the panel's, of which Enter closes.
        Binding(f"up,{spread('k')}", "step(-1)", show=False, priority=True),
        Binding(f"down,{spread('j')}", "step(1)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
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
            number = wording.number(place + 1)
            rows.append(
                (("▸" if here else "", "key", 2), (number, "muted", 4), (name, "key" if here else "text", 0))
            )
        return rows

    def action_step(self, step: int) -> None:
        """Go to the next one, or the one before."""
        self._at = (self._at + step) % len(self._names)
        self.fill()

    def action_choose(self) -> None:
        """Take the one that is gone to."""
        self._take(self._at)

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._names) and self.is_current:
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
        sheet = self.query_one(Sheet)
        if event.widget is sheet:
            self._take(event.y + sheet.scroll_offset.y - _ROWS_ABOVE)
