"""Undo and redo: what is put back, what is done again, what is forgotten."""

from __future__ import annotations

from ticker_tui.model import Rule
from ticker_tui.ui.undo import MOST, Change, EntryFlag, History, RuleEdit

READ = Change(EntryFlag.READ, (1, 2), value=True)
STAR = Change(EntryFlag.STARRED, (3,), value=True)


def test_changes_come_back_last_first_and_are_made_again_first_first() -> None:
    history = History()
    history.did(READ)
    history.did(STAR)
    assert [history.undo(), history.undo(), history.undo()] == [STAR, READ, None]
    assert [history.redo(), history.redo(), history.redo()] == [READ, STAR, None]
    assert history.undo() == STAR


def test_what_puts_a_change_back_is_its_opposite_on_the_same_entries() -> None:
    assert READ.opposite == Change(EntryFlag.READ, (1, 2), value=False)
    assert READ.opposite.opposite == READ


def test_a_new_change_ends_what_could_be_done_again() -> None:
    history = History()
    history.did(READ)
    history.undo()
    history.did(STAR)
    assert history.redo() is None
    assert history.undo() == STAR
    assert history.undo() is None


def test_a_change_of_nothing_is_none() -> None:
    history = History()
    history.did(READ)
    history.undo()
    history.did(Change(EntryFlag.READ, (), value=True))
    assert history.undo() is None
    assert history.redo() == READ


def test_the_oldest_changes_are_forgotten() -> None:
    history = History()
    for number in range(MOST + 10):
        history.did(Change(EntryFlag.READ, (number,), value=True))
    undone = []
    while isinstance(change := history.undo(), Change):
        undone.append(change.ids[0])
    assert undone == list(range(MOST + 9, 9, -1))


def test_a_rule_is_taken_back_like_any_other_change_and_forgotten_when_it_failed() -> None:
    ruling = RuleEdit("mute", Rule(words=("cup",)), added=True)
    history = History()
    history.did(READ)
    history.did(ruling)
    assert history.undo() == ruling
    assert ruling.opposite == RuleEdit("mute", ruling.rule, added=False)
    history.failed(ruling.opposite)
    assert history.redo() is None
    assert history.undo() == READ
