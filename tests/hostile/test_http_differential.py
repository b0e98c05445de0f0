"""The client's outcomes on every odd answer and every villain, against those that were recorded of the one before it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from wire_cases import outcomes
from wire_server import no_proxy

if TYPE_CHECKING:
    import pytest

RECORDED = Path(__file__).parent / "recorded_outcomes.json"
"""Of the client on h11: kind, cause or length of the body, the body's checksum."""
READ = ["fetched", 539, 3106933175]
"""The whole feed."""

DIFFERENCES: dict[str, tuple[list[object], str]] = {
    **dict.fromkeys(
        (
            "NUL in a value", "a length below zero", "a length that is no number", "a slash in a name",
            "a space before the colon", "a space in a name", "a warning of PHP", "icy", "in quotation marks", "lower case",
            "no colon", "no name", "transfer encoding identity",
        ),
        (READ, "a line of the head that is none costs itself"),
    ),
    **dict.fromkeys(
        (
            "a coding of 5000 letters", "called binary", "called br", "called by a control character", "called deflate",
            "called gzip", "called none", "called utf-8", "called zstd", "gzip called deflate", "zlib called gzip",
        ),
        (READ, "a coding that the body is not in is ignored"),
    ),
    **dict.fromkeys(
        ("gzip and junk", "gzip twice, said once", "gzip without its last bytes", "gzip, gzip"),
        (READ, "what can be decoded completely is"),
    ),
    **dict.fromkeys(
        ("called chunked", "chunked without its end", "length too large by 5000", "length too large by 7"),
        (READ, "a document that ends with its root element is complete"),
    ),
    "json, length too large": (["fetched", 85, 3907931263], "so is a JSON document that can be parsed"),
    "noise called gzip": (["fetched", 512, 3681296402], "the parser says that it is no feed"),
    "a bomb in a bomb": (["failed", "too large"], "two codings are undone, each within the limit"),
    "hints without end": (["failed", "protocol"], "informational responses are counted"),
    "status 99999999999": (["failed", "server"], "its first three digits are a status"),
}  # fmt: skip
"""What differs, and why."""


def test_against_the_outcomes_of_the_former_client(monkeypatch: pytest.MonkeyPatch) -> None:
    no_proxy(monkeypatch)
    expected = json.loads(RECORDED.read_text(encoding="utf-8")) | {
        name: outcome for name, (outcome, _) in DIFFERENCES.items()
    }
    found = asyncio.run(outcomes())
    assert {name: got for name, got in found.items() if got != expected[name]} == {}
    assert found.keys() == expected.keys()
