"""feeds.toml, read: what is accepted, and that every mistake is named with its place and what was meant."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from work import calls

from ticker_tui.config import Config, Settings, load_config
from ticker_tui.errors import ConfigError
from ticker_tui.model import Feed

if TYPE_CHECKING:
    from pathlib import Path

ONE_FEED = '[[feeds]]\nurl = "https://a.example/rss"\n'


def load(folder: Path, text: str | bytes) -> Config:
    path = folder / "feeds.toml"
    path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
    return load_config(path)


def problems(folder: Path, text: str | bytes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder)
    with pytest.raises(ConfigError) as raised:
        load(folder, text)
    assert str(raised.value) == "\n".join(raised.value.problems)
    assert all("\n" not in problem and problem.startswith("feeds.toml:") for problem in raised.value.problems)
    return [problem.removeprefix("feeds.toml:") for problem in raised.value.problems]


def test_a_full_file(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
        language = "ar-EG"
        keep = 100
        keep_days = 7
        [refresh]
        interval = "2m30s"
        timeout = "10s"
        user_agent = "me"
        per_host = 1
        [breaking]
        words = ["زلزال", " ", "quake"]
        expires = "1 h"
        [bar]
        mode = "flip"
        speed = 4
        [display]
        theme = "ticker-dark"
        marks = "off"
        mark_read = "2s"
        relative_times = true
        [terminal]
        bidi = "visual"
        [keys]
        "headlines.open" = ["enter", "l"]
        headlines.down = "j"
        [[feeds]]
        url = " https://a.example/rss "
        name = "أ"
        lang = "ar"
        category = "World"
        colour = "Teal"
        enabled = false
        breaking = true
        interval = "1d"
        user_agent = "you"
        headers = { Accept-Language = "ar" }
        keep = 10
        [[feeds]]
        url = "http://www.b.example"
        """,
    )
    settings = config.settings
    assert (settings.language, settings.keep, settings.keep_days) == ("ar-EG", 100, 7)
    assert (settings.refresh.interval_s, settings.refresh.timeout_s) == (150.0, 10.0)
    assert (settings.refresh.user_agent, settings.refresh.per_host) == ("me", 1)
    assert (settings.breaking.words, settings.breaking.expires_s) == (("زلزال", "quake"), 3600.0)
    assert (settings.bar.mode, settings.bar.speed_cells_s) == ("flip", 4.0)
    display = settings.display
    assert (display.theme, display.marks, display.mark_read, display.relative_times) == (
        "ticker-dark",
        "off",
        2.0,
        True,
    )
    assert settings.terminal.bidi == "visual"
    assert settings.keys == {"headlines.open": ("enter", "l"), "headlines.down": ("j",)}
    assert config.feeds == (
        Feed(
            url="https://a.example/rss",
            name="أ",
            lang="ar",
            category="World",
            colour="teal",
            enabled=False,
            breaking=True,
            interval_s=86_400.0,
            user_agent="you",
            headers={"Accept-Language": "ar"},
            keep=10,
        ),
        Feed(url="http://www.b.example", name="b.example"),
    )


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    config = load(tmp_path, ONE_FEED)
    assert config.settings == Settings()
    stat = config.path.stat()
    assert config.stamp == (stat.st_mtime_ns, stat.st_size)


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    ],
    ids=["CRLF", "BOM", "both"],
)
def test_windows_editors_may_save_it(tmp_path: Path, dress: object) -> None:
    assert callable(dress)
    assert load(tmp_path, dress(ONE_FEED)).feeds[0].url == "https://a.example/rss"


