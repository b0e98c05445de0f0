"""The parser process: jobs come in on standard input, answers go out on standard output. See `child` for the other end.

It loads as little as it can: the first headline waits for it.
"""

from __future__ import annotations

import contextlib
import importlib
import sys

import msgspec

from ticker_tui import frames
from ticker_tui.feeds.job import Answer, Job, PageJob, PictureJob, Unreadable, thing_of
from ticker_tui.garbage import collect_seldom

NICENESS = 3
"""More than that of who hands out the work, saves what comes of it, and would else be what all wait for."""
CPU_S = 6
"""For one job; stops a process whose parent is gone, where the system does not."""


def main(memory_bytes: str) -> None:
    """Answer jobs from standard input until it ends.

    Args:
        memory_bytes: How much address space this process may have, in digits.
    """
    _limit_memory(int(memory_bytes))
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not write into a frame
    _get_ready()
    frames.die_with_parent()
    frames.widen(pipe_in, pipe_out)
    frames.stand_back(NICENESS)
    jobs: msgspec.msgpack.Decoder[Job] = msgspec.msgpack.Decoder(Job)
    while (message := frames.read_frame(pipe_in)) is not None:
        _limit_cpu()
        answer = answer_job(jobs.decode(message))
        frames.write_frame(pipe_out, msgspec.msgpack.encode(answer))
        if isinstance(answer, Unreadable) and answer.detail:
            return  # whatever went wrong, the next job gets a fresh process


def _get_ready() -> None:
    """Load what reading a feed takes while there is no job yet; a failure is the first job's to report."""
    with contextlib.suppress(Exception):
        importlib.import_module("ticker_tui.feeds.parse")
    collect_seldom()


def answer_job(job: Job) -> Answer:
    """Read one body; every failure becomes a sentence. This is the edge at which nothing may escape."""
    thing = thing_of(job)
    try:
        if isinstance(job, PictureJob):
            from ticker_tui.feeds.picture import read_picture

            return read_picture(job)
        if isinstance(job, PageJob):
            from ticker_tui.feeds.page import read_page

            return read_page(job)
        from ticker_tui.feeds.parse import parse_feed

        return parse_feed(job)
    except MemoryError:
        return Unreadable(
            reason=f"Reading the {thing} took too much memory; it was given up.", detail="MemoryError"
        )
    except Exception:  # noqa: BLE001 - the process's edge: feedparser raises what it likes
        import traceback  # slow to import, and seldom needed

        return Unreadable(
            reason=f"The {thing} is damaged and could not be read.", detail=traceback.format_exc(limit=-8)
        )


def _limit_memory(limit_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):  # a lower limit is already set, or the system has none
        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu() -> None:
    """Allow `CPU_S` more seconds of processor time."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + CPU_S, hard))
