"""Requests for feeds, articles and pictures: what a feed's settings mean for HTTP, and what a response means for a feed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from ticker_tui import HOMEPAGE, __version__
from ticker_tui.feeds.completeness import is_complete
from ticker_tui.feeds.fetch_outcome import Fetched, FetchFailed, NotModified
from ticker_tui.feeds.http_errors import refused
from ticker_tui.http import Client, Failure, Limits, Request
from ticker_tui.http.addresses import is_private_host, is_public
from ticker_tui.http.headers import max_age_s, media_type, retry_after_s, validator
from ticker_tui.http.outcome import RequestFailedError
from ticker_tui.http.secrets import filled
from ticker_tui.http.url import parse_url
from ticker_tui.urls.credentials import with_login, without_login

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ticker_tui.feeds.fetch_outcome import Outcome
    from ticker_tui.http import Response
    from ticker_tui.model import Feed, FeedState

USER_AGENT = f"ticker/{__version__} (+{HOMEPAGE})"
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json;q=0.9, application/xml;q=0.8,"
    " text/xml;q=0.8, */*;q=0.5"
)
_ACCEPT_PAGE = "text/html, application/xhtml+xml, text/plain;q=0.5, */*;q=0.1"
_ACCEPT_PICTURE = "image/avif, image/webp, image/png, image/jpeg, image/gif, image/*;q=0.1"
_ENDED_EARLY = "The connection ended early, but the document is complete."


class Fetcher:
    """Fetches what feeds name. Use as an async context manager inside one event loop.

    Args:
        user_agent: Ours by default; a feed's own setting outranks it.
        deadline_s: For one feed with its redirects; the wait for a place at its host does not count.
        max_body_bytes: Of a body, as sent and decoded.
        per_host: Requests to one host at once.
        is_public: Which IP addresses are of the Internet; tests name their own.
        resolve: Looks names up in place of the system, for tests.
        environ: Where ``${NAME}`` is looked up; None: the environment of this process.
    """

    def __init__(
        self,
        *,
        user_agent: str = "",
        deadline_s: float = Limits().total_s,
        max_body_bytes: int = Limits().body_bytes,
        per_host: int = Limits().per_host,
        is_public: Callable[[str], bool] = is_public,
        resolve: Callable[[str, int], Sequence[str]] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._user_agent = user_agent or USER_AGENT
        self._environ = os.environ if environ is None else environ
        limits = Limits(total_s=deadline_s, body_bytes=max_body_bytes, per_host=per_host)
        self._is_public = is_public
        self._client = Client(limits, is_public=is_public, resolve=resolve)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._client.close()

    async def fetch(self, feed: Feed, state: FeedState | None = None) -> Outcome:
        """Fetch a feed.

        Args:
            feed: Whose address, User-Agent, headers and certificates are used.
            state: Holds the validators of the last answer; None: fetch the whole.
        """
        headers = {"Accept": _ACCEPT}
        if state is not None and state.etag:
            headers["If-None-Match"] = state.etag
        if state is not None and state.last_modified:
            headers["If-Modified-Since"] = state.last_modified
        return await self._fetch(feed.url, feed, headers)

    async def fetch_page(self, link: str, feed: Feed, *, allow_private: bool = False) -> Outcome:
        """Fetch the page behind an entry's link, within the same limits; never a 304.

        The link is the feed's word, not the user's: it may lead to a private address only if the feed came from one. Headers
        and credentials of the feed are sent to its own origin only.

        Args:
            link: As the entry has it.
            feed: Whose entry it is.
            allow_private: Whether the feed came from a private address (`FeedState.is_private`).
        """
        return await self._fetch_named(link, feed, _ACCEPT_PAGE, allow_private=allow_private)

    async def fetch_picture(self, src: str, feed: Feed, *, allow_private: bool = False) -> Outcome:
        """Fetch a picture of an entry, as its page (`fetch_page`)."""
        return await self._fetch_named(src, feed, _ACCEPT_PICTURE, allow_private=allow_private)

    async def fetch_found(self, link: str, *, login: str = "", allow_private: bool) -> Outcome:
        """Fetch what may be a feed, from a link on a page.

        Args:
            link: Absolute, without user name and password.
            login: What the user gave for its server.
            allow_private: Whether the page came from a private address.
        """
        from ticker_tui.model import Feed

        return await self._fetch(
            link, Feed(url=link, name=link, login=login), {"Accept": _ACCEPT}, allow_private=allow_private
        )

    async def _fetch_named(self, link: str, feed: Feed, accept: str, *, allow_private: bool) -> Outcome:
        """Fetch an address that a feed names; it may be private if the feed's own is, and no name could have changed that."""
        try:
            is_private = allow_private or is_private_host(parse_url(feed.url).host, self._is_public)
        except RequestFailedError:
            is_private = allow_private
        return await self._fetch(link, feed, {"Accept": accept}, allow_private=is_private)

    async def _fetch(
        self, url: str, feed: Feed, headers: dict[str, str], *, allow_private: bool = True
    ) -> Outcome:
        try:
            request = self._request(url, feed, headers, allow_private=allow_private)
        except RequestFailedError as error:
            return FetchFailed(cause=error.failure.cause, reason=error.failure.reason)
        match await self._client.send(request):
            case Failure() as failure:
                return _failed(failure)
            case response:
                return _outcome(response)

    def _auth(self, feed: Feed) -> str:
        """``user:password`` for a feed's own server; its setting outranks its address."""
        if feed.auth:
            return filled(feed.auth, self._environ)
        return parse_url(with_login(feed.url, feed.login)).login if feed.login else ""

    def _request(self, url: str, feed: Feed, headers: dict[str, str], *, allow_private: bool) -> Request:
        """The request for an address that a feed has or names.

        Raises:
            RequestFailedError: A secret is missing.
        """
        is_own = url == feed.url or _is_same_origin(url, feed.url)
        return Request(
            url=url,
            headers={"User-Agent": feed.user_agent or self._user_agent, **headers},
            own_headers={name: filled(value, self._environ) for name, value in feed.headers.items()}
            if is_own
            else {},
            auth=self._auth(feed) if is_own else "",
            proxy=filled(feed.proxy, self._environ),
            ca_file=feed.ca_file if is_own else "",
            client_cert=feed.client_cert if is_own else "",
            client_key=feed.client_key if is_own else "",
            allow_private=allow_private,
        )


