"""What leaves the screen: selected text to the clipboard, links to the browser."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on

from ticker_tui.text.cells import cluster_starts
from ticker_tui.ui import strings
from ticker_tui.ui.export import browser
from ticker_tui.ui.headlines import strings as headlines_strings
from ticker_tui.ui.render.selectable import Selectable
from ticker_tui.ui.render.text_selection import bounded
from ticker_tui.ui.screen_app import ScreenApp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticker_tui.model import Headline
    from ticker_tui.ui.screen_app import AppDependencies


MOST_COPIED = 2000
"""Headlines that are copied at once: more is no text that somebody pastes."""
MOST_OPENED = 10
"""Pages that are opened without asking."""
ASKED_S = 8.0
"""How long the question stands."""


class CopyController(ScreenApp):
    """Selecting, copying, browsing."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self._asked_to_open: tuple[int, ...] = ()
        """What would be opened if the key were pressed once more."""

    @property
    def _selectable(self) -> list[Selectable]:
        return [self.headlines, self.bar, *([self._reader] if self._reader is not None else [])]

    @on(Selectable.TextSelected)
    def _text_selected(self, message: Selectable.TextSelected) -> None:
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
        self.status.say(strings.copied(len(cluster_starts(kept)), cut=kept != text))

    def _copy_of(self, parts: Callable[[Headline], Iterable[str]]) -> str:
        """What keys act on as text, an empty line between two headlines."""
        headlines = self.desk.headlines(self.current_ids[:MOST_COPIED])
        return "\n\n".join(filter(None, ("\n".join(filter(None, parts(each))) for each in headlines)))

    def _copy_headlines(self, text: str, nothing: str) -> None:
        if not text:
            self.notify(nothing, timeout=3, markup=False)
            return
        self._copy(text)
        if bounded(text) == text and (count := len(self.current_ids[:MOST_COPIED])) > 1:
            self.status.say(headlines_strings.copied_headlines(count))

    def action_copy(self) -> None:
        """Copy the text that is selected, else the headlines and their links."""
        text = next((text for widget in self._selectable if (text := widget.selected_text)), "")
        if text:
            self._copy(text)
        else:
            self._copy_headlines(
                self._copy_of(lambda each: (each.title, each.link)), strings.nothing_to_copy()
            )

    def action_copy_link(self) -> None:
        """Copy the addresses of the articles' pages."""
        self._copy_headlines(self._copy_of(lambda each: (each.link,)), strings.no_link())

    def _browse(self, url: str) -> None:
        try:
            opened = browser.open_link(url)
        except ValueError:
            self.notify(strings.unsafe_link(url), severity="warning", markup=False)
            return
        if opened:
            self.notify(strings.browser_started(), timeout=2, markup=False)
        else:
            self.notify(strings.no_browser(), severity="warning", markup=False)

    def action_open_link(self) -> None:
        """Open the pages of the articles; many of them only when asked for twice."""
        ids, asked = self.current_ids, self._asked_to_open
        self._asked_to_open = ()
        if len(ids) > MOST_OPENED and ids != asked:
            self._asked_to_open = ids
            self.status.say(
                headlines_strings.really_open(len(ids), self.keymap.first("headlines.browser")), ASKED_S
            )
            return
        links = [each.link for each in self.desk.headlines(ids) if each.link]
        if not links:
            if ids:
                self.notify(strings.no_link(), timeout=3, markup=False)
        elif len(links) == 1:
            self._browse(links[0])
        else:
            self._browse_all(links)

    def _browse_all(self, links: Iterable[str]) -> None:
        opened = 0
        for link in links:
            with suppress(ValueError):  # none that a browser is given
                opened += browser.open_link(link)
        if opened:
            self.notify(headlines_strings.opened_pages(opened), timeout=2, markup=False)
        else:
            self.notify(strings.no_browser(), severity="warning", markup=False)
