"""Run a command in a real terminal under a virtual X server and take a picture of it; see README.md.

Only processes started here, and their descendants, are ever signalled.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from recipes import RECIPES, Look, recipe

if TYPE_CHECKING:
    from collections.abc import Sequence

PR_SET_CHILD_SUBREAPER = 36
_SCREEN = "2400x1500x24"
_LONGEST_COMMAND_S = 60.0
_WINDOW_MANAGER = (
    '<openbox_config xmlns="http://openbox.org/3.4/rc"><applications><application class="*">'
    '<decor>no</decor><position force="yes"><x>0</x><y>0</y></position><focus>yes</focus>'
    "</application></applications></openbox_config>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What to run where."""

    terminal: str
    command: Sequence[str]
    look: Look
    mux: str = ""
    """``tmux``, with options or without, or ``screen``: the command runs inside it, inside the terminal."""
    delay_s: float = 3.0
    """Until the keys, or the picture."""
    keys: str = ""
    """xdotool's names, typed one by one; ``+1.5`` waits that many seconds."""
    environ: dict[str, str] = field(default_factory=dict)
    root: Path | None = None
    """A chroot that terminal and command run in: another release's terminals."""


def shoot(shot: Shot, picture: Path | None, *, log: Path | None = None) -> None:
    """Take a picture; without one, wait for the command to end.

    Args:
        shot: What to run.
        picture: Where the PNG goes.
        log: Where to copy what the terminal printed.

    Raises:
        subprocess.CalledProcessError: The picture could not be taken.
    """
    # Whatever a terminal leaves behind becomes a child of this process, and can be ended by name of parent.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = set(_descendants())
    home = Path(tempfile.mkdtemp(prefix="shoot.", dir=shot.root / "tmp" if shot.root else None))
    try:
        with (home / "log").open("wb") as output:
            _Lab(home, output, shot).run(picture)
    finally:
        _end_descendants(before)
        if log is not None:
            shutil.copy(home / "log", log)
        shutil.rmtree(home, ignore_errors=True)


class _Lab:
    """One X server with one terminal in it."""

    def __init__(self, home: Path, output: IO[bytes], shot: Shot) -> None:
        self._home = home
        self._output = output
        self._shot = shot
        self._inside = Path("/") / home.relative_to(shot.root) if shot.root else home
        """The home folder as terminal and command see it."""
        self._environ = _environment(self._inside) | shot.environ

    def run(self, picture: Path | None) -> None:
        (self._home / "run").mkdir(mode=0o700)
        script = self._script()
        plan = recipe(self._shot.terminal, self._shot.look, str(self._inside / script.name))
        for name, text in plan.files.items():
            file = self._home / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        self._start_display()
        self._spawn(["/usr/sbin/chroot", str(self._shot.root), *plan.argv] if self._shot.root else plan.argv)
        if picture is None:
            self._wait_for_end()
            return
        time.sleep(self._shot.delay_s)
        self._type(self._shot.keys)
        self._take(picture)

    def _script(self) -> Path:
        inner = shlex.join(self._shot.command)
        if self._shot.mux.startswith("tmux"):
            quoted = shlex.quote(inner)
            inner = (
                f"{self._shot.mux} -L {self._home.name} -f /dev/null new-session {quoted} \\; set status off"
            )
        elif self._shot.mux == "screen":
            inner = f"screen -U -c /dev/null sh -c {shlex.quote(inner)}"
        script = self._home / "run.sh"
        script.write_text(f"#!/bin/sh\n{inner}\ntouch {self._inside}/done\n", "utf-8")
        script.chmod(0o755)
        return script

    def _start_display(self) -> None:
        reading, writing = os.pipe()
        screen = ["-displayfd", str(writing), "-screen", "0", _SCREEN, "-nolisten", "tcp", "-noreset"]
        self._spawn(["Xvfb", *screen], pass_fds=[writing])
        os.close(writing)
        with os.fdopen(
            reading
        ) as number:  # to its end of line: the server gives up if it cannot write it all
            self._environ["DISPLAY"] = ":" + number.readline().strip()
        config = self._home / "openbox.xml"
        config.write_text(_WINDOW_MANAGER, "utf-8")
        self._spawn(["openbox", "--config-file", str(config)])
        time.sleep(0.4)
        if self._shot.terminal == "foot":  # Wayland only: weston as a window of the X server, one full client
            look = self._shot.look
            width, height = round(look.columns * look.points * 0.81), round(look.rows * look.points * 1.64)
            size = [f"--width={width}", f"--height={height}"]
            weston = [
                "weston",
                "--backend=x11-backend.so",
                "--use-pixman",
                "--shell=kiosk-shell.so",
                "--no-config",
            ]
            self._environ["XDG_RUNTIME_DIR"] = str(self._home / "run")
            self._spawn([*weston, *size, "--socket=wl-lab"])
            self._environ["XDG_RUNTIME_DIR"] = str(self._inside / "run")
            time.sleep(2)
            self._environ["WAYLAND_DISPLAY"] = "wl-lab"

    def _spawn(self, argv: Sequence[str], pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            argv,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            cwd="/",
            start_new_session=True,
            pass_fds=pass_fds,
        )

    def _wait_for_end(self) -> None:
        until = time.monotonic() + _LONGEST_COMMAND_S
        while time.monotonic() < until and not (self._home / "done").exists():
            time.sleep(0.2)

    def _type(self, keys: str) -> None:
        for key in keys.split():
            if key.startswith("+"):
                time.sleep(float(key))
                continue
            self._run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(0.15)
        if keys:
            time.sleep(1)

    def _take(self, picture: Path) -> None:
        whole = str(self._home / "screen.png")
        self._run("import", "-window", "root", whole).check_returncode()
        answer = self._run("xdotool", "getactivewindow", "getwindowgeometry", "--shell").stdout
        place = dict(line.split("=", 1) for line in answer.split() if "=" in line)
        crop = ["-trim"]
        if "WIDTH" in place:
            crop = ["-crop", "{WIDTH}x{HEIGHT}+{X}+{Y}".format(**place), "+repage"]
        self._run("convert", whole, *crop, "-strip", str(picture)).check_returncode()

    def _run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """Run one of the lab's helpers on the display to its end."""
        return subprocess.run(
            argv, env=self._environ, stdout=subprocess.PIPE, stderr=self._output, check=False, text=True
        )


