"""Which addresses from a feed may be opened.

A link ends in a browser's argument list and, as OSC 8, in the terminal. So it is taken apart and built anew:
http or https, a host, ASCII, percent-encoded, no user name. Anything else is no link.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

MAX_LINK = 4096
"""Characters; longer ones are attacks or mistakes."""

_PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::(?:[1-5][0-9]{0,4}|[6-9][0-9]{0,3}))?"
    r"(?:/[A-Za-z0-9/._~+,=&?:;@!$()*%-]*)?(?:#[A-Za-z0-9/._~+,=&?:;@!$()*%-]+)?"
)
"""Already what we would build, if its percent signs are escapes: most links, and 20 times cheaper than taking them apart."""
_ORIGIN = re.compile(r"https?://[^/?#]+")

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_.])?")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_WORDPRESS = "/wp-json/"
"""The API of a site, which pages declare as ``application/json``, too."""


@lru_cache(maxsize=256)
def safe_link(url: str, base: str = "") -> str:  # noqa: PLR0911 - every return is a reason to refuse
    """The address as it may be opened, or an empty string.

    Args:
        url: As the feed has it; may be relative.
        base: Absolute address that relative ones are resolved against.
    """
    url = url.strip(" \t\r\n\f\xa0\ufeff\u200b\u200e\u200f")
    if not url or len(url) > MAX_LINK:
        return ""
    # A path of the base's server needs no resolving either, unless it has "." or ".." in it.
    is_path = url[0] == "/" and url[:2] != "//" and "/." not in url
    absolute = origin[0] + url if is_path and (origin := _ORIGIN.match(base)) else url
    if _PLAIN.fullmatch(absolute) and not _BARE_PERCENT.search(absolute):
        return absolute
    url = url.translate(_DROPPED)  # the URL standard drops these wherever they stand
    if _CONTROL.search(url):
        return ""
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a broken IPv6 host, a port that is no number
        return ""
    if parts.scheme not in {"http", "https"} or "\\" in parts.netloc:  # browsers read a backslash as a slash
        return ""
    netloc = _netloc(host, port)
    if not netloc:
        return ""
    built = urlunsplit(
        (
            parts.scheme,
            netloc,
            _encode(parts.path, "/:@!$&'()*+,;=~"),
            _encode(parts.query, "/?:@!$&'()*+,;=~"),
            _encode(parts.fragment, "/?:@!$&'()*+,;=~"),
        )
    )
    return built if len(built) <= MAX_LINK else ""


def is_safe(url: str) -> bool:
    """Whether an address may be handed to another program.

    Only absolute http(s) with a host in printable ASCII: such an argument cannot be read as an option, and
    names no file and no script.
    """
    if not all("!" <= character <= "~" for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # "http://[": an address that is none
        return False


def may_be_feed(kind: str, address: str) -> bool:
    """Whether what a page declares as its alternate may be a feed.

    Args:
        kind: Media type, in lower case.
        address: As declared.
    """
    return kind in _TYPES and not (kind == "application/json" and _WORDPRESS in address)


def link_header(value: str, base: str) -> list[tuple[str, dict[str, str]]]:
    """The links of a Link header (RFC 8288): absolute addresses and their parameters, in lower case."""
    found: list[tuple[str, dict[str, str]]] = []
    for target, parameters in _LINK_VALUE.findall(value):
        given = {
            name.lower(): (quoted or token).lower()
            for name, quoted, token in _LINK_PARAMETER.findall(parameters)
        }
        if address := safe_link(target, base):
            found.append((address, given))
    return found


_LINK_VALUE = re.compile(r"""<([^<>]*)>((?:[^,<>"]|"[^"]*")*)""")
_LINK_PARAMETER = re.compile(r""";\s*([A-Za-z*-]+)\s*=\s*(?:"([^"]*)"|([^\s;",]+))""")


_DROPPED = {ord(c): None for c in "\t\r\n"}


def _netloc(host: str, port: int | None) -> str:
    """Host and port in ASCII, or an empty string when the host is no host."""
    if ":" in host:  # IPv6; urlsplit has taken the brackets off and checked it
        netloc = f"[{host}]" if re.fullmatch(r"[0-9a-f:.]+", host) else ""
    elif _HOST.fullmatch(host):
        netloc = host
    else:
        netloc = _ascii_host(host)
    if netloc and port is not None:
        netloc = f"{netloc}:{port}"
    return netloc


def _ascii_host(host: str) -> str:
    """An internationalised name in its ASCII form (UTS #46); empty when it has none."""
    if not host or host.isascii():
        return ""
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""


def _encode(part: str, safe: str) -> str:
    """Percent-encode what must be, leaving sequences that are already right."""
    return quote(_BARE_PERCENT.sub("%25", part), safe=safe + "%", errors="replace") if part else ""
