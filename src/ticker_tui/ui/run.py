"""From "open the screen" to the exit code: the terminal, the signals, the archive, the app, and a clean end.

The order is the start-up budget: the terminal is asked who it is first and answers while the archive is opened; the
first headlines are written before Textual is imported (`first_frame.py`); the garbage collector rests until the first
paint; nothing of the network side is imported before it (`session.py`).
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Protocol, Self

from ticker_tui import console
from ticker_tui.clock import clock_from, utc_now
from ticker_tui.i18n import chosen, speak
from ticker_tui.i18n.time_zones import use_zone
from ticker_tui.log import start_log
from ticker_tui.model import Order
from ticker_tui.terminal import terminal_session
from ticker_tui.ui.render.first_paint import FirstPaint

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from types import FrameType

    from ticker_tui.config import Config
    from ticker_tui.terminal import TerminalSession
    from ticker_tui.ui.base_app import BaseApp

OWN_ERROR = 70  # EX_SOFTWARE of sysexits.h
STOP_S = 1.5
"""How long the worker may take to end."""
LEAVE_S = 2.0
"""How long the app may take to leave after a signal; then the terminal is put in order without it."""
_SIGNALS = ("SIGTERM", "SIGHUP")

_log = logging.getLogger(__name__)


class _Newsroom(Protocol):
    """What the screen wants to know of the demo's newsroom."""

    now: datetime
    """When it opened. Its news is dated from there, so the screen's clock goes from there too."""


def run_tui(config: Config, data_dir: Path, *, newsroom: _Newsroom | None = None, poll: bool = True) -> int:
    """Open the screen and stay until the user leaves.

    Args:
        config: The configuration in force.
        data_dir: The folder of the archive and the log; made if need be.
        newsroom: The demo's, running; None: the feeds are the world's.
        poll: False: nothing is fetched, the archive is shown as it is.

    Returns:
        0, 70 after an error in the program, 128 + n after signal n.

    Raises:
        StoreError: The archive can neither be opened nor made.
    """
    gc.disable()
    try:
        log_path = start_log(data_dir)
        memory = data_dir / "terminals.json"
        with (
            terminal_session(config.settings.terminal.bidi, memory=memory) as terminal,
            Leaving(terminal) as leaving,
        ):
            use_zone(config.settings.display.time_zone)
            speak(chosen(config.settings.language, config.settings.display.digits, os.environ))
            from ticker_tui.config.paths import is_default
            from ticker_tui.store.store import Store
            from ticker_tui.ui.headlines.model import HeadlineListModel

            clock = utc_now if newsroom is None else clock_from(newsroom.now)
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            with Store.open(data_dir, now=clock()) as store:
                desk = HeadlineListModel(
                    store,
                    config.feeds,
                    clock=clock,
                    views=config.settings.views,
                    order=Order(config.settings.display.sort),
                )
                desk.summaries = config.settings.display.density == "summary"
                curtain = FirstPaint(terminal, config, desk, now=clock())
                curtain.draw()
                from ticker_tui.alerts.app_alerts import AppAlerts
                from ticker_tui.ui.app import TickerApp

                few = few_colours()
                app = TickerApp(
                    config,
                    desk,
                    store,
                    marks=terminal.marks,
                    dark=terminal.dark or few,
                    welcome=newsroom is None
                    and not store.read_only
                    and not desk.counts.all
                    and is_default(config.path, environ=os.environ),
                    advice=terminal.advice,
                    log_name=str(log_path),
                    poll=poll,
                    clock=clock,
                )
                terminal.install(app)
                terminal.on_ground = lambda dark: app.use_background(dark or few)
                app.terminal = terminal
                app.alerts = AppAlerts(app, terminal)
                curtain.hand_over(app)
                leaving.app = app
                app.run()
                ended = app.session.stop(STOP_S)
            code = exit_code(app, str(log_path))
    finally:
        gc.enable()
    if not ended:
        # A name server that does not answer holds a thread that cannot be interrupted, and Python waits for it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def few_colours() -> bool:
    """Whether the terminal has but sixteen colours: of a light theme they leave yellow on white."""
    from rich.console import Console

    return Console(stderr=True).color_system == "standard"


def exit_code(app: BaseApp, log_name: str) -> int:
    """The exit code; after a crash its trace goes to the log and one sentence to stderr."""
    if app.crash is None:
        return app.return_code or 0
    from ticker_tui.ui import strings

    _log.critical("the screen crashed", exc_info=app.crash)
    console.warn(strings.crashed(type(app.crash).__name__, log_name))
    return OWN_ERROR


class Leaving:
    """SIGTERM and SIGHUP end the program in order, and within `LEAVE_S` whatever hangs."""

    def __init__(self, terminal: TerminalSession) -> None:
        self.app: BaseApp | None = None
        self._terminal = terminal
        self._leaving = False
        self._before: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for name in _SIGNALS:
                if (number := getattr(signal, name, None)) is not None:
                    self._before[number] = signal.signal(number, self._leave)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _leave(self, number: int, _frame: FrameType | None) -> None:
        code = 128 + number
        if self._leaving:
            return  # again; the watchdog runs
        self._leaving = True
        watchdog = threading.Timer(LEAVE_S, self._restore_and_exit, (code,))
        watchdog.daemon = True
        watchdog.start()
        if self.app is None or not self.app.leave(code):
            self._terminal.restore()
            raise SystemExit(code)  # what was opened so far is closed, such as the demo's temporary folder

    def _restore_and_exit(self, code: int) -> None:
        self._terminal.restore()
        os._exit(code)
