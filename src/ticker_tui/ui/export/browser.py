"""Opening a link in the user's browser, by argument list and never through a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ticker_tui.text import clean_line
from ticker_tui.urls.safe_link import is_safe

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPENERS = ("xdg-open", "wslview", "gio open", "sensible-browser", "firefox", "chromium")
_MAC = ("open",)


def readable_address(url: str) -> str:
    """An address for the eye: without its scheme, percent-encoding undone, cleaned again."""
    return clean_line(unquote(url.split("://", 1)[-1], errors="replace")).rstrip("/")


def command(url: str, environ: Mapping[str, str], *, platform: str = sys.platform) -> list[str] | None:
    """The argument list that opens an address, or None when no opener is found.

    ``$BROWSER`` is read as Python's webbrowser and xdg-open do: commands separated by colons, ``%s`` where the
    address goes, else it comes last.
    """
    wishes = [wish for wish in environ.get("BROWSER", "").split(os.pathsep) if wish.strip()]
    for wish in (*wishes, *(_MAC if platform == "darwin" else _OPENERS)):
        try:
            words = shlex.split(wish)
        except ValueError:  # a quote without its partner
            continue
        if words and shutil.which(words[0], path=environ.get("PATH")):
            return [word.replace("%s", url) for word in words] if "%s" in wish else [*words, url]
    return None


def open_link(url: str, environ: Mapping[str, str] | None = None) -> bool:
    """Open an address; False when there is nothing to open it with.

    The browser gets no part of the terminal: its input and output are closed, and it lives on in a session of its
    own.

    Raises:
        ValueError: The address is not safe to hand over.
    """
    if not is_safe(url):
        raise ValueError(url)
    argv = command(url, os.environ if environ is None else environ)
    if argv is None:
        return False
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            close_fds=True,
        )
    except OSError:
        return False
    # Somebody has to wait for it, or it stays in the process table until ticker ends.
    threading.Thread(target=process.wait, name="browser", daemon=True).start()
    return True
