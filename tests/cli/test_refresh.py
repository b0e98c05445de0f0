"""`ticker refresh`: every feed once, and the exit code says whether all is well."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from ticker_tui.demo import Newsroom
from ticker_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import OnTerminal, Ticker


def table(out: str) -> dict[str, tuple[str, int, str]]:
    """Status, number of new headlines and note by name, from what a pipe gets."""
    lines = [line.split("\t") for line in out.splitlines()]
    return {name: (status, int(new), note) for status, name, new, _, note, _ in lines}


def test_first_everything_is_new_and_then_nothing_is_modified(
    fresh_ticker: Ticker, config: Path, tmp_path: Path
) -> None:
    first = fresh_ticker("refresh", "--config", config, "--data", tmp_path / "data")
    assert (first.code, first.err) == (0, "")
    answers = table(first.out)
    assert len(answers) >= 6
    assert all(new > 0 for _, new, _ in answers.values())
    second = fresh_ticker("refresh", "--config", config, "--data", tmp_path / "data")
    assert (second.code, second.err) == (0, "")
    assert {status for status, _, _ in table(second.out).values()} == {"not modified"}


def test_a_feed_that_fails_is_named_with_its_reason_and_the_others_arrive(
    ticker: Ticker, tmp_path: Path
) -> None:
    with Newsroom(still=True, faults=True) as room:
        (tmp_path / "feeds.toml").write_text(room.config_toml(), encoding="utf-8")
        done = ticker("refresh", "--deadline", "8")
    assert (done.code, done.err) == (1, "")
    answers = table(done.out)
    failed = {name: note for name, (status, _, note) in answers.items() if status == "failed"}
    assert set(failed) == {"closed.xml", "hangs.xml"}
    assert failed["hangs.xml"] == "no answer within 8 s", "the round's deadline, not the feed's own 30 s"
    assert all(failed.values()), "each has its reason"
    assert all(new > 0 for name, (_, new, _) in answers.items() if name not in failed)
    assert len(ticker("headlines").out.splitlines()) == sum(new for _, new, _ in answers.values())


def test_nothing_is_refreshed_when_nothing_is_on(ticker: Ticker, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[[feeds]]\nurl = "http://127.0.0.1:9/"\nenabled = false\n', encoding="utf-8"
    )
    done = ticker("refresh")
    assert (done.code, done.out, done.err) == (0, "", "ticker: no feed is on in feeds.toml\n")


def test_where_another_ticker_asks_the_feeds_its_results_are_shown(
    ticker: Ticker, config: Path, tmp_path: Path
) -> None:
    assert ticker("refresh", "--config", config, "--data", tmp_path / "data").code == 0
    with Store.open(tmp_path / "data") as other:
        assert other.try_lead()
        done = ticker("refresh", "--config", config, "--data", tmp_path / "data")
    assert done.code == 0
    assert "another ticker" in done.err
    assert {(status, new) for status, new, _ in table(done.out).values()} == {("ok", 0)}


@pytest.mark.parametrize("columns", [40, 120])
def test_on_a_terminal_there_is_a_bar_that_goes_and_a_table_that_stays(
    on_terminal: OnTerminal, config: Path, tmp_path: Path, columns: int
) -> None:
    shown = on_terminal("refresh", "--config", config, "--data", tmp_path / "data", columns=columns)
    assert shown.code == 0
    bar, _, rest = shown.text.rpartition("\r\x1b[K")
    count = config.read_text(encoding="utf-8").count("[[feeds]]")
    assert f"0/{count}" in bar
    assert f"{count}/{count}" in bar
    assert rest.count("✓") == count
    assert f"\n\x1b[8h{count}/{count} feeds ok, " in rest


class EntityTags(BaseHTTPRequestHandler):
    """Answers each path with a feed of one item, and with 304 to those who have it."""

    def do_GET(self) -> None:
        if self.headers.get("If-None-Match"):
            self.send_response(304)
            self.end_headers()
            return
        item = f"<item><title>Lighthouse {self.path[1:]}</title><guid>urn:lighthouse{self.path}</guid></item>"
        self.send_response(200)
        self.send_header("ETag", '"one"')
        self.end_headers()
        self.wfile.write(f"<rss version='2.0'><channel><title>L</title>{item}</channel></rss>".encode())

    def log_message(self, *_: object) -> None:
        """The test's output is for its failures."""


def test_a_ninth_feed_behind_eight_unchanged_ones_is_read(ticker: Ticker, tmp_path: Path) -> None:
    """The round waited for ever for one of the first eight to bring something new."""
    with ThreadingHTTPServer(("127.0.0.1", 0), EntityTags) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def subscribe(count: int) -> None:
            urls = [f"http://127.0.0.1:{server.server_port}/{number}" for number in range(count)]
            feeds = "".join(
                f'[[feeds]]\nurl = "{url}"\nname = "L{index}"\n' for index, url in enumerate(urls)
            )
            (tmp_path / "feeds.toml").write_text(feeds, encoding="utf-8")

        subscribe(8)
        assert ticker("refresh").code == 0
        subscribe(9)
        done = ticker("refresh")
        server.shutdown()
    assert (done.code, done.err) == (0, "")
    statuses = {name: status for name, (status, _, _) in table(done.out).items()}
    assert statuses == {f"L{number}": "not modified" for number in range(8)} | {"L8": "ok"}
    assert "Lighthouse 8" in ticker("headlines").out
