"""`add`, `import`, `export`, `feeds`, `check --online`: the list of feeds, from finding one to seeing how it does."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from ticker_tui.demo import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import OnTerminal, Ticker

MINE = """\
# My list. Do not touch.
keep = 100  # enough

[[feeds]]
url = "http://127.0.0.1:9/feed"  # nobody there
name = "Nobody"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(MINE, encoding="utf-8")
    return path


def feeds(path: Path) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))["feeds"]
    return listed


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    with Newsroom(still=True, faults=True) as opened:
        yield opened


# add


def test_a_feeds_address_is_added_with_what_it_says_of_itself(
    ticker: Ticker, mine: Path, room: Newsroom
) -> None:
    url = f"{room.base_url}{room.outlets[0].feed_path}"
    done = ticker("add", url, "--category", "العالم")
    assert (done.code, done.err) == (0, "")
    text = mine.read_text(encoding="utf-8")
    assert text.startswith(MINE), "comments, order and values stay"
    added = feeds(mine)[1]
    assert added == {"url": url, "name": room.outlets[0].name, "lang": "ar", "category": "العالم"}
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert ["feed", url] in rows
    assert sum(name == "·" for name, *_ in rows) == 5
    assert ticker("check").code == 0


def test_a_pages_address_leads_to_the_feed_it_names(fresh_ticker: Ticker, mine: Path, room: Newsroom) -> None:
    outlet = room.outlets[1]
    done = fresh_ticker("add", f"{room.base_url}/{outlet.slug}/", "--name", "My lakes", "--lang", "ar-LB")
    assert done.code == 0, done.err
    assert feeds(mine)[1] == {
        "url": f"{room.base_url}{outlet.feed_path}",
        "name": "My lakes",
        "lang": "ar-LB",
    }


def test_a_look_changes_nothing(ticker: Ticker, mine: Path, room: Newsroom) -> None:
    done = ticker("add", f"{room.base_url}/{room.outlets[1].slug}/", "--dry-run")
    assert done.code == 0
    assert room.outlets[1].feed_path in done.out
    assert mine.read_text(encoding="utf-8") == MINE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("http://127.0.0.1:9/feed",), "127.0.0.1"),
        (("{room}/faults/closed.xml",), "503"),
        (("{room}/",), "not a feed"),
        (("file:///etc/passwd",), "http"),
        (("javascript:alert(1)",), "javascript"),
        (("exec:ls",), "exec"),
        (("{feed}", "--lang", "arabic"), "--lang"),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_is_written(
    ticker: Ticker, mine: Path, room: Newsroom, words: tuple[str, ...], said: str
) -> None:
    feed = f"{room.base_url}{room.outlets[0].feed_path}"
    done = ticker("add", *(word.format(room=room.base_url, feed=feed) for word in words))
    assert done.code == 2
    assert said in done.err
    assert done.err.startswith("ticker: ")
    assert mine.read_text(encoding="utf-8") == MINE


def test_the_same_feed_is_not_added_twice(ticker: Ticker, mine: Path, room: Newsroom) -> None:
    url = f"{room.base_url}{room.outlets[0].feed_path}"
    assert ticker("add", url).code == 0
    before = mine.read_bytes()
    done = ticker("add", url)
    assert done.code == 2
    assert "there already" in done.err
    assert mine.read_bytes() == before


def test_on_a_terminal_the_preview_is_shaped(on_terminal: OnTerminal, mine: Path, room: Newsroom) -> None:
    shown = on_terminal("add", f"{room.base_url}{room.outlets[0].feed_path}", "--dry-run")
    assert shown.code == 0
    assert any("\ufe70" <= letter <= "\ufeff" for letter in shown.text)


# import and export

