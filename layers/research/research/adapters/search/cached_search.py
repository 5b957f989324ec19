"""Search results that are kept for a while."""

from research.cache import CacheManager, key_of
from research.domain.source import SearchHit
from research.ports import WebSearch


class CachedSearch:
    """`ports.WebSearch` before another, of the web: a query asked again is not searched again.

    No hits, and errors, are not kept: a provider that is short of breath finds nothing either.
    """

    def __init__(self, search: WebSearch, cache: CacheManager, *, setup: str = "") -> None:
        """`setup` is what else its answers depend on, such as the address of the engine."""
        cache.know(SearchHit)
        self._search = search
        self._cache = cache
        self._setup = setup

    @property
    def name(self) -> str:
        """The name of the search behind."""
        return self._search.name

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` hits. Raises `SearchError` as the search behind does."""
        return await self._cache.get_or_compute(
            key_of("search", self.name, self._setup, limit, query),
            lambda: self._search.search(query, limit),
            accept=_are_hits,
        )


def _are_hits(value: object) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(hit, SearchHit) for hit in value)
    )
