"""How headlines with bits of the other direction are read.

One string tells a whole case. Without the signs ⟦ ⟧ it is the headline in logical order. On the screen, what stands
outside the signs is read from the base direction's edge, what stands inside from the opposite side; so
`من 10-20` in the notation `من ⟦10⟧-⟦20⟧` shows ten on the right, then the hyphen, then twenty on the left of it.
Brackets in a part that is read from the right are mirrored.

The rules (W1 to W7, N0 to N2 of UAX #9) are named where a newcomer would be surprised.
"""

from __future__ import annotations

from unicodedata import normalize

import pytest

from ticker_tui.text import Direction, layout

FROM_THE_RIGHT = [
    # Arabic with nothing else
    "الرئيس يلتقي وفدا من الأمم المتحدة",
    "عاجل | وقف إطلاق النار يدخل حيز التنفيذ",
    "«الصحة العالمية»: الوباء لم ينته بعد",
    "مصر (فيديو): افتتاح المتحف الكبير!",
    "هل تنجح المفاوضات؟ خبراء يجيبون…",
    "أ.ف.ب: ارتفاع الأسعار، وتراجع البورصة؛ والذهب يصعد",
    "#وسم_طويل يتصدر مواقع التواصل",
    # Latin names: an island each, read from the left
    "شركة ⟦Apple⟧ تطلق هاتفا جديدا",
    "شركة ⟦Apple Inc. (AAPL)⟧ تعلن أرباحها",  # N0: brackets between Latin letters are Latin
    "منظمة الصحة (⟦WHO⟧) تحذر",  # N0: brackets after an Arabic word are Arabic
    "«⟦BBC⟧» تعتذر لمشاهديها",
    "الـ⟦BBC⟧ تعلن خطة جديدة",
    "⟦BBC⟧ عربي: حوار خاص",
    "⟦Reuters⟧: النفط يتراجع",  # the colon is next to Latin on one side only: it follows the base
    "فيلم ⟦The Last of Us⟧ يعود بموسم جديد",
    "هاتف ⟦iPhone 15 Pro⟧ يصل الأسواق",
    "تحديث ⟦Windows 11⟧ الجديد",  # W7: digits after Latin letters are Latin
    "⟦G20⟧: قمة الرياض تبدأ",
    "مقاتلات ⟦F-16⟧ فوق المدينة",
    "انبعاثات ⟦CO2⟧ ترتفع",
    "متحور ⟦H5N1⟧ يثير القلق",
    "جهاز ⟦MI6⟧ وجهاز ⟦FBI⟧ يتعاونان",
    "شبكات ⟦5G⟧ تصل القرى",  # both parts have level 2, and stay together
    "اختبار ⟦A/B⟧ في المتجر",
    "نظام ⟦U.S⟧. الجديد",  # the last dot has Arabic after it
    "لغة ⟦C⟧++ تتصدر القائمة",  # signs between Latin and Arabic follow the base (N2)
    "لغات ⟦C⟧# و⟦C⟧++ و⟦Python 3.12⟧",
    "إصابات ⟦COVID-19⟧ تتراجع",
    "⟦COVID-19⟧: ما الجديد؟",
    "لقاح ⟦Pfizer/BioNTech⟧ متاح الآن",
    "قناة ⟦France 24⟧ تحاور الوزير",
    "بين ⟦AT&T⟧ و⟦T-Mobile⟧ منافسة",
    "قال لـ⟦CNN⟧ إن «⟦NATO⟧» مستعد",
    "الدوري: ⟦Al-Hilal⟧ بطلا",
    # addresses and names on the net
    "زوروا ⟦https://example.com/news?id=7⟧ للمزيد",
    "زوروا ⟦www.example.com⟧/ للمزيد",  # the last slash has no Latin after it
    "راسلونا على ⟦info@example.com⟧",
    "تابعونا على @⟦name⟧",
    "تابعونا على @⟦name_of_us⟧ و#⟦hashtag⟧",
    "وسم #⟦SaveTheDate⟧ ينتشر",
    "ملف ⟦report_2026.pdf⟧ مسرب",
    "المسار /⟦home/user⟧ محذوف",
    "عنوان ⟦192.168.1.1⟧ محجوب",  # W4: dots inside an Arabic number
    # numbers after Arabic letters count as Arabic numbers (W2): signs beside them follow the base
    "النفط يرتفع ⟦5⟧% اليوم",
    "النفط يرتفع بنسبة ⟦3.5⟧%",
    "ارتفاع ⟦٥٠⟧٪ في الأسعار",
    "السعر $⟦80⟧ للبرميل",
    "السعر ⟦80⟧$ للبرميل",
    "بسعر ⟦1,234.50⟧ ريال",
    "من ⟦10⟧-⟦20⟧ شخصا",
    "من ⟦10⟧ - ⟦20⟧ شخصا",
    "بين ⟦10⟧–⟦20⟧ شخصا",
    "فوز الأهلي ⟦2⟧-⟦1⟧ على الزمالك",
    "خطة ⟦4⟧-⟦3⟧-⟦3⟧ تنجح",
    "الساعة ⟦10:30⟧ صباحا",
    "يوم ⟦23/11/2026⟧ موعدنا",  # W4: a slash is a separator inside numbers
    "يوم ⟦23⟧-⟦11⟧-⟦2026⟧ موعدنا",  # a hyphen is not, among Arabic numbers
    "يوم ⟦٢٣/١١/٢٠٢٦⟧ موعدنا",
    "خدمة ⟦24/7⟧ للعملاء",
    "درجة الحرارة -⟦5⟧ الليلة",
    "درجة الحرارة ⟦45⟧° ظهرا",
    "اتصلوا على +⟦966⟧ ⟦11⟧ ⟦123⟧",
    "اتصلوا على ⟦0111234567⟧ فورا",
    "عام ⟦2026⟧ (⟦1448⟧هـ)",
    "⟦٢٠٢٦⟧ عام الحسم",
    "المادة ⟦7⟧: نص جديد",
    "المركز ⟦1⟧ والمركز ⟦2⟧ و⟦3⟧",
    "ميزانية ⟦2026⟧ ⟦iPhone⟧ خارجها",
    "سؤال [⟦1⟧] وجواب {⟦2⟧}",
    "النتيجة: ⟦3⟧=⟦1⟧+⟦2⟧",
    # numbers with no Arabic letter before them stay European: signs belong to them (W4, W5)
    "⟦10-20⟧ شخصا في القارب",
    "⟦50%⟧ من السكان",
    "⟦$5⟧ مليارات خسائر",
    "⟦10⟧ قتلى و⟦20⟧ جريحا",
    "+⟦966⟧ ⟦11⟧ ⟦123⟧ رقم جديد",
    "⟦3.5%⟧ نسبة النمو",
    "(⟦5⟧) أسئلة للوزير",
    # Persian and Urdu: letters as in Arabic, digits European by class
    "نمی‌خواهم به ⟦BBC⟧ بروم",
    "رشد ⟦۵⟧٪ در سال ⟦۱۴۰۵⟧",
    "ساعت ⟦۱۰:۳۰⟧ صبح",
    "بازی ⟦۲⟧-⟦۱⟧ تمام شد",
    "گوشی ⟦Galaxy S26⟧ آمد",
    "وزیر اعظم کا ⟦COVID-19⟧ پر خطاب",
    "پاکستان ⟦3⟧-⟦0⟧ سے جیت گیا",
    "قیمت ⟦500⟧ روپے، ⟦PTI⟧ کا احتجاج",
    # Hebrew: its letters leave digits European, so ranges and signs hang together
    "בין ⟦10-20⟧ אנשים",
    "עלייה של ⟦50%⟧ במחירים",
    "המחיר ⟦$5⟧ בלבד",
    "המחיר ⟦5₪⟧ בלבד",
    "תוצאה ⟦2-1⟧ לבית״ר",
    "חברת ⟦Apple (AAPL)⟧ מדווחת",
    "מה חדש ב־⟦iOS 26⟧?",
    "התקשרו +⟦972⟧ ⟦3⟧ ⟦123⟧",
    "צה״ל: „חזרנו”",
    # explicit isolates put a bit in order without being seen
    "هاتف \u2066⟦+966 11 123⟧\u2069 للحجز",
    "لغة \u2066⟦C++⟧\u2069 أولا",
    # right to left inside an English island
    "قناة \u2066⟦Al Arabiya (⟦العربية⟧)⟧\u2069 تبث",
]

