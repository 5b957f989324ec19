"""A missing value is computed once, however many tasks, threads and processes ask for it at once.

`SingleFlight` sees to it among the tasks of an event loop; `ComputeOnce` among all who share a
store, by a lock in it: whoever holds the lock computes and renews it meanwhile, the others look
again now and then until the value is there. The lock of a process that dies ends soon.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Generic, TypeVar

from research.cache.entries import CachedValue, Entries
from research.domain.errors import StoreError
from research.ports import Cache

FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.25
RENEWALS_A_LOCK = 3
"""So one may fail, and the next be late."""

R = TypeVar("R")
T = TypeVar("T")
Accept = Callable[[object], bool]


@dataclass
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    callers: int = 0


class SingleFlight(Generic[T]):
    """Computations under way in event loops, one a key and loop."""

    def __init__(self) -> None:
        self._flights: dict[tuple[asyncio.AbstractEventLoop, str], _Flight[T]] = {}

    async def run(self, key: str, compute: Callable[[], Coroutine[Any, Any, T]]) -> tuple[T, bool]:
        """Return the result of `compute`, begun here or joined, and whether it was begun here.

        It goes on while anyone waits for it: a caller that is cancelled leaves alone, the last
        one stops it. What it raises is raised to every caller; where it was cancelled from inside
        (the thread that computed was interrupted), the others begin again.
        """
        at = (asyncio.get_running_loop(), key)
        while True:
            flight = self._flights.get(at)
            begins = flight is None
            if flight is None:
                flight = self._begin(at, compute)
            flight.callers += 1
            try:
                return await asyncio.shield(flight.task), begins
            except asyncio.CancelledError:
                if begins or not flight.task.cancelled() or _is_cancelled():
                    raise
            finally:
                flight.callers -= 1
                if not flight.callers and not flight.task.done():
                    self._forget(at, flight)  # so that nobody joins what is about to end
                    flight.task.cancel()
                    await asyncio.wait([flight.task])

    def _begin(
        self,
        at: tuple[asyncio.AbstractEventLoop, str],
        compute: Callable[[], Coroutine[Any, Any, T]],
    ) -> _Flight[T]:
        flight = self._flights[at] = _Flight(asyncio.create_task(compute()))
        flight.task.add_done_callback(lambda _: self._forget(at, flight))
        return flight

    def _forget(self, at: tuple[asyncio.AbstractEventLoop, str], flight: _Flight[T]) -> None:
        if self._flights.get(at) is flight:
            del self._flights[at]


class ComputeOnce:
    """Looks values up in a store, and computes one that is missing once for all who share it.

    While the store fails, every value counts as missing and every lock as free, so callers go on
    without it; each failure is counted in `entries` as one of the "errors".
    """

    def __init__(
        self, cache: Cache, entries: Entries, lock_seconds: float, patience_seconds: float
    ) -> None:
        """A lock lasts `lock_seconds` without its holder; `patience_seconds` is how long others
        wait for one that does not end.
        """
        self._cache = cache
        self._entries = entries
        self._lock_seconds = lock_seconds
        self._patience_seconds = patience_seconds
        self._flights: SingleFlight[CachedValue] = SingleFlight()

    async def get(
        self, key: str, compute: Callable[[], Awaitable[object]], seconds: float, accept: Accept
    ) -> object:
        """Return the value under `key`; one computed here is kept for `seconds` if accepted."""
        cached, began = await self._flights.run(
            key, lambda: self._look_up_or_compute(key, compute, seconds, accept)
        )
        return self._entries.share(cached, began=began)

    async def guard(self, call: Awaitable[R], default: R) -> R:
        """Return what `call` returns; `default`, and an error counted, where the store fails."""
        try:
            return await call
        except StoreError:
            self._entries.count("errors")
            return default

    async def _look_up_or_compute(
        self, key: str, compute: Callable[[], Awaitable[object]], seconds: float, accept: Accept
    ) -> CachedValue:
        if cached := await self._look_up(key, accept):
            return cached
        token = token_hex(16)
        try:
            if cached := await self._lock(key, token, accept):
                return cached
            async with self._renewed(key, token):
                # Once more with the lock: it may have been kept since the first look.
                return await self._look_up(key, accept) or await self._compute(
                    key, compute, seconds, accept
                )
        finally:
            await self.guard(self._cache.release(key, token), None)

    async def _lock(self, key: str, token: str, accept: Accept) -> CachedValue | None:
        """Take the lock, or what its holder kept meanwhile; neither, where that takes too long."""
        for pause in _pauses(self._patience_seconds):
            acquired = self._cache.acquire(key, token, self._lock_seconds)
            if await self.guard(acquired, default=True):
                break
            await asyncio.sleep(pause)
            if cached := await self._look_up(key, accept):
                return cached
        return None

    @asynccontextmanager
    async def _renewed(self, key: str, token: str) -> AsyncIterator[None]:
        """Keep the lock while the block lasts, which may be longer than a lock does."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(self._lock_seconds / RENEWALS_A_LOCK)
                acquired = self._cache.acquire(key, token, self._lock_seconds)
                await self.guard(acquired, default=True)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.wait([renewing])

    async def _look_up(self, key: str, accept: Accept) -> CachedValue | None:
        missing: list[bytes | None] = [None]
        entries = await self.guard(self._cache.get([key]), missing)
        return await asyncio.to_thread(self._entries.unpack, key, entries[0], accept)

    async def _compute(
        self, key: str, compute: Callable[[], Awaitable[object]], seconds: float, accept: Accept
    ) -> CachedValue:
        value = await compute()
        cached, entry = await asyncio.to_thread(self._entries.pack_result, key, value, accept)
        if entry is not None:
            await self.guard(self._cache.set({key: entry}, seconds), None)
        return cached


def _is_cancelled() -> bool:
    """Whether the task that runs now was cancelled itself."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _pauses(all_seconds: float) -> Iterator[float]:
    """Pauses that grow, as long as `all_seconds` in all."""
    pause = FIRST_PAUSE_SECONDS
    while all_seconds > 0:
        yield min(pause, all_seconds)
        all_seconds -= pause
        pause = min(1.5 * pause, LONGEST_PAUSE_SECONDS)