SETTING_MISTAKES = [
    # (text, place, key path, part of what is said)
    ('langauge = "ar"', "1: langauge", "unknown key (did you mean 'language'?)"),
    ('language = "arabic"', "1: language", '(did you mean "ar"?)'),
    ('language = "ar_EG"', "1: language", '(did you mean "ar-eg"?)'),
    ('language = "fr"', "1: language", 'the interface speaks "ar", "en", "fa", "he" and "ur", not "fr"'),
    ('display.digits = "roman"', "1: display.digits", '"auto"'),
    (
        'display.calendars = "julian"',
        "1: display.calendars",
        'expected one of "hijri", "persian", got "julian"',
    ),
    ('display.time_zone = "asia/riyad"', "1: display.time_zone", 'did you mean "Asia/Riyadh"?'),
    ('display.time_zone = "../etc"', "1: display.time_zone", "expected a time zone"),
    ('language = "xx"', "1: language", "expected a language code"),
    ("language = 5", "1: language", "expected text in quotes, got 5"),
    ("keep = -1", "1: keep", "whole number from 1 to 100000, got -1"),
    ("keep = true", "1: keep", "got true"),
    ("keep = 1.5", "1: keep", "got 1.5"),
    ('interval = "5m"', "1: interval", "it belongs under [refresh]"),
    ('intervall = "5m"', "1: intervall", "did you mean 'refresh.interval'?"),
    ("[refesh]\n", "1: refesh", "unknown table (did you mean 'refresh'?)"),
    ('refresh = "5m"', "1: refresh", 'expected a table, got "5m"'),
    ("[refresh]\ninterval = 300", "2: refresh.interval", 'such as "300s" or "5m", got 300'),
    ('[refresh]\ninterval = "5 minutes"', "2: refresh.interval", 'got "5 minutes"'),
    ('[refresh]\ninterval = "0s"', "2: refresh.interval", 'expected a duration from "1s"'),
    ('[refresh]\ninterval = "9999999999d"', "2: refresh.interval", 'to "366d"'),
    ('[refresh]\nintervall = "5m"', "2: refresh.intervall", "did you mean 'interval'?"),
    ("[refresh]\nzzz = 1", "2: refresh.zzz", "unknown key; known here: interval, fastest"),
    ("refresh.per_host = 99", "1: refresh.per_host", "from 1 to 16"),
    ('[breaking]\nwords = "x"', "2: breaking.words", 'expected a list such as ["first", "second"]'),
    ("[breaking]\nwords = [1]", "2: breaking.words", "got a list"),
    ('[bar]\nmode = "scrol"', "2: bar.mode", '(did you mean "scroll"?)'),
    ("[bar]\nmode = []", "2: bar.mode", "got a list"),
    ("[bar]\nspeed = nan", "2: bar.speed", "expected a number from 0.5 to 60, got nan"),
    ('[display]\nmarks = "yes"', "2: display.marks", 'expected one of "auto", "on", "off"'),
    ('[display]\nmark_read = "soon"', "2: display.mark_read", '"open", "never" or a duration'),
    ("[display]\nrelative_times = 1", "2: display.relative_times", "expected true or false, got 1"),
    ("keys = 1", "1: keys", "expected a table"),
    ('[keys]\n"a.b" = 1', "2: keys.a.b", "expected a key such as"),
    ('"two words\\n" = 1', "1: two words\ufffd", "unknown key"),
]


@pytest.mark.parametrize(("text", "place", "said"), SETTING_MISTAKES)
def test_a_mistake_in_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, place: str, said: str
) -> None:
    (problem,) = problems(tmp_path, f"{text}\n{ONE_FEED}", monkeypatch)
    assert problem.startswith(f"{place}: ")
    assert said in problem


FEED_MISTAKES = [
    ("intervall = '5m'", "2: feeds[1].intervall", "unknown key (did you mean 'interval'?)"),
    ("color = 'red'", "2: feeds[1].color", "unknown key (did you mean 'colour'?)"),
    ("colour = 'reed'", "2: feeds[1].colour", '(did you mean "red"?)'),
    ("colour = '#12'", "2: feeds[1].colour", "expected a colour"),
    ("lang = 'farsi'", "2: feeds[1].lang", '(did you mean "fa"?)'),
    ("lang = 'iw'", "2: feeds[1].lang", '(did you mean "he"?)'),
    ("enabled = 'no'", "2: feeds[1].enabled", 'expected true or false, got "no"'),
    ("name = 3", "2: feeds[1].name", "expected text"),
    ('name = "a\\u0000b"', "2: feeds[1].name", "without control characters"),
    ("headers = 'x'", "2: feeds[1].headers", "expected a table such as"),
    ("headers = { 'a b' = 'c' }", "2: feeds[1].headers", "the name of an HTTP header"),
    ("headers = { a = 1 }", "2: feeds[1].headers", "ASCII text in quotes"),
    ('headers = { a = "b\\nEvil: c" }', "2: feeds[1].headers", "without control characters"),
    ("keep = 0", "2: feeds[1].keep", "from 1 to"),
]


@pytest.mark.parametrize(("text", "place", "said"), FEED_MISTAKES)
def test_a_mistake_in_a_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, place: str, said: str
) -> None:
    (problem,) = problems(tmp_path, f"[[feeds]]\n{text}\nurl = 'https://a.example/'\n", monkeypatch)
    assert problem.startswith(f"{place}: ")
    assert said in problem


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("www.bbc.com/rss", '(did you mean "https://www.bbc.com/rss"?)'),
        ("bbc.com", '(did you mean "https://bbc.com"?)'),
        ("file:///etc/passwd", 'expected an http(s) address, got "file:///etc/passwd"'),
        ("ftp://a.example/x", "expected an http(s) address"),
        ("exec:ls", "expected an http(s) address"),
        ("|ls", "expected an http(s) address"),
        ("https://", "expected an http(s) address"),
        ("https://a b/", "without spaces"),
        ("https://a.example:port/", "expected an http(s) address"),
        ("https://[::1/", "expected an http(s) address"),
        ("", "expected an http(s) address"),
        ("/etc/passwd", "expected an http(s) address"),
    ],
)
def test_an_address_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    (problem,) = problems(tmp_path, f'[[feeds]]\nurl = "{url}"\n', monkeypatch)
    assert problem.startswith("2: feeds[1].url: ")
    assert said in problem


