"""Whether a shell waits to take over when the program is stopped (POSIX, 11.1.4: an orphaned process group is not stopped)."""

from __future__ import annotations

import os
from pathlib import Path


def has_job_control() -> bool:
    """Whether this process group has a parent in its own session that may continue it.

    `sh -c "ticker; …"` puts the shell into the group: then the shell's own parent counts, and in a window made for
    the command there is none. Without /proc only the direct parent is asked.
    """
    group, session = os.getpgrp(), os.getsid(0)
    process: int | None = os.getppid()
    while process:
        try:
            if os.getsid(process) != session:
                return False
            if os.getpgid(process) != group:
                return True
        except OSError:
            return False
        process = _parent(process)
    return False


def _parent(process: int) -> int | None:
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])
