"""A card as rows: each line centred for itself, in a measure that suits reading."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.model import Direction
from ticker_tui.text import layout
from ticker_tui.ui.render.strips import blank, field, row, text_field, truncated

if TYPE_CHECKING:
    from rich.style import Style
    from textual.strip import Strip

    from ticker_tui.text import Line
    from ticker_tui.ui.headlines.empty_states import EmptyState

MEASURE_CELLS: Final = 64
AIR_CELLS: Final = 2
"""At both sides."""


class EmptyStateStyles(NamedTuple):
    """How its parts look."""

    ground: Style
    sentence: Style
    detail: Style
    key: Style


class _EmptyStateRow(NamedTuple):
    line: Line | None = None
    sentence: bool = False
    key: bool = False


def empty_state_row(
    card: EmptyState,
    y: int,
    width_cells: int,
    height: int,
    inks: EmptyStateStyles,
    *,
    base: Direction = Direction.AUTO,
) -> Strip:
    """One row of a pane that holds nothing but a card.

    Args:
        card: What stands in its middle.
        y: The row of the pane.
        width_cells: The width of the pane.
        height: The height of the pane. What does not fit is cut at the end, the key last of all.
        inks: Its colours.
        base: The direction its lines are read in.
    """
    rows = _rows(card, max(1, min(MEASURE_CELLS, width_cells - 2 * AIR_CELLS)), height, base)
    # A little above the middle, where the eye looks for it.
    place = y - max(0, (height - len(rows)) * 2 // 5)
    found = rows[place] if 0 <= place < len(rows) else _EmptyStateRow()
    if found.key:
        return _key_row(card, width_cells, inks, base)
    if found.line is None:
        return row([], width_cells, base_style=inks.ground)
    style = inks.sentence if found.sentence else inks.detail
    left = max(0, (width_cells - found.line.width_cells) // 2)
    body = field(found.line, width_cells - left, style, base_style=inks.ground, align=Direction.LTR)
    return row([blank(left, inks.ground), body], width_cells, base_style=inks.ground)


@lru_cache(maxsize=8)
def _rows(card: EmptyState, room: int, height: int, base: Direction) -> list[_EmptyStateRow]:
    rows = [_EmptyStateRow(line, sentence=True) for line in layout(card.sentence, room, base=base)]
    for number, detail in enumerate(card.details):
        rows += [_EmptyStateRow()] if not number else []
        rows += [_EmptyStateRow(line) for line in layout(detail, room, base=base)]
    if not card.key:
        return rows[:height]
    key = [_EmptyStateRow(), _EmptyStateRow(key=True)] if height > 2 else [_EmptyStateRow(key=True)]
    return [*rows[: max(0, height - len(key))], *key]


def _key_row(card: EmptyState, width_cells: int, inks: EmptyStateStyles, base: Direction) -> Strip:
    """The key and what it does, from the start edge to the end edge, in the middle."""
    mirrored = base is Direction.RTL
    side = Direction.RTL if mirrored else Direction.LTR
    key_cells = truncated(card.key, width_cells, Direction.AUTO, marks=True).width_cells
    does_cells = truncated(card.does, max(1, width_cells - key_cells - 1), side, marks=True).width_cells
    parts = [
        text_field(card.key, key_cells, inks.key),
        blank(1, inks.ground),
        text_field(card.does, does_cells, inks.detail, base=side, align=side),
    ]
    used = key_cells + 1 + does_cells
    inner = list(row(parts, used, base_style=inks.ground, mirrored=mirrored))
    return row([blank((width_cells - used) // 2, inks.ground), inner], width_cells, base_style=inks.ground)
