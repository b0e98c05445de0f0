"""xterm.js in Chromium: ``xterm_js.py COLUMNS ROWS FONT POINTS RENDERER SCRIPT``, RENDERER dom, canvas or webgl.

A page with xterm.js on the loopback, fed from a pty by server-sent events; keys come back as POSTs. The scripts
are read from ``$XTERMJS/node_modules/@xterm`` (``/tmp/xtermjs`` if not set).
"""

from __future__ import annotations

import base64
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_COLUMNS, _ROWS, _FONT, _POINTS, _RENDERER, _SCRIPT = sys.argv[1:]
_MODULES = Path(os.environ.get("XTERMJS", "/tmp/xtermjs")).resolve() / "node_modules/@xterm"  # noqa: S108
_PAGE = f"""<!doctype html><meta charset=utf-8><link rel=stylesheet href=/xterm/css/xterm.css>
<body style="margin:0;background:#000"><div id=t></div><script src=/xterm/lib/xterm.js></script>
<script src=/addon-{_RENDERER}/lib/addon-{_RENDERER}.js></script><script>
const t = new Terminal({{cols: {_COLUMNS}, rows: {_ROWS}, fontFamily: "{_FONT}", allowProposedApi: true,
                        fontSize: {float(_POINTS) * 96 / 72}}});
t.open(document.getElementById('t'));
if ('{_RENDERER}' == 'webgl') t.loadAddon(new WebglAddon.WebglAddon());
if ('{_RENDERER}' == 'canvas') t.loadAddon(new CanvasAddon.CanvasAddon());
const bytes = s => Uint8Array.from(atob(s), c => c.charCodeAt(0));
new EventSource('/output').onmessage = e => t.write(bytes(e.data));
let queue = Promise.resolve();
const send = d => {{ queue = queue.then(() => fetch('/input', {{method: 'POST', body: d}})); }};
t.onData(send); t.onBinary(send); t.focus();
</script>"""


class _Handler(BaseHTTPRequestHandler):
    """The page, its scripts, and the two directions of the pty."""

    pty_fd = -1

    def do_GET(self) -> None:
        """A file, or the stream of what the command prints."""
        if self.path == "/":
            self._send(_PAGE.encode(), "text/html; charset=utf-8")
        elif self.path == "/output":
            self._stream()
        else:
            file = (_MODULES / self.path.lstrip("/")).resolve()
            if not file.is_relative_to(_MODULES) or not file.is_file():
                self.send_error(404)
                return
            self._send(file.read_bytes(), "text/css" if file.suffix == ".css" else "text/javascript")

    def do_POST(self) -> None:
        """Keys."""
        os.write(self.pty_fd, self.rfile.read(int(self.headers["Content-Length"])))
        self._send(b"", "text/plain")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Say nothing."""

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        _Handler.pty_fd = _start()  # not before there is a terminal that can answer it
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while data := os.read(self.pty_fd, 65536):
                self.wfile.write(b"data: " + base64.b64encode(data) + b"\n\n")
        except OSError:  # the command has ended, or the browser has gone
            return


def _start() -> int:
    """Run the command in a new pty; its file descriptor."""
    pid, pty_fd = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(_SCRIPT, [_SCRIPT])  # noqa: S606 - our own script
    fcntl.ioctl(pty_fd, termios.TIOCSWINSZ, struct.pack("HHHH", int(_ROWS), int(_COLUMNS), 0, 0))
    return pty_fd


def main() -> None:
    """Serve until ended."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    quiet = [
        "--no-first-run",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    software = [
        "--use-gl=angle",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--ignore-gpu-blocklist",
    ]
    size = float(_POINTS) * 96 / 72
    window = f"--window-size={round(int(_COLUMNS) * size * 0.603) + 24},{round(int(_ROWS) * size * 1.2) + 8}"
    profile = [f"--user-data-dir={os.environ['HOME']}/chrome", window]
    page = f"--app=http://127.0.0.1:{server.server_port}/"
    subprocess.Popen(["chromium", "--no-sandbox", "--test-type", *quiet, *software, *profile, page])
    server.serve_forever()


if __name__ == "__main__":
    main()
