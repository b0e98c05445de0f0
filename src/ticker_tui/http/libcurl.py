"""The part of PycURL that is used, with types: typeshed does not know its asyncio interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Coroutine

    import pycurl


class Multi(Protocol):
    """`pycurl.AsyncCurlMulti`: transfers of one event loop, and the connections they share."""

    def setopt(self, option: int, value: object) -> None:
        """Set an option (``pycurl.M_…``)."""

    def add_handle(self, curl: pycurl.Curl) -> Future[pycurl.Curl]:
        """Start a transfer; the future raises `pycurl.error` if it fails."""
        ...

    def remove_handle(self, curl: pycurl.Curl) -> None:
        """End a transfer. Raises RuntimeError if it has ended."""

    def aclose(self) -> Coroutine[None, None, None]:
        """Close the connections; never waits for the event loop."""
        ...


def new_multi() -> Multi:
    """Make a multi handle. Its connections belong to the event loop of its first transfer."""
    import pycurl

    return cast("Multi", pycurl.AsyncCurlMulti())  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - newer than typeshed


def is_http2(curl: pycurl.Curl) -> bool:
    """Whether the last response of a handle came over HTTP/2."""
    import pycurl

    return bool(curl.getinfo(pycurl.INFO_HTTP_VERSION) == pycurl.CURL_HTTP_VERSION_2_0)