def _environment(home: Path) -> dict[str, str]:
    """An environment in which no terminal finds anything of the user's."""
    environ = {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/games",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "SHELL": "/bin/bash",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "GDK_BACKEND": "x11",
        "QT_QPA_PLATFORM": "xcb",
        "NO_AT_BRIDGE": "1",
        "GSETTINGS_BACKEND": "memory",
    }
    if "XTERMJS" in os.environ:
        environ["XTERMJS"] = os.environ["XTERMJS"]
    return environ


def _descendants() -> list[int]:
    """The processes below this one, nearest first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found: list[int] = []
    todo = [os.getpid()]
    while todo:
        below = children.get(todo.pop(0), [])
        found.extend(below)
        todo.extend(below)
    return found


def _end_descendants(spared: set[int]) -> None:
    """End what has been started since `spared` was noted: politely, then not."""
    for number, pause_s in ((signal.SIGHUP, 0.5), (signal.SIGTERM, 0.7), (signal.SIGKILL, 0.3)):
        ours = [each for each in _descendants() if each not in spared]
        if not ours:
            return
        for each in ours:
            with contextlib.suppress(OSError):
                os.kill(each, number)
        time.sleep(pause_s)
        for each in ours:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(each, os.WNOHANG)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, usage="shoot.py TERMINAL OUT.png [options] -- COMMAND..."
    )
    parser.add_argument("terminal", choices=sorted(RECIPES))
    parser.add_argument("picture", type=Path)
    parser.add_argument("--size", default="100x30", help="columns x rows; approximate in foot and QTerminal")
    parser.add_argument("--font", default="DejaVu Sans Mono")
    parser.add_argument("--points", type=float, default=14)
    parser.add_argument("--delay", type=float, default=4, help="seconds before the keys")
    parser.add_argument("--keys", default="", help="xdotool's key names; +N waits N seconds")
    parser.add_argument("--mux", default="", help="tmux (with options, if need be) or screen")
    parser.add_argument("--env", action="append", default=[], metavar="K=V")
    parser.add_argument("--opt", action="append", default=[], help="an option of the terminal's own")
    parser.add_argument("--root", type=Path, help="a chroot with other releases of the terminals")
    parser.add_argument("--wait", action="store_true", help="no picture; wait for the command to end")
    parser.add_argument("--log", type=Path, help="where to copy what the terminal printed")
    if "--" not in sys.argv:
        parser.error("give the command after --")
    split = sys.argv.index("--")
    asked = parser.parse_args(sys.argv[1:split])
    columns, rows = map(int, asked.size.split("x"))
    points = int(asked.points) if asked.points == int(asked.points) else asked.points
    shot = Shot(
        terminal=asked.terminal,
        command=sys.argv[split + 1 :],
        look=Look(columns, rows, asked.font, points, tuple(asked.opt)),
        mux=asked.mux,
        delay_s=asked.delay,
        keys=asked.keys,
        environ=dict(each.split("=", 1) for each in asked.env),
        root=asked.root,
    )
    shoot(shot, None if asked.wait else asked.picture, log=asked.log)


if __name__ == "__main__":
    main()
