#!/usr/bin/env python3
"""Poll 300 feeds with faults for an hour, and print memory, descriptors, threads and processes meanwhile: all of them stay flat.

    benchmarks/soak.py
    benchmarks/soak.py --seconds 600 --every 30

All parts are real: `PollerClient` in this process, the polling process with its HTTP client, its parsers, the archive. Rounds follow each
other at once, so that an hour holds several hundred of them. The server is a process of its own, on loopback addresses; each request meets
one of `FAULTS` by chance. The polling process is not ended between rounds: it has to stay as it is. The archive is pruned as the program does.

The last lines compare the second quarter of the run with the last one. Exit status 1: something grows. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import multiprocessing
import os
import random
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from memory import descendants, memory

from ticker_tui.clock import utc_now
from ticker_tui.config import RefreshSettings, Settings
from ticker_tui.model import Feed
from ticker_tui.polling.poller_client import PollerClient
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

    from ticker_tui.model import PollResult

FEEDS: Final = 300
HOSTS: Final = 60
TIMEOUT_S: Final = 4.0
KEEP: Final = 60
"""Entries of a feed that stay when the archive is pruned."""
PRUNE_ROUNDS: Final = 10
FAULTS: Final = {
    "fine": 30, "new": 30, "same": 20, "late": 10, "404": 2, "500": 2, "503": 2, "410": 1, "hang": 2, "hang in the body": 2, "reset": 3,
    "reset in the body": 3, "half": 3, "garbage": 2, "empty": 1, "bomb": 1, "bad gzip": 2, "loop": 2, "page": 2, "wrong length": 2,
    "endless head": 1, "drip": 2, "large": 0.3, "slow to read": 0.1,
}  # fmt: skip
"""What happens to a request, and how often."""
GROWTH: Final = 1.10
SLACK_MB: Final = 4.0
SLACK: Final = 6
"""Descriptors and threads that come and go with what is under way."""


# ── the server ──


@dataclass
class Outlet:
    """One feed."""

    number: int
    newest: int = 20

    def xml(self, *, author: str = "", end: str = "</channel></rss>") -> bytes:
        """Its last 40 items."""
        dice = random.Random(self.number)
        began = datetime(2026, 11, 23, 12, tzinfo=UTC)
        items = "".join(
            f"<item><title>Report {serial} of outlet {self.number} on {dice.randrange(1_000_000)}</title>"
            f"<guid isPermaLink='false'>{self.number}:{serial}</guid><link>https://o{self.number}.example/{serial}</link>"
            f"<pubDate>{format_datetime(began + timedelta(minutes=serial))}</pubDate><author>{author}</author>"
            f"<description>&lt;p&gt;{'Some words of the report. ' * 30}{serial}&lt;/p&gt;</description></item>"
            for serial in range(self.newest, max(0, self.newest - 40), -1)
        )
        return f"<rss version='2.0'><channel><title>Outlet {self.number}</title>{items}{end}".encode()


@dataclass
class World:
    """All outlets."""

    outlets: list[Outlet] = field(default_factory=lambda: [Outlet(number) for number in range(FEEDS)])
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    bomb: bytes = field(default_factory=lambda: gzip.compress(b" " * (64 << 20), 9))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ")[1]
                await self.answer(
                    self.outlets[int(path.strip("/"))], path, writer, is_known="if-none-match" in head.lower()
                )
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            ValueError,
            IndexError,
        ):
            pass
        finally:
            writer.transport.abort()

    async def answer(
        self,
        outlet: Outlet,
        path: str,
        writer: asyncio.StreamWriter,
        *,
        is_known: bool,
    ) -> None:
        """Answer one request with a fault."""
        fault = self.dice.choices(list(FAULTS), list(FAULTS.values()))[0]
        status, headers, body, length = "200 OK", f'ETag: "{outlet.newest}"\r\n', b"", None
        match fault:
            case "new":
                outlet.newest += 1
                headers, body = f'ETag: "{outlet.newest}"\r\n', outlet.xml()
            case "same" if is_known:
                status = "304 Not Modified"
            case "late":
                await asyncio.sleep(self.dice.uniform(0, TIMEOUT_S / 2))
                body = outlet.xml()
            case "404" | "410" | "500" | "503":
                status, headers, body = f"{fault} No", "Retry-After: 1\r\n", b"no"
            case "hang":
                await asyncio.sleep(TIMEOUT_S * 2)
                raise ConnectionResetError
            case "hang in the body" | "reset in the body":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + outlet.xml()[:2000])
                await writer.drain()
                if fault == "hang in the body":
                    await asyncio.sleep(TIMEOUT_S * 2)
                raise ConnectionResetError
            case "reset":
                raise ConnectionResetError
            case "half":
                body = outlet.xml()[: 5000 + self.dice.randrange(5000)]
            case "garbage":
                body = self.dice.randbytes(30_000)
            case "bomb":
                body, headers = self.bomb, "Content-Encoding: gzip\r\n"
            case "bad gzip":
                body, headers = b"\x1f\x8b" + b"?" * 5000, "Content-Encoding: gzip\r\n"
            case "loop":
                status, headers = "302 Found", f"Location: {path}\r\n"
            case "page":
                body = b"<!doctype html><html><title>Sorry</title><body>Maintenance</body></html>"
            case "wrong length":
                body = outlet.xml()
                length = len(body) + 500
            case "endless head":
                with suppress(ConnectionError):
                    writer.write(b"HTTP/1.1 200 OK\r\n")
                    for number in range(200_000):
                        writer.write(b"X-%d: %s\r\n" % (number, b"y" * 80))
                        await writer.drain()
                raise ConnectionResetError
            case "drip":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
                for _ in range(int(TIMEOUT_S * 8)):
                    writer.write(b" ")
                    await writer.drain()
                    await asyncio.sleep(0.25)
                raise ConnectionResetError
            case "large":
                body = b" " * (11 << 20)
            case "slow to read":  # feedparser's pattern for addresses is quadratic
                body = outlet.xml(author="a." * 8_000, end="")
            case _:
                body = outlet.xml()
        length_line = (
            ""
            if status.startswith("304")
            else f"Content-Length: {len(body) if length is None else length}\r\n"
        )
        writer.write(f"HTTP/1.1 {status}\r\n{headers}{length_line}\r\n".encode() + body)
        await writer.drain()
        if length is not None:
            raise ConnectionResetError


def serve(pipe: Connection) -> None:
    """Serve until the pipe ends. Sends the port."""

    async def run() -> None:
        world, port = World(), 0
        for host in range(HOSTS):
            server = await asyncio.start_server(world.serve, f"127.0.2.{1 + host}", port, backlog=1024)
            port = server.sockets[0].getsockname()[1]
        pipe.send(port)
        await asyncio.to_thread(wait)
        os._exit(0)  # whatever hangs

    def wait() -> None:
        with suppress(EOFError):
            pipe.recv()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())


@contextmanager
def served() -> Iterator[list[Feed]]:
    """The server in a process of its own; its feeds."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    port = ours.recv()
    try:
        yield [
            Feed(
                url=f"http://127.0.2.{1 + number % HOSTS}:{port}/{number}", name=f"Outlet {number}", lang="en"
            )
            for number in range(FEEDS)
        ]
    finally:
        ours.close()
        process.join(5)
        process.kill()


