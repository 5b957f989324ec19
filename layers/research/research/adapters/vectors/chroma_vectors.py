"""A vector store in Chroma, embedded in this process, in a folder.

Needs the whole chromadb; the server is reached from `chroma_server_vectors`. Importing it takes
most of a second, and opening a folder some more, so both are best done in a thread.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError

from research.adapters.vectors.chroma import COSINE, ChromaPassages, collection_name
from research.domain.errors import StoreError

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

T = TypeVar("T")
_OPENING = Lock()
"""Clients of one folder share a system in Chroma: two threads that open or close it break it."""
BATCH = 100
"""The embedded client lets no other thread run while it stores: a thousand rows took 0.6 s, and
ten times a hundred take as long in all. SQLite, which is under it, takes 5,461 at once at most.
"""
# Where Rust's or SQLite's own errors come through Chroma as they are.
_BROKEN = (ChromaError, ValueError, RuntimeError, OSError)


class ChromaVectors(ChromaPassages):
    """`ports.VectorStore` in Chroma's embedded client; one collection an embedder.

    Only one process at a time may use a folder.
    """

    def __init__(self, embedder_name: str, folder: Path) -> None:
        """`embedder_name` names model and dimension, and so the collection. Raises `StoreError`."""
        if chromadb.is_client:
            raise StoreError("chromadb-client has no embedded Chroma: the `local` extra brings it")
        settings = Settings(anonymized_telemetry=False)
        try:
            with _OPENING:
                self._client = chromadb.PersistentClient(str(folder), settings)
                self._collection = self._client.get_or_create_collection(
                    collection_name(embedder_name), embedding_function=None, configuration=COSINE
                )
        except _BROKEN as error:
            raise StoreError(f"Chroma can't be opened: {error}") from error

    async def aclose(self) -> None:
        """Close the client, which frees the folder for another process."""
        await self._ask(lambda _: self._close())

    def _close(self) -> None:
        with _OPENING:
            cast("Client", self._client).close()

    async def _max_batch(self) -> int:
        return BATCH

    async def _ask(self, call: Callable[["Collection"], T]) -> T:
        try:
            return await asyncio.to_thread(call, self._collection)
        except _BROKEN as error:
            raise StoreError(f"Chroma failed: {error}") from error
