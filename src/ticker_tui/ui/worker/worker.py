"""Everything that must not wait on the screen's thread: polling, writing, and watching feeds.toml.

One thread with its own asyncio loop does all of it. It hears from the screen by method calls that may come from any
thread, and answers with messages (`messages.py`). Nothing slow is imported before it runs. What can be a room of its own
is one: the rounds (`poll_loop.py`), what is done beside them (`jobs.py`), the rules in force (`rule_updates.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from ticker_tui.config.file_watch import FileWatcher
from ticker_tui.errors import ChangedSinceError, ConfigError, StaleConfigError, StoreError
from ticker_tui.store.rules.rule_changes import RuleChanges
from ticker_tui.ui import messages, strings
from ticker_tui.ui.worker.context import WorkerContext
from ticker_tui.ui.worker.file_edits import FileEdits
from ticker_tui.ui.worker.jobs import Jobs
from ticker_tui.ui.worker.poll_loop import PollLoop, asking
from ticker_tui.ui.worker.rule_updates import RuleUpdater, differ_in_rules_only, write_ruling

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from datetime import datetime
    from pathlib import Path

    from textual.message import Message

    from ticker_tui.config import Config
    from ticker_tui.model import Rule
    from ticker_tui.store.store import Store
    from ticker_tui.ui.undo import FileEdit, RuleEdit
    from ticker_tui.ui.worker.article_images import ImageRequest

WATCH_S = 1.0
"""How often feeds.toml is looked at (`config.file_watch` says why it is looked at)."""

AFTER_ERROR_S = 30.0
"""The rest before an endless work is begun anew."""

CATCH_UP_S = 0.1
"""The rest between two pieces of what an older archive still has to be given."""

_log = logging.getLogger(__name__)


class Worker:
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
        self._edits = FileEdits()
        self._rule_texts: dict[tuple[str, Rule], tuple[str, str]] = {}
        self._edited = asyncio.Event()
        """This program has written to feeds.toml."""
        self._tickets = 0
        self._stopping = False
        place = WorkerContext(store, self._in_force, post, clock, self._failed)
        self._errands = Jobs(place)
        self._polling = PollLoop(place)
        self._keeper = RuleUpdater(store, clock=clock, tell=self._polling.use_rules)
        self._keeper.use(config)
        self._watch = FileWatcher(config.path, config.stamp)
        self._ruled = asyncio.Event()
        self._ruling: RuleEdit | None = None
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
        self._call(self._polling.force)

    def retry(self, url: str) -> None:
        """Ask one feed now, also one that is closed for good."""
        self._call(lambda: self._polling.retry(url))

    def edit_config(
        self,
        change: Callable[[Path, tuple[int, int]], object],
        *,
        done: str = "",
        edit: FileEdit | None = None,
        also: Callable[[bool], object] = lambda _undone: None,
    ) -> None:
        """Have feeds.toml changed; `messages.FileChanged` tells how it went.

        Args:
            change: Makes it, given the file and the stamp of what is in use: the file has to be that one still.
            done: What to say when it went well.
            edit: By what it is to be undone with `repeat_edit`; None: it is not.
            also: What an undo (True) or a redo (False) does besides changing the file.
        """
        self._call(lambda: self._edit_config(change, done, edit, also))

    def repeat_edit(self, edit: FileEdit) -> None:
        """Have a change of feeds.toml taken back or made again; `messages.FileEditRepeated` tells how it went."""
        self._call(lambda: self._repeat_edit(edit))

    def find_feed(self, address: str) -> None:
        """Have the feed behind an address looked for; `messages.FeedLookedFor` tells it. A new search ends the last one."""
        self._call(lambda: self._errands.find_feed(address))

    def rule(self, ruling: RuleEdit) -> None:
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
        self._call(lambda: self._errands.fetch_page(entry_id))

    def draw_pictures(self, wanted: ImageRequest) -> None:
        """Have pictures of an article fetched, in the place of those that were wanted before; each comes as a message."""
        self._call(lambda: self._errands.draw_pictures(wanted))

    def drop_pictures(self) -> None:
        """No picture is wanted any more."""
        self._call(self._errands.drop_pictures)

    def look_through(self, queries: Sequence[str], watched: Sequence[str], fresh: Sequence[int]) -> None:
        """Have the user's views counted; `messages.ViewsCounted` says what is in them. Calls in a burst are answered once.

        Args:
            queries: Those of the views.
            watched: The ones of them that notify.
            fresh: What has just come.
        """
        self._call(lambda: self._errands.look_through(queries, watched, fresh))

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
            self._failed(error)

    async def _work(self) -> None:
        self._main = asyncio.current_task()
        with self._lock:
            self._loop = asyncio.get_running_loop()
            early, self._early = self._early, []
        for call in early:
            call()
        if self._stopping:
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self._guard(self._watch_config))
            group.create_task(self._guard(self._polling.run))
            group.create_task(self._guard(self._check_archive))
            group.create_task(self._guard(self._keep_rules))

    async def _guard(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run one of the endless works; after an unexpected error say so, wait, and go on."""
        while True:
            try:
                await work()
            except StoreError as error:  # a full disk, a lock: nothing of ours to be written down
                self._post(messages.WorkerFailed(str(error)))
                await asyncio.sleep(AFTER_ERROR_S)
            except Exception as error:  # noqa: BLE001 - the worker's edge
                self._failed(error)
                await asyncio.sleep(AFTER_ERROR_S)
            else:
                return

    def _failed(self, error: Exception) -> str:
        """Write an unexpected error down and tell of it; returns the sentence that says so."""
        _log.error("unexpected error in the worker", exc_info=error)
        sentence = strings.worker_trouble(type(error).__name__, self._log_name)
        self._post(messages.WorkerFailed(sentence))
        return sentence

    def _cancel(self) -> None:
        if (
            self._main is not None and not self._main.cancelling()
        ):  # twice would interrupt the end of what it runs
            self._main.cancel()

    def _edit_config(
        self,
        change: Callable[[Path, tuple[int, int]], object],
        done: str,
        edit: FileEdit | None,
        also: Callable[[bool], object],
    ) -> None:
        stamp = self._config.stamp
        changed = False

        def work() -> None:
            nonlocal changed
            changed = self._edits.make(self._config.path, lambda path: change(path, stamp), edit, also)

        _, problem = self._change_file(work)
        self._post(
            messages.FileChanged("" if problem else done, problem, None if changed and not problem else edit)
        )

    def _repeat_edit(self, edit: FileEdit) -> None:
        error, problem = self._change_file(lambda: self._edits.repeat(self._config.path, edit))
        for_good = isinstance(error, ChangedSinceError)
        if for_good:
            problem = strings.cannot_repeat(self._config.path.name)
        self._post(messages.FileEditRepeated(edit, problem, for_good=for_good))

    def _change_file(self, work: Callable[[], None]) -> tuple[Exception | None, str]:
        """Change feeds.toml and take up what it says then; returns what stood in the way, and the sentence about it."""
        from ticker_tui.config import load_config
        from ticker_tui.config.trust import agree_to

        try:
            work()
            granted = self._config.granted
            if granted is not None:
                granted = agree_to(self._config.path)
            self._take(load_config(self._config.path, granted=granted))
        except StaleConfigError as error:
            return error, strings.file_changed(self._config.path.name)
        except ConfigError as error:
            return error, " ".join(error.problems)
        except StoreError as error:
            return error, strings.cannot_save(str(error))
        self._edited.set()
        return None, ""

    def _write(self, ticket: int, work: Callable[[Store], object]) -> None:
        try:
            work(self._store)
        except StoreError as error:
            self._post(messages.Saved(ticket, str(error)))
        else:
            self._post(messages.Saved(ticket))

    async def _check_archive(self) -> None:
        """Look for damage once, beside the first round; only who leads may put a new archive in the old one's place."""
        await self._polling.led.wait()
        said = len(self._store.notices)
        try:
            sound = await asyncio.to_thread(self._store.check)
        except StoreError as error:
            self._post(messages.WorkerFailed(str(error)))
            return
        for notice in self._store.notices[said:]:
            self._post(messages.WorkerFailed(notice))
        if not sound:
            self._post(messages.StoreChanged())
            self._polling.force()  # the new archive is empty
            self._polling.start_over()  # in the new file
        await self._catch_up()

    async def _catch_up(self) -> None:
        """Do what an older archive still wants, in short pieces with longer rests, so that an answer finds the archive free."""
        worked = False
        try:
            while await asyncio.to_thread(self._store.catch_up):
                worked = True
                await asyncio.sleep(CATCH_UP_S)
        except StoreError as error:
            self._post(messages.WorkerFailed(strings.cannot_save(str(error))))
        if worked:
            self._post(messages.StoreChanged())

    # Rules ------------------------------------------------------------------------------------------------------

    def _rule(self, ruling: RuleEdit) -> None:
        """Written at once, as a program that ends has no later."""
        before = self._config
        try:
            config = write_ruling(before.path, ruling, self._rule_texts, granted=before.granted)
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
                if self._polling.leading:
                    self._keeper.sync(config)
                judged = await self._keeper.settle(config)
            except StoreError as error:
                self._post(messages.WorkerFailed(strings.cannot_save(str(error))))
                judged = None
            if judged is not None or ruling is not None:
                self._post(messages.RulesReapplied(config, judged or RuleChanges.nothing(), ruling))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ruled.wait(), WATCH_S)

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
                config = load_config(path, granted=self._config.granted)
            except ConfigError as error:
                self._post(messages.ConfigBroken(tuple(error.problems)))
                continue
            if config != self._config:
                self._take(config)

    def _in_force(self) -> Config:
        return self._config

    def _take(self, config: Config) -> None:
        """Use another configuration. Only what concerns the asking interrupts it."""
        before, self._config = self._config, config
        interrupts = asking(config) != asking(before)
        if not (interrupts and self._polling.leading):
            self._post(messages.ConfigChanged(config))
        if interrupts:
            self._polling.start_over()
