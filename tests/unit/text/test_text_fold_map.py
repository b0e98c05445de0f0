"""Search keys with the way back to the letters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticker_tui.text import fold, folded

TRICKY = "aA \t\u00a0ßıİﬁﷺﻻلاأإآٱىةـ\u064b\u064e\u0651\u0670\u0301\u05b0\u200c\u200f\u00ad한\u1100\u1161\u11a8\u3131\u314f\uffa1\uffc2ক\u09cb\u09be\ufc5e\ufe70٣Ω\u0345ς…½"
texts = st.text(st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=30)


@given(texts)
def test_the_key_is_that_of_fold_and_its_spans_go_forward(text: str) -> None:
    key, spans = folded(text)
    assert key == fold(text)
    assert len(spans) == len(key)
    for span, following in pairwise(spans):
        assert 0 <= span.start < span.stop <= len(text)
        assert following == span or following.start >= span.stop


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("قال مُحَمَّدٌ اليوم", "محمد", "مُحَمَّدٌ"),  # harakat belong to the letters they stand on
        ("مـــصر", "مصر", "مـــصر"),
        ("في الإسكندرية", "الاسكندريه", "الإسكندرية"),
        ("إنَّ الآن", "الان", "الآن"),
        ("سلام", "لا", "لا"),
        ("ﻻ أحد", "لا", "ﻻ"),  # one code point, two letters
        ("لاَ أحد", "ا", "اَ"),
        ("The CAFÉ", "cafe", "CAFÉ"),
        ("می‌خواهم", "ميخو", "می‌خو"),
        ("a \u200f b", "a b", "a \u200f b"),
        ("عام ٢٠٢٦", "2026", "٢٠٢٦"),
        ("eﬃcient", "fic", "ﬃc"),
    ],
)
def test_a_found_key_leads_to_its_letters(text: str, wanted: str, found: str) -> None:
    key, spans = folded(text)
    at = key.index(wanted)
    assert text[spans[at].start : spans[at + len(wanted) - 1].stop] == found
