"""Look at sockets that belong to libcurl, without changing or closing them."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


def is_local_port(fd: int, local_port: int) -> bool:
    """Whether a file descriptor is still the socket that has this port."""
    with suppress(OSError), _borrowed(fd) as connection:
        return bool(connection.getsockname()[1] == local_port)
    return False


def is_readable(fd: int, local_port: int) -> bool:
    """Whether a socket has something to read, be it its end; False also if it is another one by now."""
    if not is_local_port(fd, local_port):
        return False
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
