"""A session of the screen without a screen: its messages come in a queue."""

from __future__ import annotations

import queue
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from ticker_tui.ui.worker.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.message import Message

    from ticker_tui.config import Config
    from ticker_tui.store.store import Store

M = TypeVar("M", bound="Message")
TIMEOUT_S = 60.0
"""Only a hang takes so long."""


class StartedSession:
    """A session and what it has posted."""

    def __init__(self, store: Store, config: Config, clock: Callable[[], datetime]) -> None:
        self._posted: queue.Queue[Message] = queue.Queue()
        self.session = Worker(store, config, post=self._posted.put, clock=clock, log_name="log")
        self.seen: list[Message] = []
        """All messages that were waited for or passed over, oldest first."""

    def next(self) -> Message:
        self.seen.append(self._posted.get(timeout=TIMEOUT_S))
        return self.seen[-1]

    def until(self, kind: type[M]) -> M:
        """Wait for the next message of a kind."""
        while not isinstance(message := self.next(), kind):
            pass
        return message


@contextmanager
def started_session(
    store: Store, config: Config, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Iterator[StartedSession]:
    """Start a session, and stop it when the test leaves it."""
    started = StartedSession(store, config, clock)
    started.session.start()
    try:
        yield started
    finally:
        assert started.session.stop(10)
