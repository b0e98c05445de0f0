"""How each terminal is started: its arguments, and the files it reads in its home folder."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).resolve().parent
_SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's, which has python3-gi


@dataclass(frozen=True, slots=True)
class Look:
    """What every terminal is told."""

    columns: int
    rows: int
    font: str = "DejaVu Sans Mono"
    points: float = 14
    options: Sequence[str] = ()
    """The terminal's own: a line of its configuration file where it has one, else an argument."""

    @property
    def geometry(self) -> str:
        """``100x30``."""
        return f"{self.columns}x{self.rows}"

    @property
    def pixels(self) -> int:
        """The font's size at 96 dots an inch."""
        return int(self.points * 96 / 72)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One terminal, ready to start."""

    argv: Sequence[str]
    files: dict[str, str] = field(default_factory=dict)
    """Path under the home folder: text."""


def recipe(terminal: str, look: Look, script: str) -> Recipe:
    """The recipe of a terminal that runs a script.

    Raises:
        SystemExit: There is no such terminal here.
    """
    try:
        return RECIPES[terminal](look, script)
    except KeyError:
        sys.exit(f"unknown terminal {terminal}; there are: {', '.join(RECIPES)}")


def _xterm(look: Look, script: str) -> Recipe:
    font = ["-fa", look.font, "-fs", str(look.points)]
    return Recipe(["xterm", "-geometry", look.geometry, *font, "-u8", *look.options, "-e", script])


def _urxvt(look: Look, script: str) -> Recipe:
    font = f"xft:{look.font}:size={look.points}"
    return Recipe(
        ["urxvt", "-geometry", look.geometry, "-fn", font, "-letsp", "0", *look.options, "-e", script]
    )


def _st(look: Look, script: str) -> Recipe:
    return Recipe(
        ["st", "-g", look.geometry, "-f", f"{look.font}:size={look.points}", *look.options, "-e", script]
    )


def _vte(look: Look, script: str) -> Recipe:
    window = str(HERE / "vte_window.py")
    font = f"{look.font} {look.points}"
    return Recipe([_SYSTEM_PYTHON, window, str(look.columns), str(look.rows), font, *look.options, script])


def _gnome_terminal(look: Look, script: str) -> Recipe:
    start = [
        "dbus-run-session",
        "--",
        "gnome-terminal",
        f"--geometry={look.geometry}",
        "--hide-menubar",
        "--wait",
    ]
    return Recipe([*start, *look.options, "--", script])


def _xfce4_terminal(look: Look, script: str) -> Recipe:
    start = ["dbus-run-session", "--", "xfce4-terminal", "--disable-server", f"--geometry={look.geometry}"]
    bare = ["--hide-menubar", "--hide-toolbar", "--hide-borders"]
    settings = (
        f"[Configuration]\nFontName={look.font} {look.points}\nMiscAlwaysShowTabs=FALSE\n"
        "ScrollingBar=TERMINAL_SCROLLBAR_NONE\n"
    )
    return Recipe(
        [*start, *bare, *look.options, "-x", script], {".config/xfce4/terminal/terminalrc": settings}
    )


def _konsole(look: Look, script: str) -> Recipe:
    profile = (
        f"[Appearance]\nFont={look.font},{look.points},-1,5,50,0,0,0,0,0\n"
        f"[General]\nName=Lab\nParent=FALLBACK/\nTerminalColumns={look.columns}\nTerminalRows={look.rows}\n"
        "[Scrolling]\nScrollBarPosition=2\n"
    )
    window = "[MainWindow]\nMenuBar=Disabled\nToolBarsMovable=Disabled\n[Desktop Entry]\nDefaultProfile=Lab.profile\n"
    start = [
        "dbus-run-session",
        "--",
        "konsole",
        "--separate",
        "--hide-menubar",
        "--hide-tabbar",
        "--profile",
        "Lab",
    ]
    size = ["-p", f"TerminalColumns={look.columns}", "-p", f"TerminalRows={look.rows}"]
    options = [argument for option in look.options for argument in ("-p", option)]
    return Recipe(
        [*start, *size, *options, "-e", script],
        {".local/share/konsole/Lab.profile": profile, ".config/konsolerc": window},
    )


def _qterminal(look: Look, script: str) -> Recipe:
    size = f"@Size({round(look.columns * look.points * 0.86)} {round(look.rows * look.points * 1.72)})"
    settings = (
        f"[General]\nfontFamily={look.font}\nfontSize={look.points}\nMenuVisible=false\n"
        "HideTabBarWithOneTab=true\nScrollbarPosition=0\n"
        f"[MainWindow]\nsize={size}\nFixedWindowSize={size}\n" + "\n".join(look.options)
    )
    return Recipe(
        ["dbus-run-session", "--", "qterminal", "-e", script],
        {".config/qterminal.org/qterminal.ini": settings},
    )


def _mlterm(look: Look, script: str) -> Recipe:
    fonts = f"DEFAULT={look.font}\nISO10646_UCS4_1={look.font}\n"
    argv = [
        "mlterm",
        "-g",
        look.geometry,
        "-w",
        str(look.pixels),
        "--type",
        "xft",
        *look.options,
        "-e",
        script,
    ]
    return Recipe(argv, {".mlterm/aafont": fonts})


def _kitty(look: Look, script: str) -> Recipe:
    settings = (
        f"font_family {look.font}\nfont_size {look.points}\nremember_window_size no\n"
        f"initial_window_width {look.columns}c\ninitial_window_height {look.rows}c\n"
        "confirm_os_window_close 0\nenable_audio_bell no\nupdate_check_interval 0\n" + "\n".join(look.options)
    )
    return Recipe(["kitty", script], {".config/kitty/kitty.conf": settings})


def _alacritty(look: Look, script: str) -> Recipe:
    yaml = (
        f"window:\n  dimensions:\n    columns: {look.columns}\n    lines: {look.rows}\n"
        f"font:\n  size: {look.points}\n  normal:\n    family: {look.font}\n"
    )
    toml = (
        f"[window.dimensions]\ncolumns = {look.columns}\nlines = {look.rows}\n"
        f'[font]\nsize = {look.points}\n[font.normal]\nfamily = "{look.font}"\n'
    )
    files = {".config/alacritty/alacritty.yml": yaml, ".config/alacritty/alacritty.toml": toml}
    return Recipe(["alacritty", *look.options, "-e", script], files)


def _pterm(look: Look, script: str) -> Recipe:
    session = "\n".join(look.options) + "\n"
    font = f"client:{look.font} {look.points}"
    return Recipe(
        ["pterm", "-geometry", look.geometry, "-fn", font, "-e", script],
        {".putty/sessions/Default%20Settings": session},
    )


def _zutty(look: Look, script: str) -> Recipe:
    font = ["-font", look.font.replace(" ", ""), "-fontsize", str(look.pixels)]
    return Recipe(["zutty", "-geometry", look.geometry, *font, *look.options, "-e", script])


def _cool_retro_term(look: Look, script: str) -> Recipe:
    return Recipe(
        ["dbus-run-session", "--", "cool-retro-term", "--default-settings", *look.options, "-e", script]
    )


def _foot(look: Look, script: str) -> Recipe:
    settings = (
        f"font={look.font}:size={look.points}\ninitial-window-size-chars={look.geometry}\n"
        "[csd]\npreferred=none\n" + "\n".join(look.options)
    )
    return Recipe(["foot", script], {".config/foot/foot.ini": settings})


def _xterm_js(look: Look, script: str) -> Recipe:
    server = [sys.executable, str(HERE / "xterm_js.py"), str(look.columns), str(look.rows), look.font]
    return Recipe([*server, str(look.points), *(look.options or ["dom"]), script])


RECIPES: dict[str, Callable[[Look, str], Recipe]] = {
    "xterm": _xterm,
    "urxvt": _urxvt,
    "st": _st,
    "vte": _vte,
    "gnome-terminal": _gnome_terminal,
    "xfce4-terminal": _xfce4_terminal,
    "konsole": _konsole,
    "qterminal": _qterminal,
    "mlterm": _mlterm,
    "kitty": _kitty,
    "alacritty": _alacritty,
    "foot": _foot,
    "pterm": _pterm,
    "zutty": _zutty,
    "cool-retro-term": _cool_retro_term,
    "xterm.js": _xterm_js,
}
