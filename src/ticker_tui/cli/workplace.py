"""What most commands begin with: the configuration, the archive, and the clock."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ticker_tui.clock import utc_now
from ticker_tui.garbage import collect_seldom

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ticker_tui.config import Config
    from ticker_tui.model import PollResult
    from ticker_tui.store import Store

SLICES = 20
"""Of what an older archive still wants, with each command that polls: half a second."""


def config_of(arguments: argparse.Namespace) -> Config:
    """Read the feeds.toml that is meant.

    Raises:
        ConfigError: It is not there, or something in it is wrong.
    """
    from ticker_tui.config import find_config, load_config

    return load_config(find_config(arguments.config, environ=os.environ, cwd=Path.cwd()))


def open_archive(arguments: argparse.Namespace, config: Config) -> Store:
    """The archive of the data folder, told about the feeds of a configuration. The caller closes it.

    Raises:
        StoreError: It can neither be opened nor made.
    """
    from ticker_tui.config import data_dir

    return open_archive_in(data_dir(arguments.data, environ=os.environ), config)


def open_archive_in(folder: Path, config: Config) -> Store:
    """The archive of a folder; what happened to its file is said on standard error, and errors are logged beside it.

    Raises:
        StoreError: It can neither be opened nor made.
    """
    from ticker_tui.log import start_log
    from ticker_tui.store import ARCHIVE_NAME, Store

    start_log(folder)
    store = Store.open(folder / ARCHIVE_NAME)
    try:
        for notice in store.notices:
            print(f"ticker: {notice}", file=sys.stderr)
        _bring_up_to_date(store, config)
    except BaseException:
        store.close()
        raise
    return store


def _bring_up_to_date(store: Store, config: Config) -> None:
    """Tell the archive what feeds.toml says. Where nothing can be saved, what is there can still be printed."""
    from ticker_tui.errors import StoreError

    if store.read_only:
        print(f"ticker: {one_line(store.obstacle)}", file=sys.stderr)
        return
    try:
        store.sync_feeds(config.feeds)
        keep_rules(store, config)
    except StoreError as error:
        print(f"ticker: {error}", file=sys.stderr)


def one_line(sentences: str) -> str:
    """Sentences that are on lines of their own, behind one another."""
    return " ".join(sentences.splitlines())


def keep_rules(store: Store, config: Config) -> None:
    """Judge by the rules of a configuration that are in force now, if others were before.

    Raises:
        StoreError: It cannot be saved.
    """
    from ticker_tui.model import Rules

    if store.read_only:
        return
    now = utc_now()
    rules = config.settings.rules(now)
    if rules != store.rules or rules == Rules():
        store.use_rules(rules)
        store.judge(now=now)


def poll_once(
    store: Store,
    config: Config,
    *,
    on_result: Callable[[PollResult], None],
    deadline_s: float | None,
    even_gone: bool = False,
) -> tuple[PollResult, ...]:
    """Ask every enabled feed now, due or not; what arrives is in the archive at once. Then old entries are let go.

    Args:
        store: Where it goes.
        config: The feeds, and how they are asked.
        on_result: Told of each answer as it comes, in this thread.
        deadline_s: Stop waiting after so many seconds; None: each feed has the time that feeds.toml gives it.
        even_gone: Also the feeds that are closed for good.

    Returns:
        One result for each feed that was asked, in the order in which they came.
    """
    import asyncio

    from ticker_tui.poller import Poller

    collect_seldom()
    settings = config.settings
    poller = Poller(store, settings=settings)
    summary = asyncio.run(
        poller.poll(config.feeds, on_result=on_result, force=True, even_gone=even_gone, deadline_s=deadline_s)
    )
    store.prune(config.feeds, keep=settings.keep, keep_days=settings.keep_days, now=utc_now())
    if deadline_s is None or summary.duration_s < deadline_s:
        store.add_all_words()
    for _ in range(SLICES):
        if not store.catch_up():
            break
    return summary.results
