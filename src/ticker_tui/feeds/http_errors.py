"""What an unsuccessful HTTP status means for a feed, in plain words."""

from __future__ import annotations

from http import HTTPStatus

from ticker_tui.feeds.fetch_outcome import Cause, FetchFailed

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


def refused(status: int, *, retry_after_s: float | None, answer_s: float) -> FetchFailed:
    """A response that is neither a success nor a redirect."""
    cause, words = _STATUS.get(status, (Cause.SERVER, "The server did not give the feed"))
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    return FetchFailed(
        cause=cause,
        reason=f"{words} ({name}).",
        status=status,
        retry_after_s=retry_after_s,
        answer_s=answer_s,
    )
