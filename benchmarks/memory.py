#!/usr/bin/env python3
"""What the program takes of the memory with 50,000 entries in the archive: after the first paint, and while the bar runs.

    benchmarks/memory.py --entries 50000 --seconds 60

The real program in a pty whose other end answers as xterm does; its feeds are not due, so that it is the program and not a reload that
is measured, and no parser runs beside it. RSS counts what it shares with others in full, PSS its share of that. Linux only.
Exit status 1: more than promised.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from startup import ANSWERS, MARK, PATIENCE_S, prepare, started

RSS_MB = 80.0
SETTLED_S = 2.0
"""After the first paint: what is loaded behind it is there."""


def memory_mb(pid: int) -> tuple[float, float]:
    """RSS and PSS of a process."""
    found = dict.fromkeys(("Rss:", "Pss:"), 0.0)
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        name, *rest = line.split()
        if name in found:
            found[name] = int(rest[0]) / 1024
    return found["Rss:"], found["Pss:"]


class Terminal:
    """The other end of the pty: reads what is painted, answers what is asked."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._asked: set[bytes] = set()
        self.tail = b""
        self.painted = 0

    def read(self, until_s: float) -> None:
        """Read until a moment of the monotonic clock, or until the mark has come."""
        waiting = MARK.encode() not in self.tail
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
            if waiting and MARK.encode() in self.tail:
                return


def main() -> int:
    parser = argparse.ArgumentParser(description="What the program takes of the memory.")
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    worst_mb = 0.0
    with tempfile.TemporaryDirectory(prefix="ticker-memory-") as name:
        folder = Path(name) / "data"
        prepare(folder, options.entries)
        pid, fd = started(
            [
                sys.executable,
                "-m",
                "ticker_tui",
                "--config",
                str(folder / "feeds.toml"),
                "--data",
                str(folder),
            ]
        )
        terminal = Terminal(fd)
        try:
            terminal.read(time.monotonic() + PATIENCE_S)
            if MARK.encode() not in terminal.tail:
                raise SystemExit(f"nothing was painted: {terminal.tail[-2000:]!r}")
            print(f"{options.entries:,} entries{'':24s}{'RSS, MB':>10s}{'PSS, MB':>10s}{'promise':>10s}")
            for label, seconds in (
                ("settled after the first paint", SETTLED_S),
                (f"{options.seconds:.0f} s later, the bar running", options.seconds),
            ):
                before = terminal.painted
                terminal.read(time.monotonic() + seconds)
                rss_mb, pss_mb = memory_mb(pid)
                worst_mb = max(worst_mb, rss_mb)
                print(f"{label:38s}{rss_mb:10.1f}{pss_mb:10.1f}{RSS_MB:10.0f}")
                if terminal.painted == before:
                    raise SystemExit("the bar does not run")
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(fd)
    return 0 if worst_mb <= RSS_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
