#!/usr/bin/env python3
"""Measure `ticker refresh` from start to exit: 200 feeds of 50 items on 100 loopback hosts, saved and searchable.

    benchmarks/wire.py
    benchmarks/wire.py --newsboat --runs 5
    benchmarks/wire.py --feeds 500 --items 100 --only import

Each case runs the command as a user does, in processes of its own, and prints the median over the runs: wall time, processor
time of all its processes, the time until the first headline was in the archive, and peak memory of the largest process. With
--newsboat (and --newsraft) the same feeds are read by that program from the same server, in turn with ours. The cases "hanging"
and "slow documents" poll in this process and print how long after its response a healthy feed was saved while others hang, and
while documents of others take the parsers seconds to read. The case "parser" prints how long a body takes that needs a new parser
process, as after every pause, and how long the next body takes.

The server runs in a process of its own at a lower priority. On a busy machine only processor times and ratios are meaningful: the
first line prints the load. Exit status 1: a target is missed. Targets are for 200 feeds of 50 items.
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import json
import math
import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from serve_feeds import Behaviour, FeedServer, make_feed

import ticker_tui
from ticker_tui.config import RefreshSettings, Settings
from ticker_tui.model import Feed
from ticker_tui.polling.parser_pool import ParserPool
from ticker_tui.polling.poll_round import Poller
from ticker_tui.processes.parser_protocol import ParseJob
from ticker_tui.store.db.archive import ARCHIVE_NAME
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from multiprocessing.connection import Connection

    from ticker_tui.model import PollResult

SERVER_NICENESS = 5
STANDARD = (200, 50)
"""Feeds and items that the targets are for."""
MEMORY_MB = 200
HANGING = 12
SAVED_AFTER_S = 1.0
ROUND_S = 5.0
SLOW = 6
"""Feeds whose documents take seconds to parse, requested before the `HEALTHY` ones. All of them are new."""
HEALTHY = 12
SAVED_AMONG_SLOW_S = 2.0
DOCUMENT_BYTES = 1_000_000
PARSER_START_S = 0.15


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table."""

    name: str
    behaviour: Behaviour
    fresh: bool = False
    """Start with an empty archive."""
    wall_s: float | None = None
    cpu_s: float | None = None
    first_s: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a program took."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    first_s: float | None = None


