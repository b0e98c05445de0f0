"""What the user's own views hold: their numbers on the tabs, and the news that is told for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from ticker_tui.alerts.app_alerts import whatever_comes
from ticker_tui.ui import messages
from ticker_tui.ui.screen_app import ScreenApp

if TYPE_CHECKING:
    from collections.abc import Sequence


class TabCountController(ScreenApp):
    """Searches take longer than a tab's number may: the worker makes them."""

    def _count_views(self, fresh: Sequence[int] = ()) -> None:
        """Have the user's views counted, and be told which of what has just come belongs to one that notifies."""
        if self.desk.saved:
            queries = tuple(view.query for view in self.desk.saved)
            watched = tuple(view.query for view in self.desk.saved if view.notify)
            self.session.look_through(queries, watched, fresh if self.alerts is not None else ())

    @on(messages.ViewsCounted)
    def _views_counted(self, message: messages.ViewsCounted) -> None:
        if message.counts != self.desk.view_counts:
            self.desk.view_counts = message.counts
            self.desk.recount()
            self._show_tabs()
        if message.told and self.alerts is not None:
            settings = whatever_comes(self.config.settings.alerts)
            self.alerts.tell(self.desk.headlines(message.told), settings, now=self.clock())
