"""What most commands begin with: the configuration, the archive, and the clock."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ticker_tui import console
from ticker_tui.cli.output import streams
from ticker_tui.clock import utc_now
from ticker_tui.processes.garbage import collect_seldom

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ticker_tui.config import Config
    from ticker_tui.config.paths import FoundConfig
    from ticker_tui.config.trust import LocalFile
    from ticker_tui.model import PollResult
    from ticker_tui.store.store import Store

NOT_USED = (
    "ticker: the feeds.toml in this folder is not used, as nobody has agreed to it; "
    "name it with --config feeds.toml or $TICKER_CONFIG to use it"
)
MOST_POWERS = 12
"""So many stay in sight above the question."""
POWER_CHARACTERS = 300
SLICES = 20
"""Of what an older archive still wants, with each command that polls: half a second."""


def config_of(arguments: argparse.Namespace) -> Config:
    """Read the feeds.toml that is meant.

    Raises:
        ConfigError: It is not there, or something in it is wrong.
    """
    from ticker_tui.config import load_config

    found = found_config(arguments)
    return load_config(found.path, granted=found.granted)


def found_config(arguments: argparse.Namespace, *, ask: bool = True) -> FoundConfig:
    """Which feeds.toml is meant. About one that merely lies in the current folder a person is asked; the answer is remembered.

    Args:
        arguments: With the common options.
        ask: Whether to ask; otherwise only an earlier answer counts.

    Raises:
        ConfigError: It is not there.
    """
    from ticker_tui.config import find_config

    return find_config(
        arguments.config, environ=os.environ, cwd=current_folder(), agree=_agree if ask else _agreed
    )


def current_folder() -> Path:
    """The current folder; one that was deleted has no feeds.toml."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.devnull)


def _agree(path: Path) -> frozenset[str] | None:
    """What the feeds.toml of the current folder may do; None: it is not used."""
    from ticker_tui.config import trust

    file = trust.look_at(path)
    if file.answer is not None:
        return _agreed(path)
    if not (streams.is_a_tty(sys.stdin) and streams.is_a_tty(sys.stderr)):
        console.warn(NOT_USED)
        return None
    answer = _ask_about(file)
    if answer in {"y", "yes", "never"}:
        try:
            trust.remember(file, use=answer != "never")
        except OSError as error:
            console.warn(f"ticker: the answer cannot be remembered ({error.strerror})")
    return frozenset(file.powers) if answer in {"y", "yes"} else None


def _agreed(path: Path) -> frozenset[str] | None:
    """The same by an earlier answer alone."""
    from ticker_tui.config import trust

    answer = trust.look_at(path).answer
    return answer.powers if answer is not None and answer.use else None


def _ask_about(file: LocalFile) -> str:
    """Ask until one of the answers is given; what was typed, in lower case."""
    from ticker_tui.text import clean_line

    path = str(file.path)
    console.warn(f"There is a feeds.toml in this folder: {clean_line(path, limit=len(path))}")
    for power in file.powers[:MOST_POWERS]:
        console.warn(f"  It {clean_line(power, limit=POWER_CHARACTERS)}.")
    if more := file.powers[MOST_POWERS:]:
        console.warn(f"  It does {len(more)} more things of this kind: read the file before you agree.")
    if not file.powers:
        console.warn("  It runs no programs and sends none of your variables.")
    while True:
        console.ask("Use it instead of your own? “y” and “never” are remembered. [y/N/never] ")
        line: str = sys.stdin.readline()
        answer = line.strip().lower()
        if not line or answer in {"y", "yes", "n", "no", "never", ""}:
            return answer


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
    from ticker_tui.store.db.archive import ARCHIVE_NAME
    from ticker_tui.store.store import Store

    start_log(folder)
    store = Store.open(folder / ARCHIVE_NAME)
    try:
        for notice in store.notices:
            console.warn(f"ticker: {notice}")
        _bring_up_to_date(store, config)
    except BaseException:
        store.close()
        raise
    return store


def _bring_up_to_date(store: Store, config: Config) -> None:
    """Tell the archive what feeds.toml says. Where nothing can be saved, what is there can still be printed."""
    from ticker_tui.errors import StoreError

    if store.read_only:
        console.warn(f"ticker: {one_line(store.obstacle)}")
        return
    try:
        store.sync_feeds(config.feeds)
        keep_rules(store, config)
    except StoreError as error:
        console.warn(f"ticker: {error}")


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

    from ticker_tui.polling.poll_round import Poller

    collect_seldom()
    settings = config.settings
    poller = Poller(store, settings=settings)
    summary = asyncio.run(
        poller.poll(config.feeds, on_result=on_result, force=True, even_gone=even_gone, deadline_s=deadline_s)
    )
    store.prune(config.feeds, keep=settings.keep, keep_days=settings.keep_days, now=utc_now())
    for _ in range(SLICES):
        if not store.catch_up():
            break
    return summary.results
