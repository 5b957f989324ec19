"""Stands behind `ports.Cache`: a dictionary that can be away."""

from collections.abc import Mapping, Sequence

from research.cache.entries import Entries
from research.cache.typed_json import TypedJson
from research.domain.errors import StoreUnavailableError
from research.domain.usage import CacheUsage
from research.ports import Clock


class FakeBlockingCache:
    """Keeps entries and locks with the second they end; `calls` are its round trips, by name."""

    def __init__(self, clock: Clock) -> None:
        self.entries: dict[str, tuple[bytes, float]] = {}
        self.locks: dict[str, tuple[str, float]] = {}
        self.calls: list[str] = []
        self.is_away = False
        self._clock = clock

    def call(self, name: str) -> float:
        """The time, after noting the call. Raises `StoreUnavailableError` while it is away."""
        self.calls.append(name)
        if self.is_away:
            raise StoreUnavailableError("away")
        return self._clock.now().timestamp()

    def get(self, keys: Sequence[str]) -> list[bytes | None]:
        now = self.call("get")
        found = [self.entries.get(key, (b"", now)) for key in keys]
        return [body if end > now else None for body, end in found]

    def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        end = self.call("set") + expire_seconds
        self.entries.update({key: (body, end) for key, body in entries.items()})

    def acquire(self, key: str, token: str, seconds: float) -> bool:
        now = self.call("acquire")
        if self.locks.get(key, ("", now))[1] > now:
            return False
        self.locks[key] = token, now + seconds
        return True

    def release(self, key: str, token: str) -> None:
        self.call("release")
        if self.locks.get(key, ("", 0.0))[0] == token:
            del self.locks[key]


class FakeCache:
    """The same, for the loop."""

    def __init__(self, clock: Clock) -> None:
        self.blocking = FakeBlockingCache(clock)

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        return self.blocking.get(keys)

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        self.blocking.set(entries, expire_seconds)

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        return self.blocking.acquire(key, token, seconds)

    async def release(self, key: str, token: str) -> None:
        self.blocking.release(key, token)

    async def delete(self, key: str) -> bool:
        self.blocking.call("delete")
        return self.blocking.entries.pop(key, None) is not None

    async def exists(self, key: str) -> bool:
        return self.blocking.get([key]) != [None]

    async def clear(self) -> int:
        now = self.blocking.call("clear")
        live = [end for _, end in self.blocking.entries.values() if end > now]
        self.blocking.entries.clear()
        return len(live)

    async def cleanup(self) -> int:
        now = self.blocking.call("cleanup")
        ended = [key for key, (_, end) in self.blocking.entries.items() if end <= now]
        for key in ended:
            del self.blocking.entries[key]
        return len(ended)

    async def usage(self) -> CacheUsage:
        now = self.blocking.call("usage")
        live = [body for body, end in self.blocking.entries.values() if end > now]
        return CacheUsage(kind="memory", entries=len(live), bytes=sum(map(len, live)))


async def replace_entries(cache: FakeCache, value: object) -> None:
    """Put `value` under every key, as somebody else who knows the form might have stored it."""
    entries = Entries(TypedJson())
    await cache.set({name: entries.pack(name, value) for name in cache.blocking.entries}, 60)
