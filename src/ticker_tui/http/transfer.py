"""One request and its response over libcurl; redirects are followed elsewhere."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self, cast

import msgspec

from ticker_tui.http.curl_errors import cut_short, explain, is_malformed, timed_out
from ticker_tui.http.libcurl import is_http2
from ticker_tui.http.outcome import RequestFailedError
from ticker_tui.http.pool import IDLE_S
from ticker_tui.http.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker_tui.http.pool import ConnectionPool
    from ticker_tui.http.proxies import Proxy
    from ticker_tui.http.url import Url


class Tls(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to trust, and who we are."""

    ca_file: str = ""
    ca_folder: str = ""
    unreadable: str = ""
    """Sentence for the case that these cannot be read."""
    client_cert: str = ""
    client_key: str = ""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request to one server; redirects are not followed."""

    url: Url
    method: str
    headers: Sequence[bytes]
    """Whole header lines without their ends."""
    body: bytes | None = None
    proxy: Proxy | None = None
    tls: Tls | None = None
    """For https URLs and proxies."""
    private_refusal: str = ""
    """Sentence with which private addresses are refused; empty: they are allowed."""
    timeout_s: float


class Reply(msgspec.Struct):
    """What came back."""

    status: int = 0
    headers: dict[str, str] = {}
    body: bytes = b""
    server_ip: str = ""
    is_http2: bool = False
    incomplete: RequestFailedError | None = None
    """Why the body may not be the whole body."""


class Chain:
    """The requests of one redirect chain: one libcurl handle, whose cookies live as long. Use as a context manager."""

    def __init__(self, pool: ConnectionPool) -> None:
        import pycurl

        self._pool = pool
        self._curl = pycurl.Curl()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._curl.close()

    async def send(self, exchange: Exchange) -> Reply:
        """Send one request.

        Raises:
            RequestFailedError: There is no response, or one that is not accepted.
        """
        import pycurl

        began_s = time.monotonic()
        receiver = Receiver(self._pool, exchange)
        self._prepare(exchange, receiver)
        failure = await self._perform(exchange, receiver)
        if receiver.is_stale:
            receiver = Receiver(self._pool, exchange)
            self._prepare(exchange, receiver)
            self._curl.setopt(pycurl.FRESH_CONNECT, 1)
            failure = await self._perform(exchange, receiver)
        if receiver.is_malformed and exchange.method == "GET" and exchange.proxy is None:
            from ticker_tui.http.lenient import exchange_leniently

            left_s = max(0.001, exchange.timeout_s - (time.monotonic() - began_s))
            with suppress(RequestFailedError, OSError, TimeoutError):
                return await exchange_leniently(
                    msgspec.structs.replace(exchange, timeout_s=left_s), receiver.server_ip, self._pool.limits
                )
        return self._reply(receiver, failure)

    async def _perform(self, exchange: Exchange, receiver: Receiver) -> RequestFailedError | None:
        """Run the prepared transfer; why it failed, if it did."""
        import pycurl

        try:
            await self._pool.perform(self._curl, exchange, receiver)
        except pycurl.error as error:
            code, message = cast("tuple[int, str]", error.args)
            receiver.is_malformed = receiver.failure is None and is_malformed(code, message)
            return receiver.failure or explain(self._curl, exchange, code, message, self._pool.limits)
        except TimeoutError:
            return receiver.failure or timed_out(self._pool.limits)
        return receiver.failure

    def _prepare(self, exchange: Exchange, receiver: Receiver) -> None:
        import pycurl

        curl, url, limits = self._curl, exchange.url, self._pool.limits
        curl.reset()  # of everything but the cookies
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
        curl.setopt(pycurl.PIPEWAIT, 1)
        curl.setopt(pycurl.PATH_AS_IS, 1)
        curl.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
        curl.setopt(pycurl.COOKIEFILE, "")  # none, but keep cookies in memory
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, _ms(min(limits.connect_s, limits.total_s)))
        curl.setopt(pycurl.TIMEOUT_MS, _ms(exchange.timeout_s))
        curl.setopt(pycurl.MAXFILESIZE_LARGE, limits.body_bytes)
        curl.setopt(pycurl.MAXAGE_CONN, IDLE_S)
        curl.setopt(pycurl.URL, url.text)
        if exchange.body is not None:
            curl.setopt(pycurl.POST, 1)
            curl.setopt(pycurl.POSTFIELDSIZE_LARGE, len(exchange.body))
            curl.setopt(pycurl.COPYPOSTFIELDS, exchange.body)
        if exchange.method == "HEAD":
            curl.setopt(pycurl.NOBODY, 1)
        elif exchange.method != ("GET" if exchange.body is None else "POST"):
            curl.setopt(pycurl.CUSTOMREQUEST, exchange.method)
        curl.setopt(pycurl.HTTPHEADER, list(exchange.headers))
        self._prepare_proxy(exchange.proxy)
        if exchange.tls is not None:
            self._prepare_tls(exchange.tls)
        curl.setopt(pycurl.HEADERFUNCTION, receiver.on_header)
        curl.setopt(pycurl.WRITEFUNCTION, receiver.on_body)
        curl.setopt(pycurl.XFERINFOFUNCTION, receiver.on_progress)
        curl.setopt(pycurl.NOPROGRESS, 0)
        curl.setopt(pycurl.PREREQFUNCTION, receiver.on_connected)
        curl.setopt(pycurl.SOCKOPTFUNCTION, receiver.on_opened)
        if exchange.private_refusal and exchange.proxy is None:
            curl.setopt(pycurl.OPENSOCKETFUNCTION, receiver.on_socket)
        if addresses := self._pool.addresses(url):
            curl.setopt(pycurl.RESOLVE, [f"{url.host}:{url.port}:{','.join(addresses)}"])

    def _prepare_proxy(self, proxy: Proxy | None) -> None:
        import pycurl

        self._curl.setopt(
            pycurl.PROXY, "" if proxy is None else proxy.url
        )  # "": whatever the environment says
        self._curl.setopt(pycurl.NOPROXY, "")
        if proxy is not None and proxy.login:
            user, _, password = proxy.login.partition(":")
            self._curl.setopt(pycurl.PROXYUSERNAME, user.encode())
            self._curl.setopt(pycurl.PROXYPASSWORD, password.encode())

    def _prepare_tls(self, tls: Tls) -> None:
        import pycurl

        for option, value in (
            (pycurl.CAINFO, tls.ca_file),
            (pycurl.CAPATH, tls.ca_folder),
            (pycurl.PROXY_CAINFO, tls.ca_file),
            (pycurl.PROXY_CAPATH, tls.ca_folder),
            (pycurl.SSLCERT, tls.client_cert),
            (pycurl.SSLKEY, tls.client_key),
        ):
            if value:
                self._curl.setopt(option, value)
        if tls.client_cert:
            self._curl.setopt(pycurl.KEYPASSWD, "")  # or OpenSSL would ask for one on the terminal

    def _reply(self, receiver: Receiver, failure: RequestFailedError | None) -> Reply:
        """What there is of a response, where there is enough of it to be of use.

        Raises:
            RequestFailedError: There is not.
        """
        if not receiver.has_head:
            raise failure or cut_short()
        if failure is not None:
            # How the body of a redirect or an error ends does not matter; that of a success may be whole all the same.
            is_usable = receiver.is_unwanted or (receiver.is_cut_short(failure) and bool(receiver.parts))
            if not is_usable:
                raise failure
        return Reply(
            status=receiver.status,
            headers=receiver.joined_headers(),
            body=b"".join(receiver.parts),
            server_ip=receiver.server_ip,
            is_http2=is_http2(self._curl),
            incomplete=failure,
        )


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))
