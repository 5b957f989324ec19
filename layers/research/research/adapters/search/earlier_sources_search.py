"""Searches the sources that earlier jobs read, by their passages in the vector store.

What is found is a hit like any other: it is fetched and read again before it can be cited.
"""

from research.domain.errors import EmbedderError, SearchError, StoreError
from research.domain.passage import StoredPassage
from research.domain.source import EARLIER_SOURCES, SearchHit
from research.ports import Embedder, VectorStore
from research.text.cleaning import clean_line

PASSAGES_PER_HIT = 4
"""Passages asked for per hit: a page about the query has several passages near it."""
NEAR = 0.4
"""The least cosine similarity of a hit. Measured with static vectors on 16 topics over 181 news
pages: 15 in 16 of the pages about a topic have a passage this near, and less than one page a topic
that is about something else."""
MAX_SNIPPET_CHARACTERS = 240


class EarlierSourcesSearch:
    """`ports.WebSearch` over the passages of all jobs that are still in the store.

    It finds web pages only: a file that an earlier job was given stays with that job.
    """

    name = EARLIER_SOURCES
    takes_plain_queries = True

    def __init__(self, embedder: Embedder, vectors: VectorStore) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self.found: dict[str, StoredPassage] = {}
        """The nearest passage of each page found so far, by its address."""

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` pages with a passage near `query`, nearest first.

        Raises `SearchError` when the embedder or the store fails.
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
