"""Look at sockets that belong to libcurl, without changing or closing them."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

Ends = tuple[str, str, int, int]
"""Of a connection: IP address of the server, our own, port of the server, our own."""


def has_ends(fd: int, ends: Ends) -> bool:
    """Whether a file descriptor is a socket that is connected like this."""
    with suppress(OSError), _borrowed(fd) as connection:
        server, own = connection.getpeername(), connection.getsockname()
        return (str(server[0]), str(own[0]), server[1], own[1]) == ends
    return False


def is_readable(fd: int) -> bool:
    """Whether a socket has something to read, be it its end."""
    try:
        with _borrowed(fd) as connection:
            connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def _borrowed(fd: int) -> Generator[socket.socket]:
    """A socket of libcurl's, not closed afterwards."""
    borrowed = socket.socket(fileno=fd)
    try:
        yield borrowed
    finally:
        borrowed.detach()