OPML = """\
<?xml version="1.0" encoding="windows-1256"?>
<opml version="1.1"><head><title>x</title></head><body>
<outline text="أخبار"><outline text="عربية">
  <outline type="rss" text="لازورد" xmlUrl="https://a.example/rss" language="ar"/>
  <outline type="rss" title="B &amp; B" text="other" xmlurl="http://b.example/feed?x=1&amp;y=2"/>
</outline>
  <outline type="rss" text="off" XMLURL="https://off.example/rss" isComment="true"/>
</outline>
<outline text="plain" xmlUrl="https://plain.example/"/>
<outline text="again" xmlUrl="https://A.example/rss#top"/>
<outline text="known" xmlUrl="http://127.0.0.1:9/feed"/>
<outline text="evil" xmlUrl="|touch {marker}"/>
<outline text="evil" xmlUrl="exec:touch {marker}"/>
<outline text="evil" xmlUrl="filter:touch {marker}:https://a.example/"/>
<outline text="evil" xmlUrl="file:///etc/passwd" filtercmd="touch {marker}"/>
<outline text="a link" htmlUrl="https://page.example/"/>
</body></opml>
"""


def test_folders_come_in_and_commands_do_not(ticker: Ticker, mine: Path, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    source = tmp_path / "list.opml"
    source.write_bytes(OPML.format(marker=marker).encode("cp1256"))
    done = ticker("import", source)
    assert done.code == 1, "something was refused"
    assert done.err.count("not taken") == 4
    assert not marker.exists()
    assert mine.read_text(encoding="utf-8").startswith(MINE)
    assert feeds(mine)[1:] == [
        {"url": "https://a.example/rss", "name": "لازورد", "lang": "ar", "category": "أخبار / عربية"},
        {"url": "http://b.example/feed?x=1&y=2", "name": "B & B", "category": "أخبار / عربية"},
        {"url": "https://off.example/rss", "name": "off", "category": "أخبار", "enabled": False},
        {"url": "https://plain.example/", "name": "plain"},
    ]
    assert ticker("check").code == 0
    again = ticker("import", source)
    assert "0 added, 6 there already" in again.err


def test_what_goes_out_comes_in_again(fresh_ticker: Ticker, mine: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.opml"
    source.write_bytes(OPML.format(marker="x").encode("cp1256"))
    fresh_ticker("import", source)
    out = tmp_path / "out.opml"
    assert fresh_ticker("export", out).code == 0
    assert fresh_ticker("export").out == out.read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text("", encoding="utf-8")
    assert fresh_ticker("import", out, "--config", other).code == 0

    def said(path: Path) -> dict[object, object]:
        return {feed["url"]: feed for feed in feeds(path)}

    assert said(other) == said(mine)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "well-formed"),
        (b"<rss version='2.0'/>", "not OPML"),
        (b"<opml><body><outline", "well-formed"),
        (
            b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline xmlUrl="http://a.example/&x;"/></opml>',
            "",
        ),
        (b"<opml>" + b"<outline>" * 100_000, "well-formed"),
    ],
)
def test_a_list_that_is_none(ticker: Ticker, mine: Path, tmp_path: Path, body: bytes, said: str) -> None:
    source = tmp_path / "list.opml"
    source.write_bytes(body)
    done = ticker("import", source)
    assert done.code == 2
    assert said in done.err
    assert "root:" not in done.err + done.out
    assert mine.read_text(encoding="utf-8") == MINE


def test_no_secret_goes_out(ticker: Ticker, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[[feeds]]\nurl = "https://a.example/"\nheaders = { Authorization = "Bearer 12345" }\n',
        encoding="utf-8",
    )
    assert "12345" not in ticker("export").out


# feeds and check --online


def test_feeds_says_how_each_stands(
    ticker: Ticker, on_terminal: OnTerminal, tmp_path: Path, room: Newsroom
) -> None:
    (tmp_path / "feeds.toml").write_text(
        room.config_toml() + '\n[[feeds]]\nurl = "https://off.example/"\nenabled = false\n', encoding="utf-8"
    )
    never = json.loads(ticker("feeds", "--json").out)
    assert {each["state"] for each in never} == {"never", "off"}
    ticker("refresh", "--deadline", "5")
    listed = {each["name"]: each for each in json.loads(ticker("feeds", "--json").out)}
    assert listed["off.example"]["state"] == "off"
    assert listed["off.example"]["next"] is None
    assert listed["closed.xml"]["state"] == "failed"
    assert "503" in listed["closed.xml"]["error"]
    well = [each for each in listed.values() if each["state"] == "ok"]
    assert len(well) >= 6
    for each in well:
        assert each["entries"] > 0
        assert each["entries_per_day"] > 0
        assert each["newest"]
        assert each["next"]
        assert not each["stale"]
    lines = [line.split("\t") for line in ticker("feeds").out.splitlines()]
    assert {len(line) for line in lines} == {7}
    shown = on_terminal("feeds", columns=120)
    assert shown.code == 0
    assert "503" in shown.text


