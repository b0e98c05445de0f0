"""Which terminal it is, and what it gets: the recorded ones, and what else can be around."""

from __future__ import annotations

from typing import Any

import pytest
from scripted_terminal import RECORDED, Recorded, recorded

from ticker_tui.terminal.encodings import make_form
from ticker_tui.terminal.identify import choose, identify
from ticker_tui.terminal.known_terminals import FORMS, TABLE
from ticker_tui.terminal.replies import Replies, ReplySieve


def replies_of(terminal: Recorded) -> Replies:
    sieve = ReplySieve()
    assert (
        sieve.feed("".join(terminal.answer(each).decode() for each in ("xtversion", "bdsm", "da2", "da1")))
        == ""
    )
    return sieve.replies


@pytest.mark.parametrize("terminal", RECORDED, ids=lambda each: each.name)
def test_each_recorded_terminal_gets_what_reads_correctly(terminal: Recorded) -> None:
    found = identify(replies_of(terminal), terminal.environ)
    choice = choose(found)

    expected: dict[str, Any] = terminal.expect
    assert found.name == expected["terminal"]
    assert found.mux == expected.get("mux", "")
    assert choice.form == expected["form"]
    assert [each.name for each in choice.switches] == expected["switches"]
    assert choice.marks == expected["marks"]
    assert expected.get("advice", "") in choice.advice
    assert bool(choice.advice) == ("advice" in expected)


# st answers nothing that others do not answer, and an unknown terminal is given the same.


@pytest.mark.parametrize(
    "terminal",
    [each for each in RECORDED if "mux" not in each.expect and each.name != "st"],
    ids=lambda each: each.name,
)
def test_over_ssh_the_answers_alone_decide(terminal: Recorded) -> None:
    term = {"TERM": "xterm-256color"}
    choice = choose(identify(replies_of(terminal), term))
    assert choice.form == terminal.expect["form"]
    assert [each.name for each in choice.switches] == terminal.expect["switches"]


@pytest.mark.parametrize(
    ("around", "inherited"),
    [
        ("xterm 379", "Konsole 22.12"),
        ("VTE 0.70", "kitty 0.48"),
        ("foot 1.28", "tmux"),
        ("QTerminal", "VTE 0.70"),
    ],
)
def test_a_terminal_started_from_another_is_not_taken_for_it(around: str, inherited: str) -> None:
    inner = recorded(around)
    environ = {**recorded(inherited).environ, "TERM": inner.environ["TERM"]}
    found = identify(replies_of(inner), environ)
    assert found.name == inner.expect["terminal"]
    assert found.mux == ""


@pytest.mark.parametrize(
    ("environ", "name", "form"),
    [
        ({"TERM_PROGRAM": "Apple_Terminal", "TERM": "xterm-256color"}, "Apple Terminal", "inverse"),
        ({"WT_SESSION": "1", "TERM": "xterm-256color"}, "Windows Terminal", "visual"),
        ({"TERM_PROGRAM": "vscode", "TERM": "xterm-256color"}, "xterm.js", "colour"),
        ({"TERM_PROGRAM": "ghostty", "TERM": "xterm-ghostty"}, "Ghostty", "visual"),
        ({"TERM": "st-256color"}, "st", "visual"),
        ({"TERM": "xterm-256color"}, "", "visual"),
    ],
)
def test_without_answers_the_environment_decides(environ: dict[str, str], name: str, form: str) -> None:
    found = identify(Replies(), environ)
    assert found.name == name
    assert choose(found).form == form


@pytest.mark.parametrize(
    ("xtversion", "form", "advised"),
    [
        ("kitty(0.39.1)", "visual", True),
        ("kitty(0.40.0)", "osc66", False),
        ("kitty(1.0.0)", "osc66", False),
        ("iTerm2 3.6.9", "visual", False),
        ("iTerm2 3.7.0", "inverse", True),
        ("mintty 3.7.1", "visual", False),
        ("WezTerm 20240203-110809", "visual", False),
        ("ghostty 1.2.0", "visual", False),
        ("contour 0.4.3", "visual", False),
        ("", "visual", False),
        ("?!", "visual", False),
    ],
)
def test_versions(xtversion: str, form: str, advised: bool) -> None:
    choice = choose(identify(Replies(xtversion=xtversion, da1=""), {"TERM": "xterm-256color"}))
    assert choice.form == form
    assert bool(choice.advice) is advised


