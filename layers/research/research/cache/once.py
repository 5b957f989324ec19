"""What is missing is computed once: for the tasks or threads here, and for other processes.

Others wait for a lock that whoever computes holds in the store, and no longer than it can last.
A store that fails has nothing and gives every lock.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from secrets import token_hex
from typing import TypeVar

from research.cache.entries import Entries, Found
from research.cache.single_flight import Flights, ThreadFlights
from research.domain.errors import StoreError
from research.ports import BlockingCache, Cache

FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.25
NONE: list[bytes | None] = [None]

R = TypeVar("R")
Accept = Callable[[object], bool]


class Once:
    """For the tasks of event loops."""

    def __init__(self, cache: Cache, entries: Entries, lock_seconds: float) -> None:
        self._cache = cache
        self._entries = entries
        self._lock_seconds = lock_seconds
        self._flights: Flights[Found] = Flights()

    async def get(
        self, key: str, compute: Callable[[], Awaitable[object]], seconds: float, accept: Accept
    ) -> object:
        """The value under `key`, kept for `seconds` where it is computed and as wished."""
        found, began = await self._flights.join(
            key, lambda: self._found_or_computed(key, compute, seconds, accept)
        )
        return self._entries.shared(found, began=began)

    async def _found_or_computed(
        self, key: str, compute: Callable[[], Awaitable[object]], seconds: float, accept: Accept
    ) -> Found:
        if found := await self._look(key, accept):
            return found
        token = token_hex(16)
        try:
            # Once more with the lock: it may have been kept since the first look.
            return (
                await self._lock(key, token, accept)
                or await self._look(key, accept)
                or await self._computed(key, compute, seconds, accept)
            )
        finally:
            await self.guarded(self._cache.release(key, token), None)

    async def _lock(self, key: str, token: str, accept: Accept) -> Found | None:
        """Take the lock, or what its holder kept meanwhile; neither, where that takes too long."""
        for pause in _pauses(self._lock_seconds):
            acquired = self._cache.acquire(key, token, self._lock_seconds)
            if await self.guarded(acquired, default=True):
                break
            await asyncio.sleep(pause)
            if found := await self._look(key, accept):
                return found
        return None

    async def _look(self, key: str, accept: Accept) -> Found | None:
        entries = await self.guarded(self._cache.get([key]), NONE)
        return self._entries.unpack(key, entries[0], accept)

    async def _computed(
        self, key: str, compute: Callable[[], Awaitable[object]], seconds: float, accept: Accept
    ) -> Found:
        found, entry = self._entries.pack_computed(key, await compute(), accept)
        if entry is not None:
            await self.guarded(self._cache.set({key: entry}, seconds), None)
        return found

    async def guarded(self, call: Awaitable[R], default: R) -> R:
        """What `call` returns; `default`, and an error counted, where the store fails."""
        try:
            return await call
        except StoreError:
            self._entries.count("errors")
            return default


class OnceBlocking:
    """For threads."""

    def __init__(self, cache: BlockingCache, entries: Entries, lock_seconds: float) -> None:
        self._cache = cache
        self._entries = entries
        self._lock_seconds = lock_seconds
        self._flights: ThreadFlights[Found] = ThreadFlights()

    def get(
        self, key: str, compute: Callable[[], object], seconds: float, accept: Accept
    ) -> object:
        """As `Once.get`."""
        found, began = self._flights.join(
            key, lambda: self._found_or_computed(key, compute, seconds, accept)
        )
        return self._entries.shared(found, began=began)

    def _found_or_computed(
        self, key: str, compute: Callable[[], object], seconds: float, accept: Accept
    ) -> Found:
        if found := self._look(key, accept):
            return found
        token = token_hex(16)
        try:
            return (
                self._lock(key, token, accept)
                or self._look(key, accept)
                or self._computed(key, compute, seconds, accept)
            )
        finally:
            self._guarded(lambda: self._cache.release(key, token), None)

    def _lock(self, key: str, token: str, accept: Accept) -> Found | None:
        for pause in _pauses(self._lock_seconds):
            if self._guarded(
                lambda: self._cache.acquire(key, token, self._lock_seconds), default=True
            ):
                break
            time.sleep(pause)
            if found := self._look(key, accept):
                return found
        return None

    def _look(self, key: str, accept: Accept) -> Found | None:
        entries = self._guarded(lambda: self._cache.get([key]), NONE)
        return self._entries.unpack(key, entries[0], accept)

    def _computed(
        self, key: str, compute: Callable[[], object], seconds: float, accept: Accept
    ) -> Found:
        found, entry = self._entries.pack_computed(key, compute(), accept)
        if entry is not None:
            self._guarded(lambda: self._cache.set({key: entry}, seconds), None)
        return found

    def _guarded(self, call: Callable[[], R], default: R) -> R:
        try:
            return call()
        except StoreError:
            self._entries.count("errors")
            return default


def _pauses(all_seconds: float) -> Iterator[float]:
    """Pauses that grow, as long as `all_seconds` in all."""
    pause = FIRST_PAUSE_SECONDS
    while all_seconds > 0:
        yield min(pause, all_seconds)
        all_seconds -= pause
        pause = min(1.5 * pause, LONGEST_PAUSE_SECONDS)
