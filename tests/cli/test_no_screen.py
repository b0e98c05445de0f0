"""`ticker` and `ticker demo` where there is no terminal to open in: the headlines, one sentence, exit 0."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from processes import started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import OnTerminal, Ticker

SENTENCE = "ticker: there is no terminal here to open in, so these are the headlines"


def test_demo_into_a_pipe(fresh_ticker: Ticker, tmp_path: Path) -> None:
    done = fresh_ticker("demo", "--still", env={"TMPDIR": str(tmp_path)})
    assert (done.code, done.err) == (0, SENTENCE + "\n")
    lines = done.out.splitlines()
    assert len(lines) > 50
    assert all(line.count("\t") == 3 for line in lines)
    assert "\x1b" not in done.out
    assert list(tmp_path.glob("ticker-*")) == [], "its archive is gone"


def test_still_news_is_the_same_news(ticker: Ticker) -> None:
    """But for the port in its links, and the place of what has no date of its own."""

    def news() -> list[list[str]]:
        out = ticker("demo", "--still", "--seed", "7", "--now", "2026-11-23T08:30:00+00:00").out
        return sorted(line.split("\t")[1:3] for line in out.splitlines())

    assert news() == news()


def test_demo_keeps_its_archive_where_it_is_told_to(ticker: Ticker, tmp_path: Path) -> None:
    assert ticker("demo", "--still", "--data", tmp_path / "kept").code == 0
    assert list((tmp_path / "kept").glob("*.sqlite3"))


def test_demo_with_the_settings_of_a_file_keeps_its_own_feeds(ticker: Ticker, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('keep = 3\n[[feeds]]\nurl = "http://127.0.0.1:9/"\n', encoding="utf-8")
    done = ticker("demo", "--still", "--config", mine)
    assert (done.code, done.err) == (0, SENTENCE + "\n")
    sources = [line.split("\t")[1] for line in done.out.splitlines()]
    assert "127.0.0.1" not in sources


def test_demo_takes_a_file_with_nothing_but_settings(ticker: Ticker, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('language = "ar"\n', encoding="utf-8")
    done = ticker("demo", "--still", "--config", mine)
    assert done.code == 0
    assert len({line.split("\t")[1] for line in done.out.splitlines()}) > 5
    mine.write_text('langage = "ar"\n', encoding="utf-8")
    done = ticker("demo", "--still", "--config", mine)
    assert "did you mean 'language'?" in done.err
    assert ticker("headlines", "--config", mine).code != 0, "elsewhere there must be feeds"


def test_demo_on_a_dumb_terminal(on_terminal: OnTerminal) -> None:
    shown = on_terminal("demo", "--still", env={"TERM": "dumb"})
    assert shown.code == 0
    assert SENTENCE in shown.text
    assert "\x1b" not in shown.text


def test_the_ticker_prints_what_its_archive_holds(fresh_ticker: Ticker, config: Path, data: Path) -> None:
    done = fresh_ticker("--config", config, "--data", data)
    assert (done.code, done.err) == (0, SENTENCE + "\n")
    assert done.out == fresh_ticker("headlines", "--config", config, "--data", data).out


def test_the_ticker_fills_an_empty_archive_first(ticker: Ticker, config: Path, tmp_path: Path) -> None:
    done = ticker("--config", config, "--data", tmp_path / "new")
    assert (done.code, done.err) == (0, SENTENCE + "\n")
    assert len(done.out.splitlines()) > 50


def test_the_ticker_without_an_answer_says_where_the_reason_is(ticker: Ticker, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feeds]]\nurl = "http://127.0.0.1:9/feed"\n', encoding="utf-8")
    done = ticker()
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{SENTENCE}; but none has arrived, and “ticker refresh” says why\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_nothing_behind(
    tmp_path: Path, user: Callable[..., dict[str, str]], number: signal.Signals
) -> None:
    """The newsroom's slowest outlet is still being waited for when the signal comes."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with started(
        [sys.executable, "-m", "ticker_tui", "demo"],
        env=user(TMPDIR=str(temporary)),
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        until = time.monotonic() + 30
        while not list(temporary.glob("ticker-demo-*/data")) and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(number)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(30) in {128 + number, 0}, "0: it was done already"
    assert list(temporary.glob("ticker-demo-*")) == []
