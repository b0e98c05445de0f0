"""`[[views]]` of feeds.toml: what is accepted, and what is said of mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import SavedView, load_config
from ticker_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

FEED = '[[feeds]]\nurl = "https://a.example/rss"\n'


def test_views_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    text = """
[[views]]
name = " البحر "
query = "ferry OR ميناء"
colour = "Teal"
notify = true
[[views]]
name = "New"
query = "is:unread since:2d"
"""
    path.write_text(text + FEED, encoding="utf-8")
    assert load_config(path).settings.views == (
        SavedView(name="البحر", query="ferry OR ميناء", colour="teal", notify=True),
        SavedView(name="New", query="is:unread since:2d"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[views]\nname = "x"\n', ":1: views: expected [[views]] with two brackets, one for each view"),
        ('[[views]]\nname = "x"\n', ":1: views[1]: has no query"),
        ('[[views]]\nquery = "x"\nname = " "\n', ":1: views[1]: has no name"),
        ('[[views]]\nname = "x"\nquery = 3\n', ":3: views[1].query: expected text in quotes, got 3"),
        (
            '[[views]]\nname = "x"\nquery = "a"\nnotfy = true\n',
            ":4: views[1].notfy: unknown key (did you mean 'notify'?)",
        ),
        (
            '[[views]]\nname = "x"\nquery = "a"\n[[views]]\nname = "x"\nquery = "b"\n',
            ':5: views[2].name: two views are called "x"',
        ),
        ('[[view]]\nname = "x"\n', ":1: view: unknown table (did you mean 'views'?)"),
    ],
)
def test_mistakes_are_named_with_their_place(
    tmp_path: Path, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "feeds.toml"
    path.write_text(text + FEED, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_config(path)
    assert list(raised.value.problems) == [f"feeds.toml{said}"]
