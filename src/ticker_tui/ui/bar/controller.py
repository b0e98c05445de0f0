"""The keys of the bar."""

from __future__ import annotations

from textual import on

from ticker_tui.ui import strings
from ticker_tui.ui.article.controller import ArticleController
from ticker_tui.ui.headlines.list_pane import BarPane


class BarController(ArticleController):
    """What can be done to the bar."""

    def action_focus_bar(self) -> None:
        """Go to the bar, or back to where one came from."""
        if self.bar.has_focus:
            self._focus_pane()
        elif self.bar.current_id is None or self.config.settings.bar.mode == "off":
            self.notify(strings.nothing_in_bar(), timeout=2, markup=False)
        else:
            self.bar.focus()

    @on(BarPane.FocusMoved)
    def _bar_focus_moved(self) -> None:
        self._show_keys()

    def action_open_bar(self) -> None:
        """Open what the bar shows."""
        if (entry_id := self.bar.current_id) is None:
            self.notify(strings.nothing_in_bar(), timeout=2, markup=False)
        else:
            self._open_anywhere(entry_id)

    def action_pause_bar(self) -> None:
        """Stop the bar, or let it go on."""
        self.bar.paused = not self.bar.paused

    def action_step_bar(self, step: int) -> None:
        """Bring the bar's next or previous item to its beginning."""
        self.bar.step(step)

    def action_bar_faster(self, steps: int) -> None:
        """Let the bar run faster or slower, until the program ends."""
        self.bar.faster(steps)
        self.status.say(strings.bar_speed(self.bar.speed))

    def action_dismiss_bar(self) -> None:
        """Take what the bar shows out of it; the list keeps it."""
        if (entry_id := self.bar.current_id) is None:
            self.notify(strings.nothing_in_bar(), timeout=2, markup=False)
        else:
            self.desk.take_out_of_bar(entry_id)
            self._show_bar()
            self.status.say(strings.bar_dismissed())
