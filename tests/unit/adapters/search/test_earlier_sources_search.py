"""Searching what earlier jobs read: what is near, once a page, and of the web alone."""

import numpy as np
import numpy.typing as npt
import pytest

from research.adapters.search.earlier_sources_search import EarlierSourcesSearch
from research.domain.errors import SearchError, StoreUnavailableError
from research.domain.passage import StoredPassage
from research.domain.source import Source
from research.stages.index.index import index
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.vector_store import FakeVectorStore
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR, source

QUERY = "battery ferry to Nordholm"


async def memory(*sources: Source, jobs: int = 1) -> EarlierSourcesSearch:
    embedder, store = FakeEmbedder(), FakeVectorStore()
    for job in range(jobs):
        await index(
            sources, job_id=str(job), embedder=embedder, vectors=store, progress=lambda _: None
        )
    return EarlierSourcesSearch(embedder, store)


async def test_pages_near_the_query_are_found_once_nearest_first() -> None:
    long = source(4, "\n".join(f"The battery ferry to Nordholm left at {n}." for n in range(60)))
    search = await memory(source(1, HARBOUR), source(2, GARDEN), source(3, COUNCIL), long, jobs=3)
    hits = await search.search(QUERY, 10)
    assert hits[0].url == long.url
    assert {hit.url for hit in hits} == {source(n, "").url for n in (1, 3, 4)}
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert {hit.provider for hit in hits} == {search.name} == {"memory"}


async def test_a_hit_says_what_is_known_of_its_page() -> None:
    [hit] = await (await memory(source(1, HARBOUR))).search(QUERY, 10)
    assert hit.title == HARBOUR.partition("\n")[0]
    assert hit.snippet in HARBOUR.replace("\n", " ")
    assert 0 < len(hit.snippet) <= 240


async def test_no_more_pages_than_asked() -> None:
    search = await memory(*(source(n, f"{HARBOUR}\nCopy {n}.") for n in range(1, 9)))
    assert len(await search.search(QUERY, 3)) == 3


async def test_what_is_about_something_else_is_no_hit() -> None:
    assert await (await memory(source(1, HARBOUR))).search("winter pruning of apples", 10) == []


async def test_an_earlier_jobs_files_stay_with_that_job() -> None:
    file = source(1, HARBOUR).model_copy(update={"url": "file:///home/someone/ferry.txt"})
    assert await (await memory(file)).search(QUERY, 10) == []


async def test_a_store_that_fails_is_a_search_that_fails() -> None:
    class Away(FakeVectorStore):
        async def search_memory(
            self, vector: npt.NDArray[np.float32], limit: int
        ) -> list[StoredPassage]:
            raise StoreUnavailableError("it is gone")

    with pytest.raises(SearchError, match="it is gone"):
        await EarlierSourcesSearch(FakeEmbedder(), Away()).search(QUERY, 3)
