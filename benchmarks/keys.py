#!/usr/bin/env python3
"""How long from a key to its paint, with 50,000 entries in the archive, the bar running and feeds being asked.

    benchmarks/keys.py --entries 50000 --keys 150

The real program runs in a pty; its feeds are served by another process. The clock starts when the key is written and
stops when both rows that the selection leaves and enters have come back. What else is painted meanwhile, the bar above
all, does not stop it. Measured while nothing arrives; while all 200 feeds answer 300 ms late that nothing has changed;
and while each of them brings two new items. Then words are typed into the search field, and the clock stops when the list
shows what they find: "typed to shown". The machine's load is printed too: the feeds' server is a part of it.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from fill import answers, config_toml, make_feeds
from msgspec.structs import replace
from serve_feeds import Behaviour
from startup import ANSWERS
from wire import behave, server_process

from ticker_tui.model import FeedState, FeedStatus
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MEDIAN_MS, P95_MS = 35.0, 50.0
TYPED_MEDIAN_MS, TYPED_P95_MS = 60.0, 90.0
WORDS = ("the", "من", "الم")
"""Of the invented headlines: each letter of each finds some."""
WIDTH, HEIGHT = 140, 40
FIRST_ROW = 3
"""Of the list, from 1: below the bar and the tabs."""
TO_THE_TOP = b"\x1b[H"
BETWEEN_S = 0.07
"""Between two keys: as quick as a held key repeats, and out of step with the bar."""
PATIENCE_S = 30.0
_MOVE = re.compile(rb"\x1b\[(\d+);(\d+)H")


class Screen:
    """`ticker` in a pty, and what it has written since the last question."""

    def __init__(self, folder: Path) -> None:
        self._fd = self._pid = -1
        self._folder = folder
        self._asked: set[bytes] = set()
        self._tail = b""
        self.bytes = 0

    def __enter__(self) -> Self:
        argv = [sys.executable, "-m", "ticker_tui", "--config", str(self._folder / "feeds.toml")]
        argv += ["--data", str(self._folder)]
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            for name in ("TMUX", "STY", "TERM_PROGRAM", "NO_COLOR", "TEXTUAL", "TEXTUAL_ANIMATIONS"):
                os.environ.pop(name, None)
            os.execv(argv[0], argv)  # noqa: S606 - there is no shell, and none is wanted
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGTERM)
        while self.read(1.0):
            pass
        os.waitpid(self._pid, 0)
        os.close(self._fd)

    def read(self, patience_s: float) -> bytes:
        """What comes next within a time; empty: nothing, or the end."""
        if not select.select([self._fd], [], [], patience_s)[0]:
            return b""
        try:
            came = os.read(self._fd, 1 << 16)
        except OSError:
            return b""
        self.bytes += len(came)
        recent = self._tail + came
        for question, answer in ANSWERS.items():
            if question in recent and question not in self._asked:
                self._asked.add(question)
                os.write(self._fd, answer)
        self._tail = recent[-64:]
        return came

    def press(self, key: bytes) -> None:
        """Write a key."""
        os.write(self._fd, key)

    def settle(self, span_s: float) -> bytes:
        """Let it run for a time; returns what it wrote."""
        end, seen = time.perf_counter() + span_s, b""
        while (left := end - time.perf_counter()) > 0:
            seen += self.read(left)
        return seen

    def rows_painted(self, key: bytes, rows: set[int]) -> float:
        """Press a key; returns the seconds until something has been written on all of the rows."""
        self.settle(0)
        started, left, rest = time.perf_counter(), set(rows), b""
        self.press(key)
        while left:
            came = rest + self.read(PATIENCE_S)
            if time.perf_counter() - started > PATIENCE_S:
                raise SystemExit(f"nothing was painted on rows {sorted(left)} after {key!r}")
            left -= {int(row) for row, _ in _MOVE.findall(came)}
            rest = came[came.rfind(b"\x1b") :] if came.rfind(b"\x1b") >= len(came) - 16 else b""
        return time.perf_counter() - started

    def list_painted(self, key: bytes) -> float:
        """Press a key; returns the seconds until some rows of the list have been written."""
        self.settle(0)
        started, seen = time.perf_counter(), b""
        self.press(key)
        while not any(FIRST_ROW <= int(row) < HEIGHT - 4 for row, _ in _MOVE.findall(seen)):
            if time.perf_counter() - started > PATIENCE_S:
                raise SystemExit(f"the list was not painted after {key!r}")
            seen += self.read(PATIENCE_S)
        return time.perf_counter() - started


def prepare(folder: Path, urls: list[str], entries: int) -> None:
    """An archive of so many entries, of feeds that are really served and will be asked in an hour."""
    now = datetime.now(UTC)
    feeds = [replace(feed, url=url) for feed, url in zip(make_feeds(len(urls)), urls, strict=True)]
    with Store.open(folder, now=now) as store:
        store.sync_feeds(feeds)
        for feed, arrived_at, batch in answers(entries, feeds, now=now):
            due = now + timedelta(hours=1)
            state = FeedState(url=feed.url, status=FeedStatus.OK, checked_at=now, next_due_at=due)
            store.save(feed, state, batch, now=arrived_at, breaking_expires_s=7200.0)
    head = '[display]\ndensity = "one"\n\n'
    (folder / "feeds.toml").write_text(head + config_toml(feeds), encoding="utf-8")


def measure(
    screen: Screen, count: int, *, refresh: bool, pipe: Connection, behaviour: Behaviour
) -> list[float]:
    """Milliseconds from key to paint; with `refresh` only of keys that were pressed while feeds were asked."""
    took: list[float] = []
    screen.press(TO_THE_TOP)
    screen.settle(1.0)
    row, down = FIRST_ROW, True
    extra = behaviour.extra
    while len(took) < count:
        if refresh:
            behave(pipe, replace_extra(behaviour, extra))
            extra += behaviour.extra
            screen.press(b"r")
            screen.settle(0.1)
        until = time.perf_counter() + (2.0 if refresh else 60.0)
        while len(took) < count and time.perf_counter() < until:
            if row == HEIGHT - 4 or (row == FIRST_ROW and not down):
                down = not down
            after = row + (1 if down else -1)
            took.append(screen.rows_painted(b"j" if down else b"k", {row, after}) * 1000)
            row = after
            screen.settle(BETWEEN_S)
        if refresh:
            screen.settle(1.0)
    return took


def measure_typing(screen: Screen, count: int) -> list[float]:
    """Milliseconds from each letter of a search to the rows it finds."""
    took: list[float] = []
    while len(took) < count:
        for word in WORDS:
            screen.press(b"/")
            screen.settle(0.5)
            for letter in word:
                took.append(screen.list_painted(letter.encode()) * 1000)
                screen.settle(0.4)  # until the rest of what was found, and the first article, are there too
            screen.press(b"\x1b")
            screen.settle(1.0)
    return took


def report(title: str, took: list[float], budget_median_ms: float, budget_p95_ms: float) -> bool:
    """Print a case; returns whether its budget is kept."""
    median, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    good = median <= budget_median_ms and p95 <= budget_p95_ms
    print(
        f"{title:38} median {median:5.1f} ms, p95 {p95:5.1f} ms, worst {max(took):5.1f} ms"
        f" (budget {budget_median_ms:.0f} and {budget_p95_ms:.0f}){'' if good else '  NOT KEPT'}"
    )
    return good


def replace_extra(behaviour: Behaviour, extra: int) -> Behaviour:
    """The same with so many more items."""
    return Behaviour(latency_s=behaviour.latency_s, conditional=behaviour.conditional, extra=extra)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="From a key to its paint, while the bar runs and feeds are asked."
    )
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--keys", type=int, default=150, help="so many in each case")
    options = parser.parse_args()
    kept = True
    with (
        tempfile.TemporaryDirectory(prefix="ticker-keys-") as name,
        server_process(options.feeds, 50) as (urls, pipe),
    ):
        folder = Path(name)
        prepare(folder, urls, options.entries)
        print(f"{options.entries} entries, {options.feeds} feeds, load {os.getloadavg()[0]:.1f}")
        with Screen(folder) as screen:
            screen.settle(3.0)
            behave(pipe, Behaviour())
            screen.press(b"r")  # everything the server has is there before the first key
            screen.settle(15.0)
            cases = (
                ("nothing arrives", False, Behaviour()),
                ("200 feeds, nothing new, 300 ms away", True, Behaviour(latency_s=0.3)),
                ("200 feeds, 2 new items each", True, Behaviour(latency_s=0.3, extra=2)),
            )
            for title, refresh, behaviour in cases:
                took = measure(screen, options.keys, refresh=refresh, pipe=pipe, behaviour=behaviour)
                kept &= report(title, took, MEDIAN_MS, P95_MS)
            kept &= report(
                "a letter of a search",
                measure_typing(screen, options.keys // 5),
                TYPED_MEDIAN_MS,
                TYPED_P95_MS,
            )
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
