"""Documents made to hang, swell or crash the reader, through the real parser processes."""

from __future__ import annotations

import asyncio
import http.server
import os
import signal
import sys
import threading
import unicodedata
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from work import count_starts

from ticker_tui.errors import ParseError
from ticker_tui.feeds.parse import MAX_ENTRIES
from ticker_tui.polling.parser_pool import NotAFeedError, ParserPool
from ticker_tui.processes.parser_protocol import CPU_S, Parsed, ParseJob
from ticker_tui.store.entries.body_codec import pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ITEM = "<item><title>{0}</title><link>http://x.example/{1}</link><description>{2}</description></item>"


def job(body: bytes, *, lang: str = "", cpu_s: float = CPU_S) -> ParseJob:
    return ParseJob(url="http://x.example/feed", body=body, lang=lang, now=NOW, cpu_s=cpu_s)


def rss(items: str, *, doctype: str = "", head: str = "", attributes: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<rss version="2.0"{attributes}><channel><title>t</title>{head}{items}</channel></rss>'
    ).encode()


def item(title: str = "a", number: int = 1, description: str = "d") -> str:
    return ITEM.format(title, number, description)


def laughs(depth: int = 9) -> bytes:
    entities = '<!ENTITY l0 "lollollollol">' + "".join(
        f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, depth + 1)
    )
    return rss(item(f"&l{depth};"), doctype=f"<!DOCTYPE lolz [{entities}]>")


GOOD = rss("".join(item(f"خبر {number}", number) for number in range(50)))
SMALL = rss(item())
# Not well-formed, so that feedparser has to read it: its pattern for author addresses is quadratic.
HANG = b"&" + rss("<item><title>a</title><author>" + "a." * 100_000 + "</author></item>")


async def outcome(pool: ParserPool, body: bytes, *, cpu_s: float = CPU_S) -> Parsed | str:
    try:
        return await pool.parse(job(body, cpu_s=cpu_s))
    except ParseError as error:
        reason = error.reason
    assert reason.endswith(".")
    assert reason.isprintable()
    return reason


@contextmanager
def counting_requests() -> Iterator[tuple[int, list[str]]]:
    """A server that nobody must ask."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<!ENTITY z 'leak'>")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port, hits
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_hanging_document_is_given_up_while_the_others_arrive_and_the_loop_runs() -> None:
    async def scenario() -> None:
        async with ParserPool(2) as pool:
            await asyncio.gather(pool.parse(job(GOOD)), pool.parse(job(GOOD)))
            hanging = asyncio.create_task(outcome(pool, HANG, cpu_s=1.0))
            others = await asyncio.gather(*(pool.parse(job(GOOD)) for _ in range(10)))
            assert not hanging.done()  # while the hanging one hangs
            assert [len(parsed.entries) for parsed in others] == [50] * 10
            turns = 0
            while not hanging.done():
                await asyncio.sleep(0.005)
                turns += 1
            assert turns > 20, "a loop that hangs with the document turns once"
            reason = await hanging
            assert isinstance(reason, str)
            assert "longer than" in reason
            assert isinstance(await outcome(pool, GOOD), Parsed)

    asyncio.run(scenario())


def test_every_child_may_hang_and_the_next_feed_is_still_read() -> None:
    async def scenario() -> None:
        async with ParserPool(2) as pool:
            answers = await asyncio.gather(
                *(outcome(pool, body, cpu_s=0.25) for body in [HANG, HANG, HANG, GOOD])
            )
            assert [isinstance(answer, Parsed) for answer in answers] == [False, False, False, True]

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit on processor time")
def test_a_job_is_given_up_for_its_processor_time_and_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = count_starts(monkeypatch)

    async def scenario() -> None:
        async with ParserPool(1) as pool:
            assert await outcome(pool, HANG, cpu_s=0.25) == (
                "Reading the feed took longer than 0.25 seconds; it was given up."
            )
            assert len(started) == 1
            for _ in range(3):  # each has its own time
                assert isinstance(await outcome(pool, GOOD, cpu_s=0.25), Parsed)
            assert len(started) == 2

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_job_that_waits_without_processor_time_is_given_up_at_last() -> None:
    async def scenario() -> None:
        async with ParserPool(1, wall_s=0.3) as pool:
            await pool.warm_up(1)
            os.kill(pool.pids[0], signal.SIGSTOP)
            assert "longer than 0.3 seconds" in str(await outcome(pool, GOOD))

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_job_that_waits_for_the_processor_longer_than_it_may_use_it_is_done() -> None:
    """On a busy machine a healthy feed was given up after five seconds of waiting."""

    async def scenario() -> None:
        async with ParserPool(1) as pool:
            await pool.warm_up(1)
            (pid,) = pool.pids
            os.kill(pid, signal.SIGSTOP)
            reading = asyncio.create_task(outcome(pool, GOOD, cpu_s=0.2))
            await asyncio.sleep(0.4)
            os.kill(pid, signal.SIGCONT)
            assert isinstance(await reading, Parsed)
            assert pool.pids == [pid]

    asyncio.run(scenario())


async def gone(pid: int) -> None:
    """Wait for a process to end; the test's own time limit ends the wait."""
    with suppress(ProcessLookupError):
        while True:
            os.kill(pid, 0)
            await asyncio.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_an_idle_process_ends_and_the_next_job_gets_another_one() -> None:
    async def scenario() -> None:
        async with ParserPool(2, idle_s=0.05) as pool:
            await pool.warm_up(2)  # no job ever comes
            both = pool.pids
            await asyncio.gather(*map(gone, both))
            assert pool.pids == []
            assert isinstance(await outcome(pool, GOOD), Parsed)
            assert pool.pids not in ([], *both)

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_process_with_a_job_is_not_idle_however_long_the_job_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    started = count_starts(monkeypatch)

    async def scenario() -> None:
        async with ParserPool(1, idle_s=0.05) as pool:
            assert "longer than 0.5 seconds" in str(await outcome(pool, HANG, cpu_s=0.5))
            assert len(started) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("wait_s", [0.0, 0.001, 0.003])
