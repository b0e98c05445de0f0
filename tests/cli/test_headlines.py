"""`ticker headlines`: on a terminal for people, into a pipe for programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import combining

import pytest
from processes import started

from ticker_tui.text import Direction, cell_len, plain
from ticker_tui.ui.widget_strings import BREAKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import OnTerminal, Ticker

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2028\u2029\u2066-\u2069]")
PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
SGR = re.compile(r"\x1b\[[0-9;]*m")
SEQUENCE = re.compile(r"\x1b(\[[0-9;?>$]*[ -/]*[@-~]|\][^\x07]*\x07)")


@pytest.fixture
def options(config: Path, data: Path) -> list[str | Path]:
    return ["--config", config, "--data", data]


def objects(ticker: Ticker, *words: str | Path) -> list[dict[str, Any]]:
    done = ticker("headlines", "--json", *words)
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert isinstance(found, list)
    return found


def test_into_a_pipe_a_headline_is_a_line_of_logical_text(
    fresh_ticker: Ticker, options: list[str | Path]
) -> None:
    done = fresh_ticker("headlines", *options)
    assert (done.code, done.err) == (0, "")
    assert CONTROL.search(done.out) is None
    assert PRESENTATION_FORM.search(done.out) is None
    lines = [line.split("\t") for line in done.out.splitlines()]
    assert len(lines) > 50
    for moment, source, title, link in lines:
        assert datetime.fromisoformat(moment).utcoffset() is not None
        assert source
        assert title
        assert link.startswith("http://127.0.0.1:")
    times = [datetime.fromisoformat(line[0]) for line in lines]
    assert times == sorted(times, reverse=True)


def test_json_holds_the_same_headlines_with_everything_about_them(
    ticker: Ticker, options: list[str | Path]
) -> None:
    found = objects(ticker, *options)
    lines = [line.split("\t") for line in ticker("headlines", *options).out.splitlines()]
    assert [(each["source"], each["title"], each["link"]) for each in found] == [
        (source, title, link) for _, source, title, link in lines
    ]
    for each in found:
        assert {
            "id",
            "title",
            "link",
            "source",
            "published",
            "lang",
            "breaking",
            "read",
            "starred",
        } <= each.keys()
        assert isinstance(each["id"], int)
        assert {type(each[name]) for name in ("breaking", "read", "starred")} == {bool}
        if each["published"] is not None:
            assert datetime.fromisoformat(each["published"]).utcoffset() == timedelta(0)
    assert {"ar", "en"} <= {each["lang"].split("-")[0] for each in found}


def test_json_of_nothing_is_an_empty_array(ticker: Ticker, options: list[str | Path]) -> None:
    done = ticker("headlines", "--json", "--search", "xyzzy", *options)
    assert (done.code, json.loads(done.out)) == (0, [])


def test_visual_shapes_into_a_pipe_too(ticker: Ticker, options: list[str | Path]) -> None:
    logical = ticker("headlines", *options).out.splitlines()
    visual = ticker("headlines", "--visual", *options).out.splitlines()
    assert len(visual) == len(logical)
    assert PRESENTATION_FORM.search("".join(visual))
    assert CONTROL.search("".join(visual)) is None
    english = [line for line in logical if line.isascii()]
    assert english
    assert set(english) <= set(visual), "what has no right-to-left letter is the same"


@pytest.mark.parametrize("count", [0, 1, 7])
def test_limit(ticker: Ticker, options: list[str | Path], count: int) -> None:
    all_of_them = ticker("headlines", *options).out.splitlines()
    limited = ticker("headlines", "--limit", str(count), *options).out.splitlines()
    assert limited == (all_of_them[:count] if count else all_of_them)


def test_breaking_shows_what_breaks(ticker: Ticker, options: list[str | Path]) -> None:
    breaking = objects(ticker, "--breaking", *options)
    assert breaking
    assert breaking == [each for each in objects(ticker, *options) if each["breaking"]]


def test_search_finds_other_spellings(ticker: Ticker, options: list[str | Path]) -> None:
    """The words of an Arabic headline, with hamza and dots left out as people type them."""
    titles = [each["title"] for each in objects(ticker, *options) if each["lang"].startswith("ar")]
    word, title = next(
        (word, title)
        for title in titles
        for word in title.split()
        if re.fullmatch("[ء-ي]*[أإآ][ء-ي]{3,}", word)
    )
    typed = re.sub("[أإآ]", "ا", word)
    assert typed != word
    assert title in [each["title"] for each in objects(ticker, "--search", typed, *options)]


def test_a_search_without_a_result_says_so(ticker: Ticker, options: list[str | Path]) -> None:
    assert ticker("headlines", "--search", "xyzzy", *options) == (
        0,
        "",
        "ticker: there is no such headline\n",
    )


@pytest.mark.parametrize("search", ["!!!", "«»", "-"])
def test_a_search_for_no_word_does_not_find_everything(
    ticker: Ticker, options: list[str | Path], search: str
) -> None:
    done = ticker("headlines", f"--search={search}", *options)
    assert (done.code, done.out) == (2, "")
    assert "--search" in done.err


def test_an_empty_archive_says_what_fills_it(ticker: Ticker, config: Path, tmp_path: Path) -> None:
    done = ticker("headlines", "--config", config, "--data", tmp_path / "new")
    assert (done.code, done.out) == (0, "")
    assert done.err == "ticker: the archive is empty; “ticker refresh” fills it\n"


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_utf8_in_any_locale(
    ticker: Ticker, fresh_ticker: Ticker, options: list[str | Path], env: dict[str, str]
) -> None:
    assert fresh_ticker("headlines", *options, env=env) == ticker("headlines", *options)


def test_a_reader_that_has_seen_enough_is_no_error(
    options: list[str | Path], user: Callable[..., dict[str, str]]
) -> None:
    """More than a pipe holds is written to a reader that leaves after the first line."""
    command = [sys.executable, "-m", "ticker_tui", "headlines", *map(str, options)]
    with started(
        command,
        env=user(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def rows(text: str) -> list[str]:
    """What stands on the screen, but for what the program says itself."""
    lines = [SEQUENCE.sub("", line) for line in text.splitlines()]
    return [line for line in lines if line.strip() and not line.startswith("ticker: ")]


def sub_brackets(row: str) -> str:
    """The row with one kind of bracket, so that mirrored ones are equal."""
    return re.sub(r"[«»()\[\]‹›]", "(", row)


def unmarked(text: str) -> list[str]:
    """The rows without harakat and points, which some terminals are not sent."""
    return [
        "".join(character for character in row if not combining(character)).rstrip() for row in rows(text)
    ]


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_on_a_terminal_rows_fit_and_rtl_stands_at_the_right(
    on_terminal: OnTerminal, options: list[str | Path], columns: int
) -> None:
    shown = on_terminal("headlines", "--limit", "0", *options, columns=columns)
    assert shown.code == 0
    found = rows(shown.text)
    assert len(found) > 50
    assert max(map(cell_len, found)) == columns
    arabic = [row for row in found if re.search("[\ufe70-\ufefc]$", row) and not row.isascii()]
    assert arabic
    assert {cell_len(row) for row in arabic} == {columns}, "each ends at the right edge"
    cut = [row for row in found if "…" in row]
    assert cut


def test_a_terminal_gets_a_screenful(on_terminal: OnTerminal, options: list[str | Path]) -> None:
    assert len(rows(on_terminal("headlines", *options, rows=20).text)) == 18


def test_a_terminal_is_told_to_leave_the_order_alone_and_gets_it_back(
    on_terminal: OnTerminal, options: list[str | Path]
) -> None:
    text = on_terminal("headlines", "--limit", "5", *options).text
    assert text.index("\x1b[8l") < text.index("●") < text.index("\x1b[8h")


def test_only_our_own_sequences_reach_a_terminal(on_terminal: OnTerminal, options: list[str | Path]) -> None:
    text = on_terminal("headlines", "--limit", "0", *options).text
    questions = {
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b[2J",
        "\x1b[H",
        "\x1b[>0q",
        "\x1b[8$p",
        "\x1b[>c",
        "\x1b]11;?\x07",
        "\x1b[16t",
        "\x1b[?1;1;0S",
        "\x1b[c",
    }
    for match in SEQUENCE.finditer(text):
        assert SGR.fullmatch(match[0]) or match[0] in {*questions, "\x1b[8l", "\x1b[8h"}, repr(match[0])
    assert CONTROL.search(SEQUENCE.sub("", text)) is None


def test_no_color_is_obeyed(on_terminal: OnTerminal, options: list[str | Path]) -> None:
    """Weight stays, colour goes."""
    plain = on_terminal("headlines", "--limit", "0", *options, env={"NO_COLOR": "1"}).text
    coloured = on_terminal("headlines", "--limit", "0", *options, env={"COLORTERM": "truecolor"}).text
    colour = re.compile(r"\x1b\[[0-9;]*\b(3[0-7]|38;[25];|9[0-7]|4[0-7]|48;[25];)")
    assert colour.search(coloured)
    assert not colour.search(plain)
    assert rows(plain) == rows(coloured)


def test_what_breaks_is_told_by_a_word(on_terminal: OnTerminal, options: list[str | Path]) -> None:
    text = on_terminal("headlines", "--breaking", *options, env={"NO_COLOR": "1"}).text
    found = rows(text)
    assert found
    words = [plain(word) for word in BREAKING.values()]
    assert all(any(word in row for word in words) for row in found), found


def test_a_dumb_terminal_gets_lines_without_any_sequence(
    on_terminal: OnTerminal, options: list[str | Path]
) -> None:
    text = on_terminal("headlines", *options, env={"TERM": "dumb"}).text
    assert "\x1b" not in text
    assert all(line.count("\t") == 3 for line in text.splitlines())


@pytest.mark.parametrize(
    ("env", "form"),
    [
        ({"KONSOLE_VERSION": "260802"}, "unmirrored"),
        ({"TERM": "mlterm", "MLTERM": "3.9.4"}, "inverse"),
        ({"TERM": "putty"}, "inverse"),
        ({"TMUX": "/nowhere,1,0", "TERM": "tmux-256color", "VTE_VERSION": "7006"}, "inverse"),
        ({"VTE_VERSION": "7006"}, "visual"),
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, "visual"),
        ({"TERM_PROGRAM": "vscode"}, "colour"),
    ],
)
def test_rows_that_stay_come_in_a_form_that_stays_right(
    on_terminal: OnTerminal, options: list[str | Path], env: dict[str, str], form: str
) -> None:
    """A bidi that comes back for the whole window would turn visual rows that are there already."""
    text = on_terminal("headlines", "--limit", "0", *options, env=env).text
    everywhere = on_terminal("headlines", "--limit", "0", *options).text
    turned = form in {"inverse", "unmirrored"}
    assert ("\x1b[8l" in text) == (not turned)
    if turned:
        assert unmarked(text) != unmarked(everywhere)
        # What a terminal that puts rows through the algorithm by itself makes of it.
        shown = [plain(row, base=Direction.LTR).replace("\u2800", " ").rstrip() for row in unmarked(text)]
        if form == "unmirrored":
            # Our algorithm mirrors, Konsole's does not: there the brackets come out as they were sent.
            shown = [sub_brackets(row) for row in shown]
            assert any("(" in row for row in shown)
            assert shown == [sub_brackets(row) for row in unmarked(everywhere)]
            assert [sorted(row.replace("\u2800", " ")) for row in unmarked(text)] == [
                sorted(row) for row in unmarked(everywhere)
            ]
        else:
            assert shown == unmarked(everywhere)
    else:
        assert unmarked(text) == unmarked(everywhere)
    if form == "colour":
        runs = re.findall(r"38;2;\d+;\d+;(\d+)m([^\x1b]+)", text)
        letters = [(int(blue), run) for blue, run in runs if PRESENTATION_FORM.search(run)]
        assert letters
        assert all(len(PRESENTATION_FORM.findall(run)) == 1 for _, run in letters)
        words = re.findall(r"(?:\x1b\[[0-9;]*38;2;\d+;\d+;\d+m[\ufe70-\ufefc]\x1b\[m){2,}", text)
        assert words
        for word in words:
            blues = [int(blue) for blue in re.findall(r"38;2;\d+;\d+;(\d+)m", word)]
            assert all(one != other for one, other in pairwise(blues))


def test_a_terminal_with_a_setting_of_its_own_is_advised_once(
    on_terminal: OnTerminal, ticker: Ticker, config: Path, tmp_path: Path
) -> None:
    words: list[str | Path] = ["headlines", "--config", config, "--data", tmp_path / "data"]
    env = {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}
    assert ticker("refresh", *words[1:]).code == 0
    assert "force_ltr" not in on_terminal(*words, "--search", "earthquake", env=env).text
    assert on_terminal(*words, env=env).text.count("force_ltr") == 1
    assert "force_ltr" not in on_terminal(*words, env=env).text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"open', 'ticker: --search: column 1: this " is not closed\n'),
        (
            "a is:unred",
            "ticker: --search: column 6: nothing is “unred” (did you mean is:unread?)\n",
        ),
    ],
)
def test_a_search_that_is_not_understood_ends_with_its_place(
    ticker: Ticker, options: list[str | Path], query: str, said: str
) -> None:
    done = ticker("headlines", "--search", query, *options)
    assert (done.code, done.out, done.err) == (2, "", said)


def test_a_search_may_ask_for_more_than_words(ticker: Ticker, options: list[str | Path]) -> None:
    everything = objects(ticker, *options)
    breaking = objects(ticker, "--search", "is:breaking", *options)
    assert breaking == [each for each in everything if each["breaking"]] != []
    arabic = objects(ticker, "--search", "lang:ar -is:breaking since:1d", *options)
    assert arabic
    assert {each["lang"].partition("-")[0] for each in arabic} == {"ar"}
