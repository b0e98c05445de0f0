"""The HTTP client against servers and proxies of our own: cookies, proxies, certificates, forms, forks, cancellation."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import struct
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from loopback import start_server
from msgspec.structs import replace
from wire_server import (
    FEED,
    Asked,
    WireServer,
    make_certificate,
    no_proxy,
    ok,
    server_context,
    serving,
    to,
)

from ticker_tui.http import Cause, Client, Failure, Limits, Request, Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from ticker_tui.http import Result

QUICK = Limits(total_s=5.0)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    no_proxy(monkeypatch)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def response(result: Result) -> Response:
    assert isinstance(result, Response), result
    return result


def failure(result: Result, cause: Cause, words: str = "") -> None:
    assert isinstance(result, Failure), result
    assert result.cause is cause, result
    assert words in result.reason


def test_a_cookie_lives_for_one_redirect_chain() -> None:
    others: list[WireServer] = []

    def answer(asked: Asked) -> bytes:
        if asked.target == "/login":
            return to("/feed", "Set-Cookie: session=1; Path=/; HttpOnly")
        if asked.target == "/away":
            return to(f"{others[0].url('/feed')}", "Set-Cookie: session=2; Path=/")
        return ok() if "session=1" in asked.headers.get("cookie", "") else to("/login")

    async def scenario() -> None:
        async with (
            serving(answer) as server,
            serving(lambda _: ok(), host="127.0.0.2") as other,
            Client(QUICK) as client,
        ):
            others.append(other)
            for _ in range(2):
                assert response(await client.send(Request(url=server.url("/feed")))).body == FEED
            assert [asked.headers.get("cookie", "") for asked in server.asked] == ["", "", "session=1"] * 2
            assert response(await client.send(Request(url=server.url("/away")))).body == FEED
            assert "cookie" not in other.asked[0].headers, "none goes to another host"

    asyncio.run(scenario())


def test_forms_and_json_are_posted_and_go_to_their_own_origin_only() -> None:
    others: list[WireServer] = []

    def answer(asked: Asked) -> bytes:
        return {
            "/see": to("/form", status="303 See Other"),
            "/again": to("/form", status="307 Temporary Redirect"),
            "/away": to(others[0].url(), status="307 Temporary Redirect"),
            "/found-away": to(others[0].url(), status="302 Found"),
        }.get(asked.target, ok())

    async def scenario() -> None:
        async with serving(answer) as server, serving(lambda _: ok()) as other, Client(QUICK) as client:
            others.append(other)
            sent = Request.form(server.url("/form"), {"name": "أمل & co", "x": ""})
            assert response(await client.send(sent)).status == 200
            assert server.asked[-1].body == b"name=%D8%A3%D9%85%D9%84+%26+co&x="
            assert server.asked[-1].headers["content-type"] == "application/x-www-form-urlencoded"
            sent = Request.json(server.url("/again"), {"name": "أمل"}, headers={"Authorization": "Bearer s"})
            response(await client.send(sent))
            assert [(asked.method, asked.body) for asked in server.asked[-2:]] == [
                ("POST", '{"name":"أمل"}'.encode())
            ] * 2
            response(await client.send(Request.form(server.url("/see"), {"a": "b"})))
            assert [(asked.method, asked.body) for asked in server.asked[-2:]] == [
                ("POST", b"a=b"),
                ("GET", b""),
            ]
            sent = Request.form(server.url("/away"), {"password": "sesame"})
            failure(await client.send(sent), Cause.REDIRECT, "form")
            assert other.asked == []
            sent = Request.form(server.url("/found-away"), {"password": "sesame"})
            response(await client.send(sent))
            assert (other.asked[0].method, other.asked[0].body) == ("GET", b"")

    asyncio.run(scenario())


def test_other_methods_and_bodies_of_errors() -> None:
    async def scenario() -> None:
        page = ok(b'{"error": "no"}', status="401 Unauthorized")
        async with (
            serving(lambda asked: ok(b"") if asked.method == "HEAD" else page) as server,
            Client(QUICK) as client,
        ):
            got = response(await client.send(Request(url=server.url(), method="DELETE")))
            assert (got.status, got.body, server.asked[-1].method) == (401, b'{"error": "no"}', "DELETE")
            got = response(await client.send(Request(url=server.url(), method="HEAD")))
            assert (got.status, got.body, server.asked[-1].method) == (200, b"", "HEAD")

    asyncio.run(scenario())


class Socks5:
    """A SOCKS5 server (RFC 1928, RFC 1929): connects to `target` whatever it is asked for."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.asked: list[tuple[str, int]] = []
        self.login = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            methods = (await reader.readexactly(2))[1]
            offered = await reader.readexactly(methods)
            writer.write(b"\x05\x02" if 2 in offered else b"\x05\x00")
            if 2 in offered:
                user = await reader.readexactly((await reader.readexactly(2))[1])
                self.login = user + b":" + await reader.readexactly((await reader.readexactly(1))[0])
                writer.write(b"\x01\x00")
            kind = (await reader.readexactly(4))[3]
            assert kind == 3, "names are looked up by the proxy"
            host = await reader.readexactly((await reader.readexactly(1))[0])
            (port,) = struct.unpack("!H", await reader.readexactly(2))
            self.asked.append((host.decode(), port))
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self.target)
            writer.write(b"\x05\x00\x00\x01\0\0\0\0\0\0")
            await asyncio.gather(copied(reader, inner_writer), copied(inner_reader, writer))
        writer.close()


