"""What stands in the notice line, in order of gravity."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Notices:
    """Each kind of notice has one place; an empty one says nothing.

    Those about configuration, the archive, saving and feeds stand until they are mended; the others can be put away.
    """

    config: str = ""
    """Why feeds.toml cannot be used."""
    mistakes: tuple[str, ...] = ()
    """The same, one line each."""
    unsaved: str = ""
    """Why the last change could not be saved."""
    trouble: str = ""
    """What the worker did not expect."""
    obstacle: str = ""
    """Why no feeds are polled and nothing is saved."""
    settings: tuple[str, ...] = ()
    """Keys that clash, a theme that is not there."""
    store: tuple[str, ...] = ()
    """What happened to the archive when it was opened."""
    advice: str = ""
    """What this terminal should be told."""

    def texts(self, feeds: str) -> tuple[tuple[str, ...], bool]:
        """All of them, the gravest first.

        Args:
            feeds: What is to be said about feeds that fail; may be empty.

        Returns:
            The sentences, and whether the first one is an error rather than a warning.
        """
        grave = [text for text in (self.config, self.obstacle, self.unsaved, self.trouble) if text]
        rest = [text for text in (*self.store, *self.settings, feeds, self.advice) if text]
        return tuple(dict.fromkeys((*grave, *rest))), bool(grave)

    def dismiss(self) -> None:
        """Put away what need not be mended."""
        self.trouble = self.advice = ""
        self.store = ()
