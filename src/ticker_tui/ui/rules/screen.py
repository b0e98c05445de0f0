"""What of a headline to mute or highlight, how many headlines that concerns, and the rules that stand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, Static

from ticker_tui.i18n import current
from ticker_tui.text import cell_len
from ticker_tui.ui import strings
from ticker_tui.ui.dialogs.dialog import INDENT_CELLS, ColumnsView, Dialog
from ticker_tui.ui.dialogs.selection import SelectableDialog, selection_bindings
from ticker_tui.ui.keys.key_table import spread
from ticker_tui.ui.rtl.input import TextField
from ticker_tui.ui.rules import strings as rules_strings
from ticker_tui.ui.rules.options import SPANS, RuleDuration, RuleOption, lasting, word_choice
from ticker_tui.ui.undo import RuleEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from textual.binding import BindingType
    from textual.widget import Widget

    from ticker_tui.model import Rule
    from ticker_tui.ui.dialogs.dialog import SheetRow
    from ticker_tui.ui.undo import Kind

NUMBERED = 9
_CURSOR_CELLS, _NUMBER_CELLS, _WHAT_CELLS, _TEXT_CELLS, _UNTIL_CELLS = 2, 3, 10, 34, 20
_NUMBERS = "".join(map(str, range(1, NUMBERED + 1)))


class RulesCallbacks(NamedTuple):
    """What the sheet may ask and have done; the app gives it."""

    meant: Callable[[Rule, bool], int]
    """How many headlines a rule means, or takes away of those that are shown. Called in a thread of its own."""
    rules: Callable[[], Sequence[Rule]]
    """Those of feeds.toml."""
    decide: Callable[[RuleEdit], None]
    undo: Callable[[], None]
    """Take the last change of the whole program back."""
    redo: Callable[[], None]


class ExistingRule(NamedTuple):
    """A rule of feeds.toml."""

    rule: Rule


class RulesScreen(SelectableDialog, Dialog):
    """The choices, a field for a word of one's own, and the standing rules. One line is chosen."""

    DEFAULT_CSS = """
    RulesScreen #panel { height: auto; }
    RulesScreen #sheet { max-height: 70vh; }
    RulesScreen #rule-word, RulesScreen #rule-word:focus {
        background: $panel; border: none; padding: 0 1; height: 1; margin-top: 1;
    }
    RulesScreen #rule-count { height: 1; color: $text-muted; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the sheet's own keys, which scroll; none of them while a word is being typed (`check_action`).
        *selection_bindings(priority=True),
        Binding("left", "span(-1)", show=False, priority=True),
        Binding("right", "span(1)", show=False, priority=True),
        Binding("tab", "next_span", show=False, priority=True),
        Binding("enter", "act", show=False, priority=True),
        Binding(spread("w", "slash"), "type", show=False, priority=True),
        Binding(f"delete,backspace,{spread('x')}", "remove", show=False, priority=True),
        *(Binding(spread(number), f"number({number})", show=False, priority=True) for number in _NUMBERS),
        Binding(spread("u"), "undo", show=False, priority=True),
        Binding(f"{spread('U')},ctrl+r", "redo", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    class Counted(Message):
        """A rule has been counted."""

        def __init__(self, key: tuple[Rule, bool], count: int) -> None:
            super().__init__()
            self.key = key
            self.count = count

    def __init__(
        self,
        kind: Kind,
        choices: Sequence[RuleOption],
        hands: RulesCallbacks,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self.kind: Kind = kind
        self._choices = tuple(choices)
        self._hands = hands
        self._clock = clock
        self._chosen = 0
        self._rule: RuleOption | ExistingRule | None = None
        """What is selected."""
        self.span = RuleDuration.GOOD
        self._counts: dict[tuple[Rule, bool], int] = {}
        """How many a rule means; True: of those that are shown."""
        self._places: dict[int, int] = {}
        """Which item stands in a line of the sheet."""
        self._span_row = -1

    @property
    def title_text(self) -> str:
        """What the sheet is called."""
        return rules_strings.title(self.kind)

    def below(self) -> Iterable[Widget]:
        """The field, and how many headlines have the word in it."""
        field = TextField(placeholder=rules_strings.word_hint(self.kind), id="rule-word")
        field.display = False
        yield field
        count = Static("", id="rule-count", markup=False)
        count.display = False
        yield count

    def on_mount(self) -> None:
        """Begin to count."""
        self.query_one(ColumnsView).selects = True
        self._count_all()

    # What there is

    @property
    def items(self) -> tuple[RuleOption | ExistingRule | None, ...]:
        """What can be chosen, from top to bottom; None: the line that opens the field."""
        return (*self._choices, None, *map(ExistingRule, self._hands.rules()))

    @property
    def chosen(self) -> RuleOption | ExistingRule | None:
        """What the keys are about: the same rule, wherever it is in feeds.toml by now."""
        items = self.items
        if isinstance(self._rule, ExistingRule) and self._rule in items:
            self._chosen = items.index(self._rule)
        self._chosen = min(self._chosen, len(items) - 1)
        return items[self._chosen]

    @property
    def typing(self) -> bool:
        """Whether a word is being typed."""
        return self.field.display

    @property
    def field(self) -> TextField:
        """Where a word of one's own is typed."""
        return self.query_one("#rule-word", TextField)

    def look(self) -> None:
        """There may be other rules now."""
        self._counts.clear()
        self.fill()
        self._count_all()

    def fill(self) -> None:
        """Show what is so now."""
        self._rule = self.chosen
        rows = self.rows()
        self.query_one(ColumnsView).show(rows, in_view=self.choice_lines[self._chosen])

    @property
    def selection_view(self) -> ColumnsView:
        """Where the choices and the rules are."""
        return self.query_one(ColumnsView)

    @property
    def choice_lines(self) -> Sequence[range]:
        """The line of each item."""
        return [range(line, line + 1) for line in self._places]

    @property
    def selected_index(self) -> int:
        """Which one is selected."""
        return self._chosen

    def select_index(self, index: int) -> None:
        """Go to an item."""
        self._chosen = max(0, min(index, len(self.items) - 1))
        self._rule = self.items[self._chosen]
        self.fill()
        self.reveal()

    def rows(self) -> list[SheetRow]:
        """The keys, the time, the choices, the rules."""
        rows: list[SheetRow] = [((rules_strings.hint(self.kind), "muted", 0),)]
        if self.kind == "mute":
            self._span_row = len(rows)
            rows.append(self._spans())
        rows.append(())
        self._places = {}
        for index, item in enumerate(self.items):
            if index == len(self._choices) + 1:
                rows += [(), ((rules_strings.standing(), "heading", 0),)]
            self._places[len(rows)] = index
            rows.append(self._line(index, item))
        if not self._hands.rules():
            rows += [(), ((rules_strings.none_standing(), "muted", 0),)]
        return rows

    def _spans(self) -> tuple[tuple[str, str, int], ...]:
        signs = [
            ("●" if each is self.span else "○", rules_strings.span(each), each is self.span) for each in SPANS
        ]
        return tuple(
            (f"{sign} {text}", "key" if chosen else "muted", cell_len(text) + 4)
            for sign, text, chosen in signs
        )

    def _line(self, index: int, item: RuleOption | ExistingRule | None) -> SheetRow:
        chosen = index == min(self._chosen, len(self.items) - 1)
        pointer = "◂" if current().rtl else "▸"
        cursor = (pointer if chosen else "", "key", _CURSOR_CELLS)
        role = "key" if chosen else "text"
        if item is None:
            number = ("w", "muted", _NUMBER_CELLS)
            return (cursor, number, (rules_strings.another_word(), role, 0))
        if isinstance(item, ExistingRule):
            count = self._counts.get((item.rule, False))
            return (
                cursor,
                (
                    rules_strings.said(item.rule),
                    role,
                    _NUMBER_CELLS + _WHAT_CELLS + _TEXT_CELLS - _UNTIL_CELLS,
                ),
                (rules_strings.until(item.rule, now=self._clock()), "muted", _UNTIL_CELLS),
                (rules_strings.concerned(self.kind, count), "muted", 0),
            )
        number = (strings.number(index + 1) if index < NUMBERED else "", "muted", _NUMBER_CELLS)
        count = self._counts.get((item.rule, self.kind == "mute"))
        return (
            cursor,
            number,
            (rules_strings.what(item.what), "muted", _WHAT_CELLS),
            (item.text, role, _TEXT_CELLS),
            (rules_strings.concerned(self.kind, count), "muted", 0),
        )

    # Counting

    def _count_all(self) -> None:
        shown = self.kind == "mute"
        keys = [(choice.rule, shown) for choice in self._choices]
        keys += [(rule, False) for rule in self._hands.rules()]
        self._count(keys)

    def _count(self, keys: Sequence[tuple[Rule, bool]]) -> None:
        wanted = [key for key in keys if key not in self._counts]
        self.run_worker(partial(self._counted_in_thread, wanted), thread=True, exit_on_error=False)

    def _counted_in_thread(self, keys: Sequence[tuple[Rule, bool]]) -> None:
        for key in keys:
            self.post_message(self.Counted(key, self._hands.meant(*key)))

    @on(Counted)
    def _counted(self, message: Counted) -> None:
        self._counts[message.key] = message.count
        self.fill()
        self._show_count()

    def _show_count(self) -> None:
        choice = self._typed
        count = self.query_one("#rule-count", Static)
        count.display = self.typing and choice is not None
        if choice is not None:
            number = self._counts.get((choice.rule, self.kind == "mute"))
            count.update(rules_strings.concerned(self.kind, number))

    @property
    def _typed(self) -> RuleOption | None:
        """The word in the field; None: there is none that a headline could be found by."""
        text = self.field.value
        return word_choice(self.kind, text) if any(char.isalnum() for char in text) else None

    # What is done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a word is typed, the letters are the field's."""
        _ = parameters
        return self.in_use and (not self.typing or action == "leave")

    def action_span(self, side: int) -> None:
        """Another time, towards the side of the arrow."""
        self._next_span(-side if current().rtl else side)

    def action_next_span(self) -> None:
        """The next of the times; after the last comes the first."""
        self._next_span(1)

    def _next_span(self, step: int) -> None:
        if self.kind == "mute":
            self.span = SPANS[(SPANS.index(self.span) + step) % len(SPANS)]
            self.fill()

    def action_number(self, number: int) -> None:
        """Take a choice by its number."""
        if number <= len(self._choices):
            self.select_index(number - 1)
            self._make(self._choices[number - 1])

    def action_act(self) -> None:
        """Make the chosen rule, or open the field. A standing rule is not taken away by chance."""
        match self.chosen:
            case None:
                self.action_type()
            case RuleOption() as choice:
                self._make(choice)
            case ExistingRule():
                pass

    def action_type(self) -> None:
        """Let a word be typed."""
        self.select_index(len(self._choices))
        self.field.display = True
        self.set_focus(self.field)

    def action_remove(self) -> None:
        """Take the chosen rule out of feeds.toml; one that is not on the screen is shown first."""
        seen, chosen = self._rule, self.chosen
        if seen != chosen or not self.is_selected_visible:
            self.fill()
            self.reveal()
        elif isinstance(chosen, ExistingRule):
            self._hands.decide(RuleEdit(self.kind, chosen.rule, added=False))

    def action_undo(self) -> None:
        """Take the last change back."""
        self._hands.undo()

    def action_redo(self) -> None:
        """Make the change again that was taken back."""
        self._hands.redo()

    def action_leave(self) -> None:
        """Leave the field, else the sheet."""
        if not self.typing:
            self.action_close()
            return
        self.field.display = self.query_one("#rule-count").display = False
        self.query_one(ColumnsView).focus()

    def _make(self, choice: RuleOption) -> None:
        rule = lasting(choice.rule, self.span, now=self._clock())
        self.action_close()
        self._hands.decide(RuleEdit(self.kind, rule, added=True))

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        self._show_count()
        if (choice := self._typed) is not None:
            self._count([(choice.rule, self.kind == "mute")])

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if (choice := self._typed) is not None:
            self._make(choice)

    def on_click(self, event: events.Click) -> None:
        """Choose a line; a click on the chosen one does it, one on the times takes the next. Beside the sheet, leave."""
        sheet = self.query_one(ColumnsView)
        if event.widget is not sheet:
            super().on_click(event)
            return
        line = event.y + sheet.scroll_offset.y
        if line == self._span_row:
            self._click_span(event.x)
        elif (index := self._places.get(line)) is not None:
            if index == self._chosen:
                self.action_act()
            else:
                self.select_index(index)

    def _click_span(self, x: int) -> None:
        """The time that stands in a cell of its row."""
        sheet = self.query_one(ColumnsView)
        left = (sheet.size.width - 1 - x if sheet.mirrored else x) - INDENT_CELLS
        for each, (_, _, cells) in zip(SPANS, self._spans(), strict=True):
            if 0 <= left < cells:
                self.span = each
                self.fill()
                return
            left -= cells
