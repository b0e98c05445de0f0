"""An article as a text of its own: Markdown or plain, in a file or handed on."""

from __future__ import annotations

from ticker_tui.ui.export.files import SavedFile, SaveFailed, file_name, keep, save_folder
from ticker_tui.ui.export.markdown import to_markdown
from ticker_tui.ui.export.plain_text import to_text

__all__ = ["SaveFailed", "SavedFile", "file_name", "keep", "save_folder", "to_markdown", "to_text"]
