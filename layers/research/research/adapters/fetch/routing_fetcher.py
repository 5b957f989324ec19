"""Sends each address to the fetcher for its scheme."""

from research.domain.source import Page
from research.ports import Fetcher


class RoutingFetcher:
    """`ports.Fetcher` over two: ``file:`` addresses go to one, all others to the other."""

    def __init__(self, *, web: Fetcher, files: Fetcher) -> None:
        self._web = web
        self._files = files

    async def fetch(self, url: str) -> Page:
        """The page at `url`. Raises `FetchError` as the fetcher in charge does."""
        is_file = url[:5].lower() == "file:"
        return await (self._files if is_file else self._web).fetch(url)
