"""Visual cells as they are: right wherever the terminal leaves the order alone, by itself or by a switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


class Visual:
    """Nothing to do."""

    name = "visual"

    def install(self, app: App[Any]) -> None:
        """Nothing."""

    def encode(self, data: str) -> str:
        """The data as it is."""
        return data
