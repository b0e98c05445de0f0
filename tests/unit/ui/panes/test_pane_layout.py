"""Where list, divider and reader stand, for every size of window and every wish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.ui.panes.pane_layout import (
    LEAST_CELLS,
    LEAST_ROWS,
    WISHES,
    Box,
    PaneArrangement,
    PaneSettings,
    dragged,
    moved,
    plan,
    way,
)

SHARINGS = st.builds(
    PaneSettings, st.sampled_from(WISHES), st.floats(10, 90), zoomed=st.booleans(), mirrored=st.booleans()
)


@pytest.mark.parametrize(
    ("window", "wish", "expected"),
    [
        ((100, 10), "auto", PaneArrangement.SIDE),
        ((99, 35), "auto", PaneArrangement.ALONE),
        ((99, 36), "auto", PaneArrangement.STACKED),
        ((60, 5), "side", PaneArrangement.SIDE),
        ((59, 50), "side", PaneArrangement.ALONE),
        ((200, 16), "stacked", PaneArrangement.STACKED),
        ((200, 15), "stacked", PaneArrangement.ALONE),
    ],
)
def test_the_size_of_the_window_and_the_wish_decide(
    window: tuple[int, int], wish: str, expected: PaneArrangement
) -> None:
    assert way(window, PaneSettings(wish)) is expected  # type: ignore[arg-type]
    assert way(window, PaneSettings(wish, zoomed=True)) is PaneArrangement.ALONE  # type: ignore[arg-type]


@given(SHARINGS, st.integers(20, 300), st.integers(5, 100), st.integers(0, 4), st.booleans())
def test_the_panes_fill_their_room_and_none_is_lost(
    sharing: PaneSettings, columns: int, rows: int, taken: int, reading: bool
) -> None:
    room = (columns, max(1, rows - 3 - taken))
    places = plan(sharing, room, window=(columns, rows), reading=reading)
    boxes = [box for box in (places.headlines, places.divider, places.reader) if box is not None]
    cells = [
        (x, y)
        for box in boxes
        for x in range(box.x, box.x + box.width)
        for y in range(box.y, box.y + box.height)
    ]
    assert len(cells) == len(set(cells)) == room[0] * room[1], "every cell once"
    if places.way is PaneArrangement.ALONE:
        assert (places.reader is not None, places.headlines is not None) == (reading, not reading)
        return
    assert places.headlines is not None
    assert places.reader is not None
    for pane in (places.headlines, places.reader):
        assert pane.width >= LEAST_CELLS
        assert pane.height >= LEAST_ROWS or places.way is PaneArrangement.SIDE


@given(SHARINGS, st.integers(20, 300), st.integers(16, 100), st.integers(-40, 320), st.integers(-40, 120))
def test_the_divider_stands_where_it_was_dragged_to(
    sharing: PaneSettings, columns: int, rows: int, x: int, y: int
) -> None:
    room, window = (columns, rows - 3), (columns, rows)
    after = plan(dragged(sharing, room, window=window, place=(x, y)), room, window=window)
    if after.way is PaneArrangement.SIDE:
        assert after.divider is not None
        assert after.divider.x == max(LEAST_CELLS, min(columns - 1 - LEAST_CELLS, x))
    elif after.way is PaneArrangement.STACKED:
        assert after.divider is not None
        assert after.divider.y == max(LEAST_ROWS, min(room[1] - 1 - LEAST_ROWS, y))


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_key_moves_the_divider_to_where_it_points(mirrored: bool) -> None:
    window, room = (120, 40), (120, 37)
    sharing = PaneSettings("side", 50, mirrored=mirrored)
    before = plan(sharing, room, window=window).divider
    right = plan(moved(sharing, room, window=window, steps=1), room, window=window).divider
    left = plan(moved(sharing, room, window=window, steps=-1), room, window=window).divider
    assert before is not None
    assert (left, right) == (Box(before.x - 4, 0, 1, 37), Box(before.x + 4, 0, 1, 37))
    stacked = PaneSettings("stacked", 50, mirrored=mirrored)
    down = plan(moved(stacked, room, window=window, steps=1), room, window=window).divider
    assert down == Box(0, 20, 120, 1)
