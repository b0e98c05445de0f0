"""The settings: every key of feeds.toml that is not a feed, a view or a key; changed here, they are written there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import getters, on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from ticker_tui.config.checks import InvalidValueError
from ticker_tui.config.schema import GROUPS
from ticker_tui.i18n import current, tr
from ticker_tui.text import layout
from ticker_tui.ui import strings
from ticker_tui.ui.dialogs.dialog import ColumnCell, ColumnsView, Dialog
from ticker_tui.ui.dialogs.selection import SelectableDialog, selection_bindings
from ticker_tui.ui.keys.key_table import spread
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.settings import strings as settings_strings
from ticker_tui.ui.settings.model import SETTINGS, Setting, choices, stepped, text_of, typed, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from ticker_tui.config import Settings
    from ticker_tui.ui.dialogs.dialog import SheetRow

TITLE_CELLS = 34
ABOUT_ROWS = 4
"""Room for the longest sentence of help, so that nothing jumps."""
HINT_ROWS = 2
SHORT_LINES = 20
"""On a screen of fewer lines the list needs the room of the help."""


class SettingsCallbacks(NamedTuple):
    """What the screen may ask and have done; the app gives it."""

    settings: Callable[[], Settings]
    """What is so now."""
    themes: Sequence[str]
    write: Callable[[Setting, object], None]
    """Put a value, as TOML has it, into feeds.toml; None: take it out."""
    trouble: Callable[[], str]
    """Why the last one could not be written; empty: it could."""
    edit: Callable[[], None]
    """Open feeds.toml in the user's editor."""
    undo: Callable[[], str]
    """Take the last change back if it was one of a setting; returns its `Setting.path`, else nothing."""


