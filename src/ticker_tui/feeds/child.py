"""The parser in a process of its own: a feed that hangs or swells costs one process, never the screen.

`ParserPool` keeps one or two children. Each does one job at a time, over its pipes, in frames of four bytes of length and
msgpack. A child that is late, too big or dead is killed and replaced; only its own job fails.
The other end is `process`.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Self

import msgspec

from ticker_tui import pipes
from ticker_tui.errors import ParseError
from ticker_tui.feeds.job import (
    Answer,
    FoundFeed,
    Job,
    Page,
    PageJob,
    Parsed,
    ParseJob,
    Picture,
    PictureJob,
    Unreadable,
    thing_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

WALL_S = 5.0
"""For one job, from sending it to its answer."""
MEMORY_BYTES = 512 * 1024 * 1024
STOP_S = 0.5
"""How long a child may take to end by itself."""

_log = logging.getLogger(__name__)


class NotAFeedError(ParseError):
    """The body is no feed.

    Args:
        url: Where it came from.
        reason: What it is, one sentence.
        feeds: Those that it names, when it is a web page.
        refresh: Where it leads with a meta refresh; empty: nowhere.
    """

    def __init__(self, url: str, reason: str, feeds: tuple[FoundFeed, ...], refresh: str) -> None:
        super().__init__(url, reason)
        self.feeds = feeds
        self.refresh = refresh


class ParserPool:
    """Parser processes, started when first needed.

    Use as an async context manager inside one event loop; `parse` may be called by any number of tasks.

    Args:
        size: How many processes at most.
        wall_s: How long a job may take.
        memory_bytes: Address space of a child.
    """

    def __init__(self, size: int = 2, *, wall_s: float = WALL_S, memory_bytes: int = MEMORY_BYTES) -> None:
        self._children = [_Child(wall_s, memory_bytes) for _ in range(size)]
        self._free: asyncio.LifoQueue[_Child] = asyncio.LifoQueue()
        for child in reversed(self._children):
            self._free.put_nowait(child)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(child.stop() for child in self._children))

    async def warm_up(self, jobs: int) -> None:
        """Start as many processes as so many jobs will want. Until its first one, each loads what reading a feed takes.

        Raises:
            OSError: The system starts none.
        """
        for child in self._children[:jobs]:
            await child.start()

    async def parse(self, job: ParseJob, *, take_body: Callable[[], bytes] | None = None) -> Parsed:
        """The entries of one body.

        Args:
            job: What to read.
            take_body: Gives the body when a process is free to read it, so that it need not wait in memory.

        Raises:
            ParseError: it is no feed, or reading it took too long, too much memory, or the process itself; `reason` is one
                plain sentence.
        """
        answer = await self._ask(job, take_body)
        if not isinstance(answer, Parsed):
            raise self._refused(job, answer)
        return answer

    async def read_page(self, job: PageJob) -> Page:
        """The article of one web page.

        Raises:
            ParseError: there is none, or looking for it took too much; `reason` is one plain sentence.
        """
        answer = await self._ask(job)
        if not isinstance(answer, Page):
            raise self._refused(job, answer)
        return answer

    async def read_picture(self, job: PictureJob) -> Picture:
        """A picture, scaled.

        Raises:
            ParseError: there is none, or reading it took too much; `reason` is one plain sentence.
        """
        answer = await self._ask(job)
        if not isinstance(answer, Picture):
            raise self._refused(job, answer)
        return answer

    async def _ask(self, job: Job, take_body: Callable[[], bytes] | None = None) -> Answer:
        child = await self._free.get()
        try:
            if take_body is not None:
                job = msgspec.structs.replace(job, body=take_body())
            return await child.ask(job)
        except _ChildGoneError:
            # Perhaps somebody else killed it; the second time it is the feed.
            try:
                return await child.ask(job)
            except _ChildGoneError:
                raise ParseError(
                    job.url, f"The {thing_of(job)} makes the program that reads it crash."
                ) from None
        finally:
            self._free.put_nowait(child)

    def _refused(self, job: Job, answer: Answer) -> ParseError:
        if not isinstance(answer, Unreadable):
            return ParseError(job.url, "The program that reads feeds gave the wrong kind of answer.")
        if answer.detail:
            _log.warning("%s: %s\n%s", job.url, answer.reason, answer.detail)
        return NotAFeedError(job.url, answer.reason, answer.feeds, answer.refresh)

    @property
    def pids(self) -> list[int]:
        """The running processes."""
        return [child.pid for child in self._children if child.pid]


class _ChildGoneError(Exception):
    """The process ended before it answered."""


class _Child:
    """One process and its pipes."""

    def __init__(self, wall_s: float, memory_bytes: int) -> None:
        self._wall_s = wall_s
        self._memory_bytes = memory_bytes
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()

    @property
    def pid(self) -> int:
        return self._process.pid if self._process is not None else 0

    async def ask(self, job: Job) -> Answer:
        """Send the job and wait for its answer.

        Raises:
            ParseError: the time is up, or the system starts no process.
            _ChildGoneError: the process ended.
        """
        try:
            process = await self.start()
        except OSError as error:
            raise ParseError(
                job.url, f"The program that reads feeds cannot be started ({error.strerror or error})."
            ) from error
        answered = False
        try:
            async with asyncio.timeout(self._wall_s):
                frame = await _exchange(process, msgspec.msgpack.encode(job))
            answer = _DECODER.decode(frame)
            answered = True
        except TimeoutError:
            raise ParseError(
                job.url,
                f"Reading the {thing_of(job)} took longer than {self._wall_s:.0f} seconds; it was given up.",
            ) from None
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
            raise _ChildGoneError from error
        finally:
            if not answered:  # also when this task is cancelled: half a frame is in the pipe
                await self.kill()
        return answer

    async def start(self) -> asyncio.subprocess.Process:
        """The process, started unless it runs."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                self._process = await pipes.start_process("ticker_tui.feeds.process", str(self._memory_bytes))
            return self._process

    async def kill(self) -> None:
        """End the process now and wait until it has ended."""
        process, self._process = self._process, None
        if process is not None:
            await pipes.kill(process)

    async def stop(self) -> None:
        """End the process: it goes by itself when its input ends."""
        process, self._process = self._process, None
        if process is not None:
            await pipes.stop(process, STOP_S)


async def _exchange(process: asyncio.subprocess.Process, message: bytes) -> bytes:
    await pipes.send(process, message)
    return await pipes.receive(process)


_DECODER: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
