"""What leaves a snapshot and what comes back to it moves nothing else."""

from __future__ import annotations

from array import array

import pytest

from ticker_tui.ui.headlines.pending_deletes import merged


@pytest.mark.parametrize(
    ("shown", "back", "order", "below", "after"),
    [
        ([5, 3, 2], {4, 1}, [5, 4, 3, 2, 1], (), [5, 4, 3, 2, 1]),
        ([5, 3], {4, 7}, [9, 8, 7, 5, 4, 3], (), [7, 5, 4, 3]),  # 9 and 8 wait
        ([5, 3, 2], {4}, [5, 4, 2], (), [5, 4, 3, 2]),  # 3 has left the view, and stays
        ([5, 3], {4}, [5, 3], (), [5, 3]),  # 4 belongs to another view
        ([], {2, 1}, [3, 2, 1], (), [2, 1]),
        ([2, 5, 1], {4}, [5, 4, 2, 1], (), [2, 5, 4, 1]),  # another order than the view's: nothing is lost
        ([5, 1, 3], {4}, [5, 4, 3], (1,), [5, 1, 4, 3]),  # 1 is unfolded below 5: nothing comes between them
    ],
)
def test_merged(
    shown: list[int], back: set[int], order: list[int], below: tuple[int, ...], after: list[int]
) -> None:
    assert list(merged(array("q", shown), order, back, below)) == after
