"""Opens the vector store, which holds passages, and the cache, which holds what was computed."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from research.cache import CacheManager
from research.domain.errors import StoreUnavailableError
from research.ports import Cache, Embedder, VectorStore
from research.settings import Settings
from research.wiring.models import open_embedder
from research.wiring.redis_clients import connect_redis

if TYPE_CHECKING:
    from research.adapters.vectors.fallback_vectors import FallbackVectors


def open_vectors(
    settings: Settings, embedder: Embedder, stack: AsyncExitStack, warn: Callable[[str], None]
) -> "FallbackVectors":
    """The Chroma server and the embedded Chroma's folder, where they are set, and then memory.

    Memory is this process's own: for one run it finds what Chroma would, is searched exactly, and
    stops no other thread, which the embedded Chroma does while it stores.
    """
    from research.adapters.vectors.fallback_vectors import FallbackVectors, Place
    from research.adapters.vectors.memory_vectors import MemoryVectors

    def open_server() -> VectorStore:
        from research.adapters.vectors.chroma_server_vectors import ChromaServerVectors

        store = ChromaServerVectors(
            embedder.name,
            host=settings.chroma_host,
            port=settings.chroma_port,
            ssl=settings.chroma_ssl,
            token=settings.chroma_auth_token,
            timeout_seconds=settings.chroma_timeout_seconds,
            batch_size=settings.chroma_batch_size,
        )
        stack.push_async_callback(store.aclose)
        return store

    def open_embedded(folder: Path) -> VectorStore:
        from research.adapters.vectors.chroma_vectors import ChromaVectors

        store = ChromaVectors(embedder.name, folder)
        stack.push_async_callback(store.aclose)
        return store

    places = [Place("memory", MemoryVectors)]
    if folder := settings.chroma_persist_directory:
        places.insert(0, Place(f"the embedded Chroma in {folder}", partial(open_embedded, folder)))
    if settings.chroma_host:
        address = f"{settings.chroma_host}:{settings.chroma_port}"
        places.insert(0, Place(f"the Chroma server at {address}", open_server))
    vectors = FallbackVectors(places, warn=warn)
    # Chroma's import takes a second, which the first search covers.
    stack.push_async_callback(asyncio.wait, [asyncio.create_task(vectors.open())])
    return vectors


async def check_vectors(
    settings: Settings, embedder: Embedder, stack: AsyncExitStack
) -> tuple[str, tuple[str, ...]]:
    """The first place for passages that serves, and why those before it don't. Changes nothing.

    Raises `StoreError` where none serves.
    """
    reasons: list[str] = []
    vectors = open_vectors(settings, embedder, stack, reasons.append)
    await vectors.delete(f"no-job-{token_hex(8)}")
    return vectors.place, tuple(reasons)


async def forget_passages(settings: Settings, job_id: str) -> None:
    """Delete a job's passages from the Chroma of `settings`.

    Raises `StoreUnavailableError` while it is away, and `EmbedderError`.
    """
    warnings: list[str] = []
    async with AsyncExitStack() as stack:
        embedder = open_embedder(settings, stack)
        await open_vectors(settings, embedder, stack, warnings.append).delete(job_id)
    if warnings:
        raise StoreUnavailableError(warnings[0])


def open_cache(settings: Settings, stack: AsyncExitStack) -> CacheManager:
    """A cache in Redis, shared by all, with one in memory behind it; without Redis memory alone."""
    from research.adapters.cache.memory_cache import MemoryCache
    from research.adapters.clock.system_clock import SystemClock

    clock = SystemClock()
    cache: Cache = MemoryCache(max_bytes=settings.cache_max_bytes, clock=clock)
    if settings.redis_host:
        from research.adapters.cache.redis_cache import RedisCache
        from research.adapters.cache.resilient_cache import ResilientCache

        shared = RedisCache(lambda: connect_redis(settings))
        stack.push_async_callback(shared.aclose)
        cache = ResilientCache(shared, cache, clock=clock)
    return CacheManager(cache, expire_seconds=settings.cache_expire_seconds)
