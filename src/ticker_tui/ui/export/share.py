"""Giving an article to a command of the user: by argument list, never through a shell, with the text on its input."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.alerts.backends import filled
from ticker_tui.urls.safe_link import is_safe

if TYPE_CHECKING:
    from ticker_tui.config import ShareCommand
    from ticker_tui.model import Headline

PATIENCE_S: Final = 60.0
"""A command that takes longer is ended."""


class Shared(NamedTuple):
    """The command has ended well."""


class NoProgram(NamedTuple):
    """It could not be run."""

    program: str


class Failed(NamedTuple):
    """It has ended with an error."""

    code: int


class TooSlow(NamedTuple):
    """It was ended."""


class NoLink(NamedTuple):
    """It wants an address, and there is none that may be handed over."""


Outcome = Shared | NoProgram | Failed | TooSlow | NoLink


def share(share_command: ShareCommand, headline: Headline, text: str) -> Outcome:
    """Run the command to its end; blocks, so it is called in a thread.

    Args:
        share_command: Of feeds.toml.
        headline: What is filled in.
        text: What stands on its standard input.
    """
    if not is_safe(headline.link) and any("{link}" in part for part in share_command.command):
        return NoLink()
    argv = filled(share_command.command, headline)
    try:
        done = subprocess.run(
            argv,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return TooSlow()
    except (OSError, ValueError):
        return NoProgram(argv[0])
    return Shared() if done.returncode == 0 else Failed(done.returncode)
