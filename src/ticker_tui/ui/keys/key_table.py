"""The one key table: bindings, footer, help, palette, docs/keys.md and the user's ``[keys]`` are made from it.

A key belongs to a scope: a pane's keys are looked at first while that pane has the focus, the app's keys after
them. Thus `space` pauses the bar from the list and pages the article from the reader.

Keys are found by the character they send, so each one answers to those of other keyboard layouts too (`keyboard_layouts.py`).
These stand-ins are bound, but not shown: neither in the footer and the help nor in docs/keys.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import Keys, format_key

from ticker_tui.i18n import tr
from ticker_tui.i18n.keyboard_layouts import PLAIN, SHIFTED, stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNBOUND = "<unbound>"
"""Stands in for "no key": Textual's keymap reads an empty list as "leave the default"."""


class Scope(StrEnum):
    """Whose key it is."""

    APP = "app"
    LIST = "list"
    READER = "reader"
    BAR = "bar"
    FEEDS = "feeds"
    """The sheet of feeds: while it is open, no other key is reached."""


class Group(StrEnum):
    """The chapters of the help screen and of docs/keys.md, in their order there."""

    HEADLINES = "Headlines"
    READER = "Reader"
    PANES = "Panes"
    BAR = "Bar"
    VIEWS = "Views"
    NEWS = "News"
    FEEDS = "Feeds"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table."""

    id: str
    """What the user writes in ``[keys]``; never changes once published."""
    keys: tuple[str, ...]
    """Textual key names, the one to show first."""
    action: str
    """The action of the scope's widget, or of the app."""
    description: str
    """A short imperative sentence without a full stop, in English; `said` is the one to show."""
    group: Group
    scope: Scope = Scope.APP
    label: str = ""
    """One or two words for the footer; empty: not shown there."""

    @property
    def said(self) -> str:
        """The description in the language that is spoken."""
        return tr(self.description)

    @property
    def shown_label(self) -> str:
        """The footer's words in it."""
        return tr(self.label)


def _tab(number: int) -> Key:
    return Key(f"views.{number}", (str(number),), f"app.view({number})", f"Go to view {number}", Group.VIEWS)


