"""The HTTP client: redirects, credentials, deadlines and decoding around single transfers."""

from __future__ import annotations

import os
import re
import time
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import msgspec

from ticker_tui.http.addresses import is_private_host, is_public
from ticker_tui.http.curl_errors import too_large
from ticker_tui.http.decompress import TooLargeError, UnsupportedCodingError, decode_body
from ticker_tui.http.host_queue import HostQueue
from ticker_tui.http.outcome import Cause, Failure, RequestFailedError, Response
from ticker_tui.http.pool import ConnectionPool
from ticker_tui.http.proxies import ProxySelector
from ticker_tui.http.request import Limits
from ticker_tui.http.transfer import Chain, Exchange, Tls
from ticker_tui.http.url import parse_url, resolve_redirect
from ticker_tui.urls.credentials import without_login

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticker_tui.http.outcome import Result
    from ticker_tui.http.proxies import Proxy
    from ticker_tui.http.request import Request
    from ticker_tui.http.transfer import Reply
    from ticker_tui.http.url import Url

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
_KEEP_METHOD: Final = frozenset({307, 308})
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FIELD_VALUE: Final = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]*")
_FRAMING: Final = frozenset({"content-length", "transfer-encoding", "trailer", "upgrade", "expect"})
"""Headers that describe the message itself; only libcurl can set them right."""
_CODINGS: Final = "gzip, deflate, br"
_REDIRECTED_INWARDS: Final = "The address redirects into a private network, which is not allowed."
_UNENCRYPTED: Final = "The address redirects from an encrypted page to an unencrypted one."
_LINKED_INWARDS: Final = "The link leads into a private network, which is not allowed."


class Client:
    """An HTTP client for one event loop; it keeps connections, and is an async context manager.

    Args:
        limits: Of each request.
        is_public: Which IP addresses are of the Internet; tests name their own.
        resolve: Looks names up in place of the system, for tests.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        is_public: Callable[[str], bool] = is_public,
        resolve: Callable[[str, int], Sequence[str]] | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._is_public = is_public
        self._pool = ConnectionPool(self._limits, is_public=is_public, resolve=resolve)
        self._queue = HostQueue(self._limits.per_host, self._limits.connections)
        self._proxies = ProxySelector()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all requests and close all connections."""
        self._pool.close()

    async def send(self, request: Request) -> Result:
        """Send a request and follow its redirects.

        Returns:
            The last response, whatever its status, or why there is none.
        """
        clock = _Clock(self._limits.total_s)
        try:
            with Chain(self._pool) as chain:
                return await self._follow(request, chain, clock)
        except RequestFailedError as error:
            failed = error.failure
        return Failure(cause=failed.cause, reason=failed.reason, elapsed_s=clock.elapsed_s())

    async def _follow(self, request: Request, chain: Chain, clock: _Clock) -> Response:
        hop = _Hop(
            url=request.url, method=request.method, body=request.body, allow_private=request.allow_private
        )
        own = parse_url(request.url)
        for number in range(self._limits.redirects + 1):
            url = parse_url(hop.url)
            proxy = self._proxies.select(url, request.proxy)
            refusal = "" if hop.allow_private else _REDIRECTED_INWARDS if number else _LINKED_INWARDS
            if refusal and proxy is not None and is_private_host(url.host, self._is_public):
                raise RequestFailedError(Cause.REDIRECT, refusal)
            headers = _header_lines(request, url, is_own=url.origin == own.origin)
            tls = _tls(request, own, url, proxy)
            async with self._queue.place(url.host, redirected=number > 0):
                with clock:
                    exchange = Exchange(
                        url=url,
                        method=hop.method,
                        headers=headers,
                        body=hop.body,
                        proxy=proxy,
                        tls=tls,
                        private_refusal=refusal,
                        timeout_s=clock.left_s(),
                    )
                    reply = await chain.send(exchange)
                if reply.is_http2:
                    self._queue.widen(url.host)
            if proxy is None:
                is_private = bool(reply.server_ip) and not self._is_public(reply.server_ip)
            else:
                is_private = is_private_host(url.host, self._is_public)  # all that is known
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                return self._response(hop, reply, clock, is_private=is_private)
            hop = _next_hop(request, hop, reply, is_private=is_private)
        raise RequestFailedError(
            Cause.REDIRECT, f"The address redirects more than {self._limits.redirects} times."
        )

    def _response(self, hop: _Hop, reply: Reply, clock: _Clock, *, is_private: bool) -> Response:
        if hop.was_https and hop.url.startswith("http:"):
            raise RequestFailedError(Cause.REDIRECT, _UNENCRYPTED)
        body, incomplete = reply.body, reply.incomplete.failure if reply.incomplete else None
        try:
            decoded = decode_body(body, reply.headers.get("content-encoding", ""), self._limits.body_bytes)
        except ValueError as error:
            if 200 <= reply.status <= 299:
                raise _not_decoded(error, self._limits) from None
        else:
            body = decoded.body
            if decoded.cut and incomplete is None:
                incomplete = _damaged(decoded.cut).failure
        return Response(
            status=reply.status,
            headers=reply.headers,
            body=body,
            url=without_login(hop.url),
            permanent_url=hop.permanent_url,
            server_ip=reply.server_ip,
            is_private=is_private,
            is_http2=reply.is_http2,
            incomplete=incomplete,
            elapsed_s=clock.elapsed_s(),
        )


