"""Tests pass from a shell that ignores signals: `nohup make test`, `(trap '' INT; make test)`, `make test &` in a script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import processes
import pytest
from processes import started

TESTS = """
import os, signal, subprocess, sys
from processes import give_children_default_signals, ignored_signals
ignored = ignored_signals()
print(*sorted(signal.Signals(number).name for number in ignored))
give_children_default_signals(ignored)
for number in ignored:
    os.kill(os.getpid(), number)
print("goes on", flush=True)
subprocess.run([sys.executable, "-c", "from processes import ignored_signals; print(ignored_signals())"], check=True)
"""


def test_programs_start_with_default_signals_whatever_the_shell_ignores() -> None:
    done = subprocess.run(
        ["sh", "-c", 'trap "" INT HUP TERM QUIT TSTP; exec "$0" -c "$1"', sys.executable, TESTS],
        env={**os.environ, "PYTHONPATH": str(Path(processes.__file__).parent)},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == ["SIGHUP SIGINT SIGQUIT SIGTERM SIGTSTP", "goes on", "[]"]


def test_no_test_runs_with_ignored_signals() -> None:
    """`conftest.py` has seen to it in this process, too."""
    assert processes.ignored_signals() == []


def test_a_program_is_killed_when_a_test_fails_in_the_middle() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(600)"
    found = []

    def fail() -> None:
        with started([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as process:
            found.append(process)
            process.communicate(timeout=0.1)

    with pytest.raises(subprocess.TimeoutExpired):
        fail()
    (process,) = found
    assert process.returncode == -9
    assert process.stdout is not None
    assert process.stdout.closed
