#!/usr/bin/env python3
"""What polling costs: 200 feeds of 50 items on 100 loopback hosts, every part real, into a real archive.

    benchmarks/wire.py
    benchmarks/wire.py --newsboat
    benchmarks/wire.py --feeds 500 --items 100 --latency-ms 300

Prints for each case: wall time, processor time of this process and of its parser processes, the time of the first saved
headline, how long after its answer a feed was saved (median, worst), and when every text of new entries could be searched, where
that came later (the processor time holds that as well); with --newsboat also what that reader takes for the
same answers of the same server right after, with 16 threads. The server runs in a process of its own. On a busy machine only the
processor times say something: the line above the table tells the load.
Exit status 1: a promise is not kept. Times are promised for 200 feeds of 50 items, memory for 50,000 entries.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from serve_feeds import NEWEST, Behaviour, FeedServer

from ticker_tui.config import RefreshSettings, Settings
from ticker_tui.garbage import collect_seldom
from ticker_tui.model import Feed
from ticker_tui.poller import Poller
from ticker_tui.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from multiprocessing.connection import Connection

    from ticker_tui.model import PollResult
    from ticker_tui.poller import PollSummary


@dataclass(slots=True)
class Case:
    """One row: how the server behaves, and what is promised."""

    name: str
    behaviour: Behaviour
    wall_s: float | None = None
    first_s: float | None = None
    saved_after_s: float | None = None
    deadline_s: float | None = None
    hanging: int = 0


SERVER_NICENESS = 5
PROMISED = (200, 50)
"""Feeds and items for which times are promised."""
MEMORY_MB = 200
BEGAN = time.perf_counter()


@dataclass(slots=True)
class Watcher:
    """Notes when each feed was reported."""

    clock: Callable[[], datetime]
    started: float = field(default_factory=time.perf_counter)
    first_s: float | None = None
    lags_s: list[float] = field(default_factory=list)

    def __call__(self, result: PollResult) -> None:
        at_s = time.perf_counter() - self.started
        if result.new_ids and self.first_s is None:
            self.first_s = at_s
        if result.ok and result.state.checked_at is not None:
            self.lags_s.append((self.clock() - result.state.checked_at).total_seconds())


def cases(feeds: int, latency_s: float) -> list[Case]:
    hang = frozenset(range(0, feeds, max(1, feeds // 12)))
    few = frozenset(sorted(hang)[:12])
    return [
        Case("cold import", Behaviour(), wall_s=5.0, first_s=1.0),
        Case("all 304", Behaviour(), wall_s=0.5),
        Case(
            f"all 304, {latency_s * 1000:.0f} ms away",
            Behaviour(latency_s=latency_s),
            wall_s=0.8,
        ),
        Case("same bodies, no 304", Behaviour(conditional=False), wall_s=0.8),
        Case(
            f"{len(few)} hang, the others 304",
            Behaviour(hang=few),
            saved_after_s=1.0,
            deadline_s=5.0,
            hanging=len(few),
        ),
        Case("2 new items in each feed", Behaviour(extra=2)),
    ]


@contextmanager
def server_process(feeds: int, items: int) -> Iterator[tuple[list[str], Connection]]:
    """The feeds' addresses, and a pipe that takes a `Behaviour` and answers when it is in force."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there, feeds, items), daemon=True
    )
    process.start()
    try:
        yield here.recv(), here
    finally:
        here.send(None)
        process.join()


def _serve(pipe: Connection, feeds: int, items: int) -> None:
    os.nice(
        SERVER_NICENESS
    )  # the world has machines of its own; here it must not take a core from who is measured
    with FeedServer(feeds=feeds, items=items, hosts=min(100, feeds)) as server:
        server.prepare()
        pipe.send(server.urls)
        while (behaviour := pipe.recv()) is not None:
            server.behaviour = behaviour
            server.prepare()
            pipe.send(True)


async def poll(
    store: Store, feeds: list[Feed], case: Case
) -> tuple[PollSummary, Watcher, float, float | None]:
    """One round; what came of it, wall time, and when the words of all texts were in the search table if not yet by then."""
    settings = Settings(refresh=RefreshSettings(timeout_s=30.0))

    def clock() -> datetime:
        # As if the feeds had been written an hour ago, whatever day it is: old news is in no story and would cost less.
        return NEWEST + timedelta(hours=1, seconds=time.perf_counter() - BEGAN)

    watcher = Watcher(clock)

    async with Poller(store, settings=settings, clock=clock) as poller:
        summary = await poller.poll(feeds, on_result=watcher, force=True, deadline_s=case.deadline_s)
        wall_s = time.perf_counter() - watcher.started
        left = store.texts_to_come()
        await poller.add_words()
        words_s = time.perf_counter() - watcher.started if left else None
    return summary, watcher, wall_s, words_s


