"""Addresses as they go on the wire."""

from __future__ import annotations

import pytest

from ticker_tui.http.outcome import RequestFailedError
from ticker_tui.http.url import parse_url, resolve_redirect


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://a.example", "http://a.example:80/"),
        ("https://A.Example:443/f?x=1#part", "https://a.example:443/f?x=1"),
        ("https://a.example:80/f", "https://a.example:80/f"),
        ("http://a.example?q", "http://a.example:80/?q"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]:80/"),
        ("http://me:word@a.example/", "http://a.example:80/"),
        ("http://أخبار.example/خبر؟ x", "http://xn--igbicxr.example:80/%D8%AE%D8%A8%D8%B1%D8%9F%20x"),
        ("http://a.example/100%/%41%d8?%=%20", "http://a.example:80/100%/%41%d8?%=%20"),
        ("http://a.example/a/./b/../c//d", "http://a.example:80/a/c//d"),
        ("http://a.example//b/../c", "http://a.example:80//b/../c"),
        ("http://a.example/{a}|[b]?{a}|[b]", "http://a.example:80/%7Ba%7D|[b]?{a}|[b]"),
    ],
)
def test_what_is_requested_of_whom(url: str, text: str) -> None:
    assert parse_url(url).text == text


def test_a_login_is_unpacked() -> None:
    assert parse_url("http://m%40e:w%3Aord@a.example/").login == "m@e:w:ord"
    assert parse_url("http://me@a.example/").login == "me:"
    assert parse_url("http://:token@a.example/").login == ":token"
    assert parse_url("http://@a.example/").login == ""


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
    with pytest.raises(RequestFailedError, match="address"):
        parse_url(url)


def test_a_zone_as_an_address_writes_it_and_as_the_system_does() -> None:
    assert (
        parse_url("http://[fe80::1%25eth0]/").host
        == parse_url("http://[fe80::1%eth0]/").host
        == "fe80::1%eth0"
    )


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "127.0.0.1.",
        "１２７.0.0.1",
    ],
)
def test_notations_of_an_address_are_that_address(host: str) -> None:
    assert parse_url(f"http://{host}/").host == "127.0.0.1"


@pytest.mark.parametrize("host", ["256.1.1.1", "1.2.3.4.5", "a.1", "0x", "1..2"])
def test_hosts_that_end_in_a_number_and_are_no_address(host: str) -> None:
    with pytest.raises(RequestFailedError, match="not a valid"):
        parse_url(f"http://{host}/")


def test_redirects() -> None:
    assert resolve_redirect("https://a.example/f", "g") == "https://a.example/g"
    assert resolve_redirect("http://a.example/f", "//b.example/") == "http://b.example/"
    assert resolve_redirect("http://a.example/f", " \x01https://a.example/\n") == "https://a.example/"
    for location in ("file:///etc/hostname", "javascript:alert(1)", "\x01ftp://a.example/", "http://[bad/"):
        with pytest.raises(RequestFailedError, match="redirects"):
            resolve_redirect("http://a.example/f", location)
