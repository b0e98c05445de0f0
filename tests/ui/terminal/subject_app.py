"""What the scripted terminals run: one row of fixed visual cells, and a row that names the keys that arrived."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ticker_tui.terminal import terminal_session

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.events import Key

# "BA 12 (xyz" in visual order: three Arabic letters as they are drawn, a blank, a number, a bracket, Latin letters.
ROW = "\ufee2\ufef4\ufea3 12 (xyz"


def main() -> None:
    memory = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with terminal_session(sys.argv[1], memory=memory) as session:
        from textual.app import App, ComposeResult
        from textual.content import Content
        from textual.widgets import Static

        class Subject(App[None]):
            CSS = "Screen { background: #102030; color: #d0d0d0 } #row { width: 20; offset: 2 0 }"
            BINDINGS: ClassVar[list[BindingType]] = [
                ("q", "quit", ""),
                ("z", "suspend_process", ""),
                ("x", "crash", ""),
                ("c", "copy", ""),
                ("w", "tell_size", ""),
            ]
            ENABLE_COMMAND_PALETTE = False

            def compose(self) -> ComposeResult:
                yield Static(Content(ROW), id="row")
                yield Static(Content("keys:"), id="keys")

            def on_key(self, event: Key) -> None:
                self._seen = [*getattr(self, "_seen", []), event.key]
                self.query_one("#keys", Static).update(Content("keys: " + " ".join(self._seen) + " ."))

            def on_ready(self) -> None:
                self.query_one("#keys", Static).update(Content("keys: ready ."))

            def action_tell_size(self) -> None:
                self.query_one("#keys", Static).update(
                    Content(f"size: {self.size.width}x{self.size.height} .")
                )

            def action_copy(self) -> None:
                self.copy_to_clipboard("خبر")

            def action_crash(self) -> None:
                raise RuntimeError("on purpose")

        app = Subject()
        session.install(app)
        app.run()
        sys.stdout.write(f"\r\nadvice: [{session.advice}]\n")


if __name__ == "__main__":
    main()
