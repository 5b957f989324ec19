"""Decorators that keep what functions return in the cache.

::

    @cache_result(expire_after=600)
    async def exchange_rate(currency: str) -> Rate: ...

    with use_cache(CacheManager(...)):
        await exchange_rate("EUR")

A decorated function asks for the manager when it is called: the one it was decorated with, else
that of `use_cache` around the call, else that of `bind_cache`, else what `spare` opens. With none
it just runs.
"""

import inspect
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from weakref import WeakSet

from research.cache.keys import CallKeys
from research.cache.manager import CacheManager, Seconds, check_seconds
from research.cache.typed_json import return_annotation

P = ParamSpec("P")
R = TypeVar("R")
Spare = Callable[[], CacheManager] | None
"""What opens the manager to use where there is no other; see `research.caching`."""

_used: ContextVar[CacheManager | None] = ContextVar("used_cache", default=None)
_bound: list[CacheManager] = []


@contextmanager
def use_cache(manager: CacheManager) -> Iterator[CacheManager]:
    """Use `manager` in this block, in the tasks begun there, and in `asyncio.to_thread`."""
    token = _used.set(manager)
    try:
        yield manager
    finally:
        _used.reset(token)


def bind_cache(manager: CacheManager | None) -> None:
    """Use `manager` in this process, its bare threads included; None unbinds it.

    For a server, whose requests are not handled inside a `use_cache` block.
    """
    _bound[:] = [] if manager is None else [manager]


def cache_result(
    expire_after: Seconds = None,
    *,
    version: str | int = 1,
    manager: CacheManager | None = None,
    spare: Spare = None,
) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], Callable[P, Coroutine[Any, Any, R]]]:
    """Keep what an async function returns, for `expire_after` seconds or a timedelta.

    `CallKeys` says which calls are the same. Change `version` when the function changes, so that
    results of the old one are not used. Calls raise `ValueNotStorableError` for arguments that
    can't be part of a key and for results that would not come back; exceptions are not kept.
    """

    def decorate(
        function: Callable[P, Coroutine[Any, Any, R]],
    ) -> Callable[P, Coroutine[Any, Any, R]]:
        if not inspect.iscoroutinefunction(function):
            raise TypeError(f"{function!r} is not async: it takes cache_sync_result")
        call = _Call(function, expire_after, version, manager, spare)

        @wraps(function)
        async def cached(*args: P.args, **kwargs: P.kwargs) -> R:
            used = call.manager()
            if used is None:
                return await function(*args, **kwargs)
            key = call.keys.key(args, kwargs)
            return await used.get_or_compute(
                key, lambda: function(*args, **kwargs), expire_after=expire_after
            )

        return cached

    return decorate


def cache_sync_result(
    expire_after: Seconds = None,
    *,
    version: str | int = 1,
    manager: CacheManager | None = None,
    spare: Spare = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `cache_result`, for a function that is not async.

    A call blocks its thread while it waits for the store, so keep it off event loops.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError(f"{function!r} is async: it takes cache_result")
        call = _Call(function, expire_after, version, manager, spare)

        @wraps(function)
        def cached(*args: P.args, **kwargs: P.kwargs) -> R:
            used = call.manager()
            if used is None:
                return function(*args, **kwargs)
            key = call.keys.key(args, kwargs)
            return used.get_or_compute_blocking(
                key, lambda: function(*args, **kwargs), expire_after=expire_after
            )

        return cached

    return decorate


class _Call:
    """What both decorators need: the key of a call, and the manager to use for it."""

    def __init__(
        self,
        function: Callable[..., Any],
        expire_after: Seconds,
        version: str | int,
        manager: CacheManager | None,
        spare: Spare,
    ) -> None:
        if expire_after is not None:
            check_seconds(expire_after)
        self.keys = CallKeys(function, version)
        self._function = function
        self._manager = manager
        self._spare = spare
        self._informed: WeakSet[CacheManager] = WeakSet()

    def manager(self) -> CacheManager | None:
        """Return the manager to use now, after allowing it to read the classes of the result."""
        manager = self._manager or _used.get() or (_bound[0] if _bound else None)
        if manager is None and self._spare is not None:
            manager = self._spare()
        if manager is not None and manager not in self._informed:
            manager.know(return_annotation(self._function))
            self._informed.add(manager)
        return manager
