"""Encodings, right and wrong declarations. The text is Arabic, since there a wrong guess is no accent but rubbish."""

from __future__ import annotations

import codecs

import pytest

from ticker_tui.feeds.charset import allowed_charset, decode

TEXT = "عاجل: انفجار في بغداد"


def document(declared: str = "", title: str = TEXT) -> str:
    encoding = f' encoding="{declared}"' if declared else ""
    return (
        f'<?xml version="1.0"{encoding}?><rss version="2.0"><channel><title>أخبار</title>'
        f"<item><title>{title}</title><link>http://x.example/1</link></item></channel></rss>"
    )


@pytest.mark.parametrize(
    ("name", "body", "charset", "lang", "encoding"),
    [
        ("declared", document("utf-8").encode(), "utf-8", "", "utf-8"),
        ("not declared at all", document().encode(), "", "", "utf-8"),
        ("with a mark", codecs.BOM_UTF8 + document("utf-8").encode(), "", "", "utf-8"),
        ("the header says Latin", document("utf-8").encode(), "iso-8859-1", "ar", "utf-8"),
        ("it says UTF-16 and is UTF-8", document("utf-16").encode(), "", "", "utf-8"),
        ("windows-1256 in the XML line", document("windows-1256").encode("cp1256"), "", "", "cp1256"),
        ("windows-1256 in the header", document().encode("cp1256"), "windows-1256", "", "cp1256"),
        ("windows-1256 that says UTF-8", document("utf-8").encode("cp1256"), "utf-8", "ar", "cp1256"),
        ("windows-1256 that says nothing", document().encode("cp1256"), "", "ar-EG", "cp1256"),
        (
            "windows-1256 that says Latin",
            document("iso-8859-1").encode("cp1256"),
            "iso-8859-1",
            "ar",
            "cp1256",
        ),
        ("ISO-8859-6 in the XML line", document("iso-8859-6").encode("iso-8859-6"), "", "", "iso8859-6"),
        ("UTF-16 with a mark", document("utf-16").encode("utf-16"), "", "", "utf-16-le"),
        ("UTF-16 BE with a mark", codecs.BOM_UTF16_BE + document().encode("utf-16-be"), "", "", "utf-16-be"),
        ("UTF-16 that says UTF-8", document("utf-8").encode("utf-16-le"), "utf-8", "", "utf-16-le"),
        ("UTF-16 BE without a mark", document().encode("utf-16-be"), "", "", "utf-16-be"),
        ("UTF-32 with a mark", document().encode("utf-32"), "", "", "utf-32-le"),
        ("UTF-32 BE without a mark", document().encode("utf-32-be"), "", "", "utf-32-be"),
        ("an encoding that is none", document("zlib_codec").encode(), "", "", "utf-8"),
    ],
)
def test_read_right(name: str, body: bytes, charset: str, lang: str, encoding: str) -> None:
    decoded = decode(body, charset=charset, lang=lang)
    assert TEXT in decoded.text, name
    assert decoded.encoding == encoding
    assert not decoded.damaged
    assert decoded.text.startswith("<rss")


def test_one_bad_byte_costs_one_letter() -> None:
    body = document("utf-8").encode().replace("بغداد".encode(), b"\xff" + "بغداد".encode())
    for lang in ("", "ar"):
        decoded = decode(body, charset="windows-1256", lang=lang)
        assert decoded.text.count("\ufffd") == 1
        assert decoded.damaged
        assert "انفجار في \ufffdبغداد" in decoded.text


def test_a_letter_cut_in_half_at_the_end_costs_one_letter() -> None:
    body = document("utf-8").encode()[: document("utf-8").encode().index("بغداد".encode()) + 1]
    decoded = decode(body, lang="ar")
    assert "انفجار في " in decoded.text
    assert decoded.text.count("\ufffd") == 1


def test_windows_1256_in_another_language_is_not_guessed() -> None:
    assert decode("Où est passée l'Amérique ?".encode("cp1252"), lang="fr").encoding == "utf-8"


def test_latin_that_is_declared_is_believed_elsewhere() -> None:
    decoded = decode('<?xml version="1.0" encoding="iso-8859-1"?><a>café</a>'.encode("latin-1"), lang="fr")
    assert decoded.text == "<a>café</a>"


def test_french_in_an_arabic_feed_that_says_latin() -> None:
    decoded = decode(
        '<?xml version="1.0" encoding="iso-8859-1"?><a>Le Caire: éèê été</a>'.encode("latin-1"), lang="ar"
    )
    assert "éèê été" in decoded.text


@pytest.mark.parametrize(
    "name",
    [
        "punycode",
        "zlib_codec",
        "idna",
        "utf-7",
        "rot13",
        "hex",
        "base64",
        "nope",
        "",
        "a" * 40,
        "ütf-8",
        "ｕｔｆ-８",
        "فا",
        "utf\u20108",
    ],
)
def test_these_are_no_charsets(name: str) -> None:
    assert allowed_charset(name) == ""


@pytest.mark.parametrize("name", ["utf-8", " 'UTF8' ", "\xa0utf-8\u3000", '"utf_8"'])
def test_white_space_and_quotes_around_a_charset_are_passed_over(name: str) -> None:
    assert allowed_charset(name) == "utf-8"


@pytest.mark.parametrize(
    "body", [b"", b"\0" * 1000, bytes(range(256)) * 50, b"\xff\xfe", b"\xff", b"\x00<\x00"]
)
def test_any_bytes_give_text(body: bytes) -> None:
    decode(body, charset="\x00bad\xff", lang="ar").text.encode("utf-8")
