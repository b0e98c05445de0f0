"""Titles, names and other single lines: tags out, entities decoded once, `5 < 6` kept."""

from __future__ import annotations

import html
import re
import unicodedata

from ticker_tui.text import clean_line

MAX_INPUT = 20_000
"""Characters of a title that are looked at: five hundred are kept."""

_TAGS = (
    "a abbr acronym address article b bdi bdo big blockquote br center cite code dd del dfn div dl dt em figcaption figure font"
    " h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark nobr object ol p pre q ruby rb rt rp s samp script section small span"
    " strike strong style sub sup table tbody td th tr tt u ul var wbr"
)
_TAG = re.compile(rf"</?(?:{_TAGS.replace(' ', '|')})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_SILENT = ("script", "style", "iframe", "object")
"""Elements whose content is not text."""
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"


def title_line(text: str, *, is_html: bool | None = None, limit: int = 500) -> str:
    """One clean line of a title.

    Args:
        text: As the feed has it after XML has been read.
        is_html: False: what looks like a tag or an entity is text. None and True are the same: a title in which nothing
            looks like HTML is not changed by reading it as HTML.
        limit: In characters.
    """
    text = text[:MAX_INPUT]
    if is_html is not False:
        text = without_tags(text)
    line = clean_line(text, limit=limit)
    return line if any(map(_is_seen, line)) else ""


def _is_seen(char: str) -> bool:
    """Whether a character leaves anything on a screen; fillers and the empty Braille cell are letters by category."""
    return unicodedata.category(char)[0] not in "ZC" and char not in _FILLERS


def without_tags(text: str) -> str:
    """The text between the tags that HTML knows, entities decoded once; linear in the length."""
    if "<" in text:
        text = _cut(text, "<!--", "-->")
        for name in _SILENT:
            text = _cut(text, f"<{name}", f"</{name}>")
        text = _TAG.sub(" ", text) if "<br" in text.lower() or "<p" in text.lower() else _TAG.sub("", text)
    return html.unescape(text) if "&" in text else text


def ellipsised(text: str, limit: int) -> str:
    """One clean line, ended at a word with an ellipsis when it is longer than `limit`."""
    line = clean_line(text, limit=limit + 2)  # one more, and one for a space that is trimmed
    if len(line) <= limit:
        return line
    cut = line[: limit - 1].rpartition(" ")[0] or line[: limit - 1]
    # A part of a clean line is clean, unless an isolate loses its end.
    return (clean_line(cut) if "\u2069" in line else cut) + "…"


def _cut(text: str, start: str, end: str) -> str:
    """Take out every stretch from `start` to `end`; an open one reaches to the end of the text."""
    lower = text.lower()
    if start not in lower or len(lower) != len(text):
        return text
    kept: list[str] = []
    at = 0
    while (begin := lower.find(start, at)) >= 0:
        kept.append(text[at:begin])
        stop = lower.find(end, begin)
        if stop < 0:
            return "".join(kept)
        at = stop + len(end)
    kept.append(text[at:])
    return "".join(kept)
