"""Reading the headers that decide something: pure, and believed only within bounds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_VALIDATOR = 1024
"""Characters of an ETag that are kept; longer ones are not sent back."""
LONGEST_S = 7 * 86400.0
"""No server's word counts for longer than a week."""

_MAX_AGE = re.compile(r"(?:^|,)\s*(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)


def media_type(content_type: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type, in lower case."""
    kind, _, parameters = content_type.partition(";")
    match = _CHARSET.search(parameters)
    return kind.strip().lower()[:100], match[1].lower() if match else ""


def retry_after_s(value: str, *, now: datetime) -> float | None:
    """Retry-After in seconds: a number or a date (RFC 9110 10.2.3); None when it says nothing usable."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_S)
    moment = http_date(value)
    return None if moment is None else min(max(0.0, (moment - now).total_seconds()), LONGEST_S)


def max_age_s(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """How long an answer stays fresh: Cache-Control max-age less Age, else Expires less Date (RFC 9111 4.2)."""
    control = headers.get("cache-control", "")[:500]
    if "no-cache" in control or "no-store" in control:
        return None
    if match := _MAX_AGE.search(control):
        age = headers.get("age", "").strip()
        seconds = float(match[1]) - (float(age[:9]) if age.isascii() and age.isdigit() else 0.0)
    else:
        expires = http_date(headers.get("expires", ""))
        if expires is None:
            return None
        seconds = (expires - (http_date(headers.get("date", "")) or now)).total_seconds()
    return min(seconds, LONGEST_S) if seconds > 0 else None


def http_date(value: str) -> datetime | None:
    """An HTTP date in UTC; None for anything else, `Expires: 0` included."""
    if not 20 <= len(value) <= 60:
        return None
    from email.utils import parsedate_to_datetime  # slow to import, and few answers need it

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def validator(value: str) -> str:
    """An ETag or Last-Modified as it may be kept and sent back: printable ASCII of bounded length, else nothing."""
    return value if len(value) <= MAX_VALIDATOR and value.isascii() and value.isprintable() else ""
