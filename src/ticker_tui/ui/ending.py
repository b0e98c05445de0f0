"""What the apps of ticker have in common: they end from a signal handler, keep the error that ended them, and alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from ticker_tui.ui.alerts.screen import Alerts


class EndingApp(App[None]):
    """An app on a terminal that `run` has taken and gives back."""

    alerts: Alerts | None = None
    """How news is told outside of the screen; None: not at all."""

    crash: BaseException | None = None
    """What ended the program, if an error did."""

    closing = False
    """Whether the widgets are being taken down, one after the other."""

    async def _shutdown(self) -> None:
        """Take the screen down. What timers and the worker still say meanwhile is for nobody."""
        self.closing = True
        await super()._shutdown()

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
        loop.call_soon_threadsafe(lambda: self.exit(return_code=return_code))
        return True
