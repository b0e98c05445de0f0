"""An hour of polling in less than a minute: 24 feeds, most of them villains now and then, a clock of our own.

Everything between the socket and the archive is real. At the end nothing is lost, nothing doubled, and nothing left
behind: files, memory, processes.
"""

from __future__ import annotations

import asyncio
import gc
import gzip
import random
from collections import Counter
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import RefreshSettings, Settings
from ticker_tui.model import Feed, FeedStatus, View
from ticker_tui.polling.poll_round import Poller
from ticker_tui.processes import parser_protocol
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FEEDS = 24
STEP = timedelta(seconds=60)
STEPS = 60
BEGIN = datetime(2026, 11, 23, 12, tzinfo=UTC)
FAULTS = (
    "fine", "fine", "fine", "fine", "fine", "same", "500", "503", "429", "404", "hang", "cut", "garbage", "empty",
    "half", "bomb", "loop", "page", "moved", "guids", "bad gzip",
)  # fmt: skip
SLOW = "slow parser"
"""Rarer than the others, as it is the one that takes real time: until the parser is given up."""
GIVEN_UP_S = 1.5
"""Processor time of one feed: in the program 5 s, so that a slow machine reads a large feed too."""
SLOW_AUTHOR = "a." * 8_000
"""feedparser's pattern for addresses takes seconds for it; such a document is not well-formed, so that feedparser gets it."""


@dataclass
class Outlet:
    """One feed: what it has published so far, and how it behaves this minute."""

    number: int
    published: list[tuple[str, str, datetime]] = field(default_factory=list)
    """Guid, title, date: the newest last."""
    fault: str = "fine"
    delivered: set[str] = field(default_factory=set)
    """Titles of bodies that were sent whole and sound, and so may not be lost."""

    def publish(self, now: datetime, count: int) -> None:
        for _ in range(count):
            serial = len(self.published)
            self.published.append(
                (f"urn:{self.number}:{serial}", f"Item {serial} of outlet {self.number}", now)
            )

    def xml(self, *, guids: str = "", author: str = "", end: str = "</channel></rss>") -> bytes:
        items = "".join(
            f"<item><title>{title}</title><guid isPermaLink='false'>{guids}{guid}</guid>"
            f"<link>https://o{self.number}.example/{guid.rpartition(':')[2]}</link>"
            f"<pubDate>{format_datetime(date)}</pubDate><author>{author}</author>"
            f"<description>{title}: {'words of it ' * 20}</description></item>"
            for guid, title, date in reversed(self.published[-40:])
        )
        return f"<rss version='2.0'><channel><title>O{self.number}</title>{items}{end}".encode()


