"""What makes a terminal raise a desktop notification: OSC 9, OSC 99 and OSC 777. And the bell.

Text goes in its logical order: whoever shows the notification orders it. It is cleaned here once more, whatever
was done before, because one control character would end the sequence and begin another.
"""

from __future__ import annotations

import base64
import re

from ticker_tui.text import clean_line

BELL = "\a"
_END = "\x1b\\"
MAX_CHARACTERS = 300
_CONEMU = re.compile(r"\d+(?:;|$)")
"""ConEmu and Windows Terminal have commands of their own under OSC 9, which begin with a number."""


def safe(text: str) -> str:
    """One line without a control character (C0, C1, DEL), not too long."""
    line = clean_line(text, limit=MAX_CHARACTERS)
    return "".join(character for character in line if character >= " " and not "\x7f" <= character <= "\x9f")


def osc9(title: str, body: str) -> str:
    """One text: iTerm2's way, understood by many."""
    text = safe(f"{title}: {body}" if title else body)
    return f"\x1b]9;{'· ' if _CONEMU.match(text) else ''}{text}{_END}"


def osc777(title: str, body: str) -> str:
    """A title and a text: urxvt's way. A semicolon in the title would end it."""
    return f"\x1b]777;notify;{safe(title).replace(';', ',')};{safe(body)}{_END}"


def osc99(title: str, body: str, *, identifier: int) -> str:
    """The way of kitty: parts of one notification under one identifier, the text in Base64.

    A click brings the terminal to the front (``a=focus``), and nothing is reported back to it.
    """
    name = f"ticker{identifier}"
    return (
        f"\x1b]99;i={name}:d=0:e=1:a=focus:p=title;{_base64(title)}{_END}"
        f"\x1b]99;i={name}:d=1:e=1:p=body;{_base64(body)}{_END}"
    )


def _base64(text: str) -> str:
    return base64.b64encode(safe(text).encode()).decode("ascii")
