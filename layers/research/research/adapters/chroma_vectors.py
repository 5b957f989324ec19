"""Passages in Chroma, embedded in this process: on disk where a folder is given, else in memory."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError

from research.errors import StoreError
from research.models import Passage

if TYPE_CHECKING:
    from research.ports import Matrix

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
        settings = Settings(anonymized_telemetry=False)
        try:
            self._client = (
                chromadb.PersistentClient(str(folder), settings)
                if folder
                else chromadb.EphemeralClient(settings)
            )
            self._collection = self._client.get_or_create_collection(
                f"passages-{embedder_name}"[:63],
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
        except _BROKEN as error:
            raise StoreError(f"Chroma can't be opened: {error}") from error

    async def add(self, job_id: str, passages: Sequence[Passage], vectors: "Matrix") -> None:
        """Store the passages under `job_id`; one that is there already stays as it is."""
        for start in range(0, len(passages), BATCH):
            rows = slice(start, start + BATCH)
            await asyncio.to_thread(self._upsert, job_id, passages[rows], vectors[rows])

    async def similarities(self, job_id: str, vector: "Matrix", limit: int) -> dict[str, float]:
        """The job's `limit` nearest passages to the first row: id to cosine."""
        if limit < 1:
            return {}
        return await asyncio.to_thread(self._query, job_id, vector, limit)

    def _upsert(self, job_id: str, passages: Sequence[Passage], vectors: "Matrix") -> None:
        try:
            self._collection.upsert(
                ids=[_row_id(job_id, passage.id) for passage in passages],
                embeddings=cast("Any", vectors),
                documents=[passage.text for passage in passages],
                metadatas=[
                    {"job": job_id, "source": p.source, "start": p.start, "end": p.end}
                    for p in passages
                ],
            )
        except _BROKEN as error:
            raise StoreError(f"Chroma can't store passages: {error}") from error

    def _query(self, job_id: str, vector: "Matrix", limit: int) -> dict[str, float]:
        try:
            found = self._collection.query(
                query_embeddings=cast("Any", vector[:1]),
                n_results=limit,
                where={"job": job_id},
                include=["distances"],
            )
        except _BROKEN as error:
            raise StoreError(f"Chroma can't be searched: {error}") from error
        distances = found["distances"] or [[]]
        return {
            row.partition(":")[2]: 1.0 - float(distance)
            for row, distance in zip(found["ids"][0], distances[0], strict=True)
        }


def _row_id(job_id: str, passage_id: str) -> str:
    return f"{job_id}:{passage_id}"
