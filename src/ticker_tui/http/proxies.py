"""Which proxy a request goes through."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final

import msgspec

from ticker_tui.http.addresses import is_ip
from ticker_tui.http.outcome import Cause, RequestFailedError
from ticker_tui.http.request import NO_PROXY
from ticker_tui.http.url import parse_url

if TYPE_CHECKING:
    from ticker_tui.http.url import Url

_SCHEMES: Final = {
    "http": "http",
    "https": "https",
    # The proxy looks names up: nothing but the proxy is told about them.
    "socks": "socks5h",
    "socks4": "socks4a",
    "socks4a": "socks4a",
    "socks5": "socks5h",
    "socks5h": "socks5h",
}
"""What each scheme of a proxy's URL is for libcurl."""
_SOCKS_PORT: Final = 1080


class Proxy(msgspec.Struct, frozen=True):
    """A proxy, as libcurl takes it."""

    url: str
    """Without user name and password."""
    login: str
    """``user:password``; empty: none."""
    is_https: bool


def parse_proxy(url: str) -> Proxy:
    """Take a proxy's URL apart.

    Raises:
        RequestFailedError: It is not the URL of a proxy.
    """
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        scheme, rest = "http", scheme
    try:
        kind = _SCHEMES[scheme.lower()]
        parsed = parse_url(f"{kind if kind in {'http', 'https'} else 'http'}://{rest}")
    except (KeyError, RequestFailedError):
        raise RequestFailedError(
            Cause.ADDRESS,
            "The proxy's address must begin with http://, https:// or socks5:// and name a host.",
        ) from None
    port = _SOCKS_PORT if kind.startswith("socks") and parsed.port == 80 else parsed.port
    host = f"[{parsed.host}]" if ":" in parsed.host else parsed.host
    return Proxy(f"{kind}://{host}:{port}", parsed.login, kind == "https")


class ProxySelector:
    """Chooses by the request's own setting, else by the environment (``http_proxy``, ``all_proxy``, ``no_proxy``…)."""

    def __init__(self) -> None:
        self._proxies = _proxies_of_system()

    def select(self, url: Url, own: str) -> Proxy | None:
        """The proxy for a URL; None: connect directly.

        Raises:
            RequestFailedError: It is not the URL of a proxy.
        """
        if own:
            return None if own == NO_PROXY else parse_proxy(own)
        named = self._proxies.get(url.scheme) or self._proxies.get("all") or ""
        if not named or _is_bypassed(url.host) or self._is_excluded(url.host):
            return None
        return parse_proxy(named)

    def _is_excluded(self, host: str) -> bool:
        """Whether ``no_proxy`` lists the network of an IP address, which the standard library does not look at."""
        if not is_ip(host):
            return False
        for entry in self._proxies.get("no", "").split(","):
            try:
                if ip_address(host.partition("%")[0]) in ip_network(entry.strip(" []"), strict=False):
                    return True
            except ValueError:
                continue
        return False


def _proxies_of_system() -> dict[str, str]:
    """The proxies by scheme that the environment names; on macOS those of the system, too."""
    if sys.platform.startswith("linux") and not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    from urllib.request import getproxies  # with HTTP, mail and TLS of the standard library behind it

    return getproxies()


def _is_bypassed(host: str) -> bool:
    """Whether the environment or the system excludes a host."""
    from urllib.request import proxy_bypass

    return bool(proxy_bypass(host))
