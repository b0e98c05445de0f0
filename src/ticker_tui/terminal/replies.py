"""What a terminal answers, told apart from what a person types.

`ReplySieve` reads the input stream once and splits it: replies to the questions of `query.py` go into `Replies`,
everything else is handed back in its order. It serves twice. While the questions are out it collects the answers,
and what was typed meanwhile is kept for the program. When the answers were late, it stands in front of Textual's
parser and swallows what still comes: Textual would take a stray ``ESC [ ? 6 c`` for five keys.
"""

from __future__ import annotations

import re
from enum import Enum, auto

import msgspec

__all__ = ["Replies", "ReplySieve"]

_LONGEST_REPLY = 256
"""Characters. Nothing that was asked for is answered at greater length; a longer "reply" is passed on."""

_DA1 = re.compile(r"\x1b\[\?([\d;]*)c")
_DA2 = re.compile(r"\x1b\[>([\d;]*)c")
_DECRPM = re.compile(r"\x1b\[8;(\d)\$y")  # ANSI modes have no "?"; DEC modes are Textual's own questions
_XTVERSION = re.compile(r"\x1bP>\|([^\x1b\x07\x9c]*)(?:\x1b\\|\x07|\x9c)")
_GROUND = re.compile(r"\x1b\]11;([^\x1b\x07\x9c]*)(?:\x1b\\|\x07|\x9c)")
_RGB = re.compile(r"rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})(?:/[0-9a-fA-F]{1,4})?")
_CELL = re.compile(r"\x1b\[6;(\d{1,4});(\d{1,4})t")
_XTSMGRAPHICS = re.compile(r"\x1b\[\?1;(\d);?([\d;]*)S")
_KINDS = (_DA1, _DA2, _DECRPM, _XTVERSION, _GROUND, _CELL, _XTSMGRAPHICS)
_REPLY = re.compile("|".join(f"(?:{each.pattern})" for each in _KINDS))
# Any beginning of a reply, up to all of it but its last character.
_BEGINNING = re.compile(
    r"\x1b(?:\[(?:[?>][\d;]*|8(?:;\d?\$?)?|6(?:;\d*)*)?|P(?:>(?:\|[^\x1b\x07\x9c]*\x1b?)?)?"
    r"|\](?:1(?:1(?:;[^\x1b\x07\x9c]*\x1b?)?)?)?)?"
)


class Replies(msgspec.Struct, frozen=True):
    """The answers so far. None: not answered (yet)."""

    xtversion: str | None = None
    """Name and version as the terminal says them: ``Konsole 22.12.3``."""
    da1: str | None = None
    """The numbers of the primary device attributes: ``62;1;4``. Every terminal answers; asked last, it closes the batch."""
    da2: str | None = None
    """The numbers of the secondary device attributes: ``1;115;0``."""
    bdsm: int | None = None
    """DECRQM of mode 8: 0 unknown to the terminal, 1 set, 2 reset, 3 and 4 the same for good."""
    ground: str | None = None
    """The colour it erases with (OSC 11), ``#rrggbb``."""
    cell: tuple[int, int] | None = None
    """Width and height of a cell in pixels, as ``CSI 16 t`` is answered."""
    registers: int | None = None
    """How many colours a sixel picture may have, as XTSMGRAPHICS is answered."""

    @property
    def complete(self) -> bool:
        """Whether the last question has been answered."""
        return self.da1 is not None

    @property
    def obeys_bdsm(self) -> bool:
        """Whether the terminal says that it obeys ``CSI 8 l``."""
        return self.bdsm in {1, 2}


class _ReplyKind(Enum):
    REPLY = auto()
    BEGINNING = auto()
    INPUT = auto()


class ReplySieve:
    """Splits an input stream into replies and the rest. Pure: time is the caller's.

    A stream may be cut anywhere, so a beginning of a reply is held back until it is whole, turns out to be
    something else, or the caller loses patience (`release`).
    """

    def __init__(self, replies: Replies | None = None, held: str = "") -> None:
        """Start with what an earlier sieve had found and held back."""
        self.replies: Replies = replies if replies is not None else Replies()
        self.held = held
        self._given_up = 0
        """How many characters of `held` the caller has been given, or will never be, by `release`."""

    def feed(self, data: str) -> str:
        """Take the next characters and return those that are not part of a reply, in order."""
        stream, given_up = self.held + data, self._given_up
        self.held, self._given_up = "", 0
        passed: list[str] = []
        position = 0
        while (start := stream.find("\x1b", position)) >= 0:
            passed.append(stream[position:start])
            kind, end = _at(stream, start)
            match kind:
                case _ReplyKind.REPLY:
                    self._note(stream[start:end])
                    position = end
                case _ReplyKind.BEGINNING:
                    self.held = stream[start:]
                    self._given_up = given_up
                    return "".join(passed)
                case _ReplyKind.INPUT:
                    # What has been released, always a stream's head, is not handed on twice.
                    position = given_up or start + 1
                    passed.append("" if given_up else "\x1b")
            given_up = 0
        passed.append(stream[position:])
        return "".join(passed)

    def release(self) -> str:
        """Give up waiting for the rest of what is held back: an Escape is a key; the head of a longer reply is dropped.

        Either way the tail of the reply is swallowed if it comes after all.
        """
        key = "\x1b" if self.held == "\x1b" and not self._given_up else ""
        self._given_up = len(self.held)
        return key

    @property
    def waiting(self) -> bool:
        """Whether something is held back that may be a key."""
        return len(self.held) > self._given_up

    def _note(self, reply: str) -> None:
        now = self.replies
        if match := _DA1.fullmatch(reply):
            self.replies = msgspec.structs.replace(now, da1=match[1])
        elif match := _DA2.fullmatch(reply):
            self.replies = msgspec.structs.replace(now, da2=match[1])
        elif match := _DECRPM.fullmatch(reply):
            self.replies = msgspec.structs.replace(now, bdsm=int(match[1]))
        elif match := _CELL.fullmatch(reply):
            self.replies = msgspec.structs.replace(now, cell=(int(match[2]), int(match[1])))
        elif match := _XTSMGRAPHICS.fullmatch(reply):
            if match[1] == "0" and match[2].isdigit():
                self.replies = msgspec.structs.replace(now, registers=int(match[2][:5]))
        elif match := _XTVERSION.fullmatch(reply):
            self.replies = msgspec.structs.replace(now, xtversion=_printable(match[1]))
        elif (match := _GROUND.fullmatch(reply)) and (colour := _RGB.fullmatch(match[1])):
            # XParseColor: one to four digits, each a share of the most that so many can say.
            parts = (round(int(part, 16) / (16 ** len(part) - 1) * 255) for part in colour.groups())
            self.replies = msgspec.structs.replace(now, ground="#" + "".join(f"{part:02x}" for part in parts))


def _at(stream: str, start: int) -> tuple[_ReplyKind, int]:
    """What stands at an ESC: a whole reply and its end, the beginning of one, or something else."""
    if match := _REPLY.match(stream, start):
        return _ReplyKind.REPLY, match.end()
    match = _BEGINNING.match(stream, start)
    if match is not None and match.end() == len(stream) and len(stream) - start <= _LONGEST_REPLY:
        return _ReplyKind.BEGINNING, match.end()
    return _ReplyKind.INPUT, start


def _printable(text: str) -> str:
    """A terminal's name goes to the screen and into a file: printable ASCII, at most 80 characters."""
    return "".join(each for each in text if " " <= each <= "~")[:80]
