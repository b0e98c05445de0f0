"""The one adapter around python-bidi, and what the whole room may import."""

from __future__ import annotations

import doctest
import subprocess
import sys
import threading
from pathlib import Path
from unicodedata import bidirectional, normalize

import pytest

from ticker_tui.errors import TickerError
from ticker_tui.text import Direction, bidi, layout
from ticker_tui.text.bidi import MIRRORED, resolve_levels

UCD = Path(__file__).parents[2] / "conformance/unicode-15.0.0"
LTR, RTL = Direction.LTR, Direction.RTL


def test_one_level_for_each_code_point_whatever_its_bytes() -> None:
    assert list(resolve_levels("aé日👍א", LTR)) == [0, 0, 0, 0, 1]
    assert list(resolve_levels("سلام 12", RTL)) == [1, 1, 1, 1, 1, 2, 2]
    assert list(resolve_levels("", RTL)) == []
    assert list(resolve_levels("\ud800א", LTR)) == [0, 1]


@pytest.mark.parametrize(
    "text", ['א"levels: [', "א\n    levels: [\n", "א\\n', Level(7,", "א\x00\x1b\u2028", "א{}],"]
)
def test_no_text_can_pass_for_the_report(text: str) -> None:
    assert len(resolve_levels(text, RTL)) == len(text)


@pytest.mark.parametrize(
    "report",
    [
        "",
        "BidiInfo {}",
        "\n    levels: [\n        Level(\n            x,\n        ),\n    ],\n    paragraphs: [\n",
    ],
)
def test_a_report_of_another_shape_is_refused(report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bidi, "_engine", lambda _text, _base, _debug: report)
    with pytest.raises(TickerError, match="python-bidi"):
        resolve_levels("عربي", RTL)


def test_the_engine_writes_nothing_anywhere(capfd: pytest.CaptureFixture[str]) -> None:
    resolve_levels("عربي (abc)", RTL)
    assert capfd.readouterr() == ("", "")


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"خبر {number} (abc) عاجل {number * 7}" for number in range(400)]
    expected = [layout(text, 12) for text in texts]
    layout_fresh: dict[int, list[object]] = {}

    def work(part: int) -> None:
        layout_fresh[part] = [layout(text + "\u200b", 12)[0].visual_text for text in texts]

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found == [lines[0].visual_text for lines in expected] for found in layout_fresh.values())


def test_the_quick_check_knows_every_character_that_reorders() -> None:
    reordering = {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    missed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if bidirectional(chr(code)) in reordering and not bidi._MAY_REORDER.match(chr(code))
    ]
    assert not missed


def test_mirrored_pairs_are_those_of_bidi_mirroring() -> None:
    pairs: dict[str, str] = {}
    for row in (UCD / "BidiMirroring.txt").read_text(encoding="utf-8").splitlines():
        fields = row.partition("#")[0].split(";")
        if len(fields) == 2:
            pairs[chr(int(fields[0], 16))] = chr(int(fields[1], 16))
    assert len(pairs) > 400
    assert {char: MIRRORED.get(char) for char in pairs} == pairs
    for char, mirrored in pairs.items():
        (line,) = layout(f"א{char}א", 10)
        assert line.glyphs[1].text == normalize("NFC", mirrored)


def loaded_by(statement: str) -> set[str]:
    """The modules in memory after a statement; of other packages only the package."""
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = done.stdout.split()
    return {name if name.startswith("ticker_tui.") else name.partition(".")[0] for name in names}


def test_the_engine_imports_nothing_slow() -> None:
    loaded = loaded_by("from ticker_tui.text import layout; assert layout('a', 9)")
    assert not {"regex", "wcwidth", "rich", "textual", "feedparser", "sqlite3", "pycurl"} & loaded
    assert {"bidi", "arabic_reshaper", "msgspec"} <= loaded


def test_cleaning_and_folding_do_not_load_the_engine() -> None:
    loaded = loaded_by("from ticker_tui.text import clean_line, fold; assert fold(clean_line('a')) == 'a'")
    assert not {"bidi", "arabic_reshaper", "ticker_tui.text.layout", "ticker_tui.text.bidi"} & loaded


def test_every_name_of_the_package_is_there_and_no_other() -> None:
    code = (
        "import ticker_tui.text as text; from ticker_tui.text import *; "
        "assert callable(text.layout) and callable(layout) and callable(fold); "
        "assert not hasattr(text, 'lay_out')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_example_in_the_documentation_is_right() -> None:
    page = Path(__file__).parents[3] / "docs/bidi.md"
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8") == (0, 3)
