"""Whatever the bytes are: no exception escapes, nothing unprintable comes out, a second reading adds nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ticker_tui.feeds import breaking, feed_dates, parse
from ticker_tui.feeds.breaking import decide_breaking, without_flag
from ticker_tui.feeds.charset import decode
from ticker_tui.feeds.entries import author_line
from ticker_tui.feeds.feed_dates import AHEAD, EARLIEST, parse_date
from ticker_tui.feeds.parse import MAX_ENTRIES, legal_xml
from ticker_tui.html import blocks as html_blocks
from ticker_tui.html.blocks import to_blocks
from ticker_tui.html.titles import title_line
from ticker_tui.model import Block, BlockKind, Feed, Span
from ticker_tui.polling.parser_worker import answer_job
from ticker_tui.processes.parser_protocol import Parsed, ParseJob, Unreadable
from ticker_tui.text import clean_text, fold
from ticker_tui.text.search_words import fold_words, index, indexed_stems
from ticker_tui.urls.safe_link import safe_link

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FOLDER = Path(__file__).parent.parent / "fixtures" / "feeds"
PAIRS = [path.read_bytes() for path in sorted(FOLDER.iterdir()) if not path.name.endswith(".expected.json")]
LANGS = st.sampled_from(["", "ar", "fa-IR", "en"])
HTML = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<ol start=3>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<br>", "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<img src=/x alt=y>", "<a href='/x'>", "</a>", "<hr>", "<!--", "-->", "<script>", "</script>", "&amp;", "&#27;", "&#x202e;", "<div dir=rtl>", "</div>", "<h2>", "</h2>", "<q>", "\u2067", "\u2069", "َ" * 9, "\x1b[31m", "\u2028", " ", "\n", "�"]
        ),
    ),
    max_size=40,
).map("".join)  # fmt: skip

RELAXED = settings(suppress_health_check=[HealthCheck.too_slow])


def is_clean(text: str) -> bool:
    return not any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in "\u202a\u202b\u202d\u202e"
        for char in text
    )


def check(body: bytes, lang: str) -> None:
    """One body through everything, in this process (feedparser's worst cases are left to the hostile tests)."""
    job = ParseJob(url="https://feeds.example/feed.xml", body=body, lang=lang, now=NOW)
    answer = answer_job(job)
    if isinstance(answer, Unreadable):
        assert answer.reason
        assert is_clean(answer.reason)
        return
    assert isinstance(answer, Parsed)
    assert len(answer.entries) <= MAX_ENTRIES
    keys = [entry.key for entry in answer.entries]
    assert len(set(keys)) == len(keys)
    for entry in answer.entries:
        assert entry.key
        assert entry.title
        assert len(entry.title) <= 500
        assert len(entry.summary) <= 500
        assert safe_link(entry.link) == entry.link
        for text in (entry.title, entry.summary, entry.author, entry.key, entry.lang, *entry.categories):
            assert is_clean(text), ascii(text)
            text.encode()
        for block in entry.blocks:
            check_block(block)
        for date in (entry.published_at, entry.updated_at):
            assert date is None or EARLIEST <= date <= NOW + AHEAD
        decided = decide_breaking(entry, Feed(url=job.url, name="x"), ["زلزال"])
        assert decided.title
    again = answer_job(job)
    assert isinstance(again, Parsed)
    assert again == answer


def check_block(block: Block) -> None:
    texts = [block.text, *("".join(span.text for span in cell.spans) for row in block.rows for cell in row)]
    for text in texts:
        assert is_clean(text.replace("\n", "")), ascii(text)
        assert clean_text(text) == text
        text.encode()
    for span in block.spans:
        assert span.text
        assert safe_link(span.link) == span.link
    assert safe_link(block.src) == block.src


@pytest.mark.parametrize(
    ("error", "said"),
    [(KeyError("\x1b[2J"), "is damaged"), (MemoryError(), "too much memory"), (RecursionError(), "")],
)
def test_whatever_a_reader_raises_is_a_sentence(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise error

    monkeypatch.setattr(parse, "parse_feed", broken)
    answer = answer_job(ParseJob(url="https://feeds.example/feed.xml", body=b"<rss/>", now=NOW))
    assert isinstance(answer, Unreadable)
    assert said in answer.reason
    assert is_clean(answer.reason)
    assert answer.detail, "the trace is for the log"


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    opening = st.sampled_from(
        ["p", "p dir=rtl", "li", "div", "blockquote", "dt", "pre", "td", "table", "strong", "em", "i", "s", "span", "a", "a href=/x", "a href=#x", "a href='javascript:x'", "q"]
    )  # fmt: skip
    return st.tuples(opening, st.lists(inner, max_size=6).map("".join)).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].partition(' ')[0]}>"
    )


