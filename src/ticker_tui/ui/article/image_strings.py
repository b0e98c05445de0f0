"""What is said about pictures."""

from __future__ import annotations

from typing import Final

from ticker_tui.i18n import tr, trn
from ticker_tui.ui.feeds.error_strings import reason
from ticker_tui.ui.strings import isolated

INSTALL: Final = 'pip install "ticker-tui[images]"'


def none_here() -> str:
    """The article has none."""
    return tr("This article has no picture.")


def no_colours() -> str:
    """The terminal cannot show any."""
    return tr("This terminal has too few colours for a picture.")


def not_installed() -> str:
    """The library that reads pictures is not there."""
    return tr("Pictures need one more package: {command}").format(command=isolated(INSTALL))


def fetching() -> str:
    """Below the text that stands for the picture."""
    return tr("The picture is being fetched…")


def asked(count: int) -> str:
    """The answer to the key."""
    return trn("Fetching {count} picture", "Fetching {count} pictures", count)


def in_blocks(mux: str) -> str:
    """Why they are coarse."""
    return tr("Inside {mux} pictures are made of blocks").format(mux=isolated(mux))


def hidden() -> str:
    """The answer to the key that takes them away."""
    return tr("Pictures hidden")


def failed(why: str) -> str:
    """In the place of a picture."""
    return reason(why)
