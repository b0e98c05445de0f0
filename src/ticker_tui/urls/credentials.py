"""User names, passwords and tokens in addresses: kept out of identities, and hidden in whatever people read."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOGIN: Final = re.compile(
    r"^(\s*[A-Za-z][\w+.-]*://)([^/?#]*)@"
)  # RFC 3986 3.2.1: up to the last @ of the authority
_LOGIN_IN_TEXT: Final = re.compile(r"((?:\b[A-Za-z][\w+.-]*:)?//)[^\s/?#\"'<>]*@")
_TOKEN_IN_TEXT: Final = re.compile(
    r"([?&;](?:[\w.-]*(?:token|secret|passw|pwd|api[_-]?key|auth|signature|session)[\w.-]*|key|sig|pass)=)[^&;#,\s\"'<>]+",
    re.IGNORECASE,
)
HIDDEN: Final = "…"


def split_login(url: str) -> tuple[str, str]:
    """An address and what stands before the ``@`` of its host, as written: ``user:password``, percent-encoded; empty: nothing does."""
    found = _LOGIN.match(url)
    return (found[1] + url[found.end() :], found[2]) if found else (url, "")


def without_login(url: str) -> str:
    """An address without user name and password."""
    return split_login(url)[0]


def with_login(url: str, login: str) -> str:
    """The address that `split_login` has split."""
    return url.replace("://", f"://{login}@", 1) if login else url


def comparable(url: str) -> str:
    """The address as two spellings of it are compared: letter case of scheme and host, the fragment, an empty path, the password.

    The user name counts: two accounts on one address are two feeds.
    """
    address, login = split_login(url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return url
    user = f"{_user(login)}@" if login else ""
    return f"{parts.scheme.lower()}://{user}{parts.netloc.lower()}{parts.path or '/'}?{parts.query}"


def split_logins(urls: Sequence[str]) -> list[tuple[str, str]]:
    """`split_login` for the addresses of one list, in which accounts on the same address get different fragments.

    A fragment is never sent. It is made from the user name, so that neither the order of the list nor a new password changes it.
    """
    split = [split_login(url.strip()) for url in urls]
    if not any(login for _, login in split):
        return split
    from hashlib import sha256  # takes longer to import than all else here

    users: defaultdict[str, set[str]] = defaultdict(set)
    for address, login in split:
        users[comparable(address)].add(_user(login))
    return [
        (f"{address.partition('#')[0]}#{sha256(_user(login).encode()).hexdigest()[:8]}", login)
        if login and len(users[comparable(address)]) > 1
        else (address, login)
        for address, login in split
    ]


def _user(login: str) -> str:
    return login.partition(":")[0]


def hide_secrets(text: str) -> str:
    """A message without the logins and tokens of the addresses in it: ``https://host/feed?token=…``."""
    if "//" in text:
        text = _LOGIN_IN_TEXT.sub(r"\1", text)
    return _TOKEN_IN_TEXT.sub(rf"\1{HIDDEN}", text) if "=" in text else text


def shown_address(url: str) -> str:
    """An address as people may see it: without user name and password, also when a sign in these makes it invalid."""
    address = without_login(url)
    try:
        _ = urlsplit(address).port
    except ValueError:
        return hide_in_invalid(url)
    return address


def hide_in_invalid(address: str) -> str:
    """What can be shown of an address that is not a valid one: everything that may belong to a login is left out."""
    start, sign, rest = address.partition("://")
    if not sign:
        start, rest = "", address
    return f"{start}{sign}{HIDDEN}@{rest.rpartition('@')[2]}" if "@" in rest else address
