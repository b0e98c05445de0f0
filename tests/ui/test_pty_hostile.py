"""Feeds that attack the terminal, from the bytes on the wire to the bytes in the pty, through every screen."""

from __future__ import annotations

import http.server
import json
import os
import re
import sys
import threading
from typing import TYPE_CHECKING, ClassVar

import pytest
from scripted_terminal import Peer, recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVIL = {
    "markup": "[/] [bold]loud[/bold] [@click=app.quit]click[/] [link=http://evil.example]x[/link] [",
    "escape": "\x1b[2J\x1b]0;EVILTITLE\x07after",
    "clipboard": "\x1b]52;c;RVZJTA==\x07\x1b]52;c;RVZJTA==\x1b\\ after",
    "c1": "\x9b31mC1\x9d52;c;RVZJTA==\x9c\x90q\x9c",
    "separators": "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "marks": "ب" + "\u064b" * 10_000 + "zalgo",
    "override": "\u202eRLO\u202c \u202dLRO \u2067isolate \u2066open \u200f\u200e\u061c",
    "shift": "\x0e\x0f\x05\x7f\x08\x07\r\n\ttabbed",
    "million": "ا" * 1_000_000,
    "surrogate": "\ud800 alone",
    "hyperlink": "\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x1b\\",
    "notify": "\x1b]9;EVIL\x07\x1b]777;notify;EVIL;EVIL\x07\x1bP+q544e\x1b\\",
}
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(
    r"\x1b(?:"
    r"\[[0-9;:]*m"  # colours
    r"|\[[0-9;]*[HJK]"  # cursor and erasing
    r"|\[\?[0-9;]+[hl]|\[\?[0-9;]+\$p|\[8[hl]|\[8\$p"  # modes, and questions about them
    r"|\[>[0-9]*[quc]|\[<u|\[c|\[>0q"  # keyboard protocol, terminal's name
    r"|\]11;\?\x07|\[16t|\[\?1;1;0S"  # its ground, the pixels of a cell, the colours of a picture
    r"|\]22;[a-z-]*\x07"  # the pointer's shape
    r"|\]8;[^;\x1b\x07]*;(?:https?://[!-~]*)?\x1b\\"  # links to web pages
    r")"
)


class _Feeds(http.server.BaseHTTPRequestHandler):
    bodies: ClassVar[dict[str, tuple[str, bytes]]] = {}

    def do_GET(self) -> None:
        kind, body = self.bodies[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def json_feed() -> bytes:
    items = [
        {
            "id": name,
            "title": f"{name.upper()}MARK {text}" if name != "marks" else text,
            "url": f"https://example.org/{name}?x=\x1b]52;c;RVZJTA==\x07",
            "date_published": f"2026-11-23T08:{place:02}:00Z",
            "authors": [{"name": text[:2000]}],
            "tags": [text[:300]],
            "content_text": f"body of {name} {text[:20_000]}",
        }
        for place, (name, text) in enumerate(EVIL.items())
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": EVIL["escape"] + "[/]", "items": items}
    return json.dumps(feed).encode()  # below the 10 MB a body may have


def rss_feed() -> bytes:
    items = "".join(
        f"<item><title><![CDATA[{text.replace(']]>', '')}]]></title>"
        f"<link>javascript:alert(1)</link><guid>{name}</guid>"
        f"<description><![CDATA[<p onclick='x'>{text}</p><a href='https://e.example/\x1b]8;;'>[/]</a>]]></description></item>"
        for name, text in EVIL.items()
    )
    text = f"<rss version='2.0'><channel><title>[/]\x1b[2J</title>{items}</channel></rss>"
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture
def base_url() -> Iterator[str]:
    _Feeds.bodies = {
        "/evil.json": ("application/feed+json", json_feed()),
        "/evil.xml": ("application/rss+xml", rss_feed()),
        "/none.xml": ("text/html", b"<title>\x1b]52;c;RVZJTA==\x07[/]</title>not a feed"),
    }
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Feeds)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("columns", ["120", pytest.param("70", marks=pytest.mark.slow)])
def test_no_byte_of_theirs_reaches_the_terminal(tmp_path: Path, base_url: str, columns: str) -> None:
    config = tmp_path / "feeds.toml"
    config.write_text(
        f'[[feeds]]\nurl = "{base_url}/evil.json"\nname = "[/] json [bold]"\ncategory = "[/b] [@click=app.quit]x"\nlang = "ar"\n'
        f'[[feeds]]\nurl = "{base_url}/evil.xml"\nname = "xml"\ncategory = "two"\n'
        f'[[feeds]]\nurl = "{base_url}/none.xml"\nname = "none"\n',
        encoding="utf-8",
    )
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "COLUMNS": columns,
        "LINES": "30",
        "LANG": "C.UTF-8",
    }
    argv = [sys.executable, "-m", "ticker_tui", "--config", str(config), "--data", str(tmp_path / "data")]
    peer = Peer(argv, environ, recorded("xterm"))
    try:
        peer.wait_for(b"2/3 ok", seconds=30)
        for _ in range(2 * len(EVIL)):
            before = len(peer.output)
            peer.send(b"\r")  # read it
            peer.wait_for(b"back", after=before)
            before = len(peer.output)
            peer.send(b"G")
            peer.send(b"h")  # back, and to the next
            peer.wait_for(b"open", after=before)
            peer.send(b"j")
        for sheet in (b"?", b"F"):
            peer.read_for(0.5)
            before = len(peer.output)
            peer.send(sheet)
            peer.wait_for(b"esc closes", after=before)
            before = len(peer.output)
            peer.send(b"q")
            peer.wait_for(b"all keys", after=before)
        for key in b"4531smnpotb":
            peer.send(bytes([key]))
            peer.read_for(0.2)
        before = len(peer.output)
        peer.send(b"\x10")
        peer.wait_for(b"Search", after=before)
        for keys in (b"go to", b"\x1b"):
            peer.send(keys)
            peer.read_for(1.5)
        peer.send(b"q")
        assert peer.wait_for_end() == 0, "nothing ended it but the q"
    finally:
        peer.close()
    output = peer.output.decode("utf-8")  # valid UTF-8 throughout
    assert "RVZJTA" not in re.sub(r"]52;c;RVZJTA==(?!\x07)", "", output) or "\x1b]52" not in output
    assert "MARKUPMARK" in output, "the titles were on the screen"
    assert "[/]" in output, "and markup is text"
    rest = OURS.sub("", output)
    strange = {character for character in rest if ord(character) < 32 or 0x7F <= ord(character) < 0xA0} - {
        "\r",
        "\n",
    }
    context = [rest[max(0, rest.index(character) - 40) : rest.index(character) + 60] for character in strange]
    assert not strange, context
    assert not BIDI_CONTROLS.search(rest)
    assert not re.search("[\u2028\u2029\ud800-\udfff]", rest)
    assert not re.search("[\u064b-\u0652]{5}", rest), "at most four marks on a letter"
    assert "https://e.example/" not in output or "\x1b]8;;https://e.example/\x1b]" not in output
    assert len(output) < 3_000_000
