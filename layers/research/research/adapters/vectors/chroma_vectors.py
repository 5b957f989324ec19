"""A vector store in Chroma, embedded in this process: in a folder if one is given, or in memory.

Needs the whole chromadb; the server is reached from `chroma_server_vectors`. Importing it takes
most of a second, and opening a folder some more, so both are best done in a thread.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError

from research.adapters.vectors.chroma import (
    COSINE,
    WHOLE_ROWS,
    collection_name,
    distinct_passages,
    query_arguments,
    similarities_in,
    upsert_arguments,
)
from research.domain.errors import StoreError
from research.domain.passage import Passage, StoredPassage
from research.domain.source import Source

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.types import Include, QueryResult

    from research.ports import Matrix

T = TypeVar("T")
_OPENING = Lock()
"""Clients of one folder share a system in Chroma: two threads that open or close it break it."""
BATCH = 1_000
"""SQLite, which is under the embedded client, takes 5,461 rows at once at most."""
# Where Rust's or SQLite's own errors come through Chroma as they are.
_BROKEN = (ChromaError, ValueError, RuntimeError, OSError)


class ChromaVectors:
    """`ports.VectorStore` in Chroma's embedded client; one collection an embedder.

    Only one process at a time may use a folder.
    """

    def __init__(self, embedder_name: str, folder: Path | None = None) -> None:
        """`embedder_name` names model and dimension, and so the collection. Raises `StoreError`."""
        if chromadb.is_client:
            raise StoreError("chromadb-client has no embedded Chroma: the `local` extra brings it")
        settings = Settings(anonymized_telemetry=False)
        try:
            with _OPENING:
                self._client = (
                    chromadb.PersistentClient(str(folder), settings)
                    if folder
                    else chromadb.EphemeralClient(settings)
                )
                self._collection = self._client.get_or_create_collection(
                    collection_name(embedder_name), embedding_function=None, configuration=COSINE
                )
        except _BROKEN as error:
            raise StoreError(f"Chroma can't be opened: {error}") from error

    async def add(
        self,
        job_id: str,
        passages: Sequence[Passage],
        vectors: "Matrix",
        sources: Sequence[Source],
    ) -> None:
        """Store the passages under `job_id`; one that is there already stays as it is."""
        for start in range(0, len(passages), BATCH):
            rows = slice(start, start + BATCH)
            given = upsert_arguments(job_id, passages[rows], vectors[rows], sources)
            await _in_thread(partial(self._collection.upsert, **given))

    async def similarities(self, job_id: str, vector: "Matrix", limit: int) -> dict[str, float]:
        """The job's `limit` nearest passages to the first row: id to cosine."""
        if limit < 1:
            return {}
        return similarities_in(
            await _in_thread(lambda: self._query(vector, limit, ["distances"], job_id))
        )

    async def search_memory(self, vector: "Matrix", limit: int) -> list[StoredPassage]:
        """The `limit` passages of all jobs nearest to the first row, each once."""
        return await distinct_passages(
            lambda rows: _in_thread(lambda: self._query(vector, rows, WHOLE_ROWS)), limit
        )

    async def delete(self, job_id: str) -> None:
        """Remove the job's rows."""
        await _in_thread(lambda: self._collection.delete(where={"job": job_id}))

    async def aclose(self) -> None:
        """Close the client, which frees the folder for another process."""
        await _in_thread(self._close)

    def _close(self) -> None:
        with _OPENING:
            cast("Client", self._client).close()

    def _query(
        self, vector: "Matrix", limit: int, include: "Include", job_id: str | None = None
    ) -> "QueryResult":
        return self._collection.query(**query_arguments(vector, limit, include, job_id))


async def _in_thread(call: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(call)
    except _BROKEN as error:
        raise StoreError(f"Chroma failed: {error}") from error
