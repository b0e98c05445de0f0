"""How highlighted headlines are marked: a sign in the place of the unread mark, and the letters of the words that were found."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.ui.theme.feed_colours import as_hex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.config import HighlightRule
    from ticker_tui.model import Headline
    from ticker_tui.store.search.match_ranges import Wanted

UNREAD_SIGN: Final = "◆"
READ_SIGN: Final = "◇"


class Marked(NamedTuple):
    """How one headline is highlighted."""

    sign: str
    colour: str
    """``#rrggbb`` of the sign, and of the whole headline when no word of it was found; empty: the theme's."""
    found: tuple[tuple[str, tuple[range, ...]], ...]
    """Colours, and the stretches of the headline (code points) that have them."""


class Highlights:
    """What ``[[highlight]]`` says, for the lists that show it.

    Args:
        rules: In the order of feeds.toml, which the numbers in `Headline.highlight` count.
    """

    def __init__(self, rules: Sequence[HighlightRule] = ()) -> None:
        self.rules: Final = tuple(rules)
        self._colours = tuple(as_hex(rule.colour) for rule in self.rules)
        self._find = lru_cache(maxsize=512)(self._found)

    def of(self, headline: Headline) -> Marked | None:
        """How a headline is marked; None: not at all."""
        if not headline.highlight:
            return None
        place = headline.highlight - 1
        colour = self._colours[place] if place < len(self._colours) else ""
        return Marked(READ_SIGN if headline.read else UNREAD_SIGN, colour, self._find(headline.title, place))

    def _found(self, title: str, place: int) -> tuple[tuple[str, tuple[range, ...]], ...]:
        """The words of the rule that marks it, and those of the others that mean every headline with one of their words."""
        from ticker_tui.store.search.match_ranges import matches

        found: list[tuple[str, tuple[range, ...]]] = []
        for number, rule in enumerate(self.rules):
            anywhere = bool(rule.words) and not (rule.query or rule.feeds or rule.categories)
            if (number == place or anywhere) and (hits := matches(title, _wanted(rule))):
                found.append((self._colours[number], tuple(hits)))
        return tuple(found)


@lru_cache(maxsize=64)
def _wanted_of(words: tuple[str, ...], query: str) -> tuple[Wanted, ...]:
    from ticker_tui.model import Rule
    from ticker_tui.store.rules.rule_engine import wanted_words

    return wanted_words(Rule(words=words, query=query))


def _wanted(rule: HighlightRule) -> tuple[Wanted, ...]:
    return _wanted_of(rule.words, rule.query)
