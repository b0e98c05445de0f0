"""An app that can be ended from a signal handler, and keeps the error that ended it for the log."""

from __future__ import annotations

from textual.app import App


class EndingApp(App[None]):
    """What the screens of ticker have in common at their end."""

    crash: BaseException | None = None
    """What ended the program, if an error did."""

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
