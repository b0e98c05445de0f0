#!/usr/bin/env python3
"""Whether polling always comes back: the polling process, a parser and the screen are killed at random while `r` is pressed.

    benchmarks/kills.py
    benchmarks/kills.py --seconds 600 --seed 7

The real program runs in a pty on a loopback server whose feeds get new entries all the time. `r` is pressed once a second, and
every few seconds something is killed: the polling process (sometimes several times in a row), one of its parsers, or the
screen, which is then started again. Some polling processes are stopped (SIGSTOP) instead. Linux only.
Prints how long the server waited for a request after each of these, and what the archive holds at the end.
Exit status 1: requests came again too late, the archive is damaged or lacks an entry, or the program ended by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pty
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from serve_feeds import FeedServer

from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

FEEDS = 12
ITEMS = 10
WITHIN_S = 10.0
"""Requests come again after a kill."""
STOPPED_S = 20.0
"""The same after a stop: that has to be noticed first."""
NEWS_S = 10.0
LAST_S = 60.0
"""For the last entries to arrive when nothing is killed any more."""
POLLER = "ticker_tui.polling.poller_worker"
PARSER = "ticker_tui.polling.parser_worker"
DEEDS = ("poller",) * 4 + ("poller twice",) * 2 + ("parser",) * 5 + ("screen",) * 3 + ("stop",)


class Screen:
    """The program in a pty; what it draws is thrown away."""

    def __init__(self, folder: Path) -> None:
        self._argv = [sys.executable, "-m", "ticker_tui", "--config", str(folder / "feeds.toml")]
        self._argv += ["--data", str(folder / "data")]
        self._environ = {**os.environ, "TERM": "xterm-256color", "HOME": str(folder), "LANG": "C.UTF-8"}
        self.start()

    def start(self) -> None:
        """Open a terminal and start the program on it."""
        self._keys, inside = pty.openpty()
        termios.tcsetwinsize(inside, (30, 100))
        self._process = subprocess.Popen(
            self._argv, stdin=inside, stdout=inside, stderr=inside, env=self._environ, start_new_session=True
        )
        os.close(inside)
        threading.Thread(target=self._drain, args=(self._keys,), daemon=True).start()

    @staticmethod
    def _drain(terminal: int) -> None:
        with contextlib.suppress(OSError):  # the program has ended
            while os.read(terminal, 1 << 16):
                pass
        os.close(terminal)

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self._process.poll() is not None

    def press(self, key: str) -> None:
        """Send a key."""
        with contextlib.suppress(OSError):
            os.write(self._keys, key.encode())

    def kill(self) -> int:
        """End it without warning; the exit code."""
        self._process.kill()
        return self._process.wait()

    def quit(self) -> int:
        """End it as a user does; the exit code."""
        self.press("q")
        try:
            return self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            return -1


def children(parent: int, module: str) -> list[int]:
    """The processes below one that run a module."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            pid = int(stat.parent.name)
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                if module in (stat.parent / "cmdline").read_text():
                    found.append(pid)
                found.extend(children(pid, module))
    return found


def entries(archive: Path) -> int:
    """How many the archive holds; 0 while there is none."""
    with (
        contextlib.suppress(sqlite3.Error),
        closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db,
    ):
        return int(db.execute("SELECT count(*) FROM entries").fetchone()[0])
    return 0


