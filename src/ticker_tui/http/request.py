"""What to send, and the limits of what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlencode

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_PROXY: Final = "none"
"""Value of `Request.proxy`: connect directly, whatever the environment says."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One HTTP request, and how to follow its redirects."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    """Sent to every server of a redirect chain."""
    own_headers: Mapping[str, str] = {}
    """Sent only to the origin (scheme, host and port) of `url`; replace headers of the same name."""
    auth: str = ""
    """``user:password`` for HTTP Basic, sent only to the origin of `url`."""
    body: bytes | None = None
    """Sent only to the origin of `url`."""
    proxy: str = ""
    """URL of an HTTP or SOCKS proxy; empty: the environment decides; `NO_PROXY`: none."""
    ca_file: str = ""
    """PEM file with the certificate authorities to trust instead of the usual ones."""
    client_cert: str = ""
    """PEM file with a client certificate, presented only to the origin of `url`."""
    client_key: str = ""
    """PEM file with its private key; empty: it is in the same file."""
    allow_private: bool = True
    """Whether `url` may lead to a private address. After a public server, a redirect never may."""

    @classmethod
    def form(cls, url: str, fields: Mapping[str, str], *, headers: Mapping[str, str] | None = None) -> Self:
        """A POST of an HTML form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return cls(
            url=url,
            method="POST",
            body=urlencode(fields).encode("ascii"),
            own_headers={**kind, **(headers or {})},
        )

    @classmethod
    def json(cls, url: str, value: object, *, headers: Mapping[str, str] | None = None) -> Self:
        """A POST of a JSON document."""
        kind = {"Content-Type": "application/json"}
        return cls(
            url=url,
            method="POST",
            body=msgspec.json.encode(value),
            own_headers={**kind, **(headers or {})},
        )

    @property
    def has_secrets(self) -> bool:
        """Whether something in it is meant for one server only."""
        return bool(self.auth or self.own_headers or self.client_cert or self.body is not None)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of a client's requests."""

    total_s: float = 30.0
    """For one request with its redirects, without the wait for a place at its host."""
    connect_s: float = 10.0
    """For one connection and its TLS handshake."""
    body_bytes: int = 10 * 1024 * 1024
    """Of a body, as sent and after decoding."""
    head_bytes: int = 100 * 1024
    """Of all heads of one response: informational ones and trailers count."""
    head_lines: int = 1000
    redirects: int = 5
    per_host: int = 2
    """Requests to one host at once."""
    connections: int = 220
    """Requests at once, and connections kept: each takes a file descriptor, and some systems give a process 256."""
