"""The key table, and the user's keys laid over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ticker_tui.ui.keymap import BY_ID, KEYS, UNBOUND, Scope, normalise, overlay, to_markdown

ROOT = Path(__file__).parents[2]


def test_the_documentation_is_made_from_the_table() -> None:
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == to_markdown(), "run tools/keys_md.py"


def test_ids_are_unique_and_keys_have_one_meaning_in_a_scope() -> None:
    assert len(BY_ID) == len(KEYS)
    for scope in Scope:
        names = [name for key in KEYS if key.scope is scope for name in key.keys]
        assert len(names) == len(set(names))


def test_the_table_without_wishes_is_the_published_one() -> None:
    keymap = overlay({})
    assert keymap.keys == KEYS
    assert keymap.textual() == {}
    assert keymap.problems == ()


def test_a_wish_takes_the_key_from_who_had_it() -> None:
    keymap = overlay({"headlines.star": ("m",)})
    assert keymap.textual() == {"headlines.star": "m", "headlines.read": UNBOUND}
    assert keymap.problems == ()


def test_a_key_of_the_reader_outranks_a_default_of_the_app() -> None:
    keymap = overlay({"reader.down": ("s",)})
    assert keymap.textual() == {"reader.down": "s", "headlines.star": UNBOUND}


def test_a_pane_may_use_another_pane_s_key() -> None:
    assert overlay({"reader.down": ("down", "x"), "headlines.down": ("down", "x")}).problems == ()


def test_two_wishes_for_one_key_are_said() -> None:
    keymap = overlay({"headlines.star": ("x",), "headlines.read": ("x",)})
    assert keymap.textual() == {"headlines.read": "x", "headlines.star": UNBOUND}
    assert keymap.problems == (
        "[keys] x is given to headlines.read and to headlines.star; headlines.read has it",
    )


def test_mistakes_are_said_and_leave_the_default() -> None:
    keymap = overlay({"headlines.opn": ("x",), "news.refresh": ("hyper+f99",)})
    assert keymap.keys == KEYS
    assert keymap.problems == (
        "[keys] headlines.opn: no such action (did you mean headlines.open?)",
        "[keys] news.refresh: no such key as 'hyper+f99'",
    )


def test_an_empty_list_takes_the_keys_away() -> None:
    keymap = overlay({"program.quit": ()})
    assert keymap.first("program.quit") == ""
    assert keymap.textual() == {"program.quit": UNBOUND}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"),
        (",", "comma"),
        ("+", "plus"),
        ("[", "left_square_bracket"),
        ("G", "G"),
        ("ت", "ت"),
        ("ctrl+r", "ctrl+r"),
        ("f5", "f5"),
        ("pagedown", "pagedown"),
        (" enter ", "enter"),
        ("entr", None),
        ("hyper+x", None),
        ("", None),
    ],
)
def test_names_of_keys(written: str, name: str | None) -> None:
    assert normalise(written) == name
