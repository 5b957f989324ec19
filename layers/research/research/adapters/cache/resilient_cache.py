"""A cache shared by many processes, with one of this process for the time it is away.

Entries are set in both, so this process still has those it set when the shared cache goes away.
Entries set meanwhile stay here: once the shared cache is back, it may still hold an older value
until that expires.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from research.adapters.redis.circuit_breaker import WatchedStore
from research.domain.errors import StoreUnavailableError
from research.domain.storage import CacheUsage
from research.ports import Cache, Clock

PAUSE_SECONDS = 5.0
"""How long a cache that failed is left alone."""

R = TypeVar("R")


class ResilientCache:
    """`ports.Cache` over two: `shared` while it is there, `spare` while it is not."""

    def __init__(
        self, shared: Cache, spare: Cache, *, clock: Clock, pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        """After a failure `shared` is tried again every `pause_seconds`, by one caller."""
        self._shared = shared
        self._spare = spare
        self._watched = WatchedStore(
            "the shared cache",
            clock=clock,
            pause_seconds=pause_seconds,
            meanwhile="values are kept in this process alone",
        )

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is kept under each key."""
        return await self._either(lambda cache: cache.get(keys))

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        """Keep the entries, in both."""
        await self._both(lambda cache: cache.set(entries, expire_seconds))

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        """Whether the lock was free; while `shared` is away, among those in this process."""
        return await self._either(lambda cache: cache.acquire(key, token, seconds))

    async def release(self, key: str, token: str) -> None:
        """Free the lock, wherever it was taken."""
        await self._both(lambda cache: cache.release(key, token))

    async def delete(self, key: str) -> bool:
        """Forget the entry, in both; whether either had it."""
        return any(await self._both(lambda cache: cache.delete(key)))

    async def exists(self, key: str) -> bool:
        """Whether something is kept under `key`."""
        return await self._either(lambda cache: cache.exists(key))

    async def clear(self) -> int:
        """Forget every entry, in both; how many there were in the larger."""
        return max(await self._both(lambda cache: cache.clear()))

    async def cleanup(self) -> int:
        """Drop what has expired, in both; how many entries that were."""
        return sum(await self._both(lambda cache: cache.cleanup()))

    async def usage(self) -> CacheUsage:
        """What the one in use keeps, and how often `shared` failed."""
        usage = await self._either(lambda cache: cache.usage())
        errors = usage.errors + self._watched.times_failed
        return usage.model_copy(update={"errors": errors})

    async def _either(self, call: Callable[[Cache], Awaitable[R]]) -> R:
        try:
            return await self._in_shared(call)
        except StoreUnavailableError:
            return await call(self._spare)

    async def _both(self, call: Callable[[Cache], Awaitable[R]]) -> list[R]:
        """What `call` returns for each of the two that is there, `spare` first."""
        results = [await call(self._spare)]
        with suppress(StoreUnavailableError):
            results.append(await self._in_shared(call))
        return results

    async def _in_shared(self, call: Callable[[Cache], Awaitable[R]]) -> R:
        return await self._watched.ask(lambda: call(self._shared))
