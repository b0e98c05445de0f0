"""How the tests are shared out."""

from __future__ import annotations

import os


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many workers as cores: a good part of the tests waits for a program in a pty, or for a server."""
    return 2 * (os.cpu_count() or 1)
