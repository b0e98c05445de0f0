"""The ways a request can end: a response or a failure, both plain values."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Cause(StrEnum):
    """The kind of a failure, for decisions; `Failure.reason` is for people."""

    ADDRESS = "address"
    """The request cannot be sent: no http(s) URL, no host, an invalid header."""
    SECRET = "secret"  # noqa: S105 - a kind of failure
    """An environment variable that the request needs is not set."""
    NO_HOST = "no host"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    PROTOCOL = "protocol"
    BROKEN_OFF = "broken off"
    TOO_LARGE = "too large"
    ENCODING = "encoding"
    REDIRECT = "redirect"
    REFUSED = "refused"
    """401, 403, 407, 451, or a private address."""
    NOT_FOUND = "not found"
    GONE = "gone"
    BUSY = "busy"
    """429 and 503: try again later."""
    SERVER = "server"
    """Any other unsuccessful status."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A request without a response."""

    cause: Cause
    reason: str
    """One plain sentence."""
    elapsed_s: float = 0.0


class RequestFailedError(Exception):
    """Carries a `Failure` to `Client.send`, which returns it."""

    def __init__(self, cause: Cause, reason: str) -> None:
        super().__init__(reason)
        self.failure = Failure(cause=cause, reason=reason)


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """The response at the end of a redirect chain, whatever its status."""

    status: int
    headers: dict[str, str] = {}
    """Names in lower case; repeated fields are joined with commas (RFC 9110 5.2)."""
    body: bytes = b""
    """Decoded; for an unsuccessful status the beginning of it."""
    url: str
    """URL of this response, without user name and password."""
    permanent_url: str = ""
    """URL to use from now on (301 and 308 only); empty: the one requested."""
    server_ip: str = ""
    """IP address that was connected to: the proxy's if there was one."""
    is_private: bool = False
    """Whether the server has a private address. Behind a proxy only an address written in the URL is known."""
    is_http2: bool = False
    incomplete: Failure | None = None
    """Why `body` may not be the whole body; None: it is."""
    elapsed_s: float = 0.0
    """From the start of the first request to the last byte."""


Result = Response | Failure
