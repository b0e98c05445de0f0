"""`ticker watch`: one line for each new headline as it comes, until it is stopped. For status bars, pipes and scripts."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from ticker_tui import console
from ticker_tui.cli.command_context import config_of, keep_rules, one_line, open_archive
from ticker_tui.cli.commands.headlines import count
from ticker_tui.clock import utc_now

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from ticker_tui.config import Config
    from ticker_tui.model import Headline, PollResult
    from ticker_tui.store.store import Store

AFTER_ERROR_S: Final = 30.0
"""The rest after the archive could not be used."""
LOOK_S: Final = 1.0
"""How often feeds.toml, and the archive when another ticker fills it, are looked at."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of this command."""
    parser.add_argument("--breaking", action="store_true", help="only what breaks")
    parser.add_argument(
        "--limit", metavar="N", type=count, default=0, help="end after N headlines (default: never)"
    )
    parser.add_argument(
        "--all", action="store_true", help="also what fills an archive that was empty when the command began"
    )
    parser.add_argument("--muted", action="store_true", help="also what your rules mute")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="a JSON object a line, in logical order")
    form.add_argument("--visual", action="store_true", help="shape and reorder into a pipe too")
    parser.epilog = (
        "Feeds are asked when they are due, as in the ticker itself; while another ticker runs here it does the asking,"
        " and this one tells what comes."
    )


def run(arguments: argparse.Namespace) -> int:
    """Print until stopped, or until there were enough."""
    import asyncio

    from ticker_tui.cli.output.headline_table import HeadlinePrinter
    from ticker_tui.model import View

    config = config_of(arguments)
    with ExitStack() as stack:
        store = stack.enter_context(open_archive(arguments, config))
        printer = stack.enter_context(
            HeadlinePrinter(config, data=store.path.parent, json=arguments.json, visual=arguments.visual)
        )
        watcher = _Watcher(
            store,
            config,
            printer.print,
            breaking=arguments.breaking,
            muted=arguments.muted,
            limit=arguments.limit,
            silent=not arguments.all and not store.ids(View(), now=utc_now(), limit=1),
        )
        asyncio.run(watcher.run())
    return 0


class _Watcher:
    """Waits for news, from our own rounds or from another ticker's.

    Args:
        store: Where news arrives.
        config: The feeds; replaced when feeds.toml changes.
        tell: Prints one headline.
        breaking: Only what breaks.
        muted: Also what rules keep out of sight.
        limit: After how many to end; 0: never.
        silent: The first round fills an empty archive: that is no news.
    """

    def __init__(
        self,
        store: Store,
        config: Config,
        tell: Callable[[Headline], None],
        *,
        breaking: bool,
        muted: bool,
        limit: int,
        silent: bool,
    ) -> None:
        self._store = store
        self._config = config
        self._tell = tell
        self._breaking = breaking
        self._muted = muted
        self._limit = limit
        self._told = 0
        self._silent = silent
        self._said = store.obstacle
        """Why nobody polls, as far as the user has been told."""

    async def run(self) -> None:
        """Until there were enough."""
        import asyncio

        self._enough = asyncio.Event()
        work = asyncio.create_task(self._work())
        enough = asyncio.create_task(self._enough.wait())
        try:
            await asyncio.wait({work, enough}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            enough.cancel()
            work.cancel()
            await asyncio.gather(work, enough, return_exceptions=True)
        if not work.cancelled():
            work.result()

    async def _work(self) -> None:
        import asyncio

        from ticker_tui.errors import StoreError

        while True:
            try:
                if not self._store.try_lead():
                    self._say_why_not()
                    await self._follow()
                await self._lead()
            except StoreError as error:
                if self._store.is_outdated:
                    raise
                self._complain(str(error))
                await asyncio.sleep(AFTER_ERROR_S)

    def _say_why_not(self) -> None:
        """Why this one does not poll."""
        if why := self._store.obstacle:
            self._complain(why)
        else:
            console.warn("ticker: another ticker is running here and asks the feeds")

    def _complain(self, why: str) -> None:
        """Say once what is wrong, not every second."""
        if why != self._said:
            console.warn(f"ticker: {one_line(why)}")
        self._said = why

    async def _lead(self) -> None:
        """Ask what is due, again and again, as long as the answers can be saved."""
        import asyncio

        from ticker_tui.config.file_watch import FileWatcher
        from ticker_tui.feeds.due import due_feeds, next_rest_s
        from ticker_tui.polling.poll_round import Poller

        watch = FileWatcher(self._config.path, self._config.stamp)
        while True:
            config = self._config
            self._store.sync_feeds(config.feeds)
            keep_rules(self._store, config)
            async with Poller(self._store, settings=config.settings) as poller:
                rest_s = LOOK_S
                while config is self._config:
                    if due_feeds(config.feeds, self._store.states(), now=utc_now()):
                        if not self._store.try_lead():
                            return
                        await poller.poll(config.feeds, on_result=self._polled)
                        still_due = bool(due_feeds(config.feeds, self._store.states(), now=utc_now()))
                        rest_s = next_rest_s(rest_s, unsaved=still_due)
                        self._silent = False
                        settings = config.settings
                        self._store.prune(
                            config.feeds, keep=settings.keep, keep_days=settings.keep_days, now=utc_now()
                        )
                    self._store.catch_up()
                    await asyncio.sleep(rest_s)
                    keep_rules(self._store, config)
                    if watch.changed() and config.path.exists():
                        self._reload()

    def _reload(self) -> None:
        """Take up a feeds.toml that was saved; after a mistake the last good one stays in use."""
        from ticker_tui.config import load_config
        from ticker_tui.errors import ConfigError

        try:
            self._config = load_config(self._config.path, granted=self._config.granted)
        except ConfigError as error:
            console.warn("\n".join(error.problems))

    async def _follow(self) -> None:
        """Tell what the other ticker brings, until the lead is free. Ids only grow: what is above the last is new."""
        import asyncio

        from ticker_tui.errors import ReadOnlyError
        from ticker_tui.model import View

        top = self._store.newest_id()
        self._silent = False
        while not self._store.try_lead():
            if self._store.is_outdated:
                raise ReadOnlyError(self._store.read_only)
            if why := self._store.obstacle:
                self._complain(why)
            await asyncio.sleep(LOOK_S)
            keep_rules(self._store, self._config)
            fresh = sorted(
                each for each in self._store.ids(View(muted=self._muted), now=utc_now()) if each > top
            )
            if fresh:
                top = fresh[-1]
                self._say(fresh)

    def _polled(self, result: PollResult) -> None:
        if not self._silent:
            self._say(result.new_ids + (result.muted_ids if self._muted else ()))

    def _say(self, ids: Sequence[int]) -> None:
        """Print, the oldest first, as they came."""
        found = self._store.headlines(ids, now=utc_now())
        for headline in sorted(found, key=lambda headline: headline.sort_at):
            if self._breaking and not headline.breaking:
                continue
            if self._enough.is_set():
                return
            self._tell(headline)
            self._told += 1
            if self._told == self._limit:
                self._enough.set()
