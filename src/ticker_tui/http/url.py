"""URLs as they are sent: the host as DNS and TLS have it, path and query percent-encoded (RFC 3986, RFC 9112 3.2)."""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urljoin, urlsplit

import msgspec

from ticker_tui.http.outcome import Cause, RequestFailedError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# What browsers leave as it is in a path and in a query, the `%` of an escape among it.
_IN_QUERY = "!$%&'()*+,-./:;=?@[\\]^_`{|}~"
_IN_PATH = _IN_QUERY.translate(str.maketrans("", "", "?`{}"))
_NAME = re.compile(r"[a-z0-9!$&'()*+,;=._~-]+")
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")
"""A host that is an IPv4 address or nothing (URL standard, 3.5)."""
_TRIMMED: Final = "".join(map(chr, range(0x21)))
"""Around a redirect's URL: spaces and control characters, which are no part of it (URL standard, 4.4)."""


class Url(msgspec.Struct, frozen=True):
    """An http or https URL, taken apart."""

    scheme: str
    host: str
    """In lower case and ASCII; an IPv6 address without its brackets."""
    port: int
    target: str
    """Path and query, in ASCII."""
    login: str
    """``user:password``, decoded; empty: the URL has none."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: who may see what is meant for one server."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them: without the port of the scheme."""
        host = f"[{self.host.partition('%')[0]}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def text(self) -> str:
        """The URL as libcurl takes it, without user name and password."""
        host = f"[{self.host.replace('%', '%25', 1)}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.target}"


@lru_cache(maxsize=1024)
def parse_url(url: str) -> Url:
    """Take a URL apart.

    Raises:
        RequestFailedError: No request can be sent to it.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        if parts.scheme not in DEFAULT_PORTS or not host:
            raise RequestFailedError(
                Cause.ADDRESS, "The address must begin with http:// or https:// and name a host."
            )
        return Url(
            scheme=parts.scheme,
            host=_encode_host(host),
            port=DEFAULT_PORTS[parts.scheme] if port is None else port,
            target=_encode_target(parts),
            login=f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
            if parts.username or parts.password
            else "",
        )
    except ValueError:  # UnicodeError and what `idna` raises are ValueErrors
        raise RequestFailedError(Cause.ADDRESS, "The address is not a valid one.") from None


def resolve_redirect(url: str, location: str) -> str:
    """The absolute URL a Location header means, without characters a terminal obeys.

    Raises:
        RequestFailedError: It is not an http or https URL.
    """
    try:
        target = "".join(map(_escape_unprintable, urljoin(url, location.strip(_TRIMMED))))
        scheme = urlsplit(target).scheme
    except ValueError:
        raise RequestFailedError(
            Cause.REDIRECT, "The address redirects to something that is no address."
        ) from None
    if scheme not in DEFAULT_PORTS:
        raise RequestFailedError(
            Cause.REDIRECT, f"The address redirects to a {scheme[:20]}: address, which is not allowed."
        )
    return target


def _escape_unprintable(char: str) -> str:
    return char if char.isprintable() and char != " " else quote(char)


def _encode_host(host: str) -> str:
    if ":" in host:
        host = host.replace("%25", "%", 1)  # RFC 6874: a zone in a URL
        IPv6Address(host)
        return host
    if not host.isascii():
        import idna

        host = idna.encode(host.lower(), uts46=True).decode("ascii")
    if not _NAME.fullmatch(host):
        raise ValueError(host)
    if _NUMERIC.fullmatch(host):
        # 127.1, 2130706433 and 0x7f000001 are 127.0.0.1: only then can it be seen that they are private.
        try:
            return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
        except OSError:
            raise ValueError(host) from None
    return host


def _encode_target(parts: SplitResult) -> str:
    path = parts.path or "/"
    if "/." in path and not path.startswith("//"):
        path = urlsplit(urljoin(f"{parts.scheme}://{parts.netloc}/", path)).path  # RFC 3986 5.2.4: no dots
    target = quote(path, safe=_IN_PATH)
    return f"{target}?{quote(parts.query, safe=_IN_QUERY)}" if parts.query else target
