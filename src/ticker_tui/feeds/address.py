"""What an address means on the wire: the host as DNS has it, the target as HTTP wants it (RFC 3986, RFC 9112 3.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from ticker_tui.feeds.failures import FailureError
from ticker_tui.feeds.outcome import Cause

if TYPE_CHECKING:
    from urllib.parse import SplitResult

DEFAULT_PORTS = {"http": 80, "https": 443}
# What browsers leave as it is in a path and in a query, `%` of what is packed already among it.
_IN_QUERY = "!$%&'()*+,-./:;=?@[\\]^_`{|}~"
_IN_PATH = _IN_QUERY.translate(str.maketrans("", "", "?`{}"))
_NAME = re.compile(r"[a-z0-9!$&'()*+,;=._~-]+")


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address, taken apart."""

    scheme: str
    host: str
    """In lower case and ASCII, an IPv6 address without its brackets."""
    port: int
    target: str
    """Path and query, in ASCII."""
    login: str
    """``user:password``, where the address has one."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Who is asked."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """Host and port."""
        host = f"[{self.host.partition('%')[0]}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def named(self) -> str:
        """What stands in the `Host` header: the authority, without the port everybody knows."""
        return self.authority.removesuffix(f":{DEFAULT_PORTS[self.scheme]}")


@lru_cache(maxsize=1024)
def parsed(url: str) -> Address:
    """An address taken apart; the same ones are asked again and again.

    Raises:
        FailureError: it is none that could be asked.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        if parts.scheme not in DEFAULT_PORTS or not host:
            raise FailureError(
                Cause.ADDRESS, "The address must begin with http:// or https:// and name a host."
            )
        return Address(
            scheme=parts.scheme,
            host=_encoded(host),
            port=DEFAULT_PORTS[parts.scheme] if port is None else port,
            target=_target(parts),
            login=f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
            if parts.username or parts.password
            else "",
        )
    except ValueError:  # UnicodeError and what `idna` raises too
        raise FailureError(Cause.ADDRESS, "The address is not a valid one.") from None


def _encoded(host: str) -> str:
    if ":" in host:
        host = host.replace("%25", "%", 1)  # RFC 6874: so a zone is written in an address
        IPv6Address(host)
        return host
    if not host.isascii():
        import idna

        host = idna.encode(host.lower()).decode("ascii")
    if not _NAME.fullmatch(host):
        raise ValueError(host)
    return host


def _target(parts: SplitResult) -> str:
    path = parts.path or "/"
    if "/." in path and not path.startswith("//"):
        path = urlsplit(urljoin(f"{parts.scheme}://{parts.netloc}/", path)).path  # RFC 3986 5.2.4: no dots
    target = quote(path, safe=_IN_PATH)
    return f"{target}?{quote(parts.query, safe=_IN_QUERY)}" if parts.query else target
