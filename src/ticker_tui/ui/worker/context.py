"""What everything in the worker's thread works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.message import Message

    from ticker_tui.config import Config
    from ticker_tui.store.store import Store


class WorkerContext(NamedTuple):
    """Given by the session to its rooms."""

    store: Store
    """The archive, shared with the screen, which only reads it."""
    config: Callable[[], Config]
    """Tells the configuration in force."""
    post: Callable[[Message], object]
    """Where messages go."""
    clock: Callable[[], datetime]
    """Tells the time, aware."""
    failed: Callable[[Exception], str]
    """Writes an error down that nobody expected; returns the sentence that says so."""
