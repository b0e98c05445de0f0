"""Responses changed anywhere, read by the client and by `http.client`: what both accept is the same body."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import io
import random
import re
import zlib
from typing import TYPE_CHECKING

import pytest
from wire_server import Asked, no_proxy, serving

from ticker_tui.http import Client, Failure, Limits, Request, Response

if TYPE_CHECKING:
    from ticker_tui.http import Result

BODY_BYTES = 20_000
LIMITS = Limits(total_s=20.0, body_bytes=BODY_BYTES, per_host=8)
BATCH = 40
INSERTIONS = (
    b"\r\n", b"\n", b"\r", b" ", b"\t", b":", b";", b",", b"\0", b"0", b"1", b"f" * 9, b"0\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n",
    b"HTTP/1.1 102 P\r\n\r\n", b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: br\r\n", b"Location: /x\r\n", b"Connection: close\r\n", b"x" * 3000, b"\xff\xfe", b"1\r\nx\r\n" * 50,
)  # fmt: skip
_LENGTH = re.compile(rb"content-length", re.IGNORECASE)


def original(dice: random.Random, text: bytes) -> bytes:
    """A flawless response that holds a text of its own."""
    body, lines = text * dice.randrange(1, 30), [b"Content-Type: text/xml", b'ETag: "1"']
    if dice.random() < 0.3:
        body = gzip.compress(body, mtime=0) if dice.random() < 0.5 else zlib.compress(body)
        lines.append(b"Content-Encoding: " + (b"gzip" if body[:1] == b"\x1f" else b"deflate"))
    framing = dice.randrange(3)
    if framing == 0:
        lines.append(b"Content-Length: %d" % len(body))
    elif framing == 1:
        lines.append(b"Transfer-Encoding: chunked")
        step = dice.randrange(1, 200)
        chunks = [body[start : start + step] for start in range(0, len(body), step)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    status = dice.choice([b"200 OK", b"200 OK", b"200 OK", b"404 Not Found", b"304 Not Modified"])
    return b"\r\n".join((b"HTTP/1.1 " + status, *lines, b"", body))


def mutated(dice: random.Random, page: bytes) -> bytes:
    for _ in range(dice.randrange(1, 4)):
        # Most of it in the head, where it matters most.
        end = page.find(b"\r\n\r\n") + 20 if dice.random() < 0.7 else len(page)
        at = dice.randrange(max(1, min(end, len(page))))
        match dice.randrange(5):
            case 0:
                page = page[:at] + dice.choice(INSERTIONS) + page[at:]
            case 1:
                page = page[:at] + page[at + dice.randrange(1, 12) :]
            case 2:
                page = page[:at] + bytes([dice.randrange(256)]) + page[at + 1 :]
            case 3:
                page = page[:at]
            case _:
                page += page[at:]
    return page


class _Socket:
    def __init__(self, page: bytes) -> None:
        self._page = page

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._page)


def judged(page: bytes) -> tuple[int, bytes] | None:
    """Status and body as `http.client` sees them, not decoded; None: it refuses."""
    try:
        response = http.client.HTTPResponse(_Socket(page))  # type: ignore[arg-type]  # only makefile is called
        response.begin()
        return response.status, response.read()
    except (http.client.HTTPException, ValueError, OSError):
        return None


@pytest.mark.parametrize(
    "count", [400, pytest.param(5000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_mutated_responses(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    no_proxy(monkeypatch)
    dice = random.Random(13)
    # No change of a few bytes makes one of these into another.
    texts = {f"/{number}": b"<t%016x>" % dice.getrandbits(64) for number in range(count)}
    pages = {target: mutated(dice, original(dice, text)) for target, text in texts.items()}

    def answer(asked: Asked) -> bytes:
        return pages[asked.target]

    async def scenario() -> dict[str, Result]:
        found: dict[str, Result] = {}
        async with serving(answer) as server, Client(LIMITS) as client:

            async def send(target: str) -> None:
                # The server hangs up after each answer, as one does whose answer has no length.
                headers = {"Connection": "close"}
                found[target] = await client.send(Request(url=server.url(target), headers=headers))

            targets = list(texts)
            for start in range(0, count, BATCH):
                await asyncio.gather(*map(send, targets[start : start + BATCH]))
        return found

    found = asyncio.run(scenario())
    all_texts = set(texts.values())
    accepted = agreed = 0
    for target, result in found.items():
        if isinstance(result, Failure):
            continue
        accepted += 1
        assert len(result.body) <= BODY_BYTES
        assert not set(re.findall(rb"<t[0-9a-f]{16}>", result.body)) & (all_texts - {texts[target]})
        agreed += agrees(result, pages[target])
    assert accepted > count / 4
    assert agreed > accepted * 0.9, "most of what is accepted is what the judge sees, too"


def agrees(result: Response, page: bytes) -> bool:
    verdict = judged(page)
    if verdict is None or result.incomplete is not None or len(_LENGTH.findall(page)) > 1:
        return True  # more tolerant, and said to be incomplete, or no agreement can be expected
    status, body = verdict
    if result.status != status:
        return False
    return not 200 <= status <= 299 or "content-encoding" in result.headers or result.body == body


@pytest.mark.parametrize(
    "count", [100, pytest.param(6000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_mutated_responses_on_kept_connections_never_answer_another_request(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every second answer is flawless: whatever was sent before it on the connection is not taken for it."""
    no_proxy(monkeypatch)
    dice = random.Random(14)

    def answer(asked: Asked) -> bytes:
        text = f"<{asked.target}>".encode()
        if asked.target.startswith("/good"):
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text)
        return mutated(dice, original(dice, text)) + dice.choice(
            (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n<forged>", b"x", b"\r\n")
        )

    async def scenario() -> None:
        async with serving(answer) as server, Client(Limits(total_s=0.1, body_bytes=BODY_BYTES)) as client:
            for number in range(count // 2):
                await client.send(Request(url=server.url(f"/odd-{number}")))
                result = await client.send(Request(url=server.url(f"/good-{number}")))
                if isinstance(result, Response):
                    assert result.body == f"</good-{number}>".encode()

    asyncio.run(scenario())
