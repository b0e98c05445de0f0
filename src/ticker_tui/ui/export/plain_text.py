"""An article as plain text: logical order, a paragraph a line, links numbered as on the screen. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticker_tui.model import Article, Block, Span

RULE = "* * *"


def to_text(article: Article, date: str) -> str:
    """The whole article.

    Args:
        article: What is to be written.
        date: Its date, as a person reads it.
    """
    headline = article.headline
    byline = " · ".join(part for part in (headline.source, article.author, date) if part)
    numbers: dict[str, int] = {}
    blocks = [_lines(block, numbers) for block in article.blocks]
    body = _joined(article.blocks, blocks) if article.blocks else article.summary
    links = "\n".join(f"[{number}] {url}" for url, number in numbers.items())
    parts = [headline.title, "\n".join(part for part in (byline, headline.link) if part), body, links]
    return "\n\n".join(part for part in parts if part) + "\n"


def _joined(blocks: Iterable[Block], texts: Iterable[str]) -> str:
    """With an empty line between two, but not inside a list, nor between a picture and its caption."""
    parts: list[str] = []
    before: Block | None = None
    for block, text in zip(blocks, texts, strict=True):
        together = before is not None and (
            (before.kind is BlockKind.ITEM and block.kind is BlockKind.ITEM)
            or (before.kind in {BlockKind.IMAGE, BlockKind.TABLE} and block.kind is BlockKind.CAPTION)
        )
        if before is not None and text:
            parts.append("\n" if together else "\n\n")
        if text:
            parts.append(text)
            before = block
    return "".join(parts)


def _lines(block: Block, numbers: dict[str, int]) -> str:
    match block.kind:
        case BlockKind.RULE:
            text = RULE
        case BlockKind.TABLE:
            text = "\n".join("\t".join(_spans(cell.spans, numbers) for cell in row) for row in block.rows)
        case BlockKind.ITEM:
            marker = "•" if block.ordinal is None else f"{block.ordinal}."
            text = f"{'    ' * max(0, block.level - 1)}{marker} {_spans(block.spans, numbers)}"
        case BlockKind.IMAGE:
            text = f"[{block.text}]" if block.text else ""
        case _:
            text = _spans(block.spans, numbers)
    quote = "> " * block.quote_depth
    return "\n".join(quote + line for line in text.split("\n")) if quote else text


def _spans(spans: Iterable[Span], numbers: dict[str, int]) -> str:
    return "".join(_with_numbers(list(spans), numbers))


def _with_numbers(spans: list[Span], numbers: dict[str, int]) -> Iterator[str]:
    """The texts; behind the last one of a link stands its number."""
    for place, span in enumerate(spans):
        yield span.text
        ends = place + 1 == len(spans) or spans[place + 1].link != span.link
        if span.link and ends:
            yield f" [{numbers.setdefault(span.link, len(numbers) + 1)}]"