def test_jobs_that_come_while_the_idle_process_ends_are_all_done(wait_s: float) -> None:
    """Each job comes in another moment between the decision to end the process and its end."""

    async def scenario() -> None:
        async with ParserPool(1, idle_s=wait_s / 2) as pool:
            for _ in range(5):
                assert len((await pool.parse(job(SMALL))).entries) == 1
                await asyncio.sleep(wait_s)

    asyncio.run(scenario())


def test_small_bodies_are_read_before_large_ones_and_a_cancelled_wait_loses_no_process() -> None:
    large = rss("".join(item(str(i), i) for i in range(200)))
    order: list[int] = []

    async def read(pool: ParserPool, body: bytes) -> None:
        async def take() -> bytes:
            return body

        await pool.parse(job(b""), take_body=take, body_bytes=len(body))
        order.append(len(body))

    async def scenario() -> None:
        async with ParserPool(1) as pool:
            first = asyncio.create_task(read(pool, GOOD))  # has the process
            await asyncio.sleep(0)
            waiting = [asyncio.create_task(read(pool, body)) for body in (large, SMALL, large, SMALL, GOOD)]
            await asyncio.sleep(0)
            waiting[1].cancel()  # while it waits
            first.add_done_callback(lambda _: waiting[3].cancel())  # when it has just been given the process
            await asyncio.gather(first, *waiting, return_exceptions=True)
            assert order == [len(body) for body in (GOOD, GOOD, large, large)]
            await read(pool, SMALL)

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on address space is obeyed on Linux")
def test_a_document_that_swells_is_given_up() -> None:
    async def scenario() -> None:
        async with ParserPool(1, memory_bytes=150 * 1024 * 1024, wall_s=20) as pool:
            assert isinstance(await outcome(pool, GOOD), Parsed)
            swelling = rss("".join(f"<item><a><b>{i}</b></a></item>" for i in range(700_000)))
            assert isinstance(await outcome(pool, swelling), str)
            assert isinstance(await outcome(pool, GOOD), Parsed)

    asyncio.run(scenario())


def test_a_child_that_is_killed_is_replaced_and_its_job_done() -> None:
    async def scenario() -> None:
        async with ParserPool(1) as pool:
            await pool.parse(job(GOOD))
            (first,) = pool.pids
            os.kill(first, signal.SIGKILL)
            parsed = await pool.parse(job(GOOD))
            assert len(parsed.entries) == 50
            assert pool.pids != [first]
            # And in the middle of its work.
            task = asyncio.create_task(
                outcome(
                    pool, rss("".join(item(str(i), i, f"<![CDATA[{'<p>x' * 200}]]>") for i in range(500)))
                )
            )
            await asyncio.sleep(0.05)
            os.kill(pool.pids[0], signal.SIGKILL)
            assert isinstance(await task, Parsed)

    asyncio.run(scenario())


def test_a_job_that_is_called_off_leaves_the_pool_usable() -> None:
    async def scenario() -> None:
        async with ParserPool(1) as pool:
            await pool.parse(job(GOOD))
            task = asyncio.create_task(pool.parse(job(HANG)))
            await asyncio.sleep(0.1)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            assert len((await pool.parse(job(GOOD))).entries) == 50

    asyncio.run(scenario())


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_no_process_is_left_when_the_pool_closes_not_even_a_busy_one() -> None:
    async def scenario() -> list[int]:
        async with ParserPool(2) as pool:
            await asyncio.gather(pool.parse(job(GOOD)), pool.parse(job(GOOD)))
            busy = asyncio.create_task(outcome(pool, HANG))
            await asyncio.sleep(0.1)
            pids = pool.pids
            busy.cancel()
            with suppress(asyncio.CancelledError):
                await busy
            return pids

    pids = asyncio.run(scenario())
    assert len(pids) == 2
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


