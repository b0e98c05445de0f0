"""The command palette: every action of the key table, every view, every theme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.await_complete import AwaitComplete
from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from ticker_tui.ui import themes, wording
from ticker_tui.ui.keymap import Scope, display
from ticker_tui.ui.language.choice import CODES, NAMES
from ticker_tui.ui.stock.palette import FieldPalette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import Hits
    from textual.fuzzy import Matcher
    from textual.types import IgnoreReturnCallbackType

    from ticker_tui.ui.app import TickerApp


class Palette(FieldPalette):
    """Textual's palette, which can be put away only once.

    Two quick Enters make Textual 8.2 dismiss it twice; the second time takes the screen below and ends the app.
    """

    def dismiss(self, result: IgnoreReturnCallbackType | None = None) -> AwaitComplete:
        """Put it away, if it is there. Nobody waits for a result: the palette runs its command itself."""
        _ = result
        return super().dismiss() if self.is_current else AwaitComplete()


class _Command(NamedTuple):
    title: str
    """Logical; the name of a view is the user's."""
    run: Callable[[], object]
    help: str = ""

    @property
    def shown(self) -> Content:
        """The title, never as markup; the app's filter puts it into visual order."""
        return Content(self.title)

    def marked(self, matcher: Matcher) -> Content:
        """The title with the letters that match."""
        shown = self.shown
        for index in matcher.fuzzy_search.match(matcher.query, self.title)[1]:
            if not self.title[index].isspace():
                shown = shown.stylize(matcher.match_style, index, index + 1)
        return shown


class Commands(Provider):
    """What can be done from here."""

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.shown, command.run, text=command.title, help=command.help or None)

    async def search(self, query: str) -> Hits:
        """What matches; the matcher sees logical text."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.title)) > 0:
                shown = command.marked(matcher)
                yield Hit(score, shown, command.run, text=command.title, help=command.help or None)

    def _commands(self) -> Iterator[_Command]:
        app = cast("TickerApp", self.app)
        for key in app.keymap.keys:
            if key.scope is Scope.APP and key.id != "program.palette" and not key.id[-1].isdigit():
                shown = "  ".join(display(name) for name in key.keys)
                yield _Command(key.said, partial(app.run_action, key.action, app), shown)
        for number, tab in enumerate(app.desk.tabs, 1):
            yield _Command(wording.go_to_view(tab.title), partial(app.action_view, number))
        for code in CODES:
            name = wording.use_language(NAMES[code])
            yield _Command(name, partial(app.action_language, code))
        for name in sorted(
            app.available_themes, key=lambda name: (name not in (themes.DARK, themes.LIGHT), name)
        ):
            yield _Command(wording.use_theme(name), partial(setattr, app, "theme", name))
