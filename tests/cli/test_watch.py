"""`ticker watch`: each new headline once, as it comes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from processes import started
from tests.cli.conftest import environment

from ticker_tui.demo import Newsroom

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.cli.conftest import OnTerminal, Ticker

PATIENCE_S = 60


def listed(path: Path, urls: list[str], interval: str = "1s") -> Path:
    tables = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    path.write_text(f'[refresh]\ninterval = "{interval}"\n{tables}', encoding="utf-8")
    return path


def wait_for_lead(home: Path) -> None:
    """Until a ticker has read its feeds.toml and is about to poll; what is changed from now on, it takes up."""
    until = time.monotonic() + PATIENCE_S
    while not list(home.rglob("*.lock")) and time.monotonic() < until:
        time.sleep(0.05)


def test_it_prints_what_comes_and_ends_after_enough(fresh_ticker: Ticker, tmp_path: Path) -> None:
    with Newsroom(still=True) as room:
        listed(tmp_path / "feeds.toml", list(room.feed_urls))
        done = fresh_ticker("watch", "--all", "--json", "--limit", "7")
    assert (done.code, done.err) == (0, "")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert len({each["id"] for each in found}) == 7
    assert {"id", "title", "link", "source", "published", "lang", "breaking", "read", "starred"} <= set(
        found[0]
    )


def test_into_a_pipe_lines_between_tabs_and_on_a_terminal_shaped(
    ticker: Ticker, on_terminal: OnTerminal, tmp_path: Path
) -> None:
    with Newsroom(still=True) as room:
        listed(tmp_path / "feeds.toml", list(room.feed_urls))
        done = ticker("watch", "--all", "--limit", "3", "--data", tmp_path / "a")
        assert [line.count("\t") for line in done.out.splitlines()] == [3, 3, 3]
        shown = on_terminal("watch", "--all", "--limit", "30", "--data", tmp_path / "b")
    assert shown.code == 0
    assert any("\ufe70" <= letter <= "\ufeff" for letter in shown.text)


def test_what_fills_an_empty_archive_is_no_news_and_what_comes_later_is(tmp_path: Path) -> None:
    """With another ticker that asks the feeds, and again when that one has gone."""
    with Newsroom() as room:  # news breaks while it runs
        listed(tmp_path / "feeds.toml", list(room.feed_urls))
        with started(
            [sys.executable, "-m", "ticker_tui", "watch", "--limit", "1"],
            env=environment(tmp_path),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as first:
            out, err = first.communicate(timeout=PATIENCE_S)
    assert first.returncode == 0, err
    assert len(out.splitlines()) == 1


def test_a_second_one_tells_what_the_first_one_brings(tmp_path: Path) -> None:
    with Newsroom(still=True) as room:
        config = listed(tmp_path / "feeds.toml", ["http://127.0.0.1:9/"])

        def start(*words: str) -> AbstractContextManager[subprocess.Popen[str]]:
            return started(
                [sys.executable, "-m", "ticker_tui", "watch", *words],
                env=environment(tmp_path),
                cwd=tmp_path,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )

        with start() as leader:
            wait_for_lead(tmp_path)
            with start("--limit", "2") as follower:
                assert follower.stderr is not None
                said = follower.stderr.readline()
                listed(config, list(room.feed_urls))  # the leader takes it up by itself
                out, err = follower.communicate(timeout=PATIENCE_S)
            assert follower.returncode == 0, err
            assert "another ticker" in said
            assert len(out.splitlines()) == 2
            leader.send_signal(signal.SIGTERM)
            leader.communicate(timeout=PATIENCE_S)
    assert leader.returncode == 143


def test_a_mistake_in_feeds_toml_is_said_while_the_last_good_one_stays(tmp_path: Path) -> None:
    config = listed(tmp_path / "feeds.toml", ["http://127.0.0.1:9/"])
    with started(
        [sys.executable, "-m", "ticker_tui", "watch"],
        env=environment(tmp_path),
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as watcher:
        assert watcher.stderr is not None
        wait_for_lead(tmp_path)
        config.write_text("[[feeds]]\nurll = 1\n", encoding="utf-8")
        said = watcher.stderr.readline()
        watcher.send_signal(signal.SIGINT)
        watcher.communicate(timeout=PATIENCE_S)
    assert "feeds.toml:" in said
    assert watcher.returncode == 130
