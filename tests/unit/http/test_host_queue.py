"""Whose turn it is at a host."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ticker_tui.http import host_queue
from ticker_tui.http.host_queue import HostQueue

if TYPE_CHECKING:
    import pytest


class Requests:
    """Requests that last until they are ended, in the order in which they begin."""

    def __init__(self, queue: HostQueue) -> None:
        self._queue = queue
        self.begun: list[str] = []
        self._ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def add(self, name: str, host: str = "a.example", *, redirected: bool = False) -> None:
        self._ends[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._run(name, host, redirected=redirected))

    async def _run(self, name: str, host: str, *, redirected: bool) -> None:
        async with self._queue.place(host, redirected=redirected):
            self.begun.append(name)
            await self._ends[name].wait()

    async def end(self, *names: str) -> None:
        for name in names:
            self._ends[name].set()
            await self.tasks[name]
        await settled()

    async def cancel(self, name: str) -> None:
        self.tasks[name].cancel()
        await asyncio.gather(self.tasks[name], return_exceptions=True)
        await settled()


def do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECOND_AFTER_S", "LULL_S", "SECOND_AFTER_ALL_S"):
        monkeypatch.setattr(host_queue, name, 0.0)


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_one_after_the_other_while_the_host_is_quick_and_two_at_once_when_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        queue = HostQueue(2, 100)
        requests = Requests(queue)
        for name in "abcde":
            requests.add(name)
        await settled()
        assert requests.begun == ["a"]
        await requests.end("a")
        assert requests.begun == ["a", "b"]
        queue.widen("a.example")
        await settled()
        assert requests.begun == ["a", "b", "c"]
        await requests.end("c")
        assert requests.begun == ["a", "b", "c", "d"]
        await requests.end("b", "d", "e")
        do_not_wait(monkeypatch)
        for name in "fgh":
            requests.add(name)
        await settled()
        assert requests.begun[-2:] == ["f", "g"], "two, and no third one"
        await requests.end("f", "g", "h")
        assert not queue._hosts

    asyncio.run(scenario())


def test_redirects_leave_a_place_to_the_hosts_own_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four feeds of another host that redirect here and get no answer."""
    do_not_wait(monkeypatch)

    async def scenario() -> None:
        queue = HostQueue(2, 100)
        requests = Requests(queue)
        for number in range(4):
            requests.add(f"redirected-{number}", redirected=True)
        await settled()
        assert requests.begun == ["redirected-0"]
        for name in "abc":
            requests.add(name)
            await settled()
        assert requests.begun == ["redirected-0", "a"]
        await requests.end("a", "b")
        assert requests.begun == ["redirected-0", "a", "b", "c"]
        await requests.end("redirected-0")
        assert requests.begun[-1] == "redirected-1"
        await requests.end("c", "redirected-1", "redirected-2", "redirected-3")
        assert not queue._hosts

    asyncio.run(scenario())


def test_with_one_place_a_hosts_own_requests_come_first() -> None:
    async def scenario() -> None:
        requests = Requests(HostQueue(1, 100))
        requests.add("a")
        await settled()
        requests.add("redirected", redirected=True)
        requests.add("b")
        await requests.end("a")
        assert requests.begun == ["a", "b"]
        await requests.end("b")
        assert requests.begun == ["a", "b", "redirected"]
        await requests.end("redirected")

    asyncio.run(scenario())


def test_a_request_that_is_given_up_leaves_its_place_or_its_turn() -> None:
    async def scenario() -> None:
        queue = HostQueue(1, 2)
        requests = Requests(queue)
        for name in "abc":
            requests.add(name)
        requests.add("x", "x.example")
        requests.add("y", "y.example")
        await settled()
        assert requests.begun == ["a", "x"]
        await requests.cancel("b")
        await requests.cancel("a")
        assert requests.begun == ["a", "x", "y"], "there are two places in all"
        await requests.end("x")
        assert requests.begun == ["a", "x", "y", "c"]
        await requests.end("y", "c")
        assert not queue._hosts

    asyncio.run(scenario())
