"""A terminal to print rows on, in the form that reads correctly in it.

Printed rows stay when the program has gone. So a bidi that is switched off for a whole window (Konsole, mlterm, anything
around tmux) is no help here: it would come back and turn the rows that are there already. VTE keeps its mode per row, and the
others get rows from which their bidi arrives at the right cells.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Final, TextIO

from ticker_tui import console
from ticker_tui.cli.output.sgr import RED, styled
from ticker_tui.terminal import terminal_session
from ticker_tui.terminal.bidi_modes import BDSM
from ticker_tui.terminal.encodings.clusters import HAS_RTL, clusters
from ticker_tui.terminal.preferences import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from pathlib import Path

    from ticker_tui.cli.output.columns import StyledText
    from ticker_tui.config import Config
    from ticker_tui.terminal import EncodingChoice, Terminal

_TRUE_COLOUR: Final = re.compile(r"38;2;(\d+);(\d+);(\d+)")
_BETWEEN: Final = 2
_KEEPS_MODE_PER_ROW: Final = frozenset({"VTE", "mintty"})
"""They obey `CSI 8 l`; inside tmux or screen it does not reach them."""
_MIRRORS_NOT: Final = frozenset({"Konsole"})
"""They reorder brackets and leave them as they are."""


class RowPrinter:
    """Rows go down, one below the other.

    Args:
        stream: The terminal.
        form: A name of `terminal.FORMS`, or ``unmirrored``: inverse for a bidi that does not mirror.
        marks: Whether harakat and points come out in the right place here.
    """

    def __init__(self, stream: TextIO, form: str = "visual", *, marks: bool = True) -> None:
        self._stream = stream
        self._written = _WRITERS[form]
        self.marks = marks
        self.used = False
        """Whether a right-to-left letter has been printed: whoever reads English alone is told nothing about bidi."""

    def print(self, pieces: Iterable[StyledText]) -> None:
        """Print a row, without the blanks at its end."""
        row = [piece for piece in pieces if piece.text]
        while row and not row[-1].style and row[-1].text.isspace():
            row.pop()
        self.used = self.used or any(HAS_RTL.search(piece.text) for piece in row)
        self._stream.write(self._written(row) + "\n")


@contextmanager
def paper(stream: TextIO, config: Config, data: Path) -> Generator[RowPrinter]:
    """A terminal for a while; it is asked what it is, which takes at most 0.3 s.

    Args:
        stream: What is printed to.
        config: Its `terminal.bidi` and `display.marks` outrank what is found.
        data: The folder in which forms that were chosen, and advice that was given, are remembered.
    """
    settings = config.settings
    with terminal_session(
        settings.terminal.bidi, output_fd=stream.fileno(), memory=data / FILE_NAME
    ) as session:
        marks = session.choice.marks if settings.display.marks == "auto" else settings.display.marks == "on"
        form = printed_form(session.choice, session.terminal)
        switch = form in {"visual", "colour", "osc66"}
        try:
            stream.write(BDSM.off.decode() if switch else "")
            yield (sheet := RowPrinter(stream, form, marks=marks))
        finally:
            stream.write(BDSM.on.decode() if switch else "")
            stream.flush()
        if sheet.used and session.advice:
            console.warn(f"ticker: {session.advice}")


def printed_form(choice: EncodingChoice, terminal: Terminal) -> str:
    """The form for rows that stay: the screen's, unless that lives on a switch which printed rows cannot have."""
    lives_on_switch = terminal.row.switch is not None or (
        terminal.mux and terminal.name in _KEEPS_MODE_PER_ROW
    )
    if choice.form == "visual" and lives_on_switch:
        return "unmirrored" if terminal.name in _MIRRORS_NOT else "inverse"
    return choice.form


def _visual(row: Sequence[StyledText]) -> str:
    return "".join(styled(piece.text, piece.style) for piece in row)


def _osc66(row: Sequence[StyledText]) -> str:
    from ticker_tui.terminal.encodings.osc66 import Osc66

    return Osc66().encode(_visual(row))


def _colour(row: Sequence[StyledText]) -> str:
    """Every right-to-left cell in a foreground one blue step from its neighbour's: a run of its own.

    What stands between them has a third blue, and letters on both sides of it have different ones, so that it does not
    matter whether a terminal looks through blanks.
    """
    cells: list[tuple[str, str]] = []
    turn = 0
    for text, style in row:
        if not HAS_RTL.search(text):
            cells.append((text, style))
            continue
        for cluster in clusters(text):
            letter = HAS_RTL.match(cluster) is not None
            turn ^= letter
            cells.append((cluster, _stepped(style, turn if letter else _BETWEEN)))
    return _runs(cells)


def _stepped(style: str, step: int) -> str:
    """The style with a foreground whose blue ends in `step`; 256 colours would make all of them the same."""
    found = _TRUE_COLOUR.search(style)
    red, green, blue = map(int, found.groups()) if found else _default_foreground(style)
    rest = style.replace(found[0], "").strip(";") if found else style
    return ";".join(filter(None, (rest, f"38;2;{red};{green};{(blue & ~3) | step}")))


def _default_foreground(style: str) -> tuple[int, int, int]:
    """What stands in for the colour that nobody named."""
    if RED in style.split(";"):
        return 205, 49, 49
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    if not background.isdecimal():
        return 136, 136, 136  # on an unknown ground, one that can be read on any
    return (32, 32, 32) if int(background) in {7, 15} else (224, 224, 224)


def _inverse(row: Sequence[StyledText]) -> str:
    return _turned(row, lambda _, turned: turned)


def _unmirrored(row: Sequence[StyledText]) -> str:
    from ticker_tui.terminal.encodings.inverse import ANCHOR

    return _turned(row, lambda cluster, turned: turned if turned == ANCHOR else cluster)


def _logical(row: Sequence[StyledText]) -> str:
    from ticker_tui.terminal.encodings.logical import Logical

    letter = Logical().letter
    return _turned(row, lambda _, turned: letter(turned))


def _turned(row: Sequence[StyledText], sent: Callable[[str, str], str]) -> str:
    """The row in the order that a terminal's own bidi turns into ours.

    Args:
        row: In visual order.
        sent: What is sent for a cluster, given as it is in the row and as the inverse form has it.
    """
    from ticker_tui.terminal.encodings.inverse import inverted

    if not any(HAS_RTL.search(piece.text) for piece in row):
        return _visual(row)
    cells = [(cluster, piece.style) for piece in row for cluster in clusters(piece.text)]
    visual = [cluster for cluster, _ in cells]
    # The form makes a blank at the very beginning a left-to-right one, since PuTTY and mlterm take the direction of
    # a row from its first letter. Ours begin with a mark or its absence, and the blank behind it.
    start = visual.index(" ") if " " in visual else 0
    order, texts = inverted(tuple(visual[start:]))
    head, tail = cells[:start], cells[start:]
    return _runs([*head, *((sent(tail[place][0], texts[place]), tail[place][1]) for place in order)])


def _runs(cells: Iterable[tuple[str, str]]) -> str:
    """Clusters with their styles, neighbours of one style in one sequence."""
    return "".join(
        styled("".join(text for text, _ in run), style)
        for style, run in groupby(cells, key=lambda cell: cell[1])
    )


_WRITERS: Final[dict[str, Callable[[Sequence[StyledText]], str]]] = {
    "visual": _visual,
    "colour": _colour,
    "osc66": _osc66,
    "inverse": _inverse,
    "unmirrored": _unmirrored,
    "logical": _logical,
}
