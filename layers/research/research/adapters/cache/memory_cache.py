"""A cache in this process, bounded by entries and by bytes; any thread and loop may use it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from cachetools import TLRUCache

from research.domain.storage import CacheUsage
from research.ports import Clock

MAX_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class _Entry:
    body: bytes
    expire_seconds: float


class MemoryCache:
    """`ports.Cache` in a dictionary of this process; what was not used longest goes first."""

    def __init__(self, *, max_bytes: int, clock: Clock, max_entries: int = MAX_ENTRIES) -> None:
        """`max_bytes` counts values alone; each entry takes some hundred bytes more."""
        # One bound for both: an entry counts at least as its share of the bytes.
        least = max(1, max_bytes // max_entries)
        now = clock.elapsed_seconds
        self._kept: TLRUCache[str, _Entry] = TLRUCache(
            max_bytes, _expires_at, timer=now, getsizeof=lambda kept: max(least, len(kept.body))
        )
        self._locks: dict[str, tuple[str, float]] = {}
        self._now: Callable[[], float] = now
        self._max_bytes = max_bytes
        self._lock = Lock()

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """Return what is kept under each key."""
        with self._lock:
            found = [self._kept.get(key) for key in keys]
        return [None if kept is None else kept.body for kept in found]

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        """Keep the entries, except one that alone is larger than `max_bytes`."""
        with self._lock:
            for key, body in entries.items():
                self._kept.pop(key, None)
                if len(body) <= self._max_bytes:
                    self._kept[key] = _Entry(body, expire_seconds)

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        """Take the lock, or hold it longer; return whether that could be."""
        now = self._now()
        with self._lock:
            self._locks = {k: held for k, held in self._locks.items() if held[1] > now}
            if self._locks.get(key, (token,))[0] != token:
                return False
            self._locks[key] = token, now + seconds
            return True

    async def release(self, key: str, token: str) -> None:
        """Free the lock, if it is still held with `token`."""
        with self._lock:
            if key in self._locks and self._locks[key][0] == token:
                del self._locks[key]

    async def delete(self, key: str) -> bool:
        """Remove the entry; return whether there was one."""
        with self._lock:
            return self._kept.pop(key, None) is not None

    async def exists(self, key: str) -> bool:
        """Return whether something is kept under `key`."""
        return await self.get([key]) != [None]

    async def clear(self) -> int:
        """Remove everything but the locks; return how many entries there were."""
        with self._lock:
            self._kept.expire()
            count = len(self._kept)
            self._kept.clear()
            return count

    async def cleanup(self) -> int:
        """Remove what has expired; return how many entries that were."""
        with self._lock:
            return len(self._kept.expire())

    async def usage(self) -> CacheUsage:
        """Return what is kept now."""
        with self._lock:
            self._kept.expire()
            bodies = [len(kept.body) for kept in self._kept.values()]
        return CacheUsage(kind="memory", entries=len(bodies), bytes=sum(bodies))


def _expires_at(_: str, kept: _Entry, now: float) -> float:
    return now + kept.expire_seconds
