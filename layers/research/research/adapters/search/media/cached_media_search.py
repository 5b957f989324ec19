"""A search of images or videos whose results are cached."""

from research.cache import CacheManager, key_of
from research.domain.source import FoundMedia
from research.ports import MediaSearch


class CachedMediaSearch:
    """`ports.MediaSearch` that answers from the cache, and otherwise asks another.

    Empty answers and errors are not cached.
    """

    def __init__(self, search: MediaSearch, cache: CacheManager, *, setup: str = "") -> None:
        """`setup` names what else the answers depend on."""
        cache.know(FoundMedia)
        self._search = search
        self._cache = cache
        self._setup = setup

    @property
    def name(self) -> str:
        """The name of the search it asks."""
        return self._search.name

    async def search(self, query: str, limit: int) -> list[FoundMedia]:
        """At most `limit` of them. Raises `SearchError` as the other search does."""
        return await self._cache.get_or_compute(
            key_of("media", self.name, self._setup, limit, query),
            lambda: self._search.search(query, limit),
            accept=_are_media,
        )


def _are_media(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(x, FoundMedia) for x in value)
