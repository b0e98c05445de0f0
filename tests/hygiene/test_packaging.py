"""The wheel: it holds what the program needs, and the program runs from it in any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ticker_tui import HOMEPAGE
from ticker_tui.feeds.fetch import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ticker_tui"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip would build it, with the build tool of the lock."""
    target = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target / done.stdout.split()[-1]


def unpacked(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_project_has_one_address(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        said = archive.read(metadata).decode()
    assert f"Project-URL: Homepage, {HOMEPAGE}\n" in said
    assert USER_AGENT.endswith(f" (+{HOMEPAGE})")
    address = HOMEPAGE.removeprefix("https://")
    places = [path.name for path in SOURCE.rglob("*.py") if address in path.read_text(encoding="utf-8")]
    assert places == ["__init__.py"]


def run(folder: Path, words: Sequence[str], home: Path) -> subprocess.CompletedProcess[bytes]:
    """`ticker` from an unpacked wheel: this checkout is not on the path, its dependencies are."""
    code = (
        "import sys; sys.path[:0] = [sys.argv.pop(1)]\n"
        "import ticker_tui; assert ticker_tui.__file__.startswith(sys.path[0]), ticker_tui.__file__\n"
        "from ticker_tui.cli.main import main; raise SystemExit(main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(folder), *words],
        cwd="/",
        env={
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": "",
            "XDG_DATA_HOME": "",
            "PYTHONPATH": str(folder),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Feeds, styles, the demo's content, `py.typed`: whatever stands beside the code."""
    present = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = next(name for name in archive.namelist() if name.endswith("/entry_points.txt"))
        assert "ticker = ticker_tui.cli.main:main" in archive.read(metadata).decode()
    assert names == present
    assert {"ticker_tui/py.typed", "ticker_tui/config/feeds.toml"} <= names
    assert any(name.startswith("ticker_tui/demo/content/") for name in names)
    assert any(name.endswith(".tcss") for name in names)


def test_the_demo_runs_from_the_wheel_in_any_folder(wheel: Path, tmp_path: Path) -> None:
    done = run(unpacked(wheel, tmp_path / "site"), ["demo", "--still"], tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert len(done.stdout.decode("utf-8").splitlines()) > 50


def test_the_first_run_from_the_wheel_makes_a_feeds_toml(wheel: Path, tmp_path: Path) -> None:
    done = run(unpacked(wheel, tmp_path / "site"), ["check"], tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert b"all is well" in done.stdout
