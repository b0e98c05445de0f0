#!/usr/bin/env python3
"""Write docs/keys.md from the key table."""

from __future__ import annotations

from pathlib import Path

from ticker_tui.ui.keys.key_table import KEYS, Group, display

_LAYOUTS = (
    "## Other keyboard layouts",
    "",
    "The keys work while the keyboard is Arabic, Persian, Hebrew or Urdu (phonetic): each one answers to what those layouts",
    "have on it. `j` is ت on an Arabic keyboard and ח on a Hebrew one, `b` is لا, `1` is ١ or ۱, `?` is ؟.",
    "",
    "- Two layouts may have one letter on two keys: د is `]` on the Arabic one and `n` on the Persian one. The layout of the",
    "  interface's language has it; after that the order is Arabic, Persian, Hebrew, Urdu. On a Mac its Arabic layout",
    "  goes before that of other machines.",
    "- A character of ASCII always means itself. So where a layout has one on a key, that key is not reached: `q` on a",
    "  Hebrew keyboard sends `/`, `F` and `L` on an Arabic one send `[` and `/`. `ctrl+c` and the command palette remain.",
    "- A letter that you write in `[keys]` is yours, and no longer stands in for another key.",
    "",
)
_MOUSE = (
    "## Mouse",
    "",
    "A click selects a headline, a second one opens it; a click on a link follows it, and the address of the link under the",
    "pointer stands at the foot of the screen before. With `ctrl` a click picks a headline, with `shift` all up to it, where",
    "the terminal passes that on. Press and drag to select text in the list, the reader or the bar: it goes by the order of",
    "reading, so in a line of two directions it may be in two pieces.",
    "In the reader two presses select a word and three a paragraph. `esc` lets go of it, in the reader before it goes back.",
    "What is copied is the text itself, with its own letters; the terminal has to allow it (OSC 52). With `shift` held,",
    "most terminals select what stands on the screen instead.",
    "",
    "The line between list and reader can be dragged.",
)


def to_markdown() -> str:
    """docs/keys.md, whole."""
    lines = [
        "# Keys",
        "",
        "Every key can be changed in `feeds.toml`; an empty list takes all keys from an action:",
        "",
        "```toml",
        "[keys]",
        '"headlines.star" = ["s", "ctrl+s"]',
        '"program.quit" = []',
        "```",
        "",
        "Single characters are written as they are; other keys by name: `enter`, `space`, `tab`, `escape`, `up`,",
        "`pagedown`, `f5`, `ctrl+r`. A pane's keys count while it has the focus, and go before the others.",
        "",
        "<!-- made by tools/keys_md.py from the key table in src/ticker_tui/ui/keys/key_table.py -->",
    ]
    for group in Group:
        lines += ["", f"## {group.value}", "", "| keys | what it does | id |", "| --- | --- | --- |"]
        for key in KEYS:
            if key.group is group:
                shown = " ".join(f"`{display(name)}`" for name in key.keys)
                lines.append(f"| {shown} | {key.description} | `{key.id}` |")
    lines += ["", *_LAYOUTS, "", *_MOUSE]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs" / "keys.md").write_text(to_markdown(), encoding="utf-8")
