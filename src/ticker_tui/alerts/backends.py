"""Alerts through other programs: notify-send, and the command of the user. By argument list, never through a shell."""

from __future__ import annotations

import logging
import re
import subprocess
import threading
from typing import TYPE_CHECKING, Final

from ticker_tui.alerts.escape_sequences import safe
from ticker_tui.urls.safe_link import is_safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.model import Headline

PATIENCE_S: Final = 30.0
"""A command that takes longer is ended."""
MOST_AT_ONCE: Final = 8
"""So many commands may run; further ones are left out."""
_PLACE = re.compile(r"\{(title|source|link)\}")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

_log = logging.getLogger(__name__)
_running = threading.BoundedSemaphore(MOST_AT_ONCE)


def notify_send(headline: Headline) -> list[str]:
    """The argument list of notify-send. Its body is markup to some desktops, its title is not."""
    urgency = "critical" if headline.breaking else "normal"
    body = safe(headline.title).translate(_MARKUP)
    return ["notify-send", "--app-name=ticker", f"--urgency={urgency}", "--", safe(headline.source), body]


def filled(command: Sequence[str], headline: Headline) -> list[str]:
    """The user's command for a headline: ``{title}``, ``{source}`` and ``{link}`` are filled in.

    A headline that begins with a hyphen would be an option where it begins an argument: it gets a space before it.
    A link is filled in only if it is an http(s) address, else it is empty.
    """
    values = {
        "title": safe(headline.title),
        "source": safe(headline.source),
        "link": headline.link if is_safe(headline.link) else "",
    }
    arguments: list[str] = []
    for part in command:
        argument = _PLACE.sub(lambda found: values[found[1]], part)
        foreign = argument.startswith("-") and not part.startswith("-")
        arguments.append(f" {argument}" if foreign else argument)
    return arguments


def start(argv: Sequence[str]) -> bool:
    """Run a program in the background, without the terminal; it is ended when it takes too long.

    Returns:
        Whether it was tried: not when too many are running.
    """
    if not _running.acquire(blocking=False):
        return False
    threading.Thread(target=_run, args=(list(argv),), name="alert", daemon=True).start()
    return True


def _run(argv: list[str]) -> None:
    try:
        subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            start_new_session=True,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        _log.warning("the alert command %r failed: %s", argv[0], error)
    finally:
        _running.release()