KEYS: tuple[Key, ...] = (
    # Headlines: the list has the focus.
    Key("headlines.open", ("enter",), "open", "Open the headline in the reader", Group.HEADLINES, Scope.LIST, "open"),
    Key("headlines.up", ("up", "k"), "move(-1)", "Go to the headline above", Group.HEADLINES, Scope.LIST),
    Key("headlines.down", ("down", "j"), "move(1)", "Go to the headline below", Group.HEADLINES, Scope.LIST),
    Key("headlines.page_up", ("pageup",), "page(-1)", "Go up one screen", Group.HEADLINES, Scope.LIST),
    Key("headlines.page_down", ("pagedown",), "page(1)", "Go down one screen", Group.HEADLINES, Scope.LIST),
    Key("headlines.first", ("g", "home"), "first", "Go to the first headline", Group.HEADLINES, Scope.LIST),
    Key("headlines.last", ("G", "end"), "last", "Go to the last headline", Group.HEADLINES, Scope.LIST),
    Key("headlines.filter", ("slash",), "app.filter", "Show only the headlines that match what is typed", Group.HEADLINES,
        Scope.LIST, "filter"),
    Key("headlines.unread_only", ("v",), "app.unread_only", "Show only what is unread; again: everything", Group.HEADLINES,
        Scope.LIST),
    Key("headlines.this_source", ("i",), "app.this_source", "Show only the source of this headline; again: all of them",
        Group.HEADLINES, Scope.LIST),
    Key("headlines.sort", ("S",), "app.sort", "Sort by time, by source, or by how many tell a story", Group.HEADLINES,
        Scope.LIST),
    Key("headlines.headings", ("T",), "app.headings", "Headings between the days; again: none", Group.HEADLINES, Scope.LIST),
    Key("headlines.unfold", ("x",), "app.unfold", "Unfold the story: everything that tells it; again: fold it", Group.HEADLINES,
        Scope.LIST),
    Key("headlines.stories", ("X",), "app.stories", "One headline for each story; again: all of them", Group.HEADLINES,
        Scope.LIST),
    Key("headlines.density", ("D",), "app.density", "Headlines on one line, on two, or with how the article begins",
        Group.HEADLINES, Scope.LIST),
    Key("headlines.pick_range", ("V",), "pick_range", "Pick headlines from here to where the selection goes; again: leave it at that",
        Group.HEADLINES, Scope.LIST),
    Key("headlines.pick_down", ("J", "shift+down"), "extend(1)", "Pick the headline and the one below", Group.HEADLINES, Scope.LIST),
    Key("headlines.pick_up", ("K", "shift+up"), "extend(-1)", "Pick the headline and the one above", Group.HEADLINES, Scope.LIST),
    Key("headlines.pick", ("y", "insert"), "toggle_pick", "Pick the headline, or let it go, and go to the next", Group.HEADLINES,
        Scope.LIST),
    Key("headlines.pick_all", ("ctrl+a", "asterisk"), "pick_all", "Pick every headline of the list", Group.HEADLINES, Scope.LIST),
    # Reader: the article has the focus.
    Key("reader.back", ("escape", "backspace", "h", "left"), "app.leave_reader", "Go back to the list", Group.READER,
        Scope.READER, "back"),
    Key("reader.up", ("up", "k"), "lines(-1)", "Scroll up one line", Group.READER, Scope.READER),
    Key("reader.down", ("down", "j"), "lines(1)", "Scroll down one line", Group.READER, Scope.READER),
    Key("reader.page_up", ("pageup",), "page(-1)", "Scroll up one screen", Group.READER, Scope.READER),
    Key("reader.page_down", ("space", "pagedown"), "page(1)", "Scroll down one screen", Group.READER,
        Scope.READER, "page"),
    Key("reader.first", ("g", "home"), "top", "Go to the top of the article", Group.READER, Scope.READER),
    Key("reader.last", ("G", "end"), "bottom", "Go to the end of the article", Group.READER, Scope.READER),
    Key("reader.next", ("J",), "app.step_article(1)", "Read the next headline of the list", Group.READER, Scope.READER),
    Key("reader.previous", ("K",), "app.step_article(-1)", "Read the previous headline of the list", Group.READER, Scope.READER),
    Key("reader.find", ("slash",), "app.find", "Find words in the article", Group.READER, Scope.READER, "find"),
    Key("reader.next_found", ("n",), "find_step(1)", "While something is found: go on to the next place", Group.READER,
        Scope.READER),
    Key("reader.previous_found", ("N",), "find_step(-1)", "While something is found: go back to the place before", Group.READER,
        Scope.READER),
    Key("reader.links", ("l",), "app.links", "Choose a link: its number, or from one to the next", Group.READER, Scope.READER,
        "links"),
    Key("reader.next_link", ("tab",), "step_link(1)", "While a link is chosen: go to the next one", Group.READER, Scope.READER),
    Key("reader.previous_link", ("shift+tab",), "step_link(-1)", "Choose the link before", Group.READER, Scope.READER),
    Key("reader.follow", ("enter",), "follow_link", "While a link is chosen: follow it", Group.READER, Scope.READER),
    # Bar: it has the focus, and stands still.
    Key("bar.leave", ("escape", "down", "tab"), "app.focus_bar", "Go back to the list", Group.BAR, Scope.BAR, "back"),
    Key("bar.step_on", ("right",), "step(1)", "Go to the bar's next headline", Group.BAR, Scope.BAR, "next"),
    Key("bar.step_back", ("left",), "step(-1)", "Go to the bar's previous headline", Group.BAR, Scope.BAR),
    Key("bar.read", ("enter",), "open", "Open the headline in the reader", Group.BAR, Scope.BAR, "open"),
    # The rest works from either pane.
    Key("panes.switch", ("tab",), "app.switch_pane", "Switch between list and reader", Group.PANES),
    Key("panes.layout", ("backslash",), "app.layout", "List and reader side by side; again: one above the other; again: as the window is",
        Group.PANES),
    Key("panes.split_back", ("less_than_sign",), "app.split(-1)", "Move the line between list and reader to the left, or up",
        Group.PANES),
    Key("panes.split_on", ("greater_than_sign",), "app.split(1)", "Move the line between list and reader to the right, or down",
        Group.PANES),
    Key("panes.zoom", ("z",), "app.zoom", "Give this pane the whole window; again: show both", Group.PANES),
    Key("headlines.browser", ("o",), "app.open_link", "Open the article in the browser", Group.HEADLINES, label="browser"),
    Key("headlines.full", ("f",), "app.full_article", "Fetch the full article; again: back to what the feed says",
        Group.HEADLINES),
    Key("reader.pictures", ("I",), "app.pictures", "Fetch the pictures of the article and show them; again: hide them",
        Group.READER),
    Key("headlines.copy", ("c",), "app.copy", "Copy the selected text, else the headline and its link", Group.HEADLINES),
    Key("headlines.copy_link", ("C",), "app.copy_link", "Copy the link: the chosen one, else the article's", Group.HEADLINES),
    Key("article.copy", ("Y",), "app.copy_article", "Copy the whole article as text", Group.HEADLINES),
    Key("article.save", ("w",), "app.save_article", "Save the article as a file", Group.HEADLINES),
    Key("article.share", ("vertical_line",), "app.share_article", "Give the article to one of your commands", Group.HEADLINES),
    Key("headlines.read", ("m",), "app.toggle_read", "Mark as read or unread", Group.HEADLINES, label="read"),
    Key("headlines.star", ("s",), "app.toggle_star", "Star or unstar", Group.HEADLINES, label="star"),
    Key("headlines.next_unread", ("n",), "app.unread(1)", "Go to the next unread headline", Group.HEADLINES,
        label="next unread"),
    Key("headlines.previous_unread", ("p",), "app.unread(-1)", "Go to the previous unread headline", Group.HEADLINES),
    Key("headlines.read_all", ("A",), "app.read_all", "Mark every headline of the list as read", Group.HEADLINES),
    Key("headlines.delete", ("delete",), "app.delete", "Delete the headline for good", Group.HEADLINES),
    Key("rules.mute", ("M",), "app.mute", "Mute its source, its category or a word; list the rules",
        Group.HEADLINES),
    Key("rules.highlight", ("H",), "app.highlight", "Highlight a word of the headline; list the rules", Group.HEADLINES),
    Key("history.undo", ("u",), "app.undo", "Take the last change back: read, unread, star, deleted, a rule, a feed, a setting",
        Group.HEADLINES),
    Key("history.redo", ("U", "ctrl+r"), "app.redo", "Make the change again that was taken back", Group.HEADLINES),
    Key("headlines.take_new", ("a",), "app.take_new", "Show the new headlines that wait, and go to the top",
        Group.HEADLINES),
    Key("bar.focus", ("B",), "app.focus_bar", "Go to the bar, which then stands still; again: back to the list", Group.BAR),
    Key("bar.open", ("b",), "app.open_bar", "Open the headline the bar shows", Group.BAR),
    Key("bar.pause", ("space",), "app.pause_bar", "Stop or start the bar (with the list focused)", Group.BAR),
    Key("bar.next", ("full_stop",), "app.step_bar(1)", "Go to the bar's next headline", Group.BAR),
    Key("bar.previous", ("comma",), "app.step_bar(-1)", "Go to the bar's previous headline", Group.BAR),
    Key("bar.faster", ("plus",), "app.bar_faster(1)", "Let the bar run faster", Group.BAR),
    Key("bar.slower", ("minus",), "app.bar_faster(-1)", "Let the bar run slower", Group.BAR),
    Key("bar.dismiss", ("d",), "app.dismiss_bar", "Take the headline out of the bar", Group.BAR),
    *(_tab(number) for number in range(1, 10)),
    Key("views.next", ("right_square_bracket",), "app.step_view(1)", "Go to the next view", Group.VIEWS),
    Key("views.previous", ("left_square_bracket",), "app.step_view(-1)", "Go to the previous view", Group.VIEWS),
    Key("news.refresh", ("r",), "app.refresh_news", "Ask every feed now", Group.NEWS, label="refresh"),
    Key("news.feeds", ("F",), "app.show_feeds", "Show every feed, how it answered and when it is asked next",
        Group.NEWS),
    # The sheet of feeds.
    Key("feeds.up", ("up", "k"), "screen.choose(-1)", "Go to the feed above", Group.FEEDS, Scope.FEEDS),
    Key("feeds.down", ("down", "j"), "screen.choose(1)", "Go to the feed below", Group.FEEDS, Scope.FEEDS),
    Key("feeds.page_up", ("pageup", "ctrl+b"), "screen.choose_page(-1)", "Go up one screen", Group.FEEDS, Scope.FEEDS),
    Key("feeds.page_down", ("pagedown", "space", "ctrl+f"), "screen.choose_page(1)", "Go down one screen", Group.FEEDS,
        Scope.FEEDS),
    Key("feeds.half_up", ("ctrl+u",), "screen.choose_page(-0.5)", "Go up half a screen", Group.FEEDS, Scope.FEEDS),
    Key("feeds.half_down", ("ctrl+d",), "screen.choose_page(0.5)", "Go down half a screen", Group.FEEDS, Scope.FEEDS),
    Key("feeds.first", ("g", "home"), "screen.choose_first", "Go to the first feed", Group.FEEDS, Scope.FEEDS),
    Key("feeds.last", ("G", "end"), "screen.choose_last", "Go to the last feed", Group.FEEDS, Scope.FEEDS),
    Key("feeds.filter", ("slash",), "screen.filter", "Show only the feeds that match what is typed", Group.FEEDS, Scope.FEEDS,
        "filter"),
    Key("feeds.add", ("a",), "screen.add", "Add a feed: its address, or that of its page", Group.FEEDS, Scope.FEEDS, "add"),
    Key("feeds.rename", ("n",), "screen.rename", "Give the feed another name, category or language", Group.FEEDS,
        Scope.FEEDS, "rename"),
    Key("feeds.switch", ("x",), "screen.switch", "Switch the feed off, or on again", Group.FEEDS, Scope.FEEDS, "on/off"),
    Key("feeds.remove", ("d", "delete"), "screen.remove", "Remove the feed; asks once, and undo restores it", Group.FEEDS, Scope.FEEDS, "remove"),
    Key("feeds.undo", ("u",), "screen.undo", "Undo the last change, also one that was made elsewhere", Group.FEEDS, Scope.FEEDS,
        "undo"),
    Key("feeds.redo", ("U", "ctrl+r"), "screen.redo", "Make the change again that was taken back", Group.FEEDS, Scope.FEEDS),
    Key("feeds.retry", ("r",), "screen.retry", "Ask the feed now", Group.FEEDS, Scope.FEEDS, "ask now"),
    Key("feeds.move", ("m",), "screen.move_address", "Take over the new address of a feed that has moved for good", Group.FEEDS,
        Scope.FEEDS, "new address"),
    Key("feeds.edit", ("e",), "screen.edit", "Open feeds.toml in your editor", Group.FEEDS, Scope.FEEDS, "edit file"),
    Key("program.help", ("question_mark",), "app.show_help", "Show all keys", Group.PROGRAM, label="all keys"),
    Key("program.palette", ("ctrl+p",), "app.command_palette", "Find any command by name", Group.PROGRAM),
    Key("program.settings", ("P",), "app.settings", "Change the settings", Group.PROGRAM),
    Key("program.edit", ("e",), "app.edit_config", "Open feeds.toml in your editor; what is saved there counts at once",
        Group.PROGRAM),
    Key("program.theme", ("t",), "app.next_theme", "Go to the next theme", Group.PROGRAM),
    Key("program.language", ("L",), "app.next_language", "Switch the language of the interface", Group.PROGRAM),
    Key("program.dismiss", ("escape",), "app.dismiss", "Let go of the selected text, else of what is picked, else show everything again that was filtered, else put away notices",
        Group.PROGRAM, Scope.LIST),
    Key("program.suspend", ("ctrl+z",), "app.suspend_process", "Go to the background (fg brings it back)", Group.PROGRAM),
    Key("program.quit", ("q", "ctrl+c"), "app.quit", "Quit", Group.PROGRAM, label="quit"),
)  # fmt: skip

