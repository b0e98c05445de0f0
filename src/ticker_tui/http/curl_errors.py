"""What libcurl's errors mean, in plain words."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING, Final

from ticker_tui.http.outcome import Cause, RequestFailedError

if TYPE_CHECKING:
    import pycurl

    from ticker_tui.http.request import Limits
    from ticker_tui.http.transfer import Exchange

_UNSUPPORTED_PROTOCOL: Final = 1
_COULDNT_RESOLVE_PROXY: Final = 5
_COULDNT_RESOLVE_HOST: Final = 6
_COULDNT_CONNECT: Final = 7
_WEIRD_SERVER_REPLY: Final = 8
_OPERATION_TIMEDOUT: Final = 28
_BAD_FUNCTION_ARGUMENT: Final = 43
_RECV_ERROR: Final = 56
_SSL_CERTPROBLEM: Final = 58
_PEER_FAILED_VERIFICATION: Final = 60
_FILESIZE_EXCEEDED: Final = 63
_SSL_CACERT_BADFILE: Final = 77
_PROXY: Final = 97

_NO_HTTP: Final = (Cause.PROTOCOL, "The server's answer breaks the rules of HTTP.")
_NO_TLS: Final = (Cause.CERTIFICATE, "No encrypted connection could be made with the server.")
_CUT: Final = (Cause.BROKEN_OFF, "The connection broke off in the middle of the answer.")
_GONE: Final = (Cause.BROKEN_OFF, "The connection broke off.")
_NO_URL: Final = (Cause.ADDRESS, "The address is not a valid one.")
_UNREACHABLE: Final = (Cause.UNREACHABLE, "The server cannot be reached; perhaps there is no network.")
_REASONS: Final[dict[int, tuple[Cause, str]]] = {
    _UNSUPPORTED_PROTOCOL: _NO_HTTP,  # HTTP/0.9, which is whatever is not HTTP
    3: _NO_URL,  # URL_MALFORMAT
    _COULDNT_RESOLVE_HOST: (Cause.NO_HOST, "The server's name is not known, or there is no network."),
    _COULDNT_CONNECT: _UNREACHABLE,
    _WEIRD_SERVER_REPLY: _NO_HTTP,
    16: _NO_HTTP,  # HTTP2
    18: _CUT,  # PARTIAL_FILE
    35: _NO_TLS,  # SSL_CONNECT_ERROR
    _BAD_FUNCTION_ARGUMENT: _NO_URL,
    52: _CUT,  # GOT_NOTHING
    53: _NO_TLS,  # SSL_ENGINE_NOTFOUND
    54: _NO_TLS,  # SSL_ENGINE_SETFAILED
    55: _GONE,  # SEND_ERROR
    _RECV_ERROR: _GONE,
    _SSL_CERTPROBLEM: (Cause.CERTIFICATE, "The client certificate cannot be used."),
    59: _NO_TLS,  # SSL_CIPHER
    66: _NO_TLS,  # SSL_ENGINE_INITFAILED
    83: _NO_TLS,  # SSL_ISSUER_ERROR
    91: _NO_TLS,  # SSL_INVALIDCERTSTATUS
    92: _CUT,  # HTTP2_STREAM
    100: _NO_HTTP,  # TOO_LARGE: the head
}
"""By libcurl's codes, which never change (libcurl-errors(3))."""
_INVALID: Final = re.compile(r"header|chunk|HTTP version|status", re.IGNORECASE)
"""In libcurl's message for `_RECV_ERROR`: what came is not HTTP. Else the connection is gone."""
_VERIFY_RESULT: Final = re.compile(r"(?:verify result|certificate problem): (.+?)(?: \(\d+\))?$")


def explain(  # noqa: PLR0911 - one for each kind
    curl: pycurl.Curl, exchange: Exchange, code: int, message: str, limits: Limits
) -> RequestFailedError:
    """Say why a transfer failed.

    Args:
        curl: Its handle.
        exchange: What was requested.
        code: libcurl's error code.
        message: libcurl's message.
        limits: Those of the request.
    """
    import pycurl

    if exchange.proxy is not None and (found := _explain_proxy(curl, code)) is not None:
        return found
    if code == _OPERATION_TIMEDOUT:
        if not curl.getinfo(pycurl.PRETRANSFER_TIME):
            return failed(Cause.TIMEOUT, "The server could not be reached in time.")
        return timed_out(limits)
    if code == _COULDNT_CONNECT and curl.getinfo(pycurl.OS_ERRNO) == errno.ECONNREFUSED:
        return failed(
            Cause.UNREACHABLE, "The server's machine is there, but nothing answers at this address."
        )
    if code == _PEER_FAILED_VERIFICATION:
        why = _certificate_problem(message)
        return failed(Cause.CERTIFICATE, f"The server's certificate cannot be trusted ({why}).")
    if code == _BAD_FUNCTION_ARGUMENT and exchange.tls is not None and exchange.tls.client_cert:
        code = _SSL_CERTPROBLEM  # a key with a passphrase
    if code == _SSL_CACERT_BADFILE and exchange.tls is not None:
        return failed(Cause.CERTIFICATE, exchange.tls.unreadable)
    if code == _FILESIZE_EXCEEDED:
        return too_large(limits)
    if code == _RECV_ERROR and _INVALID.search(message):
        return no_http()
    cause, reason = _REASONS.get(code, (Cause.PROTOCOL, f"The request failed (libcurl error {code})."))
    return failed(cause, reason)


def is_malformed(code: int, message: str) -> bool:
    """Whether a server answered with something that only a more lenient client may understand."""
    return code in {_UNSUPPORTED_PROTOCOL, _WEIRD_SERVER_REPLY} or (
        code == _RECV_ERROR and "chunk hex-length" in message
    )


def _explain_proxy(curl: pycurl.Curl, code: int) -> RequestFailedError | None:
    """Say what is wrong with the proxy; None: nothing."""
    import pycurl

    status = curl.getinfo(pycurl.HTTP_CONNECTCODE)
    if status == 407:
        return failed(
            Cause.REFUSED, "The proxy wants a user name and a password (407 Proxy Authentication Required)."
        )
    if code == _PROXY or (status and not 200 <= status <= 299):
        return failed(Cause.UNREACHABLE, "The configured proxy does not let the request through.")
    if code in {_COULDNT_RESOLVE_PROXY, _COULDNT_RESOLVE_HOST, _COULDNT_CONNECT}:
        return failed(Cause.UNREACHABLE, "The configured proxy cannot be reached.")
    return None


def _certificate_problem(message: str) -> str:
    """What is wrong with a certificate, from libcurl's message."""
    if found := _VERIFY_RESULT.search(message):
        return found[1].lower()
    return "hostname mismatch" if "subject name" in message or "host name" in message else "not valid"


def failed(cause: Cause, reason: str) -> RequestFailedError:
    """A failure with its sentence."""
    return RequestFailedError(cause, reason)


def timed_out(limits: Limits) -> RequestFailedError:
    """The failure of a request that took longer than the limit."""
    return failed(Cause.TIMEOUT, f"The server did not answer fully within {limits.total_s:.0f} seconds.")


def too_large(limits: Limits) -> RequestFailedError:
    """The failure of a response that exceeds the limit."""
    megabytes = limits.body_bytes // (1024 * 1024)
    return failed(Cause.TOO_LARGE, f"The answer is larger than {megabytes} MB; it was given up.")


def cut_short() -> RequestFailedError:
    """The failure of a response that ends before its head or body does."""
    return failed(*_CUT)


def no_http() -> RequestFailedError:
    """The failure of what is not HTTP."""
    return failed(*_NO_HTTP)
