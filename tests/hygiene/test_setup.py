"""`make` on a newcomer's machine: what is said when it cannot work, and that a second run does nothing again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "make", "awk", "cat", "dirname", "env", "rm", "tail", "touch", "find")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs, to be the whole PATH: the few that every Unix has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a checkout"
    (folder / "tools").mkdir(parents=True)
    for name in ("Makefile", "tools/venv.sh", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def make(checkout: Path, machine: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words],
        cwd=checkout,
        env={"PATH": str(machine), "HOME": str(checkout)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_no_python_is_said(checkout: Path, machine: Path) -> None:
    done = make(checkout, machine, "demo")
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed, and there is none on the PATH" in done.stderr


def test_an_old_python_is_named(checkout: Path, machine: Path) -> None:
    program(machine, "python3", '[ "$1" = --version ] && echo "Python 3.9.2" || exit 1')
    done = make(checkout, machine, "demo")
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed, and here is only: python3 (Python 3.9.2)" in done.stderr


def test_a_python_without_venv_is_told_what_to_install(checkout: Path, machine: Path) -> None:
    program(
        machine,
        "python3",
        'case "$1" in --version) echo Python 3.11.2;; -m) echo "ensurepip is not available"; exit 1;; esac',
    )
    done = make(checkout, machine, "demo")
    assert done.returncode == 2
    assert "ensurepip is not available" in done.stderr
    assert "apt install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_the_newest_name_is_found_behind_an_old_one(checkout: Path, machine: Path) -> None:
    program(machine, "python3", '[ "$1" = --version ] && echo "Python 3.9.2" || exit 1')
    (machine / "python3.11").symlink_to(sys.executable)
    done = subprocess.run(
        ["sh", "tools/venv.sh", "new"],
        cwd=checkout,
        env={"PATH": str(machine)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (checkout / ".venv" / "bin" / "python").exists()
    assert (checkout / ".venv" / ".home").read_text(encoding="utf-8").strip() == str(checkout)


def recipes(checkout: Path, machine: Path, goal: str) -> str:
    """What make would run."""
    return make(checkout, machine, "--dry-run", goal).stdout


def test_a_second_run_sets_nothing_up(checkout: Path, machine: Path) -> None:
    assert "tools/venv.sh new" in recipes(checkout, machine, "demo")
    # What a finished set-up leaves.
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (checkout / ".venv" / ".home").write_text(f"{checkout}\n", encoding="utf-8")
    for stamp in (".ready-run", ".ready-dev"):
        (checkout / ".venv" / stamp).touch()
    assert recipes(checkout, machine, "demo").split() == [".venv/bin/python", "-m", "ticker_tui", "demo"]
    assert recipes(checkout, machine, "test").split() == [
        *("env", "-u", "PYTHONDONTWRITEBYTECODE"),
        ".venv/bin/python",
        "-m",
        "pytest",
        "-n",
        "auto",
        "--dist",
        "worksteal",
    ]


@pytest.mark.parametrize(
    ("changed", "goal", "again"),
    [
        ("requirements.lock", "demo", "install requirements.lock"),
        ("pyproject.toml", "demo", "install requirements.lock"),
        ("requirements-dev.lock", "test", "install requirements-dev.lock"),
    ],
)
def test_a_changed_lock_is_installed(
    checkout: Path, machine: Path, changed: str, goal: str, again: str
) -> None:
    test_a_second_run_sets_nothing_up(checkout, machine)
    later = (checkout / ".venv" / ".ready-dev").stat().st_mtime + 5
    os.utime(checkout / changed, (later, later))
    text = recipes(checkout, machine, goal)
    assert again in text
    assert "venv.sh new" not in text


def test_a_folder_that_was_moved_is_set_up_anew(checkout: Path, machine: Path) -> None:
    test_a_second_run_sets_nothing_up(checkout, machine)
    moved = checkout.rename(checkout.with_name("moved"))
    assert "tools/venv.sh new" in recipes(moved, machine, "demo")


def test_ci_runs_the_checks_and_then_the_readme_s_test_command() -> None:
    """Its output closes with pytest's own summary line."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if line.startswith("make ")]
    assert commands == [
        "make --keep-going --jobs 2 --output-sync lint collect </dev/null",
        "make test </dev/null",
    ]
    assert script.rstrip().endswith(commands[-1])
    assert "set -euo pipefail" in script
