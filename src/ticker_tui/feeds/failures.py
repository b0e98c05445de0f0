"""What went wrong on the wire, in words a newspaper reader understands."""

from __future__ import annotations

import socket
import ssl
from http import HTTPStatus

import h11

from ticker_tui.feeds.http1 import CutShortError
from ticker_tui.feeds.network import (
    ForbiddenAddressError,
    ProxyError,
    TooSlowError,
    UnknownHostError,
    UnreachableError,
)
from ticker_tui.feeds.outcome import Cause, FetchFailed


class FailureError(Exception):
    """Carries a `FetchFailed` out of the depths of a request."""

    def __init__(
        self, cause: Cause, reason: str, *, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(reason)
        self.failed = FetchFailed(cause=cause, reason=reason, status=status, retry_after_s=retry_after_s)


_STATUS: dict[int, tuple[Cause, str]] = {
    401: (Cause.REFUSED, "The server wants a user name and a password"),
    402: (Cause.REFUSED, "The server wants to be paid"),
    403: (Cause.REFUSED, "The server refuses to give the feed to this program"),
    404: (Cause.NOT_FOUND, "There is nothing at this address"),
    407: (Cause.REFUSED, "The proxy wants a user name and a password"),
    408: (Cause.TIMEOUT, "The server lost patience"),
    410: (Cause.GONE, "The feed has been closed for good"),
    429: (Cause.BUSY, "The server asks for fewer visits"),
    451: (Cause.REFUSED, "The feed may not be shown here for legal reasons"),
    500: (Cause.SERVER, "The server has a fault of its own"),
    502: (Cause.SERVER, "The server cannot reach its own source"),
    503: (Cause.BUSY, "The server is too busy at the moment"),
    504: (Cause.SERVER, "The server waited in vain for its own source"),
}


def refused(status: int, retry_after_s: float | None) -> FailureError:
    """An answer that is neither a success nor a redirect."""
    cause, words = _STATUS.get(status, (Cause.SERVER, "The server did not give the feed"))
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    return FailureError(cause, f"{words} ({name}).", status=status, retry_after_s=retry_after_s)


def timed_out(deadline_s: float) -> FetchFailed:
    """The deadline of the whole request."""
    return FetchFailed(
        cause=Cause.TIMEOUT, reason=f"The server did not answer fully within {deadline_s:.0f} seconds."
    )


_BENEATH: tuple[tuple[tuple[type[BaseException], ...], Cause, str], ...] = (
    (
        (UnknownHostError, socket.gaierror),
        Cause.NO_HOST,
        "The server's name is not known, or there is no network.",
    ),
    (
        (ForbiddenAddressError,),
        Cause.REDIRECT,
        "The address redirects into a private network, which is not allowed.",
    ),
    ((ssl.SSLError,), Cause.CERTIFICATE, "No encrypted connection could be made with the server."),
    (
        (ConnectionRefusedError,),
        Cause.UNREACHABLE,
        "The server's machine is there, but nothing answers at this address.",
    ),
)
"""Causes that lie under what we name ourselves, and say more."""

_OUTERMOST: tuple[tuple[tuple[type[BaseException], ...], Cause, str], ...] = (
    ((TooSlowError,), Cause.TIMEOUT, "The server could not be reached in time."),
    ((UnreachableError,), Cause.UNREACHABLE, "The server cannot be reached; perhaps there is no network."),
    ((ProxyError,), Cause.UNREACHABLE, "The configured proxy does not let the request through."),
    ((CutShortError,), Cause.BROKEN_OFF, "The connection broke off in the middle of the answer."),
    ((h11.RemoteProtocolError,), Cause.PROTOCOL, "The server's answer breaks the rules of HTTP."),
    ((h11.LocalProtocolError,), Cause.ADDRESS, "A header that feeds.toml has for this feed cannot be sent."),
    ((OSError,), Cause.BROKEN_OFF, "The connection broke off."),
    ((UnicodeError,), Cause.ADDRESS, "The address is not a valid one."),
)


def explained(error: BaseException) -> FetchFailed:
    """Any exception of the network as a value; what is not known is named by its type, for a report."""
    for beneath in _chain(error):
        if isinstance(beneath, ssl.SSLCertVerificationError):
            why = (beneath.verify_message or "not valid").lower()
            return _failed(Cause.CERTIFICATE, f"The server's certificate cannot be trusted ({why}).")
        for kinds, cause, reason in _BENEATH:
            if isinstance(beneath, kinds):
                return _failed(cause, reason)
    for kinds, cause, reason in _OUTERMOST:
        if isinstance(error, kinds):
            return _failed(cause, reason)
    return _failed(Cause.PROTOCOL, f"The feed could not be fetched ({type(error).__name__}).")


def _failed(cause: Cause, reason: str) -> FetchFailed:
    return FetchFailed(cause=cause, reason=reason)


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error and what lies under it, outermost first."""
    found: list[BaseException] = []
    while error is not None and len(found) < 20:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
