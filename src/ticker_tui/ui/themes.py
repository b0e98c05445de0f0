"""The program's own themes.

Two themes are made for reading: quiet surfaces, one accent for what is unread, red for nothing but breaking news
(the colours of sources are in `sources.py`). Textual's other themes can be used too; the variables they do not
know come from `defaults`.
"""

from __future__ import annotations

from textual.theme import Theme

from ticker_tui.ui.colours import DARK, DARK_VARIABLES, LIGHT, LIGHT_VARIABLES

__all__ = ["DARK", "LIGHT", "THEMES", "defaults"]

THEMES = (
    Theme(
        name=DARK,
        primary="#6eaaf0",
        secondary="#35507a",
        accent="#f0b43c",
        warning="#f0b43c",
        error="#f0716a",
        success="#78be82",
        foreground="#dee0e4",
        background="#121418",
        surface="#121418",
        panel="#171a1f",
        dark=True,
        variables=DARK_VARIABLES,
    ),
    Theme(
        name=LIGHT,
        primary="#1f5fa8",
        secondary="#7aa0cc",
        accent="#a86e00",
        warning="#8a5a00",
        error="#b3261e",
        success="#2c6e36",
        foreground="#1f242b",
        background="#fbfbf8",
        surface="#fbfbf8",
        panel="#eff0ec",
        dark=False,
        variables=LIGHT_VARIABLES,
    ),
)


def defaults(*, dark: bool) -> dict[str, str]:
    """The variables of our stylesheet for themes that do not know them.

    A value is not searched for other variables: what depends on the theme is said with `auto` (the colour that
    is readable on the ground) and with white or black laid over the ground.
    """
    own, shade = (DARK_VARIABLES, "white") if dark else (LIGHT_VARIABLES, "black")
    strong, weak = (16, 8) if dark else (10, 5)
    return {
        **own,
        "headline-unread": "auto 95%",
        "headline-read": "auto 72%",
        "cursor-background": f"{shade} {strong}%",
        "cursor-blurred-background": f"{shade} {weak}%",
        "rule": "auto 22%",
        "bar-background": f"{shade} {weak}%",
        "bar-foreground": "auto 90%",
    }
