"""The alarm of one screen: decides, remembers, and tells by the ways there are."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ticker_tui.alerts import backends, escape_sequences
from ticker_tui.alerts.decide import AlertHistory, decide, is_wanted
from ticker_tui.alerts.methods import choose_method

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from ticker_tui.alerts.methods import Way
    from ticker_tui.config.schema import AlertSettings, HighlightRule
    from ticker_tui.model import Headline

_log = logging.getLogger(__name__)


class AlertSender:
    """Tells news outside of the screen.

    Args:
        settings: The table ``[alerts]``; may be replaced.
        known: The way of notifying that this terminal understands; may be empty.
        environ: The environment.
        write: Takes what is for the terminal itself, the bell.
        hand_through: Takes what is for the terminal around tmux too.
        start: Runs a program in the background.
    """

    def __init__(
        self,
        settings: AlertSettings,
        *,
        known: str,
        environ: Mapping[str, str],
        write: Callable[[str], object],
        hand_through: Callable[[str], object],
        start: Callable[[Sequence[str]], object] = backends.start,
    ) -> None:
        self.settings = settings
        self._known = known
        self._environ = environ
        self._write = write
        self._hand_through = hand_through
        self._start = start
        self._told = AlertHistory()
        self.rules: Sequence[HighlightRule] = ()
        """What is highlighted, and how it is told; `Headline.highlight` counts them from 1."""

    @property
    def is_on(self) -> bool:
        """Whether there is any way at all to tell something."""
        settings = self.settings
        by_rule = any(rule.bell or rule.notify for rule in self.rules)
        return bool(settings.bell or settings.command or self.way != "off" or by_rule)

    @property
    def way(self) -> Way:
        """How a desktop notification is raised."""
        return choose_method(self.settings.notify, self._known, self._environ)

    def tell(self, fresh: Sequence[Headline], *, now: datetime) -> tuple[Headline, ...]:
        """Tell what is to be told of what has just come; returns what was told."""
        if not fresh or not self.is_on:
            return ()
        called = {each.id for each in fresh if self._rings(each) or self._notifies(each)}
        alerts, self._told, held_back = decide(self.settings, fresh, self._told, now=now, called=called)
        if held_back:
            _log.info("%d alerts held back by the flood limit", held_back)
        settings = self.settings
        if any(self._rings(each) or (settings.bell and self._is_wanted(each)) for each in alerts):
            self._write(escape_sequences.BELL)  # one for all of them
        for headline in alerts:
            by_rule = self._notifies(headline)
            if by_rule or self._is_wanted(headline):
                self._notify(headline, self._configured_method if by_rule else self.way)
                if settings.command:
                    self._start(backends.filled(settings.command, headline))
        return alerts

    def _rule(self, headline: Headline) -> HighlightRule | None:
        """The one that marks a headline."""
        return self.rules[headline.highlight - 1] if 0 < headline.highlight <= len(self.rules) else None

    def _rings(self, headline: Headline) -> bool:
        return (rule := self._rule(headline)) is not None and rule.bell

    def _notifies(self, headline: Headline) -> bool:
        return (rule := self._rule(headline)) is not None and rule.notify

    def _is_wanted(self, headline: Headline) -> bool:
        return is_wanted(headline, self.settings.wanted)

    @property
    def _configured_method(self) -> Way:
        """How a rule's notification is raised where the settings want none."""
        wanted = self.settings.notify if self.settings.notify != "off" else "auto"
        return choose_method(wanted, self._known, self._environ)

    def _notify(self, headline: Headline, way: Way) -> None:
        match way:
            case "osc9":
                self._hand_through(escape_sequences.osc9(headline.source, headline.title))
            case "osc777":
                self._hand_through(escape_sequences.osc777(headline.source, headline.title))
            case "osc99":
                self._hand_through(
                    escape_sequences.osc99(headline.source, headline.title, identifier=headline.id)
                )
            case "notify-send":
                self._start(backends.notify_send(headline))
            case "off":
                pass