async def copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
    writer.close()


@asynccontextmanager
async def socks_proxy(target: int) -> AsyncIterator[tuple[Socks5, int]]:
    proxy = Socks5(target)
    listener = await start_server(proxy.serve, "127.0.0.1", 0)
    try:
        yield proxy, listener.sockets[0].getsockname()[1]
    finally:
        listener.close()


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with serving(lambda _: ok()) as server, socks_proxy(server.port) as (proxy, port):
            async with Client(QUICK) as client:
                sent = Request(url="http://news.example/f", proxy=f"{scheme}://me:ses%40me@127.0.0.1:{port}")
                assert response(await client.send(sent)).body == FEED
                assert proxy.asked == [("news.example", 80)]
                assert proxy.login == b"me:ses@me"
                assert server.asked[0].headers["host"] == "news.example"
                assert "authorization" not in server.asked[0].headers
            monkeypatch.setenv("all_proxy", f"{scheme}://127.0.0.1:{port}")
            monkeypatch.setenv("no_proxy", "10.0.0.0/8,127.0.0.0/8,.local")
            async with Client(QUICK) as client:
                assert response(await client.send(Request(url="http://other.example:8080/"))).body == FEED
                assert proxy.asked[-1] == ("other.example", 8080)
                assert response(await client.send(Request(url=server.url("/straight")))).body == FEED
                assert len(proxy.asked) == 2

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "a.localhost.",
        "[::1]",
        "169.254.169.254",
        "10.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::ffff:10.0.0.1]",
        "100.64.0.1",
    ],
)
def test_through_a_proxy_private_addresses_are_refused_as_they_are_written(host: str) -> None:
    """The proxy would connect to them in our name, from where it is."""

    async def scenario() -> None:
        async with serving(lambda asked: to(f"http://{host}/") if "news" in asked.target else ok()) as proxy:
            through = f"http://127.0.0.1:{proxy.port}"
            async with Client(QUICK) as client:
                sent = Request(url="http://news.example/f", proxy=through)
                failure(await client.send(sent), Cause.REDIRECT, "private")
                sent = Request(url=f"http://{host}/", proxy=through, allow_private=False)
                failure(await client.send(sent), Cause.REDIRECT, "private")
                assert [asked.target for asked in proxy.asked] == ["http://news.example/f"]
                sent = Request(url=f"http://{host}/", proxy=through)
                assert response(await client.send(sent)).is_private, "the user's own address may be private"

    asyncio.run(scenario())


def test_a_certificate_authority_and_a_client_certificate_of_a_request(
    certificate: Path, tmp_path: Path
) -> None:
    ours = make_certificate(tmp_path, "client")
    key, cert = tmp_path / "client.key", tmp_path / "client.crt"

    async def scenario() -> None:
        context = server_context(certificate, client_ca=cert)
        async with serving(lambda _: ok(), context=context) as server, Client(QUICK) as client:
            url = server.url()
            failure(await client.send(Request(url=url)), Cause.CERTIFICATE, "self")
            trusting = Request(url=url, ca_file=str(certificate))
            assert isinstance(await client.send(trusting), Failure), "the server wants a certificate"
            for mine in (
                replace(trusting, client_cert=str(ours)),
                replace(trusting, client_cert=str(cert), client_key=str(key)),
            ):
                assert response(await client.send(mine)).body == FEED
            assert isinstance(await client.send(trusting), Failure), "no connection of another is used"
            for sent, words in (
                (replace(trusting, ca_file="/no/ca.pem"), "/no/ca.pem"),
                (replace(trusting, client_cert="/no/me.pem"), "/no/me.pem"),
                (replace(trusting, client_cert=str(key)), "client certificate"),
            ):
                failure(await client.send(sent), Cause.CERTIFICATE, words)

    asyncio.run(scenario())


