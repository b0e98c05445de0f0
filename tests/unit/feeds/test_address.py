"""Addresses as they go on the wire."""

from __future__ import annotations

import pytest

from ticker_tui.feeds.address import parsed
from ticker_tui.feeds.failures import FailureError


@pytest.mark.parametrize(
    ("url", "named", "target"),
    [
        ("http://a.example", "a.example", "/"),
        ("https://A.Example:443/f?x=1#part", "a.example", "/f?x=1"),
        ("https://a.example:80/f", "a.example:80", "/f"),
        ("http://a.example?q", "a.example", "/?q"),
        ("http://[::1]:8080/", "[::1]:8080", "/"),
        ("http://[fe80::1%eth0]/", "[fe80::1]", "/"),
        ("http://me:word@a.example/", "a.example", "/"),
        ("http://أخبار.example/خبر؟ x", "xn--igbicxr.example", "/%D8%AE%D8%A8%D8%B1%D8%9F%20x"),
        ("http://a.example/100%/%41%d8?%=%20", "a.example", "/100%/%41%d8?%=%20"),
        ("http://a.example/a/./b/../c//d", "a.example", "/a/c//d"),
        ("http://a.example//b/../c", "a.example", "//b/../c"),
        ("http://a.example/{a}|[b]?{a}|[b]", "a.example", "/%7Ba%7D|[b]?{a}|[b]"),
    ],
)
def test_what_is_asked_of_whom(url: str, named: str, target: str) -> None:
    address = parsed(url)
    assert (address.named, address.target) == (named, target)


def test_a_login_is_unpacked() -> None:
    assert parsed("http://m%40e:w%3Aord@a.example/").login == "m@e:w:ord"
    assert parsed("http://me@a.example/").login == "me:"
    assert parsed("http://:token@a.example/").login == ":token"
    assert parsed("http://@a.example/").login == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example/f",
        "ftp://a.example/",
        "http:///f",
        "http://a.example:99999/",
        "http://a.example:x/",
        "http://[bad/",
        "http://[1::2::3]/",
        "http://a b/",
        "http://a\x7fb/",
        "http://a%0d%0ab/",
        "http://ـ.example/",
        "http://a.example/\ud800",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(FailureError, match="address"):
        parsed(url)


def test_a_zone_as_an_address_writes_it_and_as_the_system_does() -> None:
    assert parsed("http://[fe80::1%25eth0]/").host == parsed("http://[fe80::1%eth0]/").host == "fe80::1%eth0"


def test_a_proxy_is_told_the_port_too() -> None:
    assert parsed("https://a.example/").authority == "a.example:443"
    assert parsed("http://[::1]:8080/").authority == "[::1]:8080"
