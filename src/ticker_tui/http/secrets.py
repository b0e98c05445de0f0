"""Secrets are in the environment, not in feeds.toml: ``${NAME}`` in a header, a password or a proxy is replaced.

They are replaced for each request and stored nowhere else; a message never quotes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker_tui.http.outcome import Cause, RequestFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def filled(text: str, environ: Mapping[str, str]) -> str:
    """The text with every ``${NAME}`` replaced.

    Raises:
        RequestFailedError: The environment has no such variable, or its value cannot stand in a header.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not (found := environ.get(name, "")):
            raise RequestFailedError(
                Cause.SECRET, f"The environment has no variable {name}, which feeds.toml asks for."
            )
        if not found.isprintable():
            raise RequestFailedError(
                Cause.SECRET, f"The variable {name} holds control characters; it is not sent."
            )
        return found

    return _PLACE.sub(value, text) if "${" in text else text
