"""The archive: what was fetched, what was read, and how to find it again. The only room that knows SQLite."""

from ticker_tui.store.archive import ARCHIVE_NAME
from ticker_tui.store.counts import Counts
from ticker_tui.store.store import Store

__all__ = ["ARCHIVE_NAME", "Counts", "Store"]
