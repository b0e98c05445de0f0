"""Secrets stand in the environment, not in feeds.toml: ``${NAME}`` in a header, a password or a proxy is filled in here.

They are filled in when a feed is asked and are kept nowhere else; a message never quotes them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from ticker_tui.feeds.failures import FailureError
from ticker_tui.feeds.outcome import Cause

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def filled(text: str, environ: Mapping[str, str]) -> str:
    """The text with every ``${NAME}`` replaced.

    Raises:
        FailureError: The environment has no such variable, or its value cannot stand in a header.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not (found := environ.get(name, "")):
            raise FailureError(
                Cause.SECRET, f"The environment has no variable {name}, which feeds.toml asks for."
            )
        if not found.isprintable():
            raise FailureError(Cause.SECRET, f"The variable {name} holds control characters; it is not sent.")
        return found

    return _PLACE.sub(value, text) if "${" in text else text


def basic(auth: str) -> str:
    """The value of an Authorization header for ``user:password`` (RFC 7617)."""
    return f"Basic {b64encode(auth.encode('utf-8')).decode('ascii')}"
