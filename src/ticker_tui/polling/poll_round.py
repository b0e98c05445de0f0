"""One round: due feeds → fetch → parse → decide → store, each answer on its own.

Knows no widget: the screen, `ticker refresh`, `ticker watch` and the tests use the same code. Whatever one feed does,
hangs, floods or breaks, the others are saved and reported when their own answers are there.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from contextlib import AsyncExitStack, suppress
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from ticker_tui.clock import utc_now
from ticker_tui.errors import ParseError, StoreError
from ticker_tui.feeds.due import due_feeds
from ticker_tui.model import FeedState, FeedStatus, PollResult
from ticker_tui.polling.group_commit import GroupCommit
from ticker_tui.polling.resources import QUICK_CPU_S, PollResources, never_read, start_delays_s

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from ticker_tui.config import Settings
    from ticker_tui.feeds.fetch_outcome import Fetched, Outcome
    from ticker_tui.model import Entry, Feed
    from ticker_tui.store.store import Store

_log = logging.getLogger(__name__)


class PollSummary(msgspec.Struct, frozen=True, kw_only=True):
    """How one round went."""

    results: tuple[PollResult, ...] = ()
    """In the order in which the feeds answered."""
    skipped: int = 0
    """Feeds that are on but were not due."""
    duration_s: float = 0.0
    busy: bool = False
    """Another round was running; nothing was done."""

    @property
    def failed(self) -> tuple[PollResult, ...]:
        """The feeds that brought nothing usable."""
        return tuple(result for result in self.results if not result.ok)

    @property
    def new_count(self) -> int:
        """How many entries are new."""
        return sum(len(result.new_ids) for result in self.results)


class Poller:
    """Polls feeds into a store.

    Used as an async context manager it keeps its connections and parser processes between rounds; a single `poll`
    outside of one opens and closes its own. A round in progress refuses another one, from whichever thread.
    """

    def __init__(
        self,
        store: Store,
        *,
        settings: Settings,
        clock: Callable[[], datetime] = utc_now,
        rng: random.Random | None = None,
    ) -> None:
        self._store = store
        self.settings = settings
        """May be replaced between rounds, when feeds.toml has changed."""
        self._clock = clock
        self._rng = rng or random.Random()  # noqa: S311 - spreads requests, keeps no secret
        self._round = threading.Lock()
        self._tools: PollResources | None = None
        self._states = GroupCommit(store, 0)
        """Of the round."""

    async def __aenter__(self) -> Self:
        self._tools = PollResources(self.settings)
        return self

    async def __aexit__(self, *_: object) -> None:
        tools, self._tools = self._tools, None
        if tools is not None:
            await tools.close()

    async def poll(
        self,
        feeds: Sequence[Feed],
        *,
        on_result: Callable[[PollResult], None],
        force: bool = False,
        even_gone: bool = False,
        deadline_s: float | None = None,
    ) -> PollSummary:
        """Ask all due feeds at once.

        Args:
            feeds: The feeds of feeds.toml; those that are off are left alone.
            on_result: Called once for each feed that was asked, in this thread, as soon as its answer is saved.
            force: Ask feeds that are not due as well.
            even_gone: With `force`, also those whose server has said that they are closed for good.
            deadline_s: When to stop waiting; a feed that has not answered by then is reported as failed, and is asked
                again by the next round. None: each feed has `settings.refresh.timeout_s`.

        Raises:
            StoreError: The states cannot be read. A feed that cannot be saved is a failed result, not an error.
        """
        if not self._round.acquire(blocking=False):
            return PollSummary(busy=True)
        started = monotonic()
        tools = self._tools or PollResources(self.settings)
        try:
            now = self._clock()
            states = await asyncio.to_thread(self._store.states)
            on = [feed for feed in feeds if feed.enabled]
            due = due_feeds(on, states, now=now, force=force, even_gone=even_gone)
            self._states = GroupCommit(self._store, len(due))
            results: list[PollResult] = []
            known = [states.get(feed.url) for feed in due]
            tools.expect_bodies(sum(map(never_read, known)))
            delays_s = start_delays_s(known, deadline_s=deadline_s)

            def report(result: PollResult) -> None:
                results.append(result)
                self._states.reported()
                on_result(result)

            tasks = {
                asyncio.create_task(self._poll_one(tools, feed, state, report, delay_s), name=feed.url): feed
                for feed, state, delay_s in zip(due, known, delays_s, strict=True)
            }
            late = await self._wait(tasks, deadline_s)
            for task in late:
                if task.cancelled():
                    report(_unanswered(tasks[task], states.get(tasks[task].url), deadline_s or 0.0))
            return PollSummary(
                results=tuple(results), skipped=len(on) - len(due), duration_s=monotonic() - started
            )
        finally:
            self._round.release()
            if tools is not self._tools:
                await tools.close()

    async def _wait(
        self,
        tasks: Iterable[asyncio.Task[None]],
        deadline_s: float | None,
    ) -> list[asyncio.Task[None]]:
        """Until all feeds have been heard, or the time is up; those that were still being waited for."""
        tasks = list(tasks)
        late: list[asyncio.Task[None]] = []
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=deadline_s)
        finally:
            late += [task for task in tasks if not task.done()]
            for task in late:
                task.cancel()
            endings = await asyncio.gather(*tasks, return_exceptions=True)
            await self._states.flush()
        for ending in endings:
            if isinstance(ending, Exception):
                raise ending  # from `on_result`: everything else has become a result
        return late

    async def _poll_one(
        self,
        tools: PollResources,
        feed: Feed,
        state: FeedState | None,
        report: Callable[[PollResult], None],
        delay_s: float,
    ) -> None:
        """One feed, from the request to the report. The worker's edge: nothing it does can stop the others."""
        await asyncio.sleep(delay_s)
        state = state or FeedState(url=feed.url)
        try:
            result = await self._ask(tools, feed, state)
        except StoreError as error:
            result = PollResult(feed=feed, state=_failed(state, str(error), self._clock()))
        except Exception:  # noqa: BLE001 - one feed's mistake, whatever it is, costs that feed only
            _log.exception("polling %s", feed.url)
            reason = "ticker made a mistake while reading it; the log file says which"
            result = await self._keep_failure(feed, state, reason)
        report(result)

    async def _ask(self, tools: PollResources, feed: Feed, state: FeedState) -> PollResult:
        from ticker_tui.feeds.fetch_outcome import Fetched, FetchFailed

        outcome = await (await tools.fetcher()).fetch(feed, state)
        now = self._clock()
        match outcome:
            case FetchFailed():
                status = FeedStatus.GONE if outcome.gone else FeedStatus.FAILED
                after = msgspec.structs.replace(_failed(state, outcome.reason, now), status=status)
                return await self._save(feed, self._scheduled(feed, after, outcome, now), (), now)
            case Fetched():
                body_hash = sha256(outcome.body).hexdigest()
                if body_hash == state.body_hash:  # the same one as last time is not parsed again
                    after = _well(state, FeedStatus.OK, outcome, now)
                    return await self._save(feed, self._scheduled(feed, after, outcome, now), (), now)
                size = len(outcome.body)
                with tools.backlog.hold(outcome.body) as take_body:
                    outcome = msgspec.structs.replace(outcome, body=b"")  # nothing else may keep it alive
                    body = _Body(outcome, body_hash, size, take_body, now)
                    return await self._read_in_turn(tools, feed, state, body)
            case _:  # not modified
                after = _well(state, FeedStatus.NOT_MODIFIED, outcome, now)
                return await self._save(feed, self._scheduled(feed, after, outcome, now), (), now)

    async def _read_in_turn(
        self, tools: PollResources, feed: Feed, state: FeedState, body: _Body
    ) -> PollResult:
        """Parse within `QUICK_CPU_S` and save; a body that takes longer is parsed again after the others.

        So documents that are made to hang delay others by little, however many they are.
        """
        from ticker_tui.polling.parser_pool import TookTooLongError

        if not tools.is_slow(feed.url):
            with suppress(TookTooLongError):
                async with AsyncExitStack() as turn:
                    return await self._read(tools, feed, state, body, turn, is_quick=True)
            tools.set_slow(feed.url, is_slow=True)
        async with tools.slow_turns, AsyncExitStack() as turn:
            return await self._read(tools, feed, state, body, turn, is_quick=False)

    async def _read(
        self,
        tools: PollResources,
        feed: Feed,
        state: FeedState,
        body: _Body,
        turn: AsyncExitStack,
        *,
        is_quick: bool,
    ) -> PollResult:
        """Parse and save a body; `turn` holds one of `tools.turns` from the moment a parser is free.

        Raises:
            TookTooLongError: Parsing took longer than `QUICK_CPU_S`, and `is_quick` is set.
        """
        from ticker_tui.feeds.breaking import decide_breaking
        from ticker_tui.feeds.schedule import usual_gap
        from ticker_tui.polling.parser_pool import TookTooLongError
        from ticker_tui.processes.parser_protocol import CPU_S, ParseJob

        outcome, now = body.outcome, body.arrived_at
        after = _well(state, FeedStatus.OK, outcome, now)
        job = ParseJob(
            url=outcome.final_url,
            body=b"",
            content_type=outcome.content_type,
            charset=outcome.charset,
            lang=feed.lang,
            now=now,
            cpu_s=QUICK_CPU_S if is_quick else CPU_S,
            for_archive=True,
            known=await asyncio.to_thread(self._store.marks, feed.url) if state.body_hash else frozenset(),
            salt="\n".join(("breaking" if feed.breaking else "", *self.settings.breaking.words)),
        )
        started = monotonic()

        async def take_body() -> bytes:
            # A body that waits for a parser holds no turn: smaller ones are parsed before it.
            await turn.enter_async_context(tools.turns)
            nonlocal started
            started = monotonic()
            return body.take()

        try:
            parsed = await (await tools.parser()).parse(job, take_body=take_body, body_bytes=body.size)
            tools.set_slow(feed.url, is_slow=not is_quick and monotonic() - started > QUICK_CPU_S)
        except ParseError as error:
            if is_quick and isinstance(error, TookTooLongError):
                raise
            # Without its validators: a server that answers 304 to a body we could not read would hide it for ever.
            after = msgspec.structs.replace(
                _failed(state, error.reason, now), etag="", last_modified="", answer_s=outcome.answer_s
            )
            return await self._save(feed, self._scheduled(feed, after, None, now), (), now)
        words = self.settings.breaking.words
        entries = [
            entry if entry.unchanged else decide_breaking(entry, feed, words) for entry in parsed.entries
        ]
        after = msgspec.structs.replace(
            after,
            body_hash=body.hash,
            newest_at=_newest(entries, state),
            title=parsed.title or state.title,
            ttl_s=parsed.ttl_s,
            gap_s=usual_gap(
                state, (entry.published_at for entry in entries if entry.published_at is not None)
            ),
            warning=" ".join(filter(None, (outcome.warning, parsed.warning))),
        )
        return await self._save(feed, self._scheduled(feed, after, outcome, now), entries, now)

    def _scheduled(self, feed: Feed, after: FeedState, outcome: Outcome | None, now: datetime) -> FeedState:
        """The state with its next check; `outcome` None: there was an answer, but none that could be read."""
        from ticker_tui.feeds.schedule import next_check

        before = msgspec.structs.replace(after, failures=max(0, after.failures - 1))
        refresh = self.settings.refresh
        due = next_check(
            before,
            outcome,
            interval_s=feed.interval_s or refresh.interval_s,
            now=now,
            jitter=self._rng.random(),
            bounds_s=None if feed.interval_s else refresh.bounds_s,
        )
        return msgspec.structs.replace(after, next_due_at=due)

    async def _save(
        self, feed: Feed, state: FeedState, entries: Sequence[Entry], now: datetime
    ) -> PollResult:
        if not entries:
            await self._states.save(feed, state)
            return PollResult(feed=feed, state=state)
        return await asyncio.to_thread(
            self._store.save,
            feed,
            state,
            entries,
            now=now,
            breaking_expires_s=self.settings.breaking.expires_s,
        )

    async def _keep_failure(self, feed: Feed, state: FeedState, reason: str) -> PollResult:
        """Remember a failure that is our own fault, with an ordinary back-off."""
        now = self._clock()
        after = self._scheduled(feed, _failed(state, reason, now), None, now)
        try:
            return await self._save(feed, after, (), now)
        except StoreError as error:
            return PollResult(feed=feed, state=_failed(state, str(error), now))