def test_a_key_with_a_passphrase_is_refused_and_nobody_is_asked_for_it(
    certificate: Path, tmp_path: Path
) -> None:
    import subprocess

    make_certificate(tmp_path, "client")
    subprocess.run(
        ["openssl", "ec", "-in", "client.key", "-aes128", "-passout", "pass:sesame", "-out", "locked.key"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    async def scenario() -> None:
        async with (
            serving(lambda _: ok(), context=server_context(certificate)) as server,
            Client(QUICK) as client,
        ):
            sent = Request(
                url=server.url(),
                ca_file=str(certificate),
                client_cert=str(tmp_path / "client.crt"),
                client_key=str(tmp_path / "locked.key"),
            )
            failure(await client.send(sent), Cause.CERTIFICATE, "client certificate")

    asyncio.run(scenario())


def test_connections_after_a_fork_stay_the_parents(certificate: Path) -> None:
    """A child that ends would close them with a word to the servers."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")

    async def scenario() -> None:
        async with (
            serving(lambda _: ok(), context=server_context(certificate)) as server,
            Client(QUICK) as client,
        ):
            sent = Request(url=server.url(), ca_file=str(certificate))
            for _ in range(2):
                assert response(await client.send(sent)).body == FEED
                child = os.fork()
                if not child:
                    client.close()
                    gc.collect()
                    os._exit(0)
                await asyncio.to_thread(os.waitpid, child, 0)
            assert response(await client.send(sent)).body == FEED
            assert server.connections == 1

    asyncio.run(scenario())


async def never(_: Asked) -> bytes:
    await asyncio.Event().wait()
    return b""


def test_a_cancelled_request_ends_at_once_and_leaves_no_socket() -> None:
    async def scenario() -> None:
        async with serving(never) as server, Client(Limits(total_s=600.0, per_host=50)) as client:
            before = open_sockets()
            tasks = [asyncio.create_task(client.send(Request(url=server.url(f"/{n}")))) for n in range(20)]
            await server.until(20)
            assert open_sockets() > before
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(result, asyncio.CancelledError) for result in results)
            await server.hang_up()
            assert open_sockets() <= before + 2, "libcurl keeps a pair to wake itself"

    asyncio.run(scenario())


def test_a_closed_client_ends_what_is_active() -> None:
    async def scenario() -> None:
        async with serving(never) as server:
            client = Client(Limits(total_s=600.0))
            sending = asyncio.create_task(client.send(Request(url=server.url())))
            await server.until(1)
            client.close()
            with suppress(asyncio.CancelledError):
                assert isinstance(await sending, Failure)
            assert sending.done()

    asyncio.run(scenario())


def open_sockets() -> int:
    count = 0
    for fd in range(256):
        with suppress(OSError):
            socket.socket(fileno=fd).detach()
            count += 1
    return count


def test_of_what_is_no_header_line_a_lenient_try_makes_nothing() -> None:
    """libcurl refuses the whole response; lines that say how long the body is are never left out."""

    def answer(asked: Asked) -> bytes:
        line = {"/colon": "HttpOnly", "/length": "Content-Length 5", "/two": "Content-Length: 5\r\nHttpOnly"}
        return ok(FEED, line[asked.target])

    async def scenario() -> None:
        async with serving(answer) as server, Client(QUICK) as client:
            assert response(await client.send(Request(url=server.url("/colon")))).body == FEED
            assert len(server.asked) == 2
            assert server.asked[1].headers["host"] == f"127.0.0.1:{server.port}"
            for target in ("/length", "/two"):
                failure(await client.send(Request(url=server.url(target))), Cause.PROTOCOL)

    asyncio.run(scenario())


def test_idn_hosts_and_addresses_of_version_6() -> None:
    async def scenario() -> None:
        try:
            async with serving(lambda _: ok(), host="::1") as server, Client(QUICK) as client:
                got = response(await client.send(Request(url=f"http://[::1]:{server.port}/f")))
                assert got.body == FEED
                assert got.server_ip == "::1"
                assert server.asked[0].headers["host"] == f"[::1]:{server.port}"
        except OSError:
            pytest.skip("no IPv6 here")
        async with serving(lambda _: ok()) as server:
            looked_up: list[str] = []

            def resolve(host: str, _port: int) -> list[str]:
                looked_up.append(host)
                return ["127.0.0.1"]

            async with Client(QUICK, resolve=resolve) as client:
                url = f"http://Bücher.example:{server.port}/ü?ö"
                assert response(await client.send(Request(url=url))).body == FEED
            assert looked_up == ["xn--bcher-kva.example"]
            assert server.asked[0].target == "/%C3%BC?%C3%B6"
            assert server.asked[0].headers["host"] == f"xn--bcher-kva.example:{server.port}"

    asyncio.run(scenario())
