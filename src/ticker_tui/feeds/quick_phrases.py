"""Words, links, line breaks and pictures inside one block, read without a tree (see `quick_html`)."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from ticker_tui.feeds.attributes import is_smiley, link_said, picture_said
from ticker_tui.feeds.elements import BOLD, CODE, ITALIC, STRIKE
from ticker_tui.feeds.inline import BREAK, PLAIN, Piece, clean_spans, linked, parted, styled
from ticker_tui.feeds.links import safe_link
from ticker_tui.model import Span
from ticker_tui.text import clean_line, is_ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticker_tui.feeds.attributes import Place
    from ticker_tui.model import Block

MAX_IMAGES = 100
"""In one block: as many as the walk takes."""

_TRANSPARENT = frozenset({"font", "span", "u", "small", "sub", "sup"})
_PHRASES = BOLD | ITALIC | CODE | STRIKE | _TRANSPARENT | {"a"}
_LOOKS = {tag: styled(PLAIN, tag) for tag in _PHRASES - {"a"}}
_FREQUENT = frozenset({"a", "b", "em", "i", "li", "p", "strong"})


def any_of(names: Iterable[str]) -> str:
    """A pattern for one of the names; the most frequent ones are looked for first."""
    return "|".join(sorted(names, key=lambda name: (name not in _FREQUENT, name)))


PHRASE_TAG = rf"<(?:/?(?:{any_of(_PHRASES)})(?=[ >])|(?:br|img)(?=[ />]))"
"""The beginning of a tag that may stand inside a block of text."""
_SIMPLE = re.compile(
    rf"<(?:(?:({any_of(_LOOKS.keys() - _TRANSPARENT)})|a href=\"([^\"<> ]++)\"(?: (?:target|rel|title|class|id)=\"[^\"<>]*+\")*+)>"
    r"((?! )[^<]++(?<! ))</(?(1)\1|a)>)?+"
)
"""A marked or linked stretch of text without anything in it, and without white space at its ends; only how another tag begins."""
_ATTRIBUTE = r""" ++([a-z][a-z0-9_-]*+)=(?:"([^"]*+)"|'([^']*+)')"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_ALL_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE})*+")
_ADDRESSES = frozenset({"href", "src", "data-src", "data-lazy-src", "data-original"})
NO_ATTRIBUTES: dict[str, str] = {}

_REFERENCE = re.compile(r"&(?: |#?[A-Za-z0-9]*+;)?")
_OTHER_REFERENCE = re.compile(r"&(?!amp;)")
_NUMBER = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));")
_STRANGE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
"""What libxml2 might not let through as it is; line feeds and tabs have become spaces."""


class _Meanings(dict[str, str]):
    """What references mean; empty when they are better left to libxml2."""

    def __missing__(self, reference: str) -> str:
        match = _NUMBER.fullmatch(reference)
        code = int(match[1] or match[2], 10 if match[1] else 16) if match else 0
        char = chr(code) if 0x20 <= code <= 0x10FFFF else ""
        return "" if _STRANGE.search(char) else char


_MEANINGS = _Meanings(
    {f"&{name};": chr(code) for name, code in name2codepoint.items() if name not in {"lang", "rang"}}
)
_MEANINGS.update({"&apos;": "'", "& ": "& "})


class NotUnderstoodError(Exception):
    """The body is left to libxml2."""


