"""The cache of the settings for plain code: nothing to open, to bind or to await.

::

    from research.caching import cache_manager, cache_result

    @cache_result(expire_after=600)
    async def exchange_rate(currency: str) -> float: ...

    cache_manager.set("key", "value", expire_after=1800)

Values are kept in Redis where `REDIS_HOST` names one that answers, else in this process. Any thread
may call, also one in which an event loop runs: the call then holds that loop up for as long as the
store takes, a few milliseconds as a rule. `research.cache` has what async code awaits.
"""

from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import cache
from typing import ParamSpec, TypeVar

from research import cache as awaited
from research.cache.background_loop import run_blocking
from research.domain.storage import CacheStats

P = ParamSpec("P")
R = TypeVar("R")
Seconds = float | timedelta | None

__all__ = ["CacheManager", "cache_manager", "cache_result", "cache_sync_result"]


class CacheManager:
    """`research.cache.CacheManager` in plain calls. All managers without arguments are one cache.

    Raises `InvalidSettingError` at the first call, where the settings can't be used.
    """

    def __init__(self, manager: awaited.CacheManager | None = None) -> None:
        """Over `manager`; over the cache of the settings where there is none."""
        self._manager = manager

    def get(self, key: str, default: object = None) -> object:
        """The value under `key`, or `default` where there is none."""
        return run_blocking(self._awaited().get(key, default))

    def set(self, key: str, value: object, expire_after: Seconds = None) -> None:
        """Keep `value` for `expire_after` seconds, or `CACHE_EXPIRE_SECONDS`.

        Raises `ValueNotStorableError` for a value that would not come back as it is.
        """
        run_blocking(self._awaited().set(key, value, expire_after))

    def delete(self, key: str) -> bool:
        """Remove the value; whether there was one."""
        return run_blocking(self._awaited().delete(key))

    def exists(self, key: str) -> bool:
        """Whether something is kept under `key`."""
        return run_blocking(self._awaited().exists(key))

    def clear(self) -> int:
        """Remove every value of this cache, and no other key of Redis; how many there were."""
        return run_blocking(self._awaited().clear())

    def cleanup(self) -> int:
        """Remove what has expired in this process; how many. Redis does that by itself."""
        return run_blocking(self._awaited().cleanup())

    def stats(self) -> CacheStats:
        """What is kept, and this process's counts. Raises `StoreUnavailableError`."""
        return run_blocking(self._awaited().stats())

    def _awaited(self) -> awaited.CacheManager:
        return self._manager or _of_settings()


def cache_result(
    expire_after: Seconds = None, *, version: str | int = 1
) -> Callable[
    [Callable[P, Coroutine[object, object, R]]], Callable[P, Coroutine[object, object, R]]
]:
    """`research.cache.cache_result` that keeps results from the first call on, bound or not."""
    return awaited.cache_result(expire_after, version=version, spare=_of_settings)


def cache_sync_result(
    expire_after: Seconds = None, *, version: str | int = 1
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`research.cache.cache_sync_result` that keeps results from the first call on."""
    return awaited.cache_sync_result(expire_after, version=version, spare=_of_settings)


@cache
def _of_settings() -> awaited.CacheManager:
    """The cache of this process, which lasts as long as it does."""
    from research.settings import Settings
    from research.wiring.vectors_and_cache import open_cache

    return open_cache(Settings.load(), AsyncExitStack())


cache_manager = CacheManager()
"""The cache of the settings, opened at the first call."""
