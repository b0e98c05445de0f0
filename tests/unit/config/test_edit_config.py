"""Edits by the program: what changes, and that nothing else does."""

from __future__ import annotations

import difflib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import load_config
from ticker_tui.config.edit import save_file
from ticker_tui.config.edit.feed_edits import add_feed, describe_feed, remove_feed, set_address, set_enabled
from ticker_tui.config.paths import default_text
from ticker_tui.errors import ConfigError
from ticker_tui.filesystem import try_lock
from ticker_tui.model import Feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW = Feed(url="https://new.example/rss", name="جديد", lang="ar", category="World")
AAWSAT = "https://aawsat.com/feed"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "feeds.toml"
    made.write_text(default_text(), encoding="utf-8", newline="")
    return made


def changes(before: str, path: Path) -> list[str]:
    """The changed lines, as + and -."""
    after = path.read_bytes().decode()
    return [
        line
        for line in difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
        if line[0] in "+-"
    ]


def test_adding_a_feed_adds_its_lines_at_the_end(path: Path) -> None:
    add_feed(path, NEW)
    assert changes(default_text(), path) == [
        "+ \n",
        "+ [[feeds]]\n",
        '+ url = "https://new.example/rss"\n',
        '+ name = "جديد"\n',
        '+ lang = "ar"\n',
        '+ category = "World"\n',
    ]
    assert load_config(path).feeds[-1] == NEW


def test_the_first_feed_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("# mine\nlanguage = 'ar'\n[bar]\nspeed = 3 # slow\n", encoding="utf-8")
    add_feed(path, NEW)
    assert load_config(path).feeds == (NEW,)
    assert path.read_text(encoding="utf-8").startswith("# mine\nlanguage = 'ar'\n[bar]\nspeed = 3 # slow\n")


def test_adding_to_an_inline_list(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('feeds = [\n    { url = "https://a.example/" }, # a\n]\n', encoding="utf-8")
    add_feed(path, NEW)
    assert [feed.url for feed in load_config(path).feeds] == ["https://a.example/", NEW.url]
    assert "# a" in path.read_text(encoding="utf-8")


def test_a_feed_that_is_there_is_not_added_again(path: Path) -> None:
    with pytest.raises(ConfigError, match="is there already"):
        add_feed(path, Feed(url=AAWSAT, name="x"))
    assert changes(default_text(), path) == []


def test_switching_off_and_on_again(path: Path) -> None:
    set_enabled(path, AAWSAT, False)
    assert changes(default_text(), path) == ["+ enabled = false\n"]
    set_enabled(path, AAWSAT, True)
    assert changes(default_text(), path) == ["+ enabled = true\n"]
    sky = "https://www.skynewsarabia.com/rss"
    set_enabled(path, sky, True)
    assert {feed.url for feed in load_config(path).feeds if feed.enabled} >= {AAWSAT, sky}


@pytest.mark.parametrize("index", range(len(default_text().split("\n[[feeds]]")) - 1))
def test_removing_a_feed_keeps_every_comment(path: Path, index: int) -> None:
    """The heading of the next group stands behind the feed that goes."""
    feeds = load_config(path).feeds
    remove_feed(path, feeds[index].url)
    lost = changes(default_text(), path)
    assert [line for line in lost if line.startswith("- #")] == []
    assert all(line.startswith("- ") for line in lost)
    assert load_config(path).feeds == (*feeds[:index], *feeds[index + 1 :])


def test_removing_the_only_feed_leaves_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('language = "ar"\n\n[[feeds]]\nurl = "https://a.example/"\n# the end\n', encoding="utf-8")
    remove_feed(path, "https://a.example/")
    text = path.read_text(encoding="utf-8")
    assert 'language = "ar"' in text
    assert "# the end" in text
    assert "feeds" not in text
    add_feed(path, NEW)
    assert load_config(path).feeds == (NEW,)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: set_enabled(path, "https://x.example/", True),
        lambda path: remove_feed(path, "https://x.example/"),
    ],
)
def test_a_feed_that_is_not_there(path: Path, change: Callable[[Path], None]) -> None:
    with pytest.raises(ConfigError, match=r"there is no feed with the address https://x\.example/"):
        change(path)


