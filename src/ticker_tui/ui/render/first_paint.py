"""What stands on the screen while Textual is imported: the first frame, drawn and handed over without a flicker."""

from __future__ import annotations

import os
import select
import shutil
import sys
from typing import TYPE_CHECKING

from ticker_tui.i18n import current
from ticker_tui.model import View
from ticker_tui.terminal.query import may_ask
from ticker_tui.ui import strings
from ticker_tui.ui.headlines.model import FIRST_WINDOW
from ticker_tui.ui.panes.pane_layout import PaneSettings
from ticker_tui.ui.render.first_frame import ENTER, first_frame
from ticker_tui.ui.render.highlights import Highlights
from ticker_tui.ui.theme.feed_colours import FeedColours
from ticker_tui.ui.theme.palettes import looks, wanted

if TYPE_CHECKING:
    from datetime import datetime

    from textual.driver import Driver

    from ticker_tui.config import Config
    from ticker_tui.terminal import TerminalSession
    from ticker_tui.ui.app import TickerApp
    from ticker_tui.ui.headlines.model import HeadlineListModel

PATIENCE_S = 0.01
"""How long the terminal's first answer is waited for. Most have answered while the archive was opened."""
_TEXTUAL_ENTERS = ("\x1b[?1049h", "\x1b[2J")
"""What Textual's driver, and ours behind it, write at the start. Both would erase the frame."""


class FirstPaint:
    """The first frame of one run."""

    def __init__(
        self, terminal: TerminalSession, config: Config, desk: HeadlineListModel, *, now: datetime
    ) -> None:
        self._terminal = terminal
        self._config = config
        self._desk = desk
        self._now = now
        self._frame = b""
        self._early = False
        """Drawn before the terminal said who it is."""

    def draw(self) -> None:
        """Write the first headlines, if this terminal shows them right and has the colours of our themes."""
        self._desk.open(View(), limit=FIRST_WINDOW)
        if not self._desk.ids or _colours() is None:
            return
        silent = may_ask(os.environ, 0, 2) and not select.select([0], [], [], PATIENCE_S)[0]
        if not silent and self._terminal.choice.form != "visual":
            return
        self._frame = self._made(silent=silent)
        if not self._frame:
            return
        if silent:
            # It has not answered yet: the question still holds the alternate screen, and takes the frame with it.
            self._early = True
            _write(b"\x1b[8l\x1b[2J" + self._frame)
        else:
            self._terminal.switch()
            _write(ENTER + self._frame)

    def _made(self, *, silent: bool) -> bytes:
        """The frame; while the terminal is `silent`, for one that is dark and draws everything. Empty: not with this theme."""
        display = self._config.settings.display
        dark = silent or self._terminal.dark
        theme = looks(self._config.themes).get(wanted(display.theme, dark=dark))
        if theme is None:  # one of Textual's own
            return b""
        columns, rows = shutil.get_terminal_size()
        return first_frame(
            self._desk,
            size=(columns, rows),
            now=self._now,
            sources=FeedColours(self._config.feeds),
            theme=theme,
            words=strings.words(relative_times=display.relative_times),
            marks=display.marks == "on" or (display.marks == "auto" and (silent or self._terminal.marks)),
            sharing=PaneSettings(display.layout, display.split, mirrored=current().rtl),
            density=display.density,
            grouped=display.group_by_day,
            highlights=Highlights(self._config.settings.highlight),
            colours=_colours() or 0,
        )

    def hand_over(self, app: TickerApp) -> None:
        """Let Textual paint over the frame instead of erasing it."""
        if not self._frame or self._terminal.choice.form != "visual":
            return
        if self._early:
            self._terminal.switch()
            self._frame = self._made(silent=False)  # it may be another ground than was thought
            _write(ENTER + self._frame)
        app.driver_class = _driver_that_keeps(app.driver_class)


def _driver_that_keeps(base: type[Driver]) -> type[Driver]:
    """A driver that does not erase what is there when it starts for the first time."""
    left = set(_TEXTUAL_ENTERS)

    class KeepingDriver(base):  # type: ignore[valid-type,misc]
        """The terminal's driver, over a picture that is there already."""

        def write(self, data: str) -> None:
            if data in left:
                left.remove(data)
                return
            super().write(data)

    return KeepingDriver


def _colours() -> int | None:
    """How many colours the terminal has, 0 for ``NO_COLOR``; None: too few for our themes."""
    if "NO_COLOR" in os.environ:
        return None  # Textual makes greys of our colours, and the frame would differ
    if os.environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return 1 << 24
    return 256 if "256color" in os.environ.get("TERM", "") else None


def _write(data: bytes) -> None:
    sys.stderr.flush()
    while data:
        data = data[os.write(2, data) :]
