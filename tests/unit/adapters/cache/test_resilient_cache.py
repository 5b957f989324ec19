"""A shared cache that goes away and comes back; and how much the spare one may keep."""

import logging

import pytest

from research.adapters.cache.memory_cache import MemoryCache
from research.adapters.cache.resilient_cache import ResilientCache
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def shared(clock: StillClock) -> FakeCache:
    return FakeCache(clock)


@pytest.fixture
def cache(shared: FakeCache, clock: StillClock) -> ResilientCache:
    spare = MemoryCache(max_bytes=1_000, clock=clock)
    return ResilientCache(shared, spare, clock=clock, pause_seconds=5)


async def test_one_line_when_it_goes_and_one_when_it_comes_back(
    cache: ResilientCache, shared: FakeCache, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await cache.set({"a": b"1"}, 60)
    shared.is_away = True
    for _ in range(10):
        assert await cache.get(["a"]) == await cache.get(["a"]) == [b"1"]
        clock.advance(2)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    shared.is_away = False
    clock.advance(5)
    assert await cache.get(["a"]) == [b"1"]
    assert len(caplog.records) == 2


async def test_while_it_is_away_it_is_asked_once_in_five_seconds(
    cache: ResilientCache, shared: FakeCache, clock: StillClock
) -> None:
    shared.is_away = True
    for _ in range(20):
        await cache.get(["a"])
        await cache.get(["a"])
        clock.advance(1)
    assert len(shared.calls) == 4
    assert (await cache.usage()).errors == 5


async def test_what_is_set_meanwhile_is_there_and_locks_hold(
    cache: ResilientCache, shared: FakeCache
) -> None:
    shared.is_away = True
    await cache.set({"a": b"1"}, 60)
    assert await cache.exists("a")
    assert await cache.acquire("a", "mine", 60)
    assert not await cache.acquire("a", "yours", 60)
    await cache.release("a", "mine")
    assert await cache.acquire("a", "yours", 60)
    assert await cache.delete("a")
    assert not await cache.exists("a")


async def test_what_is_deleted_or_cleared_does_not_come_back_when_it_goes(
    cache: ResilientCache, shared: FakeCache
) -> None:
    await cache.set({"a": b"1", "b": b"1", "c": b"1"}, 60)
    assert await cache.delete("a")
    shared.is_away = True
    assert await cache.get(["a", "b"]) == [None, b"1"]
    shared.is_away = False
    await cache.clear()
    shared.is_away = True
    assert await cache.get(["b"]) == [None]


async def test_memory_is_bounded_by_bytes_and_drops_what_was_not_used_longest(
    clock: StillClock,
) -> None:
    cache = MemoryCache(max_bytes=100, clock=clock)
    await cache.set({"a": bytes(40), "b": bytes(40)}, 60)
    assert (await cache.get(["a"]))[0]
    await cache.set({"c": bytes(40)}, 60)
    assert await cache.get(["a", "b", "c"]) == [bytes(40), None, bytes(40)]
    await cache.set({"a": bytes(101)}, 60)
    assert await cache.get(["a", "c"]) == [None, bytes(40)]
    usage = await cache.usage()
    assert (usage.kind, usage.entries, usage.bytes) == ("memory", 1, 40)


async def test_memory_is_bounded_by_entries(clock: StillClock) -> None:
    cache = MemoryCache(max_bytes=1_000, max_entries=10, clock=clock)
    await cache.set({f"key-{n}": b"" for n in range(100)}, 60)
    assert (await cache.usage()).entries == 10
