"""The parser in a process of its own: a feed that hangs or swells costs one process, never the screen.

`ParserPool` keeps one or two children. Each does one job at a time, over its pipes, in frames of four bytes of length and
msgpack. A child that is late, too big or dead is killed and replaced; only its own job fails. One that has had no job for
`IDLE_S` is ended, and another one is started for the next job.
The other end is `process`.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Self

import msgspec

from ticker_tui.errors import ParseError
from ticker_tui.processes import pipes
from ticker_tui.processes.parser_protocol import (
    Answer,
    Job,
    LinkedFeed,
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
    from collections.abc import Awaitable, Callable
    from types import TracebackType

WALL_S = 30.0
"""For one job, from sending it to its answer. `Job.cpu_s` ends nearly all that take too long; this one ends a job that waits."""
IDLE_S = 20.0
"""A process without a job for so long is ended: it holds 15 MB."""
MEMORY_BYTES = 512 * 1024 * 1024
STOP_S = 0.5
"""How long a child may take to end by itself."""
ENDED_S = 5.0
"""The same for one that has closed its pipes."""

_log = logging.getLogger(__name__)


class NotAFeedError(ParseError):
    """The body is no feed.

    Args:
        url: Where it came from.
        reason: What it is, one sentence.
        feeds: Those that it names, when it is a web page.
        refresh: Where it leads with a meta refresh; empty: nowhere.
    """

    def __init__(self, url: str, reason: str, feeds: tuple[LinkedFeed, ...], refresh: str) -> None:
        super().__init__(url, reason)
        self.feeds = feeds
        self.refresh = refresh


class TookTooLongError(ParseError):
    """Reading the body took more time than the job may take."""

    def __init__(self, job: Job, limit_s: float) -> None:
        super().__init__(
            job.url, f"Reading the {thing_of(job)} took longer than {limit_s:g} seconds; it was given up."
        )


class ParserPool:
    """Parser processes, started when first needed.

    Use as an async context manager inside one event loop; `parse` may be called by any number of tasks.

    Args:
        size: How many processes at most.
        wall_s: How long a job may take.
        memory_bytes: Address space of a child.
        idle_s: A process without a job for so long is ended.
    """

    def __init__(
        self,
        size: int = 2,
        *,
        wall_s: float = WALL_S,
        memory_bytes: int = MEMORY_BYTES,
        idle_s: float = IDLE_S,
    ) -> None:
        self._children = [_Child(wall_s, memory_bytes, idle_s) for _ in range(size)]
        self._free = self._children[::-1]
        """Children without a job; the last one is used first."""
        self._waiting: list[tuple[int, int, asyncio.Future[_Child]]] = []
        """A heap of those who wait for a child: size of the body, number, where it is put."""
        self._numbers = count()

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

    async def parse(
        self, job: ParseJob, *, take_body: Callable[[], Awaitable[bytes]] | None = None, body_bytes: int = 0
    ) -> Parsed:
        """The entries of one body.

        Args:
            job: What to read.
            take_body: Gives the body when a process is free to read it, so that it need not wait in memory. The process
                waits while it does.
            body_bytes: Its size. Small bodies are read before large ones, which may take long.

        Raises:
            TookTooLongError: Reading it took too long.
            ParseError: it is no feed, or reading it took too much memory, or the process itself; `reason` is one plain sentence.
        """
        answer = await self._ask(job, take_body, body_bytes)
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

    async def _ask(
        self, job: Job, take_body: Callable[[], Awaitable[bytes]] | None = None, body_bytes: int = 0
    ) -> Answer:
        child = await self._take(body_bytes or len(job.body))
        try:
            if take_body is not None:
                job = msgspec.structs.replace(job, body=await take_body())
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
            self._give_back(child)

    async def _take(self, body_bytes: int) -> _Child:
        """Wait for a child without a job."""
        if self._free:
            return self._free.pop()
        place: asyncio.Future[_Child] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (body_bytes, next(self._numbers), place))
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():  # it was given a child at the same moment
                self._give_back(place.result())
            raise

    def _give_back(self, child: _Child) -> None:
        while self._waiting:
            *_, place = heappop(self._waiting)
            if not place.done():  # else its task was cancelled
                place.set_result(child)
                return
        self._free.append(child)

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
    """One process and its pipes. Used inside one event loop only."""

    def __init__(self, wall_s: float, memory_bytes: int, idle_s: float) -> None:
        self._wall_s = wall_s
        self._memory_bytes = memory_bytes
        self._idle_s = idle_s
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()
        self._is_busy = False
        self._idle: asyncio.TimerHandle | None = None
        """Ends the process."""
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int:
        return self._process.pid if self._process is not None else 0

    async def ask(self, job: Job) -> Answer:
        """Send the job and wait for its answer. One at a time.

        Raises:
            TookTooLongError: The time is up.
            ParseError: The system starts no process.
            _ChildGoneError: the process ended.
        """
        self._is_busy = True
        try:
            return await self._ask(job)
        finally:
            self._is_busy = False
            self._end_when_idle()

    async def _ask(self, job: Job) -> Answer:
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
            raise TookTooLongError(job, self._wall_s) from None
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
            self._process = None
            await pipes.stop(process, ENDED_S)  # not killed at once: its exit status says why
            if sys.platform != "win32" and process.returncode == -signal.SIGPROF:
                raise TookTooLongError(job, job.cpu_s) from None
            raise _ChildGoneError from error
        finally:
            if not answered:  # also when this task is cancelled: half a frame is in the pipe
                await self.kill()
        return answer

    async def start(self) -> asyncio.subprocess.Process:
        """The process, started unless it runs."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                self._process = await pipes.start_process(
                    "ticker_tui.polling.parser_worker", str(self._memory_bytes)
                )
                self._end_when_idle()
            return self._process

    def _end_when_idle(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._end_if_idle)

    def _end_if_idle(self) -> None:
        """End the process unless it has a job.

        It is let go of at once: a job that comes while it ends gets another process.
        """
        if self._is_busy or self._process is None:
            return
        process, self._process = self._process, None
        ending = asyncio.create_task(pipes.stop(process, STOP_S))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def kill(self) -> None:
        """End the process now and wait until it has ended."""
        process, self._process = self._process, None
        if process is not None:
            await pipes.kill(process)

    async def stop(self) -> None:
        """End the process: it goes by itself when its input ends."""
        if self._idle is not None:
            self._idle.cancel()
        process, self._process = self._process, None
        if process is not None:
            await pipes.stop(process, STOP_S)
        await asyncio.gather(*self._ending, return_exceptions=True)


async def _exchange(process: asyncio.subprocess.Process, message: bytes) -> bytes:
    await pipes.send(process, message)
    return await pipes.receive(process)


_DECODER: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
