"""The invented outlets, read from the files in `content/`: one TOML file an outlet, made to be edited by hand.

A file holds the outlet's head, its `[[items]]` and its `[[bulletins]]`. Items with `minutes_ago` are out when the
newsroom opens, items without it are withheld and released while it runs; bulletins are the recurring news (markets,
weather, tremors) that keep it going after that. The words of the web pages around an article are in `phrases.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

Format = Literal["rss", "rdf", "atom"]

RTL_LANGUAGES = frozenset({"ar", "fa", "ur", "he"})


@dataclass(frozen=True, slots=True)
class Update:
    """A later version of an item: the same identity, another headline and body."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Item:
    """One article."""

    slug: str
    """ASCII; unique within the outlet, part of the address and of the guid."""
    title: str
    body: str
    """A well-formed XHTML fragment. `media:NAME` as an image's address stands for a picture of the newsroom."""
    categories: tuple[str, ...]
    author: str = ""
    minutes_ago: float | None = None
    """Age when the newsroom opens; None: withheld until the wire releases it."""
    more: str = ""
    """Paragraphs that only the web page has."""
    picture: str = ""
    """Alternative text of the lead picture; empty: there is none."""
    breaking: bool = False
    """Whether a reader should recognise it as breaking news. Never served as such: only the dress of it is."""
    story: str = ""
    """A name shared by items of several outlets about the same event."""
    update: Update | None = None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A recurring item: its `{names}` are filled in anew each time; `{time}` is the outlet's local time."""

    slug: str
    title: str
    body: str
    categories: tuple[str, ...]
    author: str = ""
    breaking: bool = False
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of a web page around an article, in one language."""

    menu: tuple[str, ...]
    related: str
    cookies: str
    accept: str
    published: str
    share: str
    newsletter: str
    rights: str
    not_found: str
    background: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher with one feed."""

    slug: str
    name: str
    tagline: str
    lang: str
    category: str
    """The tab it is filed under in the demo's feeds.toml."""
    colour: str
    format: Format
    feed_file: str
    """The last part of the feed's address."""
    phrases: Phrases
    utc_offset_h: float = 0
    digits: str = "0123456789"
    full_text: bool = True
    """Whether the feed carries the whole body; else a summary, and the rest is on the web page."""
    xhtml: bool = False
    """Atom: content as elements (`type="xhtml"`) instead of escaped HTML."""
    cdata: bool = False
    """RSS: titles and descriptions in CDATA sections instead of escaped."""
    link_query: str = ""
    """Tracking that the feed's links carry, without the question mark."""
    titled_links: bool = False
    """Whether addresses end in the words of the headline, percent-encoded."""
    moved_from: str = ""
    """A former name of the feed's file, which answers 301; the demo's feeds.toml still has it."""
    delay_s: float = 0
    """How long the feed takes to answer."""
    items: tuple[Item, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()

    @property
    def direction(self) -> str:
        """What belongs into an HTML `dir` attribute."""
        return "rtl" if self.lang in RTL_LANGUAGES else "ltr"

    @property
    def feed_path(self) -> str:
        """Where the feed is now."""
        return f"/{self.slug}/{self.feed_file}"

    @property
    def subscribed_path(self) -> str:
        """Where the demo's feeds.toml looks for it."""
        return f"/{self.slug}/{self.moved_from or self.feed_file}"

    def number(self, text: str) -> str:
        """`text` with its ASCII digits in the outlet's own."""
        return text.translate({ord("0") + value: digit for value, digit in enumerate(self.digits)})


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """Every outlet of the package, in the order of the demo's feeds.toml."""
    folder = resources.files("ticker_tui.demo") / "content"
    phrases = {lang: Phrases(**_frozen(table)) for lang, table in _toml(folder / "phrases.toml").items()}
    files = (file for file in folder.iterdir() if file.name.endswith(".toml") and file.name != "phrases.toml")
    tables = sorted((_toml(file) for file in files), key=lambda table: int(table["place"]))
    return tuple(_outlet(table, phrases) for table in tables)


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _outlet(table: dict[str, Any], phrases: Mapping[str, Phrases]) -> Outlet:
    head = {key: value for key, value in table.items() if key not in {"place", "items", "bulletins"}}
    return Outlet(
        **head,
        phrases=phrases[head["lang"]],
        items=tuple(_item(item) for item in table.get("items", ())),
        bulletins=tuple(_bulletin(bulletin) for bulletin in table.get("bulletins", ())),
    )


def _item(table: dict[str, Any]) -> Item:
    fields = _frozen(table)
    if "update" in table:
        fields["update"] = Update(**_frozen(table["update"]))
    return Item(**fields)


def _bulletin(table: dict[str, Any]) -> Bulletin:
    fields = _frozen(table)
    fields["values"] = _frozen(table.get("values", {}))
    return Bulletin(**fields)


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    """The table with tuples for lists, and texts without the line breaks that the file has around them."""
    return {key: _frozen_value(value) for key, value in table.items()}


def _frozen_value(value: Any) -> Any:  # noqa: ANN401 - a TOML value is anything
    if isinstance(value, list):
        return tuple(cast("list[str]", value))
    return value.strip() if isinstance(value, str) else value
