"""The program's own themes.

Two themes are made for reading: quiet surfaces, one accent for what is unread, red for nothing but breaking news
(the colours of sources are in `sources.py`). Textual's other themes can be used too; the variables they do not
know come from `defaults`.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = "ticker-dark"
LIGHT = "ticker-light"

_DARK_VARIABLES = {
    "text": "#dee0e4",
    "text-muted": "#868e9a",
    "text-disabled": "#59616c",
    "text-error": "#f0716a",
    "text-warning": "#f0b43c",
    "text-success": "#78be82",
    "headline-unread": "#ffffff",
    "headline-read": "#a9afb9",
    "cursor-background": "#24344a",
    "cursor-blurred-background": "#1c2430",
    "rule": "#2e343c",
    "bar-background": "#1b2129",
    "bar-foreground": "#dee0e4",
    "bar-label-background": "#35507a",
    "bar-label-foreground": "#ffffff",
    "breaking-background": "#3c0e10",
    "breaking-foreground": "#ffebeb",
    "breaking-label-background": "#c82626",
    "breaking-label-foreground": "#ffffff",
    "block-cursor-background": "#24344a",
    "block-cursor-foreground": "#ffffff",
    "scrollbar": "#2e343c",
    "scrollbar-hover": "#3d4652",
    "scrollbar-active": "#6eaaf0",
    "scrollbar-background": "#121418",
    "link-color": "#6eaaf0",
    "footer-key-foreground": "#f0b43c",
    "input-selection-background": "#24344a",
    "border": "#35507a",
}

_LIGHT_VARIABLES = {
    "text": "#1f242b",
    "text-muted": "#636b77",
    "text-disabled": "#9aa1ab",
    "text-error": "#b3261e",
    "text-warning": "#8a5a00",
    "text-success": "#2c6e36",
    "headline-unread": "#0b0e12",
    "headline-read": "#4f5762",
    "cursor-background": "#d3e3f6",
    "cursor-blurred-background": "#e7ecf2",
    "rule": "#d5d7d3",
    "bar-background": "#e3e8ee",
    "bar-foreground": "#1f242b",
    "bar-label-background": "#3a67a0",
    "bar-label-foreground": "#ffffff",
    "breaking-background": "#fbe3e1",
    "breaking-foreground": "#5d0f0b",
    "breaking-label-background": "#c01c1c",
    "breaking-label-foreground": "#ffffff",
    "block-cursor-background": "#d3e3f6",
    "block-cursor-foreground": "#0b0e12",
    "scrollbar": "#cfd3d8",
    "scrollbar-hover": "#b9bfc7",
    "scrollbar-active": "#1f5fa8",
    "scrollbar-background": "#fbfbf8",
    "link-color": "#1f5fa8",
    "footer-key-foreground": "#8a5a00",
    "input-selection-background": "#d3e3f6",
    "border": "#7aa0cc",
}

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
        variables=_DARK_VARIABLES,
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
        variables=_LIGHT_VARIABLES,
    ),
)


def defaults(*, dark: bool) -> dict[str, str]:
    """The variables of our stylesheet for themes that do not know them.

    A value is not searched for other variables: what depends on the theme is said with `auto` (the colour that
    is readable on the ground) and with white or black laid over the ground.
    """
    own, shade = (_DARK_VARIABLES, "white") if dark else (_LIGHT_VARIABLES, "black")
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
