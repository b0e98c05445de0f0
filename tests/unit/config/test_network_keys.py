"""The keys of a feed that say how its server is reached and recognised."""

from __future__ import annotations

import pytest

from ticker_tui.config import checks
from ticker_tui.config.schema import FEED


@pytest.mark.parametrize(
    "value",
    [
        "none",
        "http://localhost:8118",
        "https://me:${WORD}@proxy.example",
        "socks5://localhost:9050",
        "socks5h://[::1]:9050",
        "socks4a://localhost",
        "SOCKS5://localhost",
    ],
)
def test_a_proxy(value: str) -> None:
    assert FEED["proxy"].check(value) == value


@pytest.mark.parametrize("value", ["socks6://localhost", "ftp://localhost", "socks5://", "localhost", 8118])
def test_no_proxy(value: object) -> None:
    with pytest.raises(checks.InvalidValueError):
        FEED["proxy"].check(value)


@pytest.mark.parametrize("key", ["ca_file", "client_cert", "client_key"])
def test_certificate_files_are_full_paths(key: str) -> None:
    for value in ("/etc/ssl/own.pem", "~/own.pem"):
        assert FEED[key].check(value) == value
    for wrong in ("own.pem", "./own.pem", "", 5):
        with pytest.raises(checks.InvalidValueError):
            FEED[key].check(wrong)
