"""What is written to each recorded terminal, byte for byte: at the start, in a row, at the end."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from scripted_terminal import RECORDED, Peer, Recorded, keys_seen, recorded

Start = Callable[..., Peer]

BATCH = b"\x1b[?1049h\x1b[2J\x1b[H\x1b[>0q\x1b[8$p\x1b[>c\x1b]11;?\x07\x1b[16t\x1b[?1;1;0S\x1b[c"
BATCH_END = b"\x1b[2J\x1b[?1049l"
TEXTUAL_START = b"\x1b[?1049h"
LEFT = b"\x1b[?1049l\x1b[?25h"
OFF = {
    "CSI 8 l": b"\x1b[8l",
    "OSC 50": b"\x1b]50;BidiRenderingEnabled=false\x07",
    "OSC 5379": b"\x1b]5379;use_ctl=false\x07",
}
ON = {
    "CSI 8 l": b"\x1b[8h",
    "OSC 50": b"\x1b]50;BidiRenderingEnabled=true\x07",
    "OSC 5379": b"\x1b]5379;use_ctl=true\x07",
}

# The subject's row, "mth 12 (xyz" with Arabic letters in visual order, as each form writes it at column 3.
LETTERS = ["\ufee2", "\ufef4", "\ufea3"]
VISUAL = "".join(LETTERS) + " 12 (xyz"
ROWS = {
    "visual": re.escape(VISUAL.encode()),
    "colour": b"".join(
        b"\x1b\\[38;2;208;208;"
        + str(208 | step).encode()
        + b";[0-9;]*m"
        + re.escape(each.encode())
        + b"\x1b\\[0m"
        for step, each in zip([1, 0, 1, 0], [*LETTERS, " "], strict=True)
    ),
    "osc66": b"".join(
        f"\x1b]66;w=1:h={1 + column % 2};{each}\x1b".encode() + rb"\\"
        for column, each in enumerate(LETTERS, 2)
    )
    + rb" 12 \(xyz",
}


def switched(terminal: Recorded, table: dict[str, bytes]) -> bytes:
    return b"".join(table[name] for name in terminal.expect["switches"])


def through(terminal: Recorded, data: bytes) -> bytes:
    """A switch on its way through the multiplexer, erase included."""
    match terminal.expect.get("mux"):
        case "tmux":
            # Awaited before: tmux drops what is handed through while it has the pane to draw.
            return b"\x1b[c\x1bPtmux;" + (data + b"\x1b[2J").replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"
        case "screen":
            return b"\x1bP" + data + b"\x1b[2J\x1b\\"
        case _:
            return data


@pytest.mark.parametrize("terminal", RECORDED, ids=lambda each: each.name)
def test_what_is_written_at_the_start_in_a_row_and_at_the_end(start: Start, terminal: Recorded) -> None:
    peer = start(terminal)
    ready = peer.wait_for(b"ready .")
    off = switched(terminal, OFF)
    head = peer.output[:ready]

    # Asked on the alternate screen, erased, left; then the switch; only then does Textual begin, and erases again.
    assert head.startswith(BATCH + BATCH_END + (through(terminal, off) if off else b""))
    begin = head.index(TEXTUAL_START, len(BATCH))
    assert b"\x1b[2J" in head[begin : head.index(LETTERS[0].encode())]
    if terminal.expect["form"] != "inverse":
        assert re.search(ROWS[terminal.expect["form"]], peer.output), peer.output
    for name in OFF.keys() - set(terminal.expect["switches"]):
        assert OFF[name] not in peer.output
        assert ON[name] not in peer.output
    if terminal.expect["form"] != "osc66":
        assert b"\x1b]66;" not in peer.output

    peer.send(b"q")
    assert peer.wait_for_end() == 0
    on = b"".join(ON[name] for name in reversed(terminal.expect["switches"]))
    tail = peer.output[peer.output.index(LEFT) :]
    assert (through(terminal, on) in tail) if on else not any(each in tail for each in ON.values())
    assert (b"advice: []" in tail) is ("advice" not in terminal.expect)
    assert not re.search(b"[\xe2]\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]", peer.output), (
        "a bidi control was sent"
    )


def test_putty_gets_the_row_in_the_order_from_which_it_arrives_at_ours(start: Start) -> None:
    peer = start(recorded("PuTTY"))
    peer.wait_for(b"ready .")
    text = re.sub(rb"\x1b\[[0-9;]*m", b"", peer.output).decode()
    assert "\u2800 " + "".join(reversed(LETTERS)) + "\u280012 (xyz" in text
    assert VISUAL not in text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_bytes_for_a_signal_handler_put_everything_back(number: signal.Signals, tmp_path: Path) -> None:
    """As the screen does it: a handler that calls `restore` and ends."""
    program = tmp_path / "program.py"
    program.write_text(
        "import os, signal, time\n"
        "from ticker_tui.terminal import terminal_session\n"
        "with terminal_session() as session:\n"
        "    def leave(number, frame):\n"
        "        session.restore()\n"
        "        os._exit(128 + number)\n"
        f"    signal.signal({int(number)}, leave)\n"
        "    session.switch()\n"
        "    os.write(2, b'on')\n"
        "    time.sleep(30)\n"
    )
    terminal = recorded("Konsole")
    peer = Peer([sys.executable, str(program)], {"TERM": "xterm-256color", "PATH": "/usr/bin"}, terminal)
    try:
        peer.wait_for(OFF["OSC 50"] + b"on")
        peer.signal(number)
        assert peer.wait_for_end() == 128 + number
        assert peer.output.endswith(b"\x1b[?1049l\x1b[?7h\x1b[?25h" + ON["OSC 50"] + ON["CSI 8 l"])
        for mode in (b"1000", b"1003", b"1006", b"2004", b"1004"):
            assert b"\x1b[?" + mode + b"l" in peer.output
    finally:
        peer.close()


def test_a_crash_gives_the_terminal_back(start: Start) -> None:
    peer = start(recorded("Konsole"), fresh=True)
    peer.wait_for(b"ready .")
    peer.send(b"x")
    peer.wait_for_end()
    assert ON["OSC 50"] + ON["CSI 8 l"] in peer.output[peer.output.index(LEFT) :]
    assert b"on purpose" in peer.output


@pytest.mark.parametrize("how", ["ctrl+z", "signal"])
def test_suspended_it_gives_the_terminal_back_and_takes_it_again(start: Start, how: str) -> None:
    # After the stop the shell stops too, and goes on with it.
    shell = '"$0" "$@"; kill -STOP $$; fg' if how == "ctrl+z" else ""
    peer = start(recorded("Konsole"), shell=shell, fresh=True)
    ready = peer.wait_for(b"ready .")
    if how == "signal":
        peer.signal(signal.SIGTSTP)
    else:
        peer.send(b"z")
    stopped = peer.wait_for(ON["OSC 50"] + ON["CSI 8 l"], after=ready)
    assert LEFT in peer.output[ready:stopped]
    peer.wait_until_stopped()
    peer.signal(signal.SIGCONT)
    again = peer.wait_for(OFF["CSI 8 l"] + OFF["OSC 50"], after=stopped)
    peer.wait_for(VISUAL.encode(), after=again)
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert peer.output.count(OFF["OSC 50"]) == peer.output.count(ON["OSC 50"]) == 2


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")
def test_one_input_thread_whatever_signals_come(start: Start) -> None:
    peer = start(recorded("Konsole"), fresh=True)
    peer.wait_for(b"ready .")
    tasks = Path(f"/proc/{peer.pid}/task")
    threads = len(list(tasks.iterdir()))
    sent = list("abdefghijklmnoprstuvabde")
    for number, key in enumerate(sent):
        if number % 10 == 9:
            peer.signal(signal.SIGTSTP)
            peer.wait_until_stopped()
            peer.signal(signal.SIGCONT)
            peer.wait_for(VISUAL.encode(), after=len(peer.output))
        else:
            peer.signal(signal.SIGSTOP)
            peer.wait_until_stopped()
        for _ in range(number % 3):
            peer.signal(signal.SIGWINCH)
        peer.send(key.encode())
        peer.signal(signal.SIGCONT)
        while len(keys_seen(peer.output)) <= number:
            assert peer.read(20)
    assert keys_seen(peer.output) == sent
    assert len(list(tasks.iterdir())) == threads
    peer.send(b"q")
    assert peer.wait_for_end() == 0


RESIZED_AGAIN = """
import fcntl, struct, termios
from textual.drivers.linux_driver import LinuxDriver
get_terminal_size = LinuxDriver._get_terminal_size
def resized_again(driver):
    size = get_terminal_size(driver)
    if size == (60, 20):
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
    return size