NESTED = st.recursive(st.sampled_from(["ferries", "عبّارات", " ", "a b", "\n", "<br>", "\u2067", ""]), wrapped)


@pytest.mark.parametrize("limits", [{}, {"MAX_BODY": 20, "MAX_STYLED": 2, "MAX_BLOCKS": 3, "MAX_DEPTH": 4}])
@settings(
    RELAXED,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(fragment=NESTED)
@example(fragment="<p>a <strong>b</strong> c <a href=/x>d</a></p><dt>e <em>f</em></dt>")
@example(fragment="<p>a <b>b</b> c <b>d</b> e <b>f</b> g</p>")
@example(fragment="<p>a <b>b</b><b>c</b> d</p>")
@example(fragment="<p>harbours and ferries <b>b</b> c</p>")
@example(fragment="<p>a</p><p>b</p><p>c</p><div>d<p>e <b>f</b> g</p></div>")
@example(fragment="<div><div><p>a <b>b</b> c</p></div></div>")
@example(fragment="<table><tr><th>a</th><td>b<br><br></td></tr></table><p>c <b>d</b> e</p>")
@example(
    fragment="<ol start=3><li>a</li><li><p>b <i>c</i></p>d</li><li value=9>e<ul><li>f <a href=/x>g</a></li></ul></li></ol>"
)
@example(fragment="<p>a <b> b</b> <a href='#top'>c</a> <a href=/x> </a><a href=/y><img src=/z></a></p>")
def test_what_is_read_without_the_walk_reads_the_same(
    limits: dict[str, int], fragment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        for name, value in limits.items():
            patch.setattr(html_blocks, name, value)
        quickly = to_blocks(fragment, base="https://feeds.example/", is_html=True)
        patch.setattr(html_blocks._Builder, "read_phrases", lambda *_: False)
        assert to_blocks(fragment, base="https://feeds.example/", is_html=True) == quickly


@RELAXED
@given(st.binary(max_size=400), LANGS)
@example(b"", "")
@example(b"\xff\xfe<", "ar")
def test_any_bytes(body: bytes, lang: str) -> None:
    check(body, lang)


@RELAXED
@given(st.sampled_from(PAIRS), st.floats(0, 1), LANGS)
def test_any_feed_cut_anywhere(body: bytes, where: float, lang: str) -> None:
    check(body[: int(len(body) * where)], lang)


@RELAXED
@given(
    st.sampled_from(PAIRS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=6),
    LANGS,
)
def test_any_feed_with_bytes_changed(body: bytes, changes: list[tuple[float, bytes]], lang: str) -> None:
    for where, new in changes:
        at = int(len(body) * where)
        body = body[:at] + new + body[at + len(new) :]
    check(body, lang)


POISON = st.sampled_from(
    [
        *("\x1b]52;c;x\x07", "\x9b31m", "&#x9b;", "&#27;[2J", "\u202e", "&#x202e;", "&amp;#x202e;", "\u2067\u2067", "\u2028"),
        *("&#xD800;", "\ufffe", "\U000e0041", "\u0651" * 30, "\u200d" * 30, "\u00a0\u00a0", "\x00", "<![CDATA[\u202e]]>", "]]>"),
        *("<!--", "<b>", "</item>", "&nope;", "&", "\\ud800", "\\u202e", "\\u001b[2J", "\\", '"'),
    ]
).map(lambda text: text.encode())  # fmt: skip
_TEXTS = re.compile(rb">|\[CDATA\[|\": ?\"|=[\"']")
"""Where in a feed a text begins: after a tag, in an attribute, in a string of JSON."""


@RELAXED
@given(
    st.sampled_from(PAIRS), st.lists(st.tuples(st.floats(0, 0.999), POISON), min_size=1, max_size=4), LANGS
)
def test_any_feed_with_poison_in_its_texts(
    body: bytes, poisons: list[tuple[float, bytes]], lang: str
) -> None:
    for where, poison in poisons:
        if places := [match.end() for match in _TEXTS.finditer(body)]:
            at = places[int(len(places) * where)]
            body = body[:at] + poison + body[at:]
    check(body, lang)


@pytest.mark.parametrize("place", ["title", "description", "author", "category", "guid", "link", "pubDate"])
@RELAXED
@given(POISON)
def test_poison_in_every_field(place: str, poison: bytes) -> None:
    fields = b"".join(
        b"<%b>x %b y</%b>" % (name.encode(), poison if name == place else b"", name.encode())
        for name in ("title", "description", "author", "category", "guid", "link", "pubDate")
    )
    check(
        b"<rss version='2.0'><channel><title>%b</title><item>%b</item></channel></rss>" % (poison, fields),
        "ar",
    )


@RELAXED
@given(st.sampled_from(PAIRS), st.sampled_from(PAIRS), st.floats(0, 1), st.floats(0, 1))
def test_any_feed_grown_into_another(one: bytes, other: bytes, first: float, second: float) -> None:
    check(one[: int(len(one) * first)] + other[int(len(other) * second) :], "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "date_published",
    "date_modified", "author", "authors", "tags", "language", "attachments",
)  # fmt: skip


@RELAXED
@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), JSON, st.floats(0, 1))
@example({"authors": [["x"], {"name": {}}]}, None, 1.0)
def test_any_item_of_a_json_feed_costs_that_item_only(
    item: dict[str, object], other: object, where: float
) -> None:
    good = [{"id": f"good{number}", "title": "Good"} for number in range(2)]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": other,
        "items": [good[0], item, other, good[1]],
    }
    body = json.dumps(feed).encode()
    check(body, "")
    assert {"good0", "good1"} <= keys_of(body)
    end_of_first = body.index(b"}", body.index(b'"good0"')) + 1
    cut = body[: end_of_first + int((len(body) - end_of_first) * where)]
    check(cut, "")
    assert "good0" in keys_of(cut)


