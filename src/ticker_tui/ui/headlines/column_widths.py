"""The columns of a row of the list: which there are, and how wide. Pure arithmetic, without Textual.

one line    ▸●★↻ 08:31  BBC عربي      headline …
two lines   ▸● headline …
             ★ BBC عربي  08:31  updated
summary     either of them, and below it how the article begins
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from ticker_tui.i18n.dates import CLOCK_CELLS
from ticker_tui.text import cell_len

UNREAD: Final = "●"
STARRED: Final = "★"
UPDATED: Final = "↻"
"""Its publisher has changed it. Stands before the time where a headline has one line, and as a word behind it where it has two."""
HERE: Final = "▸"
MIRRORED_HERE: Final = "◂"
"""Of the selected row: what its ground says, for those who do not see the ground."""
RULE: Final = "─"
"""What a heading is followed by."""
_LEAD_CELLS: Final = 3
"""Where a headline has two lines: what the row is, or air; unread mark or star; what belongs to the headline above, or air."""
AIR_CELLS: Final = 1
"""Between the headline and the end edge."""
ONE_LINE_FROM: Final = 84
"""Cells without the rail: with fewer of them, `auto` gives the headline a line of its own."""

Density = Literal["auto", "one", "two", "summary"]
Level = Literal["whole", "title", "facts", "summary"]
"""What stands on a line of a row; the whole row has its facts beside its title."""


class ColumnWidths(NamedTuple):
    """The widths of a row's columns, in cells; 0: not shown."""

    levels: tuple[Level, ...]
    """What stands on each line of a row."""
    clock: int
    source: int
    title: int

    @property
    def rows(self) -> int:
        """How many lines a row takes."""
        return len(self.levels)


def levels_for(width_cells: int, density: Density) -> tuple[Level, ...]:
    """What the lines of a row are.

    Args:
        width_cells: Of the pane, without its rail.
        density: What the user wants.
    """
    narrow = width_cells < ONE_LINE_FROM
    base: tuple[Level, ...] = ("whole",)
    if density == "two" or (density in {"auto", "summary"} and narrow):
        base = ("title", "facts")
    return (*base, "summary") if density == "summary" else base


def lead_cells(levels: tuple[Level, ...]) -> int:
    """The cells for signs at the start of a row: on a line of its own a headline has unread mark and star beside each other."""
    return _LEAD_CELLS if "facts" in levels else _LEAD_CELLS + 1


def columns_for(
    width_cells: int,
    levels: tuple[Level, ...],
    source_cells: int,
    clock_cells: int = CLOCK_CELLS,
) -> ColumnWidths:
    """Which columns a row has room for.

    Args:
        width_cells: Of the row.
        levels: What its lines are.
        source_cells: What the column of names would like to have.
        clock_cells: What every time fits into.
    """
    inner = max(1, width_cells - lead_cells(levels) - AIR_CELLS)
    if "facts" in levels:
        return ColumnWidths(levels, clock_cells, source_cells, inner)
    shown_clock = clock_cells if inner >= clock_cells + 30 else 0
    shown_source = source_cells if inner >= source_cells + clock_cells + 38 else 0
    title = inner - sum(cells + 2 for cells in (shown_clock, shown_source) if cells)
    return ColumnWidths(levels, shown_clock, shown_source, max(1, title))


def others(story_size: int, title_cells: int) -> str:
    """What stands behind a headline that others tell too: ``(+3)``; empty when there are none, or there is no room."""
    text = f"(+{story_size - 1})"
    return text if story_size > 1 and len(text) + 15 <= title_cells else ""


def changed_sign(word: str, room_cells: int) -> str:
    """What tells on a row's second line that it was changed: the word where there is room for it, else the sign."""
    return word if cell_len(word) <= room_cells else UPDATED if room_cells > 0 else ""
