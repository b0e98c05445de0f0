"""The sequences that take a terminal's own bidi away and give it back.

A switch is two byte strings. Which terminal gets which one stands in `known_terminals.py`; how they get through tmux and
screen stands in `multiplexer.py`.
"""

from __future__ import annotations

import msgspec

__all__ = ["BDSM", "ERASE", "KONSOLE", "MLTERM", "Switch"]

ERASE = b"\x1b[2J"
"""VTE keeps the mode per row, and a row takes it when it is erased: after a late switch everything is erased."""


class Switch(msgspec.Struct, frozen=True):
    """One way to turn a terminal's own reordering off."""

    name: str
    off: bytes
    """What takes the terminal's bidi away: sent before anything is drawn, and again on resume."""
    on: bytes
    """What gives it back: sent on exit, suspension, and every kind of end."""


# ECMA-48 7.2.1, mode 8: BIDIRECTIONAL SUPPORT MODE. Reset is "explicit": the program has ordered the cells itself.
# VTE, mintty and WezTerm obey it; of the others that were tried none prints or changes anything, so all get it.
BDSM = Switch("CSI 8 l", off=b"\x1b[8l", on=b"\x1b[8h")

# Konsole edits the running copy of its profile; nothing is saved. To xterm, OSC 50 is a change of font.
KONSOLE = Switch(
    "OSC 50",
    off=b"\x1b]50;BidiRenderingEnabled=false\x07",
    on=b"\x1b]50;BidiRenderingEnabled=true\x07",
)

# mlterm's configuration protocol: complex text layout off, for this window.
MLTERM = Switch("OSC 5379", off=b"\x1b]5379;use_ctl=false\x07", on=b"\x1b]5379;use_ctl=true\x07")
