"""The key table with the user's ``[keys]`` laid over it, and what is wrong with them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ticker_tui.ui.keys.key_table import BOUND, BY_ID, KEYS, UNBOUND, Key, Scope, bound, display, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Keymap:
    """The table with the user's keys laid over it."""

    keys: tuple[Key, ...] = KEYS
    problems: tuple[str, ...] = ()
    """Finished sentences: unknown ids, unknown keys, clashes."""
    lang: str = ""
    """The language of the interface: the keyboard layout that goes first."""

    def shown(self, scope: Scope) -> list[Key]:
        """What the footer says while a pane has the focus: its own keys first, then the app's, if they are reached."""
        own = [key for key in self.keys if key.label and key.keys and key.scope is scope]
        if scope is Scope.FEEDS:
            return own
        return own + [key for key in self.keys if key.label and key.keys and key.scope is Scope.APP]

    def first(self, key_id: str) -> str:
        """How the first key of an id is displayed, empty when it has none."""
        found = next((key.keys for key in self.keys if key.id == key_id), ())
        return display(found[0]) if found else ""

    def textual(self) -> dict[str, str]:
        """The difference from the defaults, for `App.set_keymap`."""
        return {key_id: keys or UNBOUND for key_id, keys in self.bound().items() if keys != BOUND[key_id]}

    def bound(self) -> dict[str, str]:
        """All that is bound to each id, the stand-ins of other keyboard layouts included; empty: nothing."""
        return bound(self.keys, self.lang)


def overlay(user: Mapping[str, Sequence[str]], *, mirrored: bool = False, lang: str = "") -> Keymap:
    """Lay the user's ``[keys]`` over the table.

    A key the user gives to an action is taken from whatever had it. When the user gives one key to two actions
    which can be reached at the same time, the one that stands first in the table has it, and a sentence says so.
    On a `mirrored` screen the arrows of the table that mean a side point to the other one. `lang` is the language of
    the interface, whose keyboard layout goes first.
    """
    problems: list[str] = []
    wanted: dict[str, tuple[str, ...]] = {}
    for key_id, keys in user.items():
        if key_id not in BY_ID:
            near = difflib.get_close_matches(key_id, BY_ID, n=1)
            problems.append(
                f"[keys] {key_id}: no such action" + (f" (did you mean {near[0]}?)" if near else "")
            )
            continue
        known = [(key, normalise(key)) for key in keys]
        problems.extend(f"[keys] {key_id}: no such key as {key!r}" for key, name in known if name is None)
        names = tuple(dict.fromkeys(name for _, name in known if name is not None))
        if names or not keys:  # an empty list takes the keys away, a list of mistakes does not
            wanted[key_id] = names
    table = [replace(key, keys=wanted.get(key.id, _on_side(key.keys, mirrored=mirrored))) for key in KEYS]
    return Keymap(tuple(_settle(table, wanted, problems)), tuple(problems), lang)


def _on_side(keys: tuple[str, ...], *, mirrored: bool) -> tuple[str, ...]:
    return tuple(_OTHER_SIDE.get(key, key) for key in keys) if mirrored else keys


_OTHER_SIDE = {"left": "right", "right": "left"}


def _settle(table: list[Key], wanted: Mapping[str, tuple[str, ...]], problems: list[str]) -> Iterable[Key]:
    """Let every key have one action in each scope; the defaults give way silently, two wishes do not."""
    for key in table:
        kept: list[str] = []
        for name in key.keys:
            rivals = [
                other
                for other in table
                if other is not key
                and name in other.keys
                and _meet(key, other)
                and not _both_default(key, other, name)
            ]
            rival = next((other for other in rivals if name in wanted.get(other.id, ())), None)
            mine = name in wanted.get(key.id, ())
            if rival is None or (mine and table.index(key) < table.index(rival)):
                kept.append(name)
            elif mine:
                problems.append(
                    f"[keys] {display(name)} is given to {rival.id} and to {key.id}; {rival.id} has it"
                )
        yield replace(key, keys=tuple(kept))


def _meet(key: Key, other: Key) -> bool:
    """Whether both can be reached by one press."""
    scopes = {key.scope, other.scope}
    return len(scopes) == 1 or (Scope.APP in scopes and Scope.FEEDS not in scopes)


def _both_default(key: Key, other: Key, name: str) -> bool:
    """Whether the published table itself gives this key to both, one scope before the other."""
    return name in BY_ID[key.id].keys and name in BY_ID[other.id].keys