class SettingsScreen(SelectableDialog, Dialog):
    """A line for each setting, one of them chosen; what it means below."""

    DEFAULT_CSS = """
    SettingsScreen #panel { height: 94%; }
    SettingsScreen #sheet { height: 1fr; max-height: 1fr; }
    SettingsScreen #about { height: auto; margin-top: 1; }
    SettingsScreen.-small #about { display: none; }
    SettingsScreen TextField, SettingsScreen TextField:focus { border: none; padding: 0 1; height: 1; background: $cursor-background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the sheet's own keys, which scroll; the field, while it is open, has its own.
        *selection_bindings(space=False),
        Binding("left", "step('left')", show=False),
        Binding("right", "step('right')", show=False),
        Binding(f"space,{spread('plus')}", "turn(1)", show=False),
        Binding(spread("minus"), "turn(-1)", show=False),
        Binding("enter", "type", show=False),
        Binding("backspace,delete", "default", show=False),
        Binding(spread("u"), "undo", show=False),
        Binding(spread("e"), "edit", show=False),
        Binding(spread("escape", "q", "P"), "close", "Close", show=False),
    ]

    sheet = getters.query_one("#sheet", ColumnsView)
    facts = getters.query_one("#about", ColumnsView)
    field = getters.query_one(TextField)

    def __init__(self, tuning: SettingsCallbacks, *, at: str = "") -> None:
        """Open, perhaps at a setting (`Setting.path`)."""
        super().__init__()
        self._tuning = tuning
        self._chosen = next((place for place, each in enumerate(SETTINGS) if each.path == at), 0)
        self._refused = ""
        self._before: list[tuple[Setting, object]] = []
        """What the settings were that have been changed here."""
        self._wanted: dict[str, object] = {}
        """What was asked for and is not so yet, by `Setting.path`: keys are faster than files."""
        self._lines: dict[int, int] = {}
        """The line of each setting."""

    @property
    def title_text(self) -> str:
        """What the sheet is called."""
        return settings_strings.settings_title()

    @property
    def chosen(self) -> Setting:
        """The setting that the keys are about."""
        return SETTINGS[self._chosen]

    @property
    def refused(self) -> str:
        """Why what was wanted is not so; empty: it is."""
        return self._refused or self._tuning.trouble()

    def now(self, setting: Setting) -> object:
        """What a setting is, or is about to be."""
        is_so = value_of(self._tuning.settings(), setting)
        if self._wanted.get(setting.path) == is_so or self._tuning.trouble():
            self._wanted.pop(setting.path, None)
        return self._wanted.get(setting.path, is_so)

    def compose(self) -> ComposeResult:
        """Title, settings, what the chosen one means, and a field to type in."""
        with Vertical(id="panel"):
            yield Static(f"{self.title_text} · {strings.close_hint()}", id="panel-title", markup=False)
            for name in ("sheet", "about"):
                sheet = SettingsColumnsView(id=name)
                sheet.selects = name == "sheet"
                sheet.mirrored = current().rtl
                sheet.set_class(sheet.mirrored, "-mirrored")
                sheet.can_focus = name == "sheet"
                yield sheet
            field = TextField(select_on_focus=True)
            field.display = False
            yield field

    def on_mount(self) -> None:
        """The chosen one is seen from the beginning."""
        self.call_after_refresh(self._follow)

    def on_resize(self) -> None:
        """What it means is wrapped at the width."""
        self.call_after_refresh(self.fill)

    def rows(self) -> list[SheetRow]:
        """The groups and their settings."""
        rows: list[SheetRow] = []
        group = None
        for place, setting in enumerate(SETTINGS):
            if setting.table != group:
                group = setting.table
                rows += [()] if rows else []
                rows.append(((tr(GROUPS[group]), "heading", 0),))
            self._lines[place] = len(rows)
            rows.append(self._row(setting, chosen=place == self._chosen))
        return rows

    def _row(self, setting: Setting, *, chosen: bool) -> SheetRow:
        now = self.now(setting)
        said = settings_strings.value(setting, now)
        if chosen and choices(setting, self._tuning.themes):
            said = f"‹ {said} ›"
        usual = now == setting.default
        return (
            ColumnCell(tr(setting.key.title), "text" if chosen else "muted", TITLE_CELLS),
            ColumnCell("" if usual else "•", "key", 2),
            ColumnCell(said, "text" if usual else "key"),
        )

    def fill(self) -> None:
        """Show what is so now."""
        rows = self.rows()
        self.sheet.show(rows, chosen=self._lines[self._chosen], in_view=self.choice_lines[self._chosen])
        self.facts.show(self._facts())

    def _facts(self) -> list[SheetRow]:
        setting = self.chosen
        width = max(20, self.facts.size.width - 3)
        short = self.size.height < SHORT_LINES
        about_rows, hint_rows = (1, 1) if short else (ABOUT_ROWS, HINT_ROWS)
        lines = _wrapped(settings_strings.about(setting), width)[:about_rows]
        rows: list[SheetRow] = [((line, "text", 0),) for line in lines]
        rows += [() for _ in range(about_rows - len(rows))]
        rows.append(((settings_strings.setting_facts(setting), "muted", 0),))
        last = self.refused or settings_strings.settings_keys(typing=self.field.display)
        said = _wrapped(last, width)[:hint_rows]
        rows += [((line, "bad" if self.refused else "muted", 0),) for line in said]
        rows += [() for _ in range(hint_rows - len(said))]
        return rows

    def _follow(self) -> None:
        if self.is_mounted:
            self.fill()
            self.reveal()

    @property
    def selection_view(self) -> ColumnsView:
        """Where the settings are."""
        return self.sheet

    @property
    def choice_lines(self) -> Sequence[range]:
        """The line of each setting."""
        return [range(self._lines[place], self._lines[place] + 1) for place in range(len(SETTINGS))]

    @property
    def selected_index(self) -> int:
        """Which one is selected."""
        return self._chosen

    def select_index(self, index: int) -> None:
        """Go to a setting."""
        if self.field.display:
            return  # what is typed there is of the selected one
        self._chosen = max(0, min(index, len(SETTINGS) - 1))
        self._refused = ""
        self._follow()

    def action_step(self, arrow: str) -> None:
        """The next value lies where reading goes on."""
        forwards = (arrow == "right") is not current().rtl
        self.action_turn(1 if forwards else -1)

    def action_turn(self, step: int) -> None:
        """The next value or the one before."""
        setting = self.chosen
        now = self.now(setting)
        following = stepped(setting, now, step, self._tuning.themes)
        if following == now:
            self.action_type()
        else:
            self._change(setting, following)

    def action_type(self) -> None:
        """Type a value; a switch is thrown."""
        setting = self.chosen
        now = self.now(setting)
        if setting.switch:
            self._change(setting, not now)
            return
        self.field.value = text_of(now)
        self.field.display = True
        self.set_focus(self.field)
        self.fill()

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        setting = self.chosen
        try:
            wanted = typed(setting, message.value)
        except InvalidValueError as wrong:
            self._refused = settings_strings.refusal(setting, str(wrong))
            self.fill()
            return
        self._end_typing()
        if wanted is None:
            self.action_default()
        else:
            self._change(setting, wanted)

    def _end_typing(self) -> None:
        self._refused = ""
        self.field.display = False
        self.set_focus(self.sheet)

    def action_default(self) -> None:
        """As it would be if feeds.toml said nothing."""
        self._change(self.chosen, self.chosen.default)

    def _change(self, setting: Setting, wanted: object) -> None:
        now = self.now(setting)
        self._refused = ""
        if wanted != now:
            self._before.append((setting, now))
            self._tuning.write(setting, wanted)
            self._wanted[setting.path] = wanted
        self.fill()

    def action_undo(self) -> None:
        """Take the last change back, and go to where it was made."""
        path = self._tuning.undo()
        self._refused = "" if path else settings_strings.nothing_to_take_back()
        place = next((place for place, each in enumerate(SETTINGS) if each.path == path), None)
        if place is not None:
            self._chosen = place
            self._wanted.pop(path, None)
            if self._before and self._before[-1][0] is SETTINGS[place]:
                self._wanted[path] = self._before.pop()[1]
        self._follow()

    def action_edit(self) -> None:
        """Open feeds.toml in the user's editor."""
        self._tuning.edit()

    def action_close(self) -> None:
        """Put away the field, else the screen."""
        if self.field.display:
            self._end_typing()
            self.fill()
        else:
            super().action_close()

    @on(ColumnsView.Clicked)
    def _picked(self, message: ColumnsView.Clicked) -> None:
        """Choose; a click on the chosen one changes it."""
        message.stop()
        place = next((place for place, line in self._lines.items() if line == message.line), None)
        if place is None or self.field.display:
            return
        if place == self._chosen:
            self.action_turn(1)
        else:
            self.action_choose(place - self._chosen)


class SettingsColumnsView(ColumnsView, inherit_bindings=False):
    """A sheet whose keys are the screen's."""


_IN_A_NAME: Final = re.compile(r"(?<=\S)[-/](?=\S)")


def _wrapped(text: str, width_cells: int) -> list[str]:
    """The lines of a paragraph, logical; a name such as ``ticker-paper`` or ``themes/NAME.toml`` stays whole, as it is typed."""
    held = _IN_A_NAME.sub("\u2011", text)  # as wide, and no line ends there
    return [text[line.logical.start : line.logical.stop].strip() for line in layout(held, width_cells)]
