"""Programs that tests start: with default signals, whatever the shell ignores, and ended when the test leaves them."""

from __future__ import annotations

import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

KEPT = {signal.SIGPIPE, signal.SIGXFSZ, signal.SIGTTIN, signal.SIGTTOU}
"""Signals left as they are: Python ignores the first two itself, and writing to a terminal may depend on the others."""


def ignored_signals() -> list[int]:
    """The signals that this process was told to ignore, as `nohup` and shells without job control do for what they start."""
    signals = signal.valid_signals() - KEPT
    return [int(number) for number in signals if signal.getsignal(number) is signal.SIG_IGN]


def give_children_default_signals(ignored: Iterable[int]) -> None:
    """Handle signals by doing nothing instead of ignoring them: this process sees no difference, but what it starts does.

    A program inherits which signals are ignored, and not which are handled. A test that sends SIGINT to a program would wait for ever.
    """
    for number in ignored:
        signal.signal(number, lambda *_: None)


@contextmanager
def started(argv: Sequence[str | Path], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a program; when the test leaves it, also by a failure or its time-out, it is killed and its pipes are closed."""
    process = subprocess.Popen(argv, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
