"""Places for passages: when the next one is taken, with what, and who hears of it."""

import asyncio
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from research.adapters.vectors.fallback_vectors import FallbackVectors, Place
from research.domain.errors import StoreError, StoreUnavailableError
from research.domain.passage import Passage
from research.domain.source import Source
from research.ports import VectorStore
from tests.fakes.vector_store import FakeVectorStore
from tests.unit.stages.sources import source

SOURCES = (source(1, "Under sail\nA text."),)
PASSAGES = [Passage(id=f"{n:032x}", source=1, start=n, end=n + 1, text="t") for n in range(4)]
Matrix = npt.NDArray[np.float32]
VECTORS = np.eye(4, dtype=np.float32)


class StoppingStore(FakeVectorStore):
    """Serves `calls` calls, and then none."""

    def __init__(self, calls: int, delay_seconds: float = 0.0) -> None:
        super().__init__()
        self._left = calls
        self._delay_seconds = delay_seconds
        self.asked = 0

    async def add(
        self,
        job_id: str,
        passages: Sequence[Passage],
        vectors: Matrix,
        sources: Sequence[Source],
    ) -> None:
        await self._serve()
        await super().add(job_id, passages, vectors, sources)

    async def similarities(self, job_id: str, vector: Matrix, limit: int) -> dict[str, float]:
        await self._serve()
        return await super().similarities(job_id, vector, limit)

    async def _serve(self) -> None:
        self.asked += 1
        await asyncio.sleep(self._delay_seconds)
        self._left -= 1
        if self._left < 0:
            raise StoreUnavailableError("it is gone")


def not_opened(error: Exception) -> Callable[[], VectorStore]:
    def raises() -> VectorStore:
        raise error

    return raises


def places(*stores: VectorStore) -> list[Place]:
    return [Place(f"place {n}", lambda s=store: s) for n, store in enumerate(stores, start=1)]


async def add(vectors: VectorStore, *numbers: int, job_id: str = "j") -> None:
    for n in numbers:
        await vectors.add(job_id, PASSAGES[n : n + 1], VECTORS[n : n + 1], SOURCES)


async def test_while_the_first_serves_no_other_is_opened_and_nobody_warned() -> None:
    told: list[str] = []
    first = FakeVectorStore()
    never = Place("never", not_opened(AssertionError("opened")))
    vectors = FallbackVectors([*places(first), never], warn=told.append)
    await add(vectors, 0, 1)
    assert set(await vectors.similarities("j", VECTORS[:1], 9)) == {p.id for p in PASSAGES[:2]}
    assert len(first.rows) == 2
    assert told == []


@pytest.mark.parametrize("calls", range(5))
async def test_a_store_that_stops_at_any_call_costs_nothing_that_was_stored(calls: int) -> None:
    told: list[str] = []
    first, second = StoppingStore(calls), FakeVectorStore()
    vectors = FallbackVectors(places(first, second), warn=told.append)
    await add(vectors, 0, 1, 2)
    found = [await vectors.similarities("j", VECTORS[n : n + 1], 9) for n in range(3)]
    assert [max(near, key=lambda name: near[name]) for near in found] == [
        p.id for p in PASSAGES[:3]
    ]
    assert told == ["Passages are kept in place 2 for this run: place 1 failed (it is gone)."]
    assert first.asked == calls + 1


@pytest.mark.parametrize(
    "error", [StoreError("it is locked"), ImportError("no chromadb"), RuntimeError("old SQLite")]
)
async def test_what_can_not_be_opened_is_passed_over_with_one_warning(error: Exception) -> None:
    told: list[str] = []
    server, folder = (Place(name, not_opened(error)) for name in ("the server", "the folder"))
    vectors = FallbackVectors([server, folder, *places(FakeVectorStore())], warn=told.append)
    await vectors.open()
    await add(vectors, 0)
    reasons = f"the server failed ({error}); the folder failed ({error})"
    assert told == [f"Passages are kept in place 1 for this run: {reasons}."]


async def test_a_place_that_fails_while_it_takes_over_is_passed_over_too() -> None:
    told: list[str] = []
    last = FakeVectorStore()
    vectors = FallbackVectors(places(StoppingStore(2), StoppingStore(1), last), warn=told.append)
    await add(vectors, 0, 1, 2)
    assert len(last.rows) == 3
    assert [line.count("failed") for line in told] == [2]


async def test_calls_at_once_pay_for_one_failure_together() -> None:
    told: list[str] = []
    first = StoppingStore(0, delay_seconds=0.05)
    vectors = FallbackVectors(places(first, FakeVectorStore()), warn=told.append)
    async with asyncio.timeout(0.5):
        await asyncio.gather(*(add(vectors, n) for n in range(4)))
    assert len(await vectors.similarities("j", VECTORS[:1], 9)) == 4
    assert len(told) == 1


async def test_a_deleted_job_does_not_come_along() -> None:
    second = FakeVectorStore()
    vectors = FallbackVectors(places(StoppingStore(2), second), warn=lambda _: None)
    await add(vectors, 0, job_id="old")
    await vectors.delete("old")
    await add(vectors, 1, 2)
    assert {job for job, _ in second.rows} == {"j"}


async def test_without_a_place_left_the_last_error_comes_through() -> None:
    vectors = FallbackVectors(places(StoppingStore(1)), warn=lambda _: None)
    await add(vectors, 0)
    for _ in range(2):
        with pytest.raises(StoreUnavailableError, match="it is gone"):
            await add(vectors, 1)
