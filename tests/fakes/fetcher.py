"""Stands behind `ports.Fetcher`: a dictionary of pages."""

from collections.abc import Mapping

from research.domain.errors import AddressRefusedError, FetchError, TooLargeError
from research.domain.source import Page


class FakeFetcher:
    """Serves `bodies` by address, with one content type; keeps what it was asked for."""

    def __init__(
        self,
        bodies: Mapping[str, bytes],
        *,
        content_type: str = "text/plain",
        max_bytes: int = 5_000_000,
    ) -> None:
        self.asked: list[str] = []
        self._bodies = bodies
        self._content_type = content_type
        self._max_bytes = max_bytes

    async def fetch(self, url: str) -> Page:
        """The page. Raises `AddressRefusedError`, `FetchError`, `TooLargeError`."""
        self.asked.append(url)
        if not url.startswith(("http://", "https://", "file:///")):
            raise AddressRefusedError("not an address that is read")
        if url not in self._bodies:
            raise FetchError("no such page")
        body = self._bodies[url]
        if len(body) > self._max_bytes:
            raise TooLargeError("too large")
        return Page(url=url, final_url=url, content_type=self._content_type, body=body)
