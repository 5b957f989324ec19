"""What every vector store must do, the fake one included."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import pytest

from research.adapters.vectors.chroma_vectors import ChromaVectors
from research.adapters.vectors.memory_vectors import MemoryVectors
from research.domain.passage import Passage
from research.ports import VectorStore
from tests.fakes.vector_store import FakeVectorStore
from tests.servers import chroma_server_vectors
from tests.unit.stages.sources import source

DIMENSIONS = 8
SOURCES = (
    source(1, "Under sail\nA text.").model_copy(update={"published": date(2026, 3, 1)}),
    source(2, "Under way\nAnother text."),
)


def passage(number: int) -> Passage:
    of = 1 + number % len(SOURCES)
    return Passage(id=f"{number:032x}", source=of, start=number, end=number + 4, text=f"t {number}")


def vectors(*seeds: int) -> npt.NDArray[np.float32]:
    rows = [np.random.default_rng(seed).normal(size=DIMENSIONS) for seed in seeds]
    matrix = np.array(rows, dtype=np.float32).reshape(len(seeds), DIMENSIONS)
    unit: npt.NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return unit


@pytest.fixture(params=["fake", "memory", "chroma on disk", "chroma server"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VectorStore]:
    name = f"test-{uuid4()}"
    match request.param:
        case "fake":
            yield FakeVectorStore()
        case "memory":
            yield MemoryVectors()
        case "chroma server":
            server = chroma_server_vectors(request.getfixturevalue("chroma").port, name)
            yield server
            await server.aclose()
        case _:
            embedded = ChromaVectors(name, tmp_path)
            yield embedded
            await embedded.aclose()


async def add(store: VectorStore, job_id: str, numbers: Sequence[int]) -> None:
    await store.add(job_id, [passage(n) for n in numbers], vectors(*numbers), SOURCES)


async def test_a_passage_is_as_similar_as_its_cosine(store: VectorStore) -> None:
    await add(store, "a", range(10))
    found = await store.similarities("a", vectors(3), 10)
    expected = vectors(*range(10)) @ vectors(3)[0]
    assert set(found) == {passage(n).id for n in range(10)}
    for number in range(10):
        assert found[passage(number).id] == pytest.approx(float(expected[number]), abs=1e-3)


async def test_the_nearest_come_first_and_no_more_than_asked(store: VectorStore) -> None:
    await add(store, "a", range(20))
    found = await store.similarities("a", vectors(7), 3)
    assert next(iter(found)) == passage(7).id
    assert len(found) == 3


async def test_jobs_do_not_see_each_other(store: VectorStore) -> None:
    await add(store, "a", [1, 2])
    await add(store, "b", [2, 3])
    assert set(await store.similarities("a", vectors(1), 10)) == {passage(1).id, passage(2).id}
    assert set(await store.similarities("b", vectors(1), 10)) == {passage(2).id, passage(3).id}


async def test_storing_twice_makes_no_duplicates(store: VectorStore) -> None:
    await add(store, "a", [1, 2, 3])
    await add(store, "a", [1, 2, 3])
    assert len(await store.similarities("a", vectors(1), 10)) == 3
    assert len(await store.search_memory(vectors(1), 10)) == 3


async def test_an_unknown_job_has_no_passages(store: VectorStore) -> None:
    assert await store.similarities("nobody", vectors(1), 5) == {}
    await add(store, "a", [1])
    assert await store.similarities("a", vectors(1), 0) == {}


async def test_all_of_a_large_job_are_found(store: VectorStore) -> None:
    await add(store, "a", range(1_500))
    await add(store, "b", range(50))
    assert len(await store.similarities("a", vectors(4), 1_500)) == 1_500


async def test_nothing_to_store_is_no_error(store: VectorStore) -> None:
    await store.add("a", [], np.zeros((0, DIMENSIONS), dtype=np.float32), SOURCES)
    assert await store.similarities("a", vectors(1), 5) == {}
    assert await store.search_memory(vectors(1), 5) == []


async def test_a_text_without_known_words_is_near_nothing(store: VectorStore) -> None:
    nothing = np.zeros((1, DIMENSIONS), dtype=np.float32)
    await store.add("a", [passage(9)], nothing, SOURCES)
    await add(store, "a", [1, 2])
    assert (await store.similarities("a", vectors(1), 5))[passage(9).id] == pytest.approx(0.0)
    found = await store.similarities("a", nothing, 5)
    assert list(found.values()) == pytest.approx([0.0, 0.0, 0.0])


async def test_memory_holds_the_passages_of_all_jobs_with_what_is_known_of_them(
    store: VectorStore,
) -> None:
    await add(store, "a", [1, 2])
    await add(store, "b", [3])
    found = await store.search_memory(vectors(2), 10)
    assert {stored.id for stored in found} == {passage(n).id for n in (1, 2, 3)}
    assert found[0].model_dump() == {
        "id": passage(2).id,
        "url": SOURCES[0].url,
        "title": "Under sail",
        "published": date(2026, 3, 1),
        "kind": SOURCES[0].kind,
        "raw_sha256": SOURCES[0].raw_sha256,
        "text": "t 2",
        "similarity": pytest.approx(1.0, abs=1e-3),
    }
    assert {stored.published for stored in found if stored.title == "Under way"} == {None}
    assert [s.similarity for s in found] == sorted((s.similarity for s in found), reverse=True)


async def test_a_passage_of_many_jobs_is_one_in_memory(store: VectorStore) -> None:
    for job in range(30):
        await add(store, f"job-{job}", [1, 2])
    await add(store, "other", range(3, 8))
    found = await store.search_memory(vectors(1), 5)
    assert len({stored.id for stored in found}) == len(found) == 5
    assert found[0].id == passage(1).id
    assert await store.search_memory(vectors(1), 0) == []


async def test_a_deleted_job_takes_only_what_no_other_has(store: VectorStore) -> None:
    await add(store, "a", [1, 2])
    await add(store, "b", [2, 3])
    await store.delete("a")
    await store.delete("a")
    assert await store.similarities("a", vectors(1), 10) == {}
    assert set(await store.similarities("b", vectors(1), 10)) == {passage(2).id, passage(3).id}
    found = await store.search_memory(vectors(1), 10)
    assert {stored.id for stored in found} == {passage(2).id, passage(3).id}
