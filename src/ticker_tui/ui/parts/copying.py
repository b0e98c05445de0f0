"""What leaves the screen: selected text to the clipboard, links to the browser."""

from __future__ import annotations

from textual import on

from ticker_tui.text.cells import cluster_starts
from ticker_tui.ui import browser, wording
from ticker_tui.ui.parts.stage import Stage
from ticker_tui.ui.selection import bounded
from ticker_tui.ui.widgets.selecting import Selecting


class Copying(Stage):
    """Selecting, copying, browsing."""

    @property
    def _selectable(self) -> list[Selecting]:
        return [self.headlines, self.bar, *([self._reader] if self._reader is not None else [])]

    @on(Selecting.TextSelected)
    def _text_selected(self, message: Selecting.TextSelected) -> None:
        """There is one selection on the screen."""
        for widget in self._selectable:
            if widget is not message.widget:
                widget.clear_selection()

    def _clear_selection(self) -> bool:
        cleared = [widget.clear_selection() for widget in self._selectable]
        return any(cleared)

    def _copy(self, text: str) -> None:
        """Give text to the terminal's clipboard (OSC 52), and say so."""
        kept = bounded(text)
        self.copy_to_clipboard(kept)
        self.status.say(wording.copied(len(cluster_starts(kept)), cut=kept != text))

    def action_copy(self) -> None:
        """Copy what is selected, else the headline and its link."""
        text = next((text for widget in self._selectable if (text := widget.selected_text)), "")
        if text:
            self._copy(text)
        elif (entry_id := self.current_id) is not None and (headline := self.desk.headline(entry_id)):
            self._copy("\n".join(part for part in (headline.title, headline.link) if part))
        else:
            self.notify(wording.nothing_to_copy(), timeout=2, markup=False)

    def action_copy_link(self) -> None:
        """Copy the address of the article's page."""
        headline = None if (entry_id := self.current_id) is None else self.desk.headline(entry_id)
        if headline is not None and headline.link:
            self._copy(headline.link)
        else:
            self.notify(wording.no_link(), timeout=3, markup=False)

    def _browse(self, url: str) -> None:
        try:
            opened = browser.open_link(url)
        except ValueError:
            self.notify(wording.unsafe_link(url), severity="warning", markup=False)
            return
        if opened:
            self.notify(wording.browser_started(), timeout=2, markup=False)
        else:
            self.notify(wording.no_browser(), severity="warning", markup=False)

    def action_open_link(self) -> None:
        """Open the article's page."""
        if (entry_id := self.current_id) is None or (headline := self.desk.headline(entry_id)) is None:
            return
        if headline.link:
            self._browse(headline.link)
        else:
            self.notify(wording.no_link(), timeout=3, markup=False)
