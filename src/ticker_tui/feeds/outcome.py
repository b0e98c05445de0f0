"""How asking a feed's server can end: three values, no exception."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Cause(StrEnum):
    """Why a fetch failed: the kind, for deciding; `FetchFailed.reason` is for reading."""

    ADDRESS = "address"
    """The address itself cannot be asked: no http(s), no host."""
    SECRET = "secret"  # noqa: S105 - a kind of failure
    """What the environment should hold for it is not there."""
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
    """401, 403, 451: the server does not want us."""
    NOT_FOUND = "not found"
    GONE = "gone"
    BUSY = "busy"
    """429 and 503: come back later."""
    SERVER = "server"
    """Any other answer that is no success."""


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """The server sent a body."""

    body: bytes
    """Decompressed."""
    content_type: str = ""
    """Media type in lower case, without parameters."""
    charset: str = ""
    """The charset parameter, in lower case."""
    final_url: str
    """Where the body came from, after redirects: the base of relative links."""
    etag: str = ""
    last_modified: str = ""
    answer_s: float = 0.0
    """From asking to the last byte."""
    max_age_s: float | None = None
    """How long the server says the answer stays fresh."""
    permanent_url: str = ""
    """The address the server says to use from now on; empty: the old one."""


class NotModified(msgspec.Struct, frozen=True, kw_only=True):
    """304: what we hold is still the newest."""

    etag: str = ""
    last_modified: str = ""
    answer_s: float = 0.0
    max_age_s: float | None = None
    permanent_url: str = ""


class FetchFailed(msgspec.Struct, frozen=True, kw_only=True):
    """No usable answer."""

    cause: Cause
    reason: str
    """One plain sentence for the reader of the news."""
    status: int | None = None
    """The HTTP status, where there was one."""
    retry_after_s: float | None = None
    answer_s: float = 0.0

    @property
    def gone(self) -> bool:
        """Whether the server says this feed will not come back."""
        return self.cause is Cause.GONE


Outcome = Fetched | NotModified | FetchFailed
