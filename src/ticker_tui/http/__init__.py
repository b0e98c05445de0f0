"""An HTTP client for asyncio on libcurl: bounded, careful about redirects and private addresses, tolerant of odd servers.

    async with Client(Limits(total_s=10)) as client:
        match await client.send(Request(url="https://example.org/feed")):
            case Response(status=200) as response:
                ...
            case Failure() as failure:
                print(failure.reason)

It knows nothing of feeds.
"""

from ticker_tui.http.client import Client
from ticker_tui.http.outcome import Cause, Failure, Response, Result
from ticker_tui.http.request import NO_PROXY, Limits, Request

__all__ = ["NO_PROXY", "Cause", "Client", "Failure", "Limits", "Request", "Response", "Result"]