# ── the measurement ──


@dataclass(frozen=True, slots=True)
class Sample:
    """What the program takes at one moment."""

    at_s: float
    screen_mb: float
    polling_mb: float
    parsers_mb: float
    descriptors: int
    """Of this process and the polling one."""
    threads: int
    """As above."""
    processes: int


def sample(at_s: float, own_pid: int, polling_pid: int) -> Sample:
    """Measure now. The server is none of it."""
    pids = [own_pid, polling_pid]
    polling = memory(polling_pid)
    with suppress(OSError):
        own = memory(own_pid, deep=False)
        return Sample(
            at_s,
            own[0].pss_mb,
            polling[0].pss_mb,
            sum(one.pss_mb for one in polling[1:]),
            sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
            sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids),
            1 + len(descendants(polling_pid)),
        )
    raise SystemExit("the polling process has ended")


async def soak(feeds: Sequence[Feed], folder: Path, *, seconds: float, every_s: float) -> list[Sample]:
    """Poll for so long; prints a line each `every_s`."""
    samples: list[Sample] = []
    met: Counter[str] = Counter()
    began = time.monotonic()
    settings = Settings(refresh=RefreshSettings(timeout_s=TIMEOUT_S))
    with Store.open(folder) as store:
        store.sync_feeds(feeds)

        def polled(result: PollResult) -> None:
            met["ok" if result.ok else "failed"] += 1
            met["new"] += len(result.new_ids)

        async with PollerClient(
            store.path,
            settings=settings,
            rules=lambda: store.rules,
            clock=utc_now,
            on_notice=print,
            idle_s=seconds,
        ) as poller:

            async def measure() -> None:
                while True:
                    await asyncio.sleep(every_s)
                    if not poller.pid:
                        continue
                    one = sample(time.monotonic() - began, os.getpid(), poller.pid)
                    samples.append(one)
                    print(
                        f"{one.at_s:7.0f}{met['rounds']:8d}{met['ok']:9d}{met['failed']:9d}{met['new']:8d}{one.screen_mb:9.1f}"
                        f"{one.polling_mb:9.1f}{one.parsers_mb:9.1f}{one.descriptors:7d}{one.threads:9d}{one.processes:11d}"
                        f"{poller.pid:9d}",
                        flush=True,
                    )

            print(
                f"{'s':>7s}{'rounds':>8s}{'ok':>9s}{'failed':>9s}{'new':>8s}{'this MB':>9s}{'polling':>9s}{'parsers':>9s}{'files':>7s}"
                f"{'threads':>9s}{'processes':>11s}{'pid':>9s}",
                flush=True,
            )
            measuring = asyncio.create_task(measure())
            try:
                while time.monotonic() < began + seconds:
                    await poller.poll(feeds, on_result=polled)
                    met["rounds"] += 1
                    if met["rounds"] % PRUNE_ROUNDS == 0:
                        store.prune(feeds, keep=KEEP, keep_days=9999, now=utc_now())
                    await asyncio.sleep(0.5)
            finally:
                measuring.cancel()
    return samples


