"""The use case: an address somebody typed → the feed that is meant, read once so that it can be shown.

The address may be a feed's, or a page's: then the feeds which the page names are tried, then the places where sites
usually keep theirs.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import msgspec

from ticker_tui.clock import utc_now
from ticker_tui.credentials import shown_address, split_login, without_login
from ticker_tui.errors import ParseError, TickerError
from ticker_tui.model import Entry, Feed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from ticker_tui.config import Settings
    from ticker_tui.feeds.child import ParserPool
    from ticker_tui.feeds.fetch import Fetcher

USUAL_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml", "/feed.json")
"""Where a site's feed often is when its pages do not say, most likely first."""
NOT_NEARBY = "No feed was found behind it."
MOST_NAMED = 6
"""Feeds of one page that are tried."""


class NoFeedFoundError(TickerError):
    """There is no feed at an address, nor near it.

    Attributes:
        sentence: Why, without the address.
    """

    def __init__(self, url: str, sentence: str) -> None:
        super().__init__(f"{shown_address(url)}: {sentence}")
        self.sentence = sentence


class FoundFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that answered and could be read."""

    url: str
    """The address to keep, without a login: where the server says it has moved for good, else the one that was asked."""
    login: str = ""
    """As in `model.Feed`; empty when the feed is on another server than the address that was given."""
    title: str = ""
    lang: str = ""
    entries: tuple[Entry, ...] = ()
    warning: str = ""
    others: tuple[str, ...] = ()
    """Further feeds that the page names, not asked."""


def complete(address: str) -> str:
    """An address as people type it with its scheme: ``news.example`` is ``https://news.example``."""
    address = address.strip()
    if address.startswith("feed:"):
        address = address.removeprefix("feed:").removeprefix("//")
    return address if "://" in address else f"https://{address}"


async def find_feed(
    address: str, *, settings: Settings, clock: Callable[[], datetime] = utc_now
) -> FoundFeed:
    """Find the feed that is meant by an address.

    Raises:
        NoFeedFoundError: There is none; the message says what there is.
    """
    from ticker_tui.feeds.child import NotAFeedError, ParserPool
    from ticker_tui.feeds.fetch import Fetcher

    url, login = split_login(complete(address))
    refresh = settings.refresh
    async with (
        Fetcher(deadline_s=refresh.timeout_s, user_agent=refresh.user_agent) as fetcher,
        ParserPool(size=1) as pool,
    ):
        read = partial(_read, fetcher, pool, clock, Feed(url=url, name=url, login=login))
        try:
            return await read(url)
        except NotAFeedError as error:
            page, reason = error.url, error.reason
            named = [feed.url for feed in error.feeds]
        except _NoAnswerError as error:
            raise NoFeedFoundError(url, str(error)) from None
        except ParseError as error:
            raise NoFeedFoundError(url, error.reason) from None
        tried = await _first(read, named[:MOST_NAMED])
        if tried is not None:
            rest = tuple(other for other in map(without_login, named) if other != tried.url)
            return msgspec.structs.replace(tried, others=rest)
        root = f"{urlsplit(page).scheme}://{urlsplit(page).netloc}/"
        nearby = dict.fromkeys(
            urljoin(base, path.lstrip("/")) for base in (_folder(page), root) for path in USUAL_PATHS
        )
        tried = await _first(read, nearby)
        if tried is None:
            raise NoFeedFoundError(url, f"{reason} {NOT_NEARBY}")
        return tried


class _NoAnswerError(Exception):
    """The server did not answer with a body; the text says why."""


async def _first(read: Callable[[str], Awaitable[FoundFeed]], urls: Iterable[str]) -> FoundFeed | None:
    """The first of some addresses that is a feed."""
    for url in urls:
        try:
            return await read(url)
        except (ParseError, _NoAnswerError):
            continue
    return None


async def _read(
    fetcher: Fetcher, pool: ParserPool, clock: Callable[[], datetime], asked: Feed, url: str
) -> FoundFeed:
    """Ask for an address and read what comes as a feed.

    Args:
        fetcher: Requests it.
        pool: Parses the response.
        clock: The time of day.
        asked: The address that the user gave, whose login is for its own server only.
        url: The address to request.

    Raises:
        ParseError: It is something else; `url` is where that was found.
        _NoAnswerError: Nothing came.
    """
    from ticker_tui.feeds.job import ParseJob
    from ticker_tui.feeds.outcome import Fetched, FetchFailed

    url = without_login(url)  # one that a page has named is not the user's
    outcome = await fetcher.fetch(Feed(url=url, name=url, login=_login_for(url, asked)))
    if isinstance(outcome, FetchFailed):
        raise _NoAnswerError(outcome.reason)
    if not isinstance(outcome, Fetched):  # a 304 that nobody asked for
        raise _NoAnswerError("The server answered without a body.")
    parsed = await pool.parse(
        ParseJob(
            url=outcome.final_url,
            body=outcome.body,
            content_type=outcome.content_type,
            charset=outcome.charset,
            now=clock(),
        )
    )
    found_at = outcome.permanent_url or url
    return FoundFeed(
        url=found_at,
        login=_login_for(found_at, asked),
        title=parsed.title,
        lang=parsed.lang,
        entries=parsed.entries,
        warning=parsed.warning,
    )


def _login_for(url: str, asked: Feed) -> str:
    return asked.login if urlsplit(url)[:2] == urlsplit(asked.url)[:2] else ""


def _folder(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rstrip("/") + "/"
