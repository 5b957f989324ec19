"""A fetcher whose web pages are cached."""

from research.cache import CacheManager, key_of
from research.domain.source import Page
from research.ports import Fetcher
from research.web.canonical_urls import canonical_url

MAX_BODY_BYTES = 5_000_000
_WEB = ("http://", "https://")


class CachedFetcher:
    """`ports.Fetcher` that answers from the cache, and otherwise asks another fetcher.

    Only pages with an http(s) address are cached: files may change during a run, and what failed
    may work on the next try. Addresses with the same `canonical_url` share one page.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        cache: CacheManager,
        *,
        setup: str = "",
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        """`setup` names what else decides about a page: the user agent and the allowed networks.

        Without it, a job could read from the cache what only another job may fetch. Pages larger
        than `max_body_bytes` are not cached.
        """
        cache.know(Page)
        self._fetcher = fetcher
        self._cache = cache
        self._setup = setup
        self._max_body_bytes = max_body_bytes

    async def fetch(self, url: str) -> Page:
        """The page at `url`. Raises `FetchError` as the other fetcher does."""
        if not url.lower().startswith(_WEB):
            return await self._fetcher.fetch(url)
        page = await self._cache.get_or_compute(
            key_of("page", self._setup, canonical_url(url)),
            lambda: self._fetcher.fetch(url),
            accept=lambda value: (
                isinstance(value, Page) and len(value.body) <= self._max_body_bytes
            ),
        )
        return page.model_copy(update={"url": url})
