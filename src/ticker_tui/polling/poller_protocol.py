"""What the screen's process and the one that asks the feeds say to each other; each is one frame of msgpack."""

from __future__ import annotations

from typing import Final

import msgspec

from ticker_tui.config.schema import (  # noqa: TC001 - msgspec reads the annotations while the program runs
    BreakingSettings,
    RefreshSettings,
)
from ticker_tui.model import Feed, PollResult, Rules  # noqa: TC001 - as above


class StartPoller(msgspec.Struct, frozen=True, kw_only=True, tag="begin"):
    """The first thing that is said."""

    archive: str
    """Its file. Log and all else lie beside it."""
    refresh: RefreshSettings
    breaking: BreakingSettings
    rules: Rules


class PollFeeds(msgspec.Struct, frozen=True, kw_only=True, tag="ask"):
    """Ask these feeds now, due or not. Ends a round that is still under way."""

    feeds: tuple[Feed, ...]
    ahead_s: float = 0.0
    """By how much the clock of the screen is ahead of the system's: the demo's news has a time of its own."""


class UseRules(msgspec.Struct, frozen=True, kw_only=True, tag="rules"):
    """Judge by these what is saved from now on."""

    rules: Rules


Order = StartPoller | PollFeeds | UseRules


class Polled(msgspec.Struct, frozen=True, kw_only=True, tag="polled"):
    """What one feed brought is in the archive."""

    result: PollResult


class RoundFinished(msgspec.Struct, frozen=True, kw_only=True, tag="asked"):
    """The round is over."""

    problem: str = ""
    """Why it was none: the archive cannot be read. One sentence."""


class RulesApplied(msgspec.Struct, frozen=True, kw_only=True, tag="ruled"):
    """The rules are in use, and nothing that was judged by others is still on its way into the archive."""


class ArchiveReplaced(msgspec.Struct, frozen=True, kw_only=True, tag="noticed"):
    """Something has happened to the archive's file: another one may lie in its place."""

    sentence: str


class Heartbeat(msgspec.Struct, frozen=True, tag="heartbeat"):
    """The process has started, or its event loop runs: sent every `HEARTBEAT_S` during a round, so that a hang is noticed."""


HEARTBEAT_S: Final = 1.0

Report = Polled | RoundFinished | RulesApplied | ArchiveReplaced | Heartbeat
