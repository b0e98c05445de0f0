"""Everything that must not wait on the screen's thread: polling, writing, and watching feeds.toml.

One thread with its own asyncio loop does all of it. It hears from the screen by method calls that may come from any
thread, and answers with messages (`messages.py`). Nothing slow is imported before it runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from ticker_tui.config.watch import Watch
from ticker_tui.errors import ConfigError, StaleConfigError, StoreError
from ticker_tui.model import View
from ticker_tui.store.judged import Judged
from ticker_tui.ui import messages, wording
from ticker_tui.ui.drawing import draw_for_screen
from ticker_tui.ui.rulekeeper import RuleKeeper, differ_in_rules_only, write_ruling

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from datetime import datetime
    from pathlib import Path

    from textual.message import Message

    from ticker_tui.config import Config
    from ticker_tui.model import Feed, PollResult
    from ticker_tui.poller import Poller
    from ticker_tui.store import Store
    from ticker_tui.ui.drawing import PicturesWanted
    from ticker_tui.ui.history import Ruling

WATCH_S = 1.0
"""How often feeds.toml is looked at (`config.watch` says why it is looked at)."""

FOLLOW_S = 2.0
"""How often a program that does not poll looks for what the polling one brought."""

IDLE_S = 3600.0
"""The longest sleep between two looks at what is due."""

BREATH_S = 1.0
"""The shortest time between two refreshes that nobody asked for."""

CATCH_UP_S = 0.1
"""The rest between two pieces of what an older archive still has to be given."""

PAGES_AT_ONCE = 2
"""So many full articles are fetched at once; the others wait."""

PRUNE_S = 6 * 3600.0

_log = logging.getLogger(__name__)


class Session:
    """The worker behind one screen.

    Args:
        store: Shared with the screen, which only reads it.
        config: The configuration in force.
        post: Where messages go; must be safe to call from a thread.
        clock: Tells the time, aware.
        log_name: Where unexpected errors are written down, as named to the user.
    """

    def __init__(
        self,
        store: Store,
        config: Config,
        *,
        post: Callable[[Message], object],
        clock: Callable[[], datetime],
        log_name: str,
    ) -> None:
        self._store = store
        self._config = config
        self._post = post
        self._clock = clock
        self._log_name = log_name
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._lock = threading.Lock()
        self._early: list[Callable[[], None]] = []
        """Calls that came before the loop ran."""
        self._pages: dict[int, asyncio.Task[None]] = {}
        """The pages that are being fetched, by entry."""
        self._search: asyncio.Task[None] | None = None
        """The look for a feed behind an address that is under way."""
        self._edited = asyncio.Event()
        """This program has written to feeds.toml."""
        self._pictures: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._to_look: tuple[Sequence[str], Sequence[str], tuple[int, ...]] | None = None
        """The views that are to be counted, those of them that notify, and what has come."""
        self._tickets = 0
        self._forced = False
        self._retried: set[str] = set()
        """Feeds that are wanted now, also when they are closed for good."""
        self._breath_s = 0.0
        self._leading = False
        self._stopping = False
        self._keeper = RuleKeeper(store, clock=clock)
        self._keeper.use(config)
        self._watch = Watch(config.path, config.stamp)
        self._ruled = asyncio.Event()
        self._ruling: Ruling | None = None
        """The last rule that was asked for, until the archive has been judged by it."""

    # From the screen --------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin. Once."""
        # A daemon: a name server that does not answer must not keep the program from ending; `stop` is the way to
        # end it in order.
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Begin to end; does not wait."""
        self._stopping = True
        self._call(self._cancel)

    def stop(self, timeout_s: float) -> bool:
        """End in order: writes that were asked for are made, children are closed.

        Returns:
            Whether it ended in time.
        """
        self.ask_to_stop()
        if self._thread is not None:
            self._thread.join(timeout_s)
            return not self._thread.is_alive()
        for write in self._early:  # it never ran: what was asked for is still done
            write()
        return True

    def refresh(self) -> None:
        """Ask every feed now, due or not."""
        self._call(self._force)

    def retry(self, url: str) -> None:
        """Ask one feed now, also one that is closed for good."""
        self._call(lambda: self._retry(url))

    def edit_config(self, edit: Callable[[Path], None], *, done: str = "") -> None:
        """Have feeds.toml changed; `messages.FileChanged` tells how it went, and `done` when it went well."""
        self._call(lambda: self._edit_config(edit, done))

    def find_feed(self, address: str) -> None:
        """Have the feed behind an address looked for; `messages.FeedLookedFor` tells it. A new search ends the last one."""
        self._call(lambda: self._start_search(address))

    def change_config(self, edit: Callable[[Path, tuple[int, int]], None]) -> None:
        """The same, with the stamp of what is in use: the file has to be that one still."""
        self._call(lambda: self._edit_config(lambda path: edit(path, self._config.stamp), ""))

    def rule(self, ruling: Ruling) -> None:
        """Have a rule put into feeds.toml or taken out; `messages.RulesJudged` or `RuleRefused` tells how it went."""
        self._call(lambda: self._rule(ruling))

    def write(self, work: Callable[[Store], object]) -> int:
        """Have a change made in the store; `messages.Saved` tells how it went.

        Returns:
            The ticket: a number that grows from write to write.
        """
        self._tickets += 1
        ticket = self._tickets
        self._call(lambda: self._write(ticket, work))
        return ticket

    def fetch_page(self, entry_id: int) -> None:
        """Have the page behind an entry's link fetched; `messages.PageFetched` tells how it went."""
        self._call(lambda: self._start_page(entry_id))

    def draw_pictures(self, wanted: PicturesWanted) -> None:
        """Have pictures of an article fetched, in the place of those that were wanted before; each comes as a message."""
        self._call(lambda: self._start_pictures(wanted))

    def drop_pictures(self) -> None:
        """No picture is wanted any more."""
        self._call(self._stop_pictures)

    def look_through(self, queries: Sequence[str], watched: Sequence[str], fresh: Sequence[int]) -> None:
        """Have the user's views counted; `messages.ViewsCounted` says what is in them. Calls in a burst are answered once.

        Args:
            queries: Those of the views.
            watched: The ones of them that notify.
            fresh: What has just come.
        """
        self._call(lambda: self._look(queries, watched, fresh))

    def _call(self, work: Callable[[], None]) -> None:
        with self._lock:
            if self._loop is None:
                self._early.append(work)
                return
            with contextlib.suppress(RuntimeError):  # it has ended meanwhile
                self._loop.call_soon_threadsafe(work)

    # In the thread ----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            asyncio.run(self._work())
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - the worker's edge: nothing may end silently
            self._report(error)

    async def _work(self) -> None:
        self._main = asyncio.current_task()
        self._wake = asyncio.Event()
        self._reload = asyncio.Event()
        self._led = asyncio.Event()
        self._page_slots = asyncio.Semaphore(PAGES_AT_ONCE)
        with self._lock:
            self._loop = asyncio.get_running_loop()
            early, self._early = self._early, []
        for call in early:
            call()
        if self._stopping:
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self._guard(self._watch_config))
            group.create_task(self._guard(self._poll_or_follow))
            group.create_task(self._guard(self._check_archive))
            group.create_task(self._guard(self._keep_rules))

    async def _guard(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run one of the endless works; after an unexpected error say so, wait, and go on."""
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the worker's edge
                self._report(error)
                await asyncio.sleep(30)
            else:
                return

    def _report(self, error: Exception) -> None:
        _log.error("unexpected error in the worker", exc_info=error)
        self._post(messages.Trouble(wording.worker_trouble(type(error).__name__, self._log_name)))

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()

    def _force(self) -> None:
        self._forced = True
        self._wake.set()

    def _retry(self, url: str) -> None:
        self._retried.add(url)
        self._wake.set()

    def _edit_config(self, edit: Callable[[Path], None], done: str) -> None:
        from ticker_tui.config import load_config

        try:
            edit(self._config.path)
            self._take(load_config(self._config.path))
        except StaleConfigError:
            self._post(messages.FileChanged(problem=wording.file_changed(self._config.path.name)))
        except ConfigError as error:
            self._post(messages.FileChanged(problem=" ".join(error.problems)))
        except StoreError as error:
            self._post(messages.FileChanged(problem=wording.cannot_save(str(error))))
        else:
            self._edited.set()
            self._post(messages.FileChanged(done))

    def _start_search(self, address: str) -> None:
        if self._search is not None:
            self._search.cancel()
        self._search = asyncio.get_running_loop().create_task(self._find_feed(address))

    async def _find_feed(self, address: str) -> None:
        from ticker_tui.feedfinder import NoFeedFoundError, find_feed

        try:
            found = await find_feed(address, settings=self._config.settings, clock=self._clock)
            answer = messages.FeedLookedFor(address, found)
        except NoFeedFoundError as error:
            answer = messages.FeedLookedFor(address, problem=error.sentence)
        except Exception as error:  # noqa: BLE001 - the worker's edge: the form must not wait for ever
            self._report(error)
            problem = wording.worker_trouble(type(error).__name__, self._log_name)
            answer = messages.FeedLookedFor(address, problem=problem)
        self._post(answer)

    def _write(self, ticket: int, work: Callable[[Store], object]) -> None:
        try:
            work(self._store)
        except StoreError as error:
            self._post(messages.Saved(ticket, str(error)))
        else:
            self._post(messages.Saved(ticket))

    def _start_page(self, entry_id: int) -> None:
        if entry_id not in self._pages:
            self._pages[entry_id] = asyncio.get_running_loop().create_task(self._fetch_page(entry_id))

    async def _fetch_page(self, entry_id: int) -> None:
        from ticker_tui.fullarticle import NoFullArticle, fetch_full_article

        config = self._config
        try:
            async with self._page_slots:
                got = await fetch_full_article(
                    self._store, entry_id, config.feeds, settings=config.settings, clock=self._clock
                )
            problem = got.reason if isinstance(got, NoFullArticle) else ""
        except Exception as error:  # noqa: BLE001 - the worker's edge: the reader must not wait for ever
            self._report(error)
            problem = wording.worker_trouble(type(error).__name__, self._log_name)
        finally:
            del self._pages[entry_id]
        self._post(messages.PageFetched(entry_id, problem))

    def _start_pictures(self, wanted: PicturesWanted) -> None:
        self._stop_pictures()
        self._pictures = asyncio.get_running_loop().create_task(
            draw_for_screen(wanted, self._config, self._post, self._failed)
        )

    def _stop_pictures(self) -> None:
        if self._pictures is not None:
            self._pictures.cancel()
            self._pictures = None

    def _failed(self, error: Exception) -> str:
        self._report(error)
        return wording.worker_trouble(type(error).__name__, self._log_name)

    def _look(self, queries: Sequence[str], watched: Sequence[str], fresh: Sequence[int]) -> None:
        known = self._to_look[2] if self._to_look is not None else ()
        self._to_look = (queries, watched, (*known, *fresh))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look_on())

    async def _look_on(self) -> None:
        while self._to_look is not None:
            (queries, watched, fresh), self._to_look = self._to_look, None
            try:
                found = await asyncio.to_thread(
                    look_through, self._store, queries, watched, fresh, self._clock()
                )
            except StoreError as error:
                _log.warning("the views could not be counted: %s", error)
            except Exception as error:  # noqa: BLE001 - the worker's edge
                self._report(error)
            else:
                self._post(messages.ViewsCounted(*found))

    async def _check_archive(self) -> None:
        """Look for damage once, beside the first round; only who leads may put a new archive in the old one's place."""
        await self._led.wait()
        said = len(self._store.notices)
        try:
            sound = await asyncio.to_thread(self._store.check)
        except StoreError as error:
            self._post(messages.Trouble(str(error)))
            return
        for notice in self._store.notices[said:]:
            self._post(messages.Trouble(notice))
        if not sound:
            self._post(messages.StoreChanged())
            self._force()  # the new archive is empty
        await self._catch_up()

    async def _catch_up(self) -> None:
        """Do what an older archive still wants, in short pieces with longer rests, so that an answer finds the archive free."""
        worked = False
        try:
            while await asyncio.to_thread(self._store.catch_up):
                worked = True
                await asyncio.sleep(CATCH_UP_S)
        except StoreError as error:
            self._post(messages.Trouble(wording.cannot_save(str(error))))
        if worked:
            self._post(messages.StoreChanged())

    # Rules ------------------------------------------------------------------------------------------------------

    def _rule(self, ruling: Ruling) -> None:
        """Written at once, as a program that ends has no later."""
        before = self._config
        try:
            config = write_ruling(before.path, ruling)
        except ConfigError as error:
            self._post(messages.RuleRefused(ruling, " ".join(error.problems)))
            return
        self._ruling = ruling
        self._watch.told(config.stamp)
        self._ruled.set()
        if differ_in_rules_only(before, config) or self._loop is None:
            self._config = config
        else:
            self._take(config)  # somebody else has edited it as well

    async def _keep_rules(self) -> None:
        """Judge by the rules in force: when they are edited, asked for by a key, or over."""
        while True:
            config = self._config
            ruling, self._ruling = self._ruling, None
            self._ruled.clear()
            try:
                if self._leading:
                    self._keeper.sync(config)
                judged = await self._keeper.settle(config)
            except StoreError as error:
                self._post(messages.Trouble(wording.cannot_save(str(error))))
                judged = None
            if judged is not None or ruling is not None:
                self._post(messages.RulesJudged(config, judged or Judged.nothing(), ruling))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ruled.wait(), WATCH_S)

    # Polling ----------------------------------------------------------------------------------------------------

    async def _poll_or_follow(self) -> None:
        self._leading = self._store.try_lead()
        self._post(messages.LeadChanged(leading=self._leading))
        if not self._leading:
            await self._follow()
            self._leading = True
            self._post(messages.LeadChanged(leading=True))
        self._led.set()
        # Here, not at the top: it brings the whole network side with it, and the screen is painted by now.
        from ticker_tui.poller import Poller

        next_prune = 0.0
        loop = asyncio.get_running_loop()
        while True:
            self._reload.clear()
            config = self._config
            self._store.sync_feeds(config.feeds)
            feeds = [feed for feed in config.feeds if feed.enabled]
            self._post(messages.ConfigChanged(config))
            async with Poller(self._store, settings=config.settings, clock=self._clock) as poller:
                while not self._reload.is_set():
                    await self._poll_when_due(poller, feeds)
                    if loop.time() >= next_prune:
                        self._prune(config)
                        next_prune = loop.time() + PRUNE_S

    async def _poll_when_due(self, poller: Poller, feeds: list[Feed]) -> None:
        """Wait until something is due or wished for, and ask. A new configuration ends it at once."""
        await self._wait_until_due(poller, feeds)
        forced, self._forced = self._forced, False
        retried, self._retried = self._retried, set()
        due = poller.due(feeds, force=forced, also=retried)
        if self._reload.is_set() or not due:
            return
        self._post(messages.PollStarted(len(due)))
        poll = asyncio.create_task(poller.poll(due, on_result=self._polled, force=True, even_gone=True))
        reload = asyncio.create_task(self._reload.wait())
        try:
            await asyncio.wait({poll, reload}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            reload.cancel()
            poll.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await poll
            self._post(messages.PollFinished())

    def _polled(self, result: PollResult) -> None:
        self._post(messages.FeedPolled(result))

    async def _wait_until_due(self, poller: Poller, feeds: list[Feed]) -> None:
        if self._forced or self._retried or self._reload.is_set():
            return
        self._wake.clear()
        due_at = poller.next_due(feeds)
        wait_s = IDLE_S if due_at is None else min(IDLE_S, (due_at - self._clock()).total_seconds())
        with contextlib.suppress(TimeoutError):
            # Never without a breath: a state that cannot be saved leaves its feed due.
            await asyncio.wait_for(self._wake.wait(), max(self._breath_s, wait_s))
        self._breath_s = BREATH_S

    def _prune(self, config: Config) -> None:
        settings = config.settings
        try:
            self._store.prune(
                config.feeds, keep=settings.keep, keep_days=settings.keep_days, now=self._clock()
            )
        except StoreError as error:
            self._post(messages.Trouble(wording.cannot_save(str(error))))

    async def _follow(self) -> None:
        """Another program polls: tell the screen what it brought, until the lead is free."""
        seen = self._fingerprint()
        while True:
            await asyncio.sleep(FOLLOW_S)
            if self._store.try_lead():
                return
            now_there = self._fingerprint()
            if now_there != seen:
                seen = now_there
                self._post(messages.StoreChanged())

    def _fingerprint(self) -> object:
        newest = self._store.ids(View(), now=self._clock(), limit=1)
        return self._store.counts(now=self._clock()), list(newest), self._store.states()

    # feeds.toml -------------------------------------------------------------------------------------------------

    async def _watch_config(self) -> None:
        from ticker_tui.config import load_config

        path, watch = self._config.path, self._watch
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._edited.wait(), WATCH_S)
            ours = self._edited.is_set()
            self._edited.clear()
            if not (watch.taken() if ours else watch.changed()) or not path.exists():
                continue  # between an editor's two steps, or taken away: the last good one stays
            try:
                config = load_config(path)
            except ConfigError as error:
                self._post(messages.ConfigBroken(tuple(error.problems)))
                continue
            if config != self._config:
                self._take(config)

    def _take(self, config: Config) -> None:
        """Use another configuration. Only what concerns the asking interrupts it."""
        before, self._config = self._config, config
        interrupts = _asking(config) != _asking(before)
        if not (interrupts and self._leading):
            self._post(messages.ConfigChanged(config))
        if interrupts:
            self._reload.set()
            self._wake.set()


def _asking(config: Config) -> object:
    """What of a configuration the poller goes by."""
    settings = config.settings
    return config.feeds, settings.refresh, settings.breaking, settings.keep, settings.keep_days


def look_through(
    store: Store, queries: Sequence[str], watched: Sequence[str], fresh: Sequence[int], now: datetime
) -> tuple[dict[str, int], tuple[int, ...]]:
    """The unread headlines of views by query, and what of some entries is in a watched one."""
    counts = {
        query: store.count(View(search=query, unread_only=True), now=now) for query in dict.fromkeys(queries)
    }
    told = {
        each for query in watched if fresh for each in store.ids(View(search=query), now=now, among=fresh)
    }
    return counts, tuple(each for each in fresh if each in told)
