"""How the feeds answered, as a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui import console
from ticker_tui.cli.output import sgr
from ticker_tui.cli.output.columns import StyledText, column, tab_separated
from ticker_tui.model import FeedState, FeedStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ticker_tui.cli.output.streams import Output
    from ticker_tui.config import Config
    from ticker_tui.model import Feed, PollResult

_NAME_CELLS: Final = 24
_STATUS_CELLS: Final = 12
_NEW_CELLS: Final = 8
_TIME_CELLS: Final = 7
_LEAST_NOTE_CELLS: Final = 12
_GAP_CELLS: Final = 2
_GAP: Final = (StyledText(" " * _GAP_CELLS),)
_OK: Final = frozenset({FeedStatus.OK, FeedStatus.NOT_MODIFIED})


class _FeedRow(NamedTuple):
    feed: Feed
    state: FeedState
    new: int = 0

    @property
    def ok(self) -> bool:
        return self.state.status in _OK

    @property
    def seconds(self) -> str:
        answer_s = self.state.answer_s
        return f"{answer_s:.2f}" if self.ok and answer_s is not None else ""

    @property
    def note(self) -> str:
        said = self.state.error or self.state.warning
        moved = self.state.new_address
        return "; ".join(filter(None, (said, f"has moved to {moved}" if moved else "")))


class PollReport:
    """The table, a row a feed, in the order of feeds.toml.

    Args:
        feeds: Those that are on.
        states: What is remembered of their last checks.
    """

    def __init__(self, feeds: Iterable[Feed], states: Mapping[str, FeedState]) -> None:
        self._rows = {
            feed.url: _FeedRow(feed, states.get(feed.url) or FeedState(url=feed.url)) for feed in feeds
        }

    @property
    def failed(self) -> bool:
        """Whether a feed did not answer, or with nothing that can be used."""
        return not all(row.ok for row in self._rows.values())

    def add(self, results: Iterable[PollResult]) -> None:
        """Add what a poll brought."""
        for result in results:
            self._rows[result.feed.url] = _FeedRow(result.feed, result.state, new=len(result.new_ids))

    def print(self, output: Output, config: Config, data: Path) -> None:
        """Print to standard output: aligned for a person (`data` is the archive's folder), between tabs for a program."""
        rows = list(self._rows.values())
        if not output.terminal:
            for row in rows:
                console.put(
                    tab_separated(
                        (
                            row.state.status.value,
                            row.feed.name,
                            str(row.new),
                            row.seconds.removesuffix(" s"),
                            row.note,
                            row.feed.url,
                        )
                    )
                )
            return
        from ticker_tui.cli.commands.feeds import (
            moves_lines,  # a terminal's half of the report, which a pipe does not wait for
        )
        from ticker_tui.cli.output.printer import paper
        from ticker_tui.polling.redirects import moves

        with paper(sys.stdout, config, data) as sheet:
            for row in rows:
                sheet.print(_aligned(row, rows, output, marks=sheet.marks))
        for line in moves_lines(moves(config.feeds, {row.feed.url: row.state for row in rows})):
            console.say(line)
        console.say(self._summary())

    def _summary(self) -> str:
        rows = self._rows.values()
        new = sum(row.new for row in rows)
        headlines = "1 new headline" if new == 1 else f"{new} new headlines"
        return f"{sum(row.ok for row in rows)}/{len(rows)} feeds ok, {headlines}"


def _aligned(row: _FeedRow, rows: Iterable[_FeedRow], output: Output, *, marks: bool) -> list[StyledText]:
    from ticker_tui.text import cell_len

    name_cells = min(_NAME_CELLS, max(cell_len(each.feed.name) for each in rows))
    note_cells = (
        output.width_cells - 2 - name_cells - _STATUS_CELLS - _NEW_CELLS - _TIME_CELLS - 2 * _GAP_CELLS
    )
    colour = (
        ""
        if not output.colour
        else sgr.GREEN
        if row.ok and not row.note
        else sgr.YELLOW
        if row.ok
        else sgr.RED
    )
    pieces = column("✓" if row.ok else "✗", 2, style=colour)
    pieces += column(row.feed.name, name_cells, marks=marks)
    pieces += _GAP
    pieces += column(row.state.status.value, _STATUS_CELLS, style=colour)
    pieces += column(f"{row.new} new" if row.new else "", _NEW_CELLS, at_end=True)
    pieces += column(row.seconds and f"{row.seconds} s", _TIME_CELLS, style=sgr.DIM, at_end=True)
    if note_cells >= _LEAST_NOTE_CELLS:
        pieces += _GAP
        pieces += column(row.note, note_cells, marks=marks)
    return pieces
