"""A Python process of ours at the other end of two pipes: how it is started, spoken to in `frames`, and ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Final

from ticker_tui.processes.framing import LENGTH, MAX_FRAME

READ_AHEAD: Final = 512 * 1024
KILLED_S: Final = 5.0
"""How long to wait for a process that was killed: one that hangs in a system call on a lost disk does not end."""
_START: Final = "import gc, sys; gc.disable(); sys.path.append(sys.argv[1]); from {module} import main; main(*sys.argv[2:])"
"""`main` enables garbage collection once everything is imported (`garbage.collect_seldom`)."""


async def start_process(module: str, *argv: str) -> asyncio.subprocess.Process:
    """Start Python with `main` of a module of this package, which is handed `argv`.

    Raises:
        OSError: The system starts none.
    """
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # the folder we were started in is no place to import from
        "-c",
        _START.format(module=module),
        str(Path(__file__).parents[2]),
        *argv,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C and a closing terminal are the parent's affair
        env={**os.environ, "PYTHONHASHSEED": "random", "PYTHONUTF8": "1"},
        limit=READ_AHEAD,
    )


async def send(process: asyncio.subprocess.Process, message: bytes) -> None:
    """Send a frame.

    Raises:
        ConnectionError: The process has ended.
    """
    if process.stdin is None or process.stdin.is_closing():
        raise ConnectionError
    process.stdin.write(LENGTH.pack(len(message)) + message)
    await process.stdin.drain()


async def receive(process: asyncio.subprocess.Process) -> bytes:
    """Wait for the next frame.

    Raises:
        ConnectionError: The process has ended, or sends what is no frame.
        asyncio.IncompleteReadError: It ended in the middle of one.
    """
    if process.stdout is None:
        raise ConnectionError
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    if length > MAX_FRAME:
        raise ConnectionError
    return await process.stdout.readexactly(length)


async def kill(process: asyncio.subprocess.Process) -> None:
    """End a process now; wait until it has, and close the pipes, so that nothing is left for the garbage collector.

    Nobody else may be waiting in `receive`.
    """
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(KILLED_S):
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            await process.stdin.wait_closed()
    await asyncio.shield(process.wait())
    if process.stdout is not None:
        with contextlib.suppress(ConnectionError):
            while await process.stdout.read(1 << 16):
                pass


async def stop(process: asyncio.subprocess.Process, patience_s: float) -> None:
    """Let a process end by itself, as it does when its input ends; kill it when it has not after a time."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(patience_s):
            await process.wait()
    except TimeoutError:
        pass
    finally:
        await kill(process)