@dataclass(slots=True)
class Reader:
    """A program that reads feeds, with its files in a folder of its own."""

    name: str
    folder: Path
    command: Callable[[Path], Sequence[str]]
    archive: str
    env: dict[str, str] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget everything that was read."""
        for path in self.folder.glob(f"{self.archive}*"):
            path.unlink()

    def run(self, *, first_of: str = "") -> Run:
        """Run once, from start to exit.

        Args:
            first_of: A table of the archive; note when it gets its first row.
        """
        seen: list[float] = []
        done = threading.Event()
        started = time.perf_counter()
        process = subprocess.Popen(
            self.command(self.folder),
            env={**os.environ, **self.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        watcher = threading.Thread(target=self._watch, args=(first_of, started, seen, done))
        if first_of:
            watcher.start()
        _, _, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - started
        process.returncode = 0
        done.set()
        if first_of:
            watcher.join()
        cpu_s = usage.ru_utime + usage.ru_stime
        return Run(wall_s, cpu_s, usage.ru_maxrss / 1024, seen[0] if seen else None)

    def _watch(self, table: str, started: float, seen: list[float], done: threading.Event) -> None:
        path = self.folder / self.archive
        while not done.wait(0.01):
            if not path.exists():
                continue
            with (
                suppress(sqlite3.Error),
                closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db,
            ):
                while not done.wait(0.01):
                    if db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608 - ours
                        seen.append(time.perf_counter() - started)
                        return


def ticker(folder: Path, urls: Sequence[str]) -> Reader:
    folder.mkdir()
    tables = "".join(f"[[feeds]]\nurl = {json.dumps(url)}\n" for url in urls)
    (folder / "feeds.toml").write_text(tables, encoding="utf-8")
    return Reader(
        "ticker",
        folder,
        lambda path: [
            *(sys.executable, "-m", "ticker_tui", "refresh"),
            *("--config", str(path / "feeds.toml"), "--data", str(path)),
        ],
        ARCHIVE_NAME,
    )


def newsboat(folder: Path, urls: Sequence[str]) -> Reader:
    folder.mkdir()
    (folder / "urls").write_text("\n".join(urls) + "\n", encoding="utf-8")
    (folder / "config").write_text("reload-threads 16\n", encoding="utf-8")
    files = {"-C": "config", "-u": "urls", "-c": "cache.db"}
    return Reader(
        "newsboat",
        folder,
        lambda path: [
            "newsboat",
            *(each for option, name in files.items() for each in (option, str(path / name))),
            *("-x", "reload"),
        ],
        "cache.db",
    )


def newsraft(folder: Path, urls: Sequence[str]) -> Reader:
    folder.mkdir()
    (folder / "feeds").write_text("\n".join(urls) + "\n", encoding="utf-8")
    (folder / "config").touch()
    return Reader(
        "newsraft",
        folder,
        lambda path: [
            "newsraft",
            *("-f", str(path / "feeds"), "-c", str(path / "config"), "-d", str(path / "newsraft.sqlite3")),
            *("-e", "reload-all"),
        ],
        "newsraft.sqlite3",
    )


OTHERS = {"newsboat": newsboat, "newsraft": newsraft}


def cases(latency_s: float) -> list[Case]:
    return [
        Case("import", Behaviour(), fresh=True, cpu_s=5.0, first_s=0.5),
        Case("all 304", Behaviour(), wall_s=0.25),
        Case(f"all 304, {latency_s * 1000:.0f} ms away", Behaviour(latency_s=latency_s), wall_s=0.5),
        Case("same bodies, no 304", Behaviour(conditional=False), wall_s=0.6),
        Case("2 new items in each feed", Behaviour(extra=2)),
    ]


@contextmanager
def server_process(feeds: int, items: int) -> Iterator[tuple[list[str], Connection]]:
    """Yield the addresses of the feeds, and a pipe that takes a `Behaviour` and answers when it is in force."""
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
    os.nice(SERVER_NICENESS)  # in the world, servers are other machines
    newest = datetime.now(UTC).replace(microsecond=0)  # stories are looked for among recent entries
    with FeedServer(feeds=feeds, items=items, hosts=min(100, feeds), newest=newest) as server:
        server.prepare()
        pipe.send(server.urls)
        while (behaviour := pipe.recv()) is not None:
            server.behaviour = behaviour
            server.prepare()
            pipe.send(True)


def behave(pipe: Connection, behaviour: Behaviour) -> None:
    pipe.send(behaviour)
    pipe.recv()


def measure(case: Case, readers: Sequence[Reader], runs: int, pipe: Connection) -> dict[str, Run]:
    """Run a case with every reader in turn; return the median of each."""
    found: dict[str, list[Run]] = {reader.name: [] for reader in readers}
    for number in range(1, runs + 1):
        behave(pipe, replace(case.behaviour, extra=case.behaviour.extra * number))  # new ones in each run
        for reader in readers:
            if case.fresh:
                reader.clear()
            first_of = "entries" if case.fresh and reader.name == "ticker" else ""
            found[reader.name].append(reader.run(first_of=first_of))
    return {
        name: Run(
            wall_s=median(run.wall_s for run in those),
            cpu_s=median(run.cpu_s for run in those),
            peak_mb=max(run.peak_mb for run in those),
            first_s=median(firsts)
            if (firsts := [r.first_s for r in those if r.first_s is not None])
            else None,
        )
        for name, those in found.items()
    }


def missed(case: Case, ours: Run, others: dict[str, Run]) -> list[str]:
    """The targets that a case misses."""
    targets = [
        ("wall", ours.wall_s, case.wall_s),
        ("processor time", ours.cpu_s, case.cpu_s),
        ("first headline", ours.first_s, case.first_s),
        ("memory", ours.peak_mb, MEMORY_MB),
    ]
    if case.fresh and "newsboat" in others:
        targets.append(("wall, beside newsboat", ours.wall_s, others["newsboat"].wall_s))
    return [
        f"{case.name}: {what} {value if value is None else round(value, 2)} > {round(limit, 2)}"
        for what, value, limit in targets
        if limit is not None and (value is None or value > limit)
    ]


def slow_documents() -> list[bytes]:
    """Documents that are not well-formed, which keep a parser busy for four seconds and more."""
    start = b"&<rss version='2.0'><channel><item>"
    return [
        start + b"<" * DOCUMENT_BYTES,
        start + b"<title>" + b"&" * DOCUMENT_BYTES + b"</title></item></channel></rss>",
        start + b"<a>" * (DOCUMENT_BYTES // 4),
        start + b"<author>" + b"a." * (DOCUMENT_BYTES // 2) + b"</author></item></channel></rss>",
    ]


async def poll_among_bad_feeds(
    folder: Path, urls: Sequence[str], bad: Collection[int]
) -> tuple[float, float]:
    """Poll; return how long after its response a healthy feed was saved, in seconds: median, longest."""
    lags: list[float] = []
    healthy = {url for number, url in enumerate(urls) if number not in bad}

    def on_result(result: PollResult) -> None:
        if result.ok and result.feed.url in healthy and result.state.checked_at is not None:
            lags.append((datetime.now(UTC) - result.state.checked_at).total_seconds())

    feeds = [Feed(url=url, name=url) for url in urls]
    with Store.open(folder / ARCHIVE_NAME) as store:
        store.sync_feeds(feeds)
        async with Poller(store, settings=Settings(refresh=RefreshSettings(timeout_s=30.0))) as poller:
            await poller.poll(feeds, on_result=on_result, force=True, deadline_s=ROUND_S)
    return (median(lags), max(lags)) if len(lags) == len(healthy) else (math.inf, math.inf)


def measure_lag(
    case: str, folder: Path, urls: Sequence[str], bad: Collection[int], limit_s: float
) -> list[str]:
    """Print the figures of `poll_among_bad_feeds`; return the target if it is missed."""
    usual_s, longest_s = asyncio.run(poll_among_bad_feeds(folder, urls, bad))
    print(f"{case}: others saved after their response by {usual_s:.2f}, at most {longest_s:.2f}")
    return [f"{case}: saved after {longest_s:.2f} > {limit_s}"] if longest_s > limit_s else []


async def read_in_new_process(job: ParseJob) -> tuple[float, float]:
    """Read a body in a new parser process, and again in the same one; how long each took, in seconds."""
    async with ParserPool(1) as pool:
        started_s = time.perf_counter()
        await pool.parse(job)
        first_s = time.perf_counter()
        await pool.parse(job)
        return first_s - started_s, time.perf_counter() - first_s


def measure_parser(items: int, runs: int) -> float:
    """Print the medians; return that of the new process, in seconds."""
    now = datetime.now(UTC)
    body = make_feed(0, items, base="http://127.0.0.1", newest=now)
    job = ParseJob(url="http://127.0.0.1/feed", body=body, now=now, for_archive=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pairs = [asyncio.run(read_in_new_process(job)) for _ in range(runs)]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / runs
    new_s, running_s = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    print(f"parser: {new_s:.3f} in a new process, then {running_s:.3f}; processor time of both {cpu_s:.3f}")
    return new_s


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure ticker refresh from start to exit.")
    parser.add_argument("--feeds", type=int, default=STANDARD[0])
    parser.add_argument("--items", type=int, default=STANDARD[1])
    parser.add_argument("--latency-ms", type=float, default=300)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="", help="run the cases whose name begins with this")
    for name in OTHERS:
        parser.add_argument(f"--{name}", action="store_true", help=f"measure {name} too, if it is installed")
    options = parser.parse_args()
    others = [name for name in OTHERS if getattr(options, name) and shutil.which(name)]
    failures: list[str] = []
    compileall.compile_dir(Path(ticker_tui.__file__).parent, quiet=1)  # as pip does when it installs
    load = f"; load {os.getloadavg()[0]:.1f} of {os.cpu_count()}" if hasattr(os, "getloadavg") else ""
    print(f"{options.feeds} feeds of {options.items} items, median of {options.runs} runs; seconds{load}")
    print(f"{'':28}{'':10}{'wall':>8}{'cpu':>8}{'first':>8}{'peak MB':>9}")
    with (
        server_process(options.feeds, options.items) as (urls, pipe),
        tempfile.TemporaryDirectory() as folder,
    ):
        readers = [ticker(Path(folder) / "ticker", urls)]
        readers += [OTHERS[name](Path(folder) / name, urls) for name in others]
        for case in cases(options.latency_ms / 1000):
            if not case.name.startswith(options.only):
                continue
            medians = measure(case, readers, options.runs, pipe)
            for name, run in medians.items():
                first = f"{run.first_s:8.2f}" if run.first_s is not None else " " * 8
                print(f"{case.name:28}{name:10}{run.wall_s:8.2f}{run.cpu_s:8.2f}{first}{run.peak_mb:9.0f}")
            if case.fresh:
                size = sum(path.stat().st_size for path in (Path(folder) / "ticker").glob(f"{ARCHIVE_NAME}*"))
                print(f"{'':28}archive {size / 1e6:.1f} MB")
            if (options.feeds, options.items) == STANDARD:
                failures += missed(case, medians.pop("ticker"), medians)
        if "hanging".startswith(options.only):
            step = max(1, options.feeds // HANGING)
            hanging = frozenset(range(0, step * HANGING, step))
            behave(pipe, Behaviour())
            readers[0].run()  # so that nothing is new, with `--only` too
            behave(pipe, Behaviour(hang=hanging))
            failures += measure_lag(f"{HANGING} hang", Path(folder) / "ticker", urls, hanging, SAVED_AFTER_S)
        if "slow documents".startswith(options.only):
            documents = slow_documents()
            slow = {number: documents[number % len(documents)] for number in range(SLOW)}
            behave(pipe, Behaviour(bodies=slow))
            new = Path(folder) / "slow documents"
            polled = urls[: SLOW + HEALTHY]
            failures += measure_lag(f"{SLOW} parse slowly", new, polled, slow, SAVED_AMONG_SLOW_S)
    if "parser".startswith(options.only):
        new_s = measure_parser(options.items, max(options.runs, 5))
        if new_s > PARSER_START_S:
            failures.append(f"parser: {new_s:.3f} in a new process > {PARSER_START_S}")
    for line in failures:
        print(f"MISSED  {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
