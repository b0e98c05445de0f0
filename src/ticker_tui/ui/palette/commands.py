"""What the palette finds: every action of the key table, view, feed, theme, language and setting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ticker_tui.i18n.locale import CODES, NAMES
from ticker_tui.ui import strings
from ticker_tui.ui.keys.key_table import Scope, display
from ticker_tui.ui.palette.fuzzy import Searchable
from ticker_tui.ui.settings import strings as settings_strings
from ticker_tui.ui.settings.model import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ticker_tui.ui.keys.key_table import Key
    from ticker_tui.ui.settings.controller import SettingsController


class PaletteCommand(NamedTuple):
    """Something that can be done from here."""

    name: Searchable
    run: Callable[[], object]
    """Called when the palette is gone. What it returns may be awaited."""
    keys: str = ""
    """As displayed; empty: it has none."""
    preview: Callable[[], object] | None = None
    """Shows what it would be like, while it is only chosen."""


def commands(app: SettingsController) -> Iterator[PaletteCommand]:
    """All of them, in the order in which they are listed before a letter is typed."""
    yield from _of_keys(app)
    for number, tab in enumerate(app.desk.tabs, 1):
        named = Searchable(strings.go_to_view(tab.title), f"go to view {tab.title} {number}")
        shown = app.keymap.first(f"views.{number}") if number < 10 else ""
        yield PaletteCommand(named, partial(app.action_view, number), shown)
    for feed in app.config.feeds:
        if feed.enabled:
            named = Searchable(
                settings_strings.only_feed(feed.name), f"show only feed source {feed.name} {feed.url}"
            )
            yield PaletteCommand(named, partial(app.action_only_feed, feed.url))
    for name in app.theme_names:
        named = Searchable(
            settings_strings.theme_is(name), f"theme {name} {settings_strings.english_theme(name)}"
        )
        run, preview = partial(app.action_theme, name), partial(app.preview_theme, name)
        yield PaletteCommand(named, run, preview=preview)
    for code in CODES:
        named = Searchable(strings.use_language(NAMES[code]), f"language {code} {NAMES[code]}")
        yield PaletteCommand(named, partial(app.action_language, code))
    for setting in SETTINGS:
        named = Searchable(
            settings_strings.setting_command(setting), f"setting {setting.path} {setting.key.title}"
        )
        yield PaletteCommand(named, partial(app.action_settings, setting.path))


def _of_keys(app: SettingsController) -> Iterator[PaletteCommand]:
    for key in app.keymap.keys:
        if key.id == "program.palette" or (key.id.startswith("views.") and key.id[-1].isdigit()):
            continue
        if key.scope is Scope.READER and not app.reading:
            continue
        shown = "  ".join(display(name) for name in key.keys[:2])
        yield PaletteCommand(
            Searchable(key.said, f"{key.description} {key.id}"), partial(_do, app, key), shown
        )


def _do(app: SettingsController, key: Key) -> object:
    if key.scope is Scope.FEEDS:
        # The feeds screen opens for it, and shows to which feed it is done.
        app.action_show_feeds()
        return app.screen.call_later(app.run_action, key.action, app.screen)
    homes = {
        Scope.APP: app,
        Scope.LIST: app.headlines,
        Scope.READER: app.reader if app.reading else app,
        Scope.BAR: app.bar,
    }
    return app.run_action(key.action, homes[key.scope])
