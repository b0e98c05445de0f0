"""`ticker doctor`: what the terminal answered, what was chosen for it, and what would make it better."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import msgspec

from ticker_tui import console
from ticker_tui.terminal import advice
from ticker_tui.terminal.preferences import FILE_NAME, forget_form, remember_form, remembered_form
from ticker_tui.terminal.probe import ProbeResult, examine
from ticker_tui.terminal.query import may_ask
from ticker_tui.terminal.session import terminal_session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ticker_tui.terminal.identify import EncodingChoice, Terminal

__all__ = ["DoctorReport", "choose_form", "diagnose", "report_json", "report_text"]

_FONTS = ("DejaVu Sans Mono", "FreeMono", "Vazir Code", "Kawkab Mono")
"""Monospaced fonts with Arabic letters; the first two were seen right."""


class Finding(msgspec.Struct, frozen=True):
    """One line of the report."""

    topic: str
    said: str
    good: bool | None = None
    """None: a fact, neither good nor bad."""


class DoctorReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything found."""

    terminal: str
    mux: str
    identity: str
    asked: bool
    answers: dict[str, str]
    form: str
    switches: tuple[str, ...]
    rule: str
    marks: bool
    remembered: str
    advice: str
    findings: tuple[Finding, ...]
    environ: dict[str, str]
    config: str = ""
    """Which feeds.toml is in use, and why."""


def diagnose(
    wanted: str,
    data_dir: Path,
    *,
    config: str = "",
    environ: Mapping[str, str] | None = None,
    input_fd: int = 0,
    output_fd: int = 2,
) -> DoctorReport:
    """Ask the terminal everything.

    Args:
        wanted: ``terminal.bidi`` of feeds.toml.
        data_dir: The folder in which answers of `choose_form` are kept.
        config: Which feeds.toml is in use, and why.
        environ: The environment; the process's own if None.
        input_fd: Where the terminal's answers are read.
        output_fd: Where it is written to.
    """
    around = os.environ if environ is None else environ
    memory = data_dir / FILE_NAME
    asked = may_ask(around, input_fd, output_fd)
    with terminal_session(
        wanted, environ=around, input_fd=input_fd, output_fd=output_fd, memory=memory
    ) as session:
        terminal, choice = session.terminal, session.choice
    seen = examine(around, (input_fd, output_fd) if asked else None)
    replies = terminal.replies
    answers = {"XTVERSION": replies.xtversion, "DA1": replies.da1, "DA2": replies.da2}
    if replies.bdsm is not None:
        answers["DECRQM 8"] = str(replies.bdsm)
    return DoctorReport(
        terminal=" ".join(filter(None, (terminal.name or "not known", terminal.version))),
        mux=terminal.mux,
        identity=terminal.identity,
        asked=asked,
        answers={name: value for name, value in answers.items() if value is not None},
        form=choice.form,
        switches=tuple(each.name for each in choice.switches),
        rule=choice.rule,
        marks=choice.marks,
        remembered=remembered_form(memory, terminal.identity),
        advice=_advice(terminal, choice),
        findings=(*_widths(seen), *_abilities(terminal, seen, around), _locale(around), *_fonts(around)),
        environ=seen.environ,
        config=config,
    )


def _advice(terminal: Terminal, choice: EncodingChoice) -> str:
    sentence = choice.advice or ("" if terminal.name else advice.UNKNOWN)
    more = advice.MORE.get(sentence, "")
    return f"{sentence}. {more}".strip() if sentence else ""


def _widths(seen: ProbeResult) -> list[Finding]:
    wrong = [
        f"{each.sample} {each.measured_cells} instead of {each.expected_cells}"
        for each in seen.widths
        if each.measured_cells is not None and each.measured_cells != each.expected_cells
    ]
    silent = not seen.widths or any(each.measured_cells is None for each in seen.widths)
    if silent:
        return [Finding("widths", "the terminal does not say where its cursor is")]
    if wrong:
        return [Finding("widths", "cells: " + "; ".join(wrong), good=False)]
    return [Finding("widths", f"as counted here, in all {len(seen.widths)} samples", good=True)]


def _abilities(terminal: Terminal, seen: ProbeResult, environ: Mapping[str, str]) -> list[Finding]:
    takes_clipboard = "52" in (terminal.replies.da1 or "").split(";")
    if takes_clipboard:
        clipboard = Finding("clipboard", "takes copied text (OSC 52), it says", good=True)
    else:
        clipboard = Finding(
            "clipboard", "does not say whether it takes copied text (OSC 52); copy something to see"
        )
    return [
        _colours(terminal, seen, environ),
        clipboard,
        _notifications(seen, environ),
        Finding("keys", "all of them, with kitty's keyboard protocol", good=True)
        if seen.keyboard
        else Finding("keys", "the classic ones: Ctrl+I is Tab, Ctrl+M is Enter"),
        Finding("frames", "shown whole (mode 2026)", good=True)
        if seen.synchronized
        else Finding("frames", "shown as they come"),
    ]


