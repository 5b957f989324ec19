"""Addresses that the user named, in place of a search."""

from collections.abc import Sequence

from research.domain.errors import SourceUnusableError
from research.domain.source import SearchHit


class AddressListSearch:
    """`ports.WebSearch` that finds the same addresses for every query, in the order given.

    It judges none of them: the fetcher refuses what may not be read, and the run says so.
    """

    name = "addresses"

    def __init__(self, urls: Sequence[str]) -> None:
        """Raises `SourceUnusableError` for one with characters that can't even be shown."""
        for url in urls:
            if not url.isprintable():
                raise SourceUnusableError(f"not an address: {ascii(url)[:80]}")
        self._urls = tuple(dict.fromkeys(urls))

    async def search(self, query: str, limit: int) -> list[SearchHit]:  # noqa: ARG002 (the port asks)
        """The first `limit` addresses. Never raises."""
        return [
            SearchHit(url=url, provider=self.name, rank=rank)
            for rank, url in enumerate(self._urls[:limit], start=1)
        ]
