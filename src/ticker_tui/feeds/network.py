"""Which addresses a connection may go to, decided when it is made.

A feed from the open web must not be able to send us, by a redirect, to the router or a service on this machine. A name
can be made to mean one address when it is checked and another when it is used; so the check stands in the connection
itself: the name is resolved once, and what was checked is what is connected to.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import httpcore

from ticker_tui.feeds.lean_httpx import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable


TRIED = 4
"""Addresses of one host."""
IDLE = 32
"""Servers to which a connection is kept although nothing is asked."""


class ForbiddenAddressError(Exception):
    """A redirect from the open web leads into a private network."""


class UnknownHostError(Exception):
    """The name has no address."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if (inner := ip.ipv4_mapped or ip.sixtofour) is not None:
            ip = inner
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Guard(httpcore.AsyncNetworkBackend):
    """Connects as httpcore does; when `public_only`, resolves first and refuses private addresses."""

    def __init__(self, is_public: Callable[[str], bool], *, public_only: bool) -> None:
        self._is_public = is_public
        self._public_only = public_only
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the host; when it must be public, to an address that was checked."""
        if not self._public_only:
            try:
                return await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
            except UnicodeError as error:  # no name that DNS could hold
                raise UnknownHostError(host) from error
        addresses = await resolve(host, port)
        if not all(self._is_public(address) for address in addresses):
            raise ForbiddenAddressError(host)
        each_s = timeout if timeout is None else timeout / min(len(addresses), TRIED)
        failure: Exception = httpcore.ConnectError(host)
        for address in addresses[:TRIED]:
            try:
                return await self._inner.connect_tcp(address, port, each_s, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - httpcore's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never: feeds have http addresses."""
        raise ForbiddenAddressError(path)

    async def sleep(self, seconds: float) -> None:
        """For httpcore's retries, which are off."""
        await asyncio.sleep(seconds)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order to try.

    Raises:
        UnknownHostError: it has none, or there is no network to ask.
    """
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        pass
    else:
        return [host.strip("[]")]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownHostError(host) from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses:
        raise UnknownHostError(host)
    return addresses


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx over httpcore's pools, whose connections are made by a `Guard`.

    Each server has a pool of its own: with each request httpcore looks through all connections of a pool, and with two
    hundred servers in one that was a sixth of a round in which nothing is new.
    """

    def __init__(self, guard: Guard, context: Callable[[], ssl.SSLContext]) -> None:
        self._guard = guard
        self._context = context
        self._pools: dict[_Origin, _Pool] = {}
        """The one that was used longest ago first."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; httpcore's errors pass through, `fetch` knows them."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        pool = self._taken((url.scheme, url.host, url.port))
        try:
            answer = await pool.connections.handle_async_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        except BaseException:
            await self._leave(pool)
            raise
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, lambda: self._leave(pool)),
            extensions=cast("dict[str, Any]", answer.extensions),
        )

    def _taken(self, origin: _Origin) -> _Pool:
        pool = self._pools.pop(origin, None)
        if pool is None:
            connections = httpcore.AsyncConnectionPool(
                ssl_context=self._context() if origin[0] == b"https" else None,
                max_connections=512,
                keepalive_expiry=15.0,
                network_backend=self._guard,
            )
            pool = _Pool(connections)
        self._pools[origin] = pool
        pool.users += 1
        return pool

    async def _leave(self, pool: _Pool) -> None:
        """Somebody is done with it. No more than `IDLE` servers that nobody talks to stay connected."""
        pool.users -= 1
        idle = [origin for origin, other in self._pools.items() if not other.users]
        for origin in idle[: max(0, len(idle) - IDLE)]:
            await self._pools.pop(origin).connections.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.connections.aclose()


_Origin = tuple[bytes, bytes, int | None]


@dataclass(slots=True)
class _Pool:
    """The connections to one server."""

    connections: httpcore.AsyncConnectionPool
    users: int = 0
    """Requests whose answers are not read to their end."""


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, done: Callable[[], Awaitable[None]]) -> None:
        self._answer = answer
        self._done: Callable[[], Awaitable[None]] | None = done

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        done, self._done = self._done, None
        try:
            await self._answer.aclose()
        finally:
            if done is not None:
                await done()
