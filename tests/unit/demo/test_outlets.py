"""What the outlets have written: enough of it, of every kind, and in the letters of each language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import chain
from xml.etree import ElementTree as ET

import pytest

from ticker_tui.demo.outlets import Bulletin, Item, Outlet, load_outlets

OUTLETS = load_outlets()
ITEMS = [
    pytest.param(outlet, item, id=f"{outlet.slug}/{item.slug}") for outlet in OUTLETS for item in outlet.items
]
BULLETINS = [
    pytest.param(outlet, bulletin, id=f"{outlet.slug}/{bulletin.slug}")
    for outlet in OUTLETS
    for bulletin in outlet.bulletins
]
KNOWN_TAGS = {
    *(
        "p",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "img",
        "br",
    ),
    *("a", "b", "strong", "i", "em", "cite", "code", "bdi"),
}


def texts(lang: str = "", *, titles: bool = False) -> str:
    """All titles (or all titles and bodies) of a language, a line each."""
    items = [item for outlet in OUTLETS if lang in {"", outlet.lang} for item in outlet.items]
    return "\n".join(item.title if titles else f"{item.title}\n{item.body}\n{item.more}" for item in items)


def all_texts(item: Item | Bulletin) -> list[str]:
    found = [item.title, item.body, item.author, *item.categories]
    if isinstance(item, Bulletin):
        found.extend(chain.from_iterable(item.values.values()))
    else:
        found += [item.more, item.picture]
        if item.update is not None:
            found += [item.update.title, item.update.body]
    return found


def elements(item: Item) -> list[ET.Element]:
    return list(ET.fromstring(f"<body>{item.body}{item.more}</body>").iter())[1:]  # noqa: S314 - our own text


def test_there_are_nine_outlets_in_five_languages_and_three_formats() -> None:
    assert Counter(outlet.lang for outlet in OUTLETS) == {"ar": 4, "en": 2, "fa": 1, "ur": 1, "he": 1}
    assert {outlet.format for outlet in OUTLETS} == {"rss", "rdf", "atom"}
    assert len({outlet.slug for outlet in OUTLETS}) == len({outlet.name for outlet in OUTLETS}) == 9


def test_there_is_enough_to_read() -> None:
    items = [item for outlet in OUTLETS for item in outlet.items]
    assert len(items) >= 120
    assert sum(item.minutes_ago is not None for item in items) >= 95
    assert sum(item.minutes_ago is None for item in items) >= 20
    assert sum(len(item.body) > 1600 for item in items) >= 12
    assert sum(bool(item.picture) for item in items) >= 12
    assert sum(item.update is not None for item in items) >= 1
    titles = [item.title for item in items]
    assert len(set(titles)) == len(titles)
    assert min(map(len, titles)) < 15
    assert max(map(len, titles)) > 120


def test_every_outlet_keeps_news_for_later_and_can_go_on_for_ever() -> None:
    for outlet in OUTLETS:
        assert any(item.minutes_ago is None for item in outlet.items), outlet.slug
        assert any(not bulletin.breaking for bulletin in outlet.bulletins), outlet.slug
        slugs = [item.slug for item in outlet.items] + [bulletin.slug for bulletin in outlet.bulletins]
        assert len(set(slugs)) == len(slugs), outlet.slug


@pytest.mark.parametrize(("outlet", "item"), ITEMS)
def test_an_item_is_whole(outlet: Outlet, item: Item) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", item.slug)
    assert item.categories
    assert item.author
    assert "\n" not in item.title
    assert item.minutes_ago is None or item.minutes_ago >= 1
    found = elements(item)
    assert found
    assert {element.tag for element in found} <= KNOWN_TAGS
    assert sum(element.tag in {"p", "li"} for element in found) >= 2
    assert all(element.get("alt") for element in found if element.tag == "img")
    assert all(element.get("href", "").startswith("https://") for element in found if element.tag == "a")
    assert outlet.phrases.background


@pytest.mark.parametrize(("outlet", "item"), ITEMS + BULLETINS)
def test_no_control_or_bidi_characters(outlet: Outlet, item: Item | Bulletin) -> None:
    for text in all_texts(item):
        strange = {
            character
            for character in text
            if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
            and character not in "\n\u200c"
        }
        assert not strange
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search(r"[\ufb50-\ufdff\ufe70-\ufeff]", text), "presentation forms"


@pytest.mark.parametrize(("outlet", "item"), ITEMS + BULLETINS)
def test_letters_are_those_of_the_language(outlet: Outlet, item: Item | Bulletin) -> None:
    foreign = {
        "ar": "یکگپچژےہھٹڈڑں۔\u200c",
        "fa": "يكىةےہھٹڈڑں۔",
        "ur": "يكىةه",
        "he": "",
        "en": "",
    }[outlet.lang]
    for text in all_texts(item):
        assert not set(text) & set(foreign), text
        if outlet.lang in {"he", "en"}:
            assert not re.search(r"[\u0600-\u06ff]", text)
        if outlet.lang != "he":
            assert not re.search(r"[\u0590-\u05ff]", text)


@pytest.mark.parametrize(("outlet", "item"), ITEMS + BULLETINS)
def test_text_is_set_as_an_editor_sets_it(outlet: Outlet, item: Item | Bulletin) -> None:
    for text in all_texts(item):
        prose = re.sub(r"<pre>.*?</pre>|<code>.*?</code>", "x", text, flags=re.DOTALL)
        prose = re.sub(r"<[^>]*>", "", prose)
        assert not re.search(r" [،؛؟.,:;!?](?:\s|$)", prose), "space before punctuation"
        assert not re.search(r"[^\S\n]{2,}", prose), "two spaces"
        if outlet.lang in {"ar", "fa", "ur"}:
            assert not re.search(r"[\u0621-\u06d3],", prose), "Latin comma"
            assert "?" not in prose
        if outlet.lang == "ar":
            assert not re.search(r"اً", prose), "tanwin stands before its alef"
            assert prose.count("«") == prose.count("»")


@pytest.mark.parametrize(
    "dress",
    ["عاجل | ", "عاجل: ", "[عاجل] ", "#عاجل | ", "🔴 عاجل", "⚡ عاجل", "عاجل عاجل ", "خبر عاجل: ", "عاجل.. ", "عاجل – ",
     "خبر عاجل", "فوری | ", "فوری: ", "מבזק | ", "מבזק: ", "BREAKING: ", "Breaking | "],
)  # fmt: skip
def test_breaking_news_comes_in_every_dress(dress: str) -> None:
    assert any(item.breaking and item.title.startswith(dress) for outlet in OUTLETS for item in outlet.items)


def test_breaking_by_category_and_words_that_only_look_like_it() -> None:
    items = [item for outlet in OUTLETS for item in outlet.items]
    assert any(item.breaking and "عاجل" in item.categories and "عاجل" not in item.title for item in items)
    assert any(item.breaking and "أخبار عاجلة" in item.categories for item in items)
    assert any(not item.breaking and "عاجلة" in item.title for item in items)
    assert any(not item.breaking and item.title.startswith("عاجلًا") for item in items)
    assert any(not item.breaking and " عاجل " in item.title for item in items)


@pytest.mark.parametrize(
    ("lang", "titles", "pattern"),
    [
        ("ar", True, r"[٠-٩]{4}"),
        ("ar", True, r"\b20\d\d\b"),
        ("ar", True, r"[\d.]+%"),
        ("ar", False, r"[٠-٩]٪"),
        ("ar", True, r"\d+-\d+ "),
        ("ar", False, r"[٠-٩]-[٠-٩]"),
        ("ar", True, r"«[^»]+»"),
        ("ar", True, r"\([^)]+\)"),
        ("ar", True, r"^[A-Z][\w-]+( \d)?: "),
        ("ar", True, r"^QVN "),
        ("ar", True, r"@\w+"),
        ("ar", True, r"#[\w]+_"),
        ("ar", True, r"\+000 \d+"),
        ("ar", True, r"www\.[\w.-]+"),
        ("ar", False, r"https://[\w./-]+\?\w+="),
        ("ar", False, r"\$\d+"),
        ("ar", False, r"€\d+"),
        ("ar", True, r"[\u064b-\u0652]"),
        ("ar", True, r"\.\."),
        ("ar", False, r"\d{4}-\d\d-\d\d"),
        ("fa", False, r"می‌خواه"),
        ("fa", False, r"[پچژگ]"),
        ("fa", False, r"[۰-۹]٫[۰-۹]"),
        ("ur", False, r"[ٹڈڑں]"),
        ("ur", False, r"ہ"),
        ("ur", False, r"ھ"),
        ("ur", False, r"ے۔"),
        ("he", False, r"\d+-\d+"),
        ("he", True, r"\w\"\w|\""),
        ("en", True, r"\$\d+m"),
    ],
)
def test_the_hard_cases_of_each_script_occur(lang: str, titles: bool, pattern: str) -> None:
    assert re.search(pattern, texts(lang, titles=titles), re.MULTILINE)


def test_the_vocabulary_of_html_occurs() -> None:
    used = {element.tag for outlet in OUTLETS for item in outlet.items for element in elements(item)}
    assert used == KNOWN_TAGS
    nested = [
        item.slug
        for outlet in OUTLETS
        for item in outlet.items
        if any(element.tag == "li" and element.find("ul") is not None for element in elements(item))
    ]
    assert len(nested) >= 3


def test_some_stories_are_told_by_several_outlets_in_other_words() -> None:
    told: dict[str, list[tuple[str, str]]] = {}
    for outlet in OUTLETS:
        for item in outlet.items:
            if item.story:
                told.setdefault(item.story, []).append((outlet.lang, item.title))
    assert {story for story, items in told.items() if len(items) >= 3} >= {"quake", "bridge", "rate"}
    for story in ("quake", "bridge", "rate"):
        assert sum(lang == "ar" for lang, _ in told[story]) >= 2


@pytest.mark.parametrize(("outlet", "bulletin"), BULLETINS)
def test_a_bulletin_has_a_value_for_every_name(outlet: Outlet, bulletin: Bulletin) -> None:
    names = set(re.findall(r"\{(\w*)\}", bulletin.title + bulletin.body))
    assert names == {*bulletin.values, "time"}
    assert "{time}" in bulletin.title
    assert all(len(set(choices)) == len(choices) >= 2 for choices in bulletin.values.values())
    ET.fromstring(f"<body>{bulletin.body}</body>")  # noqa: S314 - our own text