def keys_of(body: bytes) -> set[str]:
    answer = answer_job(ParseJob(url="https://feeds.example/feed.json", body=body, now=NOW))
    return {entry.key.partition("#")[0] for entry in answer.entries} if isinstance(answer, Parsed) else set()


@RELAXED
@given(HTML)
@example("<p>\u2067<b>a</b></p>")
def test_any_html(html: str) -> None:
    for block in to_blocks(html, base="https://a.example/"):
        check_block(block)


@RELAXED
@given(st.text(max_size=300), st.sampled_from([None, True, False]))
def test_any_title(text: str, is_html: bool | None) -> None:
    line = title_line(text, is_html=is_html)
    assert is_clean(line)
    assert len(line) <= 500
    without_flag(line)
    author_line(text)


FLAG_PIECES = st.sampled_from(
    [
        *breaking.FLAGS,
        *'[(«“"#*|:-–!…. _~+🔴‼\u200f\u0640\u064b\ufe0f\n',
        "عــاجل",
        "خَبَرٌ",
        "BREAKING",
        "Harbour",
        "ميناء",
        "x",
    ]
)


@RELAXED
@given(st.lists(FLAG_PIECES, max_size=6).map("".join) | st.text(max_size=20))
def test_a_title_that_is_let_pass_at_first_sight_begins_with_no_flag(title: str) -> None:
    if any((match := pattern.match(title)) and match.end() for pattern in breaking.patterns()):
        assert breaking.beginning().match(title)


