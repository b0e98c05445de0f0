"""The command line itself: words, options, exit codes, and what stands on which stream."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from ticker_tui import __version__
from ticker_tui.cli import main as cli_main
from ticker_tui.cli.commands import run_screen
from ticker_tui.cli.main import COMMANDS, build_parser, main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ticker

FEED = '[[feeds]]\nurl = "http://127.0.0.1:9/feed"\nname = "A"\n'


def test_version(fresh_ticker: Ticker) -> None:
    assert fresh_ticker("--version") == (0, f"ticker {__version__}\n", "")


def test_help_names_every_command(ticker: Ticker) -> None:
    done = ticker("--help")
    assert (done.code, done.err) == (0, "")
    for each in COMMANDS:
        assert f"  {each.name} " in done.out
        assert each.summary in done.out


@pytest.mark.parametrize("name", [each.name for each in COMMANDS])
def test_every_command_explains_itself(ticker: Ticker, name: str) -> None:
    done = ticker(name, "--help")
    assert (done.code, done.err) == (0, "")
    assert {"--config", "--data"} <= set(done.out.replace(",", " ").split())


@pytest.mark.parametrize(
    "words", [["headlines", "--config", "C", "--data", "D"], ["--config", "C", "--data", "D", "headlines"]]
)
def test_common_options_stand_before_and_after_the_command(words: list[str]) -> None:
    arguments = build_parser().parse_args(words)
    assert (str(arguments.config), str(arguments.data)) == ("C", "D")


def test_the_later_of_two_common_options_counts() -> None:
    arguments = build_parser().parse_args(["--config", "first", "headlines", "--config", "second"])
    assert str(arguments.config) == "second"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["headline"], "invalid choice"),
        (["--frobnicate"], "unrecognized arguments"),
        (["headlines", "--limit", "-1"], "--limit"),
        (["headlines", "--limit", "many"], "'many' is no number of headlines"),
        (["headlines", "--json", "--visual"], "not allowed with"),
        (["headlines", "--js"], "unrecognized arguments"),
        (["refresh", "--deadline", "0"], "'0' is no number of seconds"),
        (["refresh", "--deadline", "nan"], "'nan' is no number of seconds"),
        (["demo", "--now", "yesterday"], "'yesterday' is no ISO 8601 time"),
        (["demo", "--seed", "x"], "--seed"),
    ],
)
def test_a_wrong_word_is_named_and_ends_with_2(ticker: Ticker, words: list[str], reason: str) -> None:
    done = ticker(*words)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err


@pytest.mark.parametrize("word", ["headlines", "refresh", "check", ""])
def test_every_mistake_in_feeds_toml_is_a_line_on_stderr(ticker: Ticker, tmp_path: Path, word: str) -> None:
    (tmp_path / "feeds.toml").write_text(f"languge = 'ar'\n{FEED}intervall = '5m'\n", encoding="utf-8")
    done = ticker(*word.split())
    assert (done.code, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first.startswith("feeds.toml:1: ")
    assert "language" in first
    assert second.startswith("feeds.toml:5: feeds[1].intervall")
    assert "interval" in second


def test_a_file_that_is_not_there_is_one_line(ticker: Ticker) -> None:
    done = ticker("check", "--config", "none.toml")
    assert (done.code, done.out) == (2, "")
    assert "none.toml" in done.err
    assert done.err.count("\n") == 1


def test_check_says_what_it_read(ticker: Ticker, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        FEED + '[[feeds]]\nurl = "http://b/"\nenabled = false\n', encoding="utf-8"
    )
    done = ticker("check")
    assert (done.code, done.err) == (0, "")
    assert done.out == "feeds.toml (named by $TICKER_CONFIG): all is well; 1 feed is on and 1 off\n"


def test_check_knows_the_keys(fresh_ticker: Ticker, tmp_path: Path) -> None:
    wrong = '[keys]\n"headlines.opn" = ["x"]\n"program.quit" = ["foo+bar"]\n'
    (tmp_path / "feeds.toml").write_text(wrong + FEED, encoding="utf-8")
    done = fresh_ticker("check")
    assert (done.code, done.out) == (2, "")
    assert [line.partition(": ")[2] for line in done.err.splitlines()] == [
        "[keys] headlines.opn: no such action (did you mean headlines.open?)",
        "[keys] program.quit: no such key as 'foo+bar'",
    ]


def test_the_first_run_makes_a_feeds_toml_that_is_well(ticker: Ticker, tmp_path: Path) -> None:
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    done = ticker("check", cwd=empty)
    assert (done.code, done.err) == (0, "")
    assert len(list(tmp_path.rglob("feeds.toml"))) == 1
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("word", ["headlines", "refresh", ""])
def test_a_data_folder_that_cannot_be_is_one_sentence(ticker: Ticker, tmp_path: Path, word: str) -> None:
    (tmp_path / "feeds.toml").write_text(FEED, encoding="utf-8")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    done = ticker(*word.split(), "--data", tmp_path / "file" / "data")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("ticker: ")
    assert "data" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("words", [["check"], ["check", "--config", "none.toml"]])
def test_a_reader_of_standard_error_that_has_gone_is_no_second_error(
    tmp_path: Path, user: Callable[..., dict[str, str]], words: list[str]
) -> None:
    (tmp_path / "feeds.toml").write_text(FEED, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "ticker_tui", *words],
        env=user(),
        cwd=tmp_path,
        stdout=writer,
        stderr=writer,
        check=False,
    )
    os.close(writer)
    assert done.returncode == (0 if len(words) == 1 else 2)


def test_a_full_disk_is_said(tmp_path: Path, user: Callable[..., dict[str, str]]) -> None:
    (tmp_path / "feeds.toml").write_text(FEED, encoding="utf-8")
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "ticker_tui", "check"],
            env=user(),
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "ticker: No space left on device\n"


def test_an_error_of_its_own_is_one_sentence_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words of the error, which may be a feed's, are in the file alone."""

    def broken(_: object) -> int:
        raise KeyError("\x1b]52;c;bad\x07")

    monkeypatch.setattr(run_screen, "run", broken)
    monkeypatch.setattr(cli_main, "_end_in_order", lambda: None)  # this process keeps its own handlers
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main([]) == 70
    said = capsys.readouterr()
    (log,) = tmp_path.glob("ticker-error-*.log")
    assert said.err == f"ticker: an error in ticker itself (KeyError); the trace is in {log}\n"
    assert said.out == ""
    assert "KeyError" in log.read_text(encoding="utf-8")


def test_streams_that_the_parent_closed_are_no_error(
    tmp_path: Path, user: Callable[..., dict[str, str]]
) -> None:
    (tmp_path / "feeds.toml").write_text(FEED, encoding="utf-8")
    for words in ("check", "headlines", "--version"):
        command = f'exec "{sys.executable}" -m ticker_tui {words} <&- >&- 2>&-'
        assert subprocess.run(["sh", "-c", command], env=user(), cwd=tmp_path, check=False).returncode == 0
