"""`ticker` without the wait: a process that has imported it already and forks for each command.

What a command costs is mostly the start of Python and what it imports, which a test of its output need not pay again. The
fork is a process like any other: its own arguments, environment, folder and streams, its own exit code. What it does not
show (a locale of Python's own, what is imported when) is tested with a fresh process.

Run as a script this is the process that forks; its standard input is a socket, each message on it a command.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MESSAGE_BYTES = 1 << 16


class Forker:
    """The process that forks, seen from the test. One command at a time."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen([sys.executable, __file__], env=environ, stdin=theirs.fileno())
        self._socket = ours

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._process.wait()

    def start(
        self, words: Sequence[str], *, environ: Mapping[str, str], folder: Path, streams: tuple[int, int, int]
    ) -> int:
        """Start a command with these file descriptors as its standard streams; the number of its process."""
        message = json.dumps([words, dict(environ), str(folder)]).encode()
        socket.send_fds(self._socket, [message], streams)
        return int(self._socket.recv(MESSAGE_BYTES))

    def wait(self, pid: int, patience_s: float) -> int:
        """The exit code of the command that was started last; it is killed when patience ends."""
        self._socket.settimeout(patience_s)
        try:
            return int(self._socket.recv(MESSAGE_BYTES))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise
        finally:
            self._socket.settimeout(None)


def serve(commands: socket.socket) -> int:
    """Fork for every command until the other side is closed; in a fork, the command's exit code."""
    while True:
        message, streams, _, _ = socket.recv_fds(commands, MESSAGE_BYTES, 3)
        if not message:
            return 0
        words, environ, folder = json.loads(message)
        pid = os.fork()
        if pid == 0:
            commands.close()
            become(environ, folder, streams)
            return main(words)
        for stream in streams:
            os.close(stream)
        commands.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        commands.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(environ: Mapping[str, str], folder: str, streams: Sequence[int]) -> None:
    """What a process is given at its start."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for stream in {*streams} - {0, 1, 2}:
        os.close(stream)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    os.chdir(folder)
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(  # type: ignore[misc]  # noqa: SIM115
        2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


if __name__ == "__main__":
    from ticker_tui.cli import main

    for name in (
        "cli.listing",
        "config.edit",
        "demo",
        "feedfinder",
        "feeds.opml",
        "log",
        "poller",
        "store",
        "store.query",
        "text",
        "ui.language.zones",
        "ui.terminal.session",
        "ui.widgets.words",
    ):
        __import__(f"ticker_tui.{name}")
    gc.freeze()  # a fork need not look through what it shares with all others
    raise SystemExit(serve(socket.socket(fileno=os.dup(0))))
