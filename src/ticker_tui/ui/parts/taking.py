"""Taking an article along: as a file, as text in the clipboard, to a command of the user."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ticker_tui.ui import readerwords
from ticker_tui.ui.language import current
from ticker_tui.ui.parts.copying import Copying
from ticker_tui.ui.when import full_date

if TYPE_CHECKING:
    from ticker_tui.config import ShareCommand
    from ticker_tui.model import Article

TOLD_S = 6.0


class Taking(Copying):
    """Save, copy whole, share."""

    @property
    def _article_at_hand(self) -> Article | None:
        """The one that is read, else the selected one; with its full text where that is shown."""
        return None if (entry_id := self.current_id) is None else self.desk.articles.get(entry_id)

    def action_copy_article(self) -> None:
        """The whole article to the clipboard."""
        if (article := self._article_at_hand) is not None:
            from ticker_tui.ui import saving

            self._copy(saving.to_text(article, _date(article)))

    def action_save_article(self) -> None:
        """The article into a file."""
        if (article := self._article_at_hand) is not None:
            self.run_worker(self._save(article), group="saving", exit_on_error=False)

    async def _save(self, article: Article) -> None:
        from ticker_tui.config.load import shown_path
        from ticker_tui.ui import saving

        settings = self.config.settings.reader
        as_text = settings.save_as == "text"
        text = (saving.to_text if as_text else saving.to_markdown)(article, _date(article))
        name = saving.file_name(article.headline.title)
        suffix = ".txt" if as_text else ".md"
        folder = saving.save_folder(settings.save_to)
        kept = await asyncio.to_thread(saving.keep, text, folder, name, suffix)
        path = shown_path(kept.path)
        if isinstance(kept, saving.Kept):
            self.notify(readerwords.saved(path, before=kept.before), timeout=TOLD_S, markup=False)
        else:
            sentence = readerwords.not_saved(path, kept.reason)
            self.notify(sentence, severity="warning", timeout=TOLD_S, markup=False)

    def action_share_article(self) -> None:
        """The article to a command; with several, to the one that is chosen."""
        commands = self.config.settings.share
        if (article := self._article_at_hand) is None:
            return
        if not commands:
            self.notify(readerwords.nothing_to_share(), timeout=TOLD_S, markup=False)
        elif len(commands) == 1:
            self._share(article, commands[0])
        else:
            from ticker_tui.ui.screens.choose import ChooseScreen

            names = [each.name for each in commands]
            title, keys = readerwords.share_title(), readerwords.share_keys()
            self.push_screen(
                ChooseScreen(title, keys, names, lambda place: self._share(article, commands[place]))
            )

    def _share(self, article: Article, command: ShareCommand) -> None:
        self.run_worker(self._run_share(article, command), group="sharing", exit_on_error=False)

    async def _run_share(self, article: Article, command: ShareCommand) -> None:
        from ticker_tui.ui import saving, sharing

        text = saving.to_text(article, _date(article))
        match await asyncio.to_thread(sharing.share, command, article.headline, text):
            case sharing.Shared():
                self.status.say(readerwords.shared(command.name))
                return
            case sharing.NoProgram(program):
                said = readerwords.share_missing(command.name, program)
            case sharing.Failed(code):
                said = readerwords.share_failed(command.name, code)
            case sharing.TooSlow():
                said = readerwords.share_slow(command.name)
            case sharing.NoLink():
                said = readerwords.share_not_safe(command.name)
        self.notify(said, severity="warning", timeout=TOLD_S, markup=False)


def _date(article: Article) -> str:
    headline = article.headline
    return full_date(headline.published_at or headline.sort_at, language=current())
