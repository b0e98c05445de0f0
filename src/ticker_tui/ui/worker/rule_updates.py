"""The rules of feeds.toml kept in force: the archive is judged again when they are others, or one is over."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from ticker_tui.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from ticker_tui.config import Config
    from ticker_tui.model import Feed, Rule, Rules
    from ticker_tui.store.rules.rule_changes import RuleChanges
    from ticker_tui.store.store import Store
    from ticker_tui.ui.undo import RuleEdit

REST_S: Final = 0.002
"""Between two slices of work: the screen's thread has its turn."""


class RuleUpdater:
    """Judges the archive by the rules of a configuration.

    Args:
        store: The archive.
        clock: Tells when a rule is over.
        tell: Has whoever saves the news judge it by other rules; when it returns, nothing judged by the old ones is saved any more.
    """

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime], tell: Callable[[Rules], Awaitable[None]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._judged: tuple[Rules, tuple[Feed, ...]] | None = None
        self._synced: tuple[Feed, ...] | None = None

    def use(self, config: Config) -> None:
        """Let what is saved from now on be judged by these rules."""
        self._store.use_rules(config.settings.rules(self._clock()))

    def sync(self, config: Config) -> None:
        """Make the archive know the feeds that rules may name; only who polls may do so."""
        if self._synced != config.feeds:
            self._store.sync_feeds(config.feeds)
            self._synced = config.feeds

    async def settle(self, config: Config) -> RuleChanges | None:
        """Judge what is there, unless that was done by the same rules and feeds.

        Returns:
            What it changed; None: there was nothing to do.

        Raises:
            StoreError: It cannot be saved. It is not tried again before the rules change.
        """
        wanted = (config.settings.rules(self._clock()), config.feeds)
        if wanted == self._judged or self._store.read_only:
            return None
        self._judged = wanted
        self._store.use_rules(wanted[0])
        await self._tell(wanted[0])
        judged = await asyncio.to_thread(
            self._store.judge, now=self._clock(), pause=lambda: time.sleep(REST_S)
        )
        return judged if judged.changes else None


def write_ruling(
    path: Path,
    ruling: RuleEdit,
    texts: dict[tuple[str, Rule], tuple[str, str]],
    *,
    granted: frozenset[str] | None,
) -> Config:
    """Put a rule into the file or take it out; returns what the file says then.

    Args:
        path: The file.
        ruling: What is wanted.
        texts: The text without and with each rule that was written in this run: what is undone is as it was before, in
            its place and with its comments.
        granted: What the file may do: see `load_config`.

    Raises:
        ConfigError: It cannot be done, or there is a mistake elsewhere in the file.
    """
    from ticker_tui.config import load_config
    from ticker_tui.config.edit.rule_edits import add_rule, remove_rule
    from ticker_tui.config.edit.save_file import apply_change, text_in

    def is_there() -> bool:  # nothing is written into a file that could not be read afterwards
        return ruling.rule in getattr(load_config(path, granted=granted).settings, ruling.kind)

    key, added = (ruling.kind, ruling.rule), ruling.added
    known = texts.pop(key, None)
    if is_there() is not added and known is not None:
        with suppress(ConfigError):  # the file is another one by now, and the rule is looked for below
            apply_change(path, known[not added], known[added])
            if is_there() is added:
                texts[key] = known
    if key not in texts:
        before = text_in(path)
        (add_rule if added else remove_rule)(path, ruling.kind, ruling.rule)
        after = text_in(path)
        texts[key] = (before, after) if added else (after, before)
    return load_config(path, granted=granted)


def differ_in_rules_only(one: Config, other: Config) -> bool:
    """Whether two configurations say the same of everything but rules."""

    def bare(config: Config) -> tuple[object, ...]:
        return (
            replace(config.settings, mute=(), highlight=()),
            config.feeds,
            config.themes,
            config.theme_problems,
        )

    return bare(one) == bare(other)
