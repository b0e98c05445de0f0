"""Finding commands by name, and changing settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from ticker_tui.i18n import current
from ticker_tui.model import View
from ticker_tui.ui import messages
from ticker_tui.ui.feeds.controller import FeedsController
from ticker_tui.ui.headlines.news import NewsController
from ticker_tui.ui.headlines.snapshot import Narrowing
from ticker_tui.ui.settings.appearance import AppearanceController
from ticker_tui.ui.undo import Edited, FileEdit

if TYPE_CHECKING:
    from pathlib import Path

    from ticker_tui.ui.settings.model import Setting


class SettingsController(NewsController, FeedsController, AppearanceController):
    """The palette and the settings."""

    _not_written = ""
    """Why the last setting could not be written."""

    def action_command_palette(self) -> None:
        """Find a command by name."""
        from ticker_tui.ui.palette.commands import commands
        from ticker_tui.ui.palette.screen import PaletteScreen

        if not isinstance(self.screen, PaletteScreen):
            theme = self.theme
            found = tuple(commands(self))
            self.push_screen(PaletteScreen(found, revert=lambda: setattr(self, "theme", theme)))

    def _change_language(self) -> None:
        """Say in the new language what is shown of the view, too, and draw everything again, dialogs included."""
        before = current()
        super()._change_language()
        if current() == before:
            return
        self._show_narrowing()
        self.call_later(self._fill_dialog)
        for screen in self.screen_stack:
            for widget in screen.walk_children(Widget):
                widget.refresh()

    def action_only_feed(self, url: str) -> None:
        """Everything of one feed, whatever was shown before."""
        if self.reading:
            self._show_list()
        if self.desk.base != View():
            self._go_to_view(View())
        self._narrow(Narrowing(feed_url=url))

    def action_settings(self, at: str = "") -> None:
        """The settings, perhaps at one of them."""
        from ticker_tui.ui.settings.screen import SettingsCallbacks as Given
        from ticker_tui.ui.settings.screen import SettingsScreen

        if isinstance(self.screen, SettingsScreen):
            return
        self._not_written = ""
        given = Given(
            settings=lambda: self.config.settings,
            themes=self.theme_names,
            write=self._write_setting,
            trouble=lambda: self._not_written,
            edit=self.action_edit_config,
            undo=self._undo_setting,
        )
        self.push_screen(SettingsScreen(given, at=at))

    def _write_setting(self, setting: Setting, value: object) -> None:
        """Have it written, and taken up at once; what a key has chosen for this run gives way to it."""
        from ticker_tui.config.edit.feed_edits import set_setting

        self._not_written = ""
        self._forget_choice(setting.path)

        def edit(path: Path, stamp: tuple[int, int]) -> None:
            set_setting(path, setting.table, setting.name, value, stamp=stamp)

        self._edit_file(edit, FileEdit(next(self._edit_numbers), Edited.SETTING, setting.path))

    def _undo_setting(self) -> str:
        """Take the last change back if it was one of a setting; says of which."""
        last = self.history.last
        if not isinstance(last, FileEdit) or last.kind is not Edited.SETTING:
            return ""
        self._not_written = ""
        self._forget_choice(last.name)
        self.action_undo()
        return last.name

    def _refuse(self, sentence: str) -> None:
        """Say it where it was asked for."""
        from ticker_tui.ui.settings.screen import SettingsScreen

        if isinstance(self.screen, SettingsScreen):
            self._not_written = sentence
            self.screen.call_later(self.screen.fill)
        else:
            super()._refuse(sentence)

    @on(messages.ConfigBroken)
    @on(messages.ConfigChanged)
    def _update_dialog(self) -> None:
        """The open sheet shows what is so now. Called after those that have something to do about it."""
        self.call_later(self._fill_dialog)

    def _fill_dialog(self) -> None:
        from ticker_tui.ui.dialogs.dialog import Dialog

        if isinstance(self.screen, Dialog):
            self.screen.call_later(self.screen.fill)