BY_ID = {key.id: key for key in KEYS}


def bindings(scope: Scope, *, priority: bool = False) -> list[Binding]:
    """The bindings of one scope, for the ``BINDINGS`` of its widget; with `priority` they go before those inside of it."""
    return [
        Binding(
            BOUND[key.id],
            key.action,
            key.description,
            show=bool(key.label),
            priority=priority,
            id=key.id,
        )
        for key in KEYS
        if key.scope is scope
    ]


def chosen_bindings(ids: Mapping[str, Sequence[str]]) -> list[Binding]:
    """The bindings of some ids for another app than the whole ticker, each with more keys of that app's own."""
    return [
        Binding(",".join([BOUND[key.id], *ids[key.id]]), key.action, key.description, id=key.id)
        for key in KEYS
        if key.id in ids
    ]


def spread(*names: str) -> str:
    """Keys that stand in no table, for a ``Binding``: with what other keyboard layouts have on them."""
    others = _others(names, "")
    return ",".join(each for name in names for each in (name, *others.get(name, ())))


def display(key: str) -> str:
    """A key as a person reads it: ``question_mark`` is ``?``, ``enter`` is ``⏎``."""
    return "PgUp" if key == "pageup" else "PgDn" if key == "pagedown" else format_key(key)


def normalise(key: str) -> str | None:
    """Textual's name of a key as a person writes it, or None when there is no such key."""
    modifiers, _, last = key.strip().rpartition("+") if key != "+" else ("", "", "+")
    if modifiers and any(
        part not in {"ctrl", "alt", "shift", "super", "meta"} for part in modifiers.split("+")
    ):
        return None
    if len(last) == 1:
        # The comma separates keys in Textual's own notation, so it never meets it raw.
        last = "comma" if last == "," else next(iter(Binding.make_bindings([(last, "", "")]))).key
    elif last not in _KEY_NAMES:
        return None
    return f"{modifiers}+{last}" if modifiers else last


