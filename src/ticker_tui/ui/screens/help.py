"""All keys, as they are now: the user's included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.ui import wording
from ticker_tui.ui.keymap import Group, display
from ticker_tui.ui.language import tr
from ticker_tui.ui.screens.panel import Panel

if TYPE_CHECKING:
    from ticker_tui.ui.keymap import Keymap
    from ticker_tui.ui.screens.panel import SheetRow

KEYS_CELLS = 22


class HelpScreen(Panel):
    """The key table by chapters."""

    @property
    def title_text(self) -> str:
        """What the sheet is called."""
        return wording.help_title()

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap

    def rows(self) -> list[SheetRow]:
        """A chapter's name, then its keys; views 1 to 9 are one line."""
        rows: list[SheetRow] = []
        for group in Group:
            if rows:
                rows.append(())
            rows.append(((tr(group.value), "heading", 0),))
            for key in self._keymap.keys:
                if key.group is not group or (key.id.startswith("views.") and key.id[6:] in "23456789"):
                    continue
                shown = "  ".join(display(name) for name in key.keys)
                text = key.said
                if key.id == "views.1":
                    shown, text = "1 … 9", wording.go_to_views()
                rows.append(((shown, "key", KEYS_CELLS), (text, "text", 0)))
        return rows
