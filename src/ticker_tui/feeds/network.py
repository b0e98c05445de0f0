"""Which addresses a connection may go to, decided when it is made.

A feed from the open web must not be able to send us, by a redirect, to the router or a service on this machine. A name
can be made to mean one address when it is checked and another when it is used; so the check stands in the connection
itself: the name is resolved once, and what was checked is what is connected to.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import ssl
from typing import TYPE_CHECKING

from ticker_tui.feeds.http1 import Line

if TYPE_CHECKING:
    from collections.abc import Callable

TRIED = 4
"""Addresses of one host."""
NEXT_TRY_S = 0.25
"""So long the first address of a host has before the next one is tried beside it (RFC 8305 5)."""


class ForbiddenAddressError(Exception):
    """A redirect from the open web leads into a private network."""


class UnknownHostError(Exception):
    """The name has no address."""


class UnreachableError(Exception):
    """No connection came about; what lies beneath says why."""


class TooSlowError(UnreachableError):
    """It did not come about in time."""


class ProxyError(Exception):
    """The proxy refuses to connect us."""


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
        elif ip.is_reserved or ip.is_site_local:  # `::127.0.0.1` among it, the old way of writing IPv4
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Guard:
    """Connects; when `public_only`, resolves first and refuses private addresses.

    Args:
        is_public: Which IP addresses are of the open internet.
        public_only: Whether others are refused.
        within_s: For a connection, and again for its encryption.
    """

    def __init__(self, is_public: Callable[[str], bool], *, public_only: bool, within_s: float) -> None:
        self._is_public = is_public
        self._public_only = public_only
        self.within_s = within_s

    async def connect(self, host: str, port: int) -> Line:
        """Connect to the host; when it must be public, to an address that was checked.

        Raises:
            UnknownHostError: there is no such host.
            ForbiddenAddressError: it is a private one.
            UnreachableError: nobody is there, or not in time.
        """
        if not self._public_only:
            # Without a second address there is nothing to race against, and the race costs more than it seems.
            return await self._connected(host, port, self.within_s, None if _is_ip(host) else NEXT_TRY_S)
        addresses = await resolve(host, port)
        if not all(self._is_public(address) for address in addresses):
            raise ForbiddenAddressError(host)
        each_s = self.within_s / min(len(addresses), TRIED)
        failure = UnreachableError(host)
        for address in addresses[:TRIED]:
            try:
                return await self._connected(address, port, each_s, None)
            except UnreachableError as error:
                failure = error
        raise failure

    async def _connected(self, host: str, port: int, within_s: float, next_try_s: float | None) -> Line:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(within_s):
                _, line = await loop.create_connection(Line, host, port, happy_eyeballs_delay=next_try_s)
        except TimeoutError as error:
            raise TooSlowError(host) from error
        except (socket.gaierror, UnicodeError) as error:  # UnicodeError: no name that DNS could hold
            raise UnknownHostError(host) from error
        except OSError as error:
            raise UnreachableError(host) from error
        return line


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order to try.

    Raises:
        UnknownHostError: it has none, or there is no network to ask.
    """
    if _is_ip(host):
        return [host]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownHostError(host) from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses:
        raise UnknownHostError(host)
    return addresses


def trusting() -> ssl.SSLContext:
    """What an encrypted server is checked with: the certificates of Mozilla, or those that $SSL_CERT_FILE or $SSL_CERT_DIR name."""
    import certifi

    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    context = ssl.create_default_context(
        cafile=file or (None if folder else certifi.where()), capath=None if file else folder or None
    )
    context.set_alpn_protocols(["http/1.1"])
    return context