def is_flat(samples: Sequence[Sample]) -> bool:
    """Compare the second quarter of the run with the last one, and print both."""
    quarter = len(samples) // 4
    if not quarter:
        raise SystemExit("too short to tell")
    second, last = samples[quarter : 2 * quarter], samples[-quarter:]
    flat = True
    for name in ("screen_mb", "polling_mb", "parsers_mb", "descriptors", "threads", "processes"):
        before, after = (median(getattr(one, name) for one in part) for part in (second, last))
        slack = SLACK_MB if name.endswith("_mb") else SLACK
        grows = after > before * GROWTH + slack
        flat = flat and not grows
        print(
            f"{name:12s}{before:9.1f} in the second quarter,{after:9.1f} in the last{'  GROWS' if grows else ''}"
        )
    return flat


def main() -> int:
    parser = argparse.ArgumentParser(description="Poll 300 feeds with faults, and print what it takes.")
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--every", type=float, default=60.0)
    options = parser.parse_args()
    with served() as feeds, tempfile.TemporaryDirectory(prefix="ticker-soak-") as name:
        samples = asyncio.run(soak(feeds, Path(name), seconds=options.seconds, every_s=options.every))
    return 0 if is_flat(samples) else 1


if __name__ == "__main__":
    raise SystemExit(main())
