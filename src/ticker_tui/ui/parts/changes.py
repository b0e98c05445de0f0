"""What is changed about entries, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker_tui.ui import wording
from ticker_tui.ui.history import Change, History, Mark
from ticker_tui.ui.parts.stage import Stage

if TYPE_CHECKING:
    from ticker_tui.ui.parts.stage import Given


class Changes(Stage):
    """Marks, and their undoing."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.history = History()

    def _mark_read(self, entry_id: int, *, read: bool) -> None:
        headline = self.desk.headline(entry_id)
        if headline is not None and headline.read != read:
            self._change(Change(Mark.READ, (entry_id,), value=read))

    def _change(self, change: Change) -> None:
        """Change something that can be taken back."""
        self.history.did(change)
        self._carry_out(change)

    def _carry_out(self, change: Change) -> None:
        """Show a change, and have it written. Nothing moves: what no longer belongs to the view stays in its snapshot."""
        if not change.ids:
            return
        ids, value = change.ids, change.value
        if change.mark is Mark.READ:
            ticket = self.session.write(lambda store: store.set_read(ids, value))
        else:
            ticket = self.session.write(lambda store: store.set_starred(ids, value))
        self.desk.show_change(ticket, change)
        self.headlines.refresh_rows(ids)
        article = self._reader.article if self._reader is not None else None
        if article is not None and article.headline.id in ids:
            self.reader.show(self.desk.article(article.headline.id))

    def _show_mark(self, entry_id: int) -> None:
        self.headlines.refresh_rows([entry_id])
        if (article := self.reader.article) is not None and article.headline.id == entry_id:
            self.reader.show(self.desk.article(entry_id))

    def action_toggle_read(self) -> None:
        """Mark as read, or as unread."""
        if (entry_id := self.current_id) is not None and (
            headline := self.desk.headline(entry_id)
        ) is not None:
            self._mark_read(entry_id, read=not headline.read)

    def action_toggle_star(self) -> None:
        """Give a star, or take it off."""
        if (entry_id := self.current_id) is None or (headline := self.desk.headline(entry_id)) is None:
            return
        self._change(Change(Mark.STARRED, (entry_id,), value=not headline.starred))

    def action_read_all(self) -> None:
        """Mark the snapshot as read: what waits above it, or arrives now, has not been seen and stays unread."""
        change = Change(Mark.READ, self.desk.unread_ids(), value=True)
        self._change(change)
        self.status.say(wording.done(change))

    def action_undo(self) -> None:
        """Take the last change back."""
        change = self.history.undo()
        if change is not None:
            self._carry_out(change.opposite)
        self.status.say(wording.undone(change))

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        change = self.history.redo()
        if change is not None:
            self._carry_out(change)
        self.status.say(wording.redone(change))
