"""Values of any storable type, by key, for a while."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar, cast

from research.cache.entries import Entries
from research.cache.keys import stored_key
from research.cache.once import Once, OnceBlocking
from research.cache.typed_json import MAX_BYTES, TypedJson
from research.domain.usage import CacheStats
from research.ports import Cache

EXPIRE_SECONDS = 3_600.0
LOCK_SECONDS = 30.0
"""How long other processes wait for one that computes: longer than pages and searches take."""
SHORTEST_SECONDS = 0.001
LONGEST_SECONDS = 10 * 365 * 86_400.0

T = TypeVar("T")
Seconds = float | timedelta | None


def anything(_: object) -> bool:
    """Every value is as wished."""
    return True


def checked_seconds(expire_after: float | timedelta) -> float:
    """`expire_after` in seconds. Raises `ValueError` unless that is time to keep anything."""
    seconds = expire_after.total_seconds() if isinstance(expire_after, timedelta) else expire_after
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise ValueError(f"a value can't be kept for {seconds} s")
    return seconds


class CacheManager:
    """Keeps values in a `ports.Cache`, and computes what is missing once for all who ask.

    A store that fails, and an entry that is damaged or someone else's, is a miss: it is counted,
    and never an error. Times (`expire_after`) are seconds or a timedelta; None is the usual one.
    """

    def __init__(
        self,
        cache: Cache,
        *,
        expire_seconds: float = EXPIRE_SECONDS,
        lock_seconds: float = LOCK_SECONDS,
        max_value_bytes: int = MAX_BYTES,
    ) -> None:
        """`max_value_bytes` is for one value in typed JSON, where bytes take a third more.

        While a value is computed, other processes wait for it, up to `lock_seconds` and no
        longer: then they compute it too. Raises `ValueError` for times that keep nothing.
        """
        self._cache = cache
        self._expire_seconds = checked_seconds(expire_seconds)
        self._codec = TypedJson(max_bytes=max_value_bytes)
        self._entries = Entries(self._codec)
        self._once = Once(cache, self._entries, lock_seconds)
        self._once_blocking = OnceBlocking(cache.blocking, self._entries, lock_seconds)

    def know(self, *annotations: object) -> None:
        """Let the classes in `annotations` be read, though another process has stored them.

        Those that this process stored are known, as are those in the return annotation of a
        decorated function. An entry of an unknown class is a miss.
        """
        for annotation in annotations:
            self._codec.classes.add_named_in(annotation)

    async def get(self, key: str, default: object = None) -> object:
        """The value under `key`, or `default` where there is none."""
        return (await self.get_many([key])).get(key, default)

    async def get_many(
        self, keys: Sequence[str], accept: Callable[[object], bool] = anything
    ) -> dict[str, object]:
        """The values that are kept, in one round trip; one that is not as wished is a miss."""
        names = [stored_key(key) for key in keys]
        nothing: list[bytes | None] = [None] * len(names)
        entries = await self._once.guarded(self._cache.get(names), nothing)
        values = {}
        for key, name, entry in zip(keys, names, entries, strict=True):
            found = self._entries.unpack(name, entry, accept)
            self._entries.count("hits" if found else "misses")
            if found:
                values[key] = found.value
        return values

    async def set(self, key: str, value: object, expire_after: Seconds = None) -> None:
        """Keep `value`. Raises `ValueNotStorableError` for one that would not come back."""
        await self.set_many({key: value}, expire_after)

    async def set_many(self, values: Mapping[str, object], expire_after: Seconds = None) -> None:
        """Keep the values, in one round trip. Raises `ValueNotStorableError`, keeping none."""
        seconds = self._seconds(expire_after)
        names = {stored_key(key): value for key, value in values.items()}
        entries = {name: self._entries.pack(name, value) for name, value in names.items()}
        await self._once.guarded(self._cache.set(entries, seconds), None)

    async def delete(self, key: str) -> bool:
        """Forget the value; whether there was one."""
        return await self._once.guarded(self._cache.delete(stored_key(key)), default=False)

    async def exists(self, key: str) -> bool:
        """Whether something is kept under `key`; only `get` finds out whether it is whole."""
        return await self._once.guarded(self._cache.exists(stored_key(key)), default=False)

    async def clear(self) -> int:
        """Forget every value of this cache, and touch nothing else; how many there were."""
        return await self._once.guarded(self._cache.clear(), 0)

    async def cleanup(self) -> int:
        """Drop what has expired, where that does not happen by itself; how many there were."""
        return await self._once.guarded(self._cache.cleanup(), 0)

    async def stats(self) -> CacheStats:
        """What is kept, and what came of it in this process. Raises `StoreUnavailableError`."""
        usage = await self._cache.usage()
        counted = {
            name: self._entries.counted(name)
            for name in ("hits", "misses", "shared", "damaged", "refused")
        }
        errors = usage.errors + self._entries.counted("errors")
        return CacheStats.model_validate(usage.model_dump() | counted | {"errors": errors})

    async def get_or_compute(
        self,
        key: str,
        compute: Callable[[], Awaitable[T]],
        *,
        expire_after: Seconds = None,
        accept: Callable[[object], bool] = anything,
    ) -> T:
        """The value under `key`; computed, once for all callers, where there is none.

        What is not as wished is neither kept nor taken from the store. What `compute` raises is
        raised and not kept; so is `ValueNotStorableError` for a result that would not come back.
        A result that is too large is returned and not kept.
        """
        seconds = self._seconds(expire_after)
        return cast("T", await self._once.get(stored_key(key), compute, seconds, accept))

    def get_or_compute_blocking(
        self,
        key: str,
        compute: Callable[[], T],
        *,
        expire_after: Seconds = None,
        accept: Callable[[object], bool] = anything,
    ) -> T:
        """As `get_or_compute`, for threads."""
        seconds = self._seconds(expire_after)
        return cast("T", self._once_blocking.get(stored_key(key), compute, seconds, accept))

    def _seconds(self, expire_after: Seconds) -> float:
        return self._expire_seconds if expire_after is None else checked_seconds(expire_after)
