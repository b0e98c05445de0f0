"""HTML of feeds as blocks, written here in a short form: one line a block, styles as in Markdown."""

from __future__ import annotations

import unicodedata

import pytest

from ticker_tui.html.blocks import MAX_BLOCKS, MAX_BODY, MAX_STYLED, to_blocks
from ticker_tui.model import Block, BlockKind, Direction, Span

BASE = "https://news.example/a/1"


def short(block: Block) -> str:
    """`quote> 2. text`: the block in one line."""
    text = "".join(styled(span) for span in block.spans)
    match block.kind:
        case BlockKind.HEADING:
            text = "#" * block.level + " " + text
        case BlockKind.ITEM:
            text = (
                "  " * (block.level - 1)
                + (f"{block.ordinal}. " if block.ordinal is not None else "- ")
                + text
            )
        case BlockKind.CODE:
            text = f"```{text}```"
        case BlockKind.TABLE:
            text = " / ".join(
                " | ".join("".join(map(styled, cell.spans)) + ("!" if cell.header else "") for cell in row)
                for row in block.rows
            )
        case BlockKind.IMAGE:
            text = f"![{text}]({block.src})"
        case BlockKind.CAPTION:
            text = f"caption: {text}"
        case BlockKind.RULE:
            text = "---"
        case _:
            pass
    direction = "" if block.direction is Direction.AUTO else f"{block.direction}: "
    lang = f"{block.lang}: " if block.lang else ""
    return "> " * block.quote_depth + direction + lang + text


