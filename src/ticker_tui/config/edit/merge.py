"""Three-way merge of a text by lines: one change is applied to a text that may have been changed elsewhere meanwhile. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple


class MergeConflictError(Exception):
    """Both sides have changed the same lines."""


class Hunk(NamedTuple):
    """Lines of the base that one side has replaced."""

    start: int
    stop: int
    """One behind the last; equal to `start`: lines were inserted."""
    lines: tuple[str, ...]


def merged(base: str, ours: str, theirs: str) -> str:
    """The base with the changes of both sides; of lines that both insert at one place, theirs come first.

    Raises:
        MergeConflictError: Both have changed the same lines in different ways.
    """
    if ours in (base, theirs):
        return theirs
    lines = base.splitlines(keepends=True)
    hunks = sorted(
        {*((hunk, 1) for hunk in hunks_of(lines, ours)), *((hunk, 0) for hunk in hunks_of(lines, theirs))},
        key=lambda pair: (pair[0].start, pair[0].stop, pair[1]),
    )
    result: list[str] = []
    at, last = 0, None
    for hunk, _ in hunks:
        if hunk == last:
            continue  # both have made the same change
        if hunk.start < at:
            raise MergeConflictError
        result += [*lines[at : hunk.start], *hunk.lines]
        at, last = hunk.stop, hunk
    return "".join([*result, *lines[at:]])


def hunks_of(base: list[str], text: str) -> list[Hunk]:
    """What has to be replaced in the base to get a text."""
    lines = text.splitlines(keepends=True)
    codes = SequenceMatcher(None, base, lines, autojunk=False).get_opcodes()
    return [
        Hunk(start, stop, tuple(lines[first:last]))
        for code, start, stop, first, last in codes
        if code != "equal"
    ]
