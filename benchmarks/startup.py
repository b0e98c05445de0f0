#!/usr/bin/env python3
"""How long until the first headline is on the screen, beside a bare Textual app with one Static.

    benchmarks/startup.py --entries 10000 50000 --runs 11

Each run is a fresh process in a pty whose other end answers as xterm does. The two kinds of run alternate, so that
whatever else the machine does falls on both. The clock stops when the text has come through the pty; the number to
look at is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
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

from fill import config_toml, fill, make_feeds

from ticker_tui.model import Entry, FeedState, FeedStatus
from ticker_tui.store import Store

BUDGET = 1.3
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


def first_paint_s(argv: list[str]) -> float:
    """Seconds from the start of a process until the mark has come through its terminal."""
    began = time.perf_counter()
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
        return time.perf_counter() - began
    except OSError:
        raise SystemExit(f"it ended without painting: {seen[-2000:]!r}") from None
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)


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


def measure(folder: Path, runs: int) -> tuple[float, float]:
    """Medians in seconds: the bare app, ticker."""
    bare = [sys.executable, "-c", BARE]
    ours = [sys.executable, "-m", "ticker_tui", "--config", str(folder / "feeds.toml"), "--data", str(folder)]
    for argv in (bare, ours):  # the byte code and the page cache are warm for both
        first_paint_s(argv)
    pairs = [(first_paint_s(bare), first_paint_s(ours)) for _ in range(runs)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Time to the first headline, as a ratio to a bare Textual app."
    )
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--runs", type=int, default=11)
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory(prefix="ticker-startup-") as name:
        for entries in options.entries:
            folder = Path(name) / str(entries)
            prepare(folder, entries)
            bare_s, ours_s = measure(folder, options.runs)
            ratio = ours_s / bare_s
            good &= ratio <= BUDGET
            print(
                f"{entries:6} entries: bare {bare_s * 1000:4.0f} ms, ticker {ours_s * 1000:4.0f} ms, "
                f"ratio {ratio:.2f} (budget {BUDGET})"
            )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
