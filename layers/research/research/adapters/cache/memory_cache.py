"""A cache in this process, bounded by entries and by bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from cachetools import TLRUCache

from research.domain.usage import CacheUsage
from research.ports import Clock

MAX_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    expire_seconds: float


class BlockingMemoryCache:
    """`ports.BlockingCache` in a dictionary; what was not used longest goes first."""

    def __init__(self, *, max_bytes: int, max_entries: int, clock: Clock) -> None:
        # One bound for both: an entry counts at least as its share of the bytes.
        least = max(1, max_bytes // max_entries)
        now = clock.elapsed_seconds
        self._kept: TLRUCache[str, _Kept] = TLRUCache(
            max_bytes, _expires_at, timer=now, getsizeof=lambda kept: max(least, len(kept.body))
        )
        self._locks: dict[str, tuple[str, float]] = {}
        self._now: Callable[[], float] = now
        self._max_bytes = max_bytes
        self._lock = Lock()

    def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is kept under each key."""
        with self._lock:
            found = [self._kept.get(key) for key in keys]
        return [None if kept is None else kept.body for kept in found]

    def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        """Keep the entries, but for one that is larger than everything that may be kept."""
        with self._lock:
            for key, body in entries.items():
                self._kept.pop(key, None)
                if len(body) <= self._max_bytes:
                    self._kept[key] = _Kept(body, expire_seconds)

    def acquire(self, key: str, token: str, seconds: float) -> bool:
        """Whether the lock was free."""
        now = self._now()
        with self._lock:
            self._locks = {k: held for k, held in self._locks.items() if held[1] > now}
            return self._locks.setdefault(key, (token, now + seconds))[0] == token

    def release(self, key: str, token: str) -> None:
        """Free the lock, if it is still held with `token`."""
        with self._lock:
            if key in self._locks and self._locks[key][0] == token:
                del self._locks[key]

    def delete(self, key: str) -> bool:
        """Forget the entry; whether there was one."""
        with self._lock:
            return self._kept.pop(key, None) is not None

    def clear(self) -> int:
        """Forget everything but the locks; how many entries there were."""
        with self._lock:
            self._kept.expire()
            count = len(self._kept)
            self._kept.clear()
            return count

    def cleanup(self) -> int:
        """Drop what has expired; how many entries that were."""
        with self._lock:
            return len(self._kept.expire())

    def usage(self) -> CacheUsage:
        """What is kept now."""
        with self._lock:
            self._kept.expire()
            bodies = [len(kept.body) for kept in self._kept.values()]
        return CacheUsage(kind="memory", entries=len(bodies), bytes=sum(bodies))


class MemoryCache:
    """`ports.Cache` in this process: for one process, or while Redis is away."""

    def __init__(self, *, max_bytes: int, clock: Clock, max_entries: int = MAX_ENTRIES) -> None:
        """`max_bytes` counts values alone; each entry takes some hundred bytes more."""
        self.blocking = BlockingMemoryCache(
            max_bytes=max_bytes, max_entries=max_entries, clock=clock
        )

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is kept under each key."""
        return self.blocking.get(keys)

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        """Keep the entries."""
        self.blocking.set(entries, expire_seconds)

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        """Whether the lock was free."""
        return self.blocking.acquire(key, token, seconds)

    async def release(self, key: str, token: str) -> None:
        """Free the lock, if it is still held with `token`."""
        self.blocking.release(key, token)

    async def delete(self, key: str) -> bool:
        """Forget the entry; whether there was one."""
        return self.blocking.delete(key)

    async def exists(self, key: str) -> bool:
        """Whether something is kept under `key`."""
        return self.blocking.get([key]) != [None]

    async def clear(self) -> int:
        """Forget every entry; how many there were."""
        return self.blocking.clear()

    async def cleanup(self) -> int:
        """Drop what has expired; how many entries that were."""
        return self.blocking.cleanup()

    async def usage(self) -> CacheUsage:
        """What is kept now."""
        return self.blocking.usage()


def _expires_at(_: str, kept: _Kept, now: float) -> float:
    return now + kept.expire_seconds
