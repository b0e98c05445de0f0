"""A window with nothing but libvte in it: ``vte_window.py COLUMNS ROWS "FONT POINTS" SCRIPT``.

Runs under Debian's own Python, which has python3-gi.
"""

# mypy: ignore-errors
# PyGObject makes its classes while it runs, and has no types.
from __future__ import annotations

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Vte", "2.91")
from gi.repository import GLib, Gtk, Pango, Vte  # noqa: E402 - the versions are chosen first


def main() -> None:
    """Show the window until its command ends."""
    columns, rows, font, script = sys.argv[1:]
    window, terminal = Gtk.Window(), Vte.Terminal()
    terminal.set_font(Pango.FontDescription.from_string(font))
    terminal.set_size(int(columns), int(rows))
    terminal.set_cursor_blink_mode(Vte.CursorBlinkMode.OFF)
    terminal.connect("child-exited", lambda *_: Gtk.main_quit())
    window.connect("destroy", Gtk.main_quit)
    terminal.spawn_async(
        Vte.PtyFlags.DEFAULT, None, [script], None, GLib.SpawnFlags.DEFAULT, None, None, -1, None, None
    )
    window.add(terminal)
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main()
