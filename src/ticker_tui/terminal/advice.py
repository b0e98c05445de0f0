"""One sentence for the users of the few terminals which a setting of their own makes better.

The sentence stands in a line of the screen, once. `ticker doctor` adds the rest.
"""

from __future__ import annotations

__all__ = ["FONTS", "ITERM2", "KITTY", "KITTY_IN_MUX", "MORE", "PUTTY", "TMUX_COLOURS", "UNKNOWN"]

KITTY = "This kitty reorders Arabic by itself: put “force_ltr yes” into kitty.conf"
KITTY_IN_MUX = "kitty inside {mux} reorders Arabic by itself: put “force_ltr yes” into kitty.conf"
PUTTY = "If Arabic looks wrong in PuTTY: tick “Disable bidirectional text display”; see “ticker doctor”"
ITERM2 = "If headlines look reversed in iTerm2: turn its right-to-left support off; see “ticker doctor”"
TMUX_COLOURS = "Arabic needs 24-bit colours here: “set -as terminal-features ',*:RGB'” in tmux.conf"
UNKNOWN = "This terminal is not known. If Arabic looks wrong: “ticker doctor --choose”"

MORE = {
    KITTY: "kitty 0.40 and later need no setting.",
    PUTTY: (
        "The box is in Terminal > Features, and so is “Disable Arabic text shaping”: tick both, then set "
        'terminal.bidi = "visual" in feeds.toml.'
    ),
    ITERM2: (
        'It is in Settings > General > Experimental. With it off, set terminal.bidi = "visual" in feeds.toml.'
    ),
    TMUX_COLOURS: "Detach and attach once more, so that tmux looks at the terminal again.",
}
"""What `ticker doctor` says behind the sentence."""

FONTS = "Use a monospaced font that has Arabic letters: DejaVu Sans Mono, or FreeMono, which has the Urdu letters too."
