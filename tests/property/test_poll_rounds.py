"""Every round ends, and requests each of its feeds exactly once: random responses, real `Poller`, virtual time.

The event loop's clock jumps to the next timer whenever nothing else can happen, so that a feed that hangs for 30 s costs
nothing, and a round that waits for something that never comes is found at once.
"""

from __future__ import annotations

import asyncio
import logging
import selectors
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ticker_tui.config import Settings
from ticker_tui.errors import ParseError, StoreError
from ticker_tui.feeds.fetch_outcome import Cause, Fetched, FetchFailed, NotModified
from ticker_tui.model import Entry, Feed, FeedState, FeedStatus, PollResult
from ticker_tui.polling import poll_round
from ticker_tui.polling.parser_pool import TookTooLongError
from ticker_tui.polling.poll_round import Poller
from ticker_tui.polling.resources import TURNS, PollResources, start_delays_s
from ticker_tui.processes.parser_protocol import Parsed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence

    from ticker_tui.feeds.fetch_outcome import Outcome

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TIMEOUT_S = 30.0
"""After which the fetcher gives a feed up."""
LONGEST_S = 600.0
"""No round of these takes so long: with 60 bodies of the slowest kind one after the other it is 90 s."""
OLD_BODY = b"as last time"


class Response(NamedTuple):
    """What a feed's server does."""

    kind: str = "unmodified"
    latency_s: float = 0.0
    is_new: bool = False
    """The feed was never read."""


WELL = frozenset({"new", "slow", "queued", "unmodified", "same"})
KINDS = (
    "new",
    "slow",
    "queued",
    "unmodified",
    "same",
    "missing",
    "closed",
    "refused",
    "hung",
    "no feed",
    "mistake",
    "unsaved",
    "unsaved error",
)
"""200 with a new body, 200 with one that is read in the second try only, 200 with one that waits for a parser, 304, 200 with the
last body, 404, 410, no connection, silence, 200 with what is no feed, an exception that nobody expects, a body that cannot be
saved, and a 404 whose state cannot be saved."""
UNMODIFIED = Response("unmodified")

responses = st.builds(
    Response, st.sampled_from(KINDS), st.sampled_from((0.0, 0.0, 0.001, 0.05, 0.3, 2.0)), st.booleans()
)
shapes = st.lists(responses, min_size=1, max_size=60)
deadlines = st.sampled_from((None, None, 0.02, 1.0, 5.0, 40.0))
cancellations = st.sampled_from((None, None, 0.0, 0.004, 0.06, 0.31, 3.0))


class VirtualSelector(selectors.DefaultSelector):
    """Never waits: moves the clock on instead."""

    now_s = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        """What is ready; when nothing is, the next timer is."""
        if not (ready := super().select(0)):
            if timeout is None or self.now_s > LONGEST_S:
                self.now_s = 0.0  # the tasks that are left still have to be cancelled
                pytest.fail("the round does not end")
            self.now_s += max(0.0, timeout)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time passes only while everything waits."""

    def __init__(self) -> None:
        self.virtual = VirtualSelector()
        super().__init__(self.virtual)

    def time(self) -> float:
        """Seconds since it was made."""
        return self.virtual.now_s


class World:
    """Servers, parsers and archive of some feeds; counts requests."""

    def __init__(self, shape: Sequence[Response]) -> None:
        self.feeds = [
            Feed(url=f"https://f{number}.example/", name=f"F{number}") for number in range(len(shape))
        ]
        self.requests: Counter[str] = Counter()
        self._shape = dict(zip((feed.url for feed in self.feeds), shape, strict=True))
        self._states = {
            url: FeedState(url=url, status=FeedStatus.OK, body_hash=sha256(OLD_BODY).hexdigest())
            for url, response in self._shape.items()
            if not response.is_new
        }

    def states(self) -> dict[str, FeedState]:
        return dict(self._states)

    def marks(self, _: str) -> frozenset[bytes]:
        return frozenset()

    def save(self, feed: Feed, state: FeedState, *_: Any, **__: Any) -> PollResult:
        self.save_states([(feed, state)])
        return PollResult(feed=feed, state=state)

    def save_states(self, states: Sequence[tuple[Feed, FeedState]]) -> None:
        if any(self._shape[feed.url].kind.startswith("unsaved") for feed, _ in states):
            raise StoreError("Cannot save: the disk is full.")
        self._states |= {feed.url: state for feed, state in states}

    async def fetch(self, feed: Feed, _: FeedState) -> Outcome:
        self.requests[feed.url] += 1
        response = self._shape[feed.url]
        if response.latency_s:
            await asyncio.sleep(response.latency_s)
        match response.kind:
            case "hung":
                await asyncio.sleep(TIMEOUT_S)
                return FetchFailed(cause=Cause.TIMEOUT, reason="The server did not answer.")
            case "unmodified":
                return NotModified()
            case "missing" | "closed" | "unsaved error":
                status = 410 if response.kind == "closed" else 404
                return FetchFailed(cause=Cause.REFUSED, reason="There is no such page.", status=status)
            case "refused":
                return FetchFailed(cause=Cause.UNREACHABLE, reason="The server cannot be reached.")
            case "mistake":
                raise ZeroDivisionError
            case "same":
                return Fetched(body=OLD_BODY, content_type="", charset="", final_url=feed.url)
        body = f"{feed.name} {self.requests.total()}".encode()
        return Fetched(body=body, content_type="", charset="", final_url=feed.url)

    async def parse(self, job: Any, *, take_body: Callable[[], Awaitable[bytes]], body_bytes: int) -> Parsed:
        if self._shape[job.url].kind == "queued":
            await asyncio.sleep(2.0)
        assert len(await take_body()) == body_bytes
        if self._shape[job.url].kind == "slow":
            await asyncio.sleep(min(job.cpu_s, 3.0))
            if job.cpu_s < 3.0:
                raise TookTooLongError(job, job.cpu_s)
        await asyncio.sleep(0.01)
        if self._shape[job.url].kind == "no feed":
            raise ParseError(job.url, "This is no feed.")
        return Parsed(entries=(Entry(key="a", title="A"),))

    async def warm_up(self, _: int) -> None:
        await asyncio.sleep(0.1)


def play(world: World, script: Callable[[Poller], Coroutine[Any, Any, None]]) -> None:
    """Run rounds of a real `Poller` in this world."""

    class WorldTools(PollResources):
        async def fetcher(self) -> Any:
            return world

        async def parser(self) -> Any:
            return world

    async def at_once(function: Callable[..., Any], *args: Any, **more: Any) -> Any:
        await asyncio.sleep(0)
        return function(*args, **more)

    async def run() -> None:
        async with Poller(world, settings=Settings(), clock=lambda: NOW) as poller:  # type: ignore[arg-type]  # a model of it
            await script(poller)

    with quiet(), pytest.MonkeyPatch.context() as patch, asyncio.Runner(loop_factory=VirtualLoop) as runner:
        patch.setattr(poll_round, "PollResources", WorldTools)
        patch.setattr(asyncio, "to_thread", at_once)
        runner.run(run())


@contextmanager
def quiet() -> Iterator[None]:
    """Mistakes are wanted here, and need not be logged."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@given(shapes, deadlines)
