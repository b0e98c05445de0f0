"""The changes of one run to feeds.toml, each with the text before and after it, so that it can be undone and made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ticker_tui.errors import ChangedSinceError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ticker_tui.ui.undo import FileEdit

MOST: Final = 100
"""Changes remembered; a text may have 100 kB."""


class _Texts(NamedTuple):
    before: str
    after: str
    also: Callable[[bool], object]


class FileEdits:
    """What is known of each change, by `FileEdit.number`. Used by the worker alone."""

    def __init__(self) -> None:
        self._texts: dict[int, _Texts] = {}

    def make(
        self,
        path: Path,
        change: Callable[[Path], object],
        edit: FileEdit | None = None,
        also: Callable[[bool], object] = lambda _undone: None,
    ) -> bool:
        """Make a change. A file that could not be read afterwards is left as it was.

        Args:
            path: feeds.toml.
            change: Makes it.
            edit: By what it is to be undone; None: it is not.
            also: What an undo (True) or a redo (False) does besides, before the text is changed.

        Returns:
            Whether the text is another one than before.

        Raises:
            ConfigError: Nothing was changed.
            StoreError: Nothing was changed.
        """
        from ticker_tui.config import load_config
        from ticker_tui.config.edit.save_file import replace_text, text_in

        before = text_in(path)
        change(path)
        after = text_in(path)
        try:
            load_config(path)
        except ConfigError:
            replace_text(path, before, instead_of=after)
            raise
        if edit is not None and after != before:
            self._texts[edit.number] = _Texts(before, after, also)
            while len(self._texts) > MOST:
                del self._texts[min(self._texts)]
        return after != before

    def repeat(self, path: Path, edit: FileEdit) -> None:
        """Take a change back, or make it again; what else has been changed in the file since stays.

        Raises:
            ConfigError: Nothing was changed; a `ChangedSinceError`: nor could it be another time.
            StoreError: Nothing was changed.
        """
        from ticker_tui.config.edit.save_file import apply_change
        from ticker_tui.config.load import shown_path

        texts = self._texts.get(edit.number)
        if texts is None:
            raise ChangedSinceError([f"{shown_path(path)}: this change is not known any more"])
        before, after = (texts.after, texts.before) if edit.undone else (texts.before, texts.after)
        texts.also(edit.undone)
        try:
            apply_change(path, before, after)
        except ConfigError:
            texts.also(not edit.undone)
            raise
