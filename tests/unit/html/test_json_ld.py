"""JSON-LD in pages that is nested deeper than anyone needs: the same on every Python."""

from __future__ import annotations

import pytest

from ticker_tui.html.json_ld import metadata_in
from ticker_tui.html.tree import parse_html
from ticker_tui.html.untyped_json import MAX_DEPTH


@pytest.mark.parametrize(
    ("levels", "title"),
    [(MAX_DEPTH - 1, "Ferries resume"), (MAX_DEPTH, ""), (5_000, ""), (60_000, "")],
    ids=["as deep as may be", "deeper", "5,000", "60,000"],
)
@pytest.mark.parametrize("key", ["@type", "author", "@graph"])
def test_deep_linked_data_is_passed_over(levels: int, title: str, key: str) -> None:
    deep = "[" * levels + '"NewsArticle"' + "]" * levels
    page = f'{{"@type": "NewsArticle", "headline": "Ferries resume", "{key}": {deep}}}'
    root = parse_html(f'<script type="application/ld+json">{page}</script><p>x')
    assert root is not None
    assert metadata_in(root).title == title