class _Body(NamedTuple):
    """A body that has arrived and waits for a parser."""

    outcome: Fetched
    """Without the body itself."""
    hash: str
    size: int
    take: Callable[[], bytes]
    arrived_at: datetime


def _failed(state: FeedState, reason: str, now: datetime) -> FeedState:
    return msgspec.structs.replace(
        state, status=FeedStatus.FAILED, error=reason, failures=state.failures + 1, checked_at=now
    )


def _well(state: FeedState, status: FeedStatus, outcome: Outcome, now: datetime) -> FeedState:
    return msgspec.structs.replace(
        state,
        status=status,
        error="",
        moved_to=(moved := _moved(outcome)),
        moves=0 if not moved else state.moves + 1 if moved == state.moved_to else 1,
        failures=0,
        etag=getattr(outcome, "etag", "") or (state.etag if status is FeedStatus.NOT_MODIFIED else ""),
        last_modified=getattr(outcome, "last_modified", "")
        or (state.last_modified if status is FeedStatus.NOT_MODIFIED else ""),
        answer_s=outcome.answer_s,
        checked_at=now,
        is_private=getattr(outcome, "is_private", False),
    )


def _moved(outcome: Outcome) -> str:
    """Where the server says the feed has moved for good; only an address that may be written down and asked."""
    moved: str = getattr(outcome, "permanent_url", "")
    if not moved:
        return ""
    from ticker_tui.urls.safe_link import safe_link

    return safe_link(moved)


def _unanswered(feed: Feed, state: FeedState | None, deadline_s: float) -> PollResult:
    """A feed the round did not wait for. Nothing is saved: whether it would have answered is not known."""
    error = f"no answer within {deadline_s:g} s"
    after = msgspec.structs.replace(state or FeedState(url=feed.url), status=FeedStatus.FAILED, error=error)
    return PollResult(feed=feed, state=after)


def _newest(entries: Iterable[Entry], state: FeedState) -> datetime | None:
    dates = (state.newest_at, *(entry.published_at for entry in entries))
    return max((date for date in dates if date is not None), default=None)
