"""What is said about the panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.i18n import N_, tr
from ticker_tui.ui.main_screen import LEAST_CELLS, LEAST_ROWS
from ticker_tui.ui.strings import number

if TYPE_CHECKING:
    from ticker_tui.config.schema import PaneLayout

_LAYOUTS: dict[PaneLayout, str] = {
    "auto": N_("List and reader as the window is"),
    "side": N_("List and reader side by side"),
    "stacked": N_("The list above the reader"),
}


def layout_is(wish: PaneLayout, *, room: bool) -> str:
    """The panes stand in another way now.

    Args:
        wish: In which.
        room: The window is large enough for it.
    """
    said = tr(_LAYOUTS[wish])
    return said if room else tr("{layout}, once the window is larger").format(layout=said)


def one_pane() -> str:
    """There is nothing to divide, or to make larger."""
    return tr("This window has room for one pane only")


def too_small(quit_key: str) -> str:
    """In a window without room for anything else: that, what it takes, and the way out."""
    size = {"columns": number(LEAST_CELLS), "rows": number(LEAST_ROWS)}
    lines = (
        tr("too small"),
        tr("{columns} by {rows} at least").format(**size),
        tr("{key} quits").format(key=quit_key),
    )
    return "\n".join(lines if quit_key else lines[:2])


def zoomed() -> str:
    """The divider is wanted while one pane has everything."""
    return tr("One pane has the whole window")
