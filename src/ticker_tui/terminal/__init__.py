"""The terminal: which one it is, how it wants right-to-left cells, and how it gets its own ways back.

    identify  -> table -> choice: form + switches   (pure)
    query, replies, mux                             (what it answers)
    session, driver, textual_hooks                  (what is done)
    forms/                                          (how cells are written)

`docs/terminals.md` has the terminals, seen and read.
"""

from __future__ import annotations

from ticker_tui.terminal.identify import EncodingChoice, Terminal, choose, identify
from ticker_tui.terminal.known_terminals import FORMS, TABLE
from ticker_tui.terminal.session import TerminalSession, terminal_session

__all__ = [
    "FORMS",
    "TABLE",
    "EncodingChoice",
    "Terminal",
    "TerminalSession",
    "choose",
    "identify",
    "terminal_session",
]
