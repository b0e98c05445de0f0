"""States of one round share transactions, and nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import pytest

from ticker_tui.errors import StoreError
from ticker_tui.model import Feed, FeedState
from ticker_tui.polling import group_commit
from ticker_tui.polling.group_commit import GroupCommit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.store.store import Store


@pytest.fixture(autouse=True)
def _waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "GATHER_S", 3600.0)


class Transactions:
    """A store's: the feeds of each that was committed."""

    def __init__(self, *, failing: str = "", error: Exception | None = None) -> None:
        self.committed: list[list[str]] = []
        self.tried = 0
        self._failing = failing
        self._error = error

    def save_states(self, states: Sequence[tuple[Feed, FeedState]]) -> None:
        self.tried += 1
        names = [feed.name for feed, _ in states]
        if self._error is not None and self._failing in names:
            raise self._error
        self.committed.append(names)

    def group_commit(self, feeds: int) -> GroupCommit:
        return GroupCommit(cast("Store", self), feeds)


async def save(commit: GroupCommit, name: str) -> str:
    """Save a state of a feed; its name, or what was raised."""
    feed = Feed(url=f"http://{name}.example/feed", name=name)
    try:
        await commit.save(feed, FeedState(url=feed.url))
    except (StoreError, ValueError) as error:
        return str(error)
    finally:
        commit.reported()
    return name


async def save_all(commit: GroupCommit, names: str) -> list[str]:
    return await asyncio.gather(*(save(commit, name) for name in names))


def test_states_that_come_together_are_one_transaction() -> None:
    store = Transactions()
    assert asyncio.run(save_all(store.group_commit(3), "abc")) == ["a", "b", "c"]
    assert store.committed == [["a", "b", "c"]]


def test_states_wait_for_no_feed_that_has_been_reported() -> None:
    store = Transactions()

    async def go() -> None:
        commit = store.group_commit(3)
        waiting = asyncio.create_task(save_all(commit, "ab"))
        await asyncio.sleep(0)
        assert store.committed == []
        commit.reported()  # the third feed brought entries
        await waiting

    asyncio.run(go())
    assert store.committed == [["a", "b"]]


def test_states_of_a_round_with_a_hanging_feed_are_saved_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(group_commit, "GATHER_S", 0.0)
    store = Transactions()
    assert asyncio.run(save_all(store.group_commit(3), "ab")) == ["a", "b"]
    assert sorted(name for names in store.committed for name in names) == ["a", "b"]


def test_one_state_that_cannot_be_written_costs_no_other_feed_its_own() -> None:
    store = Transactions(failing="b", error=ValueError("surrogates"))
    assert asyncio.run(save_all(store.group_commit(3), "abc")) == ["a", "surrogates", "c"]
    assert sorted(store.committed) == [["a"], ["c"]]


def test_a_state_that_cannot_be_saved_by_itself_is_not_tried_again() -> None:
    store = Transactions(failing="a", error=StoreError("the disk is full"))
    assert asyncio.run(save_all(store.group_commit(1), "a")) == ["the disk is full"]
    assert store.tried == 1


def test_a_cancelled_round_loses_no_state_that_has_come() -> None:
    store = Transactions()

    async def go() -> None:
        commit = store.group_commit(2)
        waiting = asyncio.create_task(save(commit, "a"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await commit.flush()

    asyncio.run(go())
    assert store.committed == [["a"]]
