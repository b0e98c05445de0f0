"""The output forms: how visual cells are written so that a given terminal shows them unchanged.

The rest of the program paints cells in visual order and knows no form. A form gets two chances: `install` puts it
into the app, where rows are still strips with styles, and `encode` sees the finished stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.app import App

__all__ = ["Encoding", "make_form"]


class Encoding(Protocol):
    """One way to write visual cells."""

    @property
    def name(self) -> str:
        """Its name in `terminal.bidi` and in `known_terminals.py`."""
        ...

    def install(self, app: App[Any]) -> None:
        """Hook into an app that is not running yet."""
        ...

    def encode(self, data: str) -> str:
        """What the driver is about to write, as it should be written."""
        ...


def make_form(name: str) -> Encoding:
    """The form of a name; imported when it is wanted.

    Raises:
        ValueError: There is no such form.
    """
    match name:
        case "visual":
            from ticker_tui.terminal.encodings.visual import Visual

            return Visual()
        case "colour":
            from ticker_tui.terminal.encodings.per_cell_colour import Colour

            return Colour()
        case "osc66":
            from ticker_tui.terminal.encodings.osc66 import Osc66

            return Osc66()
        case "inverse":
            from ticker_tui.terminal.encodings.inverse import Inverse

            return Inverse()
        case "logical":
            from ticker_tui.terminal.encodings.logical import Logical

            return Logical()
        case _:
            raise ValueError(f"there is no output form “{name}”")
