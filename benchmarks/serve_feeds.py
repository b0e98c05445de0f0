#!/usr/bin/env python3
"""A loopback server of invented feeds for measuring and for tests: RSS 2.0, Atom and RSS 1.0 in turn.

    benchmarks/serve_feeds.py --feeds 200 --items 50 --port 8765 --hosts 100
    benchmarks/serve_feeds.py --latency-ms 300 --hang 12

Feed n is http://127.0.1.H:PORT/f/n.xml, on one of `--hosts` loopback addresses, so that a limit per host is felt as
it would be outside. The same arguments give the same bytes. As a library: `with FeedServer(feeds=20) as server`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import json
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Self
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable

NEWEST = datetime(2026, 11, 20, 8, tzinfo=UTC)
"""Date of the newest item, unless another one is given: fixed, so that the bytes do not depend on the clock."""

_ARABIC = (
    "قال المتحدث باسم الميناء إن السفن ستستأنف رحلاتها صباح الأحد بعد هدوء العاصفة التي ضربت الساحل وأضاف أن فرق "
    "الصيانة أعادت التيار إلى معظم أحياء المدينة القديمة وفتحت المدارس أبوابها فيما تواصل البلدية إحصاء الأضرار "
    "وتوزيع المياه على القرى الجبلية وأعلن صندوق التنمية تخصيص ٢٤ مليونا لإصلاح الجسور والطرق قبل موسم الأمطار"
)
_ENGLISH = (
    "the harbour master said ferries would resume on sunday once the storm had passed crews restored power to most of the "
    "old town and schools reopened while the council counted the damage and sent water to the mountain villages a fund "
    "set aside 24 million for bridges and roads before the rainy season begins engineers expect the work to take a year"
)


@dataclass(slots=True)
class Behaviour:
    """How the server answers; may be changed while it runs."""

    latency_s: float = 0.0
    conditional: bool = True
    """ETag and Last-Modified, and 304 to those who send them back."""
    compress: bool = True
    hang: frozenset[int] = frozenset()
    """Feeds that accept the request and never answer."""
    fail: dict[int, int] = field(default_factory=dict)
    """Feeds that answer with a status and nothing else."""
    broken: frozenset[int] = frozenset()
    """Feeds whose XML ends in the middle of an item."""
    bodies: dict[int, bytes] = field(default_factory=dict)
    """What these feeds answer with."""
    extra: int = 0
    """So many more items, new ones, on top of each feed."""
    padding: int = 0
    """Changes every body without changing an item: so many spaces at its end."""


class FeedServer:
    """Serves in its own thread between `__enter__` and `__exit__`."""

    def __init__(
        self,
        *,
        feeds: int = 20,
        items: int = 50,
        hosts: int = 1,
        port: int = 0,
        seed: int = 1,
        newest: datetime = NEWEST,
    ) -> None:
        self.behaviour = Behaviour()
        self.requests = 0
        self.connections = 0
        self.not_modified = 0
        self.most_at_once = 0
        self._at_once = 0
        self._feeds = feeds
        self._items = items
        self._hosts = hosts
        self._port = port
        self._seed = seed
        self._newest = newest
        self._bodies: dict[tuple[int, int], tuple[bytes, bytes]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="feed server", daemon=True)
        self._ready = threading.Event()
        self._stop = asyncio.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def url(self, number: int) -> str:
        return f"http://{self._host(number)}:{self._port}/f/{number}.xml"

    @property
    def urls(self) -> list[str]:
        return [self.url(number) for number in range(self._feeds)]

    def prepare(self) -> int:
        """Make all bodies now, so that making them is not measured; returns their bytes."""
        return sum(len(self._body(number)[0]) for number in range(self._feeds))

    def _host(self, number: int) -> str:
        return f"127.0.1.{1 + number % self._hosts}" if self._hosts > 1 else "127.0.0.1"

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        with contextlib.closing(self._loop):
            self._loop.run_until_complete(self._run())

    async def _run(self) -> None:
        servers: list[asyncio.Server] = []
        clients: set[asyncio.Task[None]] = set()

        async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            clients.add(task)
            self.connections += 1
            task.add_done_callback(clients.discard)
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._client(reader, writer)
            writer.close()

        for number in range(max(1, self._hosts)):
            server = await asyncio.start_server(client, self._host(number), self._port, backlog=1024)
            self._port = server.sockets[0].getsockname()[1]
            servers.append(server)
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        for task in list(clients):
            task.cancel()
        await asyncio.gather(*clients, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            headers = {
                name.strip().lower(): value.strip()
                for name, _, value in (line.partition(":") for line in head[1:])
            }
            self.requests += 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            try:
                answer = await self._answer(path, headers)
            finally:
                self._at_once -= 1
            writer.write(answer)
            await writer.drain()

    async def _answer(self, path: str, headers: dict[str, str]) -> bytes:  # noqa: PLR0911 - one way to answer a line
        behaviour = self.behaviour
        if path == "/stats":
            return _response(200, json.dumps({"requests": self.requests, "304": self.not_modified}).encode())
        if not (path.startswith("/f/") and path.endswith(".xml") and path[3:-4].isdigit()):
            return _response(404)
        number = int(path[3:-4])
        if number >= self._feeds:
            return _response(404)
        if behaviour.latency_s:
            await asyncio.sleep(behaviour.latency_s)
        if number in behaviour.hang:
            await asyncio.sleep(3600)
        if number in behaviour.fail:
            return _response(behaviour.fail[number])
        if number in behaviour.bodies:
            return _response(200, behaviour.bodies[number])
        body, packed = self._body(number)
        more: list[str] = [f"Content-Type: {_TYPES[number % 5]}; charset=utf-8"]
        if behaviour.padding:
            body += b" " * behaviour.padding
        if behaviour.conditional:
            etag = f'"{sha256(body).hexdigest()[:16]}"'
            more.append(f"ETag: {etag}")
            if headers.get("if-none-match") == etag:
                self.not_modified += 1
                return _response(304, None, *more)
        if number in behaviour.broken:
            return _response(200, body[: len(body) * 6 // 10], *more)
        if behaviour.compress and not behaviour.padding and "gzip" in headers.get("accept-encoding", ""):
            return _response(200, packed, *more, "Content-Encoding: gzip")
        return _response(200, body, *more)

    def _body(self, number: int) -> tuple[bytes, bytes]:
        key = (number, self.behaviour.extra)
        if key not in self._bodies:
            body = make_feed(
                number,
                self._items,
                base=self.url(number),
                extra=self.behaviour.extra,
                seed=self._seed,
                newest=self._newest,
            )
            self._bodies[key] = (body, gzip.compress(body, 6, mtime=0))
        return self._bodies[key]


def _response(status: int, body: bytes | None = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} -", *headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + (body or b"")


# ── feeds ──


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    link: str
    guid: str
    date: datetime
    html: str


def make_feed(
    number: int, items: int, *, base: str, extra: int = 0, seed: int = 1, newest: datetime = NEWEST
) -> bytes:
    """Return the bytes of one feed: Arabic for even numbers, English for odd ones."""
    made = [_make_item(number, index, base, seed, newest) for index in range(-extra, items)]
    name = f"Herald {number}" if number % 2 else f"منبر {number}"
    return _WRITERS[number % 5](name, base, made).encode()


def _make_item(number: int, index: int, base: str, seed: int, newest: datetime) -> _Item:
    rng = random.Random(f"{seed}/{number}/{index}")
    words = (_ENGLISH if number % 2 else _ARABIC).split()
    title = f"{' '.join(rng.choices(words, k=rng.randint(5, 12)))} {number}-{index}"
    if index % 17 == 5:
        title = f"Breaking: {title}" if number % 2 else f"عاجل | {title}"
    link = f"{base.rpartition('/f/')[0]}/a/{number}/{index}"
    html = "\n".join(
        (
            _paragraph(rng, words, link),
            f"<h2>{' '.join(rng.choices(words, k=4))}</h2>",
            _paragraph(rng, words, link),
            "<ul>" + "".join(f"<li>{' '.join(rng.choices(words, k=6))}</li>" for _ in range(3)) + "</ul>",
            f"<blockquote><p>{' '.join(rng.choices(words, k=18))}</p></blockquote>",
            f'<figure><img src="{link}.jpg" alt="{" ".join(rng.choices(words, k=4))}">',
            f"<figcaption>{' '.join(rng.choices(words, k=5))}</figcaption></figure>",
            *(_paragraph(rng, words, link) for _ in range(rng.randint(2, 8))),
        )
    )
    return _Item(
        title, link, f"urn:bench:{number}:{index}", newest - timedelta(minutes=61 * index + number), html
    )


def _paragraph(rng: random.Random, words: list[str], link: str) -> str:
    first, second = " ".join(rng.choices(words, k=24)), " ".join(rng.choices(words, k=20))
    return f'<p>{first} &amp; <strong>{rng.choice(words)}</strong> <a href="{link}#more">{rng.choice(words)}</a> {second}.</p>'


def _rss(name: str, base: str, items: list[_Item]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{name}</title><link>{base}</link><description>{name}</description>"
        + "".join(
            f'<item><title>{escape(item.title)}</title><link>{item.link}</link><guid isPermaLink="false">{item.guid}</guid>'
            f"<pubDate>{format_datetime(item.date, usegmt=True)}</pubDate><category>World</category>"
            f"<content:encoded><![CDATA[{item.html}]]></content:encoded></item>"
            for item in items
        )
        + "</channel></rss>"
    )


def _atom(name: str, base: str, items: list[_Item]) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{name}</title><id>{base}</id>'
        f'<updated>{items[0].date.isoformat()}</updated><link href="{base}"/>'
        + "".join(
            f'<entry><title>{escape(item.title)}</title><link href="{item.link}"/><id>{item.guid}</id>'
            f"<published>{item.date.isoformat()}</published><updated>{item.date.isoformat()}</updated>"
            f'<author><name>Staff</name></author><content type="html">{escape(item.html)}</content></entry>'
            for item in items
        )
        + "</feed>"
    )


def _rdf(name: str, base: str, items: list[_Item]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f'<channel rdf:about="{base}"><title>{name}</title><link>{base}</link><description>{name}</description></channel>'
        + "".join(
            f'<item rdf:about="{item.link}"><title>{escape(item.title)}</title><link>{item.link}</link>'
            f"<dc:date>{item.date.isoformat()}</dc:date><content:encoded><![CDATA[{item.html}]]></content:encoded></item>"
            for item in items
        )
        + "</rdf:RDF>"
    )


_WRITERS: tuple[Callable[[str, str, list[_Item]], str], ...] = (_rss, _rss, _rss, _atom, _rdf)
_TYPES = ("application/rss+xml",) * 3 + ("application/atom+xml", "application/rdf+xml")


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve invented feeds on loopback addresses.")
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--hang", type=int, default=0, help="so many feeds never answer")
    parser.add_argument("--no-304", action="store_true")
    options = parser.parse_args()
    server = FeedServer(
        feeds=options.feeds, items=options.items, hosts=options.hosts, port=options.port, seed=options.seed
    )
    server.behaviour.latency_s = options.latency_ms / 1000
    server.behaviour.hang = frozenset(range(options.hang))
    server.behaviour.conditional = not options.no_304
    with server:
        print(f"{server.prepare() / 1e6:.1f} MB of feeds, from {server.url(0)}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


if __name__ == "__main__":
    main()
