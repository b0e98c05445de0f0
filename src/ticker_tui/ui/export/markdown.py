"""An article as Markdown (CommonMark, with the tables and strike-through of GFM): logical order. Pure."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ticker_tui.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ticker_tui.model import Article, Block, Span

_ALWAYS: Final = re.compile(r"([\\`*_\[\]<>~|])")
"""What may begin something wherever it stands."""
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_AT_START: Final = re.compile(r"^(\s*)([#+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)
"""What begins something at the start of a line: a heading, an item, a rule."""
_TICKS: Final = re.compile("`+")


def to_markdown(article: Article, date: str) -> str:
    """The whole article, its headline as the heading.

    Args:
        article: What is to be written.
        date: Its date, as a person reads it.
    """
    headline = article.headline
    facts = [escaped(part) for part in (headline.source, article.author, date) if part]
    byline = " · ".join(facts)
    if headline.link:
        byline += f"  \n<{_address(headline.link)}>"
    blocks = list(_blocks(article.blocks)) if article.blocks else [escaped(article.summary)]
    parts = [f"# {_one_line(escaped(headline.title))}", byline, *blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """A text that means itself and nothing else."""
    text = _ENTITY.sub(r"\\&", _ALWAYS.sub(r"\\\1", text))
    return _AT_START.sub(
        lambda found: f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}", text
    )


def _blocks(blocks: Sequence[Block]) -> Iterable[str]:
    """One text for each block; the items of a list are one."""
    for (kind, depth), group in groupby(blocks, key=lambda block: (block.kind, block.quote_depth)):
        members = list(group)
        texts = [_list(members)] if kind is BlockKind.ITEM else [_block(block) for block in members]
        for text in texts:
            quote = "> " * depth
            yield "\n".join((quote + line).rstrip() for line in text.split("\n")) if quote else text


def _block(block: Block) -> str:
    return _WRITTEN.get(block.kind, _paragraph)(block)


def _paragraph(block: Block) -> str:
    return _lines(block, "")


def _lines(block: Block, indent: str) -> str:
    """Its lines, which stay lines; four spaces at the start of one would make it code."""
    return f"  \n{indent}".join(line.strip() for line in _spans(block.spans).split("\n"))


def _heading(block: Block) -> str:
    """The headline is the one of level 1."""
    return f"{'#' * min(6, max(1, block.level) + 1)} {_one_line(_spans(block.spans))}"


def _image(block: Block) -> str:
    alt = _one_line(escaped(block.text))
    return f"![{alt}](<{_address(block.src)}>)" if block.src else alt


def _list(items: Sequence[Block]) -> str:
    lines: list[str] = []
    outermost = min(item.level for item in items)
    before = outermost
    for item in items:
        indent = "    " * (item.level - outermost)
        marker = "-" if item.ordinal is None else f"{item.ordinal}."
        if item.level > before and item.ordinal not in {None, 1}:
            lines.append("")  # only a list that begins with 1 may follow a line of text (CommonMark 5.3)
        before = item.level
        lines.append(f"{indent}{marker} {_lines(item, f'{indent}    ')}")
    return "\n".join(lines)


def _table(block: Block) -> str:
    rows = [[_one_line(_spans(cell.spans)) for cell in row] for row in block.rows]
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return ""
    headed = any(cell.header for cell in block.rows[0])
    head, *body = rows if headed else [[], *rows]
    lines = [row + [""] * (columns - len(row)) for row in (head, ["---"] * columns, *body)]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _fenced(block: Block) -> str:
    code = block.text.rstrip("\n")
    fence = "`" * max(3, 1 + max((len(ticks) for ticks in _TICKS.findall(code)), default=0))
    return f"{fence}\n{code}\n{fence}"


def _spans(spans: Iterable[Span]) -> str:
    parts: list[str] = []
    for link, group in groupby(spans, key=lambda span: span.link):
        text = "".join(map(_span, group))
        parts.append(f"[{text}](<{_address(link)}>)" if link and text.strip() else text)
    return "".join(parts)


def _span(span: Span) -> str:
    if span.code and span.text.strip():
        ticks = "`" * (1 + max((len(each) for each in _TICKS.findall(span.text)), default=0))
        pad = " " if span.text.startswith("`") or span.text.endswith("`") else ""
        text = f"{ticks}{pad}{_one_line(span.text)}{pad}{ticks}"
    else:
        text = escaped(span.text)
    for wanted, sign in ((span.strike, "~~"), (span.italic, "*"), (span.bold, "**")):
        if wanted:
            text = _wrapped(text, sign)
    return text


def _wrapped(text: str, sign: str) -> str:
    """Between two signs that touch it: where a space stood beside one, it would not count as one."""
    bare = text.strip()
    if not bare:
        return text
    start = text.index(bare)
    return f"{text[:start]}{sign}{bare}{sign}{text[start + len(bare) :]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _address(url: str) -> str:
    """Inside of angle brackets."""
    return url.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")


def _caption(block: Block) -> str:
    return _wrapped(_one_line(escaped(block.text)), "*")


def _rule(block: Block) -> str:
    _ = block
    return "---"


_WRITTEN: Final[dict[BlockKind, Callable[[Block], str]]] = {
    BlockKind.HEADING: _heading,
    BlockKind.CODE: _fenced,
    BlockKind.TABLE: _table,
    BlockKind.IMAGE: _image,
    BlockKind.CAPTION: _caption,
    BlockKind.RULE: _rule,
}
"""How each kind is written; the others as a paragraph."""
