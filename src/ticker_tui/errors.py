"""Every error of the program, as one tree.

TickerError
├── ConfigError     feeds.toml cannot be used; the message says file, line, key and remedy
├── StoreError      the archive cannot be read or written
│   └── ReadOnlyError   it can be read, but nothing can be saved
├── QueryError      a search cannot be understood; the message says at which column and what was probably meant
└── ParseError      a feed's answer cannot be read
    └── NotAFeedError   it is something else; carries the feeds it names (`polling.parser_pool`)

What fails in ordinary life (a feed that does not answer) is a value, not an error: see `model.PollResult`.
"""

from __future__ import annotations


class TickerError(Exception):
    """The root: its text is one sentence for a person."""


class ConfigError(TickerError):
    """feeds.toml cannot be used.

    Args:
        problems: One finished line each, as printed: ``feeds.toml:12: feeds[2].intervall: unknown key …``.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class StaleConfigError(ConfigError):
    """feeds.toml is not the one any more that the wish to change it was made on; nothing was written."""


class ChangedSinceError(ConfigError):
    """A change of feeds.toml cannot be undone: the same lines have been changed since; nothing was written."""


class StoreError(TickerError):
    """The archive cannot be read or written."""


class ReadOnlyError(StoreError):
    """The archive can be read, but nothing can be saved; the text is the cause."""


class QueryError(TickerError):
    """A search cannot be understood.

    Args:
        column: Where, in characters from 1.
        problem: What is wrong there and what was probably meant; no full stop.
    """

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(f"column {column}: {problem}")
        self.column = column
        self.problem = problem


class ParseError(TickerError):
    """A feed's answer cannot be read as a feed."""

    def __init__(self, url: str, while_doing: str) -> None:
        super().__init__(f"{url}: {while_doing}")
        self.url = url
        self.reason = while_doing
