#!/usr/bin/env python3
"""Memory of every process of the program: after the first paint, and at rest, a minute after the last poll.

    benchmarks/memory.py
    benchmarks/memory.py --entries 50000 --seconds 65

The real program in a pty whose other end answers as xterm does: once with the demo's feeds, which are polled once, and once with an
archive whose feeds are not due, while the bar runs. RSS counts what a process shares with others in full, PSS its share of that;
only PSS can be added up. Linux only. Exit status 1: more than promised.
"""

from __future__ import annotations

import argparse
import os
import re
import select
import signal
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup import ANSWERS, MARK, PATIENCE_S, prepare, started

from ticker_tui.demo import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCREEN_RSS_MB = 80.0
REST_PSS_MB = 70.0
"""All processes together."""
SETTLED_S = 2.0
"""After the first paint: what is loaded behind it is there."""
PARTS = {"ticker_tui.polling.poller_worker": "polling", "ticker_tui.polling.parser_worker": "parser"}


class Memory(NamedTuple):
    """What one process takes."""

    name: str
    rss_mb: float
    pss_mb: float


def descendants(pid: int) -> list[int]:
    """A process and those it has started, and those that they have started."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def memory(pid: int, *, deep: bool = True) -> list[Memory]:
    """A process and, if `deep`, all that it has started; itself first."""
    found: list[Memory] = []
    for one in descendants(pid) if deep else [pid]:
        with suppress(OSError):
            words = Path(f"/proc/{one}/cmdline").read_text(encoding="utf-8", errors="replace")
            sizes = dict(
                line.split()[:2]
                for line in Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
            )
            name = next((name for module, name in PARTS.items() if module in words), "screen")
            found.append(Memory(name, int(sizes["Rss:"]) / 1024, int(sizes["Pss:"]) / 1024))
    return found


class Terminal:
    """The other end of the pty: reads what is painted, answers what is asked."""

    def __init__(self, fd: int, mark: str) -> None:
        self._fd = fd
        self._mark = mark.encode()
        self._asked: set[bytes] = set()
        self.tail = b""
        self.painted = 0

    @property
    def is_marked(self) -> bool:
        """Whether the mark has come."""
        return self._mark in self.tail

    def read(self, until_s: float) -> None:
        """Read until a moment of the monotonic clock, or until the mark has come."""
        waiting = self._mark not in self.tail
        while (left_s := until_s - time.monotonic()) > 0:
            if not select.select([self._fd], [], [], left_s)[0]:
                return
            data = os.read(self._fd, 65536)
            self.painted += len(data)
            self.tail = (self.tail + data)[-200_000:]
            for question, answer in ANSWERS.items():
                if question in self.tail and question not in self._asked:
                    self._asked.add(question)
                    os.write(self._fd, answer)
            if waiting and self._mark in self.tail:
                return


def table(label: str, found: Sequence[Memory]) -> float:
    """Print the processes and their sum; returns the sum."""
    sum_mb = sum(one.pss_mb for one in found)
    for one in found:
        print(f"{label:42s}{one.name:10s}{one.rss_mb:10.1f}{one.pss_mb:10.1f}")
        label = ""
    print(f"{'':42s}{'sum':10s}{'':10s}{sum_mb:10.1f}", flush=True)
    return sum_mb


@contextmanager
def running(config: Path, data: Path, mark: str) -> Iterator[tuple[int, Terminal]]:
    """The program on a terminal, once the mark has been painted."""
    pid, fd = started([sys.executable, "-m", "ticker_tui", "--config", str(config), "--data", str(data)])
    terminal = Terminal(fd, mark)
    try:
        terminal.read(time.monotonic() + PATIENCE_S)
        if not terminal.is_marked:
            raise SystemExit(f"nothing was painted: {terminal.tail[-2000:]!r}")
        yield pid, terminal
    finally:
        os.kill(pid, signal.SIGTERM)  # its processes end with it
        os.close(fd)
        os.waitpid(pid, 0)


def measure(what: str, config: Path, data: Path, *, mark: str, seconds: float) -> tuple[float, float]:
    """Print the memory of one case; returns the largest RSS of the screen, and the PSS of all at rest."""
    with running(config, data, mark) as (pid, terminal):
        terminal.read(time.monotonic() + SETTLED_S)
        first = memory(pid)
        table(f"{what}, after the first paint", first)
        before = terminal.painted
        terminal.read(time.monotonic() + seconds)
        rest = memory(pid)
        rest_mb = table(f"{what}, {seconds:.0f} s later", rest)
        if terminal.painted == before:
            raise SystemExit("the bar does not run")
    return max(first[0].rss_mb, rest[0].rss_mb), rest_mb


def main() -> int:
    parser = argparse.ArgumentParser(description="Memory of every process of the program.")
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument(
        "--seconds", type=float, default=65.0, help="from the first paint, and the demo's only poll, to rest"
    )
    options = parser.parse_args()
    print(f"{'':52s}{'RSS, MB':>10s}{'PSS, MB':>10s}")
    found: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(prefix="ticker-memory-") as name:
        folder = Path(name)
        now = datetime.now(UTC)
        with Newsroom(seed=1, still=False, now=now, clock=lambda: datetime.now(UTC)) as newsroom:
            config = folder / "feeds.toml"
            config.write_text(
                re.sub(r'interval = ".*"', 'interval = "1h"', newsroom.config_toml()), encoding="utf-8"
            )
            found.append(measure("demo", config, folder / "demo", mark="new", seconds=options.seconds))
        data = folder / "data"
        prepare(data, options.entries)
        found.append(
            measure(
                f"{options.entries:,} entries", data / "feeds.toml", data, mark=MARK, seconds=options.seconds
            )
        )
    print(
        f"promised: {SCREEN_RSS_MB:.0f} MB RSS of the screen, {REST_PSS_MB:.0f} MB PSS of all processes at rest"
    )
    is_kept = all(rss_mb <= SCREEN_RSS_MB and rest_mb <= REST_PSS_MB for rss_mb, rest_mb in found)
    return 0 if is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
