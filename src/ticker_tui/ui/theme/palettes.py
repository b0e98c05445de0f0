"""The looks made for this program, by the names the stylesheet knows their colours by. No import of Textual: the first frame needs them.

Each pair that is put together on the screen has a contrast (WCAG 2.2, 1.4.3) of at least `ThemeColours.contrast`;
`tests/ui/test_contrast.py` measures what is really painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticker_tui.config.schema import ThemeFile

DARK: Final = "ticker-dark"
LIGHT: Final = "ticker-light"
PAPER: Final = "ticker-paper"
CONTRAST: Final = "ticker-contrast"
AUTO: Final = "auto"
"""As the terminal's ground is: `DARK` or `LIGHT`."""

USUAL_CONTRAST: Final = 4.5
"""WCAG's AA."""


class ThemeColours(NamedTuple):
    """A theme, before Textual knows of it."""

    name: str
    dark: bool
    colours: Mapping[str, str]
    """All of `NAMES` → ``#rrggbb``."""
    contrast: float = USUAL_CONTRAST
    """The least between a text and its ground."""


_DARK: Final = {
    "background": "#121418",
    "panel": "#171a1f",
    "primary": "#6eaaf0",
    "secondary": "#35507a",
    "accent": "#f0b43c",
    "text": "#dee0e4",
    "text-muted": "#99a1ad",
    "text-disabled": "#868e9a",
    "text-error": "#f5847e",
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
    "scrollbar": "#2e343c",
    "scrollbar-hover": "#4a5462",
    "link-color": "#6eaaf0",
    "footer-key-foreground": "#f0b43c",
    "border": "#35507a",
    "match-background": "#4d3d14",
}

_LIGHT: Final = {
    "background": "#fbfbf8",
    "panel": "#eff0ec",
    "primary": "#1f5fa8",
    "secondary": "#7aa0cc",
    "accent": "#865700",
    "text": "#1f242b",
    "text-muted": "#596069",
    "text-disabled": "#5c646f",
    "text-error": "#b3261e",
    "text-warning": "#865700",
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
    "scrollbar": "#cfd3d8",
    "scrollbar-hover": "#a4abb5",
    "link-color": "#1f5fa8",
    "footer-key-foreground": "#865700",
    "border": "#7aa0cc",
    "match-background": "#f6e3ac",
}

_PAPER: Final = {
    "background": "#f5efe0",
    "panel": "#ebe3cf",
    "primary": "#7a4a21",
    "secondary": "#b99a6b",
    "accent": "#8c3f12",
    "text": "#2f271c",
    "text-muted": "#63583f",
    "text-disabled": "#655a42",
    "text-error": "#9c2418",
    "text-warning": "#7a4f00",
    "text-success": "#3f6128",
    "headline-unread": "#1c150b",
    "headline-read": "#5a4f3a",
    "cursor-background": "#e3d5b4",
    "cursor-blurred-background": "#ece2ca",
    "rule": "#d3c6a8",
    "bar-background": "#e8dec6",
    "bar-foreground": "#2f271c",
    "bar-label-background": "#6b4a2b",
    "bar-label-foreground": "#fffaf0",
    "breaking-background": "#f3d9cb",
    "breaking-foreground": "#5a1408",
    "breaking-label-background": "#a3281a",
    "breaking-label-foreground": "#fffaf0",
    "scrollbar": "#d3c6a8",
    "scrollbar-hover": "#a8966c",
    "link-color": "#31567c",
    "footer-key-foreground": "#8c3f12",
    "border": "#b99a6b",
    "match-background": "#efd48f",
}

_CONTRAST: Final = {
    "background": "#000000",
    "panel": "#0f0f0f",
    "primary": "#7fd0ff",
    "secondary": "#005a9c",
    "accent": "#ffd60a",
    "text": "#ffffff",
    "text-muted": "#d6d6d6",
    "text-disabled": "#c4c4c4",
    "text-error": "#ffb0aa",
    "text-warning": "#ffd60a",
    "text-success": "#9dec9d",
    "headline-unread": "#ffffff",
    "headline-read": "#d0d0d0",
    "cursor-background": "#00356b",
    "cursor-blurred-background": "#1f2a36",
    "rule": "#8c8c8c",
    "bar-background": "#161616",
    "bar-foreground": "#ffffff",
    "bar-label-background": "#ffffff",
    "bar-label-foreground": "#000000",
    "breaking-background": "#4a0000",
    "breaking-foreground": "#ffffff",
    "breaking-label-background": "#9c0000",
    "breaking-label-foreground": "#ffffff",
    "scrollbar": "#8c8c8c",
    "scrollbar-hover": "#bfbfbf",
    "link-color": "#8fd4ff",
    "footer-key-foreground": "#ffd60a",
    "border": "#ffffff",
    "match-background": "#4d3900",
}

NAMES: Final = frozenset(_DARK)
"""What a theme says."""

LOOKS: Final = (
    ThemeColours(DARK, True, _DARK),
    ThemeColours(LIGHT, False, _LIGHT),
    ThemeColours(PAPER, False, _PAPER),
    ThemeColours(CONTRAST, True, _CONTRAST, 7.0),
)
_OURS: Final = {look.name: look for look in LOOKS}


def looks(files: Iterable[ThemeFile] = ()) -> dict[str, ThemeColours]:
    """Our looks and the user's, by name, in the order in which a key goes through them. A file may replace one of ours."""
    found = dict(_OURS)
    for file in files:
        base = _OURS.get(file.base) or _OURS[DARK if file.dark else LIGHT]
        colours = {**base.colours, **file.colours}
        found[file.name] = ThemeColours(file.name, file.dark, colours, base.contrast)
    return found


def wanted(setting: str, *, dark: bool) -> str:
    """The name that `display.theme` means on a terminal with a dark or a light ground."""
    return (DARK if dark else LIGHT) if setting in {"", AUTO} else setting
