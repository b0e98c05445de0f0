"""Messages quote arguments, file names, variables and settings; a terminal never obeys what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import OnTerminal, Ticker

TITLE = "\x1b]0;X\a"
CSI = "\x9b31m"
FEED = '[[feeds]]\nurl = "http://127.0.0.1:9/feed"\n'


@pytest.mark.parametrize(
    "words",
    [
        ["headlines", "--search", f"nobody:{TITLE}"],
        ["headlines", "--search", "\x1b\x9b!"],
        ["add", f"ftp{TITLE}://x"],
        ["add", "http://127.0.0.1:9/", "--lang", f"xx{CSI}"],
        ["check", "--config", f"none{TITLE}.toml"],
        [f"check{TITLE}"],
        ["headlines", f"--{CSI}frobnicate"],
        ["headlines", f"--limit=1{TITLE}"],
        ["import", f"no\u202efile{TITLE}.opml"],
        ["export", f"no/such/folder{TITLE}"],
        ["headlines", "--data", f"feeds.toml/{TITLE}"],
        ["demo", "--now", TITLE],
    ],
)
def test_escape_sequences_in_arguments_are_not_echoed(
    ticker: Ticker, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "feeds.toml").write_text(FEED, encoding="utf-8")
    done = ticker(*words, env={"TICKER_CONFIG": "feeds.toml"})
    assert done.code == 2
    assert done.err.strip()
    assert not set(done.out + done.err) & set("\x1b\x07\x9b\u202e")


def test_escape_sequences_in_variables_and_file_names_are_not_echoed(ticker: Ticker, tmp_path: Path) -> None:
    folder = tmp_path / f"a{TITLE}b"
    folder.mkdir()
    (folder / "feeds.toml").write_text(FEED, encoding="utf-8")
    named = {"TICKER_CONFIG": str(folder / "feeds.toml")}
    for env in (named, {"TICKER_CONFIG": f"/none{TITLE}"}, {**named, "TERM": f"x{TITLE}", "LC_ALL": CSI}):
        for words in (["check"], ["doctor"], ["doctor", "--json"]):
            done = ticker(*words, env=env)
            assert done.out + done.err
            assert not set(done.out + done.err) & set("\x1b\x07\x9b")


def test_escape_sequences_in_feeds_toml_are_not_echoed(ticker: Ticker, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        f'"ke\\u001by" = 1\ntheme\u009b = 2\n[display]\ntheme = "a\\u009b31m"\n[keys]\n"a\\u001b" = ["b\\u001b"]\n'
        f'[[feeds]]\nurl = "http://h/\u009b"\nname = "n\\u001b"\n{FEED}',
        encoding="utf-8",
    )
    for text in (
        path.read_text(encoding="utf-8"),
        path.read_text(encoding="utf-8").replace("theme\u009b = 2\n", ""),
    ):
        path.write_text(text, encoding="utf-8")
        done = ticker("check", "--config", path)
        assert done.code == 2
        assert not set(done.out + done.err) & set("\x1b\x07\x9b")


def test_a_terminal_gets_them_cleaned_too(on_terminal: OnTerminal) -> None:
    shown = on_terminal("check", "--config", f"none{TITLE}.toml")
    assert shown.text == "none]0;X.toml: there is no such file (--config asked for it)\n"
