"""A server that plays every villain, on loopback, against the real fetcher."""

from __future__ import annotations

import asyncio
import gzip
import re
import resource
import socket
import sys
import zlib
from collections import Counter
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from loopback import start_server
from villains import REFUSED_LOCATIONS, repeat
from wire_server import Asked, serving

from ticker_tui.feeds.fetch import Fetcher
from ticker_tui.feeds.fetch_outcome import Cause, Fetched, FetchFailed, NotModified
from ticker_tui.http import Limits
from ticker_tui.model import Feed, FeedState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from ticker_tui.feeds.fetch_outcome import Outcome

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have one."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def answer(body: bytes = FEED, status: str = "200 OK", **headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{lines}\r\n".encode() + body


def moved(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", status, Location=location)


def bomb(megabytes: int) -> bytes:
    """One stream of zeros: after a full flush each megabyte is packed as the one before, so it is packed once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, same = (packer.compress(b"\0" * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + same * (megabytes - 1) + packer.flush()


class Villain:
    """Answers by path; counts what it is asked and how many ask at once."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]] = {}
        self.hits: Counter[str] = Counter()
        self.asked: list[dict[str, str]] = []
        self.now_here = self.most_here = 0
        self.port = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def hang_up(self) -> None:
        """End all connections, whatever is still to be sent on them."""
        for writer in self.writers:
            writer.transport.abort()
        for _ in range(3):
            await asyncio.sleep(0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        self.now_here += 1
        self.most_here = max(self.most_here, self.now_here)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            self.hits[path] += 1
            self.asked.append(dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line))
            page = self.pages.get(path, answer(b"", "404 Not Found"))
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.now_here -= 1
            writer.close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def listening(host: str = "127.0.0.1") -> AsyncIterator[Villain]:
    villain = Villain()
    server = await start_server(villain.serve, host, 0)
    villain.port = server.sockets[0].getsockname()[1]
    try:
        yield villain
    finally:
        server.close()
        await villain.hang_up()


async def ask(
    villain: Villain, path: str, *, deadline_s: float = 5.0, state: FeedState | None = None
) -> Outcome:
    async with Fetcher(deadline_s=deadline_s) as fetcher:
        return await fetcher.fetch(Feed(url=villain.url(path), name="villain"), state)


def ask_page(
    page: bytes | Callable[[asyncio.StreamWriter], Awaitable[None]], *, deadline_s: float = 5.0
) -> Outcome:
    async def scenario() -> Outcome:
        async with listening() as villain:
            villain.pages["/"] = page
            return await ask(villain, "/", deadline_s=deadline_s)

    return asyncio.run(scenario())


def failure(outcome: Outcome, cause: Cause) -> FetchFailed:
    assert isinstance(outcome, FetchFailed), outcome
    assert outcome.cause is cause, outcome
    assert outcome.reason.endswith(".")
    assert outcome.reason[0].isupper()
    assert outcome.reason.isprintable()
    return outcome


def test_an_honest_answer() -> None:
    outcome = ask_page(
        answer(
            gzip.compress(FEED, mtime=0),
            Content_Encoding="gzip",
            Content_Type="text/xml; charset=UTF-8",
            ETag='"1"',
            Cache_Control="max-age=60",
        )
    )
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED
    assert (outcome.content_type, outcome.charset, outcome.etag) == ("text/xml", "utf-8", '"1"')
    assert outcome.max_age_s == 60.0
    assert outcome.permanent_url == ""


@pytest.mark.parametrize("packed", [zlib.compress(FEED), zlib.compress(FEED)[2:-4]], ids=["zlib", "raw"])
def test_both_things_that_are_called_deflate(packed: bytes) -> None:
    outcome = ask_page(answer(packed, Content_Encoding="deflate"))
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED


@pytest.mark.parametrize(
    "page",
    [
        b"HTTP/1.0 200 OK\r\n\r\n" + FEED,
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + answer(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"".join(b"1\r\n%c\r\n" % byte for byte in FEED)
        + b"0\r\n\r\n",
    ],
    ids=["to the end of the connection", "after hints", "letter by letter"],
)
def test_ways_of_sending_a_feed(page: bytes) -> None:
    outcome = ask_page(page)
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED


def test_gzip_of_several_members() -> None:
    outcome = ask_page(
        answer(gzip.compress(FEED[:20]) + gzip.compress(FEED[20:]) + b"\0\0", Content_Encoding="gzip")
    )
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED


def test_a_packed_file_that_is_sent_as_it_lies_there() -> None:
    """`feed.xml.gz` as an answer: no Content-Encoding, since it is the thing itself."""
    outcome = ask_page(answer(gzip.compress(FEED), Content_Type="application/gzip"))
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED
    failure(ask_page(answer(bomb(64))), Cause.TOO_LARGE)
    assert "bad gzip" in failure(ask_page(answer(gzip.compress(FEED)[:-12])), Cause.ENCODING).reason


def test_validators_are_sent_and_not_modified_is_understood() -> None:
    async def scenario() -> None:
        async with listening() as villain:
            villain.pages["/"] = answer(b"", "304 Not Modified", ETag='"2"')
            state = FeedState(url="", etag='"1"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT")
            outcome = await ask(villain, "/", state=state)
            assert isinstance(outcome, NotModified)
            assert outcome.etag == '"2"'
            assert villain.asked[0]["if-none-match"] == '"1"'
            assert villain.asked[0]["if-modified-since"] == "mon, 23 nov 2026 10:00:00 gmt"
            assert re.fullmatch(r"ticker/\S+ \(\+https://[^)\s]+\)", villain.asked[0]["user-agent"])
            assert villain.asked[0]["accept-encoding"] == "gzip, deflate, br"

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in other units elsewhere")
def test_a_gzip_bomb_costs_no_memory() -> None:
    """One megabyte that holds a gigabyte."""
    page = answer(bomb(1024), Content_Encoding="gzip")
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    failure(ask_page(page), Cause.TOO_LARGE)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 64 * 1024


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    failure(ask_page(answer(gzip.compress(bomb(64)), Content_Encoding="gzip, gzip")), Cause.TOO_LARGE)
    failure(ask_page(answer(gzip.compress(bomb(64)), Content_Encoding="gzip")), Cause.TOO_LARGE)
    nested = FEED
    for _ in range(5):
        nested = gzip.compress(nested)
    outcome = failure(ask_page(answer(nested, Content_Encoding=", ".join(["gzip"] * 5))), Cause.ENCODING)
    assert "gzip, gzip" in outcome.reason


@pytest.mark.parametrize("coding", ["br", "zstd", "utf-8", "gzip", "deflate", "\x1b[31m", "x" * 5000])
def test_a_coding_that_the_body_is_not_in_is_ignored(coding: str) -> None:
    outcome = ask_page(answer(FEED, Content_Encoding=coding))
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED


def test_a_coding_nobody_asked_for() -> None:
    outcome = failure(ask_page(answer(b"\x28\xb5\x2f\xfd" + FEED, Content_Encoding="zstd")), Cause.ENCODING)
    assert "zstd" in outcome.reason


@pytest.mark.parametrize(
    "body",
    [gzip.compress(FEED, mtime=0)[:-12], gzip.compress(FEED, mtime=0)[:15] + b"\xff" * 20, b""],
)
def test_bad_gzip(body: bytes) -> None:
    outcome = ask_page(answer(body, Content_Encoding="gzip"))
    if body:
        failure(outcome, Cause.ENCODING)
    else:
        assert isinstance(outcome, Fetched)


@pytest.mark.parametrize(
    ("coding", "head", "piece"),
    [
        ("gzip", gzip.compress(FEED), b"\0" * 100_000),
        ("deflate", zlib.compress(FEED), b"\0" * 100_000),
        ("gzip", b"", gzip.compress(b"") * 5000),
    ],
    ids=["zeros after gzip", "zeros after deflate", "empty members"],
)
def test_endless_packing_that_comes_to_nothing(coding: str, head: bytes, piece: bytes) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode() + head)
        while True:
            writer.write(piece)
            await writer.drain()

    async def scenario() -> Outcome:
        async with listening() as villain, Fetcher(max_body_bytes=1_000_000) as fetcher:
            villain.pages["/"] = endless
            return await fetcher.fetch(Feed(url=villain.url("/"), name="villain"))

    failure(asyncio.run(scenario()), Cause.TOO_LARGE)


def test_a_body_that_nobody_wants_is_not_read_to_its_end() -> None:
    """A short page behind an error is passed over, so that the connection can be kept; a flood, or a drip, is not."""

    async def flood(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n")
        await repeat(writer, b"1\r\nx\r\n" * 1000)

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n")
        await repeat(writer, b"x", pause_s=0.05)

    for page in (flood, drip):
        failure(ask_page(page, deadline_s=60.0), Cause.NOT_FOUND)
    failure(ask_page(answer(b"x" * (1 << 20), "404 Not Found"), deadline_s=60.0), Cause.NOT_FOUND)


def test_a_drip_ends_at_the_deadline() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        await repeat(writer, b"x", pause_s=0.05)

    outcome = failure(ask_page(drip, deadline_s=1.0), Cause.TIMEOUT)
    assert "1 seconds" in outcome.reason


def test_a_drip_of_headers_ends_at_the_deadline() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        await repeat(writer, b"X: y\r\n", pause_s=0.05)

    failure(ask_page(drip, deadline_s=1.0), Cause.TIMEOUT)


def test_silence_ends_at_the_deadline() -> None:
    async def silence(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    failure(ask_page(silence, deadline_s=0.5), Cause.TIMEOUT)


def test_endless_chunks() -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()

    assert failure(ask_page(endless), Cause.TOO_LARGE).answer_s < 4.0


@pytest.mark.parametrize(
    ("head", "piece", "cause"),
    [
        (CHUNKED, b"1\r\nx\r\n" * 1000, Cause.TOO_LARGE),
        (CHUNKED, b"1;" + b"a" * 20_000 + b"\r\nx\r\n", Cause.TOO_LARGE),
        (CHUNKED + b"1;", b"a" * 20_000, Cause.TOO_LARGE),
        (CHUNKED, b"0" * 20_000, Cause.PROTOCOL),
        (CHUNKED + b"0\r\n", b"X: y\r\n" * 1000, Cause.PROTOCOL),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 1000, Cause.PROTOCOL),
        (b"", b"HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n" * 1000, Cause.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000, Cause.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 20_000, Cause.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\n", b" folded\r\n" * 1000, Cause.PROTOCOL),
    ],
    ids=[
        "letters", "extensions", "one extension", "size", "trailers", "processing", "hints", "headers", "header", "folds",
    ],
)  # fmt: skip
def test_a_flood_that_comes_to_nothing_is_given_up_long_before_the_deadline(
    head: bytes, piece: bytes, cause: Cause
) -> None:
    async def flood(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    failure(ask_page(flood, deadline_s=100.0), cause)


def test_a_size_that_is_announced_is_not_waited_for() -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    failure(ask_page(page), Cause.TOO_LARGE)


def test_five_thousand_headers() -> None:
    headers = "".join(f"X-{i}: {'a' * 1000}\r\n" for i in range(5000))
    failure(ask_page(f"HTTP/1.1 200 OK\r\n{headers}\r\n".encode()), Cause.PROTOCOL)


def test_an_answer_that_breaks_off() -> None:
    failure(ask_page(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>"), Cause.BROKEN_OFF)
    failure(ask_page(b""), Cause.BROKEN_OFF)


@pytest.mark.parametrize(
    "page",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"\0" * 100,
        b"HTTP/9.9 OK\r\n\r\n",
        b"HTTP/1.1 20",
        b"HTTP/1.1 200 OK\r\nA: b",
    ],
)
def test_no_http_at_all(page: bytes) -> None:
    outcome = ask_page(page)
    assert isinstance(outcome, FetchFailed)
    assert outcome.cause in {Cause.PROTOCOL, Cause.BROKEN_OFF}


@pytest.mark.parametrize("location", REFUSED_LOCATIONS)
def test_redirects_that_are_not_followed(location: str) -> None:
    outcome = ask_page(moved(location))
    assert isinstance(outcome, FetchFailed)
    assert outcome.cause in {Cause.REDIRECT, Cause.ADDRESS}
    assert " : " not in outcome.reason
    assert "redirect" in outcome.reason or "address" in outcome.reason


@pytest.mark.parametrize("status", ["302 Found", "301 Moved", "308 Moved"])
def test_a_loop_of_redirects(status: str) -> None:
    async def scenario() -> None:
        async with listening() as villain:
            villain.pages["/"] = moved("/", status)
            failure(await ask(villain, "/"), Cause.REDIRECT)
            assert villain.hits["/"] == Limits().redirects + 1

    asyncio.run(scenario())


def test_a_kept_connection_that_the_server_has_given_up_is_no_failure() -> None:
    """It says nothing of that: the next request on it meets nobody. A fresh one that breaks off is a failure."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            asked.append(path)
            if path != "/silent":
                writer.write(answer())
                await writer.drain()
                await reader.readuntil(b"\r\n\r\n")
                asked.append("unheard")
        writer.close()

    async def scenario() -> None:
        server = await start_server(serve, "127.0.0.1", 0)
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Fetcher(deadline_s=5.0) as fetcher:
            for path in ("/1", "/2"):
                outcome = await fetcher.fetch(Feed(url=base + path, name="x"))
                assert isinstance(outcome, Fetched), outcome
        async with Fetcher(deadline_s=5.0) as fetcher:
            failure(await fetcher.fetch(Feed(url=f"{base}/silent", name="x")), Cause.BROKEN_OFF)
        server.close()

    asyncio.run(scenario())
    assert asked == ["/1", "unheard", "/2", "/silent"], "nobody is asked twice who was heard"


SHORT = answer(b"", "304 Not Modified").replace(b"Content-Length: 0\r\n", b"")


@pytest.mark.parametrize(
    "first",
    [
        answer(),
        CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(FEED), FEED),
        answer(b"no", "404 Not Found"),
        answer(b""),
        SHORT,
    ],
    ids=["length", "chunks", "error", "empty", "not modified"],
)
@pytest.mark.parametrize(
    "more", [answer(b"forged"), b"x", answer(b"forged")[:12]], ids=["answer", "byte", "half"]
)
def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next_one(first: bytes, more: bytes) -> None:
    """On a connection that is kept, it would be believed of another feed: so a connection with unread bytes is closed."""
    tries = 40

    def reply(asked: Asked) -> bytes:
        return answer(asked.target.encode()) if asked.target.startswith("/next") else first + more

    async def scenario() -> None:
        async with serving(reply) as server, Fetcher(deadline_s=5.0) as fetcher:
            for number in range(tries):
                await fetcher.fetch(Feed(url=server.url(f"/{number}"), name="x"))
                outcome = await fetcher.fetch(Feed(url=server.url(f"/next-{number}"), name="x"))
                assert isinstance(outcome, Fetched)
                assert outcome.body.decode() == f"/next-{number}"
            assert len(server.asked) == 2 * tries, "and none is asked twice"
            # Of what comes with the last chunk nothing is left unread.
            assert server.connections == (1 if first.startswith(CHUNKED) else tries + 1)

    asyncio.run(scenario())


def test_an_answer_that_nobody_asked_for_and_that_comes_late_is_not_taken_for_the_next_one() -> None:
    tasks: set[asyncio.Task[None] | None] = set()
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            asked.append((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode())
            writer.write(answer())
            await writer.drain()
            await first_is_over.wait()
            writer.write(answer(b"forged"))
            await writer.drain()
            forged.set()
            await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    first_is_over, forged = asyncio.Event(), asyncio.Event()

    async def scenario() -> None:
        server = await start_server(serve, "127.0.0.1", 0)
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Fetcher(deadline_s=5.0) as fetcher:
            assert isinstance(await fetcher.fetch(Feed(url=f"{base}/1", name="x")), Fetched)
            first_is_over.set()
            await forged.wait()
            outcome = await fetcher.fetch(Feed(url=f"{base}/2", name="x"))
            assert isinstance(outcome, Fetched)
            assert outcome.body == FEED
        server.close()
        await asyncio.gather(*(task for task in tasks if task is not None))

    asyncio.run(scenario())
    assert asked == ["/1", "/2"]


def test_moved_for_good_is_told_and_moved_for_now_is_not() -> None:
    async def scenario() -> None:
        async with listening() as villain:
            villain.pages.update(
                {"/old": moved("/mid", "301 Moved"), "/mid": moved("/new", "308 Moved"), "/new": answer()}
            )
            outcome = await ask(villain, "/old")
            assert isinstance(outcome, Fetched)
            assert outcome.permanent_url == outcome.final_url == villain.url("/new")
            villain.pages["/mid"] = moved("/new", "302 Found")
            outcome = await ask(villain, "/old")
            assert isinstance(outcome, Fetched)
            assert outcome.permanent_url == villain.url("/mid")
            villain.pages["/old"] = moved("/mid", "307 Moved")
            villain.pages["/mid"] = moved("/new", "301 Moved")
            outcome = await ask(villain, "/old")
            assert isinstance(outcome, Fetched)
            assert outcome.permanent_url == ""

    asyncio.run(scenario())


def test_the_open_web_does_not_lead_into_private_networks() -> None:
    """127.0.0.2 plays the open web, 127.0.0.1 the private network: both by name and by number, and again when a
    connection to the private server is already open."""

    async def scenario() -> None:
        async with listening("127.0.0.1") as private, listening("127.0.0.2") as public:
            private.pages["/secret"] = answer()
            for host in ("127.0.0.1", "localhost"):
                public.pages[f"/{host}"] = moved(private.url("/secret", host))
            public.pages["/fine"] = moved(public.url("/feed", "127.0.0.2"))
            public.pages["/feed"] = answer()
            async with Fetcher(deadline_s=5.0, is_public=lambda address: address == "127.0.0.2") as fetcher:

                async def get(url: str) -> Outcome:
                    return await fetcher.fetch(Feed(url=url, name="x"))

                for host in ("127.0.0.1", "localhost"):
                    outcome = await get(public.url(f"/{host}", "127.0.0.2"))
                    assert "private" in failure(outcome, Cause.REDIRECT).reason
                assert not private.hits
                # The user's own address may be private, and may redirect to itself.
                assert isinstance(await get(private.url("/secret")), Fetched)
                outcome = await get(public.url("/127.0.0.1", "127.0.0.2"))
                assert "private" in failure(outcome, Cause.REDIRECT).reason
                assert private.hits["/secret"] == 1
                assert isinstance(await get(public.url("/fine", "127.0.0.2")), Fetched)
                private.pages["/moved"] = moved("/secret")
                assert isinstance(await get(private.url("/moved")), Fetched)

    if not _has_second_loopback():
        pytest.skip("this system has one loopback address only")
    asyncio.run(scenario())


def _has_second_loopback() -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.2", 0))
        except OSError:
            return False
    return True


def test_a_redirect_to_an_address_in_arabic_letters() -> None:
    async def scenario() -> None:
        async with listening() as villain:
            villain.pages["/"] = answer(b"", "301 Moved", Location="/أخبار")
            villain.pages["/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"] = answer()
            assert isinstance(await ask(villain, "/"), Fetched)

    asyncio.run(scenario())


def test_an_address_that_is_kept_has_no_letter_that_a_terminal_obeys() -> None:
    async def scenario() -> None:
        async with listening() as villain:
            villain.pages["/"] = moved("/a b\x1b[31m\x9b\u202e", "301 Moved")
            villain.pages["/a%20b%1B[31m%C2%9B%E2%80%AE"] = answer()
            outcome = await ask(villain, "/")
            assert isinstance(outcome, Fetched)
            assert outcome.permanent_url == outcome.final_url == villain.url("/a%20b%1B[31m%C2%9B%E2%80%AE")

    asyncio.run(scenario())


def test_headers_that_are_said_twice_count_together() -> None:
    page = answer(Cache_Control="public").replace(b"\r\n\r\n", b"\r\ncache-control: max-age=60\r\n\r\n", 1)
    outcome = ask_page(page)
    assert isinstance(outcome, Fetched)
    assert outcome.max_age_s == 60.0


def test_no_cookie_is_kept() -> None:
    async def scenario() -> None:
        async with listening() as villain:
            villain.pages["/"] = answer(Set_Cookie="who=you; Path=/; Max-Age=99999")
            async with Fetcher() as fetcher:
                for _ in range(2):
                    assert isinstance(await fetcher.fetch(Feed(url=villain.url("/"), name="x")), Fetched)
            assert not any("cookie" in asked for asked in villain.asked)

    asyncio.run(scenario())


def test_secrets_go_to_the_feeds_own_host_only() -> None:
    async def scenario() -> None:
        async with listening() as own, listening() as other:
            own.pages["/"] = moved(other.url("/"))
            other.pages["/"] = answer()
            async with Fetcher() as fetcher:
                feed = Feed(url=own.url("/"), name="x", headers={"X-Token": "secret"}, user_agent="mine")
                assert isinstance(await fetcher.fetch(feed), Fetched)
            assert own.asked[0]["x-token"] == "secret"
            assert "x-token" not in other.asked[0]
            assert other.asked[0]["user-agent"] == "mine"

    asyncio.run(scenario())


def test_a_feeds_own_header_takes_the_place_of_ours() -> None:
    async def scenario() -> None:
        async with listening() as villain, Fetcher() as fetcher:
            villain.pages["/"] = answer()
            feed = Feed(url=villain.url("/"), name="x", headers={"host": "a.example", "ACCEPT": "text/html"})
            assert isinstance(await fetcher.fetch(feed), Fetched)
            assert (villain.asked[0]["host"], villain.asked[0]["accept"]) == ("a.example", "text/html")

    asyncio.run(scenario())


def test_headers_in_any_letters_are_sent_and_those_that_cannot_be_are_named() -> None:
    async def scenario() -> None:
        async with listening() as villain, Fetcher(environ={"KEY": "مفتاح"}) as fetcher:
            villain.pages["/"] = answer()
            url = villain.url("/")
            feed = Feed(url=url, name="x", user_agent="شريط", headers={"X-Key": "${KEY}"})
            assert isinstance(await fetcher.fetch(feed), Fetched)
            for name, word in (("user-agent", "شريط"), ("x-key", "مفتاح")):
                assert villain.asked[0][name] == word.encode().decode("latin-1").lower()  # lowered here
            for name, value in (("X", "a\r\nY: b"), ("X\r\nY", "b"), ("é", "b"), ("Content-Length", "5")):
                outcome = await fetcher.fetch(Feed(url=url, name="x", headers={name: value}))
                assert "header" in failure(outcome, Cause.ADDRESS).reason
            assert villain.hits["/"] == 1

    asyncio.run(scenario())


def test_a_configured_proxy_is_used_and_a_redirect_past_it_may_not_lead_inwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        async with listening() as proxy, listening() as private:
            monkeypatch.setenv("http_proxy", proxy.url(""))
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            proxy.pages["http://a.example/feed"] = answer()
            proxy.pages["http://a.example/inwards"] = moved(private.url("/secret"))
            private.pages["/secret"] = answer()
            async with Fetcher(deadline_s=5.0) as fetcher:
                assert isinstance(await fetcher.fetch(Feed(url="http://a.example/feed", name="x")), Fetched)
                outcome = await fetcher.fetch(Feed(url="http://a.example/inwards", name="x"))
                assert "private" in failure(outcome, Cause.REDIRECT).reason
                assert not private.hits
                # What the user wrote is asked, proxy or not.
                assert isinstance(await fetcher.fetch(Feed(url=private.url("/secret"), name="x")), Fetched)

    asyncio.run(scenario())


def test_a_login_from_the_environment_is_sent_to_its_own_host_only() -> None:
    async def scenario() -> None:
        async with listening("127.0.0.1") as villain, listening("127.0.0.1") as elsewhere:
            villain.pages["/"] = moved(elsewhere.url("/feed"))
            elsewhere.pages["/feed"] = answer()
            async with Fetcher(deadline_s=5.0, environ={"PASSWORD": "sesame"}) as fetcher:
                feed = Feed(
                    url=villain.url("/"),
                    name="x",
                    auth="Aladdin:open ${PASSWORD}",
                    headers={"X-Key": "${PASSWORD}"},
                )
                assert isinstance(await fetcher.fetch(feed), Fetched)
                assert (
                    villain.asked[0]["authorization"] == "basic qwxhzgrpbjpvcgvuihnlc2ftzq=="
                )  # lowered here
                assert villain.asked[0]["x-key"] == "sesame"
                assert not {"authorization", "x-key"} & set(elsewhere.asked[0])
                missing = Feed(url=villain.url("/"), name="x", auth="a:${NOWHERE}")
                assert "NOWHERE" in failure(await fetcher.fetch(missing), Cause.SECRET).reason
                assert villain.hits["/"] == 1

    asyncio.run(scenario())


def test_a_feeds_own_proxy_and_its_wish_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with listening() as proxy, listening() as other, listening() as origin:
            url = origin.url("/f")
            proxy.pages[url] = other.pages[url] = origin.pages["/f"] = answer()
            monkeypatch.setenv("http_proxy", proxy.url(""))
            async with Fetcher(deadline_s=5.0) as fetcher:
                for own in ("", other.url(""), "none"):
                    assert isinstance(await fetcher.fetch(Feed(url=url, name="x", proxy=own)), Fetched)
            assert (proxy.hits[url], other.hits[url], origin.hits["/f"]) == (1, 1, 1)

    asyncio.run(scenario())


def test_a_proxys_password_from_the_environment_is_sent_to_the_proxy_only() -> None:
    async def scenario() -> None:
        async with listening() as proxy:
            url = "http://a.example/f"
            proxy.pages[url] = answer()
            feed = Feed(url=url, name="x", proxy=f"http://me:${{PROXY_WORD}}@127.0.0.1:{proxy.port}")
            async with Fetcher(deadline_s=5.0, environ={"PROXY_WORD": "sesame"}) as fetcher:
                assert isinstance(await fetcher.fetch(feed), Fetched)
            assert proxy.asked[0]["proxy-authorization"] == "basic bwu6c2vzyw1l"  # lowered here
            assert "authorization" not in proxy.asked[0]

    asyncio.run(scenario())


def test_a_password_in_the_address_is_sent_to_its_host() -> None:
    async def scenario() -> None:
        async with listening() as villain:
            villain.pages["/"] = answer()
            async with Fetcher() as fetcher:
                url = f"http://user:secret@127.0.0.1:{villain.port}/"
                assert isinstance(await fetcher.fetch(Feed(url=url, name="x")), Fetched)
            assert villain.asked[0]["authorization"].startswith("basic ")

    asyncio.run(scenario())


def test_two_at_once_to_one_host_and_a_hanging_host_holds_up_nobody() -> None:
    async def hang(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async def slow(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        writer.write(answer())
        await writer.drain()

    async def scenario() -> None:
        async with listening() as busy, Fetcher(deadline_s=2.0) as fetcher:
            for number in range(8):
                busy.pages[f"/{number}"] = slow
            feeds = [Feed(url=busy.url(f"/{number}"), name="x") for number in range(8)]
            outcomes = await asyncio.gather(*(fetcher.fetch(feed) for feed in feeds))
            assert all(isinstance(outcome, Fetched) for outcome in outcomes)
            assert busy.most_here <= 2
        if not _has_second_loopback():
            return
        async with (
            listening() as hanging,
            listening("127.0.0.2") as healthy,
            Fetcher(deadline_s=2.0) as fetcher,
        ):
            hanging.pages["/"] = hang
            healthy.pages["/"] = answer()
            stuck = [
                asyncio.create_task(fetcher.fetch(Feed(url=hanging.url("/"), name="x"))) for _ in range(4)
            ]
            await asyncio.sleep(0.1)
            outcome = await fetcher.fetch(Feed(url=healthy.url("/", "127.0.0.2"), name="x"))
            assert isinstance(outcome, Fetched)
            assert outcome.answer_s < 1.0
            for task in stuck:
                task.cancel()
            await asyncio.gather(*stuck, return_exceptions=True)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("status", "cause", "word"),
    [
        ("401 Unauthorized", Cause.REFUSED, "password"),
        ("403 Forbidden", Cause.REFUSED, "403"),
        ("404 Not Found", Cause.NOT_FOUND, "nothing"),
        ("410 Gone", Cause.GONE, "for good"),
        ("429 Too Many Requests", Cause.BUSY, "fewer"),
        ("500 Internal Server Error", Cause.SERVER, "fault"),
        ("503 Service Unavailable", Cause.BUSY, "busy"),
        ("418 I'm a teapot", Cause.SERVER, "418"),
        ("599 What", Cause.SERVER, "599"),
    ],
)
def test_statuses_in_plain_words(status: str, cause: Cause, word: str) -> None:
    outcome = failure(ask_page(answer(b"x", status, Retry_After="120")), cause)
    assert word in outcome.reason
    assert outcome.retry_after_s == 120.0
    assert outcome.gone is (cause is Cause.GONE)


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("ftp://a.example/x", Cause.ADDRESS),
        ("http://[bad", Cause.ADDRESS),
        ("http:///x", Cause.ADDRESS),
        ("nonsense", Cause.ADDRESS),
        ("http://a.example:99999/", Cause.ADDRESS),
        ("http://127.0.0.1:1/", Cause.UNREACHABLE),
        ("http://nowhere.invalid/", Cause.NO_HOST),
        ("http://" + "a" * 300 + ".example/", Cause.NO_HOST),
    ],
)
def test_addresses_that_lead_nowhere(url: str, cause: Cause) -> None:
    async def scenario() -> Outcome:
        async with Fetcher(deadline_s=5.0) as fetcher:
            return await fetcher.fetch(Feed(url=url, name="x"))

    failure(asyncio.run(scenario()), cause)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("127.0.0.1", False),
        ("0.0.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("not an address", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    from ticker_tui.http.addresses import is_public

    assert is_public(address) is public
