"""Bodies that are read without a tree read as those that are read with one: `html` compared with and without `quick_html`."""

from __future__ import annotations

import importlib.util
import random
import sys
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ticker_tui.feeds import html, quick_phrases
from ticker_tui.feeds.attributes import OUTSIDE
from ticker_tui.feeds.decode import decode
from ticker_tui.feeds.html import to_blocks
from ticker_tui.feeds.parse import _read, legal_xml
from ticker_tui.feeds.quick_html import MAX_TAGS, read_quickly
from ticker_tui.feeds.tree import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from ticker_tui.model import Block

BASE = "https://herald.example/a/"
FOLDER = Path(__file__).parent.parent / "fixtures" / "feeds"
RELAXED = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=200
)


def with_a_tree(text: str, base: str = BASE) -> tuple[Block, ...]:
    """What the walk over libxml2's tree makes of a body."""
    root = parse_html(text)
    return () if root is None else html._Builder(base).build(root)


def compared(text: str) -> bool:
    """Whether a body was read quickly; it must have been read as with a tree."""
    quickly = read_quickly(text, BASE)
    if quickly is not None:
        assert quickly == with_a_tree(text), ascii(text)
    return quickly is not None


USUAL = [
    # WordPress
    ('<p class="wp-block-paragraph">أعلن المرفأ &#8220;عودة العبّارات&#8221; &#8211; صباح الأحد&#8230;</p>\n\n\n\n'
    '<figure class="wp-block-image size-large"><img loading="lazy" decoding="async" width="1024" height="576" '
    'src="https://herald.example/a.jpg?w=1024&#038;h=2" alt="عبّارة في المرفأ" class="wp-image-7" srcset="/a.jpg 1x, /b.jpg 2x" '
    'sizes="auto, (max-width: 10px) 100vw" /><figcaption class="wp-element-caption">المرفأ</figcaption></figure>\n\n'
    '<h2 class="wp-block-heading" id="next">ما التالي؟</h2>\n<ul class="wp-block-list">\n<li>الجسر</li>\n\n<li>الطريق <strong>الساحلي'
    '</strong></li>\n</ul>\n<blockquote class="wp-block-quote"><p>قال: "عدنا"</p><cite>المدير</cite></blockquote>\n'
    '<p>The post <a rel="nofollow" href="/a/1">Ferries</a> appeared first on <a rel="nofollow" href="https://herald.example">Herald</a>.</p>\n'),
    '<div class="feat"><img width="300" height="200" src="a.jpg" class="x" alt="" style="margin: 0 auto" /></div><p>Ferries resume on Sunday. [&#8230;]</p>',
    # Blogger
    ('<div dir="rtl" style="text-align: right;"><div class="separator" style="clear: both; text-align: center;"><a href="https://herald.example/big.jpg" '
    'imageanchor="1" style="margin-left: 1em;"><img border="0" data-original-height="720" src="https://herald.example/s.jpg" width="640" /></a></div><br />\n'
    'عادت العبّارات&nbsp;اليوم.<br /><br /><span style="font-size: large;">وفتحت <b>المدارس</b> أبوابها</span></div>'),
    # Short ones
    "عادت العبّارات صباح الأحد بعد هدوء العاصفة.",
    '<img src="https://herald.example/t.jpg" align="left" hspace="5"/>Crews restored power &amp; water to most of the old town.',
    '<p>Ferries resume. <a href="https://herald.example/a/1">Continue reading...</a></p>',
    "<p>می‌گوید: بندر باز است.</p><p>Second&nbsp;paragraph with <em>one</em><strong>two</strong>.</p><hr /><ol start=\"3\"><li>a</li><li value='9'>b<ul><li>c</li></ul></li></ol>",
    '<p>מבזק: <b>הרכבת</b></p><p><a href="#top">up</a> <a href="javascript:x">x</a> <i><a href="/b">both</a></i></p>',
    '<p>One <img class="emoji" alt="☂" src="/u.png"> two<br>three<br/>four <img src="/dot.gif" width="1" height="1"></p>',
]  # fmt: skip


@pytest.mark.parametrize("text", USUAL)
def test_usual_bodies_are_read_quickly_and_right(text: str) -> None:
    assert compared(text)


