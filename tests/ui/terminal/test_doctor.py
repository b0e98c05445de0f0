"""`ticker doctor` in scripted terminals, and its card."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scripted_terminal import Peer, Recorded, recorded

from ticker_tui.terminal.choose_encoding import CARD_FORMS, HEADLINE, sample_rows
from ticker_tui.terminal.diagnosis import DoctorReport, diagnose, report_json, report_text
from ticker_tui.terminal.known_terminals import FORMS
from ticker_tui.terminal.preferences import advise_once, forget_form, remember_form, remembered_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forks import Forks

    Doctor = Callable[..., Peer]

SAMPLES = 10


@pytest.fixture
def doctor(tmp_path: Path, quick_screens: Forks) -> Iterator[Doctor]:
    """Starts the doctor in a scripted terminal, in a fork."""
    peers: list[Peer] = []

    def start(terminal: Recorded, *words: str, environ: dict[str, str] | None = None) -> Peer:
        around = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
        code = "import sys; from ticker_tui.cli.main import main; sys.exit(main(sys.argv[1:]))"
        argv = [code, "doctor", "--data", str(tmp_path), *words]
        around |= {**terminal.environ, **(environ or {})}
        peers.append(Peer(argv, around, terminal, forks=quick_screens))
        return peers[-1]

    yield start
    for peer in peers:
        peer.close()


def answer_examination(peer: Peer, *, columns: list[int], more: bytes = b"") -> None:
    """Answer the second batch: a cursor report for each sample, what else is given, and DA1."""
    asked = peer.wait_for(b"\x1b]99;i=1:p=?;\x1b\\\x1b[c")
    assert peer.output[:asked].count(b"\x1b[6n") == SAMPLES
    peer.send(b"".join(b"\x1b[3;%dR" % (cells + 1) for cells in columns) + more + b"\x1b[?62;52c")


def samples_cells(peer: Peer) -> list[int]:
    """The widths a terminal that counts as the program does would report."""
    from ticker_tui.text.cells import cell_len

    return [
        cell_len(text.decode()) for text in re.findall(rb"\x1b\[3;1H\x1b\[2K([^\x1b]+)\x1b\[6n", peer.output)
    ]


def test_it_says_what_was_answered_what_was_chosen_and_why(doctor: Doctor) -> None:
    peer = doctor(recorded("Konsole 22.12"))
    peer.answers_each = 1  # the second batch is answered below, as a whole
    peer.wait_for(b"\x1b[6n\x1b[?u")
    answer_examination(
        peer, columns=samples_cells(peer), more=b"\x1b[?0u\x1b[?2026;2$y\x1bP1$r0;48:2:1:2:3m\x1b\\"
    )
    assert peer.wait_for_end() == 0
    shown = peer.output[peer.output.rindex(b"\x1b[?1049l") :].decode()
    for expected in (
        r"terminal +Konsole 22\.12\.3",
        r"answered +XTVERSION Konsole 22\.12\.3; DA1 62;1;4; DA2 1;115;0",
        r"form +visual, after CSI 8 l and OSC 50",
        r"because +Konsole, by XTVERSION “Konsole 22\.12\.3”",
        r"✓ widths +as counted here, in all 10 samples",
        r"colours +it takes 24 bits",
        r"✓ keys +all of them",
        r"✓ frames +shown whole",
        r"✓ locale +C\.UTF-8",
    ):
        assert re.search(expected, shown), (expected, shown)


def test_it_names_the_samples_whose_width_is_wrong(doctor: Doctor) -> None:
    peer = doctor(recorded("xterm 412"))
    peer.answers_each = 1
    peer.wait_for(b"\x1b[6n\x1b[?u")
    cells = samples_cells(peer)
    cells[-1] = 1
    answer_examination(peer, columns=cells)
    peer.wait_for_end()
    assert "✗ widths" in peer.output.decode()
    assert "emoji 1 instead of 2" in peer.output.decode()


def test_a_terminal_that_is_silent_costs_little_over_two_seconds(doctor: Doctor) -> None:
    peer = doctor(Recorded(name="silent", da1="", environ={"TERM": "xterm-256color"}))
    assert peer.wait_for_end(seconds=15) == 0
    text = peer.output.decode()
    assert "nothing within 0.3 s" in text
    assert "does not say where its cursor is" in text
    assert "ticker doctor --choose" in text


def test_kittys_advice_stands_in_every_report(doctor: Doctor) -> None:
    for _ in range(2):
        peer = doctor(recorded("kitty 0.26"))
        peer.wait_for_end()
        assert "force_ltr" in peer.output.decode()


def test_without_a_terminal_the_report_is_made_of_the_environment(tmp_path: Path) -> None:
    with Path(os.devnull).open("r+") as nowhere:
        report = diagnose(
            "auto",
            tmp_path,
            environ={"TERM": "dumb", "LANG": "C", "SSH_TTY": "/dev/pts/1", "SECRET": "x"},
            input_fd=nowhere.fileno(),
            output_fd=nowhere.fileno(),
        )
    assert isinstance(report, DoctorReport)
    assert not report.asked
    assert "SECRET" not in report_json(report)
    fields = json.loads(report_json(report))
    assert fields["form"] == "visual"
    assert fields["environ"] == {"LANG": "C", "SSH_TTY": "/dev/pts/1", "TERM": "dumb"}
    text = report_text(report)
    assert "it was not asked" in text
    assert "✗ locale" in text
    assert "the machine you sit at" in text


@pytest.mark.parametrize(("key", "form"), [(b"1", "visual"), (b"3", "inverse"), (b"5", "logical")])
def test_the_answer_is_remembered_for_this_terminal(
    doctor: Doctor, tmp_path: Path, key: bytes, form: str
) -> None:
    peer = doctor(recorded("PuTTY"), "--choose")
    peer.wait_for(b"q leave")
    peer.send(key)
    assert peer.wait_for_end() == 0
    assert remembered_form(tmp_path / "terminals.json", "DA2 0;136;0") == form
    again = doctor(recorded("PuTTY"))
    again.wait_for_end()
    assert re.search(rf"form +{form}", again.output.decode())
    assert "chosen for DA2 0;136;0" in again.output.decode()


@pytest.mark.parametrize("key", [b"q", b"\x1b", b"9"])
def test_no_answer_changes_nothing_and_the_terminal_is_given_back(
    doctor: Doctor, tmp_path: Path, key: bytes
) -> None:
    peer = doctor(recorded("VTE 0.84"), "--choose")
    card = peer.wait_for(b"q leave")
    peer.send(key)
    if key == b"9":
        peer.send(b"q")
    assert peer.wait_for_end() == 130
    assert not (tmp_path / "terminals.json").exists()
    assert b"\x1b[?25h\x1b[?1049l" in peer.output[card:]
    assert peer.output.rindex(b"\x1b[8h") > peer.output.rindex(b"\x1b[8l")


def test_nought_goes_back_to_the_programs_own_choice(doctor: Doctor, tmp_path: Path) -> None:
    memory = tmp_path / "terminals.json"
    remember_form(memory, "DA2 0;136;0", "visual")
    peer = doctor(recorded("PuTTY"), "--choose")
    peer.wait_for(b"q leave")
    peer.send(b"0")
    assert peer.wait_for_end() == 0
    assert remembered_form(memory, "DA2 0;136;0") == ""


def test_the_card_has_every_form_in_its_own_way() -> None:
    rows = sample_rows()
    assert set(rows) == set(FORMS) == set(CARD_FORMS)
    assert len(set(rows.values())) == len(FORMS)
    assert "\x1b]66;" in rows["osc66"]
    assert "38;2;128;128;1" in rows["colour"]
    for word in HEADLINE.replace("(", "").replace(")", "").replace(":", "").split():
        if not word.isascii() and "لا" not in word and "آ" not in word:
            assert word in rows["logical"]  # logical order, original letters


def test_memory_that_cannot_be_read_or_written_is_no_memory(tmp_path: Path) -> None:
    broken = tmp_path / "terminals.json"
    broken.write_text("{not json")
    assert remembered_form(broken, "x") == ""
    assert advise_once(broken, "x", "do this") == "do this"
    assert advise_once(broken, "x", "do this") == ""
    assert advise_once(broken, "y", "do this") == "do this"
    forget_form(broken, "x")
    in_no_folder = tmp_path / "file" / "terminals.json"
    (tmp_path / "file").write_text("")
    assert advise_once(in_no_folder, "x", "do this") == "do this"
    with pytest.raises(OSError, match="file"):
        remember_form(in_no_folder, "x", "visual")
