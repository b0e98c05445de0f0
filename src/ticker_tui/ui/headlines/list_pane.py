"""The list and the bar with their keys, bound from the one key table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from ticker_tui.ui.bar.bar import TickerBar
from ticker_tui.ui.headlines.list_widget import HeadlineList
from ticker_tui.ui.keys.key_table import Scope, bindings

if TYPE_CHECKING:
    from textual.binding import BindingType


class ListPane(HeadlineList, inherit_bindings=False):
    """The headlines."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.LIST)]

    def action_move(self, rows: int) -> None:
        """Select a row further down (or up)."""
        self.move(rows)

    def action_page(self, pages: int) -> None:
        """Select a row a screen further down (or up)."""
        self.page(pages)

    def action_first(self) -> None:
        """Select the first row."""
        self.home()

    def action_last(self) -> None:
        """Select the last row."""
        self.end()

    def action_pick_range(self) -> None:
        """Begin to pick rows, or end it."""
        self.pick_range()

    def action_extend(self, rows: int) -> None:
        """Pick rows further down (or up)."""
        self.extend(rows)

    def action_toggle_pick(self) -> None:
        """Pick the selected row, or let it go."""
        self.toggle_pick()

    def action_pick_all(self) -> None:
        """Pick every row."""
        self.pick_all()

    def action_open(self) -> None:
        """Open the selected row."""
        self.open()


class BarPane(TickerBar, can_focus=True, inherit_bindings=False):
    """The bar. While it has the focus it stands still, and its headlines can be gone through."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.BAR)]

    class FocusMoved(Message):
        """The bar has got the focus, or lost it."""

    def action_step(self, step: int) -> None:
        """Bring the next or the previous headline to the front."""
        self.step(step)

    def action_open(self) -> None:
        """Open the headline in front."""
        if (entry_id := self.current_id) is not None:
            self.post_message(self.ItemOpened(self, entry_id))

    def on_focus(self) -> None:
        """Stand still."""
        self.post_message(self.FocusMoved())

    def on_blur(self) -> None:
        """Go on."""
        self.post_message(self.FocusMoved())
