"""A vector store over several: the first that works is used, and the next when it fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from research.domain.errors import StoreError
from research.domain.passage import Passage, StoredPassage
from research.domain.source import Source
from research.ports import Matrix, VectorStore

_log = logging.getLogger(__name__)
T = TypeVar("T")
NOT_OPENED = (StoreError, ImportError, ValueError, RuntimeError)
"""Chroma's import itself raises the last two: for its own settings, for a SQLite too old."""


@dataclass(frozen=True, slots=True)
class Place:
    """A vector store that may be used, and how to open it."""

    name: str
    """As a warning says it: “kept in …”, “… failed”."""
    open: Callable[[], VectorStore]
    """Called in a thread, for the import may take a second. Raises those of `NOT_OPENED`."""


class FallbackVectors:
    """`ports.VectorStore` for one run, which goes on when a store fails.

    What the run stored so far is copied to the next place. A place that failed is not tried again,
    so its time-out is paid once.
    """

    def __init__(self, places: Sequence[Place], *, warn: Callable[[str], None]) -> None:
        """`warn` is called once a change: which place failed, why, and which is used instead."""
        self._left = list(places)
        self._warn = warn
        self._lock = asyncio.Lock()
        self._store: VectorStore | None = None
        self._failures: list[str] = []
        self._last_error: StoreError = StoreError("there is no place for passages")
        self._added: list[tuple[str, Sequence[Passage], Matrix, Sequence[Source]]] = []

    @property
    def place(self) -> str:
        """The name of the place in use, or of the next to be opened; empty when none is left."""
        return self._left[0].name if self._left else ""

    async def open(self) -> None:
        """Open the first place that can be opened; the first call does so too."""
        await self._current()

    async def add(
        self, job_id: str, passages: Sequence[Passage], vectors: Matrix, sources: Sequence[Source]
    ) -> None:
        """Store the passages. Raises `StoreError` when no place is left, as every method does."""
        await self._current()
        # Recorded before it is stored: a place that is opened meanwhile must have it too.
        self._added.append((job_id, passages, vectors, sources))
        await self._ask(lambda store: store.add(job_id, passages, vectors, sources))

    async def similarities(self, job_id: str, vector: Matrix, limit: int) -> dict[str, float]:
        """The job's `limit` nearest passages to the first row: id to cosine."""
        return await self._ask(lambda store: store.similarities(job_id, vector, limit))

    async def search_memory(self, vector: Matrix, limit: int) -> list[StoredPassage]:
        """The `limit` nearest passages of all jobs that the place knows."""
        return await self._ask(lambda store: store.search_memory(vector, limit))

    async def delete(self, job_id: str) -> None:
        """Remove the job's passages."""
        self._added = [added for added in self._added if added[0] != job_id]
        await self._ask(lambda store: store.delete(job_id))

    async def _ask(self, call: Callable[[VectorStore], Awaitable[T]]) -> T:
        while True:
            store = await self._current()
            try:
                return await call(store)
            except StoreError as error:
                await self._leave(store, error)

    async def _current(self) -> VectorStore:
        async with self._lock:
            while self._store is None:
                if not self._left:
                    raise self._last_error
                self._store = await self._open(self._left[0])
            return self._store

    async def _open(self, place: Place) -> VectorStore | None:
        """The store at `place`, with all that was stored before; None when it does not serve."""
        try:
            store = await asyncio.to_thread(place.open)
            for added in self._added:
                await store.add(*added)
        except NOT_OPENED as error:
            self._drop_first(error)
            return None
        if self._failures:
            reasons = "; ".join(self._failures)
            self._failures.clear()
            message = f"Passages are kept in {place.name} for this run: {reasons}."
            _log.warning(message)
            self._warn(message)
        return store

    async def _leave(self, store: VectorStore, error: StoreError) -> None:
        async with self._lock:
            if self._store is store:  # of several calls that failed, the first leaves it
                self._store = None
                self._drop_first(error)

    def _drop_first(self, error: Exception) -> None:
        place = self._left.pop(0)
        self._failures.append(f"{place.name} failed ({error})")
        self._last_error = error if isinstance(error, StoreError) else StoreError(str(error))
