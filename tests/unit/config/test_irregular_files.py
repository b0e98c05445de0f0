"""A feeds.toml, a theme or an OPML file that is no ordinary file: every command says so at once, in the same words."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import load_config
from ticker_tui.config.edit.feed_edits import add_feed, addresses
from ticker_tui.config.load import MAX_BYTES
from ticker_tui.errors import ConfigError
from ticker_tui.filesystem import read_regular
from ticker_tui.model import Feed

if TYPE_CHECKING:
    from pathlib import Path

NEW = Feed(url="https://new.example/rss", name="new")


def irregular(folder: Path) -> dict[str, str]:
    """Names of files in a folder, and what is said of each."""
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    (folder / "loop").symlink_to("loop")
    (folder / "device").symlink_to("/dev/zero")
    (folder / "latin").write_bytes(b"# caf\xe9\n")
    with (folder / "sparse").open("wb") as file:
        file.truncate(5_000_000_000)
    with (folder / "large").open("wb") as file:
        file.write(b"#" * (MAX_BYTES + 1))
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()  # noqa: PTH109 - the name of a socket is short
        os.chdir(folder)
        listening.bind("socket")
        os.chdir(here)
    return {
        "pipe": "cannot be read (it is a named pipe, not a regular file)",
        "socket": "cannot be read (it is a socket, not a regular file)",
        "device": "cannot be read (it is a device, not a regular file)",
        "folder": "is a folder; name the file in it",
        "loop": "cannot be read (Too many levels of symbolic links)",
        "sparse": "is larger than 16 MB; that is no list of feeds",
        "large": "is larger than 16 MB; that is no list of feeds",
        "latin": "is not UTF-8 here; save the file as UTF-8",
        "none": "there is no such file",
    }


@pytest.mark.timeout(20)
def test_reading_and_editing_say_the_same(tmp_path: Path) -> None:
    for name, sentence in irregular(tmp_path).items():
        for use in (load_config, addresses, lambda path: add_feed(path, NEW)):
            with pytest.raises(ConfigError) as said:
                use(tmp_path / name)
            (problem,) = said.value.problems
            assert problem.endswith(sentence), name


def test_a_pipe_that_the_shell_has_opened_is_read(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, b'[[feeds]]\nurl = "https://a.example/"\n')
    os.close(writer)
    path = type(tmp_path)(f"/dev/fd/{reader}")
    assert load_config(path).feeds[0].url == "https://a.example/"
    os.close(reader)


@pytest.mark.timeout(20)
def test_irregular_themes_cost_themselves_only(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feeds]]\nurl = "https://a.example/"\n', encoding="utf-8")
    themes = tmp_path / "themes"
    themes.mkdir()
    said = irregular(themes)
    for name in list(said):
        if name != "none":
            (themes / name).rename(themes / f"{name}.toml")
    (themes / "good.toml").write_text('accent = "#fff"\n', encoding="utf-8")
    config = load_config(tmp_path / "feeds.toml")
    assert [theme.name for theme in config.themes] == ["good"]
    assert len(config.theme_problems) == len(said) - 1


def test_a_file_that_grows_is_read_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert read_regular(tmp_path / "file", limit=5)[0] == b"12345"
    with pytest.raises(OSError, match="too large"):
        read_regular(tmp_path / "file", limit=4)


@pytest.mark.parametrize(
    "text", ["feeds = 3\n", "[feeds]\nurl = 'x'\n", "feeds = [1]\n", "url = 'http://[x'\n"]
)
def test_a_list_of_feeds_that_is_none_is_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    if text.startswith("url"):
        add_feed(path, NEW)  # a mistake elsewhere stands in nobody's way
        return
    with pytest.raises(ConfigError, match=r"expected \[\[feeds\]\] with two brackets"):
        add_feed(path, NEW)
    assert path.read_text(encoding="utf-8") == text
