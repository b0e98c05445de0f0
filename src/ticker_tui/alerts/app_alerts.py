"""The alarm of a running app, made when there is something to tell: until then it costs nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import App

    from ticker_tui.alerts.send import AlertSender
    from ticker_tui.config.schema import AlertSettings, HighlightRule
    from ticker_tui.model import Headline
    from ticker_tui.terminal import TerminalSession


def whatever_comes(settings: AlertSettings) -> AlertSettings:
    """The alerts for a view that notifies: what is in it is wanted, of whatever kind it is. All limits hold as they do elsewhere."""
    return replace(settings, wanted=("all",))


class AppAlerts:
    """What an app has to tell news outside of itself.

    Args:
        app: Whose driver writes to the terminal, so that no sequence gets between the halves of another.
        terminal: The terminal the app is in.
    """

    def __init__(self, app: App[Any], terminal: TerminalSession) -> None:
        self._app = app
        self._terminal = terminal
        self._alarm: AlertSender | None = None

    def tell(
        self,
        fresh: Sequence[Headline],
        settings: AlertSettings,
        *,
        now: datetime,
        rules: Sequence[HighlightRule] = (),
    ) -> None:
        """Tell what is to be told of what has just come."""
        if self._alarm is None:
            from ticker_tui.alerts.send import AlertSender

            self._alarm = AlertSender(
                settings,
                known=self._terminal.terminal.row.notify,
                environ=os.environ,
                write=self._write,
                hand_through=lambda sequence: self._write(self._terminal.handed_through(sequence)),
            )
        self._alarm.settings, self._alarm.rules = settings, rules
        self._alarm.tell(fresh, now=now)

    def _write(self, sequence: str) -> None:
        driver = self._app._driver  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - as `App.bell` does
        if driver is not None:
            getattr(driver, "write_as_it_is", driver.write)(sequence)
