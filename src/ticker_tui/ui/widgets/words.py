"""The few words the widgets say themselves; the shell may hand in those of its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.ui.when import primary

if TYPE_CHECKING:
    from collections.abc import Callable

BREAKING: Final = {"ar": "عاجل", "fa": "فوری", "ur": "فوری خبر", "he": "מבזק", "en": "BREAKING"}
"""The sign of breaking news is a word in the headline's own language, so that it reads in one sweep with it."""


def breaking_word(lang: str) -> str:
    """The word for breaking news in a headline's language; English for a language that has none here."""
    return BREAKING.get(primary(lang), BREAKING["en"])


class Words(NamedTuple):
    """What list and reader say in the language of the interface."""

    lang: str = "en"
    """Decides digits and the names of days and months."""
    new: Callable[[int], str] = lambda count: f"{count} new ↑"
    """What waits above the list."""
    image: str = "image"
    """Stands where a picture has no alternative text."""
    links: str = "Links"
    """Heads the list of addresses below an article."""
    no_body: str = "This feed sends headlines only: open the page in the browser to read on."
    """Stands where an article has no text."""
