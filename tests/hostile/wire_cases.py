"""Raw answers of servers, good and bad, by name: what the client made of each is recorded and compared.

`python tests/hostile/wire_cases.py` prints what this version of the client makes of them, as JSON.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from loopback import start_server
from villains import REFUSED_LOCATIONS, VILLAINS, villains

if TYPE_CHECKING:
    from ticker_tui.feeds.fetch_outcome import Outcome

FEED = (
    b"<rss version='2.0'><channel><title>t</title><item><title>Ferry late</title><guid>1</guid>"
    b"<description>" + b"x" * 400 + b"</description></item></channel></rss>"
)
JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "1"}]}'


def answer(*lines: str, body: bytes = FEED, status: str = "200 OK", length: int | None = 0) -> bytes:
    """One answer; `length` is added to the true one, None: none is given."""
    given = [] if length is None else [f"Content-Length: {len(body) + length}"]
    return "\r\n".join((f"HTTP/1.1 {status}", *given, *lines, "", "")).encode("latin-1") + body


def packed(coding: str, body: bytes) -> bytes:
    return answer(f"Content-Encoding: {coding}", body=body)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", head: tuple[str, ...] = ()) -> bytes:
    first = answer("Transfer-Encoding: chunked", *head, body=b"", length=None)
    return first + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def answers() -> dict[str, bytes]:
    zipped = gzip.compress(FEED, mtime=0)
    return {
        # The head.
        "plain": answer(),
        "http 1.0 to the end": b"HTTP/1.0 200 OK\r\n\r\n" + FEED,
        "no length": answer(length=None),
        "line feeds only": answer().replace(b"\r\n", b"\n"),
        "no reason": answer(status="200"),
        "lower case": answer().replace(b"HTTP/1.1 200 OK", b"http/1.1 200 ok"),
        "icy": answer().replace(b"HTTP/1.1", b"ICY"),
        "in quotation marks": answer('"X-XSS-Protection: 0"'),
        "a warning of PHP": answer("PHP Warning:  Unable to load library '/usr/x.so' in Unknown on line 0"),
        "a space in a name": answer("Cache Control: no-cache"),
        "a space before the colon": answer("Access-Control-Allow-Origin : *"),
        "a slash in a name": answer("get-result/forum.php: no data"),
        "folded": answer("X-Long: one\r\n two"),
        "no colon": answer("HttpOnly"),
        "no value": answer("Server:"),
        "no name": answer(": nothing"),
        "latin-1 in a value": answer("X-Name: caf\xe9"),
        "NUL in a value": answer("X-Name: a\0b"),
        "transfer encoding identity": answer("Transfer-Encoding: identity"),
        "two equal lengths": answer(f"Content-Length: {len(FEED)}"),
        "two different lengths": answer("Content-Length: 5"),
        "a length below zero": answer("Content-Length: -5", length=None),
        "a length that is no number": answer("Content-Length: many", length=None),
        "hints first": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + answer(),
        "continue first": b"HTTP/1.1 100 Continue\r\n\r\n" + answer(),
        "five thousand headers": answer(*(f"X-{n}: {'a' * 1000}" for n in range(5000))),
        "one header of a megabyte": answer("X: " + "a" * 1_000_000),
        "hints without end": b"HTTP/1.1 102 Processing\r\n\r\n" * 100_000,
        "status 99999999999": answer(status="99999999999 x"),
        "status 600": answer(status="600 What"),
        "status 204": answer(body=b"", status="204 No Content"),
        "http 9.9": b"HTTP/9.9 OK\r\n\r\n",
        "ssh": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "noise": bytes(range(256)) * 20,
        "zeros": b"\0" * 100,
        "nothing": b"",
        "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
        # The body and its length.
        "length too large by 7": answer(length=7),
        "length too large by 5000": answer(length=5000),
        "length too small": answer(length=-20),
        "cut in the middle": answer(body=FEED[:100], length=300),
        "json, length too large": answer("Content-Type: application/json", body=JSON_FEED, length=9),
        "json cut in the middle": answer("Content-Type: application/json", body=JSON_FEED[:40], length=9),
        "empty": answer(body=b""),
        "announced as too large": answer(body=b"<rss>", length=99_999_999_999),
        "chunked": chunked(FEED),
        "letter by letter": chunked(*(bytes([byte]) for byte in FEED)),
        "chunked with extensions": answer("Transfer-Encoding: Chunked", body=b"", length=None)
        + b"%X;name=val\r\n%s\r\n0\r\nX-T: 1\r\n\r\n" % (len(FEED), FEED),
        "chunked without its end": chunked(FEED, end=b""),
        "chunked and cut": chunked(FEED[:100], end=b""),
        "chunked and a length": chunked(FEED, head=("Content-Length: 10",)),
        "called chunked": answer("Transfer-Encoding: chunked", length=None),
        "chunk of a wrong size": chunked(FEED).replace(b"%x\r\n" % len(FEED), b"%x\r\n" % (len(FEED) + 5), 1),
        "twelve megabytes": answer(body=b" " * (12 << 20)),
        # How it is packed.
        "gzip": packed("gzip", zipped),
        "x-gzip": packed("x-gzip", zipped),
        "GZIP": packed("GZIP", zipped),
        "zlib": packed("deflate", zlib.compress(FEED)),
        "raw deflate": packed("deflate", raw_deflate(FEED)),
        "identity": packed("identity", FEED),
        "an empty coding": packed("", FEED),
        "gzip called identity": packed("identity", zipped),
        "gzip unsaid": answer(body=zipped),
        "called gzip": packed("gzip", FEED),
        "called deflate": packed("deflate", FEED),
        "called br": packed("br", FEED),
        "called zstd": packed("zstd", FEED),
        "called utf-8": packed("utf-8", FEED),
        "called none": packed("none", FEED),
        "called binary": packed("binary", FEED),
        "called by a control character": packed("\x1b[31m", FEED),
        "a coding of 5000 letters": packed("x" * 5000, FEED),
        "zlib called gzip": packed("gzip", zlib.compress(FEED)),
        "gzip called deflate": packed("deflate", zipped),
        "gzip, gzip": packed("gzip, gzip", gzip.compress(zipped)),
        "gzip twice, said once": packed("gzip", gzip.compress(zipped)),
        "gzip of two members": packed("gzip", gzip.compress(FEED[:20]) + gzip.compress(FEED[20:]) + b"\0\0"),
        "gzip and junk": packed("gzip", zipped + b"\r\n<!-- cached -->"),
        "gzip without its last bytes": packed("gzip", zipped[:-6]),
        "gzip cut": packed("gzip", zipped[:60]),
        "gzip damaged": packed("gzip", zipped[:15] + b"\xff" * 20),
        "gzip of nothing": packed("gzip", b""),
        "gzip without an end and unsaid": answer(body=zipped[:60]),
        "noise called gzip": packed("gzip", bytes(range(128, 256)) * 4),
        "a bomb": packed("gzip", gzip.compress(bytes(64 << 20))),
        "a bomb in a bomb": packed("gzip, gzip", gzip.compress(gzip.compress(bytes(64 << 20)))),
        "a bomb unsaid": answer(body=gzip.compress(bytes(64 << 20))),
        # Statuses and redirects.
        **{
            f"status {status[:3]}": answer("Retry-After: 120", body=b"x", status=status)
            for status in (
                "400 Bad Request",
                "401 Unauthorized",
                "403 Forbidden",
                "404 Not Found",
                "410 Gone",
                "418 I'm a teapot",
                "429 Too Many Requests",
                "500 Internal Server Error",
                "502 Bad Gateway",
                "503 Service Unavailable",
                "599 What",
                "300 Multiple Choices",
                "304 Not Modified",
            )
        },
        "404 in letters": b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"1\r\nx\r\n" * 10_000,
        "404 cut": answer(body=b"x", status="404 Not Found", length=1000),
        **{
            f"moved to {location}": answer(f"Location: {location}", body=b"", status="302 Found")
            for location in (*REFUSED_LOCATIONS, "/")
        },
        "moved without a location": answer(status="302 Found"),
        "moved, and cut": answer("Location: file:///x", body=b"x", status="302 Found", length=100),
    }


async def outcomes() -> dict[str, list[object]]:
    """What the client makes of each: kind, cause or length of the body, and the body's checksum."""
    from ticker_tui.feeds.fetch import Fetcher
    from ticker_tui.model import Feed

    pages = answers()
    in_order = list(pages.values())

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            asked = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            writer.write(in_order[int(asked.split(" ")[1].strip("/") or 0)])
            await writer.drain()
        writer.close()

    server = await start_server(serve, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    found: dict[str, list[object]] = {}
    async with Fetcher(deadline_s=1.5, per_host=4) as fetcher:

        async def one(name: str, url: str) -> None:
            found[name] = summary(await fetcher.fetch(Feed(url=url, name=name)))

        with villains() as address:
            await asyncio.gather(
                *(one(name, f"{base}/{number}") for number, name in enumerate(pages)),
                *(one(f"villain {name}", f"{address}/{name}") for name in VILLAINS),
            )
    server.close()
    return dict(sorted(found.items()))


def summary(outcome: Outcome) -> list[object]:
    from ticker_tui.feeds.fetch_outcome import Fetched, FetchFailed

    match outcome:
        case FetchFailed():
            return ["failed", outcome.cause.value]
        case Fetched():
            return ["fetched", len(outcome.body), zlib.crc32(outcome.body)]
        case _:
            return ["not modified"]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(outcomes()), indent=0, ensure_ascii=False))
