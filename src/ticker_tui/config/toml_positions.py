"""Where in a TOML text a key stands. Only asked when something is wrong, so that reading stays tomllib's and quick."""

from __future__ import annotations

import re

KeyPath = tuple[str | int, ...]
"""Table names, keys, and indices (from 0) into lists."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_INLINE_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2}(?!"))'
    r"|'''.*?'''(?:'{0,2}(?!'))"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_REST_OF_LINE = re.compile(r"[^\n]*")


def locate(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every table and key of a text which tomllib has accepted."""
    return _Scanner(text).scan()


def nearest_line(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """The line of a path, or of the nearest thing around it; 1 when there is none."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Scanner:
    """One pass over the text. Follows TOML 1.0's grammar loosely, since the text is known to be well formed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted_to = 0
        self._lines: dict[KeyPath, int] = {}
        self._lengths: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        self._skip(_SPACE)
        while self._at < len(self._text):
            if self._text.startswith("[[", self._at):
                self._at += 2
                parent, last = self._resolved(self._keys())
                listed = (*parent, last)
                index = self._lengths.get(listed, 0)
                self._lengths[listed] = index + 1
                table = (*listed, index)
                self._note(listed)
                self._note(table)
            elif self._text[self._at] == "[":
                self._at += 1
                parent, last = self._resolved(self._keys())
                table = (*parent, last)
                self._note(table)
            else:
                self._pair(table)
            self._skip(_REST_OF_LINE)
            self._skip(_SPACE)
        return self._lines

    def _pair(self, table: KeyPath) -> None:
        path = (*table, *self._keys())
        self._note(path)
        self._skip(_INLINE_SPACE)
        self._at += 1  # the "="
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._skip(_SPACE)
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._skip(_STRING if opening in {'"', "'"} else _SCALAR)

    def _items(self, path: KeyPath) -> None:
        self._at += 1
        index = 0
        self._skip(_SPACE)
        while self._at < len(self._text) and self._text[self._at] != "]":
            self._note((*path, index))
            self._value((*path, index))
            index += 1
            self._comma()
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        self._skip(_SPACE)
        while self._at < len(self._text) and self._text[self._at] != "}":
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        self._skip(_SPACE)
        if self._text.startswith(",", self._at):
            self._at += 1
        self._skip(_SPACE)

    def _keys(self) -> tuple[str, ...]:
        """A dotted key; the position is behind it."""
        keys: list[str] = []
        while True:
            self._skip(_INLINE_SPACE)
            quoted = _STRING.match(self._text, self._at)
            found = quoted or _BARE_KEY.match(self._text, self._at)
            if found is None:
                return tuple(keys)
            self._at = found.end()
            keys.append(found[0][1:-1] if quoted else found[0])
            self._skip(_INLINE_SPACE)
            if not self._text.startswith(".", self._at):
                return tuple(keys)
            self._at += 1

    def _resolved(self, keys: tuple[str, ...]) -> tuple[KeyPath, str]:
        """A header's path, where a list of tables met on the way means its last table."""
        path: KeyPath = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path, keys[-1] if keys else ""

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()

    def _note(self, path: KeyPath) -> None:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        self._lines.setdefault(path, self._line)
