from __future__ import annotations

import msgspec
import pytest

from ticker_tui.feeds.breaking import decide_breaking, without_flag
from ticker_tui.model import Entry, Feed

FEED = Feed(url="https://a.example/f", name="A")
STORY = "انفجار في المرفأ"


@pytest.mark.parametrize(
    "flag",
    [
        "عاجل: ", "عاجل : ", "عاجل | ", "عاجل|", "عاجل || ", "عاجل - ", "عاجل-", "عاجل – ", "عاجل — ", "عاجل، ", "عاجل .. ",
        "عاجل.. ", "عاجل… ", "عاجل / ", "عاجل ", "عاجل عاجل ", "عاجل! ", "[عاجل] ", "(عاجل) ", "«عاجل» ", '"عاجل": ', "*عاجل* ",
        "#عاجل | ", "#عاجل ", "🔴 عاجل ", "🔴 عاجل | ", "🔴#عاجل: ", "⚡ عاجل: ", "⚡️عاجل⚡️ ", "‼️عاجل‼️ ", "🔴 عاجل 🔴 ", "خبر عاجل: ",
        "خبر عاجل - ", "#خبر_عاجل | ", "عاجل جدا: ", "هام وعاجل: ", "عاجل وهام | ", "عــاجــل: ", "عَاجِل | ", "عاجل || عاجل || ",
        "\u200fعاجل: ", "  عاجل :  ",
    ],
)  # fmt: skip
def test_arabic_dresses(flag: str) -> None:
    assert without_flag(flag + STORY) == (True, STORY)


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Breaking: Fire in the port", "Fire in the port"),
        ("BREAKING NEWS: Fire in the port", "Fire in the port"),
        ("BREAKING | Fire", "Fire"),
        ("Breaking - Fire", "Fire"),
        ("[BREAKING] Fire", "Fire"),
        ("🚨 BREAKING: Fire", "Fire"),
        ("#BREAKING: Fire", "Fire"),
        ("BREAKING Fire in the port", "Fire in the port"),
        ("URGENT : incendie au port", "incendie au port"),
        ("Alerte info : incendie", "incendie"),
        ("SON DAKİKA: yangın", "yangın"),
        ("+++ Eilmeldung +++ Brand im Hafen", "Brand im Hafen"),
        ("Срочно: пожар", "пожар"),
        ("فوری: زلزله در تهران", "زلزله در تهران"),
        ("فوری | زلزله", "زلزله"),
        ("خبر فوری: زلزله", "زلزله"),
        ("بریکنگ نیوز: زلزلہ", "زلزلہ"),
        ("بریکنگ: زلزلہ", "زلزلہ"),
        ("بەپەلە: بوومەلەرزە", "بوومەلەرزە"),
        ("מבזק: רעידת אדמה", "רעידת אדמה"),
        ("מבזק | רעידת אדמה", "רעידת אדמה"),
        ("דחוף: רעידת אדמה", "רעידת אדמה"),
    ],
)
def test_other_languages(title: str, headline: str) -> None:
    assert without_flag(title) == (True, headline)


@pytest.mark.parametrize(
    "title",
    [
        "عاجلة: نداءات إغاثة", "عاجلا أم آجلا", "عاجلاً أم آجلاً", "عاجل وآجل في سوق العملات", "مستعجل: قرار المحكمة", "آجل: عقود النفط",
        "انفجار عاجل في المفاوضات", "قرار عاجل: لا تراجع", "أخبار عاجلة: النشرة", "العاجل والآجل", "تعاجل: كلمة",
        "Breaking Bad star dies", "Breaking-point reached", "Breaking barriers: women at work", "BREAKING BARRIERS: women", "Urgent care clinics open",
        "“Urgent” need for aid, UN says", '"Breaking" the rules: a history', "Breakingviews: markets", "Urgently: a word",
        "فوریت پزشکی", "فوری ترین راه", "فوریه: ماه دوم", "מבזקים: חדשות", "BBC: News", "", " ", "|", "عاج", "🔴", "١٢٣: عاجل",
    ],
)  # fmt: skip
def test_other_words(title: str) -> None:
    assert without_flag(title) == (False, title)


def test_the_flag_is_taken_off_and_the_entry_marked() -> None:
    entry = decide_breaking(Entry(key="1", title=f"عاجل | {STORY}"), FEED)
    assert (entry.breaking, entry.title) == (True, STORY)


def test_a_title_that_is_only_the_flag_shows_its_summary() -> None:
    entry = decide_breaking(Entry(key="1", title="خبر عاجل", summary=STORY), FEED)
    assert (entry.breaking, entry.title) == (True, STORY)
    bare = decide_breaking(Entry(key="1", title="🔴 عاجل"), FEED)
    assert (bare.breaking, bare.title) == (True, "🔴 عاجل")


@pytest.mark.parametrize(
    "category", ["عاجل", "أخبار عاجلة", "اخبار عاجله", "Breaking News", "BREAKING", "breaking-news", "מבזק"]
)
def test_a_category_says_so(category: str) -> None:
    entry = decide_breaking(Entry(key="1", title=STORY, categories=("سياسة", category)), FEED)
    assert (entry.breaking, entry.title) == (True, STORY)


@pytest.mark.parametrize("category", ["سياسة", "عاجلات السباق", "Record-breaking", ""])
def test_other_categories_do_not(category: str) -> None:
    assert not decide_breaking(Entry(key="1", title=STORY, categories=(category,)), FEED).breaking


def test_a_feed_may_be_all_breaking() -> None:
    assert decide_breaking(Entry(key="1", title=STORY), msgspec.structs.replace(FEED, breaking=True)).breaking


@pytest.mark.parametrize(
    ("words", "breaking"),
    [
        (["المرفأ"], True),
        (["المرفا"], True),  # any spelling
        (["مرفأ"], True),  # the article is no other word
        (["إنفجار"], True),
        (["انفجارات"], False),
        (["فجار"], False),  # whole words
        (["انفجار في"], True),
        (["في انفجار"], False),
        (["زلزال", "انفجار"], True),
        ([], False),
        ([""], False),
        (["."], False),
        (["(", "*"], False),
    ],
)
def test_the_users_words(words: list[str], breaking: bool) -> None:
    assert decide_breaking(Entry(key="1", title=STORY), FEED, words).breaking is breaking


def test_a_long_hostile_title_is_decided_at_once() -> None:
    for title in ("🔴" * 500, "عاجل " * 100, "[" * 500, "# " * 250, "-–—" * 160):
        without_flag(title)


def test_an_ordinary_entry_is_returned_as_it_is() -> None:
    entry = Entry(key="1", title=STORY)
    assert decide_breaking(entry, FEED, ["زلزال"]) is entry