READ: dict[str, Callable[[], bytes]] = {
    "a plain feed": lambda: GOOD,
    "100,000 items": lambda: rss("".join(item(str(i), i) for i in range(100_000))),
    "a title of 9 MB": lambda: rss(item("A" * 9_000_000)),
    "9 MB of description": lambda: rss(item("a", 1, "A" * 9_000_000)),
    "9 MB of HTML": lambda: rss(item("a", 1, "<![CDATA[" + "<p>abc <a href='/x'>d</a></p>" * 300_000 + "]]>")),
    "100,000 attributes": lambda: rss("<item " + " ".join(f'a{i}="1"' for i in range(100_000)) + "><title>a</title></item>"),
    "100,000 categories": lambda: rss("<item><title>a</title>" + "<category>c</category>" * 100_000 + "</item>"),
    "20 KB of author": lambda: rss("<item><title>a</title><author>" + "a." * 10_000 + "</author></item>"),
    "1 MB of author": lambda: rss("<item><title>a</title><author>" + "a@" * 500_000 + "</author></item>"),
    "1 MB of date": lambda: rss("<item><title>a</title><pubDate>" + "1" * 1_000_000 + "</pubDate></item>"),
    "CDATA full of comments": lambda: rss(item("a", 1, "<![CDATA[" + "<!--" * 100_000 + "]]>")),
    "CDATA full of <a": lambda: rss(item("a", 1, "<![CDATA[" + "<a " * 100_000 + "]]>")),
    "CDATA nested 100,000 deep": lambda: rss(item("a", 1, "<![CDATA[" + "<div>" * 100_000 + "x]]>")),
    "a broken host in a link": lambda: rss("<item><title>a</title><link>http://[::1</link></item>", head="<link>http://[</link>"),
    "a broken base": lambda: rss("<item><title>a</title><link>rel</link></item>", attributes=' xml:base="http://[bad/"'),
    "references out of range": lambda: rss(item("&#99999999999;a", 1, "&#x110000; &#xD800; &#0; &#27;[31m &#x9b;x")),
    "references out of range, damaged": lambda: rss(item("&#99999999999;a", 1, "&#x110000; &nope; & &#xD800;")),
    "references out of range in CDATA": lambda: rss(item("<![CDATA[&#99999999999;a]]>", 1, "<![CDATA[&#xD800; <b>&#0;</b>]]>")),
    "control characters": lambda: rss(item("a\x1b]52;c;x\x07\x00\x9b31m", 1, "\x0e\x7f")),
    "an undefined entity": lambda: rss(item("a&nbsp;b", 1, "c &copy; d")),
    "a bare ampersand": lambda: rss(item("A & B", 1, "x && y")),
    "a warning of PHP before it": lambda: b"<br />\nWarning: mysql in x.php on line 2\n" + GOOD,
    "cut in the middle of an item": lambda: GOOD[: len(GOOD) * 6 // 10],
    "cut in the middle of a letter": lambda: GOOD[: GOOD.rindex("خ".encode()) + 1],
    "an internal entity": lambda: rss(item("a &safe; b"), doctype='<!DOCTYPE r [<!ENTITY safe "hello">]>'),
    "UTF-16 without a mark": lambda: rss(item("خبر")).decode().encode("utf-16-le"),
    "an encoding that is none": lambda: rss(item("a")).replace(b'"1.0"?', b'"1.0" encoding="punycode"?'),
    "1,000 isolates": lambda: rss(item("\u2067" * 1000 + "a", 1, "\u202e" * 1000 + "b")),
    "lone surrogates": lambda: rss(item("a")).replace(b"<title>a<", b"<title>a\xed\xa0\x80<"),
}  # fmt: skip


@pytest.fixture(scope="module")
def loop_and_pool() -> Iterator[tuple[asyncio.AbstractEventLoop, ParserPool]]:
    """One pool for all documents: what one of them spoils, the next would show."""
    with asyncio.Runner() as runner:
        pool = ParserPool(2)
        runner.run(pool.__aenter__())
        yield runner.get_loop(), pool
        runner.run(pool.__aexit__(None, None, None))


@pytest.mark.parametrize("name", READ)
def test_it_is_read(name: str, loop_and_pool: tuple[asyncio.AbstractEventLoop, ParserPool]) -> None:
    loop, pool = loop_and_pool
    parsed = loop.run_until_complete(pool.parse(job(READ[name]())))
    assert 1 <= len(parsed.entries) <= MAX_ENTRIES
    for entry in parsed.entries:
        assert entry.title
        assert len(entry.title) <= 500
        assert len(entry.summary) <= 500
        assert len(pack(entry).folded) <= 250_000
        assert sum(len(block.text) for block in entry.blocks) <= 210_000
        for text in (entry.title, entry.summary, entry.author, entry.link, entry.key, *entry.categories):
            assert is_clean(text), ascii(text)
        assert all(is_clean(block.text.replace("\n", "")) for block in entry.blocks)


def is_clean(text: str) -> bool:
    return not any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in "\u202a\u202b\u202d\u202e"
        for char in text
    )