FROM_THE_LEFT = [
    "Oil prices up 5% to $80",
    "Al Jazeera: ⟦عاجل⟧ is breaking news",
    "The word ⟦السلام⟧ means peace",
    "He said ⟦السلام عليكم⟧, then left",
    "He said «⟦نعم⟧», then left",
    "He said ⟦نعم (لا)⟧!",  # N0: brackets after an Arabic word are Arabic
    "⟦عربي⟧ (Arabic) and ⟦עברית⟧ (Hebrew)",
    "Call ⟦الرياض ⟦966⟧⟧+ now",
    "Year ⟦عام ⟦2026⟧⟧ ends",  # a number after Arabic letters is read inside their stretch
    "From ⟦من ⟦10⟧-⟦20⟧⟧ people",
    "#⟦وسم⟧ trends in Cairo",
    "Tags: #⟦وسم_طويل⟧, #short",
    "⟦شركة⟧ Apple ⟦تطلق⟧ iPhone",
    "5 ⟦قتلى⟧ in Gaza",
    "۱۴۰۵ is 2026",
    "٢٠٢٦ is 2026",
]

# What news shows: pieces read from left to right stay whole (`protect`). The algorithm alone shows the cases above.
WITH_PROTECTION = [
    "لغة ⟦C++⟧ تتصدر القائمة",
    "لغات ⟦C#⟧ و⟦C++⟧ و⟦Python 3.12⟧",
    "نظام ⟦U.S.⟧ الجديد",
    "زوروا ⟦https://example.com/news/?id=7⟧ للمزيد",
    "زوروا ⟦https://example.com/news⟧، ثم عودوا",
    "في ⟦www.example.com⟧؛ والسلام",
    "زوروا ⟦www.example.com/⟧ للمزيد",
    "زوروا (⟦www.example.com⟧).",  # what ends the sentence is no part of the address
    "التفاصيل على ⟦orbit.example/live/⟧، وعلى التطبيق",
    "تابعونا على ⟦@name⟧",
    "تابعونا على ⟦@name_of_us⟧ و⟦#hashtag⟧",
    "وسم ⟦#SaveTheDate⟧ ينتشر",
    "وسم #⟦COP⟧_قمة ينتشر",  # its letters are of both directions: it begins on the right
    "#وسم_طويل يتصدر مواقع التواصل",
    "اتصلوا على ⟦+966 11 123⟧",
    "⟦+966 11 123⟧ رقم جديد",
    "اتصلوا على ⟦+1 (555) 010-2030⟧ فورا",
    "مركز المعلومات ⟦+96611123456⟧ مفتوح",
    "يوم ⟦2026-11-23⟧ موعدنا",
    "تخفيض التصنيف إلى ⟦BBB+⟧ مع نظرة مستقرة",
    "تابعوا ⟦NASA @nasa⟧ الليلة",  # Latin on both sides of the blank: one stretch
    "من ⟦10⟧-⟦20⟧ شخصا",  # ranges, per cent and prices are left to the algorithm
    "النفط يرتفع ⟦5⟧% اليوم",
    "السعر $⟦80⟧ للبرميل",
    "فوز الأهلي ⟦2⟧-⟦1⟧ على الزمالك",
    "ארגון ⟦@name⟧ וטלפון ⟦+972 3 555 0100⟧",
    "نشانی ⟦https://example.org/fa/⟧ را ببینید",
]

MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
NOT_DRAWN = "\u200c\u2066\u2067\u2068\u2069"
LAM_ALEF = ("لا", "لأ", "لإ", "لآ")


def from_left_to_right(case: str, *, rtl: bool) -> list[str]:
    """The letters of a case as they stand on the screen, from the left; lam-alef is one."""
    parts: list[list[str]] = []
    depth = start = 0
    index = 0
    while index < len(case):
        char = case[index]
        if char == "⟦":
            if depth == 0:
                start = index + 1
            depth += 1
        elif char == "⟧":
            depth -= 1
            if depth == 0:
                parts.append(from_left_to_right(case[start:index], rtl=not rtl))
        elif depth == 0 and char not in NOT_DRAWN:
            letters = case[index : index + 2] if case[index : index + 2] in LAM_ALEF else char
            parts.append([letters.translate(MIRRORED) if rtl else letters])
            index += len(letters) - 1
        index += 1
    if rtl:
        parts.reverse()
    return [letter for part in parts for letter in part]


def seen(case: str, base: Direction, *, protect: bool = False) -> list[str]:
    text = case.replace("⟦", "").replace("⟧", "")
    (line,) = layout(text, 200, base=base, protect=protect)
    # Presentation forms back to letters: here only the order counts, forms have their own tests.
    return [normalize("NFKC", glyph.text) if glyph.text != "…" else glyph.text for glyph in line.glyphs]


@pytest.mark.parametrize("case", FROM_THE_RIGHT)
def test_headline_of_a_right_to_left_feed(case: str) -> None:
    assert seen(case, Direction.RTL) == from_left_to_right(case, rtl=True)


@pytest.mark.parametrize("case", FROM_THE_LEFT)
def test_headline_of_a_left_to_right_feed(case: str) -> None:
    assert seen(case, Direction.LTR) == from_left_to_right(case, rtl=False)


@pytest.mark.parametrize("case", WITH_PROTECTION)
def test_headline_with_pieces_that_stay_whole(case: str) -> None:
    assert seen(case, Direction.RTL, protect=True) == from_left_to_right(case, rtl=True)


def test_there_are_enough_of_them() -> None:
    assert len({*FROM_THE_RIGHT, *FROM_THE_LEFT}) >= 80 + 30
