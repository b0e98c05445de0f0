"""The screen. Textual and rich are known here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticker_tui.ui.bar.run_bar_app import run_bar
    from ticker_tui.ui.run import run_tui

__all__ = ["run_bar", "run_tui"]


def __getattr__(name: str) -> object:
    """Import the screen only when somebody opens it: `ticker --version` never does."""
    if name == "run_tui":
        from ticker_tui.ui.run import run_tui

        return run_tui
    if name == "run_bar":
        from ticker_tui.ui.bar.run_bar_app import run_bar

        return run_bar
    raise AttributeError(name)
