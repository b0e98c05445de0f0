"""Encrypted servers and proxies of our own on loopback, with a certificate made for the run."""

from __future__ import annotations

import asyncio
import gc
import shutil
import ssl
import subprocess
import time
import warnings
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from loopback import start_server
from wire_server import Asked, WireServer, ok, server_context, serving, to

from ticker_tui.feeds.fetch import Fetcher
from ticker_tui.feeds.fetch_outcome import Cause, Fetched, FetchFailed
from ticker_tui.model import Feed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from ticker_tui.feeds.fetch_outcome import Outcome

BODY = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
OPEN, PRIVATE = "127.0.0.2", "127.0.0.1"
"""127.0.0.2 plays the open web."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate in one file, for the loopback addresses and no name."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("without openssl there is no certificate to try")
    folder = tmp_path_factory.mktemp("tls")
    words = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=ticker"
        f" -addext subjectAltName=IP:{PRIVATE},IP:{OPEN} -keyout key.pem -out certificate.pem"
    )
    made = subprocess.run([openssl, *words.split()], cwd=folder, capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this openssl makes no such certificate")
    both = folder / "both.pem"
    both.write_bytes((folder / "certificate.pem").read_bytes() + (folder / "key.pem").read_bytes())
    return both


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have one."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "ssl_cert_file", "ssl_cert_dir"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class Server:
    """Answers by path, as often as it is asked on one connection; a proxy where it is asked to CONNECT."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.connections = self.port = 0
        self.moved_to = ""
        self.refusal = ""
        self.uninvited = b""
        self.tasks: list[asyncio.Task[None]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.append(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while await self.answer(reader, writer):
                await writer.drain()
        await hung_up(writer)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether another question may follow."""
        if self.refusal:
            await reader.read(65536)
            writer.write(f"HTTP/1.1 {self.refusal}\r\nContent-Length: 0\r\n\r\n".encode() + self.uninvited)
            return False
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        self.heads.append(head)
        method, target, _ = head.split(" ", 2)
        if method == "CONNECT":
            host, _, port = target.partition(":")
            inner = await asyncio.open_connection(host, int(port))
            writer.write(b"HTTP/1.1 200 Yes\r\n\r\n")
            await asyncio.gather(passed_on(reader, inner[1]), passed_on(inner[0], writer))
            return False
        if target == "/away":
            writer.write(f"HTTP/1.1 302 F\r\nLocation: {self.moved_to}\r\nContent-Length: 0\r\n\r\n".encode())
            return False
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)
        return True


async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
    await hung_up(writer)


async def hung_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


@asynccontextmanager
async def listening(certificate: Path | None = None, host: str = PRIVATE) -> AsyncIterator[Server]:
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    server = Server()
    listener = await start_server(server.serve, host, 0, ssl=context)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        await listener.end()
        await asyncio.gather(*server.tasks)


async def get(fetcher: Fetcher, url: str, *, proxy: str = "") -> Outcome:
    return await fetcher.fetch(Feed(url=url, name="x", proxy=proxy))


def failure(outcome: Outcome, cause: Cause, words: str) -> None:
    assert isinstance(outcome, FetchFailed), outcome
    assert outcome.cause is cause, outcome
    assert words in outcome.reason


def test_an_encrypted_server_that_is_trusted_is_asked_over_one_connection(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def scenario() -> None:
        async with listening(certificate) as server, Fetcher(deadline_s=5.0) as fetcher:
            for _ in range(2):
                outcome = await get(fetcher, f"https://{PRIVATE}:{server.port}/f")
                assert isinstance(outcome, Fetched), outcome
                assert outcome.body == BODY
            assert server.connections == 1
            wrong_name = await get(fetcher, f"https://localhost:{server.port}/f")
            failure(wrong_name, Cause.CERTIFICATE, "mismatch")

    asyncio.run(scenario())


def test_a_connection_that_was_kept_while_the_machine_slept_or_its_clock_was_set_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = time.time

    async def scenario() -> None:
        async with listening() as server, Fetcher(deadline_s=5.0) as fetcher:
            url = f"http://{PRIVATE}:{server.port}/f"
            for connections, ahead_s in ((1, 0.0), (1, 0.0), (2, 3600.0), (2, 3600.0), (3, -3600.0)):
                monkeypatch.setattr(time, "time", lambda ahead_s=ahead_s: now() + ahead_s)
                assert isinstance(await get(fetcher, url), Fetched)
                assert server.connections == connections

    asyncio.run(scenario())


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_whenever_it_is_given_up_nothing_is_left(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, encrypted: bool
) -> None:
    """Given up after one step of the loop, after two, and so on to the end of the answer."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    noticed: list[object] = []

    def notice(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        if "incoming" not in str(context["message"]):  # the server may wonder
            noticed.append(context)

    async def scenario() -> None:
        asyncio.get_running_loop().set_exception_handler(notice)
        async with listening(certificate if encrypted else None) as server:
            url = f"http{'s' * encrypted}://{PRIVATE}:{server.port}/f"
            given_up = 0
            for steps in range(1000):
                async with Fetcher(deadline_s=5.0) as fetcher:
                    asking = asyncio.create_task(get(fetcher, url))
                    for _ in range(steps):
                        await asyncio.sleep(0)
                    given_up += asking.cancel()
                    with suppress(asyncio.CancelledError):
                        assert isinstance(await asking, Fetched)
                        break
                    assert isinstance(await get(fetcher, url), Fetched), "the places are free"
                    assert isinstance(await get(fetcher, url), Fetched)
            assert given_up > 5
        mine = {asyncio.current_task(), *server.tasks}
        assert asyncio.all_tasks() <= mine

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        asyncio.run(scenario())
        gc.collect()
    assert noticed == []
    assert [str(each.message) for each in caught] == []


@pytest.mark.parametrize(
    ("chain", "own", "arrives"),
    [
        ("s p s", {}, True),
        ("p s", {}, True),
        ("p s p s", {}, True),
        ("s p", {}, False),
        ("s s p", {}, False),
        ("p s p", {}, False),
        ("s p s", {"auth": "me:sesame"}, False),
        ("s p s", {"headers": {"X-Token": "sesame"}}, False),
        ("s p s", {"login": "me:sesame@"}, False),
    ],
)
def test_a_chain_that_leaves_encryption(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, chain: str, own: dict[str, Any], arrives: bool
) -> None:
    """It may do so on the way, if nothing secret is sent and it comes back; what it says of moves for good is not believed."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    steps = chain.split()

    def answer(asked: Asked) -> bytes:
        number = int(asked.target[1:])
        if number == len(steps):
            return ok(BODY)
        return to(servers[steps[number]].url(f"/{number + 1}"), status="301 Moved Permanently")

    async def scenario() -> None:
        async with (
            serving(answer) as plain,
            serving(answer, context=server_context(certificate)) as safe,
            Fetcher(deadline_s=5.0) as fetcher,
        ):
            servers.update(p=plain, s=safe)
            login = own.pop("login", "")
            url = servers[steps[0]].url("/1").replace("://", f"://{login}")
            outcome = await fetcher.fetch(Feed(url=url, name="x", **own))
            if arrives:
                assert isinstance(outcome, Fetched), outcome
                last = servers[steps[-1]].url(f"/{len(steps)}")
                assert outcome.permanent_url == (
                    "" if chain == "s p s" else safe.url("/2") if "s p" in chain else last
                )
            else:
                failure(outcome, Cause.REDIRECT, "unencrypted")
            assert not any("authorization" in asked.headers for asked in plain.asked)

    servers: dict[str, WireServer] = {}
    asyncio.run(scenario())


def test_certificates_that_cannot_be_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at-all.pem")

    async def scenario() -> None:
        async with listening() as server, Fetcher(deadline_s=5.0) as fetcher:
            outcome = await get(fetcher, f"https://{PRIVATE}:{server.port}/f")
            failure(outcome, Cause.CERTIFICATE, "SSL_CERT_FILE")

    asyncio.run(scenario())


def test_an_encrypted_server_that_nobody_vouches_for_is_not_asked(certificate: Path) -> None:
    async def scenario() -> None:
        async with (
            listening(certificate) as server,
            listening() as plain,
            Fetcher(deadline_s=5.0) as fetcher,
        ):
            outcome = await get(fetcher, f"https://{PRIVATE}:{server.port}/f")
            failure(outcome, Cause.CERTIFICATE, "cannot be trusted (self")
            assert server.heads == []
            plain.refusal = "403 No"
            outcome = await get(fetcher, f"https://{PRIVATE}:{plain.port}/f")
            failure(outcome, Cause.CERTIFICATE, "No encrypted connection")

    asyncio.run(scenario())


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_through_a_proxy_an_encrypted_server_speaks_with_us_alone(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """The proxy sees a name and its own password; it may be encrypted itself."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def scenario() -> None:
        async with (
            listening(certificate) as server,
            listening(certificate if scheme == "https" else None) as proxy,
            Fetcher(deadline_s=5.0) as fetcher,
        ):
            through = f"{scheme}://me:sesame@{PRIVATE}:{proxy.port}"
            for _ in range(2):
                outcome = await get(fetcher, f"https://{PRIVATE}:{server.port}/f", proxy=through)
                assert isinstance(outcome, Fetched), outcome
                assert outcome.body == BODY
            assert [head.split()[0] for head in proxy.heads] == ["CONNECT"]
            assert "Proxy-Authorization: Basic bWU6c2VzYW1l" in proxy.heads[0]
            assert len(server.heads) == 2
            assert not any("proxy-authorization" in head.lower() for head in server.heads)
            assert server.connections == 1

    asyncio.run(scenario())


def test_a_proxy_that_refuses_or_is_none_is_said() -> None:
    async def scenario() -> None:
        async with listening() as proxy, Fetcher(deadline_s=5.0) as fetcher:
            through = f"http://{PRIVATE}:{proxy.port}"
            for proxy.refusal, cause, words in (
                ("403 No", Cause.UNREACHABLE, "proxy does not let"),
                ("407 Who", Cause.REFUSED, "proxy wants a user name"),
            ):
                outcome = await get(fetcher, "https://a.example/f", proxy=through)
                failure(outcome, cause, words)
            # Whoever sits on the line before it is encrypted could answer in the server's name.
            proxy.refusal = "200 Yes"
            proxy.uninvited = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
            outcome = await get(fetcher, "https://a.example/f", proxy=through)
            failure(outcome, Cause.CERTIFICATE, "No encrypted connection")
            for where in ("127.0.0.1:1", "nowhere.invalid:3128"):
                outcome = await get(fetcher, "http://a.example/f", proxy=f"http://{where}")
                failure(outcome, Cause.UNREACHABLE, "proxy cannot be reached")
            outcome = await get(fetcher, "https://a.example/f", proxy="socks5://127.0.0.1:1")
            failure(outcome, Cause.UNREACHABLE, "proxy cannot be reached")
            outcome = await get(fetcher, "https://a.example/f", proxy="ftp://127.0.0.1:9")
            failure(outcome, Cause.ADDRESS, "proxy's address must begin")

    asyncio.run(scenario())


def test_an_encrypted_server_of_the_open_web_does_not_lead_inwards(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def scenario() -> None:
        try:
            async with (
                listening(certificate, OPEN) as outside,
                listening(certificate, PRIVATE) as inside,
                Fetcher(deadline_s=5.0, is_public=lambda address: address == OPEN) as fetcher,
            ):
                outside.moved_to = f"https://{PRIVATE}:{inside.port}/secret"
                outcome = await get(fetcher, f"https://{OPEN}:{outside.port}/away")
                failure(outcome, Cause.REDIRECT, "private")
                assert inside.heads == []
                assert isinstance(await get(fetcher, outside.moved_to), Fetched), (
                    "the user's own may be inside"
                )
        except OSError:
            pytest.skip("this system has one loopback address only")

    asyncio.run(scenario())