class _Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a redirect chain."""

    url: str
    method: str
    body: bytes | None
    allow_private: bool
    was_https: bool = False
    """Whether an earlier step was encrypted."""
    permanent_url: str = ""
    is_permanent: bool = True
    """Whether all redirects so far were permanent ones that nobody on the way could have forged."""


def _next_hop(request: Request, hop: _Hop, reply: Reply, *, is_private: bool) -> _Hop:
    """Where a redirect leads.

    Raises:
        RequestFailedError: It is not followed.
    """
    target = resolve_redirect(hop.url, reply.headers["location"])
    here, there = parse_url(hop.url), parse_url(target)
    loses_encryption = here.scheme == "https" and there.scheme == "http"
    if loses_encryption and (request.has_secrets or here.login or parse_url(request.url).login):
        raise RequestFailedError(Cause.REDIRECT, _UNENCRYPTED)
    method, body = hop.method, hop.body
    if reply.status not in _KEEP_METHOD and method != "HEAD":
        method, body = "GET", None
    if body is not None and there.origin != here.origin:
        raise RequestFailedError(
            Cause.REDIRECT, "The address redirects a form to another server, which is not allowed."
        )
    is_permanent = hop.is_permanent and reply.status in _PERMANENT and not loses_encryption
    return _Hop(
        url=target,
        method=method,
        body=body,
        allow_private=hop.allow_private and is_private,
        was_https=hop.was_https or here.scheme == "https",
        permanent_url=target if is_permanent else hop.permanent_url,
        is_permanent=is_permanent,
    )


class _Clock:
    """Time spent on requests: only inside of its context does it count against the deadline."""

    def __init__(self, total_s: float) -> None:
        self._left_s = total_s
        self._began_s = self._entered_s = 0.0

    def __enter__(self) -> None:
        self._entered_s = time.monotonic()
        self._began_s = self._began_s or self._entered_s

    def __exit__(self, *_: object) -> None:
        self._left_s -= time.monotonic() - self._entered_s

    def left_s(self) -> float:
        return max(0.001, self._left_s)

    def elapsed_s(self) -> float:
        """Since the first request; 0 before it."""
        return time.monotonic() - self._began_s if self._began_s else 0.0


def basic(auth: str) -> str:
    """The value of an Authorization header for ``user:password`` (RFC 7617)."""
    return f"Basic {b64encode(auth.encode('utf-8')).decode('ascii')}"


def _not_decoded(error: ValueError, limits: Limits) -> RequestFailedError:
    """The failure of a body whose coding cannot be undone."""
    match error:
        case TooLargeError():
            return too_large(limits)
        case UnsupportedCodingError():
            return RequestFailedError(
                Cause.ENCODING, f"The server packs its answer in a way nobody asked for ({error})."
            )
        case _:
            return _damaged(str(error))


def _damaged(coding: str) -> RequestFailedError:
    return RequestFailedError(Cause.ENCODING, f"The answer is damaged (bad {coding} data).")


def _header_lines(request: Request, url: Url, *, is_own: bool) -> list[bytes]:
    """The headers for one server.

    Raises:
        RequestFailedError: One of them cannot be sent.
    """
    sent = {"Accept-Encoding": _CODINGS, **request.headers}
    if url.login:
        sent["Authorization"] = basic(url.login)
    if is_own:
        if request.auth:
            sent["Authorization"] = basic(request.auth)
        replaced = {name.lower() for name in request.own_headers}
        sent = {name: value for name, value in sent.items() if name.lower() not in replaced}
        sent.update(request.own_headers)
    return [_header_line(name, value) for name, value in sent.items()]


def _header_line(name: str, value: str) -> bytes:
    value = value.strip(" \t")
    if not _TOKEN.fullmatch(name) or name.lower() in _FRAMING or not _FIELD_VALUE.fullmatch(value):
        shown = "".join(char for char in name if char.isprintable())[:40]
        raise RequestFailedError(Cause.ADDRESS, f"The header “{shown}” cannot be sent.")
    # libcurl takes “Name:” as the wish for no such header, and “Name;” for an empty one.
    return f"{name}: {value}".encode() if value else f"{name};".encode()


def _tls(request: Request, own: Url, url: Url, proxy: Proxy | None) -> Tls | None:
    """Certificates for one server; None: nothing is encrypted.

    Raises:
        RequestFailedError: A file that the request names cannot be read.
    """
    if url.scheme != "https" and (proxy is None or not proxy.is_https):
        return None
    if request.ca_file and url.host == own.host:
        ca_file, ca_folder = _readable(request.ca_file), ""
        unreadable = f"The certificate file {request.ca_file} cannot be read."
    else:
        ca_file, ca_folder = os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", "")
        unreadable = "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read."
        if not ca_file and not ca_folder:
            import certifi

            ca_file = certifi.where()
    is_own = url.origin == own.origin
    return Tls(
        ca_file=ca_file,
        ca_folder="" if ca_file else ca_folder,
        unreadable=unreadable,
        client_cert=_readable(request.client_cert) if is_own else "",
        client_key=_readable(request.client_key) if is_own else "",
    )


def _readable(path: str) -> str:
    """The path of a file with ``~`` expanded; empty stays empty.

    Raises:
        RequestFailedError: It cannot be read.
    """
    if not path:
        return ""
    file = Path(path).expanduser()
    if not file.is_file() or not os.access(file, os.R_OK):
        raise RequestFailedError(Cause.CERTIFICATE, f"The certificate file {path} cannot be read.")
    return str(file)
