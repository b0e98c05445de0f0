"""The parser process: jobs come in on standard input, answers go out on standard output. See `child` for the other end.

It loads as little as it can: the first headline waits for it.
"""

from __future__ import annotations

import contextlib
import importlib
import signal
import sys

import msgspec

from ticker_tui.processes import framing
from ticker_tui.processes.garbage import collect_seldom
from ticker_tui.processes.parser_protocol import Answer, Job, PageJob, PictureJob, Unreadable, thing_of

NICENESS = 3
"""More than that of who hands out the work, saves what comes of it, and would else be what all wait for."""
FEED_READER = "ticker_tui.feeds.parse"


def main(memory_bytes: str) -> None:
    """Answer jobs from standard input until it ends.

    Args:
        memory_bytes: How much address space this process may have, in digits.
    """
    _limit_memory(int(memory_bytes))
    _end_at_cpu_limit()
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not write into a frame
    _load(FEED_READER)  # while there is no job yet
    collect_seldom()
    framing.die_with_parent()
    framing.widen(pipe_in, pipe_out)
    framing.stand_back(NICENESS)
    jobs: msgspec.msgpack.Decoder[Job] = msgspec.msgpack.Decoder(Job)
    while (message := framing.read_frame(pipe_in)) is not None:
        job = jobs.decode(message)
        _load(_reader_of(job))
        _limit_cpu(job.cpu_s)
        answer = answer_job(job)
        _limit_cpu(0.0)
        framing.write_frame(pipe_out, msgspec.msgpack.encode(answer))
        if isinstance(answer, Unreadable) and answer.detail:
            return  # whatever went wrong, the next job gets a fresh process


def _reader_of(job: Job) -> str:
    """The module that reads what a job brings."""
    match job:
        case PictureJob():
            return "ticker_tui.images.decode"
        case PageJob():
            return "ticker_tui.feeds.article_page"
        case _:
            return FEED_READER


def _load(module: str) -> None:
    """Import a module before the processor time of a job is counted; a failure is reported by the job."""
    with contextlib.suppress(Exception):
        importlib.import_module(module)


def answer_job(job: Job) -> Answer:
    """Read one body; every failure becomes a sentence. This is the edge at which nothing may escape."""
    thing = thing_of(job)
    try:
        if isinstance(job, PictureJob):
            from ticker_tui.images.decode import read_picture

            return read_picture(job)
        if isinstance(job, PageJob):
            from ticker_tui.feeds.article_page import read_page

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


def _end_at_cpu_limit() -> None:
    """Let the signal of `_limit_cpu` end this process, whatever the parent process does with it."""
    if sys.platform == "win32":
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})


def _limit_cpu(seconds: float) -> None:
    """Allow so much more processor time, then `SIGPROF` ends this process, in the middle of C code as well; 0: no limit."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
