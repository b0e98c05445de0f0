"""The catalogues: complete, up to date, and right in number."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from ticker_tui import i18n
from ticker_tui.config.schema import GROUPS
from ticker_tui.i18n import chosen, speak
from ticker_tui.ui import strings
from ticker_tui.ui.feeds import error_strings
from ticker_tui.ui.keys.key_table import KEYS, Group

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src" / "ticker_tui"
CATALOGUES = Path(i18n.__file__).with_name("catalogues")
CODES = ("ar", "fa", "he", "ur")
KEPT = {
    "esc",
    "ticker",
    "OPML",
    "HTTP",
    "http",
    "https",
    "socks",
    "BROWSER",
    "MB",
    "display",
    "theme",
    "fg",
    "is",
    "since",
    "feed",
}
KEPT |= {"not", "unread", "OR", "toml", "feeds", "EDITOR", "views"}
KEPT |= {
    "share",
    "Markdown",
    "md",
    "txt",
    "news",
    "example",
    "ar",
    "en",
    "GB",
    "enter",
    "backspace",
    "Textual",
    "docs",
    "bidi",
}
"""Words that stay as they are: keys, commands, names."""


def entries(code: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """English and translated forms of every sentence."""
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    return [(_forms(message.id), _forms(message.string)) for message in catalogue if message.id]


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


@pytest.mark.parametrize("tool", ["compile_catalogues.py", "make_calendars.py"])
def test_nothing_is_out_of_date(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / tool, "--check"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_every_sentence_is_there_in_arabic() -> None:
    missing = [source[0] for source, forms in entries("ar") if not all(form.strip() for form in forms)]
    assert missing == []
    assert len(entries("ar")) > 180


def test_arabic_keeps_no_english_words() -> None:
    for source, forms in entries("ar"):
        # What stands between backticks is written in feeds.toml as it is, names of variables in the environment.
        as_it_is = re.findall(r"`[^`]*`|\b[A-Z]+(?:_[A-Z]+)+\b", " ".join(source))
        written = set(re.findall(r"[A-Za-z]{2,}", " ".join(as_it_is)))
        for form in forms:
            words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", form)))
            assert words <= KEPT | written, (source, form)


@pytest.mark.parametrize("code", CODES)
def test_places_to_fill_in_are_those_of_the_english_sentence(code: str) -> None:
    for source, forms in entries(code):
        wanted = fields(source[0])
        for form in forms:
            if form:
                assert fields(form) <= wanted, form
                assert wanted - fields(form) <= {"count", "done", "failing"}, form


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_no_control_but_isolates_in_pairs(code: str) -> None:
    for _, forms in entries(code):
        for form in forms:
            assert not re.search("[\u200e\u200f\u202a-\u202e\u2066\u2067]", form), form
            assert form.count("\u2068") == form.count("\u2069"), form


@pytest.mark.parametrize(
    ("count", "new", "failures"),
    [
        (0, "لا جديد ↑", "٠ مرات"),
        (1, "خبر جديد ↑", "مرة واحدة"),
        (2, "خبران جديدان ↑", "مرتين متتاليتين"),
        (3, "٣ أخبار جديدة ↑", "٣ مرات متتالية"),
        (11, "١١ خبرا جديدا ↑", "١١ مرة متتالية"),
        (100, "١٠٠ خبر جديد ↑", "١٠٠ مرة متتالية"),
    ],
)
def test_arabic_has_six_forms(count: int, new: str, failures: str) -> None:
    arabic = chosen("ar", "auto", {})
    assert arabic.trn("{count} new ↑", "{count} new ↑", count) == new
    assert arabic.trn("{count} time in a row", "{count} times in a row", count) == failures


def test_a_sentence_that_is_missing_is_said_in_english() -> None:
    assert chosen("ur", "auto", {}).tr("There is no such sentence.") == "There is no such sentence."


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("strings", []),
        ("feeds/strings", []),
        ("headlines/empty_states", ["`ticker demo`"]),
        ("settings/strings", []),
        ("article/strings", []),
        ("headlines/strings", []),
    ],
)
def test_wording_holds_no_sentence_that_is_not_translated(module: str, names: list[str]) -> None:
    """Every text of the module is inside tr, trn or N_; the others have no two words in a row."""
    tree = ast.parse((SOURCE / "ui" / f"{module}.py").read_text(encoding="utf-8"))
    said = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"tr", "trn", "N_"}
        for argument in node.args
    }
    documents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    left = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said | documents
    ]
    for_stderr = [text for text in left if "ticker: stopped" in text or "Details" in text]
    sentences = [
        text for text in left if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text) and text not in for_stderr
    ]
    assert sentences == names


def test_every_reason_a_feed_can_fail_for_is_known() -> None:
    """The sentences of fetcher and parser, as they stand in the source."""
    speak(chosen("ar", "auto", {}))
    found = 0
    http = ("client.py", "proxies.py", "transfer.py", "url.py")
    feeds = ("http_errors", "fetch", "parse", "article_page")
    parsers = ("parser_worker", "parser_pool")
    names = [
        *(f"http/{name}" for name in http),
        *(f"feeds/{name}.py" for name in feeds),
        *(f"polling/{name}.py" for name in parsers),
    ]
    for name in names:
        for sentence in sentences_of((SOURCE / name).read_text(encoding="utf-8")):
            found += 1
            assert error_strings.reason(sentence) != sentence, (
                f"{name}: {sentence!r} is not in ui/feeds/error_strings.py"
            )
    assert found > 40


def sentences_of(source: str) -> list[str]:
    """Sentences in calls that make failures; what is filled in is ``X``."""
    texts: list[str] = []
    tree = ast.parse(source)
    documents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documents | inside
        ):
            text = node.value
        else:
            continue
        if re.fullmatch(r"[A-Z][a-z][^\n]* [^\n]*", text) and (text.endswith(".") or text.startswith("The ")):
            # A table of status codes holds beginnings: the code is added in brackets.
            texts.append(
                (text if text.endswith(".") else f"{text} (404 Not Found).")
                .replace("the X ", "the feed ")
                .replace("The X ", "The feed ")
            )
    return texts


def test_a_reason_keeps_what_was_particular_to_it() -> None:
    speak(chosen("ar", "auto", {}))
    said = error_strings.reason("There is nothing at this address (404 Not Found).")
    assert said == "لا شيء في هذا العنوان (\u2068404 Not Found\u2069)."
    assert error_strings.reason("An older ticker said so.") == "An older ticker said so."


def test_spans_and_counts_have_the_digits_of_the_language() -> None:
    speak(chosen("ar", "auto", {}))
    assert strings.next_refresh(192) == "التحديث بعد ٣:١٢"
    assert strings.healthy(9, 9) == "٩ من ٩"


ALL_DAY = {
    "i18n/dates.py",
    "ui/article/reading_time.py",
    "ui/headlines/empty_states.py",
    "ui/headlines/strings.py",
    "ui/panes/strings.py",
    "ui/widget_strings.py",
}
"""The cards, the list's headings and states, its times, the panes."""


@pytest.mark.parametrize("code", CODES)
def test_what_stands_on_the_screen_all_day_is_translated(code: str) -> None:
    """The footer and the titles of help, settings and tabs as well; sentences of help may stay English."""
    titles = {key.label for key in KEYS} | {group.value for group in Group} | set(GROUPS.values())
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        missing = [
            message.id
            for message in read_po(file, locale=code)
            if message.id
            and (message.id in titles or ALL_DAY & {place for place, _ in message.locations})
            and not all(_forms(message.string))
        ]
    assert missing == []
