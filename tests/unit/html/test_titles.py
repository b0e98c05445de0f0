from __future__ import annotations

import pytest

from ticker_tui.html.titles import ellipsised, title_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("<b>A</b> &amp; B", "A & B"),
        ("A &quot;B&quot; &#8220;C&#8221; D&nbsp;E", 'A "B" “C” D E'),
        ("5 < 6 و 7 > 3", "5 < 6 و 7 > 3"),
        ("a<b and c>d", "ad"),  # that is a tag, in every browser too
        ("x <- y", "x <- y"),
        ("List<String> grows", "List<String> grows"),
        ("<3 the cup", "<3 the cup"),
        ("Q&A: AT&T", "Q&A: AT&T"),
        ("&amp;amp;", "&amp;"),  # once
        ("&lt;b&gt;", "<b>"),
        ("A<br>B<br/>C", "A B C"),
        ("<p>A</p><p>B</p>", "A B"),
        ('<a href="x">A</a>', "A"),
        ("<script>alert(1)</script>A<style>p{}</style>", "A"),
        ("A<!-- note -->B", "AB"),
        ("A\n\t\tB\u2028C\u00a0D", "A B C D"),
        ("A &#27;]52;c;x&#7; B", "A ]52;c;x B"),
        ("<SPAN class='x'>خبر</SPAN>", "خبر"),
        ("", ""),
        ("<b></b>", ""),
    ],
)
def test_title(text: str, line: str) -> None:
    assert title_line(text).replace("\ufffd", "") == line


def test_where_the_feed_says_text_nothing_is_decoded() -> None:
    assert title_line("<b>A</b> &amp; B", is_html=False) == "<b>A</b> &amp; B"


@pytest.mark.timeout(60)  # what is quadratic takes hours
@pytest.mark.parametrize(
    "text", ["<!--", "<script", "<script>", "<a ", "<b><", "&", "&#", "</", "a", "\u064e", "\u2067", "<p>"]
)
def test_ten_megabytes_of_title_are_five_hundred_letters_at_once(text: str) -> None:
    assert len(title_line(text * (10_000_000 // len(text)))) <= 500


def test_ellipsis_stands_after_a_word() -> None:
    assert ellipsised("one two three", 10) == "one two…"
    assert ellipsised("one", 10) == "one"
    assert ellipsised("x" * 20, 10) == "x" * 9 + "…"
    assert ellipsised("", 10) == ""


@pytest.mark.parametrize("text", ["", "   ", "\u200f\u200f", "\u115f\u3164\u2800", "\u00a0\u200b", "<b></b>"])
def test_a_title_of_which_nothing_would_be_seen_is_empty(text: str) -> None:
    assert title_line(text) == ""
