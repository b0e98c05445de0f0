"""The card of `ticker doctor --choose`: one headline in each form, numbered."""

from __future__ import annotations

import os
import select
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from ticker_tui.terminal.bidi_modes import BDSM
from ticker_tui.terminal.encodings.inverse import Inverse
from ticker_tui.terminal.encodings.logical import Logical
from ticker_tui.terminal.encodings.osc66 import Osc66
from ticker_tui.terminal.encodings.per_cell_colour import OneCellRuns
from ticker_tui.terminal.line_discipline import make_raw, set_attributes, write_all
from ticker_tui.text import Direction, truncate

if TYPE_CHECKING:
    from ticker_tui.terminal.session import TerminalSession

__all__ = ["CARD_FORMS", "ask_for_form", "sample_rows"]

HEADLINE = "عاجل: قال Reuters في 2025 إن السلام (الآن) قريب"
"""Right: it begins at the right edge with عاجل, all letters joined, 2025 and Reuters readable, brackets round الآن."""

CARD_FORMS = ("visual", "colour", "inverse", "osc66", "logical")
_WIDTH_CELLS = 60
_ENTER, _LEAVE = b"\x1b[?1049h\x1b[?25l\x1b[2J", b"\x1b[0m\x1b[2J\x1b[?25h\x1b[?1049l"
_ANSWER_S = 600.0
_GREY = Style(color="rgb(128,128,128)")
"""Readable on black and on white."""


def sample_rows() -> dict[str, str]:
    """For each form the headline, flush right in `_WIDTH_CELLS`, and the form's number and name behind it."""
    line = truncate(HEADLINE, _WIDTH_CELLS - 1, base=Direction.RTL)
    rows: dict[str, str] = {}
    for number, form in enumerate(CARD_FORMS, 1):
        row = " " * (_WIDTH_CELLS - line.width_cells) + line.visual_text + f"   {number} {form}"
        match form:
            case "colour":
                stepped = OneCellRuns().apply([Segment(row, _GREY)], Color(0, 0, 0))
                rows[form] = "".join(each.style.render(each.text) for each in stepped if each.style)
            case "osc66":
                rows[form] = Osc66().encode(row)
            case "inverse" | "logical":
                whole = Inverse() if form == "inverse" else Logical()
                rows[form] = "".join(each.text for each in whole.row([Segment(row)]))
            case _:
                rows[form] = row
    return rows


def ask_for_form(session: TerminalSession, input_fd: int, output_fd: int) -> str | None:
    """Show the card and wait for a number.

    The rows for inverse and logical need the terminal's own bidi. Where a switch acts on rows (VTE), each row is
    made under its own setting; where it acts on the window, the row of the terminal's usual form is the right one.

    Returns:
        A form's name, ``auto`` for 0, or None when the question was left with Escape or q.
    """
    saved = make_raw(input_fd)
    session.switch()
    try:
        write_all(output_fd, _ENTER + _card())
        return _number(input_fd)
    finally:
        write_all(output_fd, _LEAVE)
        session.unswitch()
        set_attributes(input_fd, saved)


def _card() -> bytes:
    text = [
        "\x1b[1;3HWhich of these reads correctly? The headline begins at its right end,",
        "\x1b[2;3Hthe letters are joined, and the brackets stand round one word.",
    ]
    for y, (form, row) in enumerate(sample_rows().items()):
        mode = BDSM.on if form in {"inverse", "logical"} else BDSM.off
        text.append(f"\x1b[{4 + 2 * y};1H{mode.decode()}\x1b[2K{row}\x1b[0m")
    text.append(f"{BDSM.off.decode()}\x1b[{5 + 2 * len(CARD_FORMS)};3H")
    text.append(f"1-{len(CARD_FORMS)} this one    0 what the program chooses by itself    q leave")
    return "".join(text).encode()


def _number(input_fd: int) -> str | None:
    while select.select([input_fd], [], [], _ANSWER_S)[0]:
        data = os.read(input_fd, 64)
        if not data or data == b"\x1b":
            return None
        for key in (
            "" if data.startswith(b"\x1b") else data.decode("ascii", "replace")
        ):  # not an arrow's letters
            if key in "qQ\x04":
                return None
            if key == "0":
                return "auto"
            if key in "123456789"[: len(CARD_FORMS)]:
                return CARD_FORMS[int(key) - 1]
    return None
