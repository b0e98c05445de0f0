"""Files of articles: named by headlines that strangers wrote, and never over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.ui.export import SavedFile, SaveFailed, file_name, keep, save_folder
from ticker_tui.ui.export.files import MAX_NAME_BYTES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ferries: a/b \\ c?", "Ferries a b c"),
        ("العبّارات تعود", "العبّارات تعود"),
        ("../../etc/passwd", "etc passwd"),
        (".hidden", "hidden"),
        ("\u202egpj.exe\u2066", "gpj.exe"),
        ("a\nb\tc", "a b c"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("…", "…"),
        ("///", "article"),
        ("", "article"),
        ("U.S.", "U.S"),
        ("می\u200cخواهم بروم", "می\u200cخواهم بروم"),
        ("می\u200f\u200c\u200cخواهم", "می\u200cخواهم"),
        ("نسخه\u200c2", "نسخه 2"),
        ("\u200cآغاز\u200c ", "آغاز"),
        ("a\u200cb\u00adc\u200dd", "a bcd"),
        ("👨\u200d👩\u200d👧 day", "👨\u200d👩\u200d👧 day"),
        ("one\u00a0two\u2028three ", "one two three"),
        ("COM¹", "_COM¹"),
        ("con .txt", "_con .txt"),
        ("a: b", "a b"),
    ],
)
def test_a_headline_becomes_a_name(title: str, expected: str) -> None:
    assert file_name(title) == expected


def test_a_long_headline_is_cut_between_words_and_a_letter_keeps_its_marks() -> None:
    name = file_name("كلمة " * 60)
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert set(name.split()) == {"كلمة"}
    assert file_name("مُ" * 200).endswith("مُ")


def test_a_long_headline_is_cut_between_clusters() -> None:
    family = "👨\u200d👩\u200d👧"
    name = file_name(family * 20)
    assert set(name.split(family)) == {""}
    assert 0 < len(name.encode()) <= MAX_NAME_BYTES


@given(st.text(max_size=300))
def test_any_headline_is_one_safe_name(title: str) -> None:
    name = file_name(title)
    assert name
    assert not name.startswith(".")
    assert not set('/\\:*?"<>|\0\n\r') & set(name)
    assert len(name.encode("utf-8", "replace")) <= MAX_NAME_BYTES + 1


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert keep("one", folder, "name", ".md") == SavedFile(folder / "name.md")
    assert keep("two", folder, "name", ".md") == SavedFile(folder / "name (2).md")
    assert keep("three", folder, "name", ".md") == SavedFile(folder / "name (3).md")
    assert keep("two", folder, "name", ".md") == SavedFile(folder / "name (2).md", before=True)
    assert (folder / "name.md").read_text() == "one"
    assert len(list(folder.iterdir())) == 3


def test_a_link_that_stands_there_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    (tmp_path / "name.md").symlink_to(target)
    assert keep("text", tmp_path, "name", ".md") == SavedFile(tmp_path / "name (2).md")
    assert not target.exists()


def test_what_goes_wrong_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = keep("text", tmp_path / "file" / "folder", "name", ".md")
    assert isinstance(kept, SaveFailed)
    assert kept.reason == "Not a directory"
    assert keep("text", tmp_path, "x" * 300, ".md") == SaveFailed(tmp_path, "File name too long")


def test_the_folder_is_the_wish_else_the_downloads_else_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DOWNLOAD_DIR", raising=False)
    assert save_folder("~/news") == tmp_path / "news"
    assert save_folder("") == tmp_path
    (tmp_path / "Downloads").mkdir()
    assert save_folder("") == tmp_path / "Downloads"
