"""The reader with its keys, bound from the one key table. Imported after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ticker_tui.ui.keymap import Scope, bindings
from ticker_tui.ui.widgets.reader import ReaderPane

if TYPE_CHECKING:
    from textual.binding import BindingType


class ReadPane(ReaderPane, inherit_bindings=False):
    """The article."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READER)]

    def action_lines(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by screens."""
        self.page(pages)

    def action_top(self) -> None:
        """Scroll to the headline."""
        self.top()

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.bottom()
