"""When two addresses are the same page. For comparing only: feeds and the archive have one rule for it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_.*|at_.*|ns_.*|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|igshid|ocid|cmpid|cmp|smid|xtor|ref_src|source_rss"
    r"|traffic_source|maca|rss|__twitter_impression|phpsessid|jsessionid|sessionid|session_id|aspsessionid.*",
    re.IGNORECASE,
)
"""Parameters of campaigns and sessions, which change from poll to poll."""
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)


def same_page(url: str) -> str:
    """A form of a safe link for comparing: without scheme, ``www.``, campaign and session parameters, last slash and fragment."""
    parts = urlsplit(url)
    query = parts.query
    if query:
        query = urlencode(
            [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
        )
    path = _SESSION.sub("", parts.path) if ";" in parts.path else parts.path
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{path.rstrip('/')}" + (f"?{query}" if query else "")


def is_front_page(page: str) -> bool:
    """Whether a result of `same_page` is an outlet's front page, which says nothing about an entry; so does no page at all."""
    return "/" not in page and "?" not in page
