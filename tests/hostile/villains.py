"""A server that plays every villain at once, in a process of its own, so that what it does costs the tests no time.

`python tests/hostile/villains.py` prints its port and serves until its input ends: each villain at /its-name, honest
feeds at /fine-0, /fine-1 and so on, and a long one at /fine-many.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

MEGABYTE = 1 << 20
REFUSED_LOCATIONS = (
    "file:///etc/hostname",
    "ftp://127.0.0.1/x",
    "gopher://127.0.0.1/x",
    "javascript:alert(1)",
    "http://[bad/",
    "http://",
    "data:text/xml,<rss/>",
    "\x01ftp://127.0.0.1/x",
)
"""Where no redirect is followed to."""


def rss(items: str, *, before: str = "", head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>t</title>{head}{items}</channel></rss>'.encode()


def fine(name: str) -> bytes:
    count = 1000 if name == "fine-many" else 3
    return rss(
        "".join(
            f"<item><title>Item {number} of {name}</title><guid>{number}</guid></item>"
            for number in range(count)
        )
    )


def bomb() -> bytes:
    """A gigabyte of zeros in one: after a full flush each megabyte is packed as the one before."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, same = (packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + same * 1023 + packer.flush()


def laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{levels}]>'


BODIES: dict[str, Callable[[], bytes]] = {
    "author": lambda: (
        b"&" + rss(f"<item><title>a</title><author>{'a.' * 100_000}</author></item>")
    ),  # feedparser hangs
    "items": lambda: rss(
        "".join(f"<item><title>Item {n} of many</title><guid>m{n}</guid></item>" for n in range(100_000))
    ),
    "attributes": lambda: rss(
        "<item " + " ".join(f'a{n}="1"' for n in range(100_000)) + "><title>a</title></item>"
    ),
    "body": lambda: rss(f"<item><title>{'ا' * 2_000_000}</title><description>{'b ' * 2_000_000}</description></item>"),
    "html": lambda: rss(f"<item><title>a</title><description><![CDATA[{'<p>x <b>y</b>' * 500_000}]]></description></item>"),
    "deep": lambda: rss(f"<item><title>a</title>{'<b>' * 100_000}x{'</b>' * 100_000}</item>"),
    "laughs": lambda: rss("<item><title>&l9;</title></item>", before=laughs()),
    "page": lambda: b"<!doctype html><html><title>\x1b]52;c;RVZJTA==\x07 Sorry</title>" + b"<div>" * 100_000,
    "noise": lambda: bytes(range(256)) * 20_000,
    "json": lambda: (
        b'{"version":"https://jsonfeed.org/version/1.1","items":[' + b'{"title":"\\ud800"},' * 200_000
    ),
}  # fmt: skip
"""What is sent whole."""


def head(status: str = "200 OK", *lines: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode()


async def repeat(writer: asyncio.StreamWriter, piece: bytes, *, pause_s: float = 0.0) -> None:
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause_s)


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(head("200 OK", "Content-Length: 100000"))
    await repeat(writer, b"<", pause_s=0.05)


async def drip_of_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await repeat(writer, b"X: y\r\n", pause_s=0.05)


async def flood(writer: asyncio.StreamWriter) -> None:
    writer.write(head("200 OK", "Transfer-Encoding: chunked"))
    await repeat(writer, b"10000\r\n" + b"x" * 65536 + b"\r\n")


async def flood_of_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await repeat(writer, b"X: " + b"y" * 1000 + b"\r\n")


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)
    writer.close()


WAYS: dict[str, Callable[[asyncio.StreamWriter], Awaitable[None]]] = {
    "drip": drip,
    "drip-of-headers": drip_of_headers,
    "flood": flood,
    "flood-of-headers": flood_of_headers,
    "silence": silence,
}
"""What never ends."""

ANSWERS: dict[str, bytes] = {
    "bomb": head("200 OK", "Content-Encoding: gzip") + bomb(),
    "packed-file": head("200 OK", "Content-Type: application/gzip") + bomb(),
    "loop": head("302 Found", "Location: /loop", "Content-Length: 0"),
    "file": head("301 Moved", "Location: file:///etc/hostname", "Content-Length: 0"),
    "cut": head("200 OK", "Content-Length: 100000") + b"<rss><channel>",
    "gone": head("410 Gone", "Content-Length: 0"),
    "later": head("503 Busy", "Retry-After: 99999999999", "Content-Length: 0"),
}
VILLAINS = (*BODIES, *WAYS, *ANSWERS)
READ = frozenset({"items", "attributes", "body", "html", "json"})
"""Those whose answers hold something that can be shown, and so are no failures."""


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError, KeyError):
        asked = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        name = asked.split(" ")[1].strip("/")
        if name in WAYS:
            await WAYS[name](writer)
        elif name in ANSWERS:
            writer.write(ANSWERS[name])
        else:
            body = fine(name) if name.startswith("fine") else BODIES[name]()
            writer.write(head("200 OK", f"Content-Length: {len(body)}") + body)
        await writer.drain()
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def villains() -> Iterator[str]:
    """The address they are at, for as long as the context lasts."""
    process = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


if __name__ == "__main__":
    asyncio.run(main())