@pytest.mark.parametrize(
    ("text", "first_line"),
    [
        ("", ": there is no feed in it; add one with `ticker add ADDRESS`"),
        ("# nothing but a comment\n", ": there is no feed in it"),
        ("feeds = []", ": there is no feed in it"),
        ("feeds = 1", "1: feeds: expected [[feeds]] with two brackets"),
        ('[feeds]\nurl = "https://a.example/"', "1: feeds: expected [[feeds]] with two brackets"),
        ("feeds = [1]", "1: feeds[1]: expected a table, got 1"),
        ("[[feeds]]\nname = 'x'", "1: feeds[1]: has no url"),
        (f"{ONE_FEED}{ONE_FEED}", '4: feeds[2].url: the same address as feeds[1] ("https://a.example/rss")'),
        (
            f"{ONE_FEED}[[feeds]]\nurl = 'HTTPS://A.example/rss#top'",
            "4: feeds[2].url: the same address as feeds[1]",
        ),
        (
            "[refresh]\ninterval = 5m\n",
            "2:13: is not TOML: expected newline or end of document after a statement",
        ),
        (
            "[refresh]\ninterval = soon\n",
            '2:12: is not TOML: invalid value (text needs quotes: interval = "soon")',
        ),
        ("a = 1\na = 2", "2:6: is not TOML: cannot overwrite a value"),
        ('url = "no end', "1:14: is not TOML: "),
        ("url = “curly”", '1:7: is not TOML: invalid value (use straight quotes: ")'),
        ("[refresh\n", "1:9: is not TOML: expected ']'"),
        ("a = 1\n\0", "2:1: is not TOML: "),
        (b'a = 1\nb = "\xe7\xd1\xc8"', "2:6: is not UTF-8 here; save the file as UTF-8"),
        (b"\xff\xfea\0=\0", "1:1: is not UTF-8 here"),
        ("a = " + "[" * 100_000, ""),
    ],
)
def test_a_file_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes, first_line: str
) -> None:
    assert (
        problems(tmp_path, text, monkeypatch)[0].removeprefix(" ").startswith(first_line.removeprefix(": "))
    )


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = """\
        langauge = "ar"   # 1

        [[feeds]]
        url = "https://a.example/"
        # a comment with [[feeds]] in it
        name = '''
        [[feeds]]
        '''
        lang = "klingon"  # 9
        [feeds.headers]
        "a b" = "c"
        [[feeds]]         # 12
        name = "x"
        [refresh]
        interval = 5      # 15
        """
    said = problems(tmp_path, text, monkeypatch)
    assert [line.split(": ")[:2] for line in said] == [
        ["1", "langauge"],
        ["6", "feeds[1].name"],
        ["9", "feeds[1].lang"],
        ["10", "feeds[1].headers"],
        ["12", "feeds[2]"],
        ["15", "refresh.interval"],
    ]


def test_inline_lists_are_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """\
        feeds = [
            { url = "https://a.example/", name = "a ] }" },
            # a comment, with a comma
            { url = "b.example", colour = "reed" },
        ]
        """
    assert [line.split(": ")[:2] for line in problems(tmp_path, text, monkeypatch)] == [
        ["4", "feeds[2].url"],
        ["4", "feeds[2].colour"],
    ]


def test_names_are_cleaned_like_text_from_a_feed(tmp_path: Path) -> None:
    (feed,) = load(tmp_path, f'{ONE_FEED}name = "  \u202eevil\u200c name "\n').feeds
    assert "\u202e" not in feed.name
    assert feed.name.endswith("name")


def test_ten_times_the_feeds_are_ten_times_the_work(tmp_path: Path) -> None:
    def load_so_many(count: int) -> int:
        path = tmp_path / f"{count}.toml"
        tables = (
            f'[[feeds]]\nurl = "https://a.example/{number}"\nname = "{number}"\n' for number in range(count)
        )
        path.write_text("".join(tables), encoding="utf-8")
        return calls(lambda: load_config(path))

    load_so_many(1)  # what is imported or filled at the first time is no feed's work
    assert load_so_many(1000) < 10.5 * load_so_many(100)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(b"#" * 16_000_001), "larger than 16 MB"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, make: object, said: str) -> None:
    assert callable(make)
    path = tmp_path / "feeds.toml"
    make(path)
    with pytest.raises(ConfigError, match=said):
        load_config(path)
