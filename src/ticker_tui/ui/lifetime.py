"""Handlers and deferred callbacks run only while their widget, screen or app is in use.

A dialog can be closed while it is still being opened, and an app can end while a timer, a callback or an answer of the
worker is still to come. Textual delivers them all the same, to a node whose children may never have been mounted.
Every widget, screen and app of `ticker` derives from `Guarded`, which drops them.

Leans on Textual's inside: `MessagePump._get_dispatch_methods`, through which every handler is found, and the flags
`_closing`, `_closed`, `_pruning` and `_exit`. `tests/ui/test_lifetime.py` fails when they change.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.events import Unmount
from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.dom import DOMNode
    from textual.message_pump import MessagePump as _Base
    from textual.screen import Screen
    from textual.timer import Timer

    _Handler = tuple[type, Callable[[Message], Awaitable[Any]]]
else:
    _Base = object

__all__ = ["Guarded", "ReadyScreen"]

_OURS = __name__.partition(".")[0]


class Guarded(_Base):
    """A node of which nothing of ours runs once it is being removed. Precedes the Textual class in the bases."""

    @property
    def in_use(self) -> bool:
        """Whether the node is on a screen of the app, and neither is being taken down."""
        if self._closing or self._closed:
            return False
        if isinstance(self, App):
            ended = self._exit  # pyright: ignore[reportPrivateUsage] - see the module
            return self.is_running and not ended and bool(self.screen_stack)
        node = cast("DOMNode", self)
        removed = node._pruning  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - see the module
        if removed or not node.is_attached:  # nothing is attached after `App.exit`
            return False
        return node.screen in node.app.screen_stack  # pyright: ignore[reportUnknownMemberType] - Textual says bare App

    def _get_dispatch_methods(self, method_name: str, message: Message) -> Iterable[_Handler]:
        """The handlers of a message; ours only while the node is in use, which is looked at before each of them."""
        # Textual says bare Awaitable.
        handlers = cast(  # type: ignore[redundant-cast] # for mypy it is known
            "Iterable[_Handler]",
            super()._get_dispatch_methods(method_name, message),  # pyright: ignore[reportUnknownMemberType]
        )
        for cls, method in handlers:
            if not _is_ours(cls) or isinstance(message, Unmount) or self.in_use:
                yield cls, method

    def _guarded(self, callback: Callable[..., Any], *args: object, **kwargs: object) -> Callable[[], Any]:
        """Wrap a callback. Textual's own is passed on as it is: somebody may wait for it."""
        bound = partial(callback, *args, **kwargs)
        if not _is_ours(callback):
            return bound

        def run() -> Any:  # noqa: ANN401 - whatever the callback returns; Textual awaits what can be awaited
            return bound() if self.in_use else None

        return run

    def call_later(self, callback: Callable[..., Any], *args: object, **kwargs: object) -> bool:
        """Call it behind the messages that wait, if the node is still in use."""
        return super().call_later(self._guarded(callback, *args, **kwargs))

    def call_after_refresh(self, callback: Callable[..., Any], *args: object, **kwargs: object) -> bool:
        """Call it after the next repaint, if the node is still in use."""
        return super().call_after_refresh(self._guarded(callback, *args, **kwargs))

    def set_timer(
        self,
        delay: float,
        callback: Callable[[], Any] | None = None,
        *,
        name: str | None = None,
        pause: bool = False,
    ) -> Timer:
        """Call it once after a time, if the node is still in use."""
        return super().set_timer(delay, callback and self._guarded(callback), name=name, pause=pause)

    def set_interval(
        self,
        interval: float,
        callback: Callable[[], Any] | None = None,
        *,
        name: str | None = None,
        repeat: int = 0,
        pause: bool = False,
    ) -> Timer:
        """Call it again and again, while the node is in use."""
        guarded = callback and self._guarded(callback)
        return super().set_interval(interval, guarded, name=name, repeat=repeat, pause=pause)


def _is_ours(code: object) -> bool:
    """Whether a class or a callback belongs to `ticker`."""
    while isinstance(code, partial):
        code = code.func
    return (getattr(code, "__module__", None) or "").partition(".")[0] == _OURS


class ReadyScreen:
    """A screen that tells the app when it can take input, and that can be closed below another one."""

    _close_on_resume = False

    class Ready(Message, bubble=False):
        """The screen is mounted and on top."""

    def on_screen_resume(self) -> None:
        """Handled after the screen is mounted, and again when a dialog above it is closed."""
        screen = cast("Screen[Any]", self)
        if self._close_on_resume:
            screen.dismiss()
        else:
            screen.app.post_message(self.Ready())  # pyright: ignore[reportUnknownMemberType] - Textual says bare App

    def close(self) -> None:
        """Remove the screen: now if it is on top of the stack, otherwise when it is again.

        `Screen.dismiss` removes whatever is on top. A click or an answer can come after a dialog was opened above this one.
        """
        screen = cast("Screen[Any]", self)
        if screen.is_active:
            screen.dismiss()
        else:
            self._close_on_resume = True