class Trial:
    """One run."""

    def __init__(self, folder: Path, server: FeedServer, rng: random.Random) -> None:
        self._server = server
        self._rng = rng
        self._folder = folder
        feeds = "".join(f'[[feeds]]\nurl = "{url}"\nname = "F{n}"\n\n' for n, url in enumerate(server.urls))
        (folder / "feeds.toml").write_text('[refresh]\ntimeout = "5s"\n\n' + feeds, encoding="utf-8")
        self._screen = Screen(folder)
        self.waits_s: dict[str, list[float]] = {}
        self.deeds: Counter[str] = Counter()
        self.longest_s = 0.0
        """Without any request, from the first one on."""
        self.problems: list[str] = []

    def run(self, seconds: float) -> None:
        """Do harm for so long, then wait for the last entry."""
        began = time.monotonic()
        news_at = key_at = began
        deed_at = began + 5
        pending: list[tuple[str, float]] = []
        requests = self._server.requests
        requested_at: float | None = None
        while (now := time.monotonic()) < began + seconds or pending:
            if self._server.requests != requests:
                requests = self._server.requests
                self.longest_s = max(self.longest_s, now - (requested_at or now))
                requested_at = now
                for deed, at in pending:
                    self._note(deed, now - at)
                pending = []
            for deed, at in list(pending):
                if now - at > 2 * STOPPED_S:
                    self._note(deed, now - at)
                    pending.remove((deed, at))
            if now >= key_at:
                self._screen.press("r")
                key_at = now + 1
            if now >= news_at and now < began + seconds:
                self._server.behaviour.extra += 1
                news_at = now + NEWS_S
            if now >= deed_at and now < began + seconds and not pending:
                deed_at = now + self._rng.uniform(0.3, 5)
                if deed := self._harm():
                    requests = self._server.requests
                    pending.append((deed, time.monotonic()))
            self._look_after_screen()
            time.sleep(0.02)
        self._wait_for_all()

    def close(self) -> None:
        """End the program, however the trial has ended."""
        self._screen.kill()

    def _note(self, deed: str, wait_s: float) -> None:
        self.waits_s.setdefault(deed, []).append(wait_s)
        limit_s = STOPPED_S if deed == "stop" else WITHIN_S
        if wait_s > limit_s:
            self.problems.append(f"{deed}: requests came again after {wait_s:.1f} s")

    def _harm(self) -> str:
        """Do one of `DEEDS`; empty when there is nobody to do it to."""
        deed = self._rng.choice(DEEDS)
        if deed == "screen":
            self._screen.kill()
            self._screen.start()
            self.deeds[deed] += 1
            return deed
        victims = children(self._screen.pid, PARSER if deed == "parser" else POLLER)
        if not victims:
            return ""
        victim = self._rng.choice(victims)
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGSTOP if deed == "stop" else signal.SIGKILL)
        if deed == "poller twice":
            until = time.monotonic() + 3
            while time.monotonic() < until:
                again = [pid for pid in children(self._screen.pid, POLLER) if pid != victim]
                if again:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(again[0], signal.SIGKILL)
                    break
                self._screen.press("r")
                time.sleep(0.05)
        self.deeds[deed] += 1
        return deed

    def _look_after_screen(self) -> None:
        if self._screen.ended:
            raise SystemExit(f"the screen ended by itself; exit code {self._screen.kill()}")

    @property
    def expected(self) -> int:
        """Entries that the server has offered."""
        return FEEDS * (ITEMS + self._server.behaviour.extra)

    def _wait_for_all(self) -> None:
        archive = self._folder / "data" / ARCHIVE_NAME
        until = time.monotonic() + LAST_S
        while (held := entries(archive)) < self.expected and time.monotonic() < until:
            self._screen.press("r")
            time.sleep(1)
        if (code := self._screen.quit()) != 0:
            self.problems.append(f"the screen ended with {code}")
        print(f"archive: {held} entries of {self.expected}")
        if held != self.expected:
            self.problems.append(f"{held} entries instead of {self.expected}")
        with closing(sqlite3.connect(archive)) as db:
            verdict = db.execute("PRAGMA integrity_check").fetchone()[0]
            twice = db.execute("SELECT count(*) - count(DISTINCT link) FROM entries").fetchone()[0]
        with Store.open(archive) as store:
            sound = store.check()
        print(
            f"integrity check: {verdict}; store's own: {'ok' if sound else 'damaged'}; entries twice: {twice}"
        )
        if verdict != "ok" or not sound or twice:
            self.problems.append("the archive is damaged")
        for log in (self._folder / "data").glob("*.log"):
            text = log.read_text(encoding="utf-8", errors="replace")
            print(
                f"{log.name}: {text.count('polling process has failed')} restarts, {text.count('Traceback')} tracebacks"
            )
            if "Traceback" in text:
                self.problems.append("a traceback was logged:\n" + text[text.index("Traceback") :][:2000])


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """For the configuration and the archive."""
    with tempfile.TemporaryDirectory(prefix="ticker-kills-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def main() -> int:
    parser = argparse.ArgumentParser(description="Whether polling always comes back.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with FeedServer(feeds=FEEDS, items=ITEMS, hosts=4) as server, folder() as place:
        server.behaviour.latency_s = 0.1
        trial = Trial(place, server, random.Random(options.seed))
        try:
            trial.run(options.seconds)
        finally:
            trial.close()
        print(
            f"{server.requests} requests, {server.not_modified} answered with 304; at most {trial.longest_s:.1f} s without one"
        )
    for deed, waits_s in sorted(trial.waits_s.items()):
        print(
            f"{deed:14s}{trial.deeds[deed]:5d} times; requests came again after {median(waits_s):.1f} s, {max(waits_s):.1f} s at most"
        )
    for problem in trial.problems:
        print(f"NOT KEPT  {problem}")
    return 1 if trial.problems else 0


if __name__ == "__main__":
    sys.exit(main())
