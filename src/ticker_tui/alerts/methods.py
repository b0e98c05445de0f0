"""By which way a desktop notification is raised: what the user wants, else what is there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Way = Literal["osc9", "osc99", "osc777", "notify-send", "off"]


def choose_method(
    wanted: str,
    known: str,
    environ: Mapping[str, str],
    *,
    find: Callable[[str], str | None] = shutil.which,
) -> Way:
    """The way to go.

    Args:
        wanted: ``alerts.notify`` of feeds.toml: ``auto`` or a way.
        known: What `terminal.table` says this terminal understands; may be empty.
        environ: The environment.
        find: Where a program is, if it is there.

    Returns:
        With ``auto`` the terminal's own way first: it reaches the desktop from another machine and through tmux too.
        notify-send only where there is a desktop on this machine to show it.
    """
    ways: tuple[Way, ...] = ("osc9", "osc99", "osc777", "notify-send", "off")
    for way in ways:
        if wanted == way or (wanted == "auto" and known == way):
            return way
    desktop = "DISPLAY" in environ or "WAYLAND_DISPLAY" in environ
    remote = "SSH_CONNECTION" in environ
    return "notify-send" if desktop and not remote and find("notify-send") else "off"
