"""Whether a document that arrived on a broken connection is all there."""

from __future__ import annotations

import re

import msgspec

_TAIL_BYTES = 2000
_SPACE = b" \t\r\n\0"
_ROOT = re.compile(
    rb"(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*<([A-Za-z][\w:.-]*)",
    re.DOTALL | re.IGNORECASE,
)
_COMMENTS = re.compile(rb"(?:\s*<!--(?:(?!-->).)*-->)+\s*$", re.DOTALL)


def is_complete(body: bytes) -> bool:
    """Whether XML or HTML ends with its root element, or JSON with its value."""
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in body[:4]:
        body = body.replace(b"\0", b"")  # UTF-16 or UTF-32: the markup is ASCII
    body = body.lstrip(b"\xef\xbb\xbf\xff\xfe" + _SPACE).rstrip(_SPACE)
    if body[:1] in {b"{", b"["}:
        try:
            msgspec.json.decode(body, type=msgspec.Raw)
        except msgspec.DecodeError:
            return False
        return True
    root = _ROOT.match(body[:20_000])
    if root is None:
        return False
    tail = _COMMENTS.sub(b"", body[-_TAIL_BYTES:])
    return re.search(rb"</" + re.escape(root[1]) + rb"\s*>\s*$", tail, re.IGNORECASE) is not None