def cpu_s() -> tuple[float, float]:
    """Of this process, and of its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime


class Newsboat:
    """Another reader on the same feeds, with an archive of its own in a folder."""

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self._folder = folder
        folder.mkdir()
        (folder / "urls").write_text("\n".join(urls) + "\n", encoding="utf-8")
        (folder / "config").write_text("reload-threads 16\n", encoding="utf-8")

    def reload_s(self) -> float:
        """Have everything asked once; returns the wall time."""
        files = {"-C": "config", "-u": "urls", "-c": "cache.db"}
        argv = [each for option, name in files.items() for each in (option, str(self._folder / name))]
        started = time.perf_counter()
        subprocess.run(["newsboat", *argv, "-x", "reload"], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started


def run(
    store: Store, feeds: list[Feed], case: Case, *, timed: bool = True, newsboat: Newsboat | None = None
) -> list[str]:
    """Poll once, print the row, and return the promises which it broke; times are none unless `timed`."""
    before = cpu_s()
    summary, watcher, wall_s, words_s = asyncio.run(poll(store, feeds, case))
    own_s, parsers_s = (after - start for after, start in zip(cpu_s(), before, strict=True))
    lags = watcher.lags_s or [0.0]
    print(
        f"{case.name:28s}{wall_s:8.2f}{own_s:8.2f}{parsers_s:9.2f}"
        + (f"{watcher.first_s:9.2f}" if watcher.first_s is not None else " " * 9)
        + f"{median(lags):9.2f}{max(lags):8.2f}{summary.new_count:8d}{len(summary.failed):8d}"
        + (f"{words_s:10.2f}" if words_s is not None else " " * 10)
        + (f"{newsboat.reload_s():10.2f}" if newsboat is not None and not case.hanging else "")
    )
    broken: list[str] = []

    def promise(what: str, value: float | None, limit: float | None) -> None:
        if limit is not None and (value is None or value > limit):
            broken.append(f"{case.name}: {what} {value if value is None else round(value, 2)} > {limit}")

    if timed:
        promise("wall", wall_s, case.wall_s)
        promise("first headline", watcher.first_s, case.first_s)
        promise("saved after its answer", max(lags), case.saved_after_s)
    promise("failed", len(summary.failed), case.hanging)
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(description="What polling costs.")
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--latency-ms", type=float, default=300)
    parser.add_argument(
        "--newsboat", action="store_true", help="measure newsboat too, which has to be installed"
    )
    options = parser.parse_args()
    collect_seldom()  # as every process of the program that asks feeds
    broken: list[str] = []
    with (
        server_process(options.feeds, options.items) as (urls, pipe),
        tempfile.TemporaryDirectory() as folder,
    ):
        feeds = [Feed(url=url, name=f"F{number}") for number, url in enumerate(urls)]
        timed = (options.feeds, options.items) == PROMISED
        load = f"; load {os.getloadavg()[0]:.1f} of {os.cpu_count()}" if hasattr(os, "getloadavg") else ""
        print(f"{options.feeds} feeds, {options.items} items each; seconds{load}")
        print(
            f"{'':28s}{'wall':>8s}{'cpu':>8s}{'parsers':>9s}{'first':>9s}{'saved +':>9s}{'worst':>8s}{'new':>8s}{'failed':>8s}{'searched':>10s}"
            + (f"{'newsboat':>10s}" if options.newsboat else "")
        )
        with Store.open(Path(folder)) as store:
            store.sync_feeds(feeds)
            newsboat = Newsboat(Path(folder) / "newsboat", urls) if options.newsboat else None
            for case in cases(options.feeds, options.latency_ms / 1000):
                ask(pipe, case.behaviour)
                broken += run(store, feeds, case, timed=timed, newsboat=newsboat)
            store.close()
            size = sum(path.stat().st_size for path in Path(folder).iterdir())
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"archive {size / 1e6:.0f} MB; most memory of this process {peak_mb:.0f} MB")
        if peak_mb > MEMORY_MB and options.feeds * options.items <= 50_000:
            broken.append(f"memory {peak_mb:.0f} MB > {MEMORY_MB}")
    for line in broken:
        print(f"NOT KEPT  {line}")
    return 1 if broken else 0


def ask(pipe: Connection, message: Behaviour) -> None:
    pipe.send(message)
    pipe.recv()


if __name__ == "__main__":
    sys.exit(main())
