"""Stands behind `ports.Cache`: a dictionary that can be away."""

from collections.abc import Mapping, Sequence

from research.cache.entries import Entries
from research.cache.typed_json import TypedJson
from research.domain.errors import StoreUnavailableError
from research.domain.storage import CacheUsage
from research.ports import Clock


class FakeCache:
    """Keeps entries and locks with the second they end; `calls` are its round trips, by name."""

    def __init__(self, clock: Clock) -> None:
        self.entries: dict[str, tuple[bytes, float]] = {}
        self.locks: dict[str, tuple[str, float]] = {}
        self.calls: list[str] = []
        self.is_away = False
        self._clock = clock

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        now = self._call("get")
        found = [self.entries.get(key, (b"", now)) for key in keys]
        return [body if end > now else None for body, end in found]

    async def set(self, entries: Mapping[str, bytes], expire_seconds: float) -> None:
        end = self._call("set") + expire_seconds
        self.entries.update({key: (body, end) for key, body in entries.items()})

    async def acquire(self, key: str, token: str, seconds: float) -> bool:
        now = self._call("acquire")
        held, end = self.locks.get(key, (token, now))
        if held != token and end > now:
            return False
        self.locks[key] = token, now + seconds
        return True

    async def release(self, key: str, token: str) -> None:
        self._call("release")
        if self.locks.get(key, ("", 0.0))[0] == token:
            del self.locks[key]

    async def delete(self, key: str) -> bool:
        self._call("delete")
        return self.entries.pop(key, None) is not None

    async def exists(self, key: str) -> bool:
        return await self.get([key]) != [None]

    async def clear(self) -> int:
        now = self._call("clear")
        live = [end for _, end in self.entries.values() if end > now]
        self.entries.clear()
        return len(live)

    async def cleanup(self) -> int:
        now = self._call("cleanup")
        ended = [key for key, (_, end) in self.entries.items() if end <= now]
        for key in ended:
            del self.entries[key]
        return len(ended)

    async def usage(self) -> CacheUsage:
        now = self._call("usage")
        live = [body for body, end in self.entries.values() if end > now]
        return CacheUsage(kind="memory", entries=len(live), bytes=sum(map(len, live)))

    def _call(self, name: str) -> float:
        """Note the call and return the time. Raises `StoreUnavailableError` while it is away."""
        self.calls.append(name)
        if self.is_away:
            raise StoreUnavailableError("away")
        return self._clock.now().timestamp()


async def replace_entries(cache: FakeCache, value: object) -> None:
    """Put `value` under every key, as somebody else who knows the form might have stored it."""
    entries = Entries(TypedJson())
    await cache.set({name: entries.pack(name, value) for name in cache.entries}, 60)
