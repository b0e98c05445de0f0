"""What the tests of alerts in a terminal run: an app that tells one headline as soon as it stands."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from ticker_tui.config.schema import AlertSettings
from ticker_tui.model import Headline
from ticker_tui.terminal import terminal_session

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEWS = Headline(
    id=7,
    feed_url="https://q.example/feed",
    source="الأنباء",
    title="زلزال في سارفا",
    link="https://q.example/7",
    sort_at=NOW,
    published_at=NOW,
    lang="ar",
    category="",
    breaking=True,
    read=False,
    starred=False,
)


def main() -> None:
    with terminal_session(sys.argv[1]) as session:
        from textual.app import App

        from ticker_tui.alerts.app_alerts import AppAlerts

        class Telling(App[None]):
            BINDINGS = [("q", "quit", "")]  # noqa: RUF012

            def on_ready(self) -> None:
                settings = AlertSettings(bell=True, notify=sys.argv[2])  # type: ignore[arg-type]
                AppAlerts(self, session).tell([NEWS], settings, now=NOW)

        app = Telling()
        session.install(app)
        app.run()


if __name__ == "__main__":
    main()
