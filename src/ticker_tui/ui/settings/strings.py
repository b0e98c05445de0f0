"""What is said about the look of the screen and about settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.config.checks import Duration, Number, WholeNumber
from ticker_tui.i18n import N_, tr
from ticker_tui.i18n.locale import NAMES
from ticker_tui.ui.settings.model import text_of
from ticker_tui.ui.strings import isolated, number
from ticker_tui.ui.theme.palettes import AUTO, CONTRAST, DARK, LIGHT, PAPER

if TYPE_CHECKING:
    from ticker_tui.ui.settings.model import Setting

_THEMES = {
    AUTO: N_("as the terminal is"),
    DARK: N_("dark"),
    LIGHT: N_("light"),
    PAPER: N_("paper"),
    CONTRAST: N_("high contrast"),
}


def theme_name(name: str) -> str:
    """A theme as a person calls it: ours by a word, the others by their names."""
    return tr(_THEMES[name]) if name in _THEMES else name


def theme_is(name: str) -> str:
    """The screen has another theme now."""
    return tr("Theme: {name}").format(name=isolated(theme_name(name)))


def english_theme(name: str) -> str:
    """The same in English, to be found by it."""
    return _THEMES.get(name, name)


def only_feed(name: str) -> str:
    """A command: all headlines of one feed."""
    return tr("Show only: {source}").format(source=isolated(name))


def setting_command(setting: Setting) -> str:
    """A command: the settings screen, at one setting."""
    return tr("Setting: {name}").format(name=isolated(tr(setting.key.title)))


def no_command() -> str:
    """The palette has nothing of that name."""
    return tr("There is no command of that name.")


def search_hint() -> str:
    """Beside the title of the help."""
    return tr("/ searches")


# The settings screen ---------------------------------------------------------------------------------------------


def settings_title() -> str:
    """Above all settings."""
    return tr("Settings")


def settings_keys(*, typing: bool) -> str:
    """What can be done about the chosen one."""
    if typing:
        return tr("enter writes it down · esc leaves it as it was")
    return tr("← → change · enter types · backspace: default · u undoes · e opens feeds.toml")


def value(setting: Setting, what: object) -> str:
    """A setting's value for the eye."""
    if isinstance(what, bool):
        return tr("on") if what else tr("off")
    if what is None or what in ("", []):
        return "–"
    if isinstance(what, str):
        if setting.path == "display.theme":
            return theme_name(what)
        named = NAMES if setting.path == "language" and what != "auto" else _VALUES
        return tr(named.get(what, what))
    if isinstance(what, list):
        parts = [str(part) for part in what]  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
        return tr(", ").join(tr(_LISTED.get(part, part)) for part in parts)
    return number(text_of(what)) if isinstance(what, int | float) else text_of(what)


_VALUES = {
    "auto": N_("automatic"),
    "on": N_("on"),
    "off": N_("off"),
    "full": N_("full"),
    "reduced": N_("reduced"),
    "one": N_("one"),
    "two": N_("two"),
    "summary": N_("with the first words of the article"),
    "time": N_("by time"),
    "source": N_("by source"),
    "size": N_("by the size of the story"),
    "side": N_("side by side"),
    "stacked": N_("one above the other"),
    "markdown": N_("Markdown"),
    "text": N_("plain text"),
    "scroll": N_("it crawls"),
    "flip": N_("one headline after the other"),
    "open": N_("when it is opened"),
    "never": N_("never"),
    "latin": N_("Latin: 123"),
    "arabic": N_("Arabic: ١٢٣"),
    "persian": N_("Persian: ۱۲۳"),
}
_LISTED = {
    "breaking": N_("breaking news"),
    "all": N_("everything"),
    "hijri": N_("Hijri"),
    "persian": N_("Persian"),
}


def setting_facts(setting: Setting) -> str:
    """Where a setting is in the file, and what it is without being there."""
    return tr("{key} in feeds.toml · by default: {value}").format(
        key=isolated(setting.path), value=isolated(value(setting, setting.default))
    )


def about(setting: Setting) -> str:
    """What a setting means. The signs of Markdown are for docs/config.md."""
    return tr(setting.key.about).replace("`", "")


def refusal(setting: Setting, why: str) -> str:
    """Why a value is not taken.

    Args:
        setting: Which does not take it.
        why: What its check said, in English.
    """
    check = setting.key.check
    if isinstance(check, WholeNumber):
        return tr("A whole number from {least} to {most}, please.").format(
            least=number(check.least), most=number(check.most)
        )
    if isinstance(check, Number):
        return tr("A number from {least} to {most}, please.").format(
            least=number(f"{check.least:g}"), most=number(f"{check.most:g}")
        )
    if isinstance(check, Duration):
        return tr("A time with its unit, please, such as {some}.").format(some=isolated("30s, 5m, 2h"))
    return tr("This is not taken: {why}").format(why=isolated(why))


def nothing_to_take_back() -> str:
    """No setting was changed."""
    return tr("There is nothing to take back.")