def test_check_online_asks_and_keeps_nothing(fresh_ticker: Ticker, tmp_path: Path, room: Newsroom) -> None:
    url = f"{room.base_url}{room.outlets[0].feed_path}"
    path = tmp_path / "feeds.toml"
    path.write_text(f'[[feeds]]\nurl = "{url}"\nname = "A"\n', encoding="utf-8")
    done = fresh_ticker("check", "--online")
    assert done.code == 0
    first, row = done.out.splitlines()
    assert "all is well" in first
    assert row.split("\t")[:2] == ["ok", "A"]
    assert fresh_ticker("headlines").out == "", "a look fills no archive"
    path.write_text(
        f'[[feeds]]\nurl = "{url}"\n[[feeds]]\nurl = "{room.base_url}/faults/closed.xml"\n', "utf-8"
    )
    assert fresh_ticker("check", "--online").code == 1


def test_an_exported_list_holds_no_login(ticker: Ticker, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[[feeds]]\nurl = "https://user:pw@a.example:81/rss?x=1"\nname = "a"\n', encoding="utf-8"
    )
    done = ticker("export")
    assert (done.code, done.err) == (0, "")
    assert 'xmlUrl="https://a.example:81/rss?x=1"' in done.out
    assert "pw" not in done.out


# moves


def test_a_feed_that_moved_is_told_with_its_whole_address_and_taken_over(
    ticker: Ticker, on_terminal: OnTerminal, tmp_path: Path, room: Newsroom
) -> None:
    outlet = next(outlet for outlet in room.outlets if outlet.moved_from)
    old = f"{room.base_url}{outlet.subscribed_path}"
    mine = tmp_path / "feeds.toml"
    mine.write_text(f'[[feeds]]\nurl = "{old}"  # old friend\nname = "Friend"\n', encoding="utf-8")
    assert "moved" not in ticker("refresh").out
    assert ticker("feeds", "--accept-moves").out == "no feed has moved for good\n"
    told = ticker("refresh").out.splitlines()[0].split("\t")[-2]
    assert told.startswith("has moved to http://")
    new = told.removeprefix("has moved to ")
    for words in (("feeds",), ("refresh",)):
        shown = on_terminal(*words, columns=60).text
        assert f"Friend has moved to {new}" in shown
        assert "--accept-moves" in shown
    (said,) = json.loads(ticker("feeds", "--json").out)
    assert (said["url"], said["moved_to"]) == (old, new)
    ids = {entry["id"] for entry in json.loads(ticker("headlines", "--json").out)}
    done = ticker("feeds", "--accept-moves")
    assert (done.code, done.out) == (0, f"Friend is read at {new} from now on\n")
    assert mine.read_text(encoding="utf-8") == f'[[feeds]]\nurl = "{new}"  # old friend\nname = "Friend"\n'
    assert "moved" not in ticker("refresh").out
    assert {entry["id"] for entry in json.loads(ticker("headlines", "--json").out)} == ids

    with mine.open("a", encoding="utf-8") as file:
        file.write(f'\n[[feeds]]\nurl = "{old}"\nname = "Twice"\n')
    ticker("refresh"), ticker("refresh")
    done = ticker("feeds", "--accept-moves")
    assert done.code == 1
    assert "in feeds.toml already (Friend)" in done.err


@pytest.mark.parametrize("words", [["check"], ["add", "http://127.0.0.1:9/"], ["headlines"], ["export"]])
def test_a_device_in_the_place_of_feeds_toml_is_named_by_every_command(
    ticker: Ticker, words: list[str]
) -> None:
    """`add` once read it until the memory was full."""
    done = ticker(*words, "--config", "/dev/zero")
    assert (done.code, done.out) == (2, "")
    assert done.err == "/dev/zero: cannot be read (it is a device, not a regular file)\n"
