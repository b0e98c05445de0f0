"""What the apps of ticker have in common: how they end, whom they alert, and what they do where colours are few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter

    from ticker_tui.ui.alerts.screen import Alerts

FEW_COLOURS: Final = "-few-colours"
"""The class of an app whose terminal has 16 colours or fewer: most grounds of a theme are black there, or white."""


class EndingApp(App[None]):
    """An app on a terminal that `run` has taken and gives back."""

    alerts: Alerts | None = None
    """How news is told outside of the screen; None: not at all."""

    crash: BaseException | None = None
    """What ended the program, if an error did."""

    closing = False
    """Whether the widgets are being taken down, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._fitting: list[LineFilter] = []
        if self.console.color_system in {"standard", "windows"}:
            from ticker_tui.ui.fewcolours import FewColours

            self._fitting.append(FewColours())
            self.add_class(FEW_COLOURS, update=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to a row once it is painted."""
        return [*super().get_line_filters(), *self._fitting]

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