def test_line_ends_bom_and_mode_stay(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    before = b'\xef\xbb\xbf# mine\r\n[[feeds]]\r\nurl = "https://a.example/"\r\n'
    path.write_bytes(before)
    path.chmod(0o640)
    set_enabled(path, "https://a.example/", False)
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.removeprefix(before).strip() == b"enabled = false"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("ending", ["", "E", "EE", "E# the end", "E# the endE", "E[bar]Espeed = 3E"])
def test_a_feed_is_added_after_any_ending(tmp_path: Path, ending: str, line_end: str) -> None:
    path = tmp_path / "feeds.toml"
    before = f'[[feeds]]Eurl = "https://a.example/"{ending}'.replace("E", line_end)
    path.write_bytes(before.encode())
    add_feed(path, NEW)
    after = path.read_bytes().decode()
    assert [feed.url for feed in load_config(path).feeds] == ["https://a.example/", NEW.url]
    assert "# the end" in after or "# the end" not in before
    assert f"{line_end}{line_end}[[feeds]]{line_end}" in after
    assert after.count("\n") == after.count(line_end)


def test_a_link_into_dotfiles_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    add_feed(link, NEW)
    assert link.is_symlink()
    assert load_config(path).feeds[-1] == NEW


def test_a_file_that_changed_since_it_was_read_is_left_alone(path: Path) -> None:
    stamp = load_config(path).stamp
    path.write_text(f"{default_text()}# one more line\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="has changed meanwhile"):
        add_feed(path, NEW, stamp=stamp)
    assert changes(default_text(), path) == ["+ # one more line\n"]
    add_feed(path, NEW, stamp=load_config(path).stamp)


def test_a_file_that_changes_during_the_edit_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = save_file.replace_file

    def slow(*arguments: object) -> None:
        path.write_text("# somebody was faster\n", encoding="utf-8")
        replace(*arguments)  # type: ignore[arg-type]  # handed through as they came

    monkeypatch.setattr(save_file, "replace_file", slow)
    with pytest.raises(ConfigError, match="changed by somebody else"):
        add_feed(path, NEW)
    assert path.read_text(encoding="utf-8") == "# somebody was faster\n"
    assert [found.name for found in path.parent.iterdir()] == ["feeds.toml"]


@pytest.mark.parametrize("text", [b"[[feeds]\n", b"a = 1\na = 2\n", b"\xff\xfe"])
def test_a_file_with_a_mistake_is_left_alone(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    with pytest.raises(ConfigError) as said_by_check:
        load_config(path)
    with pytest.raises(ConfigError) as said:
        add_feed(path, NEW)
    assert said.value.problems == said_by_check.value.problems
    assert path.read_bytes() == text


def test_a_folder_that_cannot_be_written_to_is_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(ConfigError, match=r"cannot be written \(No space left on device\)"):
        add_feed(path, NEW)
    assert changes(default_text(), path) == []


TWO = """\
# top
[[feeds]]
url = "https://a.example/rss"  # the first
name = "A"  # its name

# about B
[[feeds]]
url = "https://b.example/rss"
category = "x"  # tab

# the end
[display]
theme = "x"
"""


def test_what_is_said_anew_or_for_the_first_time_stands_with_its_feed(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(TWO, encoding="utf-8")
    set_address(path, "https://a.example/rss", "https://new.example/rss")
    describe_feed(path, "https://new.example/rss", name="AA", category="News", lang="ar")
    describe_feed(path, "https://b.example/rss", name="B", category="", lang="")
    set_enabled(path, "https://b.example/rss", False)
    assert path.read_text(encoding="utf-8") == (
        TWO.replace("a.example", "new.example")
        .replace('name = "A"  # its name\n', 'name = "AA"  # its name\ncategory = "News"\nlang = "ar"\n')
        .replace('category = "x"  # tab\n', 'name = "B"\nenabled = false\n')
    )
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="there already"):
        set_address(path, "https://new.example/rss", "https://B.example/rss")
    describe_feed(path, "https://b.example/rss", name="B", category="", lang="")
    assert path.read_bytes() == before


def test_programs_that_edit_at_once_lose_nothing(path: Path) -> None:
    """Each edit reads what the one before has written; otherwise the later of two would undo the earlier."""
    before = len(load_config(path).feeds)
    feeds = [Feed(url=f"https://{number}.example/", name=str(number)) for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda feed: add_feed(path, feed), feeds))
    assert {feed.name for feed in load_config(path).feeds[before:]} == {feed.name for feed in feeds}


def test_a_file_that_another_program_keeps_locked_is_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_file, "LOCK_S", 0.0)
    with path.open("rb") as file:
        assert try_lock(file)
        with pytest.raises(
            ConfigError, match="another program is writing it; nothing was written, try again"
        ):
            add_feed(path, NEW)
    add_feed(path, NEW)


def test_a_read_only_file_is_left_alone_also_by_root(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(ConfigError, match=r"feeds\.toml: is read-only; nothing was written"):
        add_feed(path, NEW)
    assert path.read_bytes() == before


LOGINS = """
[[feeds]]
url = "https://amal:s%3Aecret@mail.example/feed#x" # mine
[[feeds]]
url = "https://badr:two@mail.example/feed"
[[mute]]
feeds = "https://amal:s%3Aecret@mail.example/feed#x"
"""


def test_feeds_are_edited_by_addresses_that_hold_no_login(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(LOGINS, encoding="utf-8")
    config = load_config(path)
    first, second = config.feeds
    assert (first.login, second.login) == ("amal:s%3Aecret", "badr:two")
    assert first.url.partition("#")[0] == second.url.partition("#")[0] == "https://mail.example/feed"
    assert first.url != second.url  # two accounts
    assert config.settings.mute[0].feeds == ("https://mail.example/feed#x",)
    set_enabled(path, second.url, enabled=False)
    assert [feed.enabled for feed in load_config(path).feeds] == [True, False]
    remove_feed(path, second.url)
    (alone,) = load_config(path).feeds
    assert alone.url == "https://mail.example/feed#x"
    set_address(path, alone.url, "https://mail.example/new")
    assert 'url = "https://amal:s%3Aecret@mail.example/new" # mine' in path.read_text(encoding="utf-8")
    set_address(path, "https://mail.example/new", "https://other.example/")
    assert load_config(path).feeds[0].login == ""
    add_feed(path, Feed(url="https://mail.example/feed", name="", login="amal:s%3Aecret"))
    with pytest.raises(ConfigError, match=r"https://mail\.example/feed is there already"):
        add_feed(path, Feed(url="https://mail.example/feed", name="", login="amal:another"))
    add_feed(path, Feed(url="https://mail.example/feed", name="", login="badr:two"))
    assert len(load_config(path).feeds) == 3
