"""`[[mute]]` and `[[highlight]]`: what is accepted, what is said of mistakes, how the program writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import HighlightRule, MuteRule, load_config
from ticker_tui.config.edit.feed_edits import describe_feed, set_address
from ticker_tui.config.edit.rule_edits import add_rule, remove_rule
from ticker_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

FEED = '[[feeds]]\nurl = "https://a.example/rss"\n'
NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)


def test_rules_come_in_the_order_of_the_file_and_end(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        """
[[mute]]
words = [" كرة القدم ", "elect*"]
until = 2026-11-23T10:40:00+02:00
[[mute]]
query = "feed:orbit -probe"
name = "Orbit"
[[mute]]
feeds = "A"
categories = ["العالم", "Sport"]
until = 2026-11-24
[[highlight]]
words = "ferry"
colour = "Teal"
bell = true
notify = true
"""
        + FEED,
        encoding="utf-8",
    )
    settings = load_config(path).settings
    midnight = datetime(2026, 11, 24).astimezone(UTC)
    football = MuteRule(words=("كرة القدم", "elect*"), until=NOW)
    orbit = MuteRule(query="feed:orbit -probe", name="Orbit")
    a = MuteRule(feeds=("A",), categories=("العالم", "Sport"), until=midnight)
    ferry = HighlightRule(words=("ferry",), colour="teal", bell=True, notify=True)
    assert (settings.mute, settings.highlight) == ((football, orbit, a), (ferry,))
    just_before = NOW - timedelta(seconds=1)
    assert settings.rules(just_before).mute == (football, orbit, a)
    assert settings.rules(NOW).mute == (orbit, a)
    assert settings.rules(midnight).mute == (orbit,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mute]\n", ":1: mute: expected [[mute]] with two brackets, one for each rule"),
        (
            "[[mute]]\n",
            ":1: mute[1]: says of nothing what it means; give it one of words, query, feeds, categories",
        ),
        ('[[highlight]]\ncolour = "red"\nwords = []\n', ":1: highlight[1]: says of nothing what it means"),
        (
            '[[mute]]\nwords = ["—"]\n',
            ':2: mute[1].words: expected a word, got "—", which has no letter in it',
        ),
        ("[[mute]]\nwords = 3\n", ":2: mute[1].words: expected a list such as"),
        (
            '[[mute]]\nquery = "(a"\n',
            ":2: mute[1].query: the search cannot be understood at character 1: this ( is",
        ),
        (
            '[[mute]]\nquery = "-"\n',
            ':2: mute[1].query: expected a search, got "-", which has no letter in it',
        ),
        (
            '[[mute]]\nquery = "a OR is:read"\n',
            ":2: mute[1].query: is:read does not stay true of a headline; ask for",
        ),
        ('[[mute]]\nquery = "-(b since:2d)"\n', ":2: mute[1].query: since: with a span does not stay true"),
        (
            '[[mute]]\nwords = ["a"]\nuntil = "2026-12-01"\n',
            (
                ':3: mute[1].until: expected a time such as 2026-12-01T08:00:00Z or a day such as 2026-12-01, got "2026-12-01"'
                " (write it without quotation marks: 2026-12-01)"
            ),
        ),
        ('[[mute]]\nword = ["a"]\n', ":2: mute[1].word: unknown key (did you mean 'words'?)"),
        (
            '[[highlight]]\nwords = "a"\ncolour = "redd"\n',
            ":3: highlight[1].colour: expected a colour such as",
        ),
        ('[[highlights]]\nwords = "a"\n', ":1: highlights: unknown table (did you mean 'highlight'?)"),
    ],
)
def test_mistakes_are_named_with_their_place_and_remedy(
    tmp_path: Path, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "feeds.toml"
    path.write_text(text + FEED, encoding="utf-8")
    with pytest.raises(ConfigError) as wrong:
        load_config(path)
    [problem] = wrong.value.problems
    assert problem.startswith(f"feeds.toml{said}")


FILE = """# mine
language = "ar" # and nothing else

[[mute]] # the first
words = ["cup"] # enough of it
# about the second
[[mute]]
feeds = ["B"]

# my feeds
[[feeds]]
url = "https://a.example/rss" # the only one
"""


def test_the_program_adds_and_removes_without_touching_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(FILE, encoding="utf-8")
    rule = MuteRule(words=("الأمريكيّة",), until=NOW, name='a "name"')
    mark = HighlightRule(words=("ferry",), colour="teal", notify=True)
    add_rule(path, "mute", rule)
    add_rule(path, "highlight", mark)
    settings = load_config(path).settings
    assert settings.mute == (MuteRule(words=("cup",)), MuteRule(feeds=("B",)), rule)
    assert settings.highlight == (mark,)
    assert 'feeds = ["B"]\n\n[[mute]]\nwords = ["الأمريكيّة"]\nuntil = 2026-11-23T' in path.read_text(
        encoding="utf-8"
    )
    assert '\nname = "a \\"name\\""\n\n# my feeds\n[[feeds]]\n' in path.read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="there already"):
        add_rule(path, "mute", MuteRule(feeds=("B",)))
    remove_rule(path, "mute", rule)
    remove_rule(path, "highlight", mark)
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if line] == [
        line for line in FILE.splitlines() if line
    ]
    remove_rule(path, "mute", MuteRule(words=("cup",)))
    assert "# about the second\n[[mute]]" in path.read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="not there any more"):
        remove_rule(path, "mute", rule)


def test_rules_go_on_meaning_a_feed_that_is_renamed_or_moves(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    rules = '[[mute]]\nfeeds = ["B", "A"] # both\n[[highlight]]\nfeeds = "https://a.example/rss"\n'
    path.write_text(f'{rules}{FEED}name = "A"\n', encoding="utf-8")
    describe_feed(path, "https://a.example/rss", name="Alpha", category="", lang="")
    set_address(path, "https://a.example/rss", "https://a.example/new")
    settings = load_config(path).settings
    assert settings.mute == (MuteRule(feeds=("B", "Alpha")),)
    assert settings.highlight == (HighlightRule(feeds=("https://a.example/new",)),)
    assert "# both" in path.read_text(encoding="utf-8")
