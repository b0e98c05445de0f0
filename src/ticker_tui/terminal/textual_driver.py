"""Textual's driver, with five changes for this program.

This and `textual_internals.py` are the only places that lean on Textual's inside; `tests/ui/terminal` fails when what
they lean on changes. A driver class may be given to an app (public), and these of its methods are overridden:

- `start_application_mode` and `close`, which Textual also calls around every suspension, by Ctrl+Z as by
  `App.suspend`: the terminal's own bidi goes and comes with them;
- `write`, the last look at the stream for forms which cannot be expressed in strips, and for what a multiplexer would
  not pass on;
- `_sigtstp_application` and `_sigcont_application`, the handlers Textual installs: Textual starts a further input thread
  when it is continued without having stopped itself;
- the handler of SIGWINCH that `start_application_mode` installs: it is called from the app's loop;
- `run_input_thread`, for its parser: late answers of the terminal are taken out in front of it, and a key that sends
  two characters stays one key.
"""

from __future__ import annotations

import os
import signal
import termios
import time
import tty
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from ticker_tui.i18n.keyboard_layouts import joined
from ticker_tui.terminal.bidi_modes import ERASE
from ticker_tui.terminal.job_control import has_job_control
from ticker_tui.terminal.line_discipline import attributes, set_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from textual.driver import Driver
    from textual.message import Message

    from ticker_tui.terminal.replies import Replies, ReplySieve
    from ticker_tui.terminal.session import TerminalSession

__all__ = ["driver_for"]

_CLIPBOARD = "\x1b]52;"
"""What is copied. tmux keeps it to itself, unless its user has allowed programs to set the clipboard; screen drops it."""
_STOPPED_AFTER_S = 0.01
"""The system stops a process a moment after the call that asks for it."""
_KEY_PATIENCE_S = 0.25
"""Seconds an Escape waits for being the beginning of a late answer, while answers are still to come."""
_LATE_FOR_GOOD_S = 30.0
"""Seconds after which an answer is no longer expected, and Escape is passed at once."""


def driver_for(session: TerminalSession, base: type[Driver]) -> type[Driver]:
    """The driver class for an app: `base` itself where Textual does not use its Unix driver."""
    if base is not LinuxDriver:
        return base
    return type("TickerDriver", (_TickerDriver,), {"session": session})


