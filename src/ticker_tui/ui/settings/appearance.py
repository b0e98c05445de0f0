"""How the screen looks and what it speaks: settings, theme, language, density."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from ticker_tui.i18n import CODES, chosen, current, speak
from ticker_tui.i18n.time_zones import use_zone
from ticker_tui.model import Order
from ticker_tui.ui import strings
from ticker_tui.ui.headlines import strings as headlines_strings
from ticker_tui.ui.headlines.empty_states import EmptyState
from ticker_tui.ui.keys.user_keymap import overlay
from ticker_tui.ui.panes import strings as panes_strings
from ticker_tui.ui.render.highlights import Highlights
from ticker_tui.ui.rtl.visual_order import VisualOrder
from ticker_tui.ui.screen_app import ScreenApp
from ticker_tui.ui.settings import strings as settings_strings
from ticker_tui.ui.theme import reduced_motion, textual_themes
from ticker_tui.ui.theme.palettes import looks, wanted

if TYPE_CHECKING:
    from ticker_tui.ui.headlines.column_widths import Density
    from ticker_tui.ui.screen_app import AppDependencies


class AppearanceController(ScreenApp):
    """What settings and keys make of the look."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self._language = ""
        """The language a key has chosen for this run, before that of the configuration."""
        self._density: Density | None = None
        """What a key has chosen for this run, before the configuration."""
        self._theme = ""
        """The theme a key has chosen for this run, before that of the configuration."""
        self._ring: tuple[str, ...] = ()
        """The themes that the key goes through."""
        self._grouped: bool | None = None
        """The same of the headings."""
        self._marks = given.marks
        self._dark = given.dark

    def _learn_themes(self) -> None:
        """Know the themes of the configuration, ours among them; those of files that are gone are no longer there."""
        for gone in set(self._ring) - set(looks(self.config.themes)):
            self.unregister_theme(gone)
        self._ring = textual_themes.register(self, self.config.themes)

    def _use_settings(self) -> str:
        """Take up the keys of the configuration; returns the name of its theme."""
        settings = self.config.settings
        problems = [*self.keymap.problems, *self.config.theme_problems]
        theme = self._theme or wanted(settings.display.theme, dark=self._dark)
        if self.get_theme(theme) is None:
            problems.append(strings.unknown_theme(theme, self.theme_names))
            theme = textual_themes.DARK
        problems += [
            strings.view_problem(name, error.column, error.problem)
            for name, error in self.desk.misread.items()
        ]
        self.set_keymap(self.keymap.textual())
        self.notices.settings = tuple(problems)
        return theme

    @property
    def theme_names(self) -> list[str]:
        """Every theme there is: ours, the user's, Textual's."""
        return [*self._ring, *sorted(name for name in self.available_themes if name not in self._ring)]

    def use_background(self, dark: bool) -> None:  # noqa: FBT001 - a callback with one thing to say
        """The terminal has said what ground it has, after all."""
        self._dark = dark
        self.theme = self._use_settings()

    def _use_display(self) -> None:
        """Take up what the widgets want to know of the configuration."""
        settings = self.config.settings
        marks = {"on": True, "off": False}.get(settings.display.marks, self._marks)
        self.bar.marks = self.headlines.marks = self.tabs.marks = self.notice.marks = marks
        self.headlines.highlight(Highlights(settings.highlight))
        self._use_density(self._density or settings.display.density)
        self.headlines.grouped = settings.display.group_by_day if self._grouped is None else self._grouped
        self.desk.prefer(Order(settings.display.sort))
        self._use_language(marks=marks)
        if self._reader is not None:
            self._reader.marks = marks
        self.bar.set_class(settings.bar.mode == "off", "-off")
        self.bar.mode = settings.bar.mode
        self.bar.speed = settings.bar.speed_cells_s
        self.animation_level = reduced_motion.animations(settings.display.motion)
        self.bar.motion_changed()
        self._show_keys()

    def _speak(self) -> bool:
        """Take up the language of the key or the configuration; returns whether it is another one."""
        settings, before = self.config.settings, current()
        use_zone(settings.display.time_zone)
        speak(chosen(self._language or settings.language, settings.display.digits, os.environ))
        return current() != before

    def _use_language(self, *, marks: bool) -> None:
        """Let everything that says something, or stands at an edge, know in which language."""
        language = current()
        display = self.config.settings.display
        words = strings.words(relative_times=display.relative_times, calendars=display.calendars)
        self._visual_order = VisualOrder(lang=language.code, marks=marks)
        self.headlines.mirrored = self.bar.mirrored = language.rtl
        self.headlines.say(words)
        for widget in (self.tabs, self.notice, self.footer, self.status):
            widget.mirrored = language.rtl
            widget.refresh()
        if self._reader is not None:
            self._reader.mirrored = language.rtl
            self._reader.say(words, strings.nothing_open())
        self.headlines.empty = EmptyState()

    @property
    def _too_small(self) -> str:
        return panes_strings.too_small(self.keymap.first("program.quit"))

    def _change_language(self) -> None:
        """Say everything again in another language, from the other edge if need be."""
        if not self._speak():
            return
        mirrored = current().rtl
        if mirrored != self.has_class("-rtl"):
            self.set_class(mirrored, "-rtl")
            self.panes.sharing = self.panes.sharing._replace(mirrored=mirrored)
            foot = self._desk_screen.query_one("#foot")
            for child in list(foot.children)[1:]:
                foot.move_child(child, before=0)
        self.keymap = overlay(self.config.settings.keys, mirrored=mirrored, lang=current().code)
        self._use_settings()
        self._use_display()
        for line in self._desk_screen.query("#too-small").results(Static):
            line.update(Content(self._too_small))
        self.desk.recount()
        self._show_tabs()
        self._show_bar()
        self._show_standing()

    def action_density(self) -> None:
        """Headlines on one line each, on two, or with the beginnings of their articles."""
        if self.headlines.density == "summary":
            self._density = "one"
        else:
            self._density = "two" if self.headlines.rows_each == 1 else "summary"
        self._use_density(self._density)

    def _use_density(self, density: Density) -> None:
        self.desk.summaries = density == "summary"
        self.headlines.density = density

    def action_headings(self) -> None:
        """Headings between the days, the sources or the sizes of stories; or none."""
        self._grouped = self.headlines.grouped = not self.headlines.grouped
        self.status.say(headlines_strings.headings_are(shown=self._grouped))

    def action_next_theme(self) -> None:
        """The next of our themes and the user's, until the program ends."""
        place = self._ring.index(self.theme) + 1 if self.theme in self._ring else 0
        self.action_theme(self._ring[place % len(self._ring)])

    def preview_theme(self, name: str) -> None:
        """A theme, until another one is set."""
        self.theme = name

    def _forget_choice(self, path: str) -> None:
        """Let a setting of feeds.toml (as `Setting.path` has it) count again instead of what a key has chosen."""
        if path == "display.theme":
            self._theme = ""
        elif path == "display.density":
            self._density = None
        elif path == "language":
            self._language = ""

    def action_theme(self, name: str) -> None:
        """A theme by its name, until the program ends; feeds.toml says which one it begins with."""
        self._theme = self.theme = name
        self.status.say(settings_strings.theme_is(name))

    def action_next_language(self) -> None:
        """The interface in the next of its languages."""
        place = CODES.index(current().code) + 1
        self.action_language(CODES[place % len(CODES)])

    def action_language(self, code: str) -> None:
        """The interface in a language, until the program ends; feeds.toml says which one it begins with."""
        self._language = code
        self._change_language()
        self.status.say(strings.language_is(current().name))

    def watch_theme(self) -> None:
        """Paint the rows in the theme's colours."""
        if self._is_mounted:
            self.headlines.forget_rows()
