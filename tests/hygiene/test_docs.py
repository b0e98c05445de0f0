"""The documents: what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ticker_tui.cli.main import COMMANDS, build_parser

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    local = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in local if not (document.parent / link.partition("#")[0]).exists()] == []


def test_the_readme_names_every_command_and_no_other() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `ticker ([a-z]+)", text, re.MULTILINE))
    assert named == {command.name for command in COMMANDS}


def test_the_readme_s_commands_are_understood() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    lines = [line.removeprefix("$ ").partition("#")[0] for block in blocks for line in block.splitlines()]
    commands = [part.split() for line in lines for part in re.split(r"\||&&", line)]
    parsed = [words for words in commands if words[:1] == ["ticker"]]
    assert len(parsed) >= 5
    for words in parsed:
        build_parser().parse_args(words[1:])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", document.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets


def test_the_architecture_names_places_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)*(?:/|\.py))`", text)
    assert len(named) > 15
    package = ROOT / "src" / "ticker_tui"
    assert [
        place for place in named if not ((package / place).exists() or (package / "ui" / place).exists())
    ] == []
