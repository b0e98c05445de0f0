"""How large the window is, as the system has it."""

from __future__ import annotations

import struct
import sys


def window(output_fd: int = 2) -> tuple[int, int, int, int]:
    """Rows, columns, width and height in pixels; 0 where they are not told."""
    if sys.platform == "win32":
        return 0, 0, 0, 0
    import fcntl
    import termios

    try:
        told = fcntl.ioctl(output_fd, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return 0, 0, 0, 0
    rows, columns, width, height = struct.unpack("HHHH", told)
    return rows, columns, width, height
