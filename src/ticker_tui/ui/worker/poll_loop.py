"""Having the feeds asked for one screen, round after round; or following another program that does, until it lets go.

Runs in the worker's thread. The asking itself is done in a process of its own, for which keys do not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from ticker_tui.errors import StoreError
from ticker_tui.model import View
from ticker_tui.ui import messages, strings

if TYPE_CHECKING:
    from ticker_tui.config import Config
    from ticker_tui.model import Feed, PollResult, Rules
    from ticker_tui.polling.poller_client import PollerClient
    from ticker_tui.ui.worker.context import WorkerContext

FOLLOW_S = 2.0
"""How often a program that does not poll looks for what the polling one brought."""

IDLE_S = 3600.0
"""The longest sleep between two looks at what is due."""

BURST_S = 0.1
"""Answers that come closer together are put on the screen together."""

PRUNE_S = 6 * 3600.0

UNUSABLE_S = 30.0
"""Pause after the archive could not be used."""


class PollLoop:
    """The rounds of one screen."""

    def __init__(self, place: WorkerContext) -> None:
        self._place = place
        self.leading = False
        """Whether this program asks the feeds."""
        self.led = asyncio.Event()
        """It has begun to."""
        self._wake = asyncio.Event()
        self._reload = asyncio.Event()
        self._forced = False
        self._retried: set[str] = set()
        """Feeds that are wanted now, also when they are closed for good."""
        self._breath_s = 0.0
        self._has_waited = False
        """Whether it was told once what there is to do at the start."""
        self._poller: PollerClient | None = None
        self._results: list[PollResult] = []
        """What has come and was not told yet."""
        self._telling: asyncio.TimerHandle | None = None

    async def use_rules(self, rules: Rules) -> None:
        """Have what is saved from now on judged by these; when this returns, it is."""
        if self._poller is not None:
            await self._poller.use_rules(rules)

    def force(self) -> None:
        """Ask every feed now, due or not."""
        self._forced = True
        self._wake.set()

    def retry(self, url: str) -> None:
        """Ask one feed now, also one that is closed for good."""
        self._retried.add(url)
        self._wake.set()

    def start_over(self) -> None:
        """Go by another configuration: what is being asked is left."""
        self._reload.set()
        self._wake.set()

    async def run(self) -> None:
        """Poll or follow, without end."""
        while True:
            self._tell_lead(leading=self._place.store.try_lead())
            if not self.leading:
                await self._follow()
                self._tell_lead(leading=True)
            self.led.set()
            await self._lead()

    def _tell_lead(self, *, leading: bool) -> None:
        self.leading = leading
        self._place.post(messages.LeaderChanged(leading=leading, obstacle=self._place.store.obstacle))

    async def _lead(self) -> None:
        """Poll until nothing can be saved any more."""
        # Here, not at the top: the screen is painted by now.
        from ticker_tui.polling.poller_client import PollerClient

        next_prune = 0.0
        loop = asyncio.get_running_loop()
        while self._place.store.try_lead():
            self._reload.clear()
            config = self._place.config()
            self._place.store.sync_feeds(config.feeds)
            feeds = [feed for feed in config.feeds if feed.enabled]
            self._place.post(messages.ConfigChanged(config))
            async with PollerClient(
                self._place.store.path,
                settings=config.settings,
                rules=lambda: self._place.store.rules,
                clock=self._place.clock,
                on_notice=self._noticed,
                pause=self._pause,
            ) as poller:
                self._poller = poller
                while not self._reload.is_set() and self._place.store.try_lead():
                    try:
                        await self._poll_when_due(poller, feeds)
                    except StoreError as error:
                        self._place.post(messages.WorkerFailed(str(error)))
                        await self._pause(UNUSABLE_S)
                    if loop.time() >= next_prune:
                        self._prune(config)
                        next_prune = loop.time() + PRUNE_S

    async def _poll_when_due(self, poller: PollerClient, feeds: list[Feed]) -> None:
        """Wait until something is due or wished for, and ask. A new configuration ends it at once."""
        from ticker_tui.feeds.due import due_feeds, next_rest_s

        await self._wait_until_due(feeds)
        forced, self._forced = self._forced, False
        retried, self._retried = self._retried, set()
        due = due_feeds(
            feeds, self._place.store.states(), now=self._place.clock(), force=forced, also=retried
        )
        if self._reload.is_set() or not due:
            return
        if not self._place.store.try_lead():
            return
        self._place.post(messages.PollStarted(len(due)))
        poll = asyncio.create_task(poller.poll(due, on_result=self._polled))
        reload = asyncio.create_task(self._reload.wait())
        try:
            await asyncio.wait({poll, reload}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            reload.cancel()
            poll.cancel()
            (ending,) = await asyncio.gather(poll, return_exceptions=True)
            self._tell()
            self._place.post(messages.PollFinished())
        if isinstance(ending, Exception):
            self._forced = self._forced or forced
            self._retried |= retried
            raise ending
        still_due = due_feeds(due, self._place.store.states(), now=self._place.clock())
        self._breath_s = next_rest_s(self._breath_s, unsaved=bool(still_due))

    async def _pause(self, wait_s: float) -> None:
        """Pause polling after a failure; a requested refresh ends the pause."""
        self._wake.clear()
        self._place.post(messages.PollDelayed(wait_s))
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait_s)
        finally:
            self._place.post(messages.PollDelayed(0.0))

    def _polled(self, result: PollResult) -> None:
        """Tell of the first at once, and of those that come close behind it together."""
        self._results.append(result)
        if self._telling is None:
            self._tell()

    def _tell(self) -> None:
        """Post what has come, and wait a little for more."""
        self._telling = None
        if self._results:
            self._place.post(messages.FeedsPolled(*self._results))
            self._results.clear()
            self._telling = asyncio.get_running_loop().call_later(BURST_S, self._tell)

    def _noticed(self, sentence: str) -> None:
        """The other process has found the archive damaged, and has put a new one in its place."""
        if sentence in self._place.store.notices:
            return  # it has told what is known here
        self._place.post(messages.WorkerFailed(sentence))
        if self._place.store.follow(sentence):
            self._place.post(messages.StoreChanged())

    async def _wait_until_due(self, feeds: list[Feed]) -> None:
        from ticker_tui.feeds.due import next_due

        if self._forced or self._retried or self._reload.is_set():
            return
        self._wake.clear()
        now = self._place.clock()
        due_at = next_due(feeds, self._place.store.states(), now=now)
        wait_s = IDLE_S if due_at is None else min(IDLE_S, (due_at - now).total_seconds())
        if wait_s > 0 and not self._has_waited:
            self._place.post(messages.NothingDue())
        self._has_waited = True
        with contextlib.suppress(TimeoutError):
            # Never without a rest: a state that cannot be saved leaves its feed due.
            await asyncio.wait_for(self._wake.wait(), max(self._breath_s, wait_s))

    def _prune(self, config: Config) -> None:
        settings = config.settings
        try:
            self._place.store.prune(
                config.feeds, keep=settings.keep, keep_days=settings.keep_days, now=self._place.clock()
            )
        except StoreError as error:
            self._place.post(messages.WorkerFailed(strings.cannot_save(str(error))))

    async def _follow(self) -> None:
        """Another program polls, or none can: tell the screen what was saved by others, until the lead is free."""
        seen = self._fingerprint()
        obstacle = self._place.store.obstacle
        while True:
            await asyncio.sleep(FOLLOW_S)
            if self._place.store.try_lead():
                return
            if (why := self._place.store.obstacle) != obstacle:
                obstacle = why
                self._tell_lead(leading=False)
            now_there = self._fingerprint()
            if now_there != seen:
                seen = now_there
                self._place.post(messages.StoreChanged())

    def _fingerprint(self) -> object:
        newest = self._place.store.ids(View(), now=self._place.clock(), limit=1)
        return self._place.store.counts(now=self._place.clock()), list(newest), self._place.store.states()


def asking(config: Config) -> object:
    """What of a configuration the poller goes by: when it is another, the round starts over."""
    settings = config.settings
    return config.feeds, settings.refresh, settings.breaking, settings.keep, settings.keep_days
