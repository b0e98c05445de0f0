"""The command palette with our field in it. Everything else of it is Textual's, put into order by the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import CommandInput, CommandPalette

from ticker_tui.ui import wording
from ticker_tui.ui.stock.finished import Finished
from ticker_tui.ui.stock.input import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult

__all__ = ["FieldPalette"]


class PaletteField(CommandInput, TextField):
    """The palette's field: `CommandInput` in the eyes of stylesheets and queries, `TextField` in what it does."""


class FieldPalette(Finished, CommandPalette):
    """Textual's palette. As a modal screen it is `Finished`: what it draws itself is the dimmed screen below."""

    def compose(self) -> ComposeResult:
        """What Textual composes, with our field in place of its own."""
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                yield PaletteField(
                    placeholder=wording.search_commands(), select_on_focus=widget.select_on_focus
                )
            else:
                yield widget
