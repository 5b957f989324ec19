"""The cache's public interface: keeps values of any storable type under a key until they expire."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar, cast

from research.cache.background_loop import is_background_thread, run_with_caller
from research.cache.entries import Entries
from research.cache.keys import stored_key
from research.cache.single_flight import ComputeOnce
from research.cache.typed_json import MAX_BYTES, TypedJson
from research.domain.storage import CacheStats
from research.ports import Cache

EXPIRE_SECONDS = 3_600.0
LOCK_SECONDS = 10.0
"""How long other processes wait for one that died as it computed."""
PATIENCE_SECONDS = 600.0
"""How long they wait for one that goes on: longer than an answer of a model takes."""
SHORTEST_SECONDS = 0.001
LONGEST_SECONDS = 10 * 365 * 86_400.0

T = TypeVar("T")
Seconds = float | timedelta | None


def accept_all(_: object) -> bool:
    """Accept every value."""
    return True


def check_seconds(expire_after: float | timedelta) -> float:
    """Return `expire_after` in seconds. Raises `ValueError` unless it is from 1 ms to 10 years."""
    seconds = expire_after.total_seconds() if isinstance(expire_after, timedelta) else expire_after
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise ValueError(f"a value can't be kept for {seconds} s")
    return seconds


class CacheManager:
    """Keeps values in a `ports.Cache`, and computes what is missing once for all who ask.

    A store that fails, and an entry that is damaged or someone else's, is a miss: it is counted,
    and never an error. Times (`expire_after`) are seconds or a timedelta; None means
    `expire_seconds`. It may be used from several event loops, as far as its `cache` may.
    """

    def __init__(
        self,
        cache: Cache,
        *,
        expire_seconds: float = EXPIRE_SECONDS,
        lock_seconds: float = LOCK_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
        max_value_bytes: int = MAX_BYTES,
    ) -> None:
        """`max_value_bytes` is for one value in typed JSON, where bytes take a third more.

        While a process computes a value, others wait for it, up to `patience_seconds` and no
        longer: then they compute it too. One that dies meanwhile is waited for `lock_seconds`.
        Raises `ValueError` for times that keep nothing.
        """
        self._cache = cache
        self._expire_seconds = check_seconds(expire_seconds)
        self._codec = TypedJson(max_bytes=max_value_bytes)
        self._entries = Entries(self._codec)
        self._once = ComputeOnce(cache, self._entries, lock_seconds, patience_seconds)

    def know(self, *annotations: object) -> None:
        """Allow the classes in `annotations` to be read, though another process has stored them.

        Those that this process stored are known, as are those in the return annotation of a
        decorated function. An entry of an unknown class is a miss.
        """
        for annotation in annotations:
            self._codec.classes.add_named_in(annotation)

    async def get(self, key: str, default: object = None) -> object:
        """Return the value under `key`, or `default` where there is none."""
        return (await self.get_many([key])).get(key, default)

    async def get_many(
        self, keys: Sequence[str], accept: Callable[[object], bool] = accept_all
    ) -> dict[str, object]:
        """Return the values that are kept, in one round trip; one not accepted is a miss."""
        names = [stored_key(key) for key in keys]
        nothing: list[bytes | None] = [None] * len(names)
        entries = await self._once.guard(self._cache.get(names), nothing)
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
        await self._once.guard(self._cache.set(entries, seconds), None)

    async def delete(self, key: str) -> bool:
        """Remove the value; return whether there was one."""
        return await self._once.guard(self._cache.delete(stored_key(key)), default=False)

    async def exists(self, key: str) -> bool:
        """Return whether something is kept under `key`; only `get` finds out if it is whole."""
        return await self._once.guard(self._cache.exists(stored_key(key)), default=False)

    async def clear(self) -> int:
        """Remove every value of this cache and nothing else; return how many there were."""
        return await self._once.guard(self._cache.clear(), 0)

    async def cleanup(self) -> int:
        """Remove what has expired, where the store does not; return how many there were."""
        return await self._once.guard(self._cache.cleanup(), 0)

    async def stats(self) -> CacheStats:
        """Return what is kept, and this process's counts. Raises `StoreUnavailableError`."""
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
        accept: Callable[[object], bool] = accept_all,
    ) -> T:
        """Return the value under `key`; computed, once for all callers, where there is none.

        What `accept` refuses is neither kept nor taken from the store. What `compute` raises is
        raised and not kept; so is `ValueNotStorableError` for a result that would not come back.
        A result that is too large is returned and not kept.
        """
        seconds = self._seconds(expire_after)
        return cast("T", await self._once.get(stored_key(key), compute, seconds, accept))

    def get_or_compute_blocking(
        self, key: str, compute: Callable[[], T], *, expire_after: Seconds = None
    ) -> T:
        """As `get_or_compute`, for code that is not async; `compute` runs in this thread.

        It blocks this thread, and an event loop that runs in it: for as long as the store's
        time-outs and `patience_seconds` allow, and as the computation, here or elsewhere, takes.
        """
        if is_background_thread():  # in a validator of a cached class, say
            return compute()
        return run_with_caller(
            lambda ask: self.get_or_compute(key, ask, expire_after=expire_after),
            compute,
        )

    def _seconds(self, expire_after: Seconds) -> float:
        return self._expire_seconds if expire_after is None else check_seconds(expire_after)
