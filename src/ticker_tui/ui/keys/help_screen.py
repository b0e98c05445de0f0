"""All keys, as they are now: the user's included."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding
from textual.widgets import Input

from ticker_tui.i18n import tr
from ticker_tui.ui import strings
from ticker_tui.ui.dialogs.dialog import ColumnCell, ColumnsView, Dialog
from ticker_tui.ui.keys.key_table import Group, display, spread
from ticker_tui.ui.palette.fuzzy import Searchable, found
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.settings import strings as settings_strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType

    from ticker_tui.ui.dialogs.dialog import SheetRow
    from ticker_tui.ui.keys.key_table import Key
    from ticker_tui.ui.keys.user_keymap import Keymap

KEYS_CELLS = 22


class HelpScreen(Dialog):
    """The key table by chapters; what is typed after `/` leaves what it is found in."""

    DEFAULT_CSS = """
    HelpScreen TextField, HelpScreen TextField:focus { border: none; padding: 0 1; height: 1; background: $cursor-background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(spread("slash"), "search", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    field = getters.query_one(TextField)

    @property
    def title_text(self) -> str:
        """What the sheet is called, and how it is searched."""
        return f"{strings.help_title()} · {settings_strings.search_hint()}"

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._query = ""

    def on_mount(self) -> None:
        """Have a field at hand."""
        field = TextField(placeholder=strings.search_commands(), select_on_focus=False)
        field.display = False
        self.query_one("#panel").mount(field)

    def rows(self) -> list[SheetRow]:
        """A chapter's name, then its keys; views 1 to 9 are one line."""
        rows: list[SheetRow] = []
        for group in Group:
            keys = list(self._of(group))
            hits = found(
                self._query, (Searchable(said, f"{key.description} {shown}") for key, shown, said in keys)
            )
            if not hits:
                continue
            rows += [()] if rows else []
            rows.append(((tr(group.value), "heading", 0),))
            for hit in sorted(hits, key=lambda hit: hit.place):
                _, shown, said = keys[hit.place]
                rows.append((ColumnCell(shown, "key", KEYS_CELLS), ColumnCell(said, "text", found=hit.marks)))
        return rows or [((settings_strings.no_command(), "muted", 0),)]

    def _of(self, group: Group) -> Iterator[tuple[Key, str, str]]:
        """The keys of a chapter, as displayed, and what they do."""
        for key in self._keymap.keys:
            if key.group is not group or (key.id.startswith("views.") and key.id[6:] in "23456789"):
                continue
            if key.id == "views.1":
                yield key, "1 … 9", strings.go_to_views()
            else:
                yield key, "  ".join(display(name) for name in key.keys), key.said

    def action_search(self) -> None:
        """Type what is looked for."""
        self.field.display = True
        self.set_focus(self.field)

    def action_scroll(self, lines: int) -> None:
        """Also while the field has the focus."""
        self.query_one(ColumnsView).scroll_relative(y=lines, animate=False)

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self._query = message.value
        self.fill()

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.set_focus(self.query_one(ColumnsView))

    def action_close(self) -> None:
        """Put away the field and what it found, else the screen."""
        if self.field.display:
            self.field.value = ""
            self.field.display = False
            self.set_focus(self.query_one(ColumnsView))
        else:
            super().action_close()
