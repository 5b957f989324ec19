"""The cache of plain code: nothing is bound, and results are kept all the same."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from research import caching
from research.cache import CacheManager as AwaitedManager
from research.cache import use_cache
from research.caching import CacheManager, cache_manager, cache_result, cache_sync_result
from research.domain.errors import ValueNotStorableError
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cache for each test, of settings without Redis."""
    monkeypatch.setenv("REDIS_HOST", "")
    caching._of_settings.cache_clear()
    yield
    caching._of_settings.cache_clear()


def test_managers_without_arguments_are_one_cache() -> None:
    CacheManager().set("key", {"n": (1, 2)}, expire_after=timedelta(minutes=1))
    assert CacheManager().get("key") == {"n": (1, 2)} == cache_manager.get("key")
    assert cache_manager.exists("key")
    assert cache_manager.get("none", "else") == "else"
    assert cache_manager.stats().kind == "memory"
    assert cache_manager.delete("key")
    assert not cache_manager.delete("key")
    cache_manager.set("a", 1)
    assert (cache_manager.clear(), cache_manager.get("a")) == (1, None)


def test_what_has_expired_is_removed_and_counted() -> None:
    clock = StillClock()
    manager = CacheManager(AwaitedManager(FakeCache(clock)))
    manager.set("short", 1, expire_after=10)
    manager.set("long", 2, expire_after=1_000)
    clock.advance(20)
    assert manager.get("short") is None
    assert isinstance(manager.cleanup(), int)
    assert manager.get("long") == 2


def test_what_would_not_come_back_is_refused() -> None:
    with pytest.raises(ValueNotStorableError):
        cache_manager.set("key", object())


def test_decorated_functions_keep_from_the_first_call_on() -> None:
    runs: list[int] = []

    @cache_result(expire_after=60)
    async def awaited(n: int) -> int:
        runs.append(n)
        return n

    @cache_sync_result(expire_after=60)
    def plain(n: int) -> int:
        runs.append(n)
        return n

    assert [asyncio.run(awaited(1)) for _ in range(3)] == [1, 1, 1]
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(plain, [2] * 20)) == {2}
    assert runs == [1, 2]


async def test_plain_calls_work_where_a_loop_runs() -> None:
    @cache_sync_result(expire_after=60)
    def plain(n: int) -> int:
        cache_manager.set("inner", n)
        return n

    cache_manager.set("key", 1)
    assert cache_manager.get("key") == 1
    assert plain(3) == plain(3) == cache_manager.get("inner") == 3


async def test_a_cache_that_is_used_comes_before_that_of_the_settings() -> None:
    used = FakeCache(StillClock())

    @cache_result(expire_after=60)
    async def awaited(n: int) -> int:
        return n

    with use_cache(AwaitedManager(used)):
        await awaited(1)
    assert len(used.entries) == 1
    assert cache_manager.stats().entries == 0
