"""Rules: what is muted and highlighted, asked for on a sheet and carried out by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from ticker_tui.ui import messages
from ticker_tui.ui.headlines.news import NewsController
from ticker_tui.ui.render.highlights import Highlights
from ticker_tui.ui.rules import strings as rules_strings

if TYPE_CHECKING:
    from ticker_tui.model import Rule
    from ticker_tui.store.rules.rule_changes import RuleChanges
    from ticker_tui.ui.undo import Kind

SAID_S = 6.0
"""What was hidden is worth more than a glance."""


class RulesController(NewsController):
    """The sheet of rules, and what comes of them."""

    def action_mute(self) -> None:
        """Mute something about the selected headline."""
        self._show_rules("mute")

    def action_highlight(self) -> None:
        """Highlight a word of the selected headline."""
        self._show_rules("highlight")

    def _show_rules(self, kind: Kind) -> None:
        from ticker_tui.ui.rules.options import choices
        from ticker_tui.ui.rules.screen import RulesCallbacks, RulesScreen

        headline = None if (entry_id := self.current_id) is None else self.desk.headline(entry_id)

        def meant(rule: Rule, shown: bool) -> int:  # noqa: FBT001 - the sheet says which
            return self._store.count_meant(rule, now=self.clock(), shown=shown)

        hands = RulesCallbacks(
            meant=meant,
            rules=lambda: getattr(self.config.settings, kind),
            decide=self._change,
            undo=self.action_undo,
            redo=self.action_redo,
        )
        self.push_screen(
            RulesScreen(kind, choices(kind, headline, self.config.feeds), hands, clock=self.clock)
        )

    @on(messages.RulesReapplied)
    def _rules_reapplied(self, message: messages.RulesReapplied) -> None:
        """What is out of sight leaves the list, what is back comes to its place; nothing else moves."""
        self.config = message.config
        judged, ruling = message.judged, message.ruling
        self.headlines.highlight(Highlights(message.config.settings.highlight))
        self._show_rule_changes(judged)
        if ruling is not None:
            undo_key = self.keymap.first("history.undo") if ruling.added else ""
            self.status.say(rules_strings.done(ruling, judged, undo_key=undo_key), SAID_S)
        elif judged.shown and not judged.muted:
            self.status.say(rules_strings.over(judged), SAID_S)
        self._refresh_rules_dialog()

    def _show_rule_changes(self, judged: RuleChanges) -> None:
        if not judged.changes:
            return
        self.headlines.refresh_rows(judged.changes)
        if judged.muted or judged.shown:
            self.headlines.show(self.desk.judged(judged))
            if (held := self._held) is not None:  # what the end of a search goes back to
                self._held = held._replace(snapshot=self.desk.snapshot_after_rules(held.snapshot, judged))
            self._show_narrowing()
            self.headlines.waiting = self.desk.waiting
            self._bar_dirty = True
            self._settle()

    def _refresh_rules_dialog(self) -> None:
        from ticker_tui.ui.rules.screen import RulesScreen

        for screen in self.screen_stack:
            if isinstance(screen, RulesScreen):
                screen.call_later(screen.look)

    @on(messages.RuleRefused)
    def _rule_refused(self, message: messages.RuleRefused) -> None:
        self.history.failed(message.ruling)
        self.notify(rules_strings.refused(message.problem), severity="warning", markup=False)
        self._refresh_rules_dialog()
