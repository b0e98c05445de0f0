"""User name and password of a feed's address reach its server and nothing else: no output, no message, no file but feeds.toml."""

from __future__ import annotations

import sys
import tempfile
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ticker_tui.cli import crash_report
from ticker_tui.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import OnTerminal, Ticker

USER, PASSWORD = "amal", "s3cr:t"
LOGIN = "amal:s3cr%3At"
RIGHT = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
RSS = b"""<rss version="2.0"><channel><title>Harbour notes</title><link>/</link>
<item><title>The lamp was lit</title><link>/lamp</link></item></channel></rss>"""


class Server(NamedTuple):
    """A feed behind a password; whatever comes without it is refused."""

    host: str
    refused: list[str]

    def url(self, path: str = "/feed", login: str = LOGIN) -> str:
        return f"http://{login}@{self.host}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    refused: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Authorization") != RIGHT:
                refused.append(self.path)
                self.send_response(401)
                self.end_headers()
                return
            moved = {"/old": "/feed", "/told": f"http://{LOGIN}@{self.headers['Host']}/feed"}.get(self.path)
            self.send_response(301 if moved else 200)
            if moved:
                self.send_header("Location", moved)
            self.end_headers()
            page = b'<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>'
            self.wfile.write(b"" if moved else page if self.path == "/" else RSS)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield Server(f"127.0.0.1:{running.server_port}", refused)
        running.shutdown()


def assert_unseen(text: str) -> None:
    for secret in (USER, "s3cr", LOGIN, b64encode(f"{USER}:{PASSWORD}".encode()).decode()):
        assert secret not in text


def test_no_command_prints_or_stores_it(
    ticker: Ticker, on_terminal: OnTerminal, server: Server, tmp_path: Path
) -> None:
    config, data = tmp_path / "feeds.toml", tmp_path / "data"
    feeds = [server.url(), server.url("/old"), server.url("/told"), server.url(login="badr:wrong")]
    config.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in feeds), encoding="utf-8")
    for _ in range(2):
        ticker("refresh", "--data", data)
    assert set(server.refused) == {"/feed"}, "only what has another login"
    for words in (
        ["refresh"],
        ["feeds"],
        ["feeds", "--json"],
        ["feeds", "--accept-moves"],
        ["headlines"],
        ["headlines", "--json"],
        ["check"],
        ["check", "--online"],
        ["export"],
        [],
        ["doctor"],
        ["headlines", "--search", "feed:amal"],
    ):
        done = ticker(*words, "--data", data)
        assert done.code in {0, 1}, done
        assert_unseen(done.out + done.err.replace("feed:amal", ""))
    watched = ticker("watch", "--json", "--all", "--limit", "1", "--data", tmp_path / "fresh")
    assert "The lamp was lit" in watched.out
    assert_unseen(watched.out + watched.err)
    for words in (["refresh"], ["feeds"], ["headlines"]):
        assert_unseen(on_terminal(*words, "--data", data).text)
    done = ticker("headlines", "--json", "--data", data)
    assert done.out.count("The lamp was lit") == 3
    for path in data.iterdir():
        assert_unseen(path.read_bytes().decode("latin-1"))
    assert config.read_text(encoding="utf-8").count(LOGIN) == 3


def test_adding_and_importing_write_it_into_feeds_toml_alone(
    ticker: Ticker, server: Server, tmp_path: Path
) -> None:
    config = tmp_path / "mine.toml"
    config.touch()
    for path in ("/", "/feed"):  # a page that names the feed, then the feed itself
        done = ticker("add", server.url(path), "--config", config)
        assert_unseen(done.out + done.err)
        assert done.code == (0 if path == "/" else 2)
    assert (
        config.read_text(encoding="utf-8") == f'[[feeds]]\nurl = "{server.url()}"\nname = "Harbour notes"\n'
    )
    listed = tmp_path / "list.opml"
    listed.write_text(
        '<opml version="2.0"><body>'
        + "".join(
            f'<outline type="rss" text="x" xmlUrl="{url}" headers="X: ${{HOME}}" command="id"/>'
            for url in (server.url(), server.url("/more"), server.url("/b", "b:${HOME}"), f"ftp://{LOGIN}@h/")
        )
        + "</body></opml>",
        encoding="utf-8",
    )
    done = ticker("import", listed, "--config", config)
    assert done.code == 1
    assert "2 added, 1 there already" in done.err
    assert_unseen(done.out + done.err)
    text = config.read_text(encoding="utf-8")
    assert f'url = "{server.url("/more")}"' in text
    assert not {"headers", "command", "auth"} & {line.split(" ")[0] for line in text.splitlines()}
    ticker("check", "--online", "--config", config, env={"HOME": str(tmp_path)})
    assert "/b" in server.refused, "nothing in a login is filled in"


@pytest.mark.parametrize(
    "address", ["http://{}@127.0.0.1:9/", "http://{}/x@127.0.0.1/", "ftp://{}@127.0.0.1/", "{}@127.0.0.1"]
)
def test_an_address_that_leads_nowhere_is_named_without_it(
    ticker: Ticker, tmp_path: Path, address: str
) -> None:
    (tmp_path / "feeds.toml").write_text('[[feeds]]\nurl = "http://h/"\n', encoding="utf-8")
    done = ticker("add", address.format(LOGIN))
    assert done.code == 2
    assert done.err
    assert_unseen(done.out + done.err)


def test_a_trace_names_no_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["ticker", "add", f"http://{LOGIN}@h/?token=abc\x1b]0;X\a"])
    crash_report.report(RuntimeError(f"http://{LOGIN}@h/x"))
    (trace,) = tmp_path.glob("ticker-error-*.log")
    assert_unseen(trace.read_text(encoding="utf-8"))
    assert "token=abc" not in trace.read_text(encoding="utf-8")
    assert "\x1b" not in trace.read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["headlines", f"http://{LOGIN}@h/"])
    assert_unseen(capsys.readouterr().err)
