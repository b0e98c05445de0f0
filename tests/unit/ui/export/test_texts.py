"""An article as Markdown, read again by a reader of Markdown, and as plain text."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).parents[3] / "ui"))
from making import ARABIC_BODY, article, paragraph

from ticker_tui.model import Block, BlockKind, Span
from ticker_tui.ui.export import to_markdown, to_text

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def html_of(markdown: str) -> str:
    return str(READER.render(markdown))


def body_of(*blocks: Block) -> str:
    """The HTML below headline and byline."""
    return html_of(to_markdown(article(blocks=blocks, link=""), "today")).split("</p>\n", 1)[1]


HOSTILE = [
    "# no heading",
    "- no item",
    "1. no item",
    "2) no item",
    "===",
    "> no quote",
    "*no* _emphasis_ `code` ~~strike~~",
    "<b>no html</b> & &amp; &#33;",
    "[no](link) ![no](picture)",
    "a \\ backslash \\* here",
    "| no | table |",
    "+ no item",
    "العنوان #هاشتاغ و*نجمة*",
    "    four spaces",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.CAPTION])
def test_a_text_means_itself(text: str, kind: BlockKind) -> None:
    html = body_of(Block(kind=kind, spans=(Span(text),), level=1))
    tags = set(re.findall(r"</?(\w+)", html))
    allowed = {
        BlockKind.PARAGRAPH: {"p"},
        BlockKind.ITEM: {"ul", "li"},
        BlockKind.HEADING: {"h2"},
        BlockKind.CAPTION: {"p", "em"},
    }[kind]
    assert tags <= allowed, html
    read = unescape(re.sub(r"<[^>]*>", "", html))
    assert " ".join(read.split()) == " ".join(text.split())


def test_styles_links_and_nesting_survive() -> None:
    html = body_of(
        paragraph(
            "a ", Span("bold ", bold=True), Span("both", bold=True, italic=True), " b", Span("x`y", code=True)
        ),
        paragraph(
            Span("see ", link="https://a.example/(1)?x=<"),
            Span("it", bold=True, link="https://a.example/(1)?x=<"),
        ),
        Block(kind=BlockKind.ITEM, level=2, spans=(Span("starts deep"),)),
        Block(kind=BlockKind.ITEM, level=3, ordinal=4, spans=(Span("deeper"),)),
        paragraph("quoted", quote_depth=2),
        Block(kind=BlockKind.CODE, spans=(Span("``` no fence\n  x"),)),
        Block(kind=BlockKind.IMAGE, spans=(Span("a [quay]"),), src="https://a.example/1.jpg"),
        Block(kind=BlockKind.RULE),
    )
    assert "<strong>bold</strong> " in html
    assert "<strong><em>both</em></strong>" in html or "<em><strong>both</strong></em>" in html
    assert "<code>x`y</code>" in html
    assert '<a href="https://a.example/(1)?x=%3C">see <strong>it</strong></a>' in html
    assert re.search(
        r'<ul>\s*<li>\s*<p>starts deep</p>\s*<ol start="4">\s*<li>deeper</li>\s*</ol>\s*</li>\s*</ul>', html
    )
    assert "<blockquote>\n<blockquote>\n<p>quoted</p>" in html
    assert "<pre><code>``` no fence\n  x\n</code></pre>" in html
    assert 'src="https://a.example/1.jpg" alt="a [quay]"' in html
    assert "<hr" in html


def test_the_whole_arabic_article() -> None:
    markdown = to_markdown(article(blocks=ARABIC_BODY, lang="ar"), "الاثنين")
    html = html_of(markdown)
    assert "<h1>Orbit: مسبار «سحاب-2» يدخل مدار القمر بعد رحلة استغرقت 96 يوما</h1>" in html
    assert "نادين المصري · الاثنين" in html
    assert "<th>الجهاز</th>" in html
    assert "<td>9.5</td>" in html
    assert "<ol>\n<li>مطياف للأشعة السينية (XRS) وزنه 9.5 كغ</li>" in html
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufeff]", markdown), (
        "letters as they were written, not as they are drawn"
    )


def test_plain_text_is_what_one_would_type() -> None:
    text = to_text(article(blocks=ARABIC_BODY, lang="ar"), "الاثنين")
    assert text.startswith(
        "Orbit: مسبار «سحاب-2» يدخل مدار القمر بعد رحلة استغرقت 96 يوما\n\nOrbit · نادين المصري · الاثنين\nhttps://example.org/2\n\nأعلن"
    )
    assert (
        "1. مطياف للأشعة السينية (XRS) وزنه 9.5 كغ\n2. جهاز لقياس المياه\n    • قناة مرئية\n\n> «نحن" in text
    )
    assert "[المسبار قبل الإطلاق]\nتصوير: مركز الفضاء\n\nالجهاز\tالوزن\n" in text
    assert text.endswith("with a link [2].\n\n[1] https://orbit.example/sahab\n[2] https://example.org/en\n")


def test_an_article_without_a_body_has_its_summary() -> None:
    from msgspec.structs import replace

    bare = replace(article(), summary="In *short*.")
    assert to_text(bare, "").endswith("\n\nIn *short*.\n")
    assert to_markdown(bare, "").endswith("\n\nIn \\*short\\*.\n")
