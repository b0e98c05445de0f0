"""The key table, and the user's keys laid over it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from ticker_tui.ui.keys.key_table import BY_ID, KEYS, UNBOUND, Scope, bindings, normalise
from ticker_tui.ui.keys.user_keymap import Keymap, overlay

ROOT = Path(__file__).parents[2]


def test_the_documentation_is_made_from_the_table() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "keys_md.py"))["to_markdown"]()
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == made, "run tools/keys_md.py"


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


def _changed(keymap: Keymap) -> dict[str, tuple[str, ...]]:
    return {key.id: key.keys for key in keymap.keys if key.keys != BY_ID[key.id].keys}


def test_a_wish_takes_the_key_from_who_had_it() -> None:
    keymap = overlay({"headlines.star": ("m",)})
    assert _changed(keymap) == {"headlines.star": ("m",), "headlines.read": ()}
    assert keymap.textual() == {"headlines.star": "m,ة,پ,צ", "headlines.read": UNBOUND}
    assert keymap.problems == ()


def test_a_key_of_the_reader_outranks_a_default_of_the_app() -> None:
    keymap = overlay({"reader.down": ("s",)})
    assert _changed(keymap) == {"reader.down": ("s",), "headlines.star": ()}


def test_a_pane_may_use_another_pane_s_key() -> None:
    assert overlay({"reader.down": ("down", "x"), "headlines.down": ("down", "x")}).problems == ()


def test_two_wishes_for_one_key_are_said() -> None:
    keymap = overlay({"headlines.star": ("f9",), "headlines.read": ("f9",)})
    assert _changed(keymap) == {"headlines.read": ("f9",), "headlines.star": ()}
    assert keymap.problems == (
        "[keys] f9 is given to headlines.read and to headlines.star; headlines.read has it",
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
    assert keymap.textual()["program.quit"] == UNBOUND


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


SHARED = {"reader.next_found": "headlines.next_unread"}
"""What stands on another one's key while it can be done, and lets that one through otherwise."""


def _bound(keymap: Keymap, key_id: str) -> list[str]:
    default = next(binding.key for scope in Scope for binding in bindings(scope) if binding.id == key_id)
    return keymap.textual().get(key_id, default).split(",")


def test_keys_answer_on_other_keyboards() -> None:
    """Letters, digits, punctuation by Textual's names, the key of two letters, and what is held down with them."""
    keymap = overlay({})
    assert _bound(keymap, "headlines.down") == ["down", "j", "ت", "ח"]
    assert _bound(keymap, "headlines.last") == ["G", "end", "ﻷ"], (
        "أ is H and غ is y on the layout that goes first"
    )
    assert _bound(keymap, "bar.open")[:2] == ["b", "ﻻ"]
    assert _bound(keymap, "views.3") == ["3", "٣", "۳"]
    assert _bound(keymap, "program.help") == ["question_mark", "arabic_question_mark"]
    assert "ctrl+ؤ" in _bound(keymap, "program.quit")


@pytest.mark.parametrize("lang", ["", "ar", "en", "fa", "he", "ur"])
def test_no_stand_in_has_two_meanings(lang: str) -> None:
    keymap = overlay({}, lang=lang)
    for scope in (Scope.LIST, Scope.READER):
        meant: dict[str, set[str]] = {}
        for key in keymap.keys:
            if key.scope in (scope, Scope.APP):
                for name in _bound(keymap, key.id)[len(key.keys) :]:
                    # Two ids on one key are one meaning: the pane's goes first, there and here.
                    meant.setdefault(name, set()).add(SHARED.get(key.id, key.id))
        own = {name for key in keymap.keys for name in key.keys}
        assert {name: ids for name, ids in meant.items() if len(ids) > 1} == {}
        assert own & set(meant) == set()


def test_the_layout_of_the_interface_goes_first() -> None:
    assert "د" in _bound(overlay({}), "views.next")
    assert "د" in _bound(overlay({}, lang="fa"), "headlines.next_unread")
    assert "د" not in _bound(overlay({}, lang="fa"), "views.next")


def test_a_letter_that_is_wished_for_stands_in_for_nothing_else() -> None:
    keymap = overlay({"headlines.star": ("ت",)})
    assert _bound(keymap, "headlines.star") == ["ت"]
    assert _bound(keymap, "headlines.down") == ["down", "j", "ח"]
    assert keymap.problems == ()


def test_stand_ins_are_not_shown() -> None:
    assert all(len(key.keys) <= 4 for key in overlay({}, lang="ar").keys)
    assert not [
        character for name in (n for key in KEYS for n in key.keys) for character in name if character > "~"
    ]
