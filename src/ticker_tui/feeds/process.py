"""The parser process: jobs come in on standard input, answers go out on standard output. See `child` for the other end.

It loads as little as it can: the first headline waits for it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import signal
import sys
import traceback
from typing import BinaryIO

import msgspec

from ticker_tui.feeds.job import LENGTH, Answer, Job, PageJob, PictureJob, Unreadable, thing_of

CPU_S = 6
"""For one job; stops a process whose parent is gone, where the system does not."""
_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that this process gets when its parent dies."""


def main(memory_bytes: int) -> None:
    """Answer jobs from standard input until it ends.

    Args:
        memory_bytes: How much address space this process may have.
    """
    _limit_memory(memory_bytes)
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not write into a frame
    _get_ready()
    _die_with_parent()
    jobs: msgspec.msgpack.Decoder[Job] = msgspec.msgpack.Decoder(Job)
    while (message := _read_frame(pipe_in)) is not None:
        _limit_cpu()
        answer = answer_job(jobs.decode(message))
        frame = msgspec.msgpack.encode(answer)
        pipe_out.write(LENGTH.pack(len(frame)) + frame)
        pipe_out.flush()
        if isinstance(answer, Unreadable) and answer.detail:
            return  # whatever went wrong, the next job gets a fresh process


def _get_ready() -> None:
    """Load what reading a feed takes while there is no job yet; a failure is the first job's to report."""
    with contextlib.suppress(Exception):
        importlib.import_module("ticker_tui.feeds.parse")
    # Entries are made by the thousand and hold no cycles: looking for some seldom saves a twelfth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _die_with_parent() -> None:
    """Not to be left behind in the middle of a document: the end of the input is only seen between two jobs."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


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
        return Unreadable(
            reason=f"The {thing} is damaged and could not be read.", detail=traceback.format_exc(limit=-8)
        )


def _read_frame(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = pipe.read(length)
    return message if len(message) == length else None


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
