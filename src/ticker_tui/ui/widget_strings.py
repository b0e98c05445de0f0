"""The few words the widgets say themselves; the shell hands in those of its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.i18n import Language
from ticker_tui.i18n.dates import CLOCK_CELLS, RELATIVE_CELLS, ago, clock, day_heading, primary

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime, tzinfo

    from ticker_tui.ui.headlines.headings import Heading

BREAKING: Final = {"ar": "عاجل", "fa": "فوری", "ur": "فوری خبر", "he": "מבזק", "en": "BREAKING"}
"""The sign of breaking news is a word in the headline's own language, so that it reads in one sweep with it."""


def breaking_word(lang: str) -> str:
    """The word for breaking news in a headline's language; English for a language that has none here."""
    return BREAKING.get(primary(lang), BREAKING["en"])


class WidgetStrings(NamedTuple):
    """What list and reader say in the language of the interface."""

    language: Language = Language()
    """Decides digits, the names of days and months, and at which edge a line of ours begins."""
    new: Callable[[int], str] = lambda count: f"{count} new ↑"
    """What waits above the list."""
    image: str = "image"
    """Stands where a picture has no alternative text."""
    links: str = "Links"
    """Heads the list of addresses below an article."""
    no_body: str = "This feed sends headlines only: open the page in the browser to read on."
    """Stands where an article has no text."""
    updated: str = "updated"
    """Stands beside the time of what its publisher has changed."""
    updated_on: str = "updated {date}"
    """Where an article says when that was."""
    reading: Callable[[int], str] = lambda minutes: f"{minutes} min read"
    """How many minutes an article takes."""
    relative: bool = False
    """How long ago instead of when, in the list."""
    calendars: tuple[str, ...] = ()
    """Whose dates stand beside the Gregorian one, in the reader."""

    def time(self, moment: datetime, *, now: datetime, tz: tzinfo | None = None) -> str:
        """A moment in the list, at most `clock_cells` wide. The arguments are those of `when.clock`."""
        told = ago if self.relative else clock
        return told(moment, now=now, tz=tz, language=self.language)

    def heading(self, heading: Heading, *, today: date) -> str:
        """What stands above the rows of a day, of a source, or of the last days and those before."""
        match heading:
            case bool():
                return self.language.tr("The last two days") if heading else self.language.tr("Before")
            case str():
                return heading
            case _:
                return day_heading(heading, today=today, language=self.language)

    @property
    def clock_cells(self) -> int:
        """The width that every time of the list fits into."""
        return RELATIVE_CELLS[self.language.code] if self.relative else CLOCK_CELLS
