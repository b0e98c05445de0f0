"""The connections of a client: kept for the next request, checked before it, closed when nobody needs them."""

from __future__ import annotations

import asyncio
import ctypes
import os
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast
from weakref import WeakSet

from ticker_tui.http.addresses import is_ip
from ticker_tui.http.libcurl import is_http2, new_multi
from ticker_tui.http.sockets import has_ends, is_readable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pycurl

    from ticker_tui.http.libcurl import Multi
    from ticker_tui.http.receiver import Receiver
    from ticker_tui.http.request import Limits
    from ticker_tui.http.sockets import Ends
    from ticker_tui.http.transfer import Exchange
    from ticker_tui.http.url import Url

IDLE_S: Final = 60
"""Connections that were not used for so long are closed."""
_CLOCK_SKEW_S: Final = 5.0
"""The wall clock has moved by so much more than the monotonic one: the machine slept, and its connections are dead."""


class ConnectionPool:
    """Runs transfers in one event loop, and keeps their connections.

    Args:
        limits: What is accepted.
        is_public: Which IP addresses may be connected to when only public ones may.
        resolve: Looks names up in place of the system, for tests.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        is_public: Callable[[str], bool],
        resolve: Callable[[str, int], Sequence[str]] | None = None,
    ) -> None:
        self._limits = limits
        self._is_public = is_public
        self._resolve = resolve
        self._multi: Multi | None = None
        self._active: set[pycurl.Curl] = set()
        self._idle_timer: asyncio.TimerHandle | None = None
        self._clock_offset_s = 0.0
        self._opened: dict[int, None] = {}
        """File descriptors of the sockets, in the order in which they were opened; some are closed."""
        self._sockets: dict[Ends, int] = {}
        """Those of them that are connected."""
        self._kept: set[Ends] = set()
        """The HTTP/1 connections on which a request has ended."""
        self._has_lookups = False
        """Whether the name of a request that was given up may still be looked up."""
        _in_process.add(self)

    async def perform(self, curl: pycurl.Curl, exchange: Exchange, receiver: Receiver) -> None:
        """Run a prepared transfer.

        Raises:
            pycurl.error: It failed.
        """
        import pycurl

        multi = self._ready(curl)
        self._active.add(curl)
        try:
            future = multi.add_handle(curl)
            receiver.give_up = lambda: _remove(multi, curl)
            # libcurl ends it in time; should it ever not, this does.
            async with asyncio.timeout(exchange.timeout_s + 5.0):
                await future
            self._note_reusable(curl)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not receiver.is_given_up or (task is not None and task.cancelling()):
                raise
        finally:
            receiver.end()
            _remove(multi, curl)
            self._active.discard(curl)
            if not receiver.has_connected and not (is_ip(exchange.url.host) and not exchange.proxy):
                self._has_lookups = self._has_lookups or not curl.getinfo(pycurl.NAMELOOKUP_TIME)
            if not self._active and self._multi is not None:
                self._cancel_idle_timer()
                self._idle_timer = asyncio.get_running_loop().call_later(IDLE_S, self._close_idle)

    def note_opened(self, fd: int) -> None:
        """Remember a socket that libcurl has opened."""
        self._opened[fd] = None

    def note_connected(self, ends: Ends, candidates: Sequence[int]) -> None:
        """Remember which socket a connection is.

        Args:
            ends: Of the connection.
            candidates: The sockets that were opened for it; none if it was kept, or another transfer's.
        """
        if len(candidates) != 1:
            if ends in self._sockets:
                return
            candidates = [fd for fd in (candidates or [*reversed(self._opened)]) if has_ends(fd, ends)]
        if candidates:
            self._sockets[ends] = candidates[0]

    def _note_reusable(self, curl: pycurl.Curl) -> None:
        """Remember that a transfer has ended and its connection may be used again."""
        import pycurl

        if not is_http2(curl):  # which tells one stream from another
            options = (pycurl.PRIMARY_IP, pycurl.LOCAL_IP, pycurl.PRIMARY_PORT, pycurl.LOCAL_PORT)
            self._kept.add(cast("Ends", tuple(map(curl.getinfo, options))))

    def has_unread(self, ends: Ends) -> bool:
        """Whether a kept HTTP/1 connection has bytes that came unasked, or has ended.

        What came after one answer would be taken for the next. libcurl looks only where nothing was sent for a second.
        """
        fd = self._sockets.get(ends) if ends in self._kept else None
        return fd is not None and has_ends(fd, ends) and is_readable(fd)

    def close(self) -> None:
        """Give up what is active and close all connections."""
        self._cancel_idle_timer()
        multi, self._multi = self._multi, None
        self._opened.clear()
        self._sockets.clear()
        self._kept.clear()
        if multi is None:
            return
        for curl in self._active:
            _remove(multi, curl)
        if not self._has_lookups:
            _finish(multi)
            return
        # libcurl would wait for the system's resolver, which can take a minute.
        threading.Thread(target=_finish, args=(multi,), name="close connections", daemon=True).start()

    def leave_to_parent(self) -> None:
        """In a forked child: forget the connections without a word to their servers."""
        if self._multi is not None:
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._multi))  # closing them would end the parent's
            self._multi = None

    def _ready(self, curl: pycurl.Curl) -> Multi:
        """The multi handle; connections from before a sleep of the machine are not used."""
        import pycurl

        offset_s = time.time() - time.monotonic()
        if self._multi is not None and abs(offset_s - self._clock_offset_s) > _CLOCK_SKEW_S:
            if self._active:
                curl.setopt(pycurl.FRESH_CONNECT, 1)
                offset_s = self._clock_offset_s
            else:
                self.close()
        self._clock_offset_s = offset_s
        self._cancel_idle_timer()
        if self._multi is None:
            multi = self._multi = new_multi()
            multi.setopt(pycurl.M_MAXCONNECTS, self._limits.connections)
            self._has_lookups = False
        return self._multi

    def _close_idle(self) -> None:
        if not self._active:
            self.close()

    def _cancel_idle_timer(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None

    @property
    def limits(self) -> Limits:
        """What is accepted."""
        return self._limits

    def is_public(self, ip: str) -> bool:
        """Whether an IP address is of the Internet."""
        return self._is_public(ip)

    def addresses(self, url: Url) -> Sequence[str]:
        """What a test says a name means; empty: the system decides."""
        return self._resolve(url.host, url.port) if self._resolve is not None and not is_ip(url.host) else ()


_in_process: WeakSet[ConnectionPool] = WeakSet()


def _leave_all_to_parent() -> None:
    for pool in _in_process:
        pool.leave_to_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all_to_parent)


def _remove(multi: Multi, curl: pycurl.Curl) -> None:
    """End a transfer, if it has not ended."""
    with suppress(RuntimeError):  # it has, or the multi handle is closed
        multi.remove_handle(curl)


def _finish(multi: Multi) -> None:
    """Close a multi handle. Its coroutine waits for nothing, and needs no event loop."""
    with suppress(StopIteration):
        multi.aclose().send(None)
