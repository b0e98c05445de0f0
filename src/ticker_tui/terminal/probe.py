"""What `ticker doctor` asks beside the batch that every start asks: widths, colours, keys, and the like.

All of it goes out at once, on the alternate screen, closed by DA1; what does not come within a second is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticker_tui.terminal.query import Question
from ticker_tui.text import Direction, plain
from ticker_tui.text.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ProbeResult", "Width", "examine"]

_PATIENCE_S = 2.0

# What the program writes, as it writes it: shaped, ordered, nothing that terminals disagree on.
_SAMPLES: tuple[tuple[str, str], ...] = (
    ("Latin letters", "news"),
    ("Arabic, joined", plain("عاجل زلزال", base=Direction.RTL)),
    ("lam-alef", plain("السلام", base=Direction.RTL)),
    ("harakat", plain("مُحَمَّدٌ", base=Direction.RTL)),
    ("Persian and Urdu", plain("گچپژ ٹھیک ہے", base=Direction.RTL)),
    ("Hebrew with points", plain("שָׁלוֹם", base=Direction.RTL)),
    ("Arabic digits", "٢٠٢٥ ۱۲۳"),
    ("frames", "│─╭╮▌●◆…"),
    ("Chinese", "新闻"),
    ("emoji", "📰"),
)

_CURSOR = re.compile(r"\x1b\[(\d+);(\d+)R")
_KEYBOARD = re.compile(r"\x1b\[\?\d+u")
_SYNCHRONIZED = re.compile(r"\x1b\[\?2026;([1-4])\$y")
_STYLE = re.compile(r"\x1bP1\$r([\d;:]*)m\x1b\\")
_NOTIFY = re.compile(r"\x1b\]99;[^\x1b\x07]*p=\?")
_TRUECOLOUR = re.compile(r"48[:;]2[:;]+(?:\d*:)?1[:;]2[:;]3")


@dataclass(frozen=True, slots=True)
class Width:
    """How far the cursor went."""

    sample: str
    expected_cells: int
    measured_cells: int | None
    """None: no answer."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What the terminal answered. None: it said nothing, which most mean as a no."""

    widths: tuple[Width, ...] = ()
    truecolour: bool | None = None
    keyboard: bool | None = None
    """kitty's keyboard protocol."""
    synchronized: bool | None = None
    """Frames are shown whole (mode 2026)."""
    notifications: bool | None = None
    """Notifications by OSC 99."""
    environ: dict[str, str] = field(default_factory=dict)
    """The variables that tell something about terminals."""


_TELLING = re.compile(
    r"TERM|COLORTERM|NO_COLOR|VTE_|KONSOLE_|KITTY_|TMUX|STY$|ALACRITTY_|MLTERM|XTERM_|WT_|LC_TERMINAL|WEZTERM_|"
    r"GHOSTTY_|ZELLIJ|COLORFGBG|VSCODE_|ITERM_|SSH_TTY|LC_ALL|LC_CTYPE|LANG$|TEXTUAL"
)


def examine(environ: Mapping[str, str], fds: tuple[int, int] | None) -> ProbeResult:
    """Ask.

    Args:
        environ: The environment.
        fds: Where to read and write; None: there is no terminal that may be asked.
    """
    telling = {name: value[:80] for name, value in sorted(environ.items()) if _TELLING.match(name)}
    if fds is None:
        return ProbeResult(environ=telling)
    tests = b"".join(f"\x1b[3;1H\x1b[2K{text}\x1b[6n".encode() for _, text in _SAMPLES)
    style = b"\x1b[0;48;2;1;2;3m\x1bP$qm\x1b\\\x1b[0m"
    batch = b"\x1b[?1049h\x1b[2J" + tests + b"\x1b[?u\x1b[?2026$p" + style + b"\x1b]99;i=1:p=?;\x1b\\\x1b[c"
    question = Question(*fds, batch, b"\x1b[0m\x1b[2J\x1b[?1049l")
    question.answer(_PATIENCE_S)
    answered = question.typed  # the sieve knows none of these replies, and hands them on
    columns = [int(column) - 1 for _, column in _CURSOR.findall(answered)]
    measured: list[int | None] = [*columns] if len(columns) == len(_SAMPLES) else [None] * len(_SAMPLES)
    found = _STYLE.search(answered)
    return ProbeResult(
        widths=tuple(
            Width(name, cell_len(text), cells) for (name, text), cells in zip(_SAMPLES, measured, strict=True)
        ),
        truecolour=None if found is None else bool(_TRUECOLOUR.search(found[1])),
        keyboard=True if _KEYBOARD.search(answered) else None,
        synchronized=True if _SYNCHRONIZED.search(answered) else None,
        notifications=True if _NOTIFY.search(answered) else None,
        environ=telling,
    )
