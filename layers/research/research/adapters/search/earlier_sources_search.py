"""Searches what earlier jobs read. What it finds is read again, so that it can be cited."""

from research.domain.errors import EmbedderError, SearchError, StoreError
from research.domain.passage import StoredPassage
from research.domain.source import EARLIER_SOURCES, SearchHit
from research.ports import Embedder, VectorStore
from research.text.cleaning import clean_line

PASSAGES_PER_HIT = 4
"""A page about the query has several passages near it, and is one hit."""
NEAR = 0.4
"""In 16 topics over 181 news pages, the nearest passage of 15 in 16 pages about the query has so
much or more, with static vectors; of those about something else, less than one page a topic."""
MAX_SNIPPET_CHARACTERS = 240


class EarlierSourcesSearch:
    """`ports.WebSearch` over the passages of all jobs that are left in the store.

    Pages of the web alone: a file that an earlier job was given is not for this one.
    """

    name = EARLIER_SOURCES

    def __init__(self, embedder: Embedder, vectors: VectorStore) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self.found: dict[str, StoredPassage] = {}
        """A passage of each page that was found, by its address."""

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` pages with a passage near `query`, nearest first.

        Raises `SearchError` where the embedder or the store fails.
        """
        try:
            vector = await self._embedder.embed([query])
            stored = await self._vectors.search_memory(vector, PASSAGES_PER_HIT * limit)
        except (EmbedderError, StoreError) as error:
            raise SearchError(str(error)) from error
        nearest: dict[str, StoredPassage] = {}
        for passage in stored:
            if passage.similarity >= NEAR and passage.url.startswith(("http://", "https://")):
                nearest.setdefault(passage.url, passage)
        self.found |= nearest
        return [
            SearchHit(
                url=passage.url,
                title=passage.title,
                snippet=clean_line(passage.text, MAX_SNIPPET_CHARACTERS),
                published=passage.published,
                provider=self.name,
                rank=rank,
            )
            for rank, passage in enumerate(list(nearest.values())[:limit], start=1)
        ]
