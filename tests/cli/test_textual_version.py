"""A Textual that the program is not made for is named in one sentence."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import requires
from typing import TYPE_CHECKING

import pytest

from ticker_tui.cli import crash_report

if TYPE_CHECKING:
    from pathlib import Path

CODE = (
    "import sys\nfrom ticker_tui.cli.crash_report import report\nprint(report(ImportError('no such name')))\n"
)


@pytest.mark.parametrize(
    ("version", "is_named"), [("9.0.1", True), ("10.2", True), ("0.89", True), ("8.2.9", False)]
)
def test_another_textual_is_named_with_what_to_do(tmp_path: Path, version: str, is_named: bool) -> None:
    metadata = tmp_path / f"textual-{version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: textual\nVersion: {version}\n", encoding="utf-8"
    )
    found = subprocess.run(
        [sys.executable, "-c", CODE],
        env={"PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    needed = f'Textual {version} is installed, but this version needs Textual 8; install it with: {sys.executable} -m pip install "textual>=8.2,<9"'
    assert (needed in found) == is_named
    assert ("the trace is in" in found) != is_named


def test_the_version_is_the_one_that_is_installed_with_the_program() -> None:
    (wanted,) = (each for each in requires("ticker-tui") or [] if each.startswith("textual"))
    assert f"<{crash_report.TEXTUAL_MAJOR + 1}" in wanted
