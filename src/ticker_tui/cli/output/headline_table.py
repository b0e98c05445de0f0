"""Headlines on standard output, in the form its reader wants.

For a person the rows are aligned, shaped and cut for the terminal. For a program they are logical text: a line each
with time, source, headline and link between tabs, or a JSON array.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from ticker_tui import console
from ticker_tui.cli.output import sgr
from ticker_tui.cli.output.columns import StyledText, column, paragraph, tab_separated
from ticker_tui.cli.output.printer import paper
from ticker_tui.cli.output.streams import Output
from ticker_tui.clock import utc_now, utc_text
from ticker_tui.i18n import chosen
from ticker_tui.i18n.dates import CLOCK_CELLS, clock
from ticker_tui.i18n.time_zones import use_zone
from ticker_tui.model import View
from ticker_tui.text import base_direction, cell_len, plain, truncate
from ticker_tui.ui.headlines.column_widths import UNREAD, UPDATED
from ticker_tui.ui.theme.feed_colours import FeedColours
from ticker_tui.ui.widget_strings import breaking_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from ticker_tui.cli.output.printer import RowPrinter
    from ticker_tui.config import Config
    from ticker_tui.model import Headline
    from ticker_tui.store.store import Store

_BATCH: Final = 500
"""Headlines read from the archive at a time, so that `| head` costs little of a large one."""
_MARK_CELLS: Final = 2
_LEAST_TITLE_CELLS: Final = 24
"""In a terminal that leaves the headline less than this, the source is not shown."""
_GAP_CELLS: Final = 2
_GAP: Final = (StyledText(" " * _GAP_CELLS),)


class HeadlineQuery(NamedTuple):
    """Which headlines are wanted, and how."""

    view: View = View()
    limit: int | None = None
    """At most so many; 0: all; None: a screenful for a person, all for a program."""
    json: bool = False
    visual: bool = False
    """Into a pipe too, shaped and in visual order."""


def print_headlines(store: Store, config: Config, wish: HeadlineQuery) -> int:
    """Print to standard output in the form its reader wants; returns how many."""
    now = utc_now()
    output = Output.of(sys.stdout, os.environ)
    for_person = output.terminal and not wish.json
    # A screenful leaves two rows for the command above and the prompt below.
    limit = wish.limit if wish.limit is not None else output.height_cells - 2 if for_person else 0
    ids = store.ids(wish.view, now=now, limit=limit or None)
    found = _read(store, ids, now=now)
    if wish.json:
        _print_json(found)
    elif for_person:
        _print_aligned(list(found), config, output, data=store.path.parent, now=now)
    else:
        _print_lines(found, visual=wish.visual)
    return len(ids)


def _read(store: Store, ids: Sequence[int], *, now: datetime) -> Iterator[Headline]:
    for start in range(0, len(ids), _BATCH):
        yield from store.headlines(ids[start : start + _BATCH], now=now)


def _print_json(found: Iterable[Headline]) -> None:
    """One array with an object a line: whole for a JSON reader, and `head` and `grep` still work."""
    separator = "["
    for headline in found:
        console.put(f"{separator}\n{json.dumps(_as_object(headline), ensure_ascii=False)}", end="")
        separator = ","
    console.put("[]" if separator == "[" else "\n]")


def _as_object(headline: Headline) -> dict[str, object]:
    return {
        "id": headline.id,
        "title": headline.title,
        "link": headline.link,
        "source": headline.source,
        "feed": headline.feed_url,
        "category": headline.category,
        "published": utc_text(headline.published_at),
        "updated": utc_text(headline.changed_at),
        "lang": headline.lang,
        "breaking": headline.breaking,
        "read": headline.read,
        "starred": headline.starred,
    }


def _print_lines(found: Iterable[Headline], *, visual: bool) -> None:
    """Time, source, headline and link between tabs; in logical order unless `visual`."""
    for headline in found:
        moment = headline.sort_at.astimezone().isoformat(timespec="minutes")
        source, title = headline.source, headline.title
        if visual:
            source, title = (
                plain(source),
                plain(title, base=base_direction(title, lang=headline.lang), protect=True),
            )
        console.put(tab_separated((moment, source, title, headline.link)))


def _print_aligned(
    found: Sequence[Headline], config: Config, output: Output, *, data: Path, now: datetime
) -> None:
    """Columns for a person, on a terminal that has been told to leave the order of the cells alone."""
    columns = _Columns(config, output, max((cell_len(each.source) for each in found), default=0))
    with paper(sys.stdout, config, data) as sheet:
        for headline in found:
            sheet.print(columns.row(headline, now=now, marks=sheet.marks))


class _Columns:
    """Mark, time, source and headline in columns.

    Args:
        config: Colours of the sources.
        output: The terminal.
        widest_cells: The widest of the sources that will be shown.
    """

    def __init__(self, config: Config, output: Output, widest_cells: int) -> None:
        self._sources = FeedColours(config.feeds)
        use_zone(config.settings.display.time_zone)
        self._language = chosen(config.settings.language, config.settings.display.digits, os.environ)
        self._output = output
        self._source_cells = min(self._sources.column_cells, widest_cells)
        self._title_cells = (
            output.width_cells - _MARK_CELLS - CLOCK_CELLS - self._source_cells - 2 * _GAP_CELLS
        )
        if self._title_cells < _LEAST_TITLE_CELLS:
            self._title_cells += self._source_cells + _GAP_CELLS
            self._source_cells = 0

    def row(self, headline: Headline, *, now: datetime, marks: bool) -> list[StyledText]:
        """One headline."""
        weight = "" if headline.read else sgr.BOLD
        marks_said = (" " if headline.read else UNREAD) + (UPDATED if headline.changed_at else "")
        row = column(marks_said.rstrip(), _MARK_CELLS)
        row += column(
            clock(headline.sort_at, now=now, language=self._language), CLOCK_CELLS, style=sgr.DIM, at_end=True
        )
        row += _GAP
        if self._source_cells:
            output = self._output
            colour = sgr.foreground(self._sources.colour(headline.feed_url, dark=output.dark), output)
            row += column(headline.source, self._source_cells, style=colour, marks=marks)
            row += _GAP
        return row + _title(headline, self._title_cells, weight, colour=self._output.colour, marks=marks)


class HeadlinePrinter:
    """Prints headlines one by one as they come, each at once, in the form its reader wants.

    Args:
        config: Colours of the sources, and how the terminal is written to.
        data: The archive's folder.
        json: An object a line.
        visual: Into a pipe too, shaped and in visual order.
    """

    def __init__(self, config: Config, *, data: Path, json: bool = False, visual: bool = False) -> None:
        self._config = config
        self._data = data
        self._json = json
        self._visual = visual
        self._output = Output.of(sys.stdout, os.environ)
        self._open = ExitStack()
        self._sheet: RowPrinter | None = None

    def __enter__(self) -> Self:
        if self._output.terminal and not self._json:
            self._sheet = self._open.enter_context(paper(sys.stdout, self._config, self._data))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def print(self, headline: Headline) -> None:
        """Print one, and let it go out."""
        if self._json:
            console.put(json.dumps(_as_object(headline), ensure_ascii=False))
        elif self._sheet is None:
            _print_lines((headline,), visual=self._visual)
        else:
            columns = _Columns(self._config, self._output, self._output.width_cells // 5)
            self._sheet.print(columns.row(headline, now=utc_now(), marks=self._sheet.marks))
        sys.stdout.flush()


def _title(
    headline: Headline, width_cells: int, weight: str, *, colour: bool, marks: bool
) -> list[StyledText]:
    """The headline at its own edge; one that breaks is led by the word for it in its own language."""
    lead = f"{breaking_word(headline.lang)} · " if headline.breaking else ""
    base = base_direction(headline.title, lang=headline.lang)
    line = truncate(lead + headline.title, width_cells, base=base, marks=marks, protect=True)
    warning = f"{sgr.BOLD};{sgr.RED}" if colour else sgr.BOLD
    return paragraph(line, width_cells, lambda place: warning if place < len(lead) else weight)
