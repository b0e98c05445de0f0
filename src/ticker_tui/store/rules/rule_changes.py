"""What a judgement by the rules leaves behind; see `judging`, which is not imported where there are no rules."""

from __future__ import annotations

from typing import NamedTuple


class Flags(NamedTuple):
    """What is written beside an entry."""

    muted: bool = False
    highlight: int = 0


class RuleChanges(NamedTuple):
    """What a judgement has changed."""

    changes: dict[int, Flags]
    """The new flags of each entry that had others."""
    muted: frozenset[int]
    """Out of sight from now on."""
    shown: frozenset[int]
    """In sight again."""

    @classmethod
    def nothing(cls) -> RuleChanges:
        """All was as it should be."""
        return cls({}, frozenset(), frozenset())