_KEY_NAMES = frozenset(key.value for key in Keys) | {
    name for key in KEYS for name in key.keys if len(name) > 1
}  # fmt: skip


def _others(names: Iterable[str], lang: str) -> dict[str, list[str]]:
    """The stand-ins of each key, by Textual's names. A modifier stays: what is ``ctrl+ح`` to a terminal is ``ctrl+p``."""
    parts = {name: _parts(name) for name in names}
    others: dict[str, list[str]] = {}
    for character, latin in stand_ins((last for _, last in parts.values()), lang=lang).items():
        other = normalise(character)
        for name, (modifiers, last) in parts.items():
            if last == latin and other is not None:
                others.setdefault(name, []).append(modifiers + other)
    return others


def _parts(name: str) -> tuple[str, str]:
    """Modifiers and character: ``ctrl+`` and ``p``; a key without a character stays as it is named."""
    modifiers, _, last = name.rpartition("+")
    return (f"{modifiers}+" if modifiers else ""), _CHARACTERS.get(last, last)


_CHARACTERS = {normalise(character): character for character in (*PLAIN, *SHIFTED, "?")}


def bound(keys: Iterable[Key], lang: str) -> dict[str, str]:
    """All that is bound to each id, as Textual writes it: its keys, then their stand-ins."""
    table = tuple(keys)
    others = _others((name for key in table for name in key.keys), lang)
    return {
        key.id: ",".join([*key.keys, *(other for name in key.keys for other in others.get(name, ()))])
        for key in table
    }


BOUND = bound(KEYS, "")
