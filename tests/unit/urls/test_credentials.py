"""Logins and tokens in addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ticker_tui.config import load_config
from ticker_tui.errors import ConfigError
from ticker_tui.urls.credentials import (
    comparable,
    hide_secrets,
    shown_address,
    split_login,
    split_logins,
    with_login,
)


@pytest.mark.parametrize(
    ("url", "address", "login"),
    [
        ("http://joe:secret@h/x", "http://h/x", "joe:secret"),
        ("https://joe@h:8/", "https://h:8/", "joe"),
        ("http://:pw@h", "http://h", ":pw"),
        ("http://joe:p@ss@h?q=a@b", "http://h?q=a@b", "joe:p@ss"),
        ("http://h/@joe", "http://h/@joe", ""),
        ("http://h?m=a@b", "http://h?m=a@b", ""),
        ("http://joe:pw@[::1]:8/x", "http://[::1]:8/x", "joe:pw"),
    ],
)
def test_the_login_of_an_address(url: str, address: str, login: str) -> None:
    assert split_login(url) == (address, login)
    assert with_login(address, login) == url


def test_two_accounts_on_one_address_are_two_feeds_in_any_order_and_with_any_password() -> None:
    one, two = "https://a:1@h/x", "https://b:2@h/x"
    (first, _), (second, _) = split_logins([one, two])
    assert first != second
    assert [address for address, _ in split_logins([two, "https://a:new@h/x"])] == [second, first]
    assert split_logins([one]) == [("https://h/x", "a:1")]
    assert comparable(one) == comparable("HTTPS://a:3@H/x#y") != comparable(two)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("see http://joe:s3@h/x and https://k:p@i/", "see http://h/x and https://i/"),
        ("http_proxy=http://u:p@proxy:3128 failed", "http_proxy=http://proxy:3128 failed"),
        ("https://h/f?id=3&access_token=abc&x=1#y", "https://h/f?id=3&access_token=…&x=1#y"),
        ("https://h/f?api_key=abc, https://h/f?key=k", "https://h/f?api_key=…, https://h/f?key=…"),
        ("mail a@b.example or https://m.example/@joe", "mail a@b.example or https://m.example/@joe"),
        ("monkey=1 and ?keyboard=2", "monkey=1 and ?keyboard=2"),
    ],
)
def test_messages_show_no_secrets(text: str, hidden: str) -> None:
    assert hide_secrets(text) == hidden


if TYPE_CHECKING:
    from pathlib import Path

SECRET = "s3cr"  # noqa: S105 - of nobody


@pytest.mark.parametrize(
    "feed",
    [
        f'url = "http://joe:{SECRET}/et@h/"',
        f'url = "http://joe:{SECRET}#et@h:port/"',
        f'url = "ftp://joe:{SECRET}@h/"',
        f'url = "joe:{SECRET}@h.example/x"',
        f'url = "http://joe:{SECRET}@h/ x"',
        f'url = "http://joe:{SECRET}\\u009b@h/x"',
        f'url = "http://joe:{SECRET}@[h/x"',
        f"url = http://joe:{SECRET}@h/x",
        f'url = "http://joe:{SECRET}@h/x"\n[[feeds]]\nurl = "http://joe:{SECRET}2@h/x"',
        f'url = "http://h/"\nproxy = "ftp://u:{SECRET}@h"',
        f'url = "http://h/"\nproxy = "u:{SECRET}@h.example"',
        f'url = "http://h/"\nauth = "{SECRET}"',
        f'url = "http://h/"\nauth = me:{SECRET}',
        f'url = "http://h/"\nauth = "me:{SECRET}\\u0007"',
        f'url = "http://h/"\nheaders = "X: {SECRET}"',
        f'url = "http://h/"\nheaders = {{ X = "é{SECRET}" }}',
        f'url = "http://h/"\nheaders = {{ X = "{SECRET}\\n" }}',
        f'url = "http://h/"\nhedders = {{ X = "{SECRET}" }}',
    ],
)
def test_a_mistake_in_an_address_or_a_secret_is_named_without_it(tmp_path: Path, feed: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(f"[[feeds]]\n{feed}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as said:
        load_config(path)
    assert SECRET not in str(said.value)
    assert "joe" not in str(said.value)


def test_an_invalid_address_is_shown_without_what_may_be_a_login() -> None:
    assert shown_address("http://joe:pa/ss@h/x") == "http://…@h/x"
    assert shown_address("https://m.example/@joe") == "https://m.example/@joe"
