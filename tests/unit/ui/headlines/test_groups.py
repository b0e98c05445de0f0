from __future__ import annotations

from array import array
from itertools import groupby
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.ui.headlines.geometry import HEADING, RowGeometry
from ticker_tui.ui.headlines.groups import starts
from ticker_tui.ui.headlines.multi_select import MultiSelection

if TYPE_CHECKING:
    from collections.abc import Sequence


def begun(keys: Sequence[int]) -> list[tuple[int, int]]:
    places = [0]
    for _, group in groupby(keys):
        places.append(places[-1] + len(list(group)))
    return [(place, keys[place]) for place in places[:-1]]


@given(st.lists(st.integers(1, 12), max_size=60))
def test_groups_begin_where_a_walk_finds_it(keys: list[int]) -> None:
    keys.sort()
    assert starts(len(keys), lambda places: [keys[place] for place in places]) == (
        begun(keys) if keys else []
    )


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=40))
def test_rows_that_are_gone_never_make_a_group(rows: list[tuple[int, bool]]) -> None:
    rows.sort(key=lambda row: row[0])
    found = starts(len(rows), lambda places: [rows[place][0] if rows[place][1] else None for place in places])
    there = {key for key, is_there in rows if is_there}
    assert {key for _, key in found} <= there
    assert [place for place, _ in found] == sorted({place for place, _ in found})


def test_few_rows_of_many_are_read() -> None:
    asked: list[int] = []
    questions = 0

    def keys_at(places: Sequence[int]) -> list[int]:
        nonlocal questions
        questions += 1
        asked.extend(places)
        return [place // 1700 for place in places]

    assert len(starts(50_000, keys_at)) == 30
    assert len(asked) < 500
    assert questions < 20


@given(st.integers(1, 40), st.integers(1, 3), st.sets(st.integers(1, 39)))
def test_lines_and_rows_find_each_other(count: int, height: int, others: set[int]) -> None:
    places = RowGeometry(count, height, (0, *sorted(other for other in others if other < count)))
    drawn = [
        (index, level)
        for index in range(count)
        for level in range(HEADING if index in places.starts else 0, height)
    ]
    assert [places.at(line) for line in range(places.lines)] == drawn
    assert [places.line_of(index) for index in range(count)] == [
        drawn.index((index, 0)) for index in range(count)
    ]
    assert places.at(places.lines)[0] >= count
    assert [places.group_of(index) for index in range(count)] == [
        sum(start <= index for start in places.starts) - 1 for index in range(count)
    ]


def test_a_range_grows_and_shrinks_and_leaves_alone_what_was_picked_before() -> None:
    ids = array("q", range(10, 20))
    picks = MultiSelection().toggle(19).begin(12, following=True).reach(ids, 5)
    assert sorted(picks.ids) == [12, 13, 14, 15, 19]
    picks = picks.reach(ids, 1)
    assert sorted(picks.ids) == [11, 12, 19]
    assert sorted(picks.within(array("q", [11, 12, 18])).reach(ids, 3).ids) == [12, 13]
    gone = picks.within(array("q", [19]))
    assert (sorted(gone.ids), gone.anchor, gone.following) == ([19], None, False)
    assert picks.reach(array("q", [19]), 0) == picks.end()
    assert not MultiSelection().toggle(3).toggle(3).ids
