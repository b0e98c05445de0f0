"""A second try with servers whose responses libcurl refuses: lines of the head that are none are ignored, as browsers do.

Over HTTP/1.0 and a connection of its own, to the address that was connected to and checked before.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from ticker_tui.http.curl_errors import cut_short, no_http, too_large
from ticker_tui.http.transfer import Reply

if TYPE_CHECKING:
    import ssl

    from ticker_tui.http.request import Limits
    from ticker_tui.http.transfer import Exchange, Tls

_STATUS: Final = re.compile(rb"(?:HTTP/\d(?:\.\d)?|ICY)[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
_FIELD: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_FRAMING: Final = re.compile(rb"content-length|transfer-encoding", re.IGNORECASE)


async def exchange_leniently(exchange: Exchange, server_ip: str, limits: Limits) -> Reply:
    """Send a GET request without a proxy.

    Args:
        exchange: Of which `timeout_s` is what is left.
        server_ip: Where to connect.
        limits: What is accepted.

    Raises:
        RequestFailedError: The response cannot be understood either, or exceeds the limits.
        OSError, TimeoutError: There is none.
    """
    url = exchange.url
    is_https = url.scheme == "https"
    async with asyncio.timeout(exchange.timeout_s):
        reader, writer = await asyncio.open_connection(
            server_ip,
            url.port,
            limit=limits.head_bytes,
            ssl=_context(exchange.tls) if is_https and exchange.tls is not None else None,
            server_hostname=url.host if is_https else None,
        )
        try:
            fields = [b"Host: " + url.authority.encode(), b"Connection: close", *exchange.headers]
            own_host = any(line[:5].lower() == b"host:" for line in exchange.headers)
            writer.write(b"\r\n".join((f"GET {url.target} HTTP/1.0".encode(), *fields[own_host:], b"", b"")))
            status, headers = await _read_head(reader, limits)
            if not 200 <= status <= 299:
                return Reply(status=status, headers=headers, server_ip=server_ip)
            raw = await _read_body(reader, headers, limits)
        finally:
            writer.transport.abort()
    return _reply(status, headers, raw, server_ip)


async def _read_head(reader: asyncio.StreamReader, limits: Limits) -> tuple[int, dict[str, str]]:
    """Status and headers of the final response."""
    status, headers, left_bytes = 0, dict[str, str](), limits.head_bytes
    for _ in range(limits.head_lines):
        try:
            line = await reader.readline()
        except ValueError:  # longer than the limit
            break
        left_bytes -= len(line)
        if not line or left_bytes < 0:
            break
        if found := _STATUS.match(line):
            status, headers = int(found[1]), {}
        elif not status:
            break
        elif not line.strip():
            if status >= 200:
                return status, headers
        elif field := _FIELD.fullmatch(line.rstrip(b"\r\n")):
            name, value = field[1].decode("ascii").lower(), field[2].decode("utf-8", "replace")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        elif _FRAMING.match(line):
            break  # never guess how long the body is
    raise no_http()


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str], limits: Limits) -> bytes:
    """The body up to its length or the end of the connection, chunks as they are."""
    length = headers.get("content-length", "")
    end = (
        int(length) if length.isdecimal() and len(length) < 20 and "transfer-encoding" not in headers else -1
    )
    if len({value.strip() for value in length.split(",")}) > 1:
        raise no_http()  # two lengths: somebody may want one of them to be believed
    raw = bytearray()
    while len(raw) != end and (data := await reader.read(65536 if end < 0 else min(65536, end - len(raw)))):
        raw += data
        if len(raw) > limits.body_bytes:
            raise too_large(limits)
    return bytes(raw)


def _reply(status: int, headers: dict[str, str], raw: bytes, server_ip: str) -> Reply:
    body, is_whole = raw, True
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, is_whole = _join_chunks(raw)
    elif (length := headers.get("content-length", "")).isdecimal():
        is_whole = len(raw) >= int(length[:20])
    return Reply(
        status=status,
        headers=headers,
        body=body,
        server_ip=server_ip,
        incomplete=None if is_whole else cut_short(),
    )


def _join_chunks(raw: bytes) -> tuple[bytes, bool]:
    """The chunks of a body, and whether the last one came; a body that is in no chunks stays as it is."""
    parts: list[bytes] = []
    offset = 0
    while found := _CHUNK.match(raw, offset):
        size, start = int(found[1], 16), found.end()
        if not size:
            return b"".join(parts), True
        parts.append(raw[start : start + size])
        offset = start + size + (2 if raw[start + size : start + size + 2] == b"\r\n" else 1)
    return (b"".join(parts), False) if parts else (raw, False)


def _context(tls: Tls) -> ssl.SSLContext:
    import ssl

    context = ssl.create_default_context(cafile=tls.ca_file or None, capath=tls.ca_folder or None)
    if tls.client_cert:
        context.load_cert_chain(tls.client_cert, tls.client_key or None, password="")
    return context
