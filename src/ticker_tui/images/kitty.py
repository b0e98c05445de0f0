"""kitty's graphics protocol, with pictures that lie in cells: `Unicode placeholders`_.

A picture is sent once under a number. Cells that hold U+10EEEE then show a part of it: two combining characters say which
row and column, the cell's foreground says of which picture. So pictures move, are cut, and go with their cells.

.. _Unicode placeholders: https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders
"""

from __future__ import annotations

from base64 import standard_b64encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACEHOLDER: Final = "\U0010eeee"
CHUNK: Final = 4096
"""Characters of base64 in one sequence, at most."""


def _marks() -> Iterator[str]:
    """The protocol's numbers: the combining characters above a letter that no other character is composed with."""
    ranges = (
        "0305 030d-030e 0310 0312 033d-033f 0346 034a-034c 0350-0352 0357 035b 0363-036f 0483-0487 0592-0595 0597-0599 "
        "059c-05a1 05a8-05a9 05ab-05ac 05af 05c4 0610-0617 0657-065b 065d-065e 06d6-06dc 06df-06e2 06e4 06e7-06e8 "
        "06eb-06ec 0730 0732-0733 0735-0736 073a 073d 073f-0741 0743 0745 0747 0749-074a 07eb-07f1 07f3"
    )
    for each in ranges.split():
        first, _, last = each.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


MARKS: Final = tuple(_marks())
MOST_CELLS: Final = len(MARKS)
"""Columns or rows of a picture, at most."""


def send(number: int, png: bytes, columns: int, rows: int) -> Iterator[str]:
    """The sequences that give a picture to the terminal, to be shown in cells. It answers nothing (q=2)."""
    data = standard_b64encode(png).decode()
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)] or [""]
    for place, chunk in enumerate(chunks):
        more = int(place + 1 < len(chunks))
        head = (
            f"a=T,U=1,i={number},f=100,c={columns},r={rows},q=2,m={more}" if place == 0 else f"q=2,m={more}"
        )
        yield f"\x1b_G{head};{chunk}\x1b\\"


def forget(number: int) -> str:
    """The sequence that has a picture deleted."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def cells(row: int, columns: int) -> list[str]:
    """What the cells of one row of a picture hold. Each says all of its place: a part of a row may be painted alone."""
    return [PLACEHOLDER + MARKS[row] + MARKS[column] for column in range(columns)]


def colour(number: int) -> tuple[int, int, int]:
    """The foreground that stands for a picture's number."""
    return number >> 16 & 255, number >> 8 & 255, number & 255
