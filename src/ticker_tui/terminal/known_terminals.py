"""The terminals, one a row: how each is known, and which form reads correctly in it.

To add a terminal, add a row. If no form fits it, write one in `forms/` and name it here. The first row that
matches wins, so a row for newer versions stands above the row for all of them. `docs/terminals.md` says which
rows were measured and which were read.
"""

from __future__ import annotations

import msgspec

from ticker_tui.terminal import advice
from ticker_tui.terminal.bidi_modes import KONSOLE, MLTERM, Switch

__all__ = ["FORMS", "TABLE", "UNKNOWN", "KnownTerminal"]

FORMS = ("visual", "colour", "osc66", "inverse", "logical")
"""The output forms by name; see the package `forms`."""


class KnownTerminal(msgspec.Struct, frozen=True, kw_only=True):
    """One terminal."""

    name: str
    xtversion: str = ""
    """What its XTVERSION reply begins with; upper and lower case are the same."""
    since: tuple[int, ...] = ()
    """The row is for this version (as XTVERSION says it) and later ones."""
    da2: str = ""
    r"""A regular expression for the numbers of its DA2 reply: ``0;\d+;1``."""
    term: str = ""
    """What TERM begins with."""
    environ: tuple[str, ...] = ()
    """Variables of which one is set, ``NAME``, or has a value, ``NAME=value``. Looked at when the replies say nothing."""
    form: str = "visual"
    switch: Switch | None = None
    """Beside ``CSI 8 l``, which everyone gets."""
    marks: bool = False
    """Whether harakat and points were seen in the right place."""
    advice: str = ""
    """One sentence for the user, said once."""
    notify: str = ""
    """By which sequence it raises a desktop notification, as far as its manual says so: osc9, osc99, osc777."""
    mux: bool = False
    """A multiplexer: the form is that of the terminal around it."""


TABLE: tuple[KnownTerminal, ...] = (
    KnownTerminal(name="tmux", xtversion="tmux", da2=r"84;\d+;\d+", environ=("TMUX",), mux=True),
    KnownTerminal(name="screen", da2=r"83;\d+;\d+", environ=("STY",), mux=True),
    KnownTerminal(
        name="Konsole",
        xtversion="Konsole",
        da2="1;115;0",
        environ=("KONSOLE_VERSION",),
        switch=KONSOLE,
        marks=True,
    ),
    KnownTerminal(
        name="mlterm",
        xtversion="mlterm",
        da2="24;279;0",
        term="mlterm",
        environ=("MLTERM",),
        switch=MLTERM,
        marks=True,
    ),
    KnownTerminal(name="kitty", xtversion="kitty", since=(0, 40), form="osc66", marks=True, notify="osc99"),
    KnownTerminal(
        name="kitty",
        xtversion="kitty",
        da2=r"1;4000;\d+",
        term="xterm-kitty",
        environ=("KITTY_WINDOW_ID",),
        marks=True,
        advice=advice.KITTY,
        notify="osc99",
    ),
    KnownTerminal(name="VTE", xtversion="VTE", da2=r"6[15];\d{4,};1", environ=("VTE_VERSION",), marks=True),
    KnownTerminal(name="mintty", xtversion="mintty", da2=r"77;\d+;\d+", environ=("TERM_PROGRAM=mintty",)),
    KnownTerminal(
        name="WezTerm", xtversion="WezTerm", environ=("WEZTERM_PANE", "TERM_PROGRAM=WezTerm"), notify="osc777"
    ),
    KnownTerminal(name="QTerminal", da2="0;115;0", environ=("WINDOWID=0",), form="colour"),
    KnownTerminal(
        name="xterm.js",
        xtversion="xterm.js",
        da2="0;276;0",
        environ=("TERM_PROGRAM=vscode",),
        form="colour",
        marks=True,
    ),
    KnownTerminal(
        name="PuTTY",
        xtversion="PuTTY",
        da2="0;136;0",
        term="putty",
        form="inverse",
        marks=True,
        advice=advice.PUTTY,
    ),
    KnownTerminal(name="Apple Terminal", environ=("TERM_PROGRAM=Apple_Terminal",), form="inverse"),
    KnownTerminal(
        name="iTerm2", xtversion="iTerm2", since=(3, 7), form="inverse", advice=advice.ITERM2, notify="osc9"
    ),
    KnownTerminal(
        name="iTerm2",
        xtversion="iTerm2",
        environ=("LC_TERMINAL=iTerm2", "TERM_PROGRAM=iTerm.app"),
        notify="osc9",
    ),
    KnownTerminal(name="xterm", xtversion="XTerm", da2=r"41;\d+;0", environ=("XTERM_VERSION",), marks=True),
    KnownTerminal(name="urxvt", da2=r"85;\d+;0", term="rxvt", marks=True),
    KnownTerminal(name="foot", xtversion="foot", da2=r"1;0\d{5};0", term="foot", notify="osc777"),
    KnownTerminal(name="Alacritty", da2=r"0;\d{4,};1", term="alacritty", environ=("ALACRITTY_WINDOW_ID",)),
    KnownTerminal(
        name="Ghostty",
        xtversion="ghostty",
        term="xterm-ghostty",
        environ=("TERM_PROGRAM=ghostty",),
        notify="osc777",
    ),
    KnownTerminal(name="Contour", xtversion="contour", term="contour", notify="osc777"),
    KnownTerminal(name="zutty", da2="64;0;0"),
    KnownTerminal(name="st", term="st-"),
    KnownTerminal(name="Windows Terminal", environ=("WT_SESSION",)),
)

UNKNOWN = KnownTerminal(name="")
"""What a terminal gets that no row knows: cells in visual order, as most terminals want them."""
