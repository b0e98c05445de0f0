"""How polling a feed's server can end: three values, no exception."""

from __future__ import annotations

import msgspec

from ticker_tui.http.outcome import Cause


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """The server sent a body."""

    body: bytes
    """Decoded."""
    content_type: str = ""
    """Media type in lower case, without parameters."""
    charset: str = ""
    """The charset parameter, in lower case."""
    final_url: str
    """Where the body came from, after redirects: the base of relative links."""
    etag: str = ""
    last_modified: str = ""
    answer_s: float = 0.0
    """From the request to the last byte."""
    max_age_s: float | None = None
    """How long the server says the answer stays fresh."""
    permanent_url: str = ""
    """The address the server says to use from now on; empty: the old one."""
    is_private: bool = False
    """Whether the server has a private address: then links in the body may lead to private addresses."""
    link_header: str = ""
    """Value of the Link header (RFC 8288)."""
    warning: str = ""
    """What was wrong with the answer although it can be used, one plain sentence."""


class NotModified(msgspec.Struct, frozen=True, kw_only=True):
    """304: what we hold is still the newest."""

    etag: str = ""
    last_modified: str = ""
    answer_s: float = 0.0
    max_age_s: float | None = None
    permanent_url: str = ""
    is_private: bool = False


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

__all__ = ["Cause", "FetchFailed", "Fetched", "NotModified", "Outcome"]
