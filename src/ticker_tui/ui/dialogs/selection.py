"""The selection of a sheet: keys, wheel and clicks move it, and it is always scrolled into view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.binding import Binding

from ticker_tui.ui.keys.key_table import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from ticker_tui.ui.dialogs.dialog import ColumnsView

WHEEL_LINES: Final = 3
"""How far a turn of the wheel goes in a sheet that does not fit; it is one choice where all are seen."""


def selection_bindings(*, priority: bool = False, space: bool = True) -> list[Binding]:
    """The keys that move the selection, for a screen whose keys are not in the key table.

    Args:
        priority: They go before those of the sheet, which scroll.
        space: The space bar goes down a page.
    """
    keys = {
        f"up,{spread('k')}": "choose(-1)",
        f"down,{spread('j')}": "choose(1)",
        "pageup,ctrl+b": "choose_page(-1)",
        f"pagedown,ctrl+f{',space' if space else ''}": "choose_page(1)",
        "ctrl+u": "choose_page(-0.5)",
        "ctrl+d": "choose_page(0.5)",
        f"home,{spread('g')}": "choose_first",
        f"end,{spread('G')}": "choose_last",
    }
    return [Binding(key, action, show=False, priority=priority) for key, action in keys.items()]


class SelectableDialog:
    """A screen with a sheet of which one choice, of one or more lines, is selected."""

    @property
    def selection_view(self) -> ColumnsView:
        """Where the choices are."""
        raise NotImplementedError

    @property
    def choice_lines(self) -> Sequence[range]:
        """The lines of each choice, from top to bottom."""
        raise NotImplementedError

    @property
    def selected_index(self) -> int:
        """Which choice is selected."""
        raise NotImplementedError

    def select_index(self, index: int) -> None:
        """Select a choice, the first or the last one where there are not so many, and show it."""
        raise NotImplementedError

    @property
    def is_selected_visible(self) -> bool:
        """Whether the beginning of what is selected can be seen."""
        lines, index = self.choice_lines, self.selected_index
        return 0 <= index < len(lines) and self.selection_view.shows(lines[index])

    def reveal(self) -> None:
        """Scroll what is selected into view."""
        if 0 <= self.selected_index < len(self.choice_lines):
            self.selection_view.bring_lines_into_view(self.choice_lines[self.selected_index])

    def action_choose(self, step: int) -> None:
        """Go to the next choice or the one before."""
        self.select_index(self.selected_index + step)

    def action_choose_page(self, pages: float) -> None:
        """Go as many choices further as are seen, or half of them."""
        height = max(2, self.selection_view.visible_height - 1)
        self._go_by_lines(int(pages * height))

    def action_choose_first(self) -> None:
        """Go to the first choice."""
        self.select_index(0)

    def action_choose_last(self) -> None:
        """Go to the last choice."""
        self.select_index(len(self.choice_lines) - 1)

    def _go_by_lines(self, lines: int) -> None:
        """Select the choice so many lines further, at least the next one."""
        places, index = self.choice_lines, self.selected_index
        if not 0 <= index < len(places):
            return
        wanted = places[index].start + lines
        found = sum(place.start <= wanted for place in places) - 1
        self.select_index(max(found, index + 1) if lines > 0 else min(found, index - 1))

    def on_columns_view_turned(self, message: ColumnsView.Turned) -> None:
        """The wheel was turned over the sheet."""
        message.stop()
        self._wheel(message.step)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Wherever the wheel is turned."""
        event.stop()
        self._wheel(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Wherever the wheel is turned."""
        event.stop()
        self._wheel(-1)

    def _wheel(self, step: int) -> None:
        sheet = self.selection_view
        if len(sheet.rows) <= sheet.visible_height:
            self.select_index(max(0, self.selected_index + step))
        else:
            self._go_by_lines(step * WHEEL_LINES)