@RELAXED
@given(st.text(max_size=60))
@example("1/1/0")
@example("99999999999")
@example("1 jan 99999")
def test_any_date(text: str) -> None:
    parse_date(text, now=NOW)


@RELAXED
@given(st.text(alphabet="0123456789:/-.+ TZjanAMP٠١٢۳", max_size=40))
def test_anything_that_looks_like_a_date(text: str) -> None:
    date = parse_date(text, now=NOW)
    assert date is None or EARLIEST <= date <= NOW + AHEAD


@RELAXED
@given(st.text(max_size=80), st.sampled_from(["", "https://a.example/b/", "http://[bad/"]))
@example("http://a.example:١/", "")
@example("https://ａ.example/", "")
@example("http://a.example/%", "")
def test_any_link(text: str, base: str) -> None:
    for url in (text, "http://" + text, "https://a.example/" + text):
        link = safe_link(url, base)
        assert link == "" or (link.isascii() and link.startswith(("http://", "https://")))
        assert " " not in link
        assert is_clean(link)
        assert safe_link(link) == link


@RELAXED
@given(st.binary(max_size=200), st.text(max_size=20), LANGS)
def test_any_bytes_are_some_text(body: bytes, charset: str, lang: str) -> None:
    decode(body, charset=charset, lang=lang)


