"""What every cache must do, the fake one included; that in Redis against a real server."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import pytest
import pytest_asyncio
from redis import Redis as BlockingRedis

from research.adapters.cache.memory_cache import MemoryCache
from research.adapters.cache.redis_cache import NAMESPACE, RedisCache
from research.adapters.cache.resilient_cache import ResilientCache
from research.adapters.clock.system_clock import SystemClock
from research.adapters.redis.redis_connection import redis_client
from research.cache.background_loop import background_loop
from research.domain.errors import StoreUnavailableError
from research.ports import Cache
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.servers import RedisServer

T = TypeVar("T")
BODY = bytes(range(256))
LONG_SECONDS = 60.0
SHORT_SECONDS = 0.05


@dataclass
class Case:
    """An empty cache, and how to let seconds pass for it."""

    cache: Cache
    wait: Callable[[float], Awaitable[None]]


def in_redis(port: int, namespace: str = NAMESPACE) -> RedisCache:
    return RedisCache(partial(redis_client, host="127.0.0.1", port=port), namespace=namespace)


async def elsewhere(call: Coroutine[Any, Any, T]) -> T:
    """What `call` returns in another event loop than the test's."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(call, background_loop()))


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(1.2 * seconds)


@pytest.fixture
def emptied(redis: RedisServer) -> RedisServer:
    BlockingRedis(port=redis.port).flushall()
    return redis


@pytest_asyncio.fixture(params=["fake", "memory", "redis", "resilient", "resilient, alone"])
async def case(request: pytest.FixtureRequest) -> AsyncIterator[Case]:
    clock = StillClock()

    async def advance(seconds: float) -> None:
        clock.advance(1.2 * seconds)

    memory = MemoryCache(max_bytes=1_000_000, clock=clock)
    if request.param == "fake":
        yield Case(FakeCache(clock), advance)
    elif request.param == "memory":
        yield Case(memory, advance)
    elif request.param == "resilient, alone":
        away = FakeCache(clock)
        away.is_away = True
        yield Case(ResilientCache(away, memory, clock=clock), advance)
    else:
        port = request.getfixturevalue("emptied").port
        redis = in_redis(port)
        spare = MemoryCache(max_bytes=1_000_000, clock=SystemClock())
        resilient = ResilientCache(redis, spare, clock=SystemClock())
        yield Case(redis if request.param == "redis" else resilient, _sleep)
        await redis.aclose()


async def test_what_is_set_is_there_for_both_ways_to_ask(case: Case) -> None:
    await case.cache.set({"a": BODY, "b": b""}, LONG_SECONDS)
    await elsewhere(case.cache.set({"c": b"c"}, LONG_SECONDS))
    expected = [b"c", None, BODY, b"", BODY]
    assert await case.cache.get(["c", "no", "a", "b", "a"]) == expected
    assert await elsewhere(case.cache.get(["c", "no", "a", "b", "a"])) == expected


async def test_nothing_asked_or_set_is_nothing_done(case: Case) -> None:
    await case.cache.set({}, LONG_SECONDS)
    assert await case.cache.get([]) == []
    assert await elsewhere(case.cache.get([])) == []


async def test_a_second_set_replaces_the_first(case: Case) -> None:
    await case.cache.set({"a": b"long first"}, SHORT_SECONDS)
    await case.cache.set({"a": b"2"}, LONG_SECONDS)
    await case.wait(SHORT_SECONDS)
    assert await case.cache.get(["a"]) == [b"2"]


async def test_what_has_expired_is_gone(case: Case) -> None:
    await case.cache.set({"a": b"1"}, SHORT_SECONDS)
    await elsewhere(case.cache.set({"b": b"1"}, SHORT_SECONDS))
    await case.cache.set({"c": b"1"}, LONG_SECONDS)
    await case.wait(SHORT_SECONDS)
    assert await case.cache.get(["a", "b", "c"]) == [None, None, b"1"]
    assert not await case.cache.exists("a")
    assert (await case.cache.usage()).entries == 1


async def test_delete_says_whether_there_was_something(case: Case) -> None:
    await case.cache.set({"a": b"1", "b": b"1"}, LONG_SECONDS)
    assert await case.cache.delete("a")
    assert not await case.cache.delete("a")
    assert not await case.cache.exists("a")
    assert await case.cache.exists("b")


async def test_clear_and_usage_count(case: Case) -> None:
    await case.cache.set({f"key-{n}": b"12" for n in range(2_500)}, LONG_SECONDS)
    usage = await case.cache.usage()
    assert usage.entries == 2_500
    assert usage.bytes in (None, 5_000)
    assert await case.cache.clear() == 2_500
    assert (await case.cache.usage()).entries == 0
    assert await case.cache.clear() == 0


async def test_cleanup_leaves_what_has_not_expired(case: Case) -> None:
    await case.cache.set({"a": b"1"}, SHORT_SECONDS)
    await case.cache.set({"b": b"1"}, LONG_SECONDS)
    await case.wait(SHORT_SECONDS)
    assert await case.cache.cleanup() in (0, 1)
    assert await case.cache.cleanup() == 0
    assert await case.cache.get(["a", "b"]) == [None, b"1"]


