from __future__ import annotations

import pytest

from ticker_tui.http.client import basic
from ticker_tui.http.outcome import Cause, RequestFailedError
from ticker_tui.http.secrets import filled

ENVIRON = {"TOKEN": "s3cret", "ME": "amal", "EVIL": "a\r\nX-Injected: 1", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("Bearer ${TOKEN}", "Bearer s3cret"),
        ("${ME}:${TOKEN}", "amal:s3cret"),
        ("$TOKEN {TOKEN} ${} ${1A} ${a-b}", "$TOKEN {TOKEN} ${} ${1A} ${a-b}"),
    ],
)
def test_variables_are_filled_in(text: str, expected: str) -> None:
    assert filled(text, ENVIRON) == expected


@pytest.mark.parametrize("name", ["MISSING", "EMPTY", "EVIL"])
def test_what_cannot_be_filled_in_is_said_without_the_secret(name: str) -> None:
    with pytest.raises(RequestFailedError) as caught:
        filled(f"${{TOKEN}} ${{{name}}}", ENVIRON)
    failed = caught.value.failure
    assert failed.cause is Cause.SECRET
    assert name in failed.reason
    assert "s3cret" not in failed.reason
    assert "Injected" not in failed.reason


def test_basic() -> None:
    assert basic("Aladdin:open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    assert basic("أمل:سر") == "Basic 2KPZhdmEOtiz2LE="
