"""Looks as Textual's themes.

Ours are made for reading: quiet surfaces, one accent for what is unread, red for nothing but breaking news (the
colours of sources are in `feed_colours.py`). Textual's own themes can be used too; the variables they do not know come
from `defaults`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from ticker_tui.ui.theme.palettes import AUTO, CONTRAST, DARK, LIGHT, PAPER, looks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import App

    from ticker_tui.config.schema import ThemeFile
    from ticker_tui.ui.theme.palettes import ThemeColours

__all__ = ["AUTO", "CONTRAST", "DARK", "LIGHT", "PAPER", "contrast_of", "defaults", "register", "themed"]

_BASIC = frozenset({"background", "panel", "primary", "secondary", "accent"})
_CONTRAST = "least-contrast"


def themed(look: ThemeColours) -> Theme:
    """A look as a theme of Textual."""
    colours = look.colours
    return Theme(
        name=look.name,
        primary=colours["primary"],
        secondary=colours["secondary"],
        accent=colours["accent"],
        warning=colours["text-warning"],
        error=colours["text-error"],
        success=colours["text-success"],
        foreground=colours["text"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["panel"],
        dark=look.dark,
        variables={**_variables(colours), _CONTRAST: str(look.contrast)},
    )


def _variables(colours: Mapping[str, str]) -> dict[str, str]:
    """The variables of our stylesheet, and those of Textual's widgets that follow from them."""
    cursor, unread = colours["cursor-background"], colours["headline-unread"]
    return {
        **{name: colour for name, colour in colours.items() if name not in _BASIC},
        "block-cursor-background": cursor,
        "block-cursor-foreground": unread,
        "block-cursor-blurred-background": cursor,
        "block-cursor-blurred-foreground": unread,
        "input-selection-background": cursor,
        "scrollbar-active": colours["primary"],
        "scrollbar-background": colours["background"],
    }


def register(app: App[Any], files: Iterable[ThemeFile]) -> tuple[str, ...]:
    """Let an app know our themes and the user's; returns their names, in the order in which a key goes through them."""
    known = looks(files)
    for look in known.values():
        app.register_theme(themed(look))
    return tuple(known)


def contrast_of(theme: Theme) -> float:
    """The least contrast that texts have in a theme."""
    return float(theme.variables.get(_CONTRAST, looks()[DARK].contrast))


def defaults(*, dark: bool) -> dict[str, str]:
    """The variables of our stylesheet for themes that do not know them.

    A value is not searched for other variables: what depends on the theme is said with `auto` (the colour that
    is readable on the ground) and with white or black laid over the ground.
    """
    own, shade = looks()[DARK if dark else LIGHT].colours, "white" if dark else "black"
    strong, weak = (16, 8) if dark else (10, 5)
    return {
        **_variables(own),
        "headline-unread": "auto 95%",
        "headline-read": "auto 72%",
        "cursor-background": f"{shade} {strong}%",
        "cursor-blurred-background": f"{shade} {weak}%",
        "rule": "auto 22%",
        "bar-background": f"{shade} {weak}%",
        "bar-foreground": "auto 90%",
    }
