"""Replies are told apart from keys, however the stream is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_terminal import RECORDED, Recorded

from ticker_tui.terminal.replies import Replies, ReplySieve

ALL = "\x1bP>|Konsole 22.12.3\x1b\\\x1b[8;2$y\x1b[>1;115;0c\x1b]11;rgb:fcfc/f/00\x07\x1b[?62;1;4c"
FOUND = Replies(xtversion="Konsole 22.12.3", bdsm=2, da2="1;115;0", da1="62;1;4", ground="#fcff00")
# Everything a person, a mouse or Textual's own questions send that begins like a reply.
KEYS = [
    "q",
    "\x1b[A",
    "\x1bOP",
    "\x1b[3~",
    "\x1b[<0;3;4M",
    "\x1b[?2026;2$y",
    "\x1b[I",
    "م",
    "\x1b[97;5u",
    "\x1bPq",
    "\x1b]x",
]


@pytest.mark.parametrize("cut", range(len(ALL)))
def test_replies_cut_anywhere_are_found(cut: int) -> None:
    sieve = ReplySieve()
    assert sieve.feed(ALL[:cut]) + sieve.feed(ALL[cut:]) == ""
    assert sieve.replies == FOUND
    assert not sieve.held


@given(st.data())
def test_keys_between_replies_arrive_whole_and_in_order(data: st.DataObject) -> None:
    parts = ["\x1bP>|foot(1.13.1)\x1b\\", "\x1b[8;0$y", "\x1b[>1;011301;0c"]
    parts += ["\x1b]11;rgb:1212/1414/1818\x1b\\", "\x1b[?62;4;22c"]
    keys = [data.draw(st.lists(st.sampled_from(KEYS), max_size=3)) for _ in range(6)]
    stream = "".join(keys[0])
    for part, after in zip(parts, keys[1:], strict=True):
        stream += part + "".join(after)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    sieve = ReplySieve()
    passed = "".join(sieve.feed(stream[a:b]) for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True))
    assert passed == "".join("".join(each) for each in keys)
    assert sieve.replies == Replies("foot(1.13.1)", "62;4;22", "1;011301;0", 0, "#121418")


@pytest.mark.parametrize("terminal", RECORDED, ids=lambda each: each.name)
@pytest.mark.parametrize("size", [1, 3, 7])
def test_late_replies_in_pieces_are_swallowed_though_patience_ran_out(terminal: Recorded, size: int) -> None:
    stream = "".join(terminal.answer(each).decode() for each in ("xtversion", "bdsm", "da2", "da1"))
    sieve = ReplySieve()
    passed = ""
    for start in range(0, len(stream), size):
        passed += sieve.feed(stream[start : start + size])
        if sieve.waiting and sieve.held != "\x1b":  # an Escape alone is what a person types
            passed += sieve.release()
    assert sieve.replies.complete
    assert passed == ""


def test_escape_is_a_key_after_a_while_and_its_tail_still_a_reply() -> None:
    sieve = ReplySieve()
    assert sieve.feed("\x1b") == ""
    assert sieve.release() == "\x1b"
    assert sieve.release() == ""
    assert sieve.feed("[?6c") == ""
    assert sieve.replies.da1 == "6"


def test_escape_and_then_other_keys() -> None:
    sieve = ReplySieve()
    sieve.feed("\x1b")
    assert sieve.release() == "\x1b"
    assert sieve.feed("j\x1b[B") == "j\x1b[B"


def test_the_head_of_a_reply_that_never_ends_is_no_key() -> None:
    sieve = ReplySieve()
    assert sieve.feed("\x1bP>|Kons") == ""
    assert sieve.release() == ""
    assert sieve.feed("\x1b[B") == "\x1b[B"


def test_a_reply_without_end_is_let_go() -> None:
    sieve = ReplySieve()
    assert len(sieve.feed("\x1bP>|" + "x" * 10_000)) > 9_000


def test_a_name_with_control_codes_is_made_printable() -> None:
    sieve = ReplySieve()
    sieve.feed("\x1bP>|evil\x00\x08\u202e" + "x" * 200 + "\x1b\\")
    assert sieve.replies.xtversion == ("evil" + "x" * 200)[:80]
