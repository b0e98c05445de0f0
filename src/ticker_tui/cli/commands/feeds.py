"""`ticker feeds`: how every feed stands, as the archive knows it. Asks nobody."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui import console
from ticker_tui.clock import utc_now, utc_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from ticker_tui.cli.output.columns import StyledText
    from ticker_tui.cli.output.streams import Output
    from ticker_tui.config import Config
    from ticker_tui.model import Feed, FeedState, FeedStats
    from ticker_tui.polling.redirects import Move
    from ticker_tui.store.store import Store

_NAME_CELLS: Final = 24
_STATE_CELLS: Final = 13
_PACE_CELLS: Final = 9
_SPAN_CELLS: Final = 7
_LEAST_NOTE_CELLS: Final = 12
SOME_STAYED: Final = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument("--json", action="store_true", help="a JSON array of objects, one a line")
    parser.add_argument(
        "--accept-moves",
        action="store_true",
        help="write the new addresses of feeds that have moved for good into feeds.toml; what was read and starred stays",
    )
    parser.epilog = "Columns: state, name, entries a day, age of the newest one, time until it is asked next, cause or note."


class _StatusRow(NamedTuple):
    feed: Feed
    state: FeedState
    pace: FeedStats
    move: Move | None = None

    @property
    def note(self) -> str:
        """Why it failed, what was odd, where it has moved."""
        said = self.state.error or self.state.warning
        return "; ".join(filter(None, (said, f"has moved to {self.move.address}" if self.move else "")))

    def word(self, now: datetime) -> str:
        """Its state in one word or two."""
        if not self.feed.enabled:
            return "off"
        well = self.state.status.value in {"ok", "not modified"}
        return "stale" if well and self.pace.is_stale(now) else self.state.status.value


def run(arguments: argparse.Namespace) -> int:
    """Print the table, a row a feed in the order of feeds.toml."""
    from ticker_tui.cli.command_context import config_of, open_archive
    from ticker_tui.cli.output.streams import Output
    from ticker_tui.model import FeedState, FeedStats
    from ticker_tui.polling.redirects import moves

    config = config_of(arguments)
    now = utc_now()
    with open_archive(arguments, config) as store:
        if arguments.accept_moves:
            return _accept(config, store)
        states, paces = store.states(), store.paces(now=now)
        data = store.path.parent
    moved = {move.feed.url: move for move in moves(config.feeds, states)}
    rows = [
        _StatusRow(
            feed,
            states.get(feed.url) or FeedState(url=feed.url),
            paces.get(feed.url) or FeedStats(),
            moved.get(feed.url),
        )
        for feed in config.feeds
    ]
    output = Output.of(sys.stdout, os.environ)
    if arguments.json:
        objects = ",\n".join(json.dumps(_as_object(row, now), ensure_ascii=False) for row in rows)
        console.put(f"[\n{objects}\n]" if rows else "[]")
    elif output.terminal:
        _print_aligned(rows, config, output, data, now)
        for line in moves_lines(list(moved.values())):
            console.say(line)
    else:
        _print_lines(rows, now)
    return 0


def _accept(config: Config, store: Store) -> int:
    """Take over every new address; returns 1 when one of them could not be."""
    from ticker_tui.polling.redirects import moves, take_over

    found = moves(config.feeds, store.states())
    if not found:
        console.say("no feed has moved for good")
    for move in found:
        if move.obstacle:
            console.warn(f"{move.feed.name}: {move.address}: {move.obstacle}")
            continue
        take_over(config.path, store, move)
        console.say(f"{move.feed.name} is read at {move.address} from now on")
    return SOME_STAYED if any(move.obstacle for move in found) else 0


def moves_lines(found: Sequence[Move]) -> list[str]:
    """Where feeds have moved, a line each with its whole address, and what to do about it."""
    from ticker_tui.text import clean_line

    lines = [
        f"{clean_line(move.feed.name)} has moved to {move.address}"
        + (f"\n  {move.obstacle}" if move.obstacle else "")
        for move in found
    ]
    if any(not move.obstacle for move in found):
        lines.append("`ticker feeds --accept-moves` takes the new addresses over into feeds.toml.")
    return lines


def _as_object(row: _StatusRow, now: datetime) -> dict[str, object]:
    state = row.state
    return {
        "url": row.feed.url,
        "name": row.feed.name,
        "category": row.feed.category,
        "enabled": row.feed.enabled,
        "state": row.word(now),
        "error": state.error,
        "warning": state.warning,
        "moved_to": row.move.address if row.move else None,
        "failures": state.failures,
        "checked": utc_text(state.checked_at),
        "next": utc_text(state.next_due_at) if row.feed.enabled else None,
        "answer_s": state.answer_s,
        "entries": row.pace.stored,
        "entries_per_day": round(row.pace.per_day, 2),
        "newest": utc_text(row.pace.newest_at),
        "stale": row.pace.is_stale(now),
    }


def _print_lines(rows: Sequence[_StatusRow], now: datetime) -> None:
    from ticker_tui.cli.output.columns import tab_separated

    for row in rows:
        console.put(
            tab_separated(
                (
                    row.word(now),
                    row.feed.name,
                    *_numbers(row, now),
                    row.note,
                    row.feed.url,
                )
            )
        )


def _numbers(row: _StatusRow, now: datetime) -> tuple[str, str, str]:
    """Entries a day, age of the newest, time to the next check."""
    newest, due = row.pace.newest_at, row.state.next_due_at
    return (
        f"{row.pace.per_day:.0f}" if row.pace.per_day >= 10 else f"{row.pace.per_day:.1f}",
        span((now - newest).total_seconds()) if newest else "",
        span((due - now).total_seconds()) if due and row.feed.enabled else "",
    )


def span(seconds: float) -> str:
    """A length of time in its largest unit: ``40s``, ``12m``, ``5h``, ``9d``."""
    seconds = max(0.0, seconds)
    for unit, length_s in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds >= length_s:
            return f"{seconds / length_s:.0f}{unit}"
    return f"{seconds:.0f}s"


def _print_aligned(
    rows: Sequence[_StatusRow], config: Config, output: Output, data: Path, now: datetime
) -> None:
    from ticker_tui.cli.output.printer import paper

    with paper(sys.stdout, config, data) as sheet:
        for row in rows:
            sheet.print(_aligned(row, rows, output, now, marks=sheet.marks))


def _aligned(
    row: _StatusRow, rows: Sequence[_StatusRow], output: Output, now: datetime, *, marks: bool
) -> list[StyledText]:
    from ticker_tui.cli.output import sgr
    from ticker_tui.cli.output.columns import StyledText, column
    from ticker_tui.text import cell_len

    name_cells = min(_NAME_CELLS, max(cell_len(each.feed.name) for each in rows))
    word = row.word(now)
    bad = word in {"failed", "gone"}
    colour = "" if not output.colour else sgr.RED if bad else sgr.YELLOW if word == "stale" else sgr.GREEN
    pace, age, wait = _numbers(row, now)
    pieces = column("✗" if bad else "–" if word in {"off", "never"} else "✓", 2, style=colour)
    pieces += column(row.feed.name, name_cells, marks=marks)
    pieces += [StyledText("  ")]
    pieces += column(word, _STATE_CELLS, style=colour)
    pieces += column(f"{pace}/day", _PACE_CELLS, at_end=True)
    pieces += column(age and f"-{age}", _SPAN_CELLS, at_end=True)
    pieces += column(wait and f"+{wait}", _SPAN_CELLS, at_end=True)
    left = output.width_cells - 2 - name_cells - 2 - _STATE_CELLS - _PACE_CELLS - 2 * _SPAN_CELLS - 2
    if left >= _LEAST_NOTE_CELLS:
        pieces += [StyledText("  "), *column(row.state.error or row.state.warning, left, marks=marks)]
    return pieces