def _colours(terminal: Terminal, seen: ProbeResult, environ: Mapping[str, str]) -> Finding:
    if "NO_COLOR" in environ:
        return Finding("colours", "none: NO_COLOR is set")
    if environ.get("COLORTERM", "") in {"truecolor", "24bit"}:
        return Finding("colours", f"24 bits, by COLORTERM={environ['COLORTERM']}", good=True)
    if seen.truecolour:
        return Finding(
            "colours", "it takes 24 bits; “export COLORTERM=truecolor” lets every program use them"
        )
    if terminal.row.form == "colour":
        return Finding("colours", "24 bits: the form of this terminal needs them", good=True)
    return Finding("colours", "256, or fewer: COLORTERM is not set")


def _notifications(seen: ProbeResult, environ: Mapping[str, str]) -> Finding:
    if seen.notifications:
        return Finding("notifications", "by the terminal itself (OSC 99)", good=True)
    local = not any(name in environ for name in ("SSH_TTY", "SSH_CONNECTION"))
    if local and shutil.which("notify-send") and environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return Finding("notifications", "by notify-send", good=True)
    return Finding("notifications", "no sure way; the bell always works")


def _locale(environ: Mapping[str, str]) -> Finding:
    name = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "not set"
    if "utf-8" in name.lower() or "utf8" in name.lower():
        return Finding("locale", name, good=True)
    return Finding(
        "locale", f"{name}: not UTF-8. UTF-8 is written all the same; set LC_CTYPE to C.UTF-8", good=False
    )


def _fonts(environ: Mapping[str, str]) -> list[Finding]:
    """The fonts of this machine; over SSH they are not the ones that count."""
    if any(name in environ for name in ("SSH_TTY", "SSH_CONNECTION")):
        return [Finding("fonts", "those of the machine you sit at count. " + advice.FONTS)]
    try:
        listed = subprocess.run(
            ("fc-list", ":lang=ar", "family"), capture_output=True, timeout=5, check=False, text=True
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return [Finding("fonts", advice.FONTS)]
    found = [font for font in _FONTS if font in listed]
    if not found:
        return [
            Finding("fonts", "none with Arabic letters of one width was found. " + advice.FONTS, good=False)
        ]
    return [Finding("fonts", f"with Arabic letters of one width: {', '.join(found)}", good=True)]


def report_json(report: DoctorReport) -> str:
    """The report for a program."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode()


def report_text(report: DoctorReport) -> str:
    """The report for a person: plain lines, no colour."""
    inside = f", inside {report.mux}" if report.mux else ""
    answers = "; ".join(f"{name} {value or '(empty)'}" for name, value in report.answers.items())
    nothing = (
        "nothing within 0.3 s"
        if report.asked
        else "it was not asked: there is no terminal that takes questions"
    )
    lines = [
        ("terminal", report.terminal + inside),
        ("answered", answers or nothing),
        ("form", report.form + (f", after {' and '.join(report.switches)}" if report.switches else "")),
        ("because", report.rule),
        (
            "harakat",
            "shown: this terminal draws them right"
            if report.marks
            else "dropped, unless display.marks is on",
        ),
    ]
    if report.remembered:
        lines.append(("chosen", f"{report.remembered}, with “ticker doctor --choose”"))
    if report.config:
        lines.append(("feeds.toml", report.config))
    marks = {True: "✓ ", False: "✗ ", None: "  "}
    width = max(len(topic) for topic, _ in [*lines, *((each.topic, "") for each in report.findings)])
    text = [f"  {topic:{width}}  {said}" for topic, said in lines]
    text.append("")
    text.extend(f"{marks[each.good]}{each.topic:{width}}  {each.said}" for each in report.findings)
    if report.advice:
        text += ["", report.advice]
    return "\n".join(text)


def choose_form(wanted: str, data_dir: Path) -> int:
    """Show one headline in every form, ask which one reads correctly, and remember the answer for this terminal.

    Returns:
        The exit code: 0 when an answer was saved, 2 when there is no terminal, 130 when none was given.
    """
    from ticker_tui.terminal.choose_encoding import ask_for_form

    memory = data_dir / FILE_NAME
    if not may_ask(os.environ, 0, 2):
        console.warn("There is no terminal here that could show the forms.")
        return 2
    with terminal_session("auto", memory=memory) as session:
        identity = session.terminal.identity
        form = ask_for_form(session, 0, 2)
    if form is None:
        console.say("Nothing was changed.")
        return 130
    if form == "auto":
        forget_form(memory, identity)
        console.say(f"{identity}: chosen by the program from now on.")
    else:
        remember_form(memory, identity, form)
        console.say(f"{identity}: {form} from now on. Saved in {memory}")
    if wanted != "auto":
        console.say(
            f"But terminal.bidi = “{wanted}” in feeds.toml outranks it; set it to “auto” to use this answer."
        )
    return 0
