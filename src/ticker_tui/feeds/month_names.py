"""Names of the months of the common calendar, in the languages and regions that feeds are written in.

Arabic has three sets: the one of Egypt and the Gulf, the Levantine and Iraqi one, and those of the Maghreb.
"""

from __future__ import annotations

_MARKS = dict.fromkeys((*range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0660), 0x0670))
_ONE_LETTER = str.maketrans("أإآٱىیئکةۀھہ", "ااااييءكهههه")


def fold_letters(text: str) -> str:
    """One spelling for letters that are written several ways in month names; lower case is the caller's."""
    return text.translate(_MARKS).translate(_ONE_LETTER)


_NAMES: tuple[str, ...] = (
    # English, Arabic of Egypt and the Gulf, Levant, Maghreb, Persian, Urdu, Hebrew, French, German, Turkish, Spanish
    "jan january | يناير | كانون الثاني | جانفي | ژانویه | جنوری | ינואר | janv janvier | jänner januar | ocak | enero ene",
    "feb february | فبراير | شباط | فيفري | فوریه | فروری | פברואר | févr fevr février | februar | şubat | febrero",
    "mar march | مارس | آذار اذار | مارچ | מרץ מרס | mars | märz | mart | marzo",
    "apr april | أبريل ابريل إبريل | نيسان | أفريل | آوریل | اپریل | אפריל | avr avril | nisan | abril abr",
    "may | مايو | أيار ايار | ماي | مه می | مئی | מאי | mai | mayıs | mayo",
    "jun june | يونيو يونية يونيه | حزيران | جوان | ژوئن | جون | יוני | juin | juni | haziran | junio",
    "jul july | يوليو يولية يوليه | تموز | جويلية يوليوز | ژوئیه جولای | جولائی | יולי | juil juillet | juli | temmuz | julio",
    "aug august | أغسطس اغسطس | آب اب | أوت غشت | اوت | اگست | אוגוסט | août aout | ağustos | agosto ago",
    "sep sept september | سبتمبر | أيلول ايلول | شتنبر | سپتامبر | ستمبر | ספטמבר | septembre | eylül | septiembre",
    "oct october | أكتوبر اكتوبر | تشرين الأول تشرين الاول | اکتبر | اکتوبر | אוקטובר | octobre | okt oktober | ekim | octubre",
    "nov november | نوفمبر | تشرين الثاني | نونبر | نوامبر | نومبر | נובמבר | novembre | kasım | noviembre",
    "dec december | ديسمبر | كانون الأول كانون الاول | دجنبر | دسامبر | دسمبر | דצמבר | déc decembre décembre | dez dezember | aralık | diciembre dic",
)  # fmt: skip


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for month, line in enumerate(_NAMES, start=1):
        for group in line.split("|"):
            words = group.split()
            # The two-word names of the Levant and Iraq stand as pairs.
            names = (
                [" ".join(words[i : i + 2]) for i in range(0, len(words), 2)] if words[0] in _PAIRS else words
            )
            for name in names:
                table[fold_letters(name)] = month
    return table


_PAIRS = {"كانون", "تشرين"}
MONTHS: dict[str, int] = _table()
"""Folded, lower-case name → 1-12."""
