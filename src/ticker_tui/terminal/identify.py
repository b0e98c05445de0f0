"""Which terminal this is, and what it gets: two pure functions over `known_terminals.py`.

The replies outrank the environment. A variable is inherited: an xterm started from Konsole carries
KONSOLE_VERSION, and over SSH nothing of it arrives. So it is asked only when the replies name nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ticker_tui.terminal import advice
from ticker_tui.terminal.bidi_modes import BDSM, Switch
from ticker_tui.terminal.known_terminals import FORMS, TABLE, UNKNOWN, KnownTerminal
from ticker_tui.terminal.replies import Replies

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EncodingChoice", "Terminal", "choose", "identify"]


class Terminal(msgspec.Struct, frozen=True):
    """What is known about the terminal."""

    row: KnownTerminal
    version: str = ""
    evidence: str = "nothing names it"
    """What named it: ``XTVERSION “Konsole 22.12.3”``."""
    mux: str = ""
    """``tmux``, ``screen``, or empty. The other fields are then about the terminal around it."""
    identity: str = ""
    """The key under which an answer of `ticker doctor --choose` is remembered."""
    replies: Replies = Replies()
    truecolour: bool = True
    """False when a multiplexer is known to make 256 colours of them."""

    @property
    def name(self) -> str:
        """The terminal's name; empty if it is not known."""
        return self.row.name


class EncodingChoice(msgspec.Struct, frozen=True):
    """What the terminal gets."""

    form: str
    switches: tuple[Switch, ...]
    rule: str
    """Which rule decided, a sentence's end: ``Konsole, by XTVERSION “Konsole 22.12.3”``."""
    marks: bool = False
    """Whether this terminal draws harakat and points in the right place."""
    advice: str = ""


def identify(
    replies: Replies, environ: Mapping[str, str], *, outer_type: str = "", truecolour: bool = True
) -> Terminal:
    """Name the terminal.

    Args:
        replies: What it answered.
        environ: The environment of the program.
        outer_type: Inside tmux, what tmux says about the terminal around it (``#{client_termtype}``).
        truecolour: Inside tmux, whether it lets 24-bit colours through.
    """
    found = _named(replies, environ, TABLE)
    if found is None:
        return Terminal(UNKNOWN, identity=_identity(replies, environ), replies=replies)
    row, version, evidence = found
    if not row.mux:
        return Terminal(row, version, evidence, identity=_identity(replies, environ), replies=replies)
    # TERM and TERM_PROGRAM are the multiplexer's own now; the rest was inherited from the terminal around it.
    inherited = {
        k: v for k, v in environ.items() if k not in {"TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION"}
    }
    outer = Replies(xtversion=outer_type or None)
    rows = tuple(each for each in TABLE if not each.mux)
    around = (
        _named(outer, inherited, rows)
        or _inherited_only(inherited, rows)
        or (UNKNOWN, "", "nothing names it")
    )
    identity = f"{row.name} in {outer_type or around[0].name or 'a terminal'}"
    return Terminal(*around, mux=row.name, identity=identity, replies=replies, truecolour=truecolour)


def choose(terminal: Terminal, *, wanted: str = "auto", remembered: str = "") -> EncodingChoice:
    """Choose the form and the switches.

    Args:
        terminal: What `identify` found.
        wanted: ``terminal.bidi`` of feeds.toml: ``auto`` or a form's name.
        remembered: The form that was chosen for this terminal with `ticker doctor --choose`, or empty.
    """
    row = terminal.row
    form, advised = row.form, row.advice
    if wanted in FORMS:
        form, advised = wanted, ""
        rule = f"terminal.bidi = “{wanted}” in feeds.toml"
    elif remembered in FORMS:
        form, advised = remembered, ""
        rule = f"chosen for {terminal.identity} with “ticker doctor --choose”"
    elif row.name:
        rule = f"{row.name}, by {terminal.evidence}"
    elif terminal.replies.obeys_bdsm:
        rule = "it answers that it obeys CSI 8 l"
    else:
        rule = "not known: as most terminals want it"
    if terminal.mux and row.name == "kitty":
        # tmux and screen swallow OSC 66 and the text inside it.
        if form == "osc66":
            form = "visual"
        advised = advice.KITTY_IN_MUX.format(mux=terminal.mux)
    if form == "colour" and not terminal.truecolour:
        # One step of blue is lost on the way: runs would be longer than a cell.
        advised = advice.TMUX_COLOURS
    if terminal.mux:
        rule += f", inside {terminal.mux}"
    # These two live on the terminal's own reordering: it stays on.
    switches = () if form in {"inverse", "logical"} else (BDSM, *((row.switch,) if row.switch else ()))
    return EncodingChoice(form, switches, rule, marks=row.marks, advice=advised)


def _named(
    replies: Replies, environ: Mapping[str, str], rows: tuple[KnownTerminal, ...]
) -> tuple[KnownTerminal, str, str] | None:
    """The first row that matches, with the version and the evidence: XTVERSION, DA2, TERM, other variables."""
    if replies.xtversion:
        name, version = _split(replies.xtversion)
        for row in rows:
            if row.xtversion and name.startswith(row.xtversion.lower()) and _numbers(version) >= row.since:
                return row, version, f"XTVERSION “{replies.xtversion}”"
    if replies.da2 is not None:
        for row in rows:
            if row.da2 and not row.since and re.fullmatch(row.da2, replies.da2):
                return row, "", f"DA2 “{replies.da2}”"
    term = environ.get("TERM", "")
    for row in rows:
        if row.term and not row.since and term.startswith(row.term):
            return row, "", f"TERM={term}"
    # A terminal that answered DA2 with numbers nobody has, or XTVERSION with a name nobody has, is none of these.
    if replies.xtversion or replies.da2 is not None:
        return None
    return _inherited_only(environ, rows)


def _inherited_only(
    environ: Mapping[str, str], rows: tuple[KnownTerminal, ...]
) -> tuple[KnownTerminal, str, str] | None:
    for row in rows:
        for condition in () if row.since else row.environ:
            name, _, value = condition.partition("=")
            if name in environ and (not value or environ[name] == value):
                return row, "", f"{name}={environ[name][:40]}"
    return None


def _split(xtversion: str) -> tuple[str, str]:
    """``kitty(0.48.2)`` and ``tmux 3.3a`` into a name in lower case and a version."""
    match = re.match(r"([^\s(]+)[\s(]*v?([\d.]*)", xtversion)
    return (match[1].lower(), match[2]) if match else (xtversion.lower(), "")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)


def _identity(replies: Replies, environ: Mapping[str, str]) -> str:
    if replies.xtversion:
        return replies.xtversion
    if replies.da2 is not None:
        return f"DA2 {replies.da2}"
    return f"TERM {environ.get('TERM', '')}"
