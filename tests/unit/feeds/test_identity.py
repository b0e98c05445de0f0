from __future__ import annotations

from typing import NamedTuple

from ticker_tui.feeds.identity import MAX_KEY, distinct_keys, entry_key


class Item(NamedTuple):
    guid: str = ""
    link: str = ""
    essence: str = ""
    date_text: str = ""
    text: str = ""


def test_the_guid_comes_first_then_the_link_then_title_and_date() -> None:
    assert entry_key("abc", "https://a.example/1", "t", "d") == "abc"
    assert entry_key("  ", "https://a.example/1", "t", "d") == "link:a.example/1"
    hashed = entry_key("", "", "t", "d")
    assert hashed.startswith("text:")
    assert hashed != entry_key("", "", "t", "other day")
    assert hashed == entry_key("", "", "t", " d ")


def test_a_link_is_known_again_with_other_campaign_parameters() -> None:
    assert entry_key("", "https://a.example/1?utm_source=x", "", "") == entry_key(
        "", "http://a.example/1", "", ""
    )


def test_a_huge_or_unprintable_guid_is_kept_as_its_hash() -> None:
    for guid in ("x" * 1_000_000, "a\x1b]52;c;x\x07"):
        key = entry_key(guid, "", "", "")
        assert len(key) <= MAX_KEY
        assert key.isprintable()
    assert entry_key("x" * 1_000_000, "", "", "") != entry_key("x" * 999_999, "", "", "")


def test_one_guid_on_two_pages_is_two_entries() -> None:
    keys = distinct_keys(
        [Item("same", "https://a.example/1"), Item("same", "https://a.example/2"), Item("other")]
    )
    assert len(set(keys)) == 3
    assert keys[2] == "other"


def test_one_guid_on_one_page_is_one_entry() -> None:
    keys = distinct_keys(
        [Item("same", "https://a.example/1"), Item("same", "https://a.example/1?utm_source=x")]
    )
    assert keys == ["same", None]


def test_keys_do_not_depend_on_the_order() -> None:
    items = [
        Item("g", "https://a.example/1"),
        Item("g", "https://a.example/2"),
        Item("", "", "title", "date"),
    ]
    assert distinct_keys(items) == list(reversed(distinct_keys(items[::-1])))


def test_entries_without_guid_that_share_a_page_are_told_apart() -> None:
    """Only the first of them was kept."""
    page = "https://a.example/changes"
    for links in (
        [page] * 3,
        [f"{page}#v{number}" for number in range(3)],
        [f"{page}?rss={number}" for number in range(3)],
        [f"{page}?at_id={number}" for number in range(3)],
        [page, f"{page}/", f"{page}?utm_source=rss"],
    ):
        for guid in ("", "N/A", "0", page):
            items = [Item(guid, link, f"Change {number}") for number, link in enumerate(links)]
            keys = distinct_keys(items)
            assert len(set(keys)) == 3, (guid, links)
            assert None not in keys
            assert distinct_keys(items[::-1]) == keys[::-1]


def test_entries_are_told_apart_by_date_and_text_and_only_repeats_are_dropped() -> None:
    page = "https://a.example/"
    items = [
        Item("", page, "Siren test", "1 Oct"),
        Item("", page, "Siren test", "1 Nov"),
        Item("", page, "Siren test", "1 Nov", "All sirens of Tyre"),
        Item("", page, "Siren test", "1 Nov", "All sirens of Tyre"),
        Item("", f"{page}#north", "Siren test", "1 Nov", "All sirens of Tyre"),
    ]
    keys = distinct_keys(items)
    assert len(set(keys)) == 5
    assert [key is None for key in keys] == [False, False, False, True, False]
