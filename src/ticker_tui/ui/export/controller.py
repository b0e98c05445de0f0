"""Taking an article along: as a file, as text in the clipboard, to a command of the user."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ticker_tui.i18n import current
from ticker_tui.i18n.dates import full_date
from ticker_tui.ui.article import strings as article_strings
from ticker_tui.ui.export.copy import CopyController

if TYPE_CHECKING:
    from ticker_tui.config import ShareCommand
    from ticker_tui.model import Article

TOLD_S = 6.0


class ExportController(CopyController):
    """Save, copy whole, share."""

    @property
    def _article_at_hand(self) -> Article | None:
        """The one that is read, else the selected one; with its full text where that is shown."""
        return None if (entry_id := self.current_id) is None else self.desk.articles.get(entry_id)

    def action_copy_article(self) -> None:
        """The whole article to the clipboard."""
        if (article := self._article_at_hand) is not None:
            from ticker_tui.ui import export

            self._copy(export.to_text(article, _date(article)))

    def action_save_article(self) -> None:
        """The article into a file."""
        if (article := self._article_at_hand) is not None:
            self.run_worker(self._save(article), group="saving", exit_on_error=False)

    async def _save(self, article: Article) -> None:
        from ticker_tui.config.load import shown_path
        from ticker_tui.ui import export

        settings = self.config.settings.reader
        as_text = settings.save_as == "text"
        text = (export.to_text if as_text else export.to_markdown)(article, _date(article))
        name = export.file_name(article.headline.title)
        suffix = ".txt" if as_text else ".md"
        folder = export.save_folder(settings.save_to)
        kept = await asyncio.to_thread(export.keep, text, folder, name, suffix)
        path = shown_path(kept.path)
        if isinstance(kept, export.SavedFile):
            self.notify(article_strings.saved(path, before=kept.before), timeout=TOLD_S, markup=False)
        else:
            sentence = article_strings.not_saved(path, kept.reason)
            self.notify(sentence, severity="warning", timeout=TOLD_S, markup=False)

    def action_share_article(self) -> None:
        """The article to a command; with several, to the one that is chosen."""
        commands = self.config.settings.share
        if (article := self._article_at_hand) is None:
            return
        if not commands:
            self.notify(article_strings.nothing_to_share(), timeout=TOLD_S, markup=False)
        elif len(commands) == 1:
            self._share(article, commands[0])
        else:
            from ticker_tui.ui.dialogs.choose import ChooseScreen

            names = [each.name for each in commands]
            title, keys = article_strings.share_title(), article_strings.share_keys()
            self.push_screen(
                ChooseScreen(title, keys, names, lambda place: self._share(article, commands[place]))
            )

    def _share(self, article: Article, command: ShareCommand) -> None:
        self.run_worker(self._run_share(article, command), group="sharing", exit_on_error=False)

    async def _run_share(self, article: Article, command: ShareCommand) -> None:
        from ticker_tui.ui import export
        from ticker_tui.ui.export import share

        text = export.to_text(article, _date(article))
        match await asyncio.to_thread(share.share, command, article.headline, text):
            case share.Shared():
                self.status.say(article_strings.shared(command.name))
                return
            case share.NoProgram(program):
                said = article_strings.share_missing(command.name, program)
            case share.Failed(code):
                said = article_strings.share_failed(command.name, code)
            case share.TooSlow():
                said = article_strings.share_slow(command.name)
            case share.NoLink():
                said = article_strings.share_not_safe(command.name)
        self.notify(said, severity="warning", timeout=TOLD_S, markup=False)


def _date(article: Article) -> str:
    headline = article.headline
    return full_date(headline.published_at or headline.sort_at, language=current())
