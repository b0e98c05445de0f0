"""A server on loopback that answers with the bytes a test gives it, over kept connections, encrypted if wanted."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from loopback import start_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"


@dataclass(slots=True)
class Asked:
    """One request."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class WireServer:
    """What it was asked, and over how many connections."""

    answer: Callable[[Asked], bytes | Awaitable[bytes]]
    port: int = 0
    scheme: str = "http"
    host: str = "127.0.0.1"
    connections: int = 0
    asked: list[Asked] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, requests: int) -> None:
        """Wait until it was asked so often."""
        while len(self.asked) < requests:
            self._more.clear()
            await self._more.wait()

    async def hang_up(self) -> None:
        """End all connections."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for _ in range(3):
            await asyncio.sleep(0)

    def url(self, target: str = "/", host: str = "") -> str:
        return f"{self.scheme}://{host or self.host}:{self.port}{target}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        with suppress(
            OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError
        ):
            while True:
                asked = await read_request(reader)
                self.asked.append(asked)
                self._more.set()
                answered = self.answer(asked)
                writer.write(answered if isinstance(answered, bytes) else await answered)
                await writer.drain()
                if asked.headers.get("connection", "").lower() == "close" and asked.method != "CONNECT":
                    break
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> Asked:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
    return Asked(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


@asynccontextmanager
async def serving(
    answer: Callable[[Asked], bytes | Awaitable[bytes]],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[WireServer]:
    server = WireServer(answer, host=host, scheme="https" if context is not None else "http")
    listener = await start_server(server.serve, host, port, ssl=context, limit=1 << 20)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        await server.hang_up()


def ok(body: bytes = FEED, *lines: str, status: str = "200 OK") -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines, "", ""))
    return head.encode("latin-1") + body


def to(location: str, *lines: str, status: str = "302 Found") -> bytes:
    return ok(b"", f"Location: {location}", *lines, status=status)


def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have one, or certificates of their own."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def make_certificate(folder: Path, name: str = "server", *, sign_with: str = "") -> Path:
    """Certificate and key in one PEM file, for 127.0.0.1, 127.0.0.2 and localhost; skips the test without openssl."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("without openssl there is no certificate to try")
    words = (
        f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={name}"
        f" -addext subjectAltName=IP:127.0.0.1,IP:127.0.0.2,DNS:localhost -keyout {name}.key -out {name}.crt"
    )
    if sign_with:
        words += f" -CA {sign_with}.crt -CAkey {sign_with}.key"
    made = subprocess.run([openssl, *words.split()], cwd=folder, capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this openssl makes no such certificate")
    both = folder / f"{name}.pem"
    both.write_bytes((folder / f"{name}.crt").read_bytes() + (folder / f"{name}.key").read_bytes())
    return both


def server_context(certificate: Path, *, client_ca: Path | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if client_ca is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(client_ca)
    return context
