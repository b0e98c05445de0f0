"""The use case: an entry's link → its page → the article in it → the archive.

Like the poller it knows no widget. What fails is a value with its reason; the entry keeps the summary that its feed gave.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import msgspec

from ticker_tui.clock import utc_now
from ticker_tui.errors import ParseError, StoreError
from ticker_tui.model import Feed, FullArticle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from ticker_tui.config import Settings
    from ticker_tui.feeds.fetch_outcome import Fetched
    from ticker_tui.model import Headline
    from ticker_tui.processes.parser_protocol import PageJob
    from ticker_tui.store.store import Store

_log = logging.getLogger(__name__)


class NoFullArticle(msgspec.Struct, frozen=True):
    """There is none to show."""

    reason: str
    """One plain sentence."""


async def fetch_full_article(
    store: Store,
    entry_id: int,
    feeds: Iterable[Feed],
    *,
    settings: Settings,
    clock: Callable[[], datetime] = utc_now,
    again: bool = False,
) -> FullArticle | NoFullArticle:
    """The full article of an entry: from the archive, else from the page behind its link.

    Args:
        store: Where it is kept.
        entry_id: Whose.
        feeds: Those of feeds.toml; the entry's own says how its server is asked.
        settings: Time limit and User-Agent.
        clock: The time, aware.
        again: Ask for the page even when the archive has it.
    """
    try:
        if not again and (kept := await asyncio.to_thread(store.full_article, entry_id)) is not None:
            return kept
        found = await asyncio.to_thread(store.headlines, [entry_id], now=clock())
        if not found:
            return NoFullArticle("This entry is no longer in the archive.")
        state = await asyncio.to_thread(store.state, found[0].feed_url)
        is_private = state is not None and state.is_private
        got = await _from_its_page(found[0], feeds, settings, clock, allow_private=is_private)
        if isinstance(got, FullArticle):
            await asyncio.to_thread(store.save_full_article, entry_id, got)
    except StoreError as error:
        return NoFullArticle(str(error))
    return got


async def _from_its_page(
    headline: Headline,
    feeds: Iterable[Feed],
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    allow_private: bool,
) -> FullArticle | NoFullArticle:
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.feeds.fetch_outcome import Fetched, FetchFailed
    from ticker_tui.processes.parser_protocol import PageJob

    if not headline.link:
        return NoFullArticle("This entry has no link to an article.")
    feed = next((feed for feed in feeds if feed.url == headline.feed_url), None)
    feed = feed or Feed(url=headline.feed_url, name=headline.source)
    refresh = settings.refresh
    async with Fetcher(deadline_s=refresh.timeout_s, user_agent=refresh.user_agent) as fetcher:
        outcome = await fetcher.fetch_page(headline.link, feed, allow_private=allow_private)
    match outcome:
        case FetchFailed():
            return NoFullArticle(outcome.reason)
        case Fetched():
            pass
        case _:  # we sent no validators
            return NoFullArticle("The server answered as if the page were here already.")
    job = PageJob(
        url=outcome.final_url,
        body=outcome.body,
        content_type=outcome.content_type,
        charset=outcome.charset,
        lang=headline.lang or feed.lang,
        title=headline.title,
        now=clock(),
    )
    return await _read(job, outcome, clock)


async def _read(job: PageJob, fetched: Fetched, clock: Callable[[], datetime]) -> FullArticle | NoFullArticle:
    """In a parser process of its own, which ends afterwards: what trafilatura holds in memory goes with it."""
    from ticker_tui.polling.parser_pool import ParserPool

    async with ParserPool(size=1) as pool:
        try:
            page = await pool.read_page(job)
        except ParseError as error:
            _log.info("%s: %s", job.url, error.reason)
            return NoFullArticle(error.reason)
    return FullArticle(
        url=fetched.final_url,
        title=page.title,
        author=page.author,
        published_at=page.published_at,
        lang=page.lang,
        fetched_at=clock(),
        blocks=page.blocks,
    )
