"""Names that mean one address when they are checked and another when they are used, with a name server of our own."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter

import pytest
from loopback import Listener, start_server

from ticker_tui.feeds.fetch import Fetcher
from ticker_tui.feeds.fetch_outcome import Cause, Fetched, FetchFailed, Outcome
from ticker_tui.model import Feed

BODY = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
OPEN, PRIVATE = "127.0.0.2", "127.0.0.1"
"""127.0.0.2 plays the open web."""


class Resolver:
    """Looks names up; one with several answers gives them in turn, the last one for ever."""

    def __init__(self, **names: list[str]) -> None:
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.asked: Counter[str] = Counter()

    def __call__(self, host: str, _port: int) -> list[str]:
        answers = self.names.get(host)
        if answers is None:
            return []
        self.asked[host] += 1
        return answers[min(self.asked[host], len(answers)) - 1].split()


class Servers:
    """One on the open side and one inside, on the same port, so that a name decides which one it is."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.target = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            where = str(writer.get_extra_info("sockname")[0])
            self.hits[where + path] += 1
            if path == "/away":
                writer.write(
                    f"HTTP/1.1 302 F\r\nLocation: {self.target}\r\nContent-Length: 0\r\n\r\n".encode()
                )
            else:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def on_one_port(servers: Servers) -> tuple[Listener, Listener, int]:
    """The two servers; a port that is free on the one address may be somebody's on the other."""
    while True:
        outside = await start_server(servers.serve, OPEN, 0)
        port = outside.sockets[0].getsockname()[1]
        try:
            return outside, await start_server(servers.serve, PRIVATE, port), port
        except OSError:
            outside.close()
            await outside.wait_closed()


def ask(resolver: Resolver, servers: Servers, url: str, target: str) -> Outcome:
    async def scenario() -> Outcome:
        outside, inside, port = await on_one_port(servers)
        servers.target = target.format(port=port)
        try:
            async with Fetcher(
                deadline_s=5.0, is_public=lambda address: address == OPEN, resolve=resolver
            ) as fetcher:
                return await fetcher.fetch(Feed(url=url.format(port=port), name="x"))
        finally:
            outside.close()
            inside.close()

    return asyncio.run(scenario())


@pytest.fixture(autouse=True)
def two_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with socket.socket() as probe:
        try:
            probe.bind((OPEN, 0))
        except OSError:
            pytest.skip("this system has one loopback address only")


def refused(outcome: Outcome) -> None:
    assert isinstance(outcome, FetchFailed)
    assert outcome.cause is Cause.REDIRECT
    assert "private" in outcome.reason


def test_a_redirect_to_a_name_inside_is_refused() -> None:
    servers = Servers()
    resolver = Resolver(open_example=[OPEN], inner_example=[PRIVATE])
    refused(ask(resolver, servers, "http://open.example:{port}/away", "http://inner.example:{port}/secret"))
    assert not servers.hits[f"{PRIVATE}/secret"]


@pytest.mark.parametrize("inner", [f"{OPEN} {PRIVATE}", f"{PRIVATE} {OPEN}"])
def test_of_the_addresses_of_a_name_only_public_ones_are_connected_to(inner: str) -> None:
    servers = Servers()
    resolver = Resolver(open_example=[OPEN], inner_example=[inner])
    outcome = ask(resolver, servers, "http://open.example:{port}/away", "http://inner.example:{port}/feed")
    assert isinstance(outcome, Fetched)
    assert servers.hits[f"{OPEN}/feed"] == 1
    assert not servers.hits[f"{PRIVATE}/feed"]


def test_a_name_that_is_public_once_and_private_afterwards() -> None:
    """What is checked is what is connected to: once for the article, once for the picture."""
    servers = Servers()

    async def scenario() -> None:
        outside, inside, port = await on_one_port(servers)
        resolver = Resolver(open_example=[OPEN], turns_example=[OPEN, PRIVATE])
        feed = Feed(url=f"http://open.example:{port}/feed", name="x")
        async with Fetcher(
            deadline_s=5.0, is_public=lambda address: address == OPEN, resolve=resolver
        ) as fetcher:
            for fetch in (fetcher.fetch_page, fetcher.fetch_picture):
                resolver.asked.clear()
                link = f"http://turns.example:{port}/feed"
                assert isinstance(await fetch(link, feed), Fetched)
                assert "private" in failure(await fetch(f"{link}2", feed), Cause.REDIRECT)
            # A private server, connected to because the user wants its feed, is not asked for others either.
            inner = Feed(url=f"http://{PRIVATE}:{port}/feed", name="x")
            assert isinstance(await fetcher.fetch(inner), Fetched)
            assert isinstance(await fetcher.fetch_page(f"http://{PRIVATE}:{port}/page", inner), Fetched)
            assert "private" in failure(
                await fetcher.fetch_page(f"http://{PRIVATE}:{port}/secret", feed), Cause.REDIRECT
            )
        outside.close()
        inside.close()

    asyncio.run(scenario())
    assert servers.hits[f"{OPEN}/feed"] == 2
    assert servers.hits[f"{OPEN}/feed2"] == servers.hits[f"{PRIVATE}/feed2"] == 0
    assert not servers.hits[f"{PRIVATE}/secret"]


def failure(outcome: Outcome, cause: Cause) -> str:
    assert isinstance(outcome, FetchFailed), outcome
    assert outcome.cause is cause
    return outcome.reason


def test_a_server_that_sends_us_to_its_own_name_after_that_turned_inward() -> None:
    """The feed's own host was open when it was first asked; its redirect to itself finds a private address."""
    servers = Servers()
    resolver = Resolver(turns_example=[OPEN, PRIVATE])
    refused(ask(resolver, servers, "http://turns.example:{port}/away", "http://turns.example:{port}/secret"))
    assert not servers.hits[f"{PRIVATE}/secret"]


def test_a_name_that_leads_nowhere_is_said() -> None:
    servers = Servers()
    resolver = Resolver(open_example=[OPEN])
    outcome = ask(resolver, servers, "http://open.example:{port}/away", "http://nowhere.invalid:{port}/")
    assert isinstance(outcome, FetchFailed)
    assert outcome.cause is Cause.NO_HOST
