"""How the feeds answered, as a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.cli import sgr
from ticker_tui.cli.row import column, tab_separated
from ticker_tui.cli.streams import visual_order
from ticker_tui.model import FeedState, FeedStatus
from ticker_tui.text import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ticker_tui.cli.streams import Output
    from ticker_tui.model import Feed, PollResult

_NAME_CELLS: Final = 24
_STATUS_CELLS: Final = 12
_NEW_CELLS: Final = 8
_TIME_CELLS: Final = 7
_LEAST_NOTE_CELLS: Final = 12
_OK: Final = frozenset({FeedStatus.OK, FeedStatus.NOT_MODIFIED})
_UNANSWERED: Final = "no answer"


class _Row(NamedTuple):
    feed: Feed
    state: FeedState
    new: int = 0
    answered: bool = True
    """False: the deadline came first."""

    @property
    def ok(self) -> bool:
        return self.answered and self.state.status in _OK

    @property
    def status(self) -> str:
        return self.state.status.value if self.answered else _UNANSWERED

    @property
    def seconds(self) -> str:
        answer_s = self.state.answer_s
        return f"{answer_s:.2f} s" if self.answered and answer_s is not None else ""

    @property
    def note(self) -> str:
        if not self.answered:
            return "it had not answered at the deadline"
        return self.state.error or self.state.warning


class Report:
    """The table, a row a feed, in the order of feeds.toml.

    Args:
        feeds: Those that are asked; one about which nothing is added had no time to answer.
    """

    def __init__(self, feeds: Sequence[Feed]) -> None:
        self._rows = {feed.url: _Row(feed, FeedState(url=feed.url), answered=False) for feed in feeds}

    @property
    def failed(self) -> bool:
        """Whether a feed did not answer, or with nothing that can be used."""
        return not all(row.ok for row in self._rows.values())

    def add(self, results: Iterable[PollResult]) -> None:
        """Add what a poll brought."""
        for result in results:
            # An answer from a new address is filed under the address that was asked.
            self._rows[result.feed.url] = _Row(result.feed, result.state, new=len(result.new_ids))

    def add_states(self, states: Mapping[str, FeedState]) -> None:
        """Add what is remembered of each feed's last check."""
        for url, row in self._rows.items():
            if (state := states.get(url)) is not None:
                self._rows[url] = _Row(row.feed, state)

    def print(self, output: Output) -> None:
        """Print to standard output: aligned for a person, between tabs for a program."""
        rows = list(self._rows.values())
        if not output.terminal:
            for row in rows:
                print(
                    tab_separated(
                        (
                            row.status,
                            row.feed.name,
                            str(row.new),
                            row.seconds.removesuffix(" s"),
                            row.note,
                            row.feed.url,
                        )
                    )
                )
            return
        with visual_order(sys.stdout):
            for row in rows:
                print(_aligned(row, rows, output))
            print(self._summary())

    def _summary(self) -> str:
        rows = self._rows.values()
        new = sum(row.new for row in rows)
        headlines = "1 new headline" if new == 1 else f"{new} new headlines"
        return f"{sum(row.ok for row in rows)}/{len(rows)} feeds ok, {headlines}"


def _aligned(row: _Row, rows: Iterable[_Row], output: Output) -> str:
    name_cells = min(_NAME_CELLS, max(cell_len(each.feed.name) for each in rows))
    note_cells = output.width_cells - 2 - name_cells - _STATUS_CELLS - _NEW_CELLS - _TIME_CELLS - 6
    colour = (
        ""
        if not output.colour
        else sgr.GREEN
        if row.ok and not row.note
        else sgr.YELLOW
        if row.ok
        else sgr.RED
    )
    parts = [
        column("✓" if row.ok else "✗", 2, style=colour),
        column(row.feed.name, name_cells),
        "  ",
        column(row.status, _STATUS_CELLS, style=colour),
        column(f"{row.new} new" if row.new else "", _NEW_CELLS, at_end=True),
        column(row.seconds, _TIME_CELLS, style=sgr.DIM, at_end=True),
    ]
    if note_cells >= _LEAST_NOTE_CELLS:
        parts += ["  ", column(row.note, note_cells)]
    return "".join(parts).rstrip()
