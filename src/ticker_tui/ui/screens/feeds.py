"""Every feed: how it answered, when it is asked next, and why it failed if it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import FeedStatus
from ticker_tui.ui import wording
from ticker_tui.ui.reasons import reason
from ticker_tui.ui.screens.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticker_tui.ui.feedboard import FeedBoard
    from ticker_tui.ui.screens.panel import SheetRow

NAME_CELLS = 26


class FeedsScreen(Panel):
    """One or two lines a feed; looks again every second."""

    @property
    def title_text(self) -> str:
        """What the sheet is called."""
        return wording.feeds_title()

    def __init__(self, board: FeedBoard, *, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._board = board
        self._clock = clock

    def on_mount(self) -> None:
        """Keep the countdowns going."""
        self.set_interval(1.0, self.fill)

    def rows(self) -> list[SheetRow]:
        """The failing ones say why on a second line."""
        now = self._clock()
        rows: list[SheetRow] = []
        for standing in self._board.standings:
            state = standing.state
            name = (standing.feed.name, "text", NAME_CELLS)
            never = state.status is FeedStatus.NEVER
            mark = ("✗", "bad", 2) if standing.failing else ("·" if never else "✓", "muted", 2)
            rows.append((mark, name, (wording.feed_line(state, standing.wait_s(now)), "muted", 0)))
            if standing.failing and state.error:
                rows.append((("", "muted", 2), (reason(state.error), "bad", 0)))
            elif state.warning:
                rows.append((("", "muted", 2), (reason(state.warning), "muted", 0)))
        return rows or [((wording.no_feeds(), "muted", 0),)]
