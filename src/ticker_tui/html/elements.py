"""The elements of HTML, as far as an article's text depends on them: which are blocks, which have a look, which hold no text."""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _names(
    "script style iframe object embed noscript template svg math head title button select textarea input audio video"
    " canvas map applet frame frameset meta link rp"
)
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
CODE = frozenset({"code", "kbd", "samp", "tt"})
STRIKE = frozenset({"s", "strike", "del"})
_INLINE = BOLD | ITALIC | CODE | STRIKE | {"a", "br", "img", "q"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SKIP, BLOCK, STYLED, OTHER_INLINE = range(1, 5)
KINDS: Final[dict[str, int]] = {
    **dict.fromkeys(_INLINE, OTHER_INLINE),
    **dict.fromkeys(BOLD | ITALIC | CODE | STRIKE, STYLED),
    **dict.fromkeys(_BLOCKS, BLOCK),
    **dict.fromkeys(_SKIPPED, SKIP),
}
"""What the walk asks about every element, in one table."""
