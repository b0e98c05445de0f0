"""What feeds.toml says about articles: where they are saved, which commands they go to, which are fetched whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import ReaderSettings, ShareCommand, load_config
from ticker_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

FEED = '[[feeds]]\nurl = "https://a.example/rss"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text + FEED, encoding="utf-8")
    return path


def test_all_of_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[reader]\nsave_to = "~/news"\nsave_as = "text"\n'
        '[[share]]\nname = "بريد"\ncommand = ["mail", "-s", "{title}"]\n'
        '[[share]]\nname = "Later"\ncommand = ["later", "{link}", "{source}"]\n'
        '[[feeds]]\nurl = "https://b.example/rss"\nfull = true\n',
    )
    config = load_config(path)
    assert config.settings.reader == ReaderSettings(save_to="~/news", save_as="text")
    assert config.settings.share == (
        ShareCommand(name="بريد", command=("mail", "-s", "{title}")),
        ShareCommand(name="Later", command=("later", "{link}", "{source}")),
    )
    assert [feed.full for feed in config.feeds] == [True, False]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[share]\nname = "x"\n', ":1: share: expected [[share]] with two brackets, one for each command"),
        ('[[share]]\nname = "x"\n', ":1: share[1]: has no command"),
        ('[[share]]\nname = "x"\ncommand = []\n', ":1: share[1]: has no command"),
        ('[[share]]\ncommand = ["x"]\n', ":1: share[1]: has no name"),
        (
            '[[share]]\nname = "x"\ncommand = "rm -rf"\n',
            ':3: share[1].command: expected a list such as ["notify", "{title}"], since no shell reads it, got "rm -rf"',
        ),
        (
            '[[share]]\nname = "x"\ncommand = ["x", "{lnk}"]\n',
            ':3: share[1].command: expected {title}, {source}, {link} in braces, got "{lnk}" (did you mean "link"?)',
        ),
        ('[reader]\nsave_as = "pdf"\n', ':2: reader.save_as: expected one of "markdown", "text", got "pdf"'),
    ],
)
def test_mistakes_have_their_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert [each.partition("feeds.toml")[2] for each in caught.value.problems] == [problem]