def styled(span: Span) -> str:
    text = span.text
    for on, mark in ((span.code, "`"), (span.strike, "~"), (span.italic, "_"), (span.bold, "*")):
        text = f"{mark}{text}{mark}" if on else text
    return f"[{text}]({span.link})" if span.link else text


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("one<br>line<br/><br>two", ["one\nline", "two"]),
        ("<p> a \n\t b&nbsp;c </p> <p> </p><p>&nbsp;</p>", ["a b c"]),
        ("a<b>b</b> <i>c</i><em>d</em> <strong><i>e</i></strong>", ["a*b* _cd_ *_e_*"]),
        ("<code>x</code> <del>y</del> <kbd>z</kbd> <u>w</u> H<sub>2</sub>O", ["`x` ~y~ `z` w H2O"]),
        ("<q>said</q> he", ["“said” he"]),
        ("<h1>A</h1><h4>B</h4>text", ["# A", "#### B", "text"]),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", ["- a", "- b", "  - c"]),
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ("<ol start=5><li>a<li value=9>b<li>c</ol>", ["5. a", "9. b", "10. c"]),
        ("<ul><li><p>a</p><p>b</p></li></ul>", ["- a", "b"]),
        ("<ul><li></li><li>b</li></ul>", ["- b"]),
        ("<dl><dt>word<dd>meaning</dl>", ["*word*", "- meaning"]),
        ("<blockquote>a<blockquote><p>b</p></blockquote>c</blockquote>d", ["> a", "> > b", "> c", "d"]),
        ("<blockquote><ul><li>a</ul></blockquote>", ["> - a"]),
        ("<pre>  if x:\n\tpass\n\n</pre>", ["```  if x:\n    pass```"]),
        ("<pre><code>\n\na\n  b</code></pre>", ["```\x60a\n  b\x60```"]),
        ("a<hr>b", ["a", "---", "b"]),
        (
            "<table><caption>Cup</caption><tr><th>A<th>B<tr><td>1<td><b>2</b><p>3</p></table>",
            ["caption: Cup", "A! | B! / 1 | *2* 3"],
        ),
        ("<table><tr><td><table><tr><td>a<td>b</table>c</table>", ["a | b", "c"]),  # round it a layout table
        ("<table><tr><td>a<tr><td>b</table>", ["a", "b"]),  # one column
        ("<table><tr><td><p>a</p><td><img alt=cat src=/c.png></table>", ["a | cat"]),
        ('<a href="/x?a=1&amp;b=2">t</a>', ["[t](https://news.example/x?a=1&b=2)"]),
        ('<a href="javascript:alert(1)">t</a> <a href="#top">u</a> <a>v</a>', ["t u v"]),
        ('<p>a<img src="/c.png" alt="a cat">b</p>', ["ab", "![a cat](https://news.example/c.png)"]),
        ('<img src="data:x" data-src="c.png">', ["![](https://news.example/a/c.png)"]),
        ('<img src="/pixel.gif" width="1" height=1 alt="">x', ["x"]),
        ('Well <img class="wp-smiley" alt="🙂" src="/s.png">!', ["Well 🙂!"]),
        (
            "<figure><img src=/c.png alt=cat><figcaption>The <b>cat</b></figcaption></figure>",
            ["![cat](https://news.example/c.png)", "caption: The *cat*"],
        ),
        ("<script>x()</script><style>p{}</style><iframe>y</iframe>z<noscript>w</noscript>", ["z"]),
        ("<!-- c -->a<?php x ?>b", ["ab"]),
        ("<svg><text>no</text></svg><button>no</button><p>yes", ["yes"]),
        ('<p dir="rtl">نص</p><p>x</p>', ["rtl: نص", "x"]),
        (
            '<div style="direction: RTL; text-align:right"><p>نص</p><p dir="ltr">x</p></div>',
            ["rtl: نص", "ltr: x"],
        ),
        ('<div lang="ar"><p>نص</p></div><p lang="en-GB">x</p>', ["ar: نص", "en-GB: x"]),
        ('<p dir="sideways" lang="<x>">x</p>', ["x"]),
        ("5 &lt; 6 &amp;amp; 7", ["5 < 6 &amp; 7"]),
        ("a &#27;[31m&#0;&#155;&#x202E;b", ["a [31m›b"]),
        ("<b>a<p>b</b>c", ["*a*", "bc"]),  # crossed tags, as libxml2 mends them
        ("<p>a<div>b</p>c</div>", ["a", "bc"]),
        ("</p></div>a", ["a"]),
        ("<unknown>a</unknown><o:p>b</o:p>", ["ab"]),
    ],
)
def test_html(html: str, blocks: list[str]) -> None:
    found = [short(block) for block in to_blocks(html, base=BASE, is_html=True)]
    assert [line.replace("\ufffd", "") for line in found] == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("one", ["one"]),
        ("one\ntwo", ["one", "two"]),
        ("one\nstill one\n\n\ntwo", ["one still one", "two"]),
        ("one\r\n\r\ntwo", ["one", "two"]),
        ("5 < 6 and 7 > 3", ["5 < 6 and 7 > 3"]),
        ("AT&T & others", ["AT&T & others"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_plain_text_is_seen_to_be_plain(text: str, blocks: list[str]) -> None:
    assert [short(block) for block in to_blocks(text)] == blocks


def test_what_the_feed_says_about_its_type_counts() -> None:
    assert [short(b) for b in to_blocks("<b>x</b> &amp; y", is_html=False)] == ["<b>x</b> &amp; y"]
    assert [short(b) for b in to_blocks("one\n\ntwo", is_html=True)] == ["one two"]


def test_clean_pieces_may_make_an_unclean_whole() -> None:
    html = "".join(f"<b>{mark * 3}</b><i>{mark * 3}</i>" for mark in "\u064e\u064f\u0650")
    (block,) = to_blocks("ب" + html, is_html=True)
    assert len(block.text) <= 5
    (block,) = to_blocks("<p>\u2067<b>a</b></p>", is_html=True)
    assert block.text == "a"


HOSTILE = {
    "comments": "<!--" * 250_000,
    "comments after text": "x" + "<!--" * 250_000,
    "open a": "<a " * 300_000,
    "a in a": "x<a>y" * 200_000,
    "declarations": "a<!" * 400_000,
    "sections": "<![CDATA[" * 100_000,
    "instructions": "<?" * 500_000,
    "ends": "</" * 500_000,
    "ampersands": "&" * 1_000_000,
    "references": "<p>" + "&#x1f;" * 160_000,
    "100,000 attributes": "<a " + " ".join(f"b{i}='c'" for i in range(100_000)) + ">x",
    "a picture in its address": '<img src="data:image/png;base64,' + "A" * 1_000_000 + '">x',
    "divs": "<div>" * 200_000 + "tail",
    "crossed": "<p><b>" * 160_000 + "x",
    "lists": "<ul><li>x" * 100_000,
    "cells": "<table><tr>" + "<td>x" * 190_000,
    "rows": "<table>" + "<tr><td>x<td>y" * 70_000,
    "tables": "<table><tr><td>" * 66_000 + "x",
    "breaks": "<br>" * 250_000 + "x",
    "images": "<img alt=x>" * 90_000,
    "marks": "a" + "\u064e" * 500_000,
    "isolates": "<p>" + "\u2067" * 300_000,
    "style": "<p style='" + "a:b;" * 250_000 + "'>x",
    "code": "<pre>" + "<b>\n</b>" * 120_000,
    "one word": "<p>" + "x" * 1_000_000,
    "spaces": "<p>x" + " " * 1_000_000 + "y",
    "links": "".join(f"<a href=/{i}>x</a> " for i in range(50_000)),
    "looks": "<b>x</b>y<i>z</i>" * 60_000,
    "spaces in tags": f'<p><a href="x"{" " * 8_000}>x</a>' * 120,
    "spaces and a letter in tags": f'<p><a href="x"{" " * 8_000}y>x</a>' * 120,
    "attributes": ("<p><a" + " href='x'" * 800 + ">x</a></p>") * 120,
    "open tags with long words": f"<li><b>{'x' * 100}" * 9_000,
    "marked words": f"<p>a <strong>{'x ' * 50}</strong> " * 8_000,
}


@pytest.mark.timeout(
    60
)  # stated as one second for the megabyte; what is quadratic takes minutes, whatever the machine
@pytest.mark.parametrize(
    "part", [pytest.param(4, id="a quarter"), pytest.param(1, id="whole", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_hostility(name: str, part: int) -> None:
    html = HOSTILE[name]
    blocks = to_blocks(html[: len(html) // part], base=BASE)
    assert len(blocks) <= MAX_BLOCKS + 100
    text = "".join(block.text for block in blocks)
    assert len(text) <= MAX_BODY * 6
    assert sum(len(block.spans) for block in blocks) <= 2 * MAX_STYLED + len(blocks)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text if char != "\n")


def test_text_deeper_than_the_parser_goes_is_not_lost() -> None:
    assert [short(block) for block in to_blocks("<div>" * 100_000 + "tail")] == ["tail"]