GIVEN_UP: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \n\t ", "empty"),
    "zeros": (lambda: b"\0" * 1000, "empty"),
    "noise": (lambda: bytes(range(256)) * 4000, "not a feed"),
    "a web page": (lambda: b"<!doctype html><html><head><title>404 &amp; gone</title></head><body><p>x" * 3, "“404 & gone”"),
    "a web page that is XML": (lambda: b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head></html>', "web page"),
    "XML of another kind": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a feed"),
    "JSON of another kind": (lambda: b'{"items": 3}', "not a feed"),
    "broken JSON": (lambda: b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "not a feed"),
    "deep JSON": (lambda: b'{"a":' * 100_000, "not a feed"),
    "text": (lambda: b"Service unavailable", "not a feed"),
}  # fmt: skip


@pytest.mark.parametrize("name", GIVEN_UP)
def test_it_is_no_feed(name: str, loop_and_pool: tuple[asyncio.AbstractEventLoop, ParserPool]) -> None:
    loop, pool = loop_and_pool
    make, words = GIVEN_UP[name]
    reason = loop.run_until_complete(outcome(pool, make()))
    assert isinstance(reason, str)
    assert words in reason


def test_a_web_page_tells_which_feeds_it_names(
    loop_and_pool: tuple[asyncio.AbstractEventLoop, ParserPool],
) -> None:
    loop, pool = loop_and_pool
    page = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss" title="All"></head></html>'
    )
    with pytest.raises(NotAFeedError, match="web page") as caught:
        loop.run_until_complete(pool.parse(job(page)))
    assert [(feed.url, feed.title) for feed in caught.value.feeds] == [("http://x.example/rss", "All")]


BOMBS: dict[str, Callable[[], bytes]] = {
    "billion laughs": laughs,
    "quadratic entities": lambda: rss(item("&a;" * 2000), doctype=f'<!DOCTYPE r [<!ENTITY a "{"A" * 100_000}">]>'),
    "100,000 namespaces": lambda: rss(item(), attributes=" " + " ".join(f'xmlns:n{i}="http://n/{i}"' for i in range(100_000))),
    "nested 100,000 deep": lambda: rss("<item><title>a</title>" + "<b>" * 100_000 + "x" + "</b>" * 100_000 + "</item>"),
    "doctypes": lambda: b"<!DOCTYPE " * 20_000 + rss(item()),
    "entities": lambda: b"<!DOCTYPE r [" + b"<!ENTITY a " * 20_000 + rss(item()),
    "a million <": lambda: rss(item()) + b"<" * 1_000_000,
    "a million &": lambda: rss(item("&" * 1_000_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_read_or_given_up_in_time(
    name: str, loop_and_pool: tuple[asyncio.AbstractEventLoop, ParserPool]
) -> None:
    loop, pool = loop_and_pool
    answer = loop.run_until_complete(outcome(pool, BOMBS[name](), cpu_s=1.0))
    if isinstance(answer, Parsed):
        assert len(answer.entries) <= MAX_ENTRIES
    assert len(loop.run_until_complete(pool.parse(job(GOOD))).entries) == 50


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:{port}/xxe">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:{port}/dtd">',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/pe"> %p;]>',
        '<?xml-stylesheet href="http://127.0.0.1:{port}/style" type="text/xsl"?>',
    ],
)
def test_a_document_causes_no_request_and_reads_no_file(
    doctype: str, loop_and_pool: tuple[asyncio.AbstractEventLoop, ParserPool]
) -> None:
    loop, pool = loop_and_pool
    with counting_requests() as (port, hits):
        picture = f"<![CDATA[<img src='http://127.0.0.1:{port}/i'>]]>"
        body = rss(item("[&x;]", 1, "&x;" + picture), doctype=doctype.replace("{port}", str(port)))
        answer = loop.run_until_complete(outcome(pool, body))
    assert hits == []
    host = Path("/etc/hostname")
    if host.exists() and (name := host.read_text(encoding="utf-8").strip()):
        assert name not in repr(answer)
