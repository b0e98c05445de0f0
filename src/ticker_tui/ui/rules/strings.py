"""Every sentence about rules: what is muted or highlighted, until when, and how many headlines that concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.config import MuteRule
from ticker_tui.i18n import N_, current, tr, trn
from ticker_tui.i18n.dates import clock
from ticker_tui.ui.rules.options import RuleDuration, RuleSubject
from ticker_tui.ui.strings import isolated

if TYPE_CHECKING:
    from datetime import datetime

    from ticker_tui.model import Rule
    from ticker_tui.store.rules.rule_changes import RuleChanges
    from ticker_tui.ui.undo import Kind, RuleEdit


def title(kind: Kind) -> str:
    """Above the sheet."""
    return tr("Mute") if kind == "mute" else tr("Highlight")


def hint(kind: Kind) -> str:
    """What the keys of the sheet do."""
    if kind == "mute":
        return tr("⏎ or its number mutes · ← → how long · w a word of yours · x takes a rule away")
    return tr("⏎ or its number highlights · w a word of yours · x takes a rule away")


def what(choice: RuleSubject) -> str:
    """What kind of choice it is."""
    return tr(_WHAT[choice])


_WHAT = {RuleSubject.SOURCE: N_("source"), RuleSubject.CATEGORY: N_("category"), RuleSubject.WORD: N_("word")}


def span(each: RuleDuration) -> str:
    """For how long."""
    return tr(_SPANS[each])


_SPANS = {
    RuleDuration.HOUR: N_("for an hour"),
    RuleDuration.TODAY: N_("today"),
    RuleDuration.WEEK: N_("for a week"),
    RuleDuration.GOOD: N_("for good"),
}


def another_word() -> str:
    """The choice of typing one."""
    return tr("another word…")


def word_hint(kind: Kind) -> str:
    """In the empty field."""
    return tr("a word to mute") if kind == "mute" else tr("a word to highlight")


def standing() -> str:
    """Above the rules that are in feeds.toml."""
    return tr("Rules in feeds.toml")


def none_standing() -> str:
    """There are none."""
    return tr("There are no rules yet.")


def concerned(kind: Kind, count: int | None) -> str:
    """How many headlines a rule means; None: they are still being counted."""
    if count is None:
        return "…"
    if kind == "mute":
        return trn("hides {count}", "hides {count}", count)
    return trn("marks {count}", "marks {count}", count)


def until(rule: Rule, *, now: datetime) -> str:
    """When a rule ends."""
    if not isinstance(rule, MuteRule) or rule.until is None:
        return span(RuleDuration.GOOD)
    if not rule.holds(now):
        return tr("is over")
    return tr("until {time}").format(time=isolated(clock(rule.until, now=now, language=current())))


def said(rule: Rule) -> str:
    """What a rule means, in short."""
    comma = tr(", ")
    parts = (
        comma.join(tr("“{word}”").format(word=isolated(word)) for word in rule.words),
        isolated(rule.query) if rule.query else "",
        comma.join(map(isolated, rule.feeds)),
        comma.join(map(isolated, rule.categories)),
    )
    meaning = " · ".join(filter(None, parts))
    return f"{meaning} ({isolated(rule.name)})" if rule.name else meaning


def deed(ruling: RuleEdit) -> str:
    """A rule that was made or taken away, as undo and redo tell it."""
    sentence = {
        ("mute", True): N_("{what} is muted"),
        ("mute", False): N_("{what} is no longer muted"),
        ("highlight", True): N_("{what} is highlighted"),
        ("highlight", False): N_("{what} is no longer highlighted"),
    }[ruling.kind, ruling.added]
    return tr(sentence).format(what=said(ruling.rule))


def done(ruling: RuleEdit, judged: RuleChanges, *, undo_key: str) -> str:
    """What a rule has brought about."""
    parts = [deed(ruling), outcome(ruling.kind, judged)]
    if undo_key:
        parts.append(tr("{key} takes it back").format(key=isolated(undo_key)))
    return " · ".join(filter(None, parts))


def outcome(kind: Kind, judged: RuleChanges) -> str:
    """How many headlines have gone, come back or been marked."""
    if kind == "highlight":
        count = sum(flags.highlight > 0 for flags in judged.changes.values())
        return trn("{count} headline is marked", "{count} headlines are marked", count) if count else ""
    if judged.shown and not judged.muted:
        return trn("{count} headline is back", "{count} headlines are back", len(judged.shown))
    return trn("{count} headline is hidden", "{count} headlines are hidden", len(judged.muted))


def over(judged: RuleChanges) -> str:
    """A rule has ended by itself."""
    return tr("A rule is over") + " · " + outcome("mute", judged)


def refused(problem: str) -> str:
    """A rule could not be written."""
    return tr("feeds.toml stays as it was: {reason}").format(reason=isolated(problem))
