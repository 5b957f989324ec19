"""What every vector store must do, the fake one included."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from research.adapters.chroma_vectors import ChromaVectors
from research.models import Passage
from research.ports import VectorStore
from tests.fakes.vector_store import FakeVectorStore

DIMENSIONS = 8


def passage(number: int) -> Passage:
    return Passage(id=f"{number:032x}", source=1, start=0, end=4, text=f"text {number}")


def vectors(*seeds: int) -> npt.NDArray[np.float32]:
    rows = [np.random.default_rng(seed).normal(size=DIMENSIONS) for seed in seeds]
    matrix = np.array(rows, dtype=np.float32).reshape(len(seeds), DIMENSIONS)
    unit: npt.NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return unit


@pytest.fixture(params=["fake", "chroma in memory", "chroma on disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    if request.param == "fake":
        return FakeVectorStore()
    name = f"test-{tmp_path.name}"[-40:].strip("_-")
    return ChromaVectors(name, tmp_path if "disk" in request.param else None)


async def add(store: VectorStore, job_id: str, numbers: Sequence[int]) -> None:
    await store.add(job_id, [passage(n) for n in numbers], vectors(*numbers))


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


async def test_an_unknown_job_has_no_passages(store: VectorStore) -> None:
    assert await store.similarities("nobody", vectors(1), 5) == {}
    await add(store, "a", [1])
    assert await store.similarities("a", vectors(1), 0) == {}


async def test_all_of_a_large_job_are_found(store: VectorStore) -> None:
    await add(store, "a", range(1_500))
    await add(store, "b", range(50))
    assert len(await store.similarities("a", vectors(4), 1_500)) == 1_500


async def test_nothing_to_store_is_no_error(store: VectorStore) -> None:
    await store.add("a", [], np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert await store.similarities("a", vectors(1), 5) == {}