@pytest.mark.parametrize(
    ("outer_type", "environ", "name", "form", "switches"),
    [
        ("VTE(7006)", {}, "VTE", "visual", ["CSI 8 l"]),
        ("Konsole 22.12.3", {}, "Konsole", "visual", ["CSI 8 l", "OSC 50"]),
        ("", {"KONSOLE_VERSION": "221203"}, "Konsole", "visual", ["CSI 8 l", "OSC 50"]),
        ("kitty(0.48.2)", {}, "kitty", "visual", ["CSI 8 l"]),
        ("", {"KITTY_WINDOW_ID": "3"}, "kitty", "visual", ["CSI 8 l"]),
        # tmux attached from another terminal than it was started in: what tmux says outranks what was inherited.
        ("XTerm(379)", {"KONSOLE_VERSION": "221203"}, "xterm", "visual", ["CSI 8 l"]),
        ("", {"WINDOWID": "0", "COLORFGBG": "15;0"}, "QTerminal", "colour", ["CSI 8 l"]),
        ("", {}, "", "visual", ["CSI 8 l"]),
    ],
)
def test_in_tmux_the_terminal_around_it_decides(
    outer_type: str, environ: dict[str, str], name: str, form: str, switches: list[str]
) -> None:
    inside = {"TMUX": "/tmp/x,1,0", "TERM": "tmux-256color", "TERM_PROGRAM": "tmux", **environ}
    found = identify(Replies(xtversion="tmux 3.3a", da1="1;2"), inside, outer_type=outer_type)
    choice = choose(found)
    assert (found.mux, found.name) == ("tmux", name)
    assert choice.form == form
    assert [each.name for each in choice.switches] == switches
    assert ("tmux" in choice.advice) is (name == "kitty")


def test_where_tmux_drops_the_step_of_blue_it_is_said() -> None:
    inside = {"TMUX": "/tmp/x,1,0", "WINDOWID": "0"}
    found = identify(Replies(xtversion="tmux 3.3a", da1="1;2"), inside, truecolour=False)
    assert "RGB" in choose(found).advice
    assert choose(found, wanted="visual").advice == ""


def test_an_answer_to_csi_8_is_reason_enough_for_a_terminal_nobody_knows() -> None:
    choice = choose(identify(Replies(bdsm=2, da1="", da2="9;9;9"), {}))
    assert choice.rule == "it answers that it obeys CSI 8 l"


@pytest.mark.parametrize("wanted", FORMS)
def test_the_users_word_is_final(wanted: str) -> None:
    choice = choose(identify(replies_of(recorded("Konsole")), {}), wanted=wanted, remembered="colour")
    assert choice.form == wanted
    assert "feeds.toml" in choice.rule
    # inverse and logical live on the terminal's own reordering.
    assert bool(choice.switches) is (wanted not in {"inverse", "logical"})


def test_a_remembered_answer_outranks_the_table() -> None:
    choice = choose(identify(replies_of(recorded("PuTTY")), {}), remembered="visual")
    assert choice.form == "visual"
    assert "DA2 0;136;0" in choice.rule


def test_a_remembered_form_that_is_no_more_is_forgotten() -> None:
    assert choose(identify(Replies(), {}), remembered="hieroglyphs").form == "visual"


def test_every_row_names_a_form_that_exists() -> None:
    for row in TABLE:
        assert make_form(row.form).name == row.form
    assert [make_form(name).name for name in FORMS] == list(FORMS)
    with pytest.raises(ValueError, match="hieroglyphs"):
        make_form("hieroglyphs")
