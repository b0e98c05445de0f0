"""Pieces that are read from left to right wherever they stand: addresses, handles, telephone numbers, C++.

The algorithm alone parts them in a right-to-left line: the ``@`` of a handle, the ``++`` of C++ and the last slash of
an address go to the other side, and the groups of a telephone number come in reverse. UAX #9 lets a program know
better (4.3, HL2 and HL3). Here such a piece counts as one run of Latin letters while levels are resolved; nothing of it is
changed, and nothing is added to the text. Numbers and ranges are left to the algorithm: 10-20 in an Arabic line
begins on the right, as its readers write it.
"""

from __future__ import annotations

import re
from typing import Final

_PIECE: Final = re.compile(
    r"""
    (?: https?:// | www\. ) [!-~]* (?:(?<=[A-Za-z0-9])|(?<=[/=&\#]))  # an address, up to its last letter or slash
  | (?<![\w@.-]) (?:[A-Za-z0-9-]{1,63}\.){1,8} [A-Za-z]{2,24} / [!-~]* (?:(?<=[A-Za-z0-9])|(?<=/))  # without a scheme
  | (?<![\w@/.]) @[A-Za-z0-9_][A-Za-z0-9_.]* (?<!\.)                # a handle
  | (?<![\w\#&/]) \#[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]* (?u:(?!\w))  # a hashtag all in Latin letters
  | (?<![\w+/]) [A-Za-z][A-Za-z0-9]* (?:\+{1,2}|\#) (?![\w+\#])      # C++, C#, Notepad++, a rating of A+
  | (?<![\w.]) (?:[A-Za-z]\.){2,} (?!\w)                           # U.S.
  | (?<![\w+]) \+ (?: [0-9]{1,4} (?:[ -]\(?[0-9]{1,6}\)?){0,6} [ -]\(?[0-9]{2,6}\)? | [0-9]{7,15} ) (?!\w)  # +966 11 123, +96611123456
  | (?<![\w-]) [0-9]{4}-[0-9]{2}-[0-9]{2} (?![\w-])                # a date of ISO 8601
    """,
    re.VERBOSE | re.ASCII,
)


def protected(text: str) -> str:
    """The text as levels are to be resolved on it: as long, every protected piece made of Latin letters."""
    return _PIECE.sub(lambda found: "a" * len(found[0]), text)