class Phrases:
    """Reads the blocks of one body.

    Args:
        text: HTML in which all white space is spaces and no-break spaces.
        base: Address that relative links are resolved against.

    Raises:
        NotUnderstoodError: it holds references or characters that libxml2 might see otherwise.
    """

    def __init__(self, text: str, base: str) -> None:
        self.base = base
        late = "\xa0" in text
        meant: list[str] = []
        if "&" in text:
            if late or _OTHER_REFERENCE.search(text):
                meant = [_MEANINGS[reference] for reference in set(_REFERENCE.findall(text))]
                if not all(meant):
                    raise NotUnderstoodError
                late = late or any(meaning < "\xa1" and meaning[0] != "&" for meaning in meant)
            if not late:  # nothing that a tag could begin or end with
                text = _decoded(text) if meant else text.replace("&amp;", "&")
        self.text = text
        """The body, its references resolved unless they stand in the texts still."""
        self.late = late
        """References, or no-break spaces, stand in the texts."""
        self.careful = late or "  " in text
        """Not even what is ordinary is clean everywhere."""
        self.ordinary = is_ordinary(f"{text}{''.join(meant)}".replace("\xa0", " ") if late else text)
        """All letters are known to be clean."""
        if not self.ordinary and _STRANGE.search(text):
            raise NotUnderstoodError

    def simple(self, unit: str) -> tuple[Span, ...] | None:  # noqa: C901, PLR0911, PLR0912 - a call a stretch would cost as much as the rest
        """The spans of clean text with a stretch here and there marked or linked; None: it needs a closer look."""
        marked = "<" in unit
        if self.careful:
            if self.late and ("&" in unit or "\xa0" in unit):
                if marked:
                    return None
                unit = _decoded(unit)
            if "  " in unit:
                return None
        if not self.ordinary or unit[:1] == " " or unit[-1:] == " ":
            return None
        if not marked:
            return (Span(unit),) if unit else ()
        parts = _SIMPLE.split(unit)
        spans: list[Span] = []
        last = len(parts) - 1
        for at in range(0, last, 4):
            if before := parts[at]:
                spans.append(Span(before))
            elif at:  # side by side, perhaps of one style, and then one span
                return None
            if tag := parts[at + 1]:
                bold, italic, code, strike, _ = _LOOKS[tag]
                spans.append(Span(parts[at + 3], bold, italic, code, strike))
            elif (href := parts[at + 2]) and href[0] != "#" and (link := safe_link(href, self.base)):
                spans.append(Span(parts[at + 3], link=link))
            else:
                return None
        if after := parts[last]:
            spans.append(Span(after))
        return tuple(spans)

    def phrases(  # noqa: C901, PLR0912 - one branch for each kind of tag
        self, unit: str, place: Place
    ) -> tuple[Sequence[tuple[Span, ...]], Sequence[Block]]:
        """The spans of the paragraphs, perhaps none, and the pictures of one block that is not simple.

        Args:
            unit: What stands between its tags.
            place: Where it stands.

        Raises:
            NotUnderstoodError: its tags do not fit each other.
        """
        pieces: list[Piece] = []
        images: list[Block] = []
        breaks = 0
        style, styles = PLAIN, [PLAIN]
        open_tags = [""]
        for part in f">{unit}".split("<"):
            tag, closed, words = part.partition(">")
            name = tag.partition(" ")[0]
            if not closed:
                raise NotUnderstoodError
            if name in _PHRASES:
                attributes = self.attributes(tag[len(name) :])
                if name == "a" and "/a" in open_tags:
                    raise NotUnderstoodError
                styles.append(style)
                open_tags.append(f"/{name}")
                if name not in _TRANSPARENT and name != "a":
                    style = styled(style, name)
                elif name == "a" and (link := link_said(attributes, self.base)) is not None:
                    style = linked(style, link)
            elif tag[:1] == "/":
                if open_tags.pop() != tag:
                    raise NotUnderstoodError
                style = styles.pop()
            elif tag:
                name = name.removesuffix("/")
                attributes = self.attributes(tag.removesuffix("/")[len(name) :])
                if name == "br":
                    pieces.append(BREAK)
                    breaks += 1
                elif not is_smiley(attributes):
                    if image := picture_said(attributes, place, self.base):
                        images.append(image)
                elif alt := clean_line(attributes.get("alt", "")):
                    pieces.append(Piece(alt, style))
            words = _decoded(words) if self.late else words
            if words and (pieces or not words.isspace()):
                pieces.append(Piece(words, style))
        if len(open_tags) > 1 or len(images) > MAX_IMAGES:
            raise NotUnderstoodError
        if not pieces:
            return (), images
        return [clean_spans(paragraph) for paragraph in (parted(pieces) if breaks > 1 else [pieces])], images

    def attributes(self, said: str) -> dict[str, str]:
        """The attributes of a tag.

        Raises:
            NotUnderstoodError: they are written in an unusual way.
        """
        said = said.rstrip(" ")
        if not said:
            return NO_ATTRIBUTES
        if not _ALL_ATTRIBUTES.fullmatch(said):
            raise NotUnderstoodError
        found: list[tuple[str, str, str]] = _ATTRIBUTES.findall(
            said
        )  # linear, since every space leads to one
        decode = _decoded if self.late else str
        attributes = {name: decode(one or other) for name, one, other in found}
        if len(attributes) < len(found):  # the first one counts
            raise NotUnderstoodError
        for name in _ADDRESSES:
            if " " in attributes.get(name, ""):  # perhaps a line feed
                raise NotUnderstoodError
        return attributes


def _decoded(text: str) -> str:
    """The text without references, no-break spaces being spaces."""
    if "&" in text:
        text = _REFERENCE.sub(lambda match: _MEANINGS[match[0]], text)
    return text.replace("\xa0", " ")
