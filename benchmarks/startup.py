#!/usr/bin/env python3
"""How long until the first headline is on the screen, beside a bare Textual app with one Static.

    benchmarks/startup.py --entries 10000 50000 --runs 11

Each run is a fresh process in a pty whose other end answers as xterm does. The two kinds of run alternate, so that
whatever else the machine does falls on both. The clock stops when the text has come through the pty. On a busy machine
look at the ratio of the medians and at the processor time, which is taken until then. Byte code is compiled before the
first run, as pip does when it installs. Exit status 1: a target is missed.
"""

from __future__ import annotations

import argparse
import compileall
import fcntl
import os
import pty
import resource
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
from typing import NamedTuple

from fill import config_toml, fill, make_feeds

import ticker_tui
from ticker_tui.model import Entry, FeedState, FeedStatus
from ticker_tui.store.store import Store

BUDGET = 1.3
"""How many times as long as a bare app."""
TARGETS_MS = {10_000: 150, 50_000: 180}
MARK = "Headline of the benchmark"
PATIENCE_S = 60.0
BARE = f"""
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static({MARK!r})
Bare().run()
"""
ANSWERS = {
    b"\x1b[>0q": b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1b[8$p": b"\x1b[8;0$y",
    b"\x1b[>c": b"\x1b[>41;390;0c",
    b"\x1b[c": b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
    b"\x1b[?2026$p": b"\x1b[?2026;0$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}


class Paint(NamedTuple):
    """The first paint of a process, in seconds."""

    wall_s: float
    cpu_s: float


def started(argv: list[str]) -> tuple[int, int]:
    """A process in a pty of 140 by 40 cells: its id, and the terminal's end of the pty."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        for name in ("TMUX", "STY", "TERM_PROGRAM", "NO_COLOR", "TEXTUAL", "TEXTUAL_ANIMATIONS"):
            os.environ.pop(name, None)
        os.execv(argv[0], argv)  # noqa: S606 - there is no shell, and none is wanted
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
    return pid, fd


def first_paint(argv: list[str]) -> Paint:
    """What it took from the start of a process until the mark has come through its terminal."""
    began, before_s = time.perf_counter(), children_cpu_s()
    wall_s = 0.0
    pid, fd = started(argv)
    seen = b""
    asked: set[bytes] = set()
    try:
        while MARK.encode() not in seen:
            if time.perf_counter() - began > PATIENCE_S:
                raise SystemExit(f"nothing was painted: {seen[-2000:]!r}")
            if not select.select([fd], [], [], 1.0)[0]:
                continue
            seen += os.read(fd, 65536)
            for question, answer in ANSWERS.items():
                if question in seen and question not in asked:
                    asked.add(question)
                    os.write(fd, answer)
        wall_s = time.perf_counter() - began
    except OSError:
        raise SystemExit(f"it ended without painting: {seen[-2000:]!r}") from None
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)
    return Paint(wall_s, children_cpu_s() - before_s)


def children_cpu_s() -> float:
    """Processor time of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def prepare(folder: Path, entries: int) -> None:
    """An archive of so many entries, the newest of them the one that is waited for."""
    now = datetime.now(UTC)
    folder.mkdir(parents=True)
    fill(folder, entries - 1, now=now - timedelta(minutes=1))
    feeds = make_feeds(200)
    (folder / "feeds.toml").write_text(config_toml(feeds), encoding="utf-8")
    state = FeedState(
        url=feeds[0].url, status=FeedStatus.OK, checked_at=now, next_due_at=now + timedelta(hours=1)
    )
    entry = Entry(key="mark", title=MARK, link="https://news.example/mark", published_at=now, search_text="")
    with Store.open(folder, now=now) as store:
        store.save(feeds[0], state, [entry], now=now, breaking_expires_s=7200)


def measure(folder: Path, runs: int) -> tuple[list[Paint], list[Paint]]:
    """The bare app's paints, ticker's."""
    bare = [sys.executable, "-c", BARE]
    ours = [sys.executable, "-m", "ticker_tui", "--config", str(folder / "feeds.toml"), "--data", str(folder)]
    for argv in (bare, ours):  # the page cache is warm for both
        first_paint(argv)
    pairs = [(first_paint(bare), first_paint(ours)) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Time to the first headline, as a ratio to a bare Textual app."
    )
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--runs", type=int, default=11)
    options = parser.parse_args()
    good = True
    compileall.compile_dir(Path(ticker_tui.__file__).parent, quiet=1)
    print(f"medians of {options.runs} runs; load {os.getloadavg()[0]:.1f} of {os.cpu_count()}")
    with tempfile.TemporaryDirectory(prefix="ticker-startup-") as name:
        for entries in options.entries:
            folder = Path(name) / str(entries)
            prepare(folder, entries)
            bare, ours = measure(folder, options.runs)
            bare_ms, ours_ms = (
                statistics.median(each.wall_s for each in those) * 1000 for those in (bare, ours)
            )
            cpu_ms = statistics.median(each.cpu_s for each in ours) * 1000
            target_ms = TARGETS_MS.get(entries)
            good &= ours_ms <= BUDGET * bare_ms and (target_ms is None or ours_ms <= target_ms)
            print(
                f"{entries:6} entries: bare {bare_ms:4.0f} ms, ticker {ours_ms:4.0f} ms"
                + (f" (target {target_ms})" if target_ms else "")
                + f", processor {cpu_ms:4.0f} ms, ratio {ours_ms / bare_ms:.2f} (budget {BUDGET})"
            )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
