"""Links go to a browser as one argument, or not at all."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from ticker_tui.ui.export.browser import command, open_link
from ticker_tui.urls.safe_link import is_safe

if TYPE_CHECKING:
    from pathlib import Path

UNSAFE = [
    "",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "--help",
    "%action",
    "http://",
    "http://[",
    "https:/one-slash",
    "https://a.example/with space",
    "https://a.example/\x1b]0;x\x07",
    "https://a.example/\u202e",
    "//a.example/",
    "ftp://a.example/",
    "HTTPS\n://a.example",
]


@pytest.mark.parametrize("url", UNSAFE)
def test_only_web_addresses_are_opened(url: str) -> None:
    assert not is_safe(url)
    with pytest.raises(ValueError):
        open_link(url, {"BROWSER": "true", "PATH": "/bin:/usr/bin"})


@pytest.mark.parametrize(
    ("wish", "argv"),
    [
        ("mine", ["mine", "URL"]),
        ("mine --new-tab", ["mine", "--new-tab", "URL"]),
        ("mine --url=%s -x", ["mine", "--url=URL", "-x"]),
        ("absent:mine", ["mine", "URL"]),
        ('"unclosed:mine', ["mine", "URL"]),
        ("absent", None),
        ("", None),
    ],
)
def test_the_argument_list(tmp_path: Path, wish: str, argv: list[str] | None) -> None:
    url = "https://a.example/?q=$(touch%20x);`id`&a=b"
    mine = tmp_path / "mine"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)
    found = command(url, {"BROWSER": wish, "PATH": str(tmp_path)})
    assert found == (None if argv is None else [word.replace("URL", url) for word in argv])


def test_no_shell_sees_the_address(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    said = tmp_path / "said"
    mine.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {said}.new && mv {said}.new {said}\n')
    mine.chmod(0o755)
    url = "https://a.example/$(touch${IFS}hacked);x&y|z`id`"
    assert open_link(url, {"BROWSER": str(mine), "PATH": "/bin:/usr/bin"})
    deadline = time.monotonic() + 20
    while not said.exists():
        assert time.monotonic() < deadline
    assert said.read_text() == f"{url}|"


def test_without_a_browser_it_says_so(tmp_path: Path) -> None:
    assert not open_link("https://a.example/", {"PATH": str(tmp_path)})
