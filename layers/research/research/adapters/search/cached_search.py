"""A search whose results are cached."""

from research.cache import CacheManager, key_of
from research.domain.source import SearchHit
from research.ports import PlainSearch, WebSearch


class CachedSearch:
    """`ports.WebSearch` that answers from the cache, and otherwise asks another search.

    Empty answers and errors are not cached: an overloaded provider returns nothing, too.
    """

    def __init__(self, search: WebSearch, cache: CacheManager, *, setup: str = "") -> None:
        """`setup` names what else the answers depend on, such as the engine's address."""
        cache.know(SearchHit)
        self._search = search
        self._cache = cache
        self._setup = setup

    @property
    def name(self) -> str:
        """The name of the search it asks."""
        return self._search.name

    @property
    def takes_plain_queries(self) -> bool:
        """As the search it asks."""
        return isinstance(self._search, PlainSearch) and self._search.takes_plain_queries

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` hits. Raises `SearchError` as the other search does."""
        return await self._cache.get_or_compute(
            key_of("search", self.name, self._setup, limit, query),
            lambda: self._search.search(query, limit),
            accept=_are_hits,
        )


def _are_hits(value: object) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(hit, SearchHit) for hit in value)
    )
