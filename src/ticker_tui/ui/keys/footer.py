"""The key footer: the keys that matter now, each with a word; a click does what the key does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip
from textual.widget import Widget

from ticker_tui.ui.keys.key_table import Scope, display
from ticker_tui.ui.render.strips import row
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.tabs.clickable_labels import ClickableLabel, piece

if TYPE_CHECKING:
    from ticker_tui.ui.keys.key_table import Key
    from ticker_tui.ui.keys.user_keymap import Keymap
    from ticker_tui.ui.render.strips import Field

ALWAYS = ("program.help", "program.quit")
"""What stays when there is not room for everything: with these a stranger finds the rest."""


class KeyFooter(PreRendered, Widget):
    """The keys of the pane that has the focus, then the app's; those of the sheet of feeds alone."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key", "footer--label"}
    DEFAULT_CSS = """
    KeyFooter { height: 1; width: 1fr; background: $panel; }
    KeyFooter > .footer--key { color: $footer-key-foreground; text-style: bold; }
    KeyFooter > .footer--label { color: $text-muted; }
    """

    mirrored = False
    """The start edge is the right one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._keys: tuple[Key, ...] = ()

    def show(self, keymap: Keymap, scope: Scope) -> None:
        """Show the keys of a pane."""
        keys = tuple(keymap.shown(scope))
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one row."""
        width_cells, base_style = self.size.width, self.rich_style
        if y:
            return Strip.blank(width_cells, base_style)
        chips = [(key.id, self._chip(key)) for key in self._keys]
        room = width_cells - sum(chip.width_cells for key_id, chip in chips if key_id in ALWAYS)
        fields: list[Field] = []
        for key_id, chip in chips:
            if key_id not in ALWAYS:
                room -= chip.width_cells
                if room < 0:
                    continue
            fields += chip.fields()
        return row(fields, width_cells, base_style=base_style, mirrored=self.mirrored)

    def _chip(self, key: Key) -> ClickableLabel:
        key_style = self.get_component_rich_style("footer--key")
        label_style = self.get_component_rich_style("footer--label")
        action = key.action if key.scope is Scope.APP or "." in key.action else f"focused.{key.action}"
        return ClickableLabel(
            (
                piece(display(key.keys[0]), key_style),
                piece(" ", label_style),
                piece(key.shown_label, label_style),
            ),
            action,
        )
