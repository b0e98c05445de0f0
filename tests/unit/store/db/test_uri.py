"""`file_uri` gives what `Path.as_uri` does."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ticker_tui.store.db.uri import file_uri

NAMES = [
    "a.sqlite3",
    "أخبار اليوم",
    "50% ?x=1#y",
    "a&b;c=d",
    "~user",
    "tab\there",
    os.fsdecode(b"latin-\xe9"),
]


@pytest.mark.parametrize("name", NAMES)
def test_sqlite_opens_the_file_that_was_meant(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert file_uri(path) == path.as_uri()
    with closing(sqlite3.connect(file_uri(path, "mode=rwc"), uri=True)) as db:
        db.execute("CREATE TABLE a (b)")
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_relative_path_is_one_of_the_current_folder() -> None:
    assert file_uri(Path("news"), "mode=ro") == (Path.cwd() / "news").as_uri() + "?mode=ro"