LinuxDriver._get_terminal_size = resized_again
"""
"""Between reading one size and posting it, the next resize sends its SIGWINCH."""


def set_size(fd: int, columns: int, rows: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def wait_for_size(peer: Peer, wanted: bytes) -> None:
    """Ask the subject for its size until it is the wanted one."""

    def is_wanted(_: bytes) -> bool:
        peer.send(b"w")
        peer.read_for(0.1)
        return wanted in peer.output[asked:]

    asked = len(peer.output)
    peer.wait_for(is_wanted, seconds=5)


def test_the_last_of_two_quick_resizes_counts(start: Start) -> None:
    peer = start(recorded("xterm"), before=RESIZED_AGAIN)
    peer.wait_for(b"ready .")
    set_size(peer.fd, 60, 20)
    wait_for_size(peer, b"size: 90x24 .")


def test_a_resize_while_the_driver_starts_counts(start: Start) -> None:
    peer = start(recorded("xterm"), before=RESIZED_AGAIN)
    set_size(peer.fd, 60, 20)
    peer.wait_for(b"ready .")
    wait_for_size(peer, b"size: 90x24 .")


@pytest.mark.parametrize("in_band", [False, True])
def test_resized_while_stopped_it_has_the_new_size(start: Start, in_band: bool) -> None:
    # The shell is in the foreground then, and SIGWINCH goes to its `stty` alone.
    peer = start(recorded("xterm"), shell='"$0" "$@"; stty cols 90 rows 24; fg')  # noqa: S604 - a parameter of the fixture
    ready = peer.wait_for(b"ready .")
    if in_band:  # the terminal can report its size, and the mouse in pixels
        peer.send(b"\x1b[?2048;2$y")
        ready = peer.wait_for(b"\x1b[?1016h")
    os.killpg(os.tcgetpgrp(peer.fd), signal.SIGSTOP)
    if in_band:
        ready = peer.wait_for(b"\x1b[?1006h\x1b[?2048h\x1b[?1016h", after=ready)
        peer.send(b"\x1b[48;24;90;480;900t")
    peer.wait_for(VISUAL.encode(), after=ready)
    wait_for_size(peer, b"size: 90x24 .")


@pytest.mark.parametrize("shell", ["", '"$0" "$@"; exit 7'])
def test_where_nobody_could_let_it_go_on_it_is_not_suspended(start: Start, shell: str) -> None:
    peer = start(recorded("Konsole"), shell=f"set +m; {shell}" if shell else "", fresh=True)
    ready = peer.wait_for(b"ready .")
    peer.send(b"za")
    peer.wait_for(b"a .", after=ready)
    assert ON["OSC 50"] not in peer.output
    peer.send(b"q")
    assert peer.wait_for_end() == (7 if shell else 0)


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([b"\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c"], id="late"),
        pytest.param(
            [b"\x1bP>|Kons", b"ole 22.12.3\x1b", b"\\\x1b[>1;11", b"5;0c\x1b[", b"?62;1;4c"], id="cut"
        ),
        pytest.param([b"\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;115;0c", b"\x1b[?62;1;", b"4c"], id="cut in DA1"),
    ],
)
def test_late_answers_are_no_keys_and_still_count(start: Start, pieces: list[bytes]) -> None:
    peer = start(answers=False)
    peer.wait_for(b"ready .")
    peer.send(b"j")
    for piece in pieces:
        peer.send(piece)
        peer.wait_for(lambda _: not peer.read(0.35) or True)
    # Konsole is known at last: switched, erased, drawn anew.
    switched_at = peer.wait_for(OFF["OSC 50"] + b"\x1b[2J")
    peer.wait_for(VISUAL.encode(), after=switched_at)
    peer.send(b"k")
    peer.wait_for(lambda output: keys_seen(output) == ["j", "k"], seconds=5)
    peer.send(b"q")
    assert peer.wait_for_end() == 0
    assert ON["OSC 50"] in peer.output


def test_late_answers_can_change_the_form(start: Start) -> None:
    peer = start(answers=False)
    peer.wait_for(b"ready .")
    assert re.search(ROWS["visual"], peer.output)
    peer.send(b"\x1b[>0;115;0c\x1b[?1;2c")
    peer.wait_for(lambda output: re.search(ROWS["colour"], output))


def test_no_answer_at_all_costs_a_third_of_a_second_and_no_key(start: Start) -> None:
    peer = start(recorded("st"), answers=False, fresh=True)
    peer.send(b"hm")  # typed before anything is there
    peer.wait_for(b"ready .")
    peer.send(b"\x1b")  # Escape, alone
    peer.wait_for(lambda output: keys_seen(output) == ["h", "m", "escape"], seconds=5)
    peer.send(b"\x1b[B")
    peer.wait_for(lambda output: keys_seen(output) == ["h", "m", "escape", "down"], seconds=5)


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"TERM_PROGRAM": "Apple_Terminal"}])
def test_some_are_never_asked(start: Start, environ: dict[str, str]) -> None:
    peer = start(recorded("st"), environ=environ)
    peer.wait_for(b"ready .")
    assert b"\x1b[8$p" not in peer.output
    assert b"\x1b[>0q" not in peer.output


def test_advice_is_given_once(start: Start) -> None:
    for expected in (b"force_ltr", b"advice: []"):
        peer = start(recorded("kitty 0.26"))
        peer.wait_for(b"ready .")
        peer.send(b"q")
        peer.wait_for_end()
        assert expected in peer.output


@pytest.mark.parametrize("wanted", ["visual", "colour", "osc66", "inverse", "logical"])
def test_the_setting_decides_the_form(start: Start, wanted: str) -> None:
    peer = start(recorded("xterm 412"), wanted=wanted)
    peer.wait_for(b"ready .")
    plain = re.sub(rb"\x1b\[[0-9;]*m", b"", peer.output).decode()
    expected = {
        "visual": VISUAL,
        "colour": VISUAL,
        "osc66": "\x1b]66;w=1:h=1;" + LETTERS[0],
        "inverse": "\u2800 " + "".join(reversed(LETTERS)) + "\u280012 (xyz",
        "logical": "\u2800 \u062d\u064a\u0645\u280012 (xyz",
    }
    assert expected[wanted] in plain