def _outcome(response: Response) -> Outcome:
    now = datetime.now(UTC)
    values = response.headers
    if response.status == 304:
        return NotModified(
            etag=validator(values.get("etag", "")),
            last_modified=validator(values.get("last-modified", "")),
            answer_s=response.elapsed_s,
            max_age_s=max_age_s(values, now=now),
            permanent_url=without_login(response.permanent_url),
            is_private=response.is_private,
        )
    if not 200 <= response.status <= 299:
        wait_s = retry_after_s(values.get("retry-after", ""), now=now)
        return refused(response.status, retry_after_s=wait_s, answer_s=response.elapsed_s)
    if response.incomplete is not None and not is_complete(response.body):
        return _failed(response.incomplete)
    content_type, charset = media_type(values.get("content-type", ""))
    return Fetched(
        body=response.body,
        content_type=content_type,
        charset=charset,
        final_url=response.url,
        etag=validator(values.get("etag", "")),
        last_modified=validator(values.get("last-modified", "")),
        answer_s=response.elapsed_s,
        max_age_s=max_age_s(values, now=now),
        permanent_url=without_login(response.permanent_url),
        is_private=response.is_private,
        link_header=values.get("link", "")[:10_000],
        warning=_ENDED_EARLY if response.incomplete is not None else "",
    )


def _failed(failure: Failure) -> FetchFailed:
    return FetchFailed(cause=failure.cause, reason=failure.reason, answer_s=failure.elapsed_s)


def _is_same_origin(one: str, other: str) -> bool:
    try:
        return parse_url(one).origin == parse_url(other).origin
    except RequestFailedError:
        return False
