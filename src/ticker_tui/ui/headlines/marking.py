"""What is changed about entries, and how it is taken back."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from ticker_tui.ui.headlines import strings as headlines_strings
from ticker_tui.ui.headlines.controller import ViewController
from ticker_tui.ui.undo import Change, Deed, EntryFlag, FileEdit, History, RuleEdit

if TYPE_CHECKING:
    from ticker_tui.ui.screen_app import AppDependencies


class MarkingController(ViewController):
    """Marks, deleting, and their undoing."""

    def __init__(self, given: AppDependencies) -> None:
        super().__init__(given)
        self.history = History()
        self._edit_numbers = count(1)

    def _mark_read(self, entry_id: int) -> None:
        self._change(
            Change(EntryFlag.READ, self.desk.unlike([entry_id], EntryFlag.READ, value=True), value=True)
        )

    def _change(self, change: Deed) -> None:
        """Change something that can be taken back."""
        self.history.did(change)
        self._carry_out(change)

    def _carry_out(self, change: Deed) -> None:
        """Show a change, and have it written. Nothing moves: what no longer belongs to the view stays in its snapshot."""
        if isinstance(change, FileEdit):
            self.session.repeat_edit(change)
            return
        if isinstance(change, RuleEdit):
            self.session.rule(change)  # what it does to the list is known when the archive has been judged
            return
        if not change.ids:
            return
        ids, value, now = change.ids, change.value, self.clock()
        match change.mark:
            case EntryFlag.READ:
                ticket = self.session.write(lambda store: store.set_read(ids, value))
            case EntryFlag.STARRED:
                ticket = self.session.write(lambda store: store.set_starred(ids, value))
            case EntryFlag.DELETED:
                ticket = self.session.write(lambda store: store.set_deleted(ids, value, now=now))
        self.desk.show_change(ticket, change)
        article = self._reader.article if self._reader is not None else None
        concerned = article is not None and article.headline.id in ids
        if change.mark is EntryFlag.DELETED:
            if value and concerned and self.reading:
                self._show_list()
            self._show_what_is_left()
            return
        self.headlines.refresh_rows(ids)
        if article is not None and concerned:
            self.reader.show(self.desk.articles.get(article.headline.id))

    def _show_what_is_left(self) -> None:
        """The list without what was thrown away; the selection goes to what took its place."""
        self.headlines.waiting = self.desk.waiting
        self.headlines.show(self.desk.ids)
        self._show_narrowing()
        self._show_bar()
        self._show_standing()

    def _show_mark(self, entry_id: int) -> None:
        self.headlines.refresh_rows([entry_id])
        if (article := self.reader.article) is not None and article.headline.id == entry_id:
            self.reader.show(self.desk.articles.get(entry_id))

    def _toggle(self, mark: EntryFlag) -> None:
        """Mark what keys act on; where all of it is marked, take the mark off."""
        ids = self.current_ids
        self._reveal_selection()
        missing = self.desk.unlike(ids, mark, value=True)
        change = Change(mark, missing or self.desk.unlike(ids, mark, value=False), value=bool(missing))
        self._change(change)
        if len(ids) > 1:
            self.status.say(headlines_strings.done(change))

    def action_toggle_read(self) -> None:
        """Mark as read, or as unread."""
        self._toggle(EntryFlag.READ)

    def action_toggle_star(self) -> None:
        """Give a star, or take it off."""
        self._toggle(EntryFlag.STARRED)

    def action_read_all(self) -> None:
        """Mark the snapshot as read: what waits above it, or arrives now, has not been seen and stays unread."""
        change = Change(
            EntryFlag.READ, self.desk.unlike(self.desk.ids, EntryFlag.READ, value=True), value=True
        )
        self._change(change)
        self.status.say(headlines_strings.done(change))

    def action_delete(self) -> None:
        """Throw away what keys act on. It asks nothing, starred or not, since it can be taken back; but it has to be seen."""
        if self._reveal_selection():
            self.status.say(headlines_strings.was_out_of_view(self.keymap.first("headlines.delete")))
            return
        change = Change(EntryFlag.DELETED, self.desk.with_folded(self.current_ids), value=True)
        if change.ids:
            self._change(change)
            self.status.say(headlines_strings.deleted(change, self.keymap.first("history.undo")))

    def _reveal_selection(self) -> bool:
        """Show the row that keys act on; False: it was in view, or what they act on is not one row of the list."""
        one_row = not (self.reading or self.bar.has_focus or self.headlines.picked_count)
        return one_row and self.headlines.reveal()

    def action_undo(self) -> None:
        """Take the last change back."""
        change = self.history.undo()
        if change is not None:
            self._carry_out(change.opposite)
        if not isinstance(change, FileEdit):  # of which nothing is said before the file is written
            self._answer(headlines_strings.undone(change))

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        change = self.history.redo()
        if change is not None:
            self._carry_out(change)
        if not isinstance(change, FileEdit):
            self._answer(headlines_strings.redone(change))

    def _answer(self, sentence: str) -> None:
        """Answer a key in the status line, or above the dialog that covers it."""
        if len(self.screen_stack) > 1:
            self.notify(sentence, timeout=4, markup=False)
        else:
            self.status.say(sentence)
