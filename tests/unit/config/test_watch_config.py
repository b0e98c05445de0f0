"""Noticing that a file was saved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticker_tui.config.file_watch import FileWatcher
from ticker_tui.config.load import stamp_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_change_is_told_once_when_it_has_come_to_rest(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("1", encoding="utf-8")
    watch = FileWatcher(path, stamp_of(path))
    assert [watch.changed() for _ in range(3)] == [False] * 3
    path.write_text("22", encoding="utf-8")
    assert [watch.changed() for _ in range(4)] == [False, True, False, False]


def test_a_file_that_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("1", encoding="utf-8")
    watch = FileWatcher(path, stamp_of(path))
    for length in (2, 3, 4):
        path.write_text("x" * length, encoding="utf-8")
        assert not watch.changed()
    assert watch.changed()


def test_a_replaced_file_and_one_of_the_same_size_are_changes(tmp_path: Path) -> None:
    path, other = tmp_path / "feeds.toml", tmp_path / "other"
    path.write_text("1", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    watch = FileWatcher(path, stamp_of(path))
    other.write_text("2", encoding="utf-8")
    other.replace(path)
    assert [watch.changed() for _ in range(2)] == [False, True]


def test_an_editor_that_deletes_first_is_no_news_and_a_deleted_file_is(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("1", encoding="utf-8")
    watch = FileWatcher(path, stamp_of(path))
    path.unlink()
    assert not watch.changed()
    path.write_text("22", encoding="utf-8")
    assert [watch.changed() for _ in range(2)] == [False, True]
    path.unlink()
    assert [watch.changed() for _ in range(3)] == [False, True, False]


def test_a_config_that_was_never_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("1", encoding="utf-8")
    watch = FileWatcher(path, None)
    assert [watch.changed() for _ in range(3)] == [False, True, False]
