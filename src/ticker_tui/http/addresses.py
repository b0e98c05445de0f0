"""Which IP addresses and host names are private: this machine, its network, or not part of the Internet."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is globally reachable."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if (inner := ip.ipv4_mapped or ip.sixtofour) is not None:
            ip = inner
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.is_reserved or ip.is_site_local:  # `::127.0.0.1` among them: IPv4-compatible addresses
            return False
    return ip.is_global and not ip.is_multicast


def is_ip(host: str) -> bool:
    """Whether a host is an IP address and not a name."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_private_host(host: str, is_public: Callable[[str], bool] = is_public) -> bool:
    """Whether a host is private as it is written: an IP address, or a name that always means this machine (RFC 6761 6.3).

    Args:
        host: As in `url.Url`.
        is_public: Which IP addresses are not.
    """
    name = host.rstrip(".")
    return name == "localhost" or name.endswith(".localhost") or (is_ip(host) and not is_public(host))
