"""Pages of the web that are kept for a while."""

from research.cache import CacheManager, key_of
from research.domain.source import Page
from research.ports import Fetcher
from research.web.canonical_urls import canonical_url

MAX_BODY_BYTES = 5_000_000
_WEB = ("http://", "https://")


class CachedFetcher:
    """`ports.Fetcher` before another: a page asked for again is not fetched again.

    Pages alone are kept, and only those of http(s) addresses: files change under our hands, and
    what failed may work by now. Addresses that mean the same page (`canonical_url`) share it.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        cache: CacheManager,
        *,
        setup: str = "",
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        """`setup` is what else decides about a page: the user agent, and the networks allowed.

        Without it, whoever may not read an address could read what another was allowed to.
        Larger pages than `max_body_bytes` are not kept.
        """
        cache.know(Page)
        self._fetcher = fetcher
        self._cache = cache
        self._setup = setup
        self._max_body_bytes = max_body_bytes

    async def fetch(self, url: str) -> Page:
        """The page at `url`. Raises `FetchError` as the fetcher behind does."""
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
