"""Servers of tests, inside the event loop of the client under test."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from socket import socket

    Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listener:
    """A listening server that ends its connections when it is closed: the event loop may end right after."""

    def __init__(self, server: asyncio.Server, writers: list[asyncio.StreamWriter]) -> None:
        self._server = server
        self._writers = writers

    @property
    def sockets(self) -> Sequence[socket]:
        return self._server.sockets

    def close(self) -> None:
        """Stop listening, and drop every connection, whatever is still to be sent on it."""
        self._server.close()
        for writer in self._writers:
            if not writer.is_closing():
                writer.transport.abort()

    async def end(self) -> None:
        """Accept what has connected already, then close: a connection that nobody accepted would be left to the collector."""
        for _ in range(3):
            await asyncio.sleep(0)
        self.close()
        for _ in range(3):
            await asyncio.sleep(0)

    async def wait_closed(self) -> None:
        await self._server.wait_closed()


async def start_server(handler: Handler, host: str, port: int, **options: Any) -> Listener:
    """`asyncio.start_server`, except for what it returns."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await handler(reader, writer)

    return Listener(await asyncio.start_server(serve, host, port, **options), writers)
