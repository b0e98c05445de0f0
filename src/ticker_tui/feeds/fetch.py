"""Asking a feed's server, politely and within bounds.

Conditional requests, at most two at a time to one host, 10 MB decompressed, 30 s in all however slowly it drips, five
redirects followed by our own loop. Whatever happens is a value of `outcome`, never an exception.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from ticker_tui import HOMEPAGE, __version__
from ticker_tui.credentials import with_login, without_login
from ticker_tui.feeds import failures, headers
from ticker_tui.feeds.address import parsed
from ticker_tui.feeds.connections import Connections, proxy_at
from ticker_tui.feeds.failures import FailureError
from ticker_tui.feeds.inflate import DamagedError, Inflater, TooLargeError
from ticker_tui.feeds.network import Guard, UnknownHostError, is_public, resolve, trusting
from ticker_tui.feeds.outcome import Cause, Fetched, FetchFailed, NotModified
from ticker_tui.feeds.secrets import basic, filled

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from ticker_tui.feeds.address import Address
    from ticker_tui.feeds.http1 import Answer
    from ticker_tui.feeds.outcome import Outcome
    from ticker_tui.model import Feed, FeedState

USER_AGENT = f"ticker/{__version__} (+{HOMEPAGE})"
MAX_BODY_BYTES = 10 * 1024 * 1024
DEADLINE_S = 30.0
CONNECT_S = 10.0
MAX_HOPS = 5
PER_HOST = 2
EVERYWHERE = 220
"""Requests at once: each takes a file descriptor, and some systems give a process 256."""

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json;q=0.9, application/xml;q=0.8,"
    " text/xml;q=0.8, */*;q=0.5"
)
_ACCEPT_PAGE = "text/html, application/xhtml+xml, text/plain;q=0.5, */*;q=0.1"
_ACCEPT_PICTURE = "image/avif, image/webp, image/png, image/jpeg, image/gif, image/*;q=0.1"
NO_PROXY = "none"
"""A feed's `proxy` that says: not even the one of the environment."""
_PROXY = "proxy"
_AROUND = "".join(map(chr, range(0x21)))
"""What may stand around an address and is no part of it: spaces and control characters, as browsers have it."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOVED_FOR_GOOD = frozenset({301, 308})


class Fetcher:
    """An HTTP client for feeds. Use as an async context manager inside one event loop.

    Args:
        user_agent: Ours by default; a feed's own setting outranks it.
        deadline_s: For one feed, redirects included, waiting for a place at its host not.
        max_body_bytes: Decompressed.
        per_host: Requests to one host at once.
        is_public: Which IP addresses are of the open internet; tests name their own.
        environ: Where ``${NAME}`` is looked up; None: the environment of this process.
    """

    def __init__(
        self,
        *,
        user_agent: str = "",
        deadline_s: float = DEADLINE_S,
        max_body_bytes: int = MAX_BODY_BYTES,
        per_host: int = PER_HOST,
        is_public: Callable[[str], bool] = is_public,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._user_agent = user_agent or USER_AGENT
        self._deadline_s = deadline_s
        self._max_body_bytes = max_body_bytes
        self._is_public = is_public
        self._places: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_host))
        self._all_places = asyncio.Semaphore(EVERYWHERE)
        self._environ = os.environ if environ is None else environ
        self._proxies = getproxies()
        self._routes: dict[str, Connections] = {}
        self._context: ssl.SSLContext | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        routes, self._routes = self._routes, {}
        for connections in routes.values():
            await connections.close()

    async def fetch(self, feed: Feed, state: FeedState | None = None) -> Outcome:
        """Ask for a feed.

        Args:
            feed: Whose address, User-Agent and headers are used.
            state: Holds the validators of the last answer; None: ask for the whole.
        """
        return await self._guarded(feed, state)

    async def fetch_page(self, link: str, feed: Feed) -> Outcome:
        """Ask for the page behind an entry's link, within the same limits; never a 304.

        The link is the feed's word, not the user's: it may lead into a private network only when the feed itself comes
        from one. Headers and User-Agent of the feed are used, the headers on its own host only.

        Args:
            link: As the entry has it.
            feed: Whose entry it is.
        """
        return await self._fetch_named(link, feed, _ACCEPT_PAGE)

    async def fetch_picture(self, src: str, feed: Feed) -> Outcome:
        """Ask for a picture of an entry, as for its page (`fetch_page`)."""
        return await self._fetch_named(src, feed, _ACCEPT_PICTURE)

    async def _fetch_named(self, link: str, feed: Feed, accept: str) -> Outcome:
        """Ask for an address that the feed names."""
        own = _origin_or_none(link) == _origin_or_none(feed.url)
        page = msgspec.structs.replace(
            feed,
            url=link,
            headers={"Accept": accept, **(feed.headers if own else {})},
            auth=feed.auth if own else "",
            login=feed.login if own else "",
        )
        route = "any" if await self._is_inside(feed.url) else "public"
        return await self._guarded(page, None, route=route)

    async def _guarded(self, feed: Feed, state: FeedState | None, *, route: str = "") -> Outcome:
        """What `_follow` says, its failures as values."""
        began = time.monotonic()
        try:
            return await self._follow(feed, state, route)
        except FailureError as error:
            failed = error.failed
        except TimeoutError:
            failed = failures.timed_out(self._deadline_s)
        except Exception as error:  # noqa: BLE001 - the door of the network: h11, ssl, asyncio and the OS all fail here
            failed = failures.explained(error)
        return FetchFailed(
            cause=failed.cause,
            reason=failed.reason,
            status=failed.status,
            retry_after_s=failed.retry_after_s,
            answer_s=time.monotonic() - began,
        )

    async def _is_inside(self, url: str) -> bool:
        """Whether an address of the user's leads into a private network."""
        try:
            address = parsed(url)
            return all(self._is_private(ip) for ip in await resolve(address.host, address.port))
        except (FailureError, UnknownHostError):
            return False

    def _is_private(self, ip: str) -> bool:
        """Whether an IP address is known, and not one of the open internet."""
        return bool(ip) and not self._is_public(ip)

    async def _follow(self, feed: Feed, state: FeedState | None, first_route: str) -> Outcome:
        """Our own redirect loop: each hop is checked before it is asked.

        Args:
            feed: What is asked, and how.
            state: As in `fetch`.
            first_route: As in `_connections`; empty: wherever the user's address leads.
        """
        began = 0.0
        url, permanent_url, still_permanent = feed.url, "", True
        left_s = self._deadline_s
        route = ""
        own_proxy = filled(feed.proxy, self._environ)
        for _ in range(MAX_HOPS + 1):
            address = parsed(url)
            proxy = self._proxy_route(address, own_proxy)
            if not route or (route.startswith(_PROXY) and not proxy):
                # A redirect past the proxy is one from the open web, and may not lead inwards.
                route = proxy or ("public" if route else first_route or "any")
            request_headers = self._headers(feed, state, address)
            async with self._places[address.host], self._all_places:
                started = time.monotonic()
                began = began or started
                async with asyncio.timeout(left_s):
                    connections = self._connections(route)
                    answer = await connections.ask(address, request_headers)
                    try:
                        if answer.status not in _MOVED or "location" not in answer.headers:
                            return await self._outcome(answer, url, permanent_url, began)
                        if route == "any" and not self._is_private(answer.line.server_ip):
                            route = "public"
                    finally:
                        connections.leave(address, answer.line)
                left_s = max(0.001, left_s - (time.monotonic() - started))
            target = _redirected(url, answer.headers["location"])
            still_permanent = still_permanent and answer.status in _MOVED_FOR_GOOD
            permanent_url = target if still_permanent else permanent_url
            url = target
        raise FailureError(Cause.REDIRECT, f"The address redirects more than {MAX_HOPS} times.")

    async def _outcome(self, answer: Answer, url: str, permanent_url: str, began: float) -> Outcome:
        """The last hop's answer as a value."""
        now = datetime.now(UTC)
        values = answer.headers
        if answer.status == 304:
            return NotModified(
                etag=headers.validator(values.get("etag", "")),
                last_modified=headers.validator(values.get("last-modified", "")),
                answer_s=time.monotonic() - began,
                max_age_s=headers.max_age_s(values, now=now),
                permanent_url=without_login(permanent_url),
            )
        if not 200 <= answer.status <= 299:
            raise failures.refused(
                answer.status, headers.retry_after_s(values.get("retry-after", ""), now=now)
            )
        body = await self._body(answer)
        content_type, charset = headers.media_type(values.get("content-type", ""))
        return Fetched(
            body=body,
            content_type=content_type,
            charset=charset,
            final_url=without_login(url),
            etag=headers.validator(values.get("etag", "")),
            last_modified=headers.validator(values.get("last-modified", "")),
            answer_s=time.monotonic() - began,
            max_age_s=headers.max_age_s(values, now=now),
            permanent_url=without_login(permanent_url),
        )

    async def _body(self, answer: Answer) -> bytes:
        coding = answer.headers.get("content-encoding", "").strip().lower().removeprefix("x-")
        coding = "" if coding == "identity" else coding
        limit_mb = self._max_body_bytes // (1024 * 1024)
        too_large = FailureError(
            Cause.TOO_LARGE, f"The answer is larger than {limit_mb} MB; it was given up."
        )
        try:
            inflater = Inflater(coding, self._max_body_bytes)
        except ValueError:
            name = "".join(char for char in coding[:20] if char.isprintable())
            raise FailureError(
                Cause.ENCODING, f"The server packs its answer in a way nobody asked for ({name})."
            ) from None
        announced = answer.headers.get("content-length", "")
        if (
            not coding
            and announced.isdigit()
            and len(announced) < 20
            and int(announced) > self._max_body_bytes
        ):
            raise too_large
        try:
            while chunk := await answer.line.read():
                inflater.feed(chunk)
            return inflater.finish()
        except TooLargeError:
            raise too_large from None
        except DamagedError:
            kind = coding or "gzip"  # a packed file, sent as it lies there
            raise FailureError(Cause.ENCODING, f"The answer is damaged (bad {kind} data).") from None

    def _headers(self, feed: Feed, state: FeedState | None, address: Address) -> list[tuple[str, str]]:
        """What is sent to an address; the user's own headers may hold secrets and go to the feed's own host only."""
        sent = {
            "Host": address.named,
            "User-Agent": feed.user_agent or self._user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        if state is not None:
            if state.etag:
                sent["If-None-Match"] = state.etag
            if state.last_modified:
                sent["If-Modified-Since"] = state.last_modified
        if address.login:
            sent["Authorization"] = basic(address.login)
        if address.origin == parsed(feed.url).origin:
            if feed.login:
                sent["Authorization"] = basic(parsed(with_login(feed.url, feed.login)).login)
            if feed.auth:
                sent["Authorization"] = basic(filled(feed.auth, self._environ))
            own = {name.lower() for name in feed.headers}
            sent = {name: value for name, value in sent.items() if name.lower() not in own}
            sent.update({name: filled(value, self._environ) for name, value in feed.headers.items()})
        return list(sent.items())

    def _proxy_route(self, address: Address, own_proxy: str) -> str:
        """The route through a proxy: the feed's own, else the one the environment names; empty: none."""
        if own_proxy:
            return "" if own_proxy == NO_PROXY else f"{_PROXY} {own_proxy}"
        named = self._proxies.get(address.scheme) or self._proxies.get("all") or ""
        if not named or proxy_bypass(address.host):
            return ""
        return f"{_PROXY} {named if '://' in named else f'http://{named}'}"

    def _connections(self, route: str) -> Connections:
        """What a route is asked over.

        ``any``: to whatever address the user wrote. ``public``: after a redirect from the open web. ``proxy ADDRESS``: through
        that proxy, which decides for itself.
        """
        if (connections := self._routes.get(route)) is None:
            guard = Guard(
                self._is_public, public_only=route == "public", within_s=min(CONNECT_S, self._deadline_s)
            )
            proxy = proxy_at(route.removeprefix(_PROXY).strip()) if route.startswith(_PROXY) else None
            connections = self._routes[route] = Connections(guard, self._ssl_context, proxy)
        return connections

    def _ssl_context(self) -> ssl.SSLContext:
        """Made for the first address that is encrypted: it reads some hundred certificates."""
        if self._context is None:
            try:
                self._context = trusting()
            except OSError as error:
                raise FailureError(
                    Cause.CERTIFICATE,
                    "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read.",
                ) from error
        return self._context


def _redirected(url: str, location: str) -> str:
    """The target of a redirect.

    Raises:
        FailureError: it leaves http(s), or leaves encryption.
    """
    try:
        target = "".join(map(_written, urljoin(url, location.strip(_AROUND))))
        scheme = urlsplit(target).scheme
    except ValueError:
        raise FailureError(Cause.REDIRECT, "The address redirects to something that is no address.") from None
    if scheme not in {"http", "https"}:
        raise FailureError(
            Cause.REDIRECT, f"The address redirects to a {scheme[:20]}: address, which is not allowed."
        )
    if scheme == "http" and urlsplit(url).scheme == "https":
        raise FailureError(
            Cause.REDIRECT, "The address redirects from an encrypted page to an unencrypted one."
        )
    return target


def _written(letter: str) -> str:
    """A letter of an address that will be shown and kept: what has no shape, and a space, are packed."""
    return letter if letter.isprintable() and letter != " " else quote(letter)


def _origin_or_none(url: str) -> tuple[str, str, int] | None:
    try:
        return parsed(url).origin
    except FailureError:
        return None