class World:
    """The servers of all outlets, on one loopback address."""

    def __init__(self, dice: random.Random) -> None:
        self.outlets = [Outlet(number) for number in range(FEEDS)]
        self.dice = dice
        self.port = 0
        self.met: Counter[str] = Counter()
        self.closing = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = head[0].split(" ")[1]
                asked = {line.partition(": ")[0].lower(): line.partition(": ")[2] for line in head[1:]}
                await self.answer(int(path.strip("/").partition("/")[0]), path, asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def answer(
        self, number: int, path: str, asked: dict[str, str], writer: asyncio.StreamWriter
    ) -> None:
        outlet = self.outlets[number]
        fault = "fine" if path.endswith("/new") else outlet.fault
        self.met[fault] += 1
        status, headers, body = "200 OK", "", outlet.xml()
        whole = True
        match fault:
            case "500" | "503" | "429" | "404":
                status, body, whole = f"{fault} No", b"no", False
                headers = "Retry-After: 90\r\n" if fault in {"503", "429"} else ""
            case "hang":
                with suppress(TimeoutError):  # until the other side has had enough
                    await asyncio.wait_for(self.closing.wait(), 5)
                raise ConnectionResetError
            case "cut":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + body[:200])
                await writer.drain()
                raise ConnectionResetError
            case "garbage":
                body, whole = bytes(self.dice.randrange(256) for _ in range(3000)), False
            case "empty":
                body, whole = b"", False
            case "half":
                body, whole = body[: len(body) // 2], False
            case "bomb":
                body, headers, whole = (
                    gzip.compress(b" " * (12 << 20), 9),
                    "Content-Encoding: gzip\r\n",
                    False,
                )
            case "bad gzip":
                body, headers, whole = b"\x1f\x8b" + b"?" * 500, "Content-Encoding: gzip\r\n", False
            case "loop":
                status, headers, body, whole = "302 Found", f"Location: {path}\r\n", b"", False
            case "page":
                body, whole = (
                    b"<!doctype html><html><title>Sorry</title><body>Maintenance</body></html>",
                    False,
                )
            case "slow parser":
                body, whole = outlet.xml(author=SLOW_AUTHOR, end=""), False
            case "moved":
                status, headers, body, whole = "301 Moved", f"Location: /{number}/new\r\n", b"", False
            case "guids":  # a publisher's new system: the same items under other names
                body = outlet.xml(guids="new-")
            case _:
                pass
        etag = f'"{len(outlet.published)}-{fault}"'
        if fault == "same" and asked.get("if-none-match"):
            status, body, whole = "304 Not Modified", b"", False
        elif whole:
            headers += f"ETag: {etag}\r\n"
        length = "" if status.startswith("304") else f"Content-Length: {len(body)}\r\n"
        writer.write(f"HTTP/1.1 {status}\r\n{headers}{length}\r\n".encode() + body)
        await writer.drain()
        if whole:
            outlet.delivered.update(title for _, title, _ in outlet.published[-40:])


@asynccontextmanager
async def opened(world: World) -> AsyncIterator[None]:
    server = await asyncio.start_server(world.serve, "127.0.0.1", 0)
    world.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        world.closing.set()
        await asyncio.sleep(0.1)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def memory_kb() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


def children() -> set[str]:
    """The processes that are ours, dead ones that nobody waited for among them."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has just ended has none
            found.update((task / "children").read_text(encoding="ascii").split())
    return found


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="counts processes and files as Linux shows them"
)
def test_an_hour_with_faults_loses_doubles_and_leaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser_protocol, "CPU_S", GIVEN_UP_S)
    dice = random.Random(4)
    world = World(dice)
    before, files_before = children(), open_files()
    most_files = 0
    sizes_kb: list[int] = []
    settings = Settings(
        refresh=RefreshSettings(interval_s=60.0, fastest_s=60.0, slowest_s=120.0, timeout_s=0.8)
    )

    class Clock:
        now = BEGIN

        def __call__(self) -> datetime:
            return self.now

    async def hour() -> None:
        nonlocal most_files
        clock = Clock()
        async with opened(world):
            feeds = [
                Feed(url=f"http://127.0.0.1:{world.port}/{number}/feed", name=f"O{number}")
                for number in range(FEEDS)
            ]
            with Store.open(tmp_path, now=BEGIN) as store:
                store.sync_feeds(feeds)
                async with Poller(store, settings=settings, clock=clock, rng=random.Random(1)) as poller:
                    for step in range(STEPS):
                        clock.now = BEGIN + STEP * step
                        if step == 30:
                            clock.now -= timedelta(
                                hours=3
                            )  # somebody sets the clock back, and soon right again
                        for outlet in world.outlets:
                            outlet.publish(
                                BEGIN + STEP * step - timedelta(seconds=30), dice.choice((0, 0, 1, 2))
                            )
                            outlet.fault = (
                                dice.choice((*FAULTS, *FAULTS, SLOW)) if step < STEPS - 1 else "fine"
                            )
                        summary = await poller.poll(
                            feeds, on_result=lambda _: None, force=step == STEPS - 1, deadline_s=15.0
                        )
                        assert not summary.busy
                        if step % 10 == 9:
                            gc.collect()
                            most_files = max(most_files, open_files())
                            sizes_kb.append(memory_kb())
                    assert {result.state.status for result in summary.results} == {FeedStatus.OK}
                    assert len(summary.results) == FEEDS
                look(store, clock.now)

    def look(store: Store, now: datetime) -> None:
        ids = store.ids(View(), now=now)
        titles = Counter(headline.title for headline in store.headlines(ids, now=now))
        delivered = set().union(*(outlet.delivered for outlet in world.outlets))
        published = {title for outlet in world.outlets for _, title, _ in outlet.published}
        assert delivered <= set(titles), f"lost: {sorted(delivered - set(titles))[:5]}"
        assert set(titles) <= published, "nothing that nobody published"
        assert {title for title, count in titles.items() if count > 1} == set(), "doubled"
        assert store.check()
        assert store.notices == ()

    asyncio.run(hour())
    assert {*FAULTS, SLOW} <= set(world.met), "every villain has played"
    assert children() == before, "no process is left"
    assert open_files() == files_before
    assert most_files <= files_before + 3 * FEEDS, (
        "both ends of a connection or two for each feed, pipes, the archive"
    )
    assert sizes_kb[-1] <= sizes_kb[1] + 24 * 1024, sizes_kb
