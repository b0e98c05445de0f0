"""The use case: an address somebody typed → the feed that is meant, read once so that it can be shown.

The address may be a feed's, or a page's: then the feeds which the page names are tried, then the places where sites
usually keep theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import msgspec

from ticker_tui.clock import utc_now
from ticker_tui.errors import ParseError, TickerError
from ticker_tui.model import Entry, Feed
from ticker_tui.urls.credentials import shown_address, split_login, without_login

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from ticker_tui.config import Settings
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.feeds.fetch_outcome import Fetched
    from ticker_tui.polling.parser_pool import ParserPool

USUAL_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml", "/feed.json")
"""Where a site's feed often is when its pages do not say, most likely first."""
NOT_NEARBY = "No feed was found behind it."
MOST_NAMED = 6
"""Feeds of one page that are tried."""
MOST_REFRESHES = 3
"""Pages that only lead to another one."""


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
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.polling.parser_pool import NotAFeedError, ParserPool

    url, login = split_login(complete(address))
    refresh = settings.refresh
    async with (
        Fetcher(deadline_s=refresh.timeout_s, user_agent=refresh.user_agent) as fetcher,
        ParserPool(size=1) as pool,
    ):
        search = _FeedSearch(fetcher, pool, clock, Feed(url=url, name=url, login=login))
        asked, is_private, named = url, True, list[str]()
        page, reason = url, ""
        for _ in range(MOST_REFRESHES + 1):
            try:
                fetched = await search.fetch(asked, allow_private=is_private)
                is_private, named = fetched.is_private, _header_feeds(fetched)
                return await search.read(asked, fetched)
            except NotAFeedError as error:
                page, reason, leads_to = error.url, error.reason, error.refresh
                named += [feed.url for feed in error.feeds]
            except _NoAnswerError as error:
                raise NoFeedFoundError(url, str(error)) from None
            except ParseError as error:
                raise NoFeedFoundError(url, error.reason) from None
            if named or not leads_to:
                break
            asked = leads_to
        tried = await search.first(named[:MOST_NAMED], allow_private=is_private)
        if tried is not None:
            rest = tuple(other for other in map(without_login, named) if other != tried.url)
            return msgspec.structs.replace(tried, others=rest)
        root = f"{urlsplit(page).scheme}://{urlsplit(page).netloc}/"
        nearby = dict.fromkeys(
            urljoin(base, path.lstrip("/")) for base in (_folder(page), root) for path in USUAL_PATHS
        )
        tried = await search.first(nearby, allow_private=is_private)
        if tried is None:
            raise NoFeedFoundError(url, f"{reason} {NOT_NEARBY}")
        return tried


class _NoAnswerError(Exception):
    """The server did not answer with a body; the text says why."""


class _FeedSearch:
    """What one search fetches and reads with.

    Args:
        fetcher: Sends the requests.
        pool: Parses the responses.
        clock: The time of day.
        typed: The address that the user gave, whose login is for its own server only.
    """

    def __init__(
        self, fetcher: Fetcher, pool: ParserPool, clock: Callable[[], datetime], typed: Feed
    ) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._clock = clock
        self._typed = typed

    async def first(self, urls: Iterable[str], *, allow_private: bool) -> FoundFeed | None:
        """The first of some addresses that is a feed.

        Args:
            urls: What a page names, or where feeds usually are.
            allow_private: Whether the page came from a private address; else they must not lead to one.
        """
        for url in map(without_login, urls):
            try:
                return await self.read(url, await self.fetch(url, allow_private=allow_private))
            except (ParseError, _NoAnswerError):
                continue
        return None

    async def fetch(self, url: str, *, allow_private: bool) -> Fetched:
        """Fetch an address.

        Args:
            url: The one that the user typed, or one that a page names.
            allow_private: Whether the latter may be private.

        Raises:
            _NoAnswerError: Nothing came.
        """
        from ticker_tui.feeds.fetch_outcome import Fetched, FetchFailed

        if url == self._typed.url:
            outcome = await self._fetcher.fetch(self._typed)
        else:
            login = self._login_for(url)
            outcome = await self._fetcher.fetch_found(url, login=login, allow_private=allow_private)
        if isinstance(outcome, FetchFailed):
            raise _NoAnswerError(outcome.reason)
        if not isinstance(outcome, Fetched):  # a 304 without a condition
            raise _NoAnswerError("The server answered without a body.")
        return outcome

    async def read(self, url: str, fetched: Fetched) -> FoundFeed:
        """Read what came from an address as a feed.

        Raises:
            ParseError: It is something else; `url` is where that was found.
        """
        from ticker_tui.processes.parser_protocol import ParseJob

        parsed = await self._pool.parse(
            ParseJob(
                url=fetched.final_url,
                body=fetched.body,
                content_type=fetched.content_type,
                charset=fetched.charset,
                now=self._clock(),
            )
        )
        found_at = fetched.permanent_url or url
        return FoundFeed(
            url=found_at,
            login=self._login_for(found_at),
            title=parsed.title,
            lang=parsed.lang,
            entries=parsed.entries,
            warning=" ".join(filter(None, (fetched.warning, parsed.warning))),
        )

    def _login_for(self, url: str) -> str:
        return self._typed.login if urlsplit(url)[:2] == urlsplit(self._typed.url)[:2] else ""


def _header_feeds(fetched: Fetched) -> list[str]:
    """The feeds that the Link header of a page declares."""
    from ticker_tui.urls.safe_link import link_header, may_be_feed

    return [
        address
        for address, parameters in link_header(fetched.link_header, fetched.final_url)
        if "alternate" in parameters.get("rel", "").split()
        and may_be_feed(parameters.get("type", ""), address)
    ]


def _folder(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rstrip("/") + "/"
