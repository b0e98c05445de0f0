"""Which file is used, and what is made on first run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import data_dir, find_config, load_config
from ticker_tui.config.paths import default_text
from ticker_tui.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_order_of_places(tmp_path: Path) -> None:
    explicit, named, here = (tmp_path / name for name in ("explicit.toml", "named.toml", "feeds.toml"))
    for path in (explicit, named, here):
        path.touch()
    environ = {"TICKER_CONFIG": str(named)}
    assert find_config(explicit, environ=environ, cwd=tmp_path, agree=nobody) == (
        explicit,
        "named by --config",
        None,
    )
    assert find_config(None, environ=environ, cwd=tmp_path, agree=nobody).path == named
    granted = frozenset({"runs the program true"})
    found = find_config(None, environ={"TICKER_CONFIG": ""}, cwd=tmp_path, agree=lambda _: granted)
    assert found == (here, "in this folder, as you agreed", granted)


def test_a_file_of_the_current_folder_is_not_used_unless_its_user_agrees(tmp_path: Path, home: Path) -> None:
    asked: list[Path] = []

    def refuse(path: Path) -> None:
        asked.append(path)

    (tmp_path / "feeds.toml").touch()
    found = find_config(None, environ={}, cwd=tmp_path, agree=refuse)
    assert found.path.is_relative_to(home)
    assert found.reason == "your own; the feeds.toml of this folder is not used"
    assert asked == [tmp_path / "feeds.toml"]
    # The user's own is no other file, by whatever name its folder is reached.
    (tmp_path / "link").symlink_to(found.path.parent)
    assert find_config(None, environ={}, cwd=tmp_path / "link", agree=nobody).reason == "your own"


def nobody(path: Path) -> None:
    """For those about whose file nobody is to be asked."""
    raise AssertionError(path)


def test_the_first_run_makes_the_default_file_once(tmp_path: Path, home: Path) -> None:
    made = find_config(None, environ={}, cwd=tmp_path, agree=nobody).path
    assert made.is_relative_to(home)
    assert made.read_text(encoding="utf-8") == default_text()
    assert load_config(made).feeds
    assert made.stat().st_mode & 0o077 == 0
    made.write_text("# mine\n", encoding="utf-8")
    assert find_config(None, environ={}, cwd=tmp_path, agree=nobody).path == made
    assert made.read_text(encoding="utf-8") == "# mine\n"


def test_a_file_that_was_asked_for_has_to_be_there(tmp_path: Path, home: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file \(--config"):
        find_config(tmp_path / "none.toml", environ={}, cwd=tmp_path, agree=nobody)
    with pytest.raises(ConfigError, match=r"no such file \(\$TICKER_CONFIG"):
        find_config(None, environ={"TICKER_CONFIG": "~/none.toml"}, cwd=tmp_path, agree=nobody)
    assert not home.exists()


def test_a_config_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, home: Path) -> None:
    home.touch()
    with pytest.raises(ConfigError, match=r"cannot make the first feeds.toml.*--config"):
        find_config(None, environ={}, cwd=tmp_path, agree=nobody)


def test_the_data_folder(tmp_path: Path, home: Path) -> None:
    explicit, named = tmp_path / "a" / "b", tmp_path / "c"
    assert data_dir(explicit, environ={"TICKER_DATA": str(named)}) == explicit
    assert data_dir(None, environ={"TICKER_DATA": str(named)}) == named
    users = data_dir(None, environ={})
    assert users.is_relative_to(home)
    assert all(folder.is_dir() for folder in (explicit, named, users))
    assert users.stat().st_mode & 0o077 == 0


def test_a_data_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(StoreError, match="is a file"):
        data_dir(file, environ={})
    with pytest.raises(StoreError, match="cannot make the data folder"):
        data_dir(file / "folder", environ={})
