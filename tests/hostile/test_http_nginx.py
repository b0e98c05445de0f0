"""HTTP/2 over TLS, once, against a real server."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from wire_server import FEED, make_certificate, no_proxy

from ticker_tui.http import Client, Limits, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """
{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log {folder}/access.log; keepalive_requests 10000;
  {paths}
  types {{ application/rss+xml xml; }} gzip on; gzip_types application/rss+xml; gzip_min_length 1; gzip_static off;
  log_format one "$connection $server_protocol $status";
  access_log {folder}/connections.log one;
  server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_certificate {certificate}; ssl_certificate_key {certificate};
    root {folder}/files;
    location /slow {{ limit_rate 1k; try_files $uri =404; }}
    location = /moved {{ return 301 /feed-1.xml; }}
  }}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
FEEDS = 40


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[str, Path, Path]]:
    """Its address, its certificate and its folder."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    certificate = make_certificate(tmp_path)
    (tmp_path / "files").mkdir()
    for number in range(FEEDS):
        (tmp_path / "files" / f"feed-{number}.xml").write_bytes(FEED + b"<!-- %d -->" % number)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    paths = "\n  ".join(f"{name}_temp_path {tmp_path}/{name};" for name in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not read the folder
    config = tmp_path / "nginx.conf"
    config.write_text(
        CONFIG.format(folder=tmp_path, port=port, certificate=certificate, paths=paths, user=user)
    )
    with subprocess.Popen(
        [program, "-p", str(tmp_path), "-c", str(config), "-e", str(tmp_path / "error.log")],
        stderr=subprocess.PIPE,
    ) as process:
        try:
            deadline_s = time.monotonic() + 30
            while process.poll() is None and time.monotonic() < deadline_s:
                with socket.socket() as probe:
                    if not probe.connect_ex(("127.0.0.1", port)):
                        break
            if process.poll() is not None:
                pytest.skip(f"this nginx does not start: {process.stderr and process.stderr.read()!r}")
            yield f"https://127.0.0.1:{port}", certificate, tmp_path
        finally:
            process.terminate()


def test_http2_over_one_encrypted_connection(
    nginx: tuple[str, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    no_proxy(monkeypatch)
    base, certificate, folder = nginx

    async def scenario() -> None:
        async with Client(Limits(total_s=30.0, per_host=4)) as client:
            requests = [Request(url=f"{base}/feed-{n}.xml", ca_file=str(certificate)) for n in range(FEEDS)]
            results = await asyncio.gather(*map(client.send, requests))
            for number, result in enumerate(results):
                assert isinstance(result, Response), result
                assert result.is_http2
                assert result.headers["content-encoding"] == "gzip"
                assert result.body == FEED + b"<!-- %d -->" % number
            first = results[0]
            assert isinstance(first, Response)
            known = {"If-None-Match": first.headers["etag"]}
            again = await client.send(
                Request(url=f"{base}/feed-0.xml", ca_file=str(certificate), headers=known)
            )
            assert isinstance(again, Response)
            assert again.status == 304
            moved = await client.send(Request(url=f"{base}/moved", ca_file=str(certificate)))
            assert isinstance(moved, Response)
            assert moved.permanent_url == f"{base}/feed-1.xml"
            # One stream that is given up does not harm the others.
            giving_up = asyncio.create_task(
                client.send(Request(url=f"{base}/slow/none.xml", ca_file=str(certificate)))
            )
            await asyncio.sleep(0)
            giving_up.cancel()
            await asyncio.gather(giving_up, return_exceptions=True)
            last = await client.send(requests[-1])
            assert isinstance(last, Response)
            assert last.body == FEED + b"<!-- %d -->" % (FEEDS - 1)

    asyncio.run(scenario())
    lines = (folder / "connections.log").read_text().split("\n")
    connections = {line.split()[0] for line in lines if line}
    assert len(connections) == 1, "all of it over one connection"
    assert all("HTTP/2.0" in line for line in lines if line)
