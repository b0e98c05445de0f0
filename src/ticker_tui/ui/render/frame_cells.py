"""The cells of a frame that is drawn without Textual: runs in an ink, and what a terminal is sent for them."""

from __future__ import annotations

from typing import NamedTuple


class CellStyle(NamedTuple):
    """How cells look. Colours are ``#rrggbb``."""

    fore: str
    ground: str
    bold: bool = False
    underline: bool = False


class Run(NamedTuple):
    """Cells in one ink, left to right."""

    text: str
    width_cells: int
    ink: CellStyle


def placed(fields: list[list[Run]], *, mirrored: bool) -> list[Run]:
    """Fields, given from the start edge to the end edge, from left to right."""
    return [run for part in (fields[::-1] if mirrored else fields) for run in part]


def blank(cells: int, ink: CellStyle) -> Run:
    """So many empty cells."""
    return Run(" " * cells, cells, ink)


def encoded(run: Run, colours: int) -> str:
    """A run as a terminal of so many colours gets it: 2**24, 256, or 0 for none."""
    parts = ["1"] if run.ink.bold else []
    parts += ["4"] if run.ink.underline else []
    if colours:
        parts += [_colour(38, run.ink.fore, colours), _colour(48, run.ink.ground, colours)]
    return f"\x1b[{';'.join(parts)}m{run.text}\x1b[0m" if parts else run.text


def _colour(kind: int, colour: str, colours: int) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    if colours > 256:
        return f"{kind};2;{red};{green};{blue}"
    if max(red, green, blue) - min(red, green, blue) < 16:  # the palette's 24 greys are finer than its cube
        return f"{kind};5;{232 + min(23, max(0, (red + green + blue) // 3 - 3) // 10)}"
    cube = [0 if part < 48 else 1 if part < 115 else (part - 35) // 40 for part in (red, green, blue)]
    return f"{kind};5;{16 + 36 * cube[0] + 6 * cube[1] + cube[2]}"
