"""Lets a client call a service of its own process: no port, no socket."""

from typing import Any

import httpx

HERE = "http://research.invalid"
"""What the client calls that service (RFC 2606: no name of the network)."""
LOOPBACK = ("127.0.0.1", 0)


def is_here(url: str) -> bool:
    """Whether `url` is one of the service of this process."""
    return url.startswith(f"{HERE}/")


class InProcess(httpx.ASGITransport):
    """Calls `app`, for reports too that have an address of their own: it reads their store itself.

    `reports_url` is where the bucket is served, if it is; `caller` is whose rate is counted.
    """

    def __init__(self, app: Any, reports_url: str = "", caller: tuple[str, int] = LOOPBACK) -> None:
        super().__init__(app, raise_app_exceptions=False, client=caller)
        self._reports_url = reports_url.rstrip("/")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The service's answer."""
        url = str(request.url)
        if not is_here(url):
            request.url = httpx.URL(f"{HERE}/reports{url.removeprefix(self._reports_url)}")
        return await super().handle_async_request(request)
