"""Bytes to text, for feeds that say the wrong thing about themselves.

The order was found with real and damaged Arabic feeds: byte order mark, zero-byte pattern of UTF-16/32, strict UTF-8,
UTF-8 with a few bad bytes, what is declared (from a short list), windows-1256 for languages of the Arabic script when
it gives Arabic, UTF-8 with replacement.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

ARABIC_SCRIPT = frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd"})
"""Languages whose old pages are in windows-1256 when they are not in UTF-8."""

_ALLOWED = re.compile(
    r"utf-?8|utf_8_sig|utf-?16(?:-?[lb]e)?|utf-?32(?:-?[lb]e)?|cp125\d|iso8859-\d{1,2}|koi8-[rut]|mac-(?:arabic|farsi)"
    r"|ascii|cp720|cp864|shift_jis|euc_jp|gb18030|gbk|gb2312|big5|euc_kr",
)
"""Python knows codecs that are no charsets (zlib, punycode, idna) and ones no browser reads (UTF-7)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?\bcharset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,500}\?>")

MOSTLY = 0.25
"""UTF-8 with fewer bad bytes than this share of its non-ASCII characters is damaged UTF-8, not another encoding."""
_LATIN = frozenset({"iso8859-1", "cp1252", "ascii"})
ARABIC_SHARE = 0.6
"""Of the non-ASCII letters, when windows-1256 is only a guess."""


class DecodedText(NamedTuple):
    """Text and how it was got."""

    text: str
    """Without byte order mark and XML declaration."""
    encoding: str
    damaged: bool
    """Whether U+FFFD stands for bytes that could not be read."""


def decode(body: bytes, *, charset: str = "", lang: str = "") -> DecodedText:
    """Read `body` as text; always succeeds.

    Args:
        body: As it came, decompressed.
        charset: What the HTTP header claims.
        lang: The feed's language as the user gave it.
    """
    encoding = _marked(body) or _zero_pattern(body)
    if encoding:
        return _result(body.decode(encoding, "replace"), encoding)
    try:
        return DecodedText(_bare(body.decode("utf-8")), "utf-8", damaged=False)
    except UnicodeDecodeError:
        pass
    patched = body.decode("utf-8", "replace")
    if _is_mostly_utf8(patched):
        return _result(patched, "utf-8")
    arabic = lang.partition("-")[0].lower() in ARABIC_SCRIPT
    return (
        _as_claimed(body, charset, believe_latin=not arabic)
        or _guessed(body, charset, arabic=arabic)
        or _result(patched, "utf-8")
    )


def _as_claimed(body: bytes, charset: str, *, believe_latin: bool) -> DecodedText | None:
    """Read as the XML line, the HTTP header or a meta element says, if that fits."""
    for claim in _claims(body, charset):
        if claim == "utf-8" or (claim in _LATIN and not believe_latin):
            continue  # UTF-8 it is not; Latin is a server's default, said of every page
        text = body.decode(claim, "replace")
        if text.count("\ufffd") * 50 < len(body):
            return _result(text, claim)
    return None


def _guessed(body: bytes, charset: str, *, arabic: bool) -> DecodedText | None:
    """Nothing that was said fits: windows-1256 for Arabic, Latin where it was said after all."""
    if arabic and _is_arabic(guess := body.decode("cp1256", "replace")):
        return _result(guess, "cp1256")
    if any(claim in _LATIN for claim in _claims(body, charset)):
        return _result(body.decode("cp1252", "replace"), "cp1252")
    return None


def _claims(body: bytes, charset: str) -> list[str]:
    head = body[:4096]
    said = (_found(_DECLARED, head), charset, _found(_META, head))
    return [name for claim in said if (name := allowed_charset(claim))]


def allowed_charset(name: str) -> str:
    """Python's name of a charset that is a charset; empty for anything else."""
    name = name.strip().strip("\"'")
    if not name.isascii():
        return ""  # no charset has such a name; Python 3.15 warns about it
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return found if _ALLOWED.fullmatch(found) else ""


def _bare(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return _XML_DECLARATION.sub("", text, count=1)


def _result(text: str, encoding: str) -> DecodedText:
    text = _bare(text)
    return DecodedText(text, encoding, damaged="\ufffd" in text)


def _marked(body: bytes) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return encoding
    return ""


def _zero_pattern(body: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: markup is ASCII, so its zero bytes stand at fixed places."""
    head = body[:400]
    head = head[: len(head) // 4 * 4]
    if len(head) < 8 or 0 not in head or not any(head):
        return ""
    zero = [head[i::4].count(0) * 4 / len(head) for i in range(4)]
    if zero[0] < 0.5 and min(zero[2:]) > 0.9:
        return "utf-32-le"
    if zero[3] < 0.5 and min(zero[:2]) > 0.9:
        return "utf-32-be"
    even, odd = (zero[0] + zero[2]) / 2, (zero[1] + zero[3]) / 2
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    return ""


def _is_mostly_utf8(patched: str) -> bool:
    bad = patched.count("\ufffd")
    good = sum(1 for c in patched if c > "\x7f") - bad
    return bad <= good * MOSTLY


def _is_arabic(text: str) -> bool:
    letters = [c for c in text if c > "\x7f" and (c.isalpha() or c == "\ufffd")]
    arabic = sum(1 for c in letters if "\u0600" <= c <= "\u06ff")
    return bool(letters) and arabic > ARABIC_SHARE * len(letters)


def _found(pattern: re.Pattern[bytes], head: bytes) -> str:
    match = pattern.search(head)
    return match[1].decode("ascii") if match else ""