class _TickerDriver(LinuxDriver):
    """Textual's Unix driver for one terminal session."""

    session: ClassVar[TerminalSession]
    _resuming = False
    _stop_wanted = False
    """SIGTSTP has come, and SIGCONT has not."""
    _stopped = False
    """The terminal is given back because of it."""
    _on_resize: Callable[[int, FrameType | None], object] | None = None
    """Textual's handler of SIGWINCH."""
    on_written: Callable[[str], None] | None = None
    """Sees what has been written to cells of the screen: what is drawn over them has to be drawn again."""

    def start_application_mode(self) -> None:
        self.session.switch()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._read_size_in_loop()
        # In VTE a row takes the mode when it is erased; this is queued behind the change to the alternate screen.
        self.write(ERASE.decode())
        if self._resuming:
            # The alternate screen is empty again, and Textual draws only what has changed since.
            self._loop.call_soon_threadsafe(self._draw_anew)
        self._resuming = True

    def close(self) -> None:
        super().close()  # the writer has written everything now
        self.session.unswitch()

    def _read_size_in_loop(self) -> None:
        """Call Textual's handler of SIGWINCH from the loop, where calls follow each other.

        The handler reads the terminal's size and then posts it. If a second signal arrives in between, Python runs the
        handler for it inside the first call: the newer size is posted first, and the older one stays.
        """
        handler = signal.getsignal(signal.SIGWINCH)
        if not callable(handler):  # none was installed: the terminal is gone
            return
        self._on_resize = handler
        signal.signal(signal.SIGWINCH, self._read_size)
        self._read_size()  # a signal may have arrived before our handler was installed

    def _read_size(self, *_: object) -> None:
        """Have the loop read the terminal's size, and post it."""
        if (handler := self._on_resize) is not None:
            self._loop.call_soon_threadsafe(lambda: handler(signal.SIGWINCH, None))

    @property
    def can_suspend(self) -> bool:
        """Ctrl+Z stops the program only where somebody can let it go on: Textual's way of stopping has no mercy."""
        return super().can_suspend and has_job_control()

    def _sigtstp_application(self, *_: object) -> None:
        """Stop the program, from the app's loop: a signal handler that writes could wait for a lock it interrupted."""
        if not self._auto_restart:  # another program has the terminal, and the loop waits for it
            os.kill(os.getpid(), signal.SIGSTOP)
        elif not self._stop_wanted:
            self._stop_wanted = True
            self._loop.call_soon_threadsafe(self._stop)

    def _sigcont_application(self, *_: object) -> None:
        """Go on. A stop that was not made yet is withdrawn, as the system withdraws a pending SIGTSTP."""
        self._stop_wanted = False
        if self._auto_restart and not self._stopped:
            self._loop.call_soon_threadsafe(self._continue)

    @property
    def _has_terminal(self) -> bool:
        return self._key_thread is not None and self._key_thread.is_alive()

    def _stop(self) -> None:
        """Give the terminal back, stop, and take the terminal again."""
        if not self._stop_wanted or not self._has_terminal:
            self._stop_wanted = False
            return
        self._stopped = True
        self.suspend_application_mode()
        self._sleep()
        self._stopped = False
        self._must_signal_resume = True
        self.resume_application_mode()

    def _sleep(self) -> None:
        """Stop until SIGCONT, without which nothing runs here."""
        while self._stop_wanted:
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(_STOPPED_AFTER_S)

    def _continue(self) -> None:
        """Set the terminal's modes again after SIGSTOP, which no program is told of: the shell may have changed them.

        The window may have been resized, too: SIGWINCH is sent to the process group in the foreground only.

        The input thread and the writer go on as they are, and what was typed waits for them.
        """
        if not self._has_terminal:
            return
        if (modes := attributes(self.fileno)) is not None:
            modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
            modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG])
            modes[tty.CC][termios.VMIN] = 1
            set_attributes(
                self.fileno, modes
            )  # in the background this stops the program until it is in front
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l")
        self._enable_mouse_support()
        if self._in_band_window_resize:
            self._enable_in_band_window_resize()  # the terminal reports its size at once
        if self._mouse_pixels:
            self._enable_mouse_pixels()  # mode 1006 has switched it off
        self._read_size()
        self._draw_anew()

    def write(self, data: str) -> None:
        super().write(self.session.form.encode(data))
        if data.startswith(_CLIPBOARD) and (passed := self.session.handed_through(data)) != data:
            super().write(passed)
        if self.on_written is not None:
            self.on_written(data)

    def write_as_it_is(self, data: str) -> None:
        """Write a sequence whose text is no cells of the screen."""
        super().write(data)

    def run_input_thread(self) -> None:
        typed, sieve = self.session.take_typed(), self.session.late
        module = linux_driver.__dict__  # where LinuxDriver finds the class of its parser
        module["XTermParser"] = partial(_Parser, typed=typed, gate=_ReplyGate(sieve, self._answered_late))
        try:
            super().run_input_thread()
        finally:
            module["XTermParser"] = XTermParser

    def _answered_late(self, replies: Replies) -> None:
        """In the input thread: hand the late answers to the thread of the screen."""
        self._loop.call_soon_threadsafe(self._reconsider, replies)

    def _reconsider(self, replies: Replies) -> None:
        switch = self.session.reconsider(self._app, replies)
        if switch is None or not self._app.is_running:
            return
        super().write(switch.decode())
        self._draw_anew()

    def _draw_anew(self) -> None:
        """Draw every widget again; what a line filter had a hand in, too."""
        for screen in self._app.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.refresh()


class _Parser(XTermParser):
    """Textual's parser behind the sieve, and with what was typed before it was there."""

    def __init__(self, debug: bool, *, typed: str, gate: _ReplyGate) -> None:  # noqa: FBT001 - Textual's signature
        super().__init__(debug)
        self._typed = typed
        self._gate = gate

    def feed(self, data: str) -> Iterable[Message]:
        if not data:  # the end of the stream
            yield from super().feed(data)
        elif passed := self._early() + self._gate.feed(data):
            if (key := joined(passed)) != passed:  # an input field still gets both characters
                yield events.Key(key, passed)
            else:
                yield from super().feed(passed)

    def tick(self) -> Iterable[Message]:
        if passed := self._early() + self._gate.tick():
            yield from super().feed(passed)
        yield from super().tick()

    def _early(self) -> str:
        typed, self._typed = self._typed, ""
        return typed


class _ReplyGate:
    """A sieve with a clock: opens when the last answer has come, or is late for good."""

    def __init__(self, sieve: ReplySieve | None, answered: Callable[[Replies], None]) -> None:
        self._sieve = sieve
        self._answered = answered
        self._until = time.monotonic() + _LATE_FOR_GOOD_S
        self._held_at = time.monotonic()

    def feed(self, data: str) -> str:
        if self._sieve is None:
            return data
        passed = self._sieve.feed(data)
        self._held_at = time.monotonic()
        if self._sieve.replies.complete and not self._sieve.held:
            self._answered(self._sieve.replies)
            self._sieve = None
        return passed

    def tick(self) -> str:
        if self._sieve is None:
            return ""
        now = time.monotonic()
        passed = (
            self._sieve.release() if self._sieve.waiting and now - self._held_at >= _KEY_PATIENCE_S else ""
        )
        if now >= self._until and not self._sieve.held:
            self._sieve = None
        return passed
