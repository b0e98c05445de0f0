"""What is done beside polling because somebody has asked for it: a page, pictures, a feed behind an address, counts of views.

Runs in the worker's thread, whose loop has to be running. Every errand ends with a message (`messages.py`), whatever
happens to it: somebody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from ticker_tui.errors import StoreError
from ticker_tui.model import View
from ticker_tui.ui import messages
from ticker_tui.ui.worker.article_images import draw_for_screen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ticker_tui.store.store import Store
    from ticker_tui.ui.worker.article_images import ImageRequest
    from ticker_tui.ui.worker.context import WorkerContext

PAGES_AT_ONCE = 2
"""So many full articles are fetched at once; the others wait."""

_log = logging.getLogger(__name__)


class Jobs:
    """Those that are under way."""

    def __init__(self, place: WorkerContext) -> None:
        self._place = place
        self._pages: dict[int, asyncio.Task[None]] = {}
        """The pages that are being fetched, by entry."""
        self._page_slots = asyncio.Semaphore(PAGES_AT_ONCE)
        self._search: asyncio.Task[None] | None = None
        """The look for a feed behind an address that is under way."""
        self._pictures: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._to_look: tuple[Sequence[str], Sequence[str], tuple[int, ...]] | None = None
        """The views that are to be counted, those of them that notify, and what has come."""

    def find_feed(self, address: str) -> None:
        """Look for the feed behind an address (`messages.FeedLookedFor`); ends the last search."""
        if self._search is not None:
            self._search.cancel()
        self._search = asyncio.get_running_loop().create_task(self._find_feed(address))

    async def _find_feed(self, address: str) -> None:
        from ticker_tui.polling.feed_finder import NoFeedFoundError, find_feed

        try:
            found = await find_feed(address, settings=self._place.config().settings, clock=self._place.clock)
            answer = messages.FeedLookedFor(address, found)
        except NoFeedFoundError as error:
            answer = messages.FeedLookedFor(address, problem=error.sentence)
        except Exception as error:  # noqa: BLE001 - the worker's edge: the form must not wait for ever
            answer = messages.FeedLookedFor(address, problem=self._place.failed(error))
        self._place.post(answer)

    def fetch_page(self, entry_id: int) -> None:
        """Fetch the page behind an entry's link (`messages.PageFetched`), unless that is being done."""
        if entry_id not in self._pages:
            self._pages[entry_id] = asyncio.get_running_loop().create_task(self._fetch_page(entry_id))

    async def _fetch_page(self, entry_id: int) -> None:
        from ticker_tui.polling.full_article import NoFullArticle, fetch_full_article

        config = self._place.config()
        try:
            async with self._page_slots:
                got = await fetch_full_article(
                    self._place.store,
                    entry_id,
                    config.feeds,
                    settings=config.settings,
                    clock=self._place.clock,
                )
            problem = got.reason if isinstance(got, NoFullArticle) else ""
        except Exception as error:  # noqa: BLE001 - the worker's edge: the reader must not wait for ever
            problem = self._place.failed(error)
        finally:
            del self._pages[entry_id]
        self._place.post(messages.PageFetched(entry_id, problem))

    def draw_pictures(self, wanted: ImageRequest) -> None:
        """Draw pictures in the place of those that were wanted before (`messages.PictureDrawn` for each)."""
        self.drop_pictures()
        self._pictures = asyncio.get_running_loop().create_task(
            draw_for_screen(
                wanted, self._place.config(), self._place.post, self._place.failed, self._place.store
            )
        )

    def drop_pictures(self) -> None:
        """No picture is wanted any more."""
        if self._pictures is not None:
            self._pictures.cancel()
            self._pictures = None

    def look_through(self, queries: Sequence[str], watched: Sequence[str], fresh: Sequence[int]) -> None:
        """Count the user's views (`messages.ViewsCounted`); what is asked for meanwhile is answered once.

        Args:
            queries: Those of the views.
            watched: The ones of them that notify.
            fresh: What has just come.
        """
        known = self._to_look[2] if self._to_look is not None else ()
        self._to_look = (queries, watched, (*known, *fresh))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look_on())

    async def _look_on(self) -> None:
        while self._to_look is not None:
            (queries, watched, fresh), self._to_look = self._to_look, None
            try:
                found = await asyncio.to_thread(
                    look_through, self._place.store, queries, watched, fresh, self._place.clock()
                )
            except StoreError as error:
                _log.warning("the views could not be counted: %s", error)
            except Exception as error:  # noqa: BLE001 - the worker's edge
                self._place.failed(error)
            else:
                self._place.post(messages.ViewsCounted(*found))


def look_through(
    store: Store, queries: Sequence[str], watched: Sequence[str], fresh: Sequence[int], now: datetime
) -> tuple[dict[str, int], tuple[int, ...]]:
    """The unread headlines of views by query, and what of some entries is in a watched one."""
    counts = {
        query: store.count(View(search=query, unread_only=True), now=now) for query in dict.fromkeys(queries)
    }
    told = {
        each for query in watched if fresh for each in store.ids(View(search=query), now=now, among=fresh)
    }
    return counts, tuple(each for each in fresh if each in told)
