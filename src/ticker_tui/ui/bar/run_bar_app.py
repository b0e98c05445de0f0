"""From `ticker bar` to its exit code: as `run.py` does it for the whole screen, without a first frame of its own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ticker_tui.clock import utc_now
from ticker_tui.i18n import chosen, speak
from ticker_tui.i18n.time_zones import use_zone
from ticker_tui.log import start_log
from ticker_tui.terminal import terminal_session
from ticker_tui.ui.run import STOP_S, Leaving, exit_code

if TYPE_CHECKING:
    from pathlib import Path

    from ticker_tui.config import Config


def run_bar(config: Config, data_dir: Path, *, poll: bool = True) -> int:
    """Show the bar alone and stay until the user leaves.

    Args:
        config: The configuration in force.
        data_dir: The folder of the archive and the log; made if need be.
        poll: False: nothing is fetched, the archive is shown as it is.

    Returns:
        0, 70 after an error in the program, 128 + n after signal n.

    Raises:
        StoreError: The archive can neither be opened nor made.
    """
    log_path = start_log(data_dir)
    memory = data_dir / "terminals.json"
    with (
        terminal_session(config.settings.terminal.bidi, memory=memory) as terminal,
        Leaving(terminal) as leaving,
    ):
        use_zone(config.settings.display.time_zone)
        speak(chosen(config.settings.language, config.settings.display.digits, os.environ))
        from ticker_tui.alerts.app_alerts import AppAlerts
        from ticker_tui.store.store import Store
        from ticker_tui.ui.bar.bar_app import BarApp
        from ticker_tui.ui.headlines.model import HeadlineListModel

        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Store.open(data_dir, now=utc_now()) as store:
            app = BarApp(
                config,
                HeadlineListModel(store, config.feeds, clock=utc_now),
                store,
                marks=terminal.marks,
                dark=terminal.dark,
                log_name=str(log_path),
                poll=poll,
                clock=utc_now,
            )
            terminal.install(app)
            terminal.on_ground = app.use_background
            app.alerts = AppAlerts(app, terminal)
            leaving.app = app
            app.run()
            ended = app.session.stop(STOP_S)
        code = exit_code(app, str(log_path))
    if not ended:
        # A name server that does not answer holds a thread that cannot be interrupted, and Python waits for it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
