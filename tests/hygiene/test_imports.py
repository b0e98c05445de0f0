"""What is loaded when: the start-up budget, as lists of modules."""

from __future__ import annotations

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from ticker_tui.cli.main import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

SLOW = {
    "textual",
    "rich",
    "pycurl",
    "anyio",
    "feedparser",
    "lxml",
    "sqlite3",
    "asyncio",
    "bidi",
    "arabic_reshaper",
    "msgspec",
    "regex",
    "tomlkit",
    "watchfiles",
    "dataclasses",
    "hashlib",
    "inspect",
}


def modules_after(*words: str, cwd: Path) -> set[str]:
    """The modules in memory when a command has ended."""
    code = (
        "import sys\n"
        "from ticker_tui.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=cwd, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split())


def packages_after(*words: str, cwd: Path) -> set[str]:
    """The same, as top-level packages."""
    return {name.partition(".")[0] for name in modules_after(*words, cwd=cwd)}


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("headlines", "--help"), ("demo", "--help")])
def test_saying_what_it_is_loads_nothing_slow(words: tuple[str, ...], tmp_path: Path) -> None:
    assert packages_after(*words, cwd=tmp_path) & SLOW == set()


def test_only_the_command_that_is_used_is_loaded(tmp_path: Path) -> None:
    commands = {f"ticker_tui.cli.commands.{each.module}" for each in COMMANDS}
    assert modules_after("--help", cwd=tmp_path) & commands == set()
    assert modules_after("feeds", "--help", cwd=tmp_path) & commands == {"ticker_tui.cli.commands.feeds"}


def test_printing_headlines_loads_neither_screen_nor_wire(tmp_path: Path) -> None:
    config = tmp_path / "feeds.toml"
    config.write_text('[[feeds]]\nurl = "http://127.0.0.1:9/feed"\nname = "A"\n', encoding="utf-8")
    loaded = packages_after(
        "headlines", "--config", str(config), "--data", str(tmp_path / "data"), cwd=tmp_path
    )
    assert "sqlite3" in loaded, "the command has done its work"
    assert (
        loaded & {"textual", "rich", "pycurl", "anyio", "feedparser", "lxml", "asyncio", "watchfiles"}
        == set()
    )


class NotModified(BaseHTTPRequestHandler):
    """A server whose feeds never change."""

    def do_GET(self) -> None:
        self.send_response(304)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def test_a_refresh_in_which_nothing_has_changed_loads_nothing_that_reads_or_prints_headlines(
    tmp_path: Path,
) -> None:
    config = tmp_path / "feeds.toml"
    with ThreadingHTTPServer(("127.0.0.1", 0), NotModified) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config.write_text(
            f'[[feeds]]\nurl = "http://127.0.0.1:{server.server_port}/feed"\n', encoding="utf-8"
        )
        loaded = modules_after(
            "refresh", "--config", str(config), "--data", str(tmp_path / "d"), cwd=tmp_path
        )
        server.shutdown()
    assert "pycurl" in loaded, "the feed was polled"
    assert "ticker_tui.store.entries.saving" in loaded, "its state was saved"
    unneeded = {"textual", "rich", "lxml", "bidi", "arabic_reshaper", "statistics", "email.utils"}
    unneeded |= {
        "ticker_tui.text.layout",
        "ticker_tui.store.entries.recognition",
        "ticker_tui.store.stories.index",
    }
    assert loaded & unneeded == set()


def test_a_parser_process_loads_only_what_reads_an_ordinary_feed() -> None:
    code = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from ticker_tui.processes.parser_protocol import ParseJob, Parsed\n"
        "from ticker_tui.polling.parser_worker import answer_job\n"
        "body = b'<rss version=\"2.0\"><channel><title>A</title><item><title>B</title><guid>1</guid></item></channel></rss>'\n"
        "answer = answer_job(ParseJob(url='http://a.example/', body=body, now=datetime.now(UTC), for_archive=True))\n"
        "assert isinstance(answer, Parsed) and answer.entries, answer\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    unneeded = {"asyncio", "pycurl", "sqlite3", "feedparser", "json", "bidi", "arabic_reshaper"}
    unneeded |= {"ticker_tui.text.layout", "ticker_tui.feeds.discovery", "ticker_tui.feeds.formats.json_feed"}
    assert loaded & unneeded == set()


def test_the_program_itself_never_loads_what_reads_strangers_documents(tmp_path: Path) -> None:
    """A full article is fetched here and read in the parser process; so are the feeds behind a page."""
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from ticker_tui.demo import Newsroom\n"
        "from ticker_tui.config import load_config\n"
        "from ticker_tui.polling.feed_finder import find_feed\n"
        "from ticker_tui.polling.full_article import fetch_full_article\n"
        "from ticker_tui.model import FullArticle, View\n"
        "from ticker_tui.clock import utc_now\n"
        "from ticker_tui.polling.poll_round import Poller\n"
        "from ticker_tui.store.store import Store\n"
        "async def work(config, store, room):\n"
        "    await Poller(store, settings=config.settings).poll(config.feeds, on_result=lambda _: None)\n"
        "    ids = store.ids(View(), now=utc_now(), limit=1)\n"
        "    got = await fetch_full_article(store, ids[0], config.feeds, settings=config.settings)\n"
        "    assert isinstance(got, FullArticle), got\n"
        "    await find_feed(room.base_url + '/' + room.outlets[0].slug + '/', settings=config.settings)\n"
        "with Newsroom(still=True) as room, Store.open(Path('.')) as store:\n"
        "    Path('feeds.toml').write_text(room.config_toml(), encoding='utf-8')\n"
        "    asyncio.run(work(load_config(Path('feeds.toml')), store, room))\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stderr.split())
    assert "pycurl" in loaded, "it has asked"
    assert loaded & {"feedparser", "trafilatura", "lxml", "lxml_html_clean", "justext"} == set()
