"""One sentence for the users of the few terminals which a setting of their own makes better."""

from __future__ import annotations

__all__ = ["FONTS", "ITERM2", "KITTY", "KITTY_IN_MUX", "PUTTY", "TMUX_COLOURS", "UNKNOWN"]

KITTY = "This kitty joins and reorders Arabic by itself: put “force_ltr yes” into kitty.conf, or use kitty 0.40 or later."
KITTY_IN_MUX = "kitty inside {mux} joins and reorders Arabic by itself: put “force_ltr yes” into kitty.conf."
PUTTY = (
    "PuTTY reorders whole rows by itself. If Arabic looks wrong: Terminal > Features, tick “Disable bidirectional "
    'text display” and “Disable Arabic text shaping”, then set terminal.bidi = "visual".'
)
ITERM2 = (
    "If headlines look reversed in iTerm2: Settings > General > Experimental, turn right-to-left support off, "
    'then set terminal.bidi = "visual".'
)
TMUX_COLOURS = (
    "Arabic needs 24-bit colours in this terminal, and tmux makes 256 of them: put "
    "“set -as terminal-features ',*:RGB'” into tmux.conf and attach again."
)
UNKNOWN = "This terminal is not known. If Arabic looks wrong, “ticker doctor --choose” finds the form that reads correctly."
FONTS = "Use a monospaced font that has Arabic letters: DejaVu Sans Mono, or FreeMono, which has the Urdu letters too."
