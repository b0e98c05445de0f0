"""Changes of feeds.toml are undone and made again, whatever else has been changed in the file since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.config import load_config
from ticker_tui.config.edit.feed_edits import add_feed, describe_feed, remove_feed, set_enabled
from ticker_tui.config.edit.merge import MergeConflictError, merged
from ticker_tui.config.edit.save_file import apply_change, text_in
from ticker_tui.errors import ChangedSinceError, ConfigError
from ticker_tui.model import Feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = """# my feeds
[display]
theme = "ticker-paper"  # calm

# the harbour
[[feeds]]
url = "https://a.example/rss"   # long ago
name = "A"

# the moon
[[feeds]]
url = "https://b.example/rss"
name = "B"  # of all
headers = { X-Key = "1" }

[[feeds]]
url = "https://c.example/rss"
name = "C"
"""
A, B, C, D = (f"https://{name}.example/rss" for name in "abcd")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("a b c", "a b c", "a c", "a c"),
        ("a c", "a c d", "a b c", "a b c d"),
        ("a b c", "x b c", "a b y", "x b y"),
        ("a b c", "a c", "a c", "a c"),
        ("a b c", "a x c", "a x c", "a x c"),
        ("a", "a x", "a y", "a y x"),
        ("a", "a x", "a x", "a x"),
        ("", "a", "b", "b a"),
        ("a b", "", "a b", ""),
        ("a b", "x", "a y", None),
        ("a b c", "a c", "a x c", None),
    ],
)
def test_both_sides_of_a_merge(base: str, ours: str, theirs: str, result: str | None) -> None:
    texts = ["".join(f"{line}\n" for line in text.split()) for text in (base, ours, theirs)]
    if result is None:
        with pytest.raises(MergeConflictError):
            merged(*texts)
    else:
        assert merged(*texts).split() == result.split()


@given(st.lists(st.sampled_from("ab\n"), max_size=12), st.lists(st.sampled_from("ab\n"), max_size=12))
def test_a_merge_with_an_unchanged_side_is_the_other(one: list[str], other: list[str]) -> None:
    base, changed = "".join(one), "".join(other)
    assert merged(base, base, changed) == merged(base, changed, base) == changed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def change(path: Path, work: Callable[[], object]) -> tuple[str, str]:
    before = text_in(path)
    work()
    return before, text_in(path)


def urls(path: Path) -> list[str]:
    return [feed.url for feed in load_config(path).feeds]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("url", [A, B, C])
@pytest.mark.parametrize("mark", ["", "\N{ZERO WIDTH NO-BREAK SPACE}"])
def test_a_removed_feed_comes_back_byte_for_byte(path: Path, url: str, line_end: str, mark: str) -> None:
    path.write_bytes((mark + FILE.replace("\n", line_end)).encode())
    before, after = change(path, lambda: remove_feed(path, url))
    assert url not in urls(path)
    apply_change(path, after, before)
    assert path.read_bytes().decode() == before
    apply_change(path, before, after)
    assert url not in urls(path)


@pytest.mark.parametrize("url", [A, B, C])
def test_it_comes_back_in_its_place_when_the_file_was_edited_since(path: Path, url: str) -> None:
    before, after = change(path, lambda: remove_feed(path, url))
    add_feed(path, Feed(url=D, name="D"))
    left = next(each for each in urls(path) if each != url)
    set_enabled(path, left, False)
    path.write_text(text_in(path).replace("# my feeds", "# our feeds"), encoding="utf-8")
    apply_change(path, after, before)
    assert urls(path) == [A, B, C, D]
    feeds = {feed.url: feed for feed in load_config(path).feeds}
    assert [feed.name for feed in feeds.values()] == ["A", "B", "C", "D"]
    assert [each for each, feed in feeds.items() if not feed.enabled] == [left]
    assert dict(feeds[B].headers) == {"X-Key": "1"}
    text = text_in(path)
    for comment in ("# our feeds", "# the harbour", "# the moon", "# of all", "# long ago"):
        assert comment in text


def test_what_was_changed_at_the_same_place_is_left_alone(path: Path) -> None:
    before, after = change(path, lambda: describe_feed(path, B, name="New name", category="", lang=""))
    path.write_text(text_in(path).replace("New name", "Newer name"), encoding="utf-8")
    now = text_in(path)
    with pytest.raises(ChangedSinceError, match=r"feeds\.toml"):
        apply_change(path, after, before)
    assert text_in(path) == now


def test_a_feed_that_somebody_has_put_back_by_hand_is_not_doubled(path: Path) -> None:
    before, after = change(path, lambda: remove_feed(path, B))
    add_feed(path, Feed(url=B, name="B"))
    now = text_in(path)
    with pytest.raises(ConfigError):
        apply_change(path, after, before)
    assert text_in(path) == now


def test_a_result_with_a_mistake_is_not_written(path: Path) -> None:
    before, after = change(path, lambda: add_feed(path, Feed(url=D, name="D")))
    path.write_text(after.replace("https://a", "ftp://a"), encoding="utf-8")
    with pytest.raises(ConfigError):
        apply_change(path, after, before)
    assert "ftp://a" in text_in(path)


@given(
    removed=st.integers(0, 5),
    steps=st.lists(st.tuples(st.sampled_from(["remove", "add", "switch"]), st.integers(0, 5)), max_size=4),
)
def test_whatever_else_happens_no_feed_is_lost_or_mixed_up(
    removed: int, steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("merge") / "feeds.toml"
    names = [f"https://{number}.example/rss" for number in range(6)]
    path.write_text("\n".join(f'[[feeds]]\nurl = "{url}"\nname = "N{url[8]}"\n' for url in names))
    before, after = change(path, lambda: remove_feed(path, names[removed]))
    for number, (step, place) in enumerate(steps):
        listed = urls(path)
        url = listed[place % len(listed)]
        if step == "add":
            add_feed(path, Feed(url=f"https://{number}.example/new", name=f"N{number}"))
        elif step == "switch":
            set_enabled(path, url, False)
        elif len(listed) > 1:
            remove_feed(path, url)
    expected = {feed.url: feed for feed in load_config(path).feeds}
    try:
        apply_change(path, after, before)
    except ChangedSinceError:
        assert {feed.url: feed for feed in load_config(path).feeds} == expected
        return
    expected[names[removed]] = Feed(url=names[removed], name=f"N{removed}")
    found = {feed.url: feed for feed in load_config(path).feeds}
    assert {url: (feed.name, feed.enabled) for url, feed in found.items()} == {
        url: (feed.name, feed.enabled) for url, feed in expected.items()
    }
