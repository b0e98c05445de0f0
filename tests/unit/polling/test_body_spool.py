from __future__ import annotations

import sys
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from ticker_tui.polling import body_spool
from ticker_tui.polling.body_spool import BodySpool

if TYPE_CHECKING:
    import pytest


def test_bodies_come_back_in_any_order_from_memory_and_from_the_file() -> None:
    bodies = [bytes([number]) * (300 + number) for number in range(20)]
    waiting = BodySpool(in_memory=1000)
    with ExitStack() as stack:
        takes = [stack.enter_context(waiting.hold(body)) for body in bodies]
        for number in (7, 0, 19, 1, 12, 3):
            assert takes[number]() == bodies[number]
    waiting.close()


def test_a_body_is_kept_once_and_let_go_at_the_end_or_when_it_is_parked() -> None:
    waiting = BodySpool(in_memory=1000)
    in_memory, in_file = bytes(bytearray(b"a" * 900)), bytes(bytearray(b"b" * 900))
    ours = sys.getrefcount(in_memory)
    with waiting.hold(in_memory) as take:
        assert sys.getrefcount(in_memory) == ours + 1
        assert (take(), take()) == (in_memory, in_memory)
        with waiting.hold(in_file) as read:
            assert sys.getrefcount(in_file) == ours
            assert (read(), read()) == (in_file, in_file)
    del take
    assert sys.getrefcount(in_memory) == ours


def test_room_in_memory_and_the_file_are_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def counted(**more: Any) -> Any:
        made.append(TemporaryFile(**more))  # noqa: SIM115 - the backlog closes it
        return made[-1]

    monkeypatch.setattr(body_spool, "TemporaryFile", counted)
    waiting = BodySpool(in_memory=1000)
    for _ in range(3):
        with waiting.hold(b"a" * 1000) as take:
            assert take() == b"a" * 1000
    assert made == []
    with waiting.hold(b"a" * 1000), waiting.hold(b"b" * 10) as second, waiting.hold(b"c" * 10) as third:
        assert (third(), second()) == (b"c" * 10, b"b" * 10)
    assert len(made) == 1
    assert made[0].closed  # type: ignore[attr-defined]
    with waiting.hold(b"a" * 1000), waiting.hold(b"b") as second:
        assert second() == b"b"
    assert len(made) == 2


def test_without_a_place_on_the_disk_they_wait_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(body_spool, "TemporaryFile", full)
    waiting = BodySpool(in_memory=10)
    with waiting.hold(b"a" * 100) as take, waiting.hold(b"b" * 100) as other:
        assert (take(), other()) == (b"a" * 100, b"b" * 100)
    with waiting.hold(b"c" * 10) as take:
        assert take() == b"c" * 10
