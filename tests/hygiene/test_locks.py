"""The lock files: everything pinned and hashed, in a plain format that names no host and no path of the machine it was made on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


class Pin(NamedTuple):
    version: str
    hashes: tuple[str, ...]


def pins(name: str) -> dict[str, Pin]:
    """The lock as pip reads it: continued lines joined, comments out."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / name).read_text(encoding="utf-8")).replace("\\\n", " ")
    found: dict[str, Pin] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==(\S+)((?:\s+--hash=sha256:[0-9a-f]{64})+)", line)
        assert match, f"{name}: not a pinned and hashed requirement: {line[:80]}"
        found[canonicalize_name(match[1])] = Pin(match[2], tuple(re.findall(r"sha256:(\w+)", match[3])))
    return found


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_a_pin_with_hashes(name: str) -> None:
    assert len(pins(name)) > 20


@pytest.mark.parametrize("name", LOCKS)
def test_no_host_no_index_no_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|/|--index|--extra|--find-links|--trusted", text)


def missing(requirements: Iterable[str], locked: dict[str, Pin]) -> list[str]:
    return [
        text
        for text in requirements
        for wanted in [Requirement(text)]
        if (pin := locked.get(canonicalize_name(wanted.name))) is None
        or not wanted.specifier.contains(pin.version)
    ]


def test_locks_hold_what_pyproject_asks_for() -> None:
    asked = project()
    run = [*asked["project"]["dependencies"], *asked["build-system"]["requires"]]
    assert missing(run, pins("requirements.lock")) == []
    dev = [*run, *asked["project"]["optional-dependencies"]["dev"]]
    assert missing(dev, pins("requirements-dev.lock")) == []


def test_both_locks_agree() -> None:
    """make test after make demo adds to .venv and changes nothing in it."""
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("name", ["lxml", "msgspec", "python-bidi", "regex", "watchfiles"])
def test_compiled_packages_have_hashes_for_many_platforms(name: str) -> None:
    """Wheels of three Pythons for Linux and macOS, and the source: a lock made from one machine's files has one or two."""
    assert len(pins("requirements.lock")[name].hashes) > 12
