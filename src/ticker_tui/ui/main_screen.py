"""The screen below all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from ticker_tui.ui.lifetime import Guarded, ReadyScreen

if TYPE_CHECKING:
    from textual.geometry import Size

LEAST_CELLS, LEAST_ROWS = 20, 5
"""A smaller window shows one line that says so."""

_WIDTHS: list[tuple[int, str]] = [(0, "-tiny"), (LEAST_CELLS, "-roomy")]
_HEIGHTS: list[tuple[int, str]] = [(0, "-flat"), (LEAST_ROWS, "-tall")]
"""From so many columns and rows on, the screen has this class."""


class MainScreen(Guarded, Screen[None], ReadyScreen, inherit_bindings=False):
    """Bar, tabs, panes and footer; its classes tell the stylesheet what there is room for.

    It has none of Textual's own bindings: every key comes from the key table.
    """

    # Textual declares these so that a checker takes an annotated override for something else.
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, size: Size) -> None:
        """Be born with the classes of a size: Textual would give them later, and style everything a second time."""
        width = [name for least, name in _WIDTHS if size.width >= least][-1]
        height = [name for least, name in _HEIGHTS if size.height >= least][-1]
        super().__init__(id="desk", classes=f"{width} {height}")
