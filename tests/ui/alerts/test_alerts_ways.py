"""How news is told: the sequences, the argument lists, and which way is gone."""

from __future__ import annotations

import base64
import re
import time
from typing import TYPE_CHECKING

import pytest
from alert_news import headline

from ticker_tui.alerts import AlertSender
from ticker_tui.alerts.backends import filled, notify_send, start
from ticker_tui.alerts.escape_sequences import BELL, osc9, osc99, osc777
from ticker_tui.alerts.methods import choose_method
from ticker_tui.config import load_config
from ticker_tui.config.schema import AlertSettings, HighlightRule
from ticker_tui.errors import ConfigError
from ticker_tui.terminal.identify import identify
from ticker_tui.terminal.multiplexer import Tmux
from ticker_tui.terminal.replies import Replies

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "Quake\x1b]52;c;RVZJTA==\x07\x9c\x1b\\ \u202ereversed\u202c; rm -rf"


def found(program: str) -> str | None:
    return f"/usr/bin/{program}"


@pytest.mark.parametrize(
    ("wanted", "known", "environ", "way"),
    [
        ("auto", "osc99", {"DISPLAY": ":0"}, "osc99"),
        ("auto", "", {"DISPLAY": ":0"}, "notify-send"),
        ("auto", "", {"WAYLAND_DISPLAY": "wayland-0"}, "notify-send"),
        ("auto", "", {"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "x"}, "off"),
        ("auto", "", {}, "off"),
        ("osc777", "osc9", {}, "osc777"),
        ("notify-send", "osc9", {}, "notify-send"),
        ("off", "osc9", {"DISPLAY": ":0"}, "off"),
    ],
)
def test_the_way(wanted: str, known: str, environ: dict[str, str], way: str) -> None:
    assert choose_method(wanted, known, environ, find=found) == way


def test_without_notify_send_there_is_no_such_way() -> None:
    assert choose_method("auto", "", {"DISPLAY": ":0"}, find=lambda _: None) == "off"


@pytest.mark.parametrize(
    ("xtversion", "way"),
    [
        ("kitty(0.42.1)", "osc99"),
        ("kitty(0.30.0)", "osc99"),
        ("iTerm2 3.5.0", "osc9"),
        ("WezTerm 20240203", "osc777"),
        ("foot(1.20.2)", "osc777"),
        ("ghostty 1.1.0", "osc777"),
        ("VTE(7600)", ""),
        ("XTerm(390)", ""),
    ],
)
def test_what_terminals_understand(xtversion: str, way: str) -> None:
    assert identify(Replies(xtversion=xtversion), {}).row.notify == way
    assert identify(Replies(xtversion="tmux 3.4"), {}, outer_type=xtversion).row.notify == way


def test_the_sequences_carry_logical_text() -> None:
    assert osc9("الأنباء", "زلزال في سارفا") == "\x1b]9;الأنباء: زلزال في سارفا\x1b\\"
    assert osc777("a;b", "c; d") == "\x1b]777;notify;a,b;c; d\x1b\\"
    title, body = re.findall(
        r"\x1b\]99;i=ticker7:d=[01]:e=1:(?:a=focus:)?p=(?:title|body);([^\x1b]*)\x1b\\",
        osc99("س", "زلزال", identifier=7),
    )
    assert [base64.b64decode(part).decode() for part in (title, body)] == ["س", "زلزال"]


@pytest.mark.parametrize("text", ["4;1;50", "9;/tmp", "12"])
def test_a_headline_is_no_command_of_conemu(text: str) -> None:
    assert osc9("", text) == f"\x1b]9;· {text}\x1b\\"


@pytest.mark.parametrize("make", [osc9, osc777, lambda title, body: osc99(title, body, identifier=1)])
def test_a_hostile_headline_stays_inside(make: object) -> None:
    assert callable(make)
    sequence = make(HOSTILE, HOSTILE)
    ends = sequence.count("\x1b\\")
    assert sequence.count("\x1b") == 2 * ends, "ours alone"
    assert not re.search("[\x00-\x1a\x1c-\x1f\x7f-\x9f]", sequence)
    assert "\u202e" not in sequence
    assert len(make("x" * 10_000, "y" * 10_000)) < 1500


def test_commands_are_argument_lists() -> None:
    news = headline(1, title="$(reboot) `x` 'y' {link}", source="Le Quai", link="https://q.example/1")
    assert filled(["say", "-v", "{source}: {title}", "{link}", "{}"], news) == [
        "say",
        "-v",
        "Le Quai: $(reboot) `x` 'y' {link}",
        "https://q.example/1",
        "{}",
    ]


def test_a_headline_is_no_option() -> None:
    assert filled(["say", "{title}", "-t{title}"], headline(1, title="-f /etc/passwd")) == [
        "say",
        " -f /etc/passwd",
        "-t-f /etc/passwd",
    ]
    assert notify_send(headline(1, title="-x", source="--help", breaking=True)) == [
        "notify-send",
        "--app-name=ticker",
        "--urgency=critical",
        "--",
        "--help",
        "-x",
    ]


def test_only_addresses_are_links_and_markup_is_text() -> None:
    assert filled(["x", "{link}"], headline(1, link="file:///etc/passwd")) == ["x", ""]
    assert notify_send(headline(1, title="<b>A & B</b>"))[-1] == "&lt;b&gt;A &amp; B&lt;/b&gt;"


def test_a_program_is_run_with_just_these_arguments(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = tmp_path / "tell"
    script.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {told}.part\nmv {told}.part {told}\n')
    script.chmod(0o700)
    assert start(filled([str(script), "{title}", "{source}"], headline(1, title="a; touch b $HOME 'c'")))
    deadline = time.monotonic() + 20
    while not told.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert told.read_text() == "a; touch b $HOME 'c'|The Harbour|"


def test_a_program_that_is_not_there_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    assert start(["/nonexistent/program"])
    deadline = time.monotonic() + 20
    while "/nonexistent/program" not in caplog.text:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def alarm(settings: AlertSettings, known: str = "osc9") -> tuple[AlertSender, list[object]]:
    told: list[object] = []
    return AlertSender(
        settings, known=known, environ={}, write=told.append, hand_through=told.append, start=told.append
    ), told


def test_the_alarm_goes_every_way_that_was_asked_for() -> None:
    made, told = alarm(AlertSettings(bell=True, notify="auto", command=("say", "{title}")))
    news = [headline(1, breaking=True), headline(2), headline(3, breaking=True)]
    assert [each.id for each in made.tell(news, now=news[0].sort_at)] == [1, 3]
    assert told == [
        BELL,
        osc9("The Harbour", "Story 1"),
        ["say", "Story 1"],
        osc9("The Harbour", "Story 3"),
        ["say", "Story 3"],
    ]


def test_a_rule_rings_or_notifies_for_its_own_headlines_only() -> None:
    made, told = alarm(AlertSettings(bell=True, quiet=None, limit=3))
    made.rules = (HighlightRule(words=("a",), bell=True), HighlightRule(words=("b",), notify=True))
    news = [headline(1, highlight=1), headline(2), headline(3, highlight=2), headline(4, highlight=9)]
    assert [each.id for each in made.tell(news, now=news[0].sort_at)] == [1, 3]
    assert told == [BELL, osc9("The Harbour", "Story 3")], "notified although `notify` is off"
    told.clear()
    flood = [headline(number, highlight=2) for number in range(5, 9)]
    assert len(made.tell(flood, now=news[0].sort_at)) == 1, "the flood limit holds for rules too"
    silent, told = alarm(AlertSettings())
    silent.rules = (HighlightRule(words=("a",)),)
    assert silent.tell([headline(1, highlight=1)], now=news[0].sort_at) == ()


def test_an_alarm_that_is_off_does_nothing() -> None:
    made, told = alarm(AlertSettings())
    assert not made.is_on
    assert made.tell([headline(1, breaking=True)], now=headline(1).sort_at) == ()
    assert told == []


def test_tmux_is_handed_the_sequence() -> None:
    assert Tmux("").wrap(osc9("", "x").encode()) == b"\x1bPtmux;\x1b\x1b]9;x\x1b\x1b\\\x1b\\"


def load(tmp_path: Path, text: str) -> AlertSettings:
    path = tmp_path / "feeds.toml"
    path.write_text(text + '\n[[feeds]]\nurl = "https://a.example/feed"\n', encoding="utf-8")
    return load_config(path).settings.alerts


def test_the_table_in_feeds_toml(tmp_path: Path) -> None:
    text = """
    [alerts]
    for = ["breaking", "العالم"]
    bell = true
    notify = "auto"
    command = ["say", "{source}: {title}"]
    limit = 5
    per = "1h"
    quiet = "22:00 - 07:30"
    """
    assert load(tmp_path, text) == AlertSettings(
        wanted=("breaking", "العالم"),
        bell=True,
        notify="auto",
        command=("say", "{source}: {title}"),
        limit=5,
        per_s=3600.0,
        quiet=(22 * 60, 7 * 60 + 30),
    )
    assert load(tmp_path, '[alerts]\nfor = "all"').wanted == ("all",)
    assert not AlertSender(
        load(tmp_path, ""), known="osc9", environ={}, write=print, hand_through=print, start=print
    ).is_on, "nobody is disturbed who did not ask for it"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('quiet = "22-7"', 'expected hours such as "22:00-07:00", got "22-7"'),
        ('quiet = "24:00-07:00"', 'expected hours from "00:00" to "23:59", got "24:00-07:00"'),
        ('quiet = "07:00-7:00"', "begin and end at different times"),
        ('command = "say {title}"', 'expected a list such as ["notify", "{title}"], since no shell reads it'),
        (
            'command = ["say", "{titel}"]',
            'expected {title}, {source}, {link} in braces, got "{titel}" (did you mean "title"?)',
        ),
        ('command = ["{title}"]', "expected the name of a program first"),
        ('notify = "osc8"', 'did you mean "osc9"?'),
        ("limit = 0", "expected a whole number from 1 to 100, got 0"),
    ],
)
def test_mistakes_in_it_are_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, f"[alerts]\n{line}")
    assert said in str(caught.value.problems[0])
