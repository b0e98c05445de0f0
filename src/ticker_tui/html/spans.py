"""Pieces of running text in their styles → the clean spans of one block."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

from ticker_tui.html.elements import BOLD, CODE, ITALIC, STRIKE
from ticker_tui.model import Span
from ticker_tui.text import clean_text, is_clean_line


class Style(NamedTuple):
    """How a piece is written."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    strike: bool = False
    link: str = ""


PLAIN = Style()


class InlineText(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text as it stands in the source, white space included."""

    text: str
    style: Style


@lru_cache(maxsize=256)
def styled(style: Style, tag: str) -> Style:
    """The style inside an element, from the one around it."""
    bold, italic, code, strike, link = style
    return Style(
        bold or tag in BOLD, italic or tag in ITALIC, code or tag in CODE, strike or tag in STRIKE, link
    )


@lru_cache(maxsize=256)
def linked(style: Style, link: str) -> Style:
    """The style inside a link; most pages of a feed link to a few addresses."""
    return Style(*style[:-1], link)


BREAK = InlineText("\n", PLAIN)
"""A line break that was asked for; known by identity."""


def collapse(pieces: list[InlineText]) -> list[InlineText]:
    """White space as a browser shows it: one space, none at the ends of lines, across the borders of pieces."""
    out: list[InlineText] = []
    at_start = True
    for piece in pieces:
        if piece is BREAK:
            _trim_end(out)
            out.append(piece)
            at_start = True
            continue
        source = piece.text
        text = " ".join(source.split())
        if not text:
            text = "" if at_start else " "
        else:
            if not at_start and source[0].isspace():
                text = " " + text
            if source[-1].isspace():
                text += " "
        if text:
            out.append(InlineText(text, piece.style))
            at_start = text.endswith(" ")
    return out


def parted(pieces: list[InlineText]) -> list[list[InlineText]]:
    """Parted where two line breaks follow each other, as people make paragraphs by hand."""
    paragraphs: list[list[InlineText]] = [[]]
    for piece in collapse(pieces):
        if piece is BREAK and paragraphs[-1] and paragraphs[-1][-1] is BREAK:
            paragraphs.append([])
        else:
            paragraphs[-1].append(piece)
    return paragraphs


def clean_spans(pieces: list[InlineText], *, keep_lines: bool = False) -> tuple[Span, ...]:
    """The spans of a block: clean one by one and also when read as one text; empty when nothing can be seen.

    Args:
        pieces: In order.
        keep_lines: White space is meant as it stands (code).
    """
    if keep_lines:
        pieces = _without_empty_edges([InlineText(piece.text.expandtabs(4), piece.style) for piece in pieces])
    elif len(pieces) == 1 and pieces[0] is not BREAK:  # most blocks
        text = pieces[0].text
        if not is_clean_line(text):
            text = " ".join(clean_text(" ".join(text.split())).split())
        return (_span(text, pieces[0].style),) if text else ()
    else:
        joined = "".join([piece.text for piece in pieces])
        if is_clean_line(joined):  # nearly all of the others
            return merged(pieces)
        if " ".join(joined.split()) == joined and clean_text(joined) == joined:  # most of the others
            return merged(pieces)
        pieces = _trimmed(collapse(pieces))
    joined = "".join([piece.text for piece in pieces])
    cleaned = clean_text(joined)
    if cleaned != joined:
        pieces = [
            piece if piece is BREAK else InlineText(clean_text(piece.text), piece.style) for piece in pieces
        ]
        if not keep_lines:
            pieces = _trimmed(collapse(pieces))
        joined = "".join(piece.text for piece in pieces)
        cleaned = clean_text(joined)
        if cleaned != joined:  # what is harmless in each piece need not be in their sum: marks, isolates
            pieces = [InlineText(cleaned, PLAIN)]
    return merged(pieces)


def _trimmed(pieces: list[InlineText]) -> list[InlineText]:
    """Without line breaks and white space at both ends."""
    while pieces and pieces[0] is BREAK:
        del pieces[0]
    while pieces and (pieces[-1] is BREAK or pieces[-1].text.isspace()):
        del pieces[-1]
    _trim_end(pieces)
    return pieces


def merged(pieces: list[InlineText]) -> tuple[Span, ...]:
    """The spans of clean pieces; those of one style that stand side by side are one."""
    spans: list[Span] = []
    text, style = "", PLAIN
    for piece in pieces:
        more, its_style = piece.text, piece.style
        if its_style is style or its_style == style:
            text += more
        elif more:
            if text:
                spans.append(_span(text, style))
            text, style = more, its_style
    if text:
        spans.append(_span(text, style))
    return tuple(spans)


def _span(text: str, style: Style) -> Span:
    return Span(text) if style is PLAIN else Span(text, *style)


def _trim_end(pieces: list[InlineText]) -> None:
    if pieces and pieces[-1] is not BREAK and pieces[-1].text.endswith(" "):
        last = pieces.pop()
        if text := last.text.rstrip(" "):
            pieces.append(InlineText(text, last.style))


def _without_empty_edges(pieces: list[InlineText]) -> list[InlineText]:
    """Code keeps its indentation but not the empty lines round it."""
    if not "".join(piece.text for piece in pieces).strip():
        return []
    while pieces and not pieces[0].text.strip():
        pieces = pieces[1:]
    while pieces and not pieces[-1].text.strip():
        pieces = pieces[:-1]
    first, last = pieces[0], pieces[-1]
    pieces = [InlineText(first.text.lstrip("\n"), first.style), *pieces[1:]]
    last = pieces[-1]
    return [*pieces[:-1], InlineText(last.text.rstrip(), last.style)]
