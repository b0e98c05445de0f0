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
        "make --keep-going --jobs 2 --output-sync lint collect",
        'make test 2>&1 | tee "$logs/system" || failed=1',
    ]
    assert "set -euo pipefail" in script
    assert "\nexec </dev/null\n" in script


def test_the_newest_python_that_can_be_run_is_found(checkout: Path, machine: Path) -> None:
    for name in ("cut", "sort", "tr"):
        found = shutil.which(name)
        assert found, name
        (machine / name).symlink_to(found)

    def newest() -> str:
        return subprocess.run(
            ["sh", "tools/venv.sh", "newest"],
            cwd=checkout,
            env={"PATH": str(machine), "HOME": str(checkout)},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout

    before = newest()  # of the places that this machine keeps them in
    program(machine, "python3", "echo 003.098.002 /the/system/one")
    program(machine, "python3.98", "echo 003.098.002 /the/system/one")
    program(machine, "python3.99", "exit 127")  # a shim for a version that is not there
    (machine / "python3.97").symlink_to(machine / "nothing")
    assert newest() == "/the/system/one\n"
    folder = checkout / ".pyenv" / "versions" / "3.100.1" / "bin"
    folder.mkdir(parents=True)
    program(folder, "python3", "echo 003.100.001 '/with a space'")
    assert newest() == "/with a space\n"
    assert "system" not in before


@pytest.mark.parametrize(
    ("system", "newest", "both"), [("3.11.2", "3.99.1", True), ("3.11.2", "3.11.2", False)]
)
@pytest.mark.parametrize("failing", ["", "3.11.2", "3.99.1"])
def test_ci_runs_the_tests_with_the_system_s_and_the_newest_python(
    tmp_path: Path, system: str, newest: str, *, both: bool, failing: str
) -> None:
    """With a `make` that tells how it was called: both closing lines come last, and either failure is the whole one's."""
    for folder in (".ci", "tools", ".venv/bin", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    program(tmp_path / ".venv" / "bin", "python", f"echo {system}")
    program(tmp_path / "bin", "newest", f"echo {newest}")
    (tmp_path / "tools" / "venv.sh").write_text(f"echo '{tmp_path}/bin/newest'\n", encoding="utf-8")
    (tmp_path / "Makefile").write_text(
        f"""lint collect:
test:
\t@[ -z "$(VENV)" ] && v={system} || v={newest}; echo "=== python $$v passed in 1.00s ==="; test $$v != "{failing}"
""",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["bash", ".ci/run"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    ran = {system, newest} if both else {system}
    assert done.returncode == int(failing in ran), done.stderr
    closing = "".join(
        f"Python {version}:\n=== python {version} passed in 1.00s ===\n"
        for version in ([newest, system] if both else [system])
    )
    assert done.stdout.endswith(f"\n\n{closing}")
