"""What the apps of ticker have in common: how they end, whom they alert, and what they do where colours are few."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from textual import events, on
from textual.app import App

from ticker_tui.ui.lifetime import Guarded, ReadyScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter

    from ticker_tui.alerts.app_alerts import AppAlerts

FEW_COLOURS: Final = "-few-colours"
"""The class of an app whose terminal has 16 colours or fewer: most grounds of a theme are black there, or white."""


class BaseApp(Guarded, App[None]):
    """An app on a terminal that `run` has taken and gives back."""

    alerts: AppAlerts | None = None
    """How news is told outside of the screen; None: not at all."""

    AUTO_FOCUS = None
    """Every screen focuses a widget itself. Textual would focus a field that is not shown yet, and keys would go there."""

    crash: BaseException | None = None
    """What ended the program, if an error did."""

    def __init__(self) -> None:
        super().__init__()
        self._fitting: list[LineFilter] = []
        self._held_input: deque[events.Event] = deque()
        """Keys, mouse events and pastes that came before the screen on top could take them, in their order."""
        if self.console.color_system in {"standard", "windows"}:
            from ticker_tui.ui.theme.sixteen_colours import FewColours

            self._fitting.append(FewColours())
            self.add_class(FEW_COLOURS, update=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to a row once it is painted."""
        return [*super().get_line_filters(), *self._fitting]

    @property
    def takes_input(self) -> bool:
        """Whether everything that a key or a click may act on is mounted."""
        return self.screen.is_mounted

    async def on_event(self, event: events.Event) -> None:
        """Hold input back until the screen on top can take it: no key is lost, and none meets half a screen."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            self._held_input.append(event)
            await self._take_held_input()
        else:
            await super().on_event(event)

    @on(ReadyScreen.Ready)
    async def _take_held_input(self) -> None:
        """A key may open the next dialog, which holds back the keys behind it."""
        while self._held_input and self.in_use and self.takes_input:
            if self.screen.focused is None:  # a click beside the widgets or a tiny window took it away
                self._restore_focus()
            await super().on_event(self._held_input.popleft())

    def _restore_focus(self) -> None:
        """Give the focus back to the screen's first widget that takes keys."""
        self.screen.focus_next()

    def _fatal_error(self) -> None:
        """An error that nobody caught: keep it for the log. Textual would print the feeds' text with it."""
        self.crash = self._exception
        self._close_messages_no_wait()

    def leave(self, return_code: int) -> bool:
        """End with a code; may be called from a signal handler in the screen's thread.

        Returns:
            Whether there is a running screen to end.
        """
        if (loop := self._loop) is None:
            return False
        # Behind what is being mounted: an app that exits meanwhile fails to mount it.
        loop.call_soon_threadsafe(lambda: self.call_later(self.exit, return_code=return_code))
        return True