async def test_a_lock_is_held_once_and_freed_by_its_holder_alone(case: Case) -> None:
    assert await case.cache.acquire("a", "mine", LONG_SECONDS)
    assert not await case.cache.acquire("a", "yours", LONG_SECONDS)
    assert not await elsewhere(case.cache.acquire("a", "yours", LONG_SECONDS))
    assert await case.cache.acquire("b", "yours", LONG_SECONDS)
    await case.cache.release("a", "yours")
    await elsewhere(case.cache.release("a", "yours"))
    assert not await elsewhere(case.cache.acquire("a", "yours", LONG_SECONDS))
    await elsewhere(case.cache.release("a", "mine"))
    assert await case.cache.acquire("a", "yours", LONG_SECONDS)
    await case.cache.release("a", "yours")
    assert await elsewhere(case.cache.acquire("a", "mine", LONG_SECONDS))


async def test_a_lock_ends_by_itself(case: Case) -> None:
    assert await case.cache.acquire("a", "mine", SHORT_SECONDS)
    await case.wait(SHORT_SECONDS)
    assert await case.cache.acquire("a", "yours", LONG_SECONDS)
    await case.cache.release("a", "mine")
    assert not await case.cache.acquire("a", "mine", LONG_SECONDS)


async def test_who_holds_a_lock_may_hold_it_longer(case: Case) -> None:
    assert await case.cache.acquire("a", "mine", SHORT_SECONDS)
    assert await case.cache.acquire("a", "mine", LONG_SECONDS)
    await case.wait(SHORT_SECONDS)
    assert not await case.cache.acquire("a", "yours", LONG_SECONDS)
    await case.cache.release("a", "mine")
    assert await case.cache.acquire("a", "yours", LONG_SECONDS)


async def test_a_lock_is_no_entry(case: Case) -> None:
    assert await case.cache.acquire("a", "mine", LONG_SECONDS)
    assert await case.cache.get(["a"]) == [None]
    assert (await case.cache.usage()).entries == 0
    await case.cache.clear()
    assert not await case.cache.acquire("a", "yours", LONG_SECONDS)


async def test_of_many_at_once_one_has_the_lock(case: Case) -> None:
    tries = [case.cache.acquire("a", f"token-{n}", LONG_SECONDS) for n in range(30)]
    assert (await asyncio.gather(*tries)).count(True) == 1


@pytest.mark.parametrize("namespace", ["crp:cache:", "*:", "a?[b]\\:"])
async def test_clear_in_redis_leaves_what_is_not_its_own(
    emptied: RedisServer, namespace: str
) -> None:
    raw = BlockingRedis(port=emptied.port)
    foreign = {"crp:job:1": "x", "crp:cachet": "x", "crp:cache": "x", "cache:a": "x", "ab:a": "x"}
    raw.mset(foreign)
    raw.hset("crp:jobs", "a", "b")
    cache = in_redis(emptied.port, namespace)
    await cache.set({f"key-{n}": b"1" for n in range(3_000)}, LONG_SECONDS)
    assert await cache.clear() == 3_000
    assert set(raw.keys()) == {key.encode() for key in [*foreign, "crp:jobs"]}
    await cache.aclose()


async def test_entries_in_redis_expire_and_lie_in_the_namespace(emptied: RedisServer) -> None:
    raw = BlockingRedis(port=emptied.port)
    cache = in_redis(emptied.port)
    await cache.set({"a": b"1"}, 100.0)
    await elsewhere(cache.set({"b": b"1"}, 100.0))
    await cache.acquire("a", "token", 5.0)
    assert set(raw.keys()) == {b"crp:cache:a", b"crp:cache:b", b"crp:cache-lock:a"}
    assert 99_000 < raw.pttl("crp:cache:a") <= 100_000
    assert 99_000 < raw.pttl("crp:cache:b") <= 100_000
    assert 4_000 < raw.pttl("crp:cache-lock:a") <= 5_000
    raw.hset("crp:cache:hash", "a", "b")
    assert await cache.get(["hash", "a"]) == [None, b"1"]
    await cache.aclose()


async def test_redis_that_dies_or_hangs_is_unavailable_within_its_time(
    own_redis: RedisServer,
) -> None:
    cache = in_redis(own_redis.port)
    await cache.set({"a": b"1"}, LONG_SECONDS)
    assert await elsewhere(cache.get(["a"])) == [b"1"]
    for harm in (own_redis.pause, own_redis.resume, own_redis.kill):
        harm()
        if harm == own_redis.resume:
            continue
        begin = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            await cache.get(["a"])
        with pytest.raises(StoreUnavailableError):
            await elsewhere(cache.get(["a"]))
        assert time.monotonic() - begin < 8
    for call in (cache.clear(), cache.usage(), cache.delete("a"), cache.exists("a")):
        with pytest.raises(StoreUnavailableError):
            await call
    await cache.aclose()


async def test_the_resilient_cache_goes_on_without_redis_and_with_it_again(
    own_redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    clock = SystemClock()
    shared = in_redis(own_redis.port)
    cache = ResilientCache(
        shared,
        MemoryCache(max_bytes=1_000_000, clock=clock),
        clock=clock,
        pause_seconds=0.2,
    )
    await cache.set({"a": b"1"}, LONG_SECONDS)
    own_redis.kill()
    assert await cache.get(["a"]) == [b"1"]
    await cache.set({"b": b"2"}, LONG_SECONDS)
    assert await elsewhere(cache.get(["a", "b"])) == [b"1", b"2"]
    usage = await cache.usage()
    assert usage.kind == "memory"
    assert usage.errors >= 1
    own_redis.start()
    await asyncio.sleep(0.3)
    assert await cache.get(["a"]) == [None]
    await cache.set({"a": b"3"}, LONG_SECONDS)
    assert (await cache.usage()).kind == "redis"
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    await shared.aclose()
