"""Names a person may write: languages and colours."""

from __future__ import annotations

_ISO_639_1 = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st
    su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_ISO_639_3 = """
    aeb afb ajp apc apd arb arc ars ary arz azb bal bgn ckb fil glk haz hac kmr lki lrc mzn pbt pes pnb prs sdh skr
    syr zgh
"""
"""Those with news of their own and no two-letter code."""
LANGUAGES = frozenset(_ISO_639_1.split() + _ISO_639_3.split())
"""Codes of languages, without region or script."""

_HINTS = {
    "ar": ("arabic", "عربي", "العربية", "عربية"),
    "fa": ("persian", "farsi", "فارسی", "فارسي"),
    "ur": ("urdu", "اردو"),
    "he": ("hebrew", "iw", "עברית"),
    "en": ("english", "uk-en", "eng"),
    "ckb": ("sorani", "kurdish", "کوردی"),
    "ps": ("pashto", "پښتو"),
    "ug": ("uyghur", "uighur"),
    "tr": ("turkish", "türkçe"),
    "fr": ("french", "français"),
    "de": ("german", "deutsch"),
    "es": ("spanish", "español"),
    "ru": ("russian", "русский"),
    "zh": ("chinese", "中文", "cn"),
}

_COLOURS = """
    aqua aquamarine black blue brown chartreuse chocolate coral crimson cyan fuchsia gold gray green grey indigo khaki
    lavender lime magenta maroon navy olive orange orchid pink plum purple red salmon sienna silver tan teal tomato
    turquoise violet white yellow
"""
COLOURS = frozenset(_COLOURS.split())
"""CSS names which Textual knows; any other colour is written as #rrggbb."""


def language_hint(word: str) -> str:
    """The code that was probably meant by a language's name, "ar_EG" or "iw"; empty when none is near."""
    lowered = word.strip().lower()
    for code, names in _HINTS.items():
        if lowered in names:
            return code
    tag = lowered.replace("_", "-")
    return tag if tag != lowered and tag.partition("-")[0] in LANGUAGES else ""
