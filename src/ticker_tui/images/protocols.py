"""Which way a terminal shows a picture. Pure.

What is asked at the start anyway decides: who the terminal is, and the 4 in its DA1 for sixel. There is no question for
the one thing kitty's way needs here, pictures that lie in cells ("Unicode placeholders"), so its terminals are named in
the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ticker_tui.processes.parser_protocol import ImageProtocol

if TYPE_CHECKING:
    from ticker_tui.terminal.identify import Terminal

PLACEHOLDERS_SINCE: Final = {"kitty": (0, 28), "Ghostty": (1, 0)}
"""Since which version a terminal has them."""
DEFAULT_CELL: Final = (10, 20)
"""Pixels of a cell, where the terminal does not say. Windows Terminal takes sixels as if it were so whatever its font."""
FEWEST_COLOURS: Final = 256
"""Of the terminal, for half blocks."""


class Limitation(StrEnum):
    """What stands in the way of something better."""

    NOTHING = ""
    NO_COLOUR = "no colour"
    IN_MUX = "in mux"


@dataclass(frozen=True, slots=True)
class ChosenProtocol:
    """The way of one terminal."""

    way: ImageProtocol | None
    """None: no picture can be shown."""
    why: Limitation = Limitation.NOTHING
    registers: int = 256
    """Sixel: how many colours a picture may have."""
    blocks: bool = True
    """Whether half blocks can stand in the cells."""


def choose_protocol(terminal: Terminal, *, colours: int) -> ChosenProtocol:
    """The best way there is.

    Args:
        terminal: What is known of it.
        colours: That are written to it: 2**24, 256, 16, or 0 for none.
    """
    sixel = "4" in (terminal.replies.da1 or "").split(";")[1:]
    registers = terminal.replies.registers or 256
    if colours < FEWEST_COLOURS:
        if colours > 0 and sixel and not terminal.mux:  # its pixels have colours of their own
            return ChosenProtocol(ImageProtocol.SIXEL, registers=registers, blocks=False)
        return ChosenProtocol(None, Limitation.NO_COLOUR)
    if terminal.mux:
        # Neither tmux 3.3 nor screen keeps pictures with its own cells: what is handed through stays behind on the
        # screen when a pane is left.
        return ChosenProtocol(ImageProtocol.BLOCKS, Limitation.IN_MUX)
    since = PLACEHOLDERS_SINCE.get(terminal.name)
    if since is not None and colours > FEWEST_COLOURS and _version(terminal.version) >= since:
        return ChosenProtocol(ImageProtocol.KITTY)
    if sixel:
        return ChosenProtocol(ImageProtocol.SIXEL, registers=registers)
    return ChosenProtocol(ImageProtocol.BLOCKS)


def cell_size(window: tuple[int, int, int, int], answered: tuple[int, int] | None) -> tuple[int, int]:
    """Width and height of a cell in pixels.

    Args:
        window: Rows, columns, width and height in pixels, as the system has them (``TIOCGWINSZ``); 0: not told.
        answered: What the terminal itself said (``CSI 16 t``).
    """
    rows, columns, width, height = window
    if rows > 0 and columns > 0 and _sane(found := (width // columns, height // rows)):
        return found  # it knows of another font since
    if answered is not None and _sane(answered):
        return answered
    return DEFAULT_CELL


def _sane(cell: tuple[int, int]) -> bool:
    return 2 <= cell[0] <= 100 and 4 <= cell[1] <= 200


def _version(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
