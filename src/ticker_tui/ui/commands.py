"""The command palette: every action of the key table, every view, every theme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from ticker_tui.text import plain
from ticker_tui.ui import themes, wording
from ticker_tui.ui.keymap import Scope, display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import Hits

    from ticker_tui.ui.app import TickerApp


class _Command(NamedTuple):
    title: str
    """Logical; the name of a view is the user's."""
    run: Callable[[], object]
    help: str = ""

    @property
    def shown(self) -> Content:
        """The title as cells, never as markup."""
        return Content(plain(self.title))


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
                yield Hit(score, command.shown, command.run, text=command.title, help=command.help or None)

    def _commands(self) -> Iterator[_Command]:
        app = cast("TickerApp", self.app)
        for key in app.keymap.keys:
            if key.id == "program.palette" or key.id.removeprefix("views.").isdigit():
                continue
            pane = (
                app.reader if key.scope is Scope.READER else app.headlines if key.scope is Scope.LIST else app
            )
            shown = "  ".join(display(name) for name in key.keys)
            yield _Command(key.description, partial(app.run_action, key.action, pane), shown)
        for number, tab in enumerate(app.desk.tabs, 1):
            yield _Command(wording.go_to_view(tab.title), partial(app.action_view, number))
        for name in sorted(
            app.available_themes, key=lambda name: (name not in (themes.DARK, themes.LIGHT), name)
        ):
            yield _Command(wording.use_theme(name), partial(setattr, app, "theme", name))
