"""Through tmux and screen to the terminal around them.

Both keep a screen of their own and drop what they do not know, so a switch is handed through: in tmux as
``DCS tmux; … ST`` with every ESC doubled, which the option ``allow-passthrough`` permits for one pane; in screen
as ``DCS … ST``. An erase goes with it, because VTE's rows take the mode only then; tmux is told to redraw after.

The switch acts on the whole outer window: while the program runs, other panes that print logical Arabic look wrong.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticker_tui.terminal.bidi_modes import ERASE
from ticker_tui.terminal.line_discipline import write_all
from ticker_tui.terminal.query import settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticker_tui.terminal.replies import Replies

__all__ = ["Mux", "Screen", "Tmux", "find_mux"]

_PATIENCE_S = 1.0
"""Seconds a tmux command may take before the program goes on without it."""


class Mux:
    """What a switch needs to pass a multiplexer."""

    outer_type = ""
    """What the multiplexer says about the terminal around it; may be empty."""
    truecolour = True
    """Whether 24-bit colours get through, as far as is known."""

    def wrap(self, data: bytes) -> bytes:
        """The data in the multiplexer's pass-through sequence."""
        raise NotImplementedError

    def send(self, data: bytes, input_fd: int, output_fd: int) -> str:
        """Hand a switch and an erase through, and have the multiplexer draw again.

        Nobody else may be reading the terminal.

        Returns:
            What was typed while the multiplexer was waited for.
        """
        del input_fd
        if data:
            write_all(output_fd, self.wrap(data + ERASE))
        return ""

    def allow(self) -> None:
        """Have what is handed through let pass, until `close`."""

    def close(self) -> None:
        """Put the multiplexer's own settings back."""


class Tmux(Mux):
    """The tmux of this pane. Its commands are asked of the server that TMUX names."""

    def __init__(self, pane: str) -> None:
        self._pane = pane
        self._previous: str | None = None
        """What the pane's own ``allow-passthrough`` was: empty is unset. None: not changed."""
        if pane:
            told = self._tmux(
                "display-message", "-p", "-t", pane, "#{client_termtype}\t#{client_termfeatures}"
            )
            self.outer_type, _, features = told.strip("\n").partition("\t")
            self.truecolour = not features or "RGB" in features.split(",")

    def wrap(self, data: bytes) -> bytes:
        """``DCS tmux; … ST`` with every ESC doubled."""
        return b"\x1bPtmux;" + data.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\" if data else b""

    def send(self, data: bytes, input_fd: int, output_fd: int) -> str:
        """Allow pass-through for the own pane, hand the switch through, redraw."""
        if not data:
            return ""
        self.allow()
        # tmux drops what is handed through while a pane waits to be drawn again, as it does after a change between
        # the main and the alternate screen. And its commands go another way than the pane's output. So before and
        # after, an answer to DA1 is awaited: all output before it has been read, and the pane has been drawn.
        typed = _settled(input_fd, output_fd)
        super().send(data, input_fd, output_fd)
        typed += _settled(input_fd, output_fd)
        if self._pane:
            self._tmux("refresh-client")
        return typed

    def allow(self) -> None:
        """Set ``allow-passthrough`` for the own pane."""
        if self._pane and self._previous is None:
            self._previous = self._tmux(
                "show-options", "-p", "-v", "-t", self._pane, "allow-passthrough"
            ).strip()
            self._tmux("set-option", "-p", "-t", self._pane, "allow-passthrough", "on")

    def close(self) -> None:
        """Put ``allow-passthrough`` of the pane back."""
        if self._previous is None:
            return
        if self._previous:
            self._tmux("set-option", "-p", "-t", self._pane, "allow-passthrough", self._previous)
        else:
            self._tmux("set-option", "-p", "-u", "-t", self._pane, "allow-passthrough")
        self._previous = None

    def _tmux(self, *arguments: str) -> str:
        """Run a tmux command; what it prints, or nothing when it fails. tmux before 3.3 has no such option."""
        import subprocess  # five milliseconds that only users of tmux pay

        try:
            done = subprocess.run(
                ("tmux", *arguments), capture_output=True, timeout=_PATIENCE_S, check=False, text=True
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout if done.returncode == 0 else ""


class Screen(Mux):
    """GNU screen: no option, no doubling, no redraw needed since Textual paints everything at its start."""

    def wrap(self, data: bytes) -> bytes:
        """``DCS … ST``."""
        return b"\x1bP" + data + b"\x1b\\" if data else b""


def _settled(input_fd: int, output_fd: int) -> str:
    return settle(input_fd, output_fd) if os.isatty(input_fd) else ""


def find_mux(replies: Replies, environ: Mapping[str, str]) -> Mux | None:
    """The multiplexer the program runs in, by its answers; by the environment when there are none."""
    name, da2 = (replies.xtversion or "").lower(), replies.da2 or ""
    answered = replies.xtversion is not None or replies.da2 is not None
    if name.startswith("tmux") or da2.startswith("84;") or (not answered and "TMUX" in environ):
        return Tmux(environ.get("TMUX_PANE", "") if "TMUX" in environ else "")
    if da2.startswith("83;") or (not answered and "STY" in environ):
        return Screen()
    return None
