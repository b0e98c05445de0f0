"""The command palette: a field, and below it what can be done, found as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from ticker_tui.i18n import current
from ticker_tui.ui import strings
from ticker_tui.ui.dialogs.dialog import ColumnCell, ColumnsView
from ticker_tui.ui.dialogs.selection import SelectableDialog
from ticker_tui.ui.lifetime import ReadyScreen
from ticker_tui.ui.palette.fuzzy import found
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.rtl.prerendered import PreRendered
from ticker_tui.ui.settings import strings as settings_strings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from ticker_tui.ui.dialogs.dialog import SheetRow
    from ticker_tui.ui.palette.commands import PaletteCommand
    from ticker_tui.ui.palette.fuzzy import FuzzyMatch

KEYS_CELLS = 14
SMALL_LINES = 14
SHARE = 0.8
"""Of the height of the screen; in the style sheet, too."""
LINES_AROUND = 8
"""Margin and padding of the frame, the field and the space below it: all are part of that share."""


class PaletteScreen(PreRendered, SelectableDialog, ModalScreen[None], ReadyScreen):
    """Finds a command by its name and runs it."""

    DEFAULT_CSS = """
    PaletteScreen { align: center top; background: $background 60%; }
    PaletteScreen #finder { width: 86; max-width: 100%; height: auto; max-height: 80%; margin: 2 0; background: $panel; padding: 1 1; }
    PaletteScreen TextField, PaletteScreen TextField:focus { background: $panel; border: none; padding: 0 1; height: 1; }
    PaletteScreen ColumnsView { margin-top: 1; }
    PaletteScreen.-small #finder { margin: 0; padding: 0 1; max-height: 100%; }
    PaletteScreen.-small ColumnsView { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,ctrl+p", "choose(-1)", show=False, priority=True),
        Binding("down,ctrl+n,tab", "choose(1)", show=False, priority=True),
        Binding("pageup", "choose_page(-1)", show=False, priority=True),
        Binding("pagedown", "choose_page(1)", show=False, priority=True),
        Binding("ctrl+home", "choose_first", show=False, priority=True),
        Binding("ctrl+end", "choose_last", show=False, priority=True),
        Binding("escape", "close", show=False, priority=True),
    ]

    sheet = getters.query_one("#found", ColumnsView)

    def __init__(self, commands: Sequence[PaletteCommand], *, revert: Callable[[], object]) -> None:
        """Offer some commands.

        Args:
            commands: In the order in which they stand before a letter is typed.
            revert: Takes back what a preview has shown.
        """
        super().__init__()
        self._commands = commands
        self._revert = revert
        self._found: Sequence[FuzzyMatch] = ()
        self._chosen = 0
        self._previewed = False

    @property
    def chosen(self) -> PaletteCommand | None:
        """What Enter would do."""
        return self._commands[self._found[self._chosen].place] if self._found else None

    def compose(self) -> ComposeResult:
        """The field and the sheet."""
        with Vertical(id="finder"):
            yield TextField(placeholder=strings.search_commands(), select_on_focus=False)
            sheet = ColumnsView(id="found")
            sheet.can_focus = False
            sheet.selects = True
            sheet.mirrored = current().rtl
            sheet.set_class(sheet.mirrored, "-mirrored")
            yield sheet

    def on_mount(self) -> None:
        """Everything, before a letter is typed."""
        self.set_focus(self.query_one(TextField))
        self._look("")

    def on_resize(self) -> None:
        """Leave the field its line: a share of the frame would reach below its end."""
        height = self.size.height
        small = height < SMALL_LINES
        self.set_class(small, "-small")
        self.sheet.styles.max_height = max(1, height - 1 if small else int(height * SHARE) - LINES_AROUND)

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self._look(message.value)

    def _look(self, query: str) -> None:
        self._found = found(query, (command.name for command in self._commands))
        self._choose(0)
        self.sheet.scroll_to(y=0, animate=False, force=True)

    def _choose(self, index: int) -> None:
        self._chosen = max(0, min(index, len(self._found) - 1))
        rows: list[SheetRow] = [self._row(each) for each in self._found]
        self.sheet.show(
            rows or [((settings_strings.no_command(), "muted", 0),)], chosen=self._chosen if rows else -1
        )
        self.sheet.bring_into_view(self._chosen)
        command = self.chosen
        if command is not None and command.preview is not None:
            self._previewed = True
            command.preview()
        else:
            self._take_back()

    def _row(self, each: FuzzyMatch) -> SheetRow:
        command = self._commands[each.place]
        return (
            ColumnCell(command.name.title, "text", found=each.marks),
            ColumnCell(command.keys, "key", KEYS_CELLS, at_end=True),
        )

    def _take_back(self) -> None:
        if self._previewed:
            self._previewed = False
            self._revert()

    def action_choose(self, step: int) -> None:
        """The next one or the one before; after the last comes the first."""
        if self._found:
            self._choose((self._chosen + step) % len(self._found))

    @property
    def selection_view(self) -> ColumnsView:
        """Where the commands are."""
        return self.sheet

    @property
    def choice_lines(self) -> Sequence[range]:
        """The line of each command."""
        return [range(place, place + 1) for place in range(len(self._found))]

    @property
    def selected_index(self) -> int:
        """Which one is selected."""
        return self._chosen

    def select_index(self, index: int) -> None:
        """Select a command."""
        if self._found:
            self._choose(index)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._run()

    @on(ColumnsView.Clicked)
    def _picked(self, message: ColumnsView.Clicked) -> None:
        message.stop()
        if message.line < len(self._found):
            self._chosen = message.line
            self._run()

    def _run(self) -> None:
        command = self.chosen
        if command is None or not self.is_active:  # two quick Enters run it once
            return
        self._take_back()
        self.dismiss()
        self.app.call_later(command.run)  # pyright: ignore[reportUnknownMemberType] - Textual says bare App

    def on_click(self, event: events.Click) -> None:
        """A click beside it puts it away."""
        if event.widget is self:
            self.action_close()

    def action_close(self) -> None:
        """Put it away."""
        self._take_back()
        self.close()
