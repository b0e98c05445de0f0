"""Python without its start: a process that has imported what is needed, and forks for each program.

What a parser, a poller or a screen costs in a test is mostly the start of Python and its imports, which one test after the
other need not pay again. The fork is a process like any other: its own arguments, environment, session and streams, its own
end. What it does not show (what is imported when, the environment Python itself starts in) is tested with fresh ones.

Run as a script this is the process that forks: its words are a socket's number and what to import. A connection is a program:
the message says which, with its three streams; the answers are its number, and its exit code with what it took.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import termios
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MESSAGE_BYTES = 1 << 16
CODE = "-c"

spent_s: list[float] = [0.0]
"""The processor time of forks whose server runs: it counts for us when that has ended."""


class Door:
    """Where a process that forks is asked for programs."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._spent_s = 0.0

    def start(
        self, words: Sequence[str], environ: Mapping[str, str], streams: tuple[int, int, int]
    ) -> tuple[int, socket.socket]:
        """Start ``python -c CODE WORD...``; on a terminal, when its input is one.

        Returns:
            The number of the process, and the socket on which `ended` comes.
        """
        line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        line.connect(self.path)
        socket.send_fds(line, [json.dumps([list(words), dict(environ)]).encode()], streams)
        return int(line.recv(MESSAGE_BYTES)), line

    def start_and_ask(
        self, words: Sequence[str], environ: Mapping[str, str], streams: tuple[int, int, int]
    ) -> tuple[int, Callable[[], int | None]]:
        """The same, and a function that says the exit code once it has ended; it waits a little, not for the end."""
        pid, line = self.start(words, environ, streams)
        line.settimeout(0.01)

        def ask() -> int | None:
            try:
                message = line.recv(MESSAGE_BYTES)
            except TimeoutError:
                return None
            line.close()
            return self.ended(message)

        return pid, ask

    def wait(self, pid: int, line: socket.socket, patience_s: float) -> int:
        """The exit code of a program; it is killed when patience ends."""
        with line:
            line.settimeout(patience_s)
            try:
                return self.ended(line.recv(MESSAGE_BYTES))
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise

    def ended(self, message: bytes) -> int:
        """The exit code in the last message of a program."""
        code, took_s = json.loads(message)
        self._spent_s += took_s
        spent_s[0] += took_s
        return int(code)


class Forks(Door):
    """The process that forks, seen from the test; it starts when the first program does."""

    def __init__(self, *modules: str, environ: Mapping[str, str] | None = None) -> None:
        self._modules = modules
        self._environ = environ
        self._folder = mkdtemp()
        self._process: subprocess.Popen[bytes] | None = None
        super().__init__(f"{self._folder}/door")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate()  # it ends with its input
            spent_s[0] -= self._spent_s
            Path(self.path).unlink()
        Path(self._folder).rmdir()

    def opened(self) -> str:
        """The path of its door, for programs that start others; it runs."""
        if self._process is None:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
                door.bind(self.path)
                door.listen(16)
                argv = [sys.executable, __file__, str(door.fileno()), *self._modules]
                self._process = subprocess.Popen(
                    argv, stdin=subprocess.PIPE, pass_fds=[door.fileno()], env=self._environ
                )
        return self.path

    def start(
        self, words: Sequence[str], environ: Mapping[str, str], streams: tuple[int, int, int]
    ) -> tuple[int, socket.socket]:
        """The same, as soon as it runs."""
        self.opened()
        return super().start(words, environ, streams)


class Forked:
    """As much of `asyncio.subprocess.Process` as the package uses."""

    def __init__(
        self,
        door: Door,
        pid: int,
        line: socket.socket,
        stdin: asyncio.StreamWriter,
        stdout: asyncio.StreamReader,
    ) -> None:
        self._door = door
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None
        self._ended = asyncio.create_task(self._watch(line))
        self._ended.add_done_callback(lambda _: line.close())  # also when it was cancelled before it began

    async def _watch(self, line: socket.socket) -> int:
        line.setblocking(False)
        message = await asyncio.get_running_loop().sock_recv(line, MESSAGE_BYTES)
        self.returncode = self._door.ended(message)
        return self.returncode

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    def kill(self) -> None:
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, signal.SIGKILL)


async def start_process(door: Door, module: str, *argv: str) -> Forked:
    """A process of the package, in place of `ticker_tui.processes.pipes.start_process`."""
    from ticker_tui.processes import pipes

    code = (
        f"import os, sys; from {module} import main; main(*sys.argv[1:]); sys.__stdout__.flush(); os._exit(0)"
    )
    return await fork(door, (code, *argv), os.environ, pipes.READ_AHEAD)


async def fork(door: Door, words: Sequence[str], environ: Mapping[str, str], limit: int) -> Forked:
    """A program at the other end of two pipes."""
    loop = asyncio.get_running_loop()
    (its_in, our_out), (our_in, its_out) = os.pipe(), os.pipe()
    with open(os.devnull, "wb") as nothing:  # noqa: ASYNC230, PTH123 - the name of no file
        pid, line = door.start(words, environ, (its_in, its_out, nothing.fileno()))
    os.close(its_in)
    os.close(its_out)
    into, out = os.fdopen(our_out, "wb", 0), os.fdopen(our_in, "rb", 0)
    transport = None
    try:
        transport, protocol = await loop.connect_write_pipe(
            lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), into
        )
        stdout = asyncio.StreamReader(limit=limit)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdout), out)
    except BaseException:  # it is not wanted any more
        os.kill(pid, signal.SIGKILL)
        for each in (line, out, transport or into):
            each.close()
        raise
    return Forked(door, pid, line, asyncio.StreamWriter(transport, protocol, None, loop), stdout)


def serve(door: socket.socket) -> None:
    """Fork for every connection, tell of every end, until the input ends. Returns in this process only."""
    lines: dict[int, socket.socket] = {}
    heard, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(tell)
    while True:
        ready = select.select([door.fileno(), heard, 0], [], [])[0]
        if heard in ready:
            os.read(heard, 4096)
            bury(lines)
        if door.fileno() in ready:
            line, _ = door.accept()
            message, streams, _, _ = socket.recv_fds(line, MESSAGE_BYTES, 3)
            words, environ = json.loads(message)
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for each in (line, door, *lines.values()):
                    each.close()
                os.close(heard)
                os.close(tell)
                become(environ, streams)
                sys.argv = [CODE, *words[1:]]
                exec(compile(words[0], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - as python -c does
                raise SystemExit(0)
            for stream in streams:
                os.close(stream)
            lines[pid] = line
            line.send(str(pid).encode())
        elif 0 in ready:
            return


def bury(lines: dict[int, socket.socket]) -> None:
    """Tell of all that have ended."""
    with contextlib.suppress(ChildProcessError):
        while (dead := os.wait4(-1, os.WNOHANG))[0]:
            pid, status, used = dead
            with lines.pop(pid) as line, contextlib.suppress(ConnectionError):  # perhaps nobody waits for it
                line.send(
                    json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime]).encode()
                )


def become(environ: Mapping[str, str], streams: Iterable[int]) -> None:
    """What a process is given at its start."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(  # type: ignore[misc]  # noqa: SIM115
        2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


if __name__ == "__main__":
    listening = socket.socket(fileno=int(sys.argv[1]))
    for name in sys.argv[2:]:
        importlib.import_module(name)
    gc.freeze()  # a fork need not look through what it shares with all others
    serve(listening)