def benchmark() -> ModuleType:
    """benchmarks/serve_feeds.py, which is no module of the package."""
    spec = importlib.util.spec_from_file_location(
        "serve_feeds", Path(__file__).parents[2] / "benchmarks" / "serve_feeds.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["serve_feeds"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bodies(feeds: Iterable[bytes]) -> list[str]:
    """Every body and summary of some feeds."""
    found = [_read(legal_xml(decode(feed, lang="ar").text), BASE) for feed in feeds]
    entries = [entry for read in found if read for entry in read[0].entries]
    return [text for entry in entries for text in (entry.content, entry.summary) if text]


FIXTURES = bodies(
    path.read_bytes() for path in sorted(FOLDER.iterdir()) if not path.name.endswith(".expected.json")
)
BODIES = [*USUAL, *FIXTURES]


def test_every_body_at_hand_reads_the_same() -> None:
    assert sum(map(compared, FIXTURES)) > len(FIXTURES) / 2


def test_every_body_of_the_benchmark_is_read_quickly() -> None:
    make_feed = benchmark().make_feed
    feeds = [make_feed(number, 4, base=f"http://127.0.0.1:80/f/{number}.xml") for number in range(5)]
    assert [body for body in bodies(feeds) if not compared(body)] == []


TAGS = (
    *["a", "abbr", "acronym", "address", "applet", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big", "blockquote", "body", "br", "button", "caption", "center", "cite", "code"],
    *["col", "dd", "del", "details", "dfn", "dir", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h6", "head", "header", "hr"],
    *["html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "menu", "meta", "nav", "noframes", "noscript", "object", "ol", "option", "p", "param"],
    *["pre", "q", "rp", "rt", "ruby", "s", "samp", "script", "section", "select", "small", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "textarea"],
    *["tfoot", "th", "thead", "time", "title", "tr", "tt", "u", "ul", "var", "video", "wbr", "x-y", "P", "DIV"],
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '<{0} dir="rtl">a<{1} lang="ar">b</{1}>c</{0}>d',
        "<{0}><{1}>b</{1}></{0}>",
        "<{0}>a\n  b</{0}> <{1}>b</{1}>c",
    ],
)
def test_every_element_in_and_behind_every_other_reads_the_same(text: str) -> None:
    taken = {(outer, inner) for outer in TAGS for inner in TAGS if compared(text.format(outer, inner))}
    assert ("p", "strong") in taken
    assert ("a", "a") not in taken or "</{0}> <{1}>" in text


LISTS = [
    '<ol start="3"><li>a</li><li><p>b</p>c</li><li value="9">d<ul><li>e</li><li></li></ul>f</li><li>g</li></ol>h<p>i</p>',
    '<ul><li><ol><li>a</li></ol></li><li>b</li></ul><ol><li>c<br><br>d</li><li><h2>e</h2>f</li><li><img src="/x">g</li></ol>',
    "<ol><li>a<ol><li>b</li></ol><p>c</p></li><li> </li><li>d</li></ol><ul><li><ul></ul>e</li></ul>",
    '<blockquote dir="rtl">a<hr>b<p lang="ar">c</p><blockquote><ul><li>d</li></ul><hr/></blockquote>e</blockquote>f<hr /><p>g</p>',
    '<h2>a<br><br>b <img alt="c"></h2><li>x</li>',
    "<p>a  b <b>c</b></p><p>a <b>c  d</b> e</p><p>a<b>c</b>  e</p><p> a <b>c</b></p><p>a <b> c</b></p>",
    "<p><b><i>a</b>b</i> c</p>",
    "<ul><li><div></div></li></ul>a<p>b</p>",
    '<p dir="rtl" dir="ltr"><a href="/x" href="/y">a</a> <a class="x" href="/x" href="/y">b</a></p>',
    '<p><a href="/a\nb">c</a></p>',
    '<img src="/d\te" alt="f\ng">',
    "<ol><p>a</p><li>b</li></ol>",
    "<div>a</div >b<p>c</p>",
    "<p>a</p></p><p>b</p>",
    "<div><p>a</p>",
    "<b>a</b></b>",
    "<p>a <b>b</p>",
    "<p><b><i>a</b></i> c</p>",
    '<p><b>a <img class="smiley" alt=":)" src="/s.png"> b</b> c</p>',
    '<p><i><img class="emoji" alt="\u2067" src="/s.png"></i>c</p>',
]  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_lists_quotes_and_things_out_of_order_read_the_same(text: str) -> None:
    compared(text)


INSERTED = st.sampled_from(
    [
        *"<>&;\"'/ =\n\t\r\f\v#-a1\xa0\x00\x1b\u200c\u200d\u064b\u2028\ufeff\u202e\ud800\ufffe☂",
        *("  ", " \n", "\n\n", "< ", "</", "/>", " />", "<>", "</>", "<!-- x -->", "<!--", "]]>", "<![CDATA[", "<?x?>", "&nbsp;", "&amp;", "&lt;p&gt;"),
        *("&quot;", "&#39;", "&apos;", "&#38;", "&#60;", "&#x3c;", "&#160;", "&#8203;", "&#150;", "&#0;", "&#13;", "&#55296;", "&lang;", "&nope;"),
        *("&amp", "&copy=1", "&copy;", "&lt", "&amp;lt;", "&amp;#60;", "&shy;", "&zwnj;", "&rlm;", "&#x202e;", "&#xFEFF;", "&#32;", "&#65;", "& ", "&"),
        *(f"<{slash}{tag}>" for slash in ("", "/") for tag in ["p", "div", "h1", "h3", "ul", "ol", "li", "blockquote", "figure", "figcaption", "section", "article", "a", "b", "i", "em", "strong", "span", "s", "u", "cite"]),
        *(f"<{slash}{tag}>" for slash in ("", "/") for tag in ["P", "table", "tr", "td", "pre", "dl", "dt", "dd", "q", "font", "center", "form", "body", "html", "head", "title", "script", "style", "nav", "x-y", "svg"]),
        *("<br>", "<br/>", "<br />", "</br>", "<BR>", "<hr>", "<hr/>", "<img>", "<img src=x>", "<img src='/x' alt='y'>", "<img alt='a  b' class=\"smiley\">"),
        *('<p dir="rtl">', "<div dir='ltr' lang='en'>", '<p style="direction: rtl">', '<li value="7">', "<ol start='4'>", '<ul dir="rtl">'),
        *('<a href="/x">', "<a href='#x'>", '<a href="/a b">', '<a href="/a&amp;b">', '<a href="/a" href="/b">', '<a name="x">', '<a href="">'),
        *("<p class=x>", "<p class>", '<p class="a"id="b">', '<p class = "a">', '<p CLASS="a">', '<p\nclass="a">', '<p class="a>b">', "<span/>"),
        *("<p><b>x</p></b>", "<b>x</b><b>y</b>", "<b>x</b> <i>y</i>", '<a href="/x">l</a>', '<a href="/x"><b>l</b></a>', "<ul><li>x</ul>", "<p>x", "text"),
        *("<b> x</b>", "<b>x </b>", "<b></b>", "<b> </b>", "<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<div><p>x</p>y</div>", "<li>x</li>", "<p>\u2067</p>"),
        *('<img width=" 1" src="/x">', '<img src="" data-src="/y">', '<img src=" /x\n">', '<img alt="">', '<a href="/x"><img src="/y"></a>'),
    ]
)  # fmt: skip


@RELAXED
@given(parts=st.lists(INSERTED, max_size=12))
@example(parts=["<p>", "&amp;lt;", "</p>", '<img src="/?a&amp;amp;b">'])  # fmt: skip
@example(parts=["<p>", "<b>x</b><b>y</b>", "</p>"])
def test_anything_put_together_reads_the_same(parts: list[str]) -> None:
    compared("".join(parts))


@RELAXED
@given(
    body=st.sampled_from(BODIES).map(lambda body: body[:3000]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), INSERTED), max_size=3),
)
def test_any_body_changed_anywhere_reads_the_same(body: str, changes: list[tuple[float, int, str]]) -> None:
    for where, length, new in changes:
        at = int(len(body) * where)
        body = body[:at] + new + body[at + length :]
    compared(body)


ATTRIBUTES = st.lists(
    st.sampled_from(
        [
            ' class="x"', " id='y'", ' dir="rtl"', " dir='LTR'", ' lang="ar"', ' lang="x y"', ' style="direction:rtl"', ' style="color: red"', '  rel="nofollow"',
            '\n\ttarget="_blank"', ' href="https://herald.example/x"', " href='/y'", ' href="#z"', ' src="/p.jpg"', ' alt="a &amp; b"', " width='1'",
            ' height="200"', ' class="emoji"', ' value="3"', ' start="5"', ' data-x="y"', ' srcset="a 1x, b 2x"', ' alt="&quot;x&quot;"', ' title=""',
        ]
    ),
    max_size=3,
).map("".join)  # fmt: skip
TEXTS = st.sampled_from(
    ["ferries", "عبّارات", "a b", " a", "b ", " ", "", "\n", "x  y", "&amp;", "&nbsp;", "&#8217;", "&quot;", "می‌گوید", "\u2067", "5 > 4", "q & a"]
)  # fmt: skip
VOIDS = st.builds(
    "<{}{}{}>".format, st.sampled_from(["br", "img", "hr"]), ATTRIBUTES, st.sampled_from(["", "/", " /"])
)
PHRASE = st.sampled_from(["a", "b", "i", "em", "strong", "code", "s", "span", "u", "small", "cite"])
BLOCK = st.sampled_from(
    [
        "p",
        "p",
        "p",
        "div",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "li",
        "blockquote",
        "figure",
        "figcaption",
        "section",
    ]
)


def element(tags: st.SearchStrategy[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, attributes, parts: f"<{tag}{attributes}>{''.join(parts)}</{tag}>",
        tags,
        st.one_of(st.just(""), ATTRIBUTES),
        st.lists(inner, max_size=5),
    )


LINES = TEXTS | TEXTS | VOIDS
MARKED = element(PHRASE, LINES | element(PHRASE, LINES)) | LINES
LEAVES = element(BLOCK, MARKED)
SIDE_BY_SIDE = (
    LEAVES
    | LEAVES
    | MARKED
    | element(BLOCK, LEAVES | element(BLOCK, LEAVES) | st.sampled_from(["\n", " ", "x"]))
)


@settings(RELAXED, max_examples=100)
@given(fragments=st.lists(SIDE_BY_SIDE, max_size=6))
def test_any_well_formed_fragment_reads_the_same(fragments: list[str]) -> None:
    compared("".join(fragments))


def test_references_mean_the_same_in_text_and_in_attributes() -> None:
    names = [name for name in html5 if name.endswith(";")]
    numbers = [
        *range(0x400),
        *range(0x2000, 0x2070),
        *range(0xD7FC, 0xD804),
        *range(0xDFFC, 0xE004),
        *range(0xFDCE, 0xFDF2),
    ]
    numbers += [
        0xFEFF,
        *range(0xFFFC, 0x10002),
        *range(0x1FFFC, 0x20002),
        0xE0041,
        *range(0x10FFFC, 0x110002),
        9_999_999,
    ]
    references = [f"&{name}" for name in names]
    references += [
        reference for number in numbers for reference in (f"&#{number};", f"&#x{number:X};", f"&#0{number};")
    ]
    random.Random(3).shuffle(references)
    taken = [reference for reference in references if compared(f"<p>a{reference}b <b>c</b></p>")]
    assert len(taken) > len(references) / 2
    for at in range(0, len(taken), 50):
        several = "x".join(taken[at : at + 50])
        assert compared(f'<p>{several}</p><img src="/i" alt="{several}"><p title="{several}">c</p>')


def test_every_character_reads_the_same_in_text() -> None:
    codes = [
        *range(0x10000),
        *range(0x10000, sys.maxunicode + 1, 101),
        *(plane + 0xFFFF for plane in range(0x10000, 0x110000, 0x10000)),
    ]
    every = [chr(code) for code in codes if chr(code) not in "<&"]
    taken = [char for char in every if not quick_phrases._STRANGE.search(char) or char in "\n\t"]
    assert len(every) - len(taken) < 2300, "surrogates, controls and what is no character"
    for at in range(0, len(taken), 5000):
        assert compared(f"<p>{'x'.join(taken[at : at + 5000])}</p>")
    for char in taken[:0x700]:
        assert compared(f"<p>a{char}b <b>{char}</b></p>{char}")
    for char in set(every) - set(taken):
        assert read_quickly(f"<p>{char}</p>", BASE) is None


def test_long_bodies_are_read_quickly_up_to_the_limit_and_the_same() -> None:
    usual = "<p>harbours and <b>ferries</b> &amp; trains</p>\n"
    long = usual * (MAX_TAGS // 4)
    assert compared(long)
    assert not compared(long + usual)
    assert read_quickly("<div>" * 60 + "x" + "</div>" * 60, BASE) is None


def test_a_body_without_anything_to_see_is_left_to_the_walk() -> None:
    for text in ("", " ", "<p></p>", "<div> </div>", '<img width="1" height="1" src="/x">'):
        assert read_quickly(text, BASE) is None
        assert html._Builder(BASE).place == OUTSIDE


def test_bodies_take_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """`to_blocks` asks the quick reader first, and needs no tree then."""
    monkeypatch.setattr(html, "parse_html", None)
    assert [block.text for block in to_blocks(USUAL[3], is_html=True)] == [USUAL[3]]