@example([UNMODIFIED] * 8 + [Response("new", is_new=True)], None)
@example([Response("missing", is_new=True)] + [UNMODIFIED] * 8, None)
@example([Response("refused", is_new=True)] * 8 + [Response("new", is_new=True)], 5.0)
@example([Response("same")] * 44 + [Response("missing", is_new=True)], None)
@example([Response("hung", is_new=True)] * 60, None)
@example([Response("new", is_new=True)] * 60, 0.02)
def test_a_round_of_any_shape_ends_and_requests_each_feed_once(
    shape: list[Response], deadline_s: float | None
) -> None:
    world = World(shape)
    once = Counter(feed.url for feed in world.feeds)

    async def two_rounds(poller: Poller) -> None:
        for round_number in (1, 2):
            reported: list[PollResult] = []
            summary = await poller.poll(
                world.feeds, on_result=reported.append, force=True, even_gone=True, deadline_s=deadline_s
            )
            assert Counter(result.feed.url for result in reported) == once
            assert list(summary.results) == reported
            if deadline_s is None:
                well = {
                    feed.url
                    for feed, response in zip(world.feeds, shape, strict=True)
                    if response.kind in WELL
                }
                assert {result.feed.url for result in reported if result.ok} == well
            assert world.requests == Counter(dict.fromkeys(once, round_number))

    play(world, two_rounds)


def test_bodies_that_wait_for_a_parser_keep_no_other_from_being_saved() -> None:
    """Six of them, large and slow, held all turns while smaller ones could have been parsed."""
    world = World([*[Response("queued")] * (TURNS + 1), Response("new")])
    reported: list[str] = []

    async def one_round(poller: Poller) -> None:
        await poller.poll(world.feeds, on_result=lambda result: reported.append(result.feed.name), force=True)

    play(world, one_round)
    assert reported[0] == world.feeds[-1].name
    assert len(reported) == len(world.feeds)


@given(shapes, cancellations, st.booleans())
@example([UNMODIFIED] * 8 + [Response("new", is_new=True)], 0.06, True)
@example([Response("hung", is_new=True)] * 9, 0.0, False)
def test_a_cancelled_round_ends_and_the_next_one_requests_each_feed(
    shape: list[Response], after_s: float | None, cancel_twice: bool
) -> None:
    world = World(shape)

    async def cancelled_and_whole(poller: Poller) -> None:
        first = asyncio.create_task(
            poller.poll(world.feeds, on_result=lambda _: None, force=True, even_gone=True)
        )
        if after_s is not None:
            await asyncio.sleep(after_s)
            first.cancel()
            if cancel_twice:
                await asyncio.sleep(0)
                first.cancel()
        await asyncio.wait({first})
        assert max(world.requests.values(), default=0) <= 1
        world.requests.clear()
        reported: list[PollResult] = []
        summary = await poller.poll(world.feeds, on_result=reported.append, force=True, even_gone=True)
        assert not summary.busy
        assert world.requests == Counter(feed.url for feed in world.feeds)
        assert len(reported) == len(world.feeds)

    play(world, cancelled_and_whole)


@given(st.lists(st.booleans(), max_size=400), st.none() | st.floats(0.01, 100))
def test_requests_start_at_once_or_in_the_first_quarter(unread: list[bool], deadline_s: float | None) -> None:
    states = [None if each else FeedState(url="https://a.example/", body_hash="1") for each in unread]
    delays_s = start_delays_s(states, deadline_s=deadline_s)
    assert all(delay_s == 0.0 for delay_s, each in zip(delays_s, unread, strict=True) if not each)
    first_requests = [delay_s for delay_s, each in zip(delays_s, unread, strict=True) if each]
    assert first_requests == sorted(set(first_requests))
    assert first_requests[:1] in ([], [0.0])
    assert max(delays_s, default=0.0) <= min(1.0, (deadline_s or 4.0) / 4)