ODD = st.sampled_from(
    [
        *("\x00", "\x08", "\t", "\n", "\x0b", "\x0c", "\r", "\x1c", "\x1f", " ", "~", "\x7f", "\x80", "\x9f", "\xa0", "\xa1", "\xbf", "\xc2", "«", "\u2028"),
        *("\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufdd0", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\U00010000", "\U0001ffff", "\U0010ffff", "عاجل", "\u3000"),
        *("&#8;", "&#8217;", "&#x9b;", "&#xd800;", "&#", "<?xml version='1.0'?>", "<?xml é?>", "<?xmlé?>", "<?xml", "?>", "<?xml?>", "<?xml version='1.0' encoding='cp1256'?>", "<"),
    ]
)  # fmt: skip


PLACES = st.sampled_from(
    [
        "{}<rss><channel><title>t</title></channel></rss>",
        "<?xml version='1.0'?>{}<rss><channel><item><title>t</title></item></channel></rss>",
        "<rss><channel>{}<item><title a='{}'>قال {}</title><description><![CDATA[<p>{}</p>]]></description></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><!-- {} --><entry><link href='/a{}'/><?x {}?></entry></feed>{}",
    ]
)


def whether_flawless(body: bytes) -> bool:
    """Whether a body was read undecoded; it must have been read as by way of its text."""
    flawless = parse._read_flawless(body, "http://herald.example/")
    if flawless is not None:
        assert flawless == parse._read(legal_xml(decode(body).text), "http://herald.example/"), body
    return flawless is not None


@RELAXED
@given(
    place=PLACES, odd=st.lists(ODD, max_size=3).map("".join), bad=st.binary(max_size=4), at=st.floats(0, 1)
)
def test_what_is_read_undecoded_reads_the_same(place: str, odd: str, bad: bytes, at: float) -> None:
    body = place.replace("{}", odd).encode()
    whether_flawless(body)
    cut = int(len(body) * at)
    whether_flawless(body[:cut] + bad + body[cut:])


def test_no_illegal_character_or_reference_is_missed_undecoded() -> None:
    """One at a time in CDATA, where libxml2 lets references stand, and outside."""
    codes = [*range(0x180), 0x639, 0x2019, *range(0xD7F8, 0xD808), *range(0xDFF8, 0xE008), *range(0xFDC8, 0xFDF8), *range(0xFFF0, 0x10010), *range(0x1000, 0x110000, 0x5FF), 0x1F600, 0x10FFFF, 0x110000]  # fmt: skip
    said = [chr(code).encode() for code in codes if code not in range(0xD800, 0xE000) and code < 0x110000]
    said += [
        form % code
        for code in codes
        for form in (b"&#%d;", b"&#x%x;", b"&#X%X;", b"&#0%d;", b"&#x0%x;", b"&#%d")
    ]
    plain = b"<rss><channel><item><title>%b</title><description><![CDATA[%b]]></description></item></channel></rss>"
    whether_flawless(plain + b"\0x")
    taken = [odd for odd in said if whether_flawless(plain.replace(b"%b", odd))]
    assert {b"a", "ع".encode(), b"&#8217;", b"&#39;", b"&#x2019;", b"&#128512;", b"&#x1f600;"} <= set(taken)
    assert len(taken) > len(said) / 5


@RELAXED
@given(st.text(max_size=200))
def test_folding_word_by_word_gives_the_same_words(text: str) -> None:
    assert words(fold_words(clean_text(text))) == words(fold(clean_text(text)))


@RELAXED
@given(st.text(max_size=200))
def test_the_tokenizer_finds_the_same_words(text: str) -> None:
    """The tokenizer `ascii` of FTS5 splits at ASCII characters that are neither letters nor digits."""
    folded = fold_words(clean_text(text))
    assert re.findall(r"[0-9A-Za-z\x80-\U0010ffff]+", folded) == words(fold(clean_text(text)))


@RELAXED
@given(title=st.text(max_size=60), author=st.text(max_size=20), text=st.text(max_size=200))
def test_an_entry_is_found_by_title_author_and_text(title: str, author: str, text: str) -> None:
    title, author, text = map(clean_text, (title, author, text))
    blocks = (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text),)),)
    folded, stems = index(title, author, "", blocks)
    assert words(folded) == words(fold(f"{title} {author} {text}"))
    assert stems == indexed_stems(folded)


def words(folded: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded)


def _moment(read: Callable[[str], datetime | None], text: str) -> datetime | str | None:
    try:
        return read(text)
    except (ValueError, OverflowError):
        return "impossible"


TWO = st.integers(0, 62).map("{:02d}".format)
YEAR = st.one_of(st.integers(1990, 2030), st.integers(0, 9999)).map("{:04d}".format)
SIGN = st.sampled_from("+-")


@given(
    text=st.one_of(
        st.builds(
            "{}-{}-{}{}{}:{}:{}{}{}".format,
            YEAR, TWO, TWO, st.sampled_from("Tt "), TWO, TWO, TWO, st.sampled_from(["", ".5", ".123456789"]),
            st.one_of(st.sampled_from("Zz"), st.builds("{}{}:{}".format, SIGN, TWO, TWO)),
        ),
        st.builds(
            "{}{} {} {} {}:{}{} {}".format,
            st.sampled_from(["", "Fri, ", "Tue, "]), st.integers(0, 32),
            st.sampled_from(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]), YEAR, TWO, TWO,
            st.one_of(st.just(""), TWO.map(":{}".format)),
            st.one_of(st.sampled_from(["GMT", "UTC", "Z"]), st.builds("{}{}{}".format, SIGN, TWO, TWO)),
        ),
    )
)  # fmt: skip
def test_usual_dates_are_read_as_the_others_are(text: str) -> None:
    quickly = _moment(feed_dates._usual, text)
    if quickly is not None:
        assert quickly == _moment(lambda text: feed_dates._read(feed_dates._normal(text)), text)
