"""The articles of the entries: what the feed gave, or the page behind the link where that has been fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticker_tui.model import Article
    from ticker_tui.store.store import Store
    from ticker_tui.ui.headlines.pending_states import PendingStates


class ArticleSources:
    """Which text of an entry is shown.

    Args:
        store: The archive.
        overlay: The changes that are still being saved.
        clock: Tells the time, aware.
    """

    def __init__(self, store: Store, overlay: PendingStates, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._overlay = overlay
        self._clock = clock
        self._summaries: set[int] = set()
        """Entries of which the feed's own text is wanted though the full article is there."""

    def get(self, entry_id: int) -> Article | None:
        """One article, with the full text where it has been fetched; None when it has been pruned."""
        article = self._store.article(entry_id, now=self._clock())
        if article is not None and entry_id not in self._summaries:
            full = self._store.full_article(entry_id)
            if full is not None:
                article = replace(article, blocks=full.blocks, author=full.author or article.author)
        if article is not None and entry_id in self._overlay:
            return replace(article, headline=self._overlay.marked(article.headline))
        return article

    def has_full(self, entry_id: int) -> bool:
        """Whether the full article is in the archive."""
        return self._store.full_article(entry_id) is not None

    def switch_text(self, entry_id: int) -> bool | None:
        """Go over to the full article or back to what the feed gave.

        Returns:
            Whether the full one is shown from now on; None: it has not been fetched.
        """
        if not self.has_full(entry_id):
            self._summaries.discard(entry_id)
            return None
        self._summaries ^= {entry_id}
        return entry_id not in self._summaries
