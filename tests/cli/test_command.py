"""The command line itself: words, options, exit codes, and what stands on which stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui import __version__
from ticker_tui.cli.command import COMMANDS, build_parser

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ticker

FEED = '[[feeds]]\nurl = "http://127.0.0.1:9/feed"\nname = "A"\n'


def test_version(ticker: Ticker) -> None:
    assert ticker("--version") == (0, f"ticker {__version__}\n", "")


def test_help_names_every_command(ticker: Ticker) -> None:
    done = ticker("--help")
    assert (done.code, done.err) == (0, "")
    for command in COMMANDS:
        assert f"  {command.name} " in done.out
        assert command.summary in done.out


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_explains_itself(ticker: Ticker, command: str) -> None:
    done = ticker(command, "--help")
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


@pytest.mark.parametrize("command", ["headlines", "refresh", "check", ""])
def test_every_mistake_in_feeds_toml_is_a_line_on_stderr(
    ticker: Ticker, tmp_path: Path, command: str
) -> None:
    (tmp_path / "feeds.toml").write_text(f"languge = 'ar'\n{FEED}intervall = '5m'\n", encoding="utf-8")
    done = ticker(*command.split())
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
    assert done.out.endswith("feeds.toml: all is well; 1 feed is on and 1 off\n")


def test_the_first_run_makes_a_feeds_toml_that_is_well(ticker: Ticker, tmp_path: Path) -> None:
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    done = ticker("check", cwd=empty)
    assert (done.code, done.err) == (0, "")
    assert len(list(tmp_path.rglob("feeds.toml"))) == 1
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("command", ["headlines", "refresh", ""])
def test_a_data_folder_that_cannot_be_is_one_sentence(ticker: Ticker, tmp_path: Path, command: str) -> None:
    (tmp_path / "feeds.toml").write_text(FEED, encoding="utf-8")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    done = ticker(*command.split(), "--data", tmp_path / "file" / "data")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("ticker: ")
    assert "data" in done.err
    assert done.err.count("\n") == 1
