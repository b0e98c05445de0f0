"""A feeds.toml in the current folder, and whatever else lies there, is obeyed by nobody who has not agreed to it."""

from __future__ import annotations

import os
import pty
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Protocol

import pytest
from tests.cli.conftest import environment, read_to_end

from ticker_tui.cli.command_context import NOT_USED
from ticker_tui.config import load_config, trust
from ticker_tui.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Commands, Ticker

RSS = b'<rss version="2.0"><channel><title>T</title><item><title>One</title><guid>1</guid></item></channel></rss>'
SECRET = {"SECRET_TOKEN": "hunter2"}


class Typed(Protocol):
    """Runs `ticker` on a terminal, where an answer is typed; its exit code and what was shown."""

    def __call__(self, answer: str, *words: str, folder: Path) -> tuple[int, str]: ...


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """A feed's address, and the values of X-Leak that were sent to it."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("X-Leak", ""))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(RSS)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed", seen
        server.shutdown()


@pytest.fixture
def clone(tmp_path: Path, requests: tuple[str, list[str]]) -> Path:
    """A folder that came from somewhere, below the user's home."""
    (tmp_path / ".config" / "ticker-tui").mkdir(parents=True)
    (tmp_path / ".config" / "ticker-tui" / "feeds.toml").write_text(
        '[[feeds]]\nurl = "http://127.0.0.1:9/own"\nname = "Own"\n', encoding="utf-8"
    )
    folder = tmp_path / "clone"
    folder.mkdir()
    (folder / "feeds.toml").write_text(
        f'[[feeds]]\nurl = "{requests[0]}"\nname = "Theirs"\nheaders = {{ X-Leak = "${{SECRET_TOKEN}}" }}\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def typed(tmp_path: Path, commands: Commands) -> Typed:
    def run(answer: str, *words: str, folder: Path) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        code = commands.start(
            words, environ=environment(tmp_path, **SECRET), folder=folder, streams=(theirs, theirs, theirs)
        )
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = read_to_end(ours).decode()
        os.close(ours)
        return code(), shown

    return run


@pytest.mark.parametrize(
    "words",
    [["refresh", "--deadline", "1"], ["headlines"], ["feeds"], ["export"], ["check"], []],
)
def test_without_a_terminal_it_is_not_used_and_that_is_said(
    ticker: Ticker, clone: Path, requests: tuple[str, list[str]], words: list[str]
) -> None:
    done = ticker(*words, env=SECRET, cwd=clone)
    assert requests[1] == []
    assert "Theirs" not in done.out
    assert [line for line in done.err.splitlines() if "feeds.toml in this folder is not used" in line] == [
        NOT_USED
    ]


def test_edits_of_the_command_line_go_into_the_users_own_file(
    ticker: Ticker, clone: Path, requests: tuple[str, list[str]], tmp_path: Path
) -> None:
    before = (clone / "feeds.toml").read_bytes()
    (tmp_path / "list.opml").write_text(
        '<opml version="2.0"><body><outline xmlUrl="http://h/x"/></body></opml>', encoding="utf-8"
    )
    assert ticker("add", requests[0], cwd=clone).code == 0
    assert ticker("import", tmp_path / "list.opml", cwd=clone).code == 0
    assert (clone / "feeds.toml").read_bytes() == before
    assert "http://h/x" in (tmp_path / ".config" / "ticker-tui" / "feeds.toml").read_text(encoding="utf-8")


def test_the_question_names_what_it_can_do_and_yes_is_remembered(
    ticker: Ticker, clone: Path, requests: tuple[str, list[str]], typed: Typed
) -> None:
    address, leaked = requests
    code, shown = typed("\n", "check", folder=clone)
    assert f"sends your variable SECRET_TOKEN to {address.removesuffix('/feed')}" in shown
    assert "[y/N/never]" in shown
    assert code == 0
    assert "(your own; the feeds.toml of this folder is not used)" in shown
    code, shown = typed("y\n", "check", folder=clone)
    assert "feeds.toml (in this folder, as you agreed): all is well" in shown
    done = ticker("refresh", env=SECRET, cwd=clone)
    assert (done.code, done.err, leaked) == (0, "", ["hunter2"])
    _, shown = typed("", "check", folder=clone)
    assert "[y/N/never]" not in shown


def test_never_is_remembered_too_and_then_nothing_is_said(
    ticker: Ticker, clone: Path, requests: tuple[str, list[str]], typed: Typed
) -> None:
    typed("never\n", "check", folder=clone)
    done = ticker("headlines", env=SECRET, cwd=clone)
    assert "not used" not in done.err
    assert "(your own; the feeds.toml of this folder is not used)" in ticker("check", cwd=clone).out
    assert "the feeds.toml of this folder is not used" in ticker("doctor", cwd=clone).out
    assert requests[1] == []


def test_a_file_that_can_do_more_than_before_is_asked_about_again(
    ticker: Ticker, clone: Path, typed: Typed, tmp_path: Path
) -> None:
    path = clone / "feeds.toml"
    first = path.read_text(encoding="utf-8")
    typed("y\n", "check", folder=clone)
    path.write_text("# a new comment\n" + first, encoding="utf-8")
    assert ticker("check", cwd=clone).err == ""
    other = tmp_path / "other.toml"
    other.write_text(first, encoding="utf-8")
    for change in (
        lambda: path.write_text('[alerts]\ncommand = ["evil"]\n' + first, encoding="utf-8"),
        lambda: path.write_text('[[share]]\nname = "x"\ncommand = ["evil"]\n' + first, encoding="utf-8"),
        lambda: path.write_text(first.replace("SECRET_TOKEN", "OTHER"), encoding="utf-8"),
        lambda: path.write_text(first.replace("127.0.0.1", "localhost"), encoding="utf-8"),
        lambda: path.write_text(first + 'proxy = "http://${A}@h"\n', encoding="utf-8"),
        lambda: path.chmod(0o666),
        lambda: replace_by_link(path, other),
    ):
        path.write_text(first, encoding="utf-8")
        path.chmod(0o644)
        assert ticker("check", cwd=clone).err == ""
        change()
        assert "not used" in ticker("check", cwd=clone).err


def test_a_long_list_and_a_folder_with_line_ends_do_not_hide_what_matters(
    clone: Path, typed: Typed, tmp_path: Path
) -> None:
    feeds = "".join(
        f'[[feeds]]\nurl = "http://h{number}/"\nauth = "me:${{TOKEN}}"\n' for number in range(100)
    )
    folder = tmp_path / "x\n  It runs no programs and sends none of your variables.\n"
    folder.mkdir()
    (folder / "feeds.toml").write_text('[alerts]\ncommand = ["evil"]\n' + feeds, encoding="utf-8")
    _, shown = typed("n\n", "check", folder=folder)
    lines = [line for line in shown.splitlines() if line.startswith("  It ")]
    assert lines[0] == "  It runs the program evil."
    assert lines[-1] == "  It does 89 more things of this kind: read the file before you agree."
    assert len(lines) == 13
    assert clone.exists()


def replace_by_link(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)


def test_a_file_that_gets_more_power_while_it_is_used_is_refused(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust, "_memory", lambda: clone / "memory.json")
    path = clone / "feeds.toml"
    granted = trust.agree_to(path)
    assert load_config(path, granted=granted).granted == granted
    path.write_text(
        '[alerts]\ncommand = ["evil", "a b"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="it runs the program evil 'a b'; nobody has agreed to that"):
        load_config(path, granted=granted)
    assert load_config(path, granted=trust.agree_to(path)).settings.alerts.command == ("evil", "a b")


def test_a_damaged_memory_forgets_and_nothing_else(
    ticker: Ticker, clone: Path, typed: Typed, tmp_path: Path
) -> None:
    typed("y\n", "check", folder=clone)
    (memory,) = tmp_path.rglob(trust.FILE_NAME)
    assert memory.stat().st_mode & 0o077 == 0
    memory.write_bytes(b"\xff{")
    assert "not used" in ticker("check", cwd=clone).err


def test_a_module_in_the_current_folder_is_not_imported(fresh_ticker: Ticker, clone: Path) -> None:
    for name in ("argparse", "msgspec", "platformdirs", "tomllib"):
        (clone / f"{name}.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    done = fresh_ticker("check", cwd=clone)
    assert (done.code, "imported" in done.err) == (0, False)
