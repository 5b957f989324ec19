"""Every `ports.RateLimiter` counts alike."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio import Redis

from research.adapters.clock.system_clock import SystemClock
from research.adapters.rate_limit.memory_rate_limiter import MAX_CALLERS, MemoryRateLimiter
from research.adapters.rate_limit.redis_rate_limiter import (
    AHEAD_SECONDS,
    AHEAD_SHARE,
    RedisRateLimiter,
    ResilientRateLimiter,
)
from research.adapters.redis.redis_connection import redis_client
from research.ports import RateLimiter
from tests.fakes.clock import StillClock
from tests.servers import RedisServer


@pytest.fixture(params=["memory", "redis", "resilient", "redis-away"])
async def limiter(request: pytest.FixtureRequest, redis: RedisServer) -> AsyncIterator[RateLimiter]:
    clock = SystemClock()
    memory = MemoryRateLimiter(clock)
    if request.param == "memory":
        yield memory
        return
    client = redis_client(host="127.0.0.1", port=1 if request.param == "redis-away" else redis.port)
    in_redis = RedisRateLimiter(client, clock=clock)
    if request.param == "redis":
        await client.flushdb()
        yield in_redis
    else:
        if request.param == "resilient":
            await client.flushdb()
        yield ResilientRateLimiter(in_redis, memory, clock=clock)
    await client.aclose()


async def test_so_many_are_allowed_and_then_no_more(limiter: RateLimiter) -> None:
    allowances = [await limiter.take("a", 5) for _ in range(7)]
    assert [allowance.is_allowed for allowance in allowances] == [True] * 5 + [False] * 2
    assert [allowance.remaining for allowance in allowances] == [4, 3, 2, 1, 0, 0, 0]
    assert all(allowance.limit == 5 for allowance in allowances)
    assert 11 < allowances[0].reset_seconds <= 12
    assert 59 < allowances[6].reset_seconds <= 60
    assert 11 < allowances[6].retry_after_seconds <= 12


async def test_callers_do_not_count_for_each_other(limiter: RateLimiter) -> None:
    assert not [await limiter.take("a", 1), await limiter.take("a", 1)][1].is_allowed
    assert (await limiter.take("b", 1)).is_allowed


async def test_of_many_at_once_so_many_are_allowed(limiter: RateLimiter) -> None:
    allowances = await asyncio.gather(*(limiter.take("a", 10) for _ in range(30)))
    assert sum(allowance.is_allowed for allowance in allowances) == 10


async def test_places_come_back_evenly(limiter: RateLimiter) -> None:
    while (await limiter.take("a", 120)).is_allowed:  # one comes back every half second
        pass
    began = time.monotonic()
    await asyncio.sleep(1.1)
    allowances = await asyncio.gather(*(limiter.take("a", 120) for _ in range(20)))
    allowed = sum(allowance.is_allowed for allowance in allowances)
    assert 2 <= allowed <= 2 * (time.monotonic() - began) + 1


async def test_a_refused_call_costs_nothing() -> None:
    clock = StillClock()
    limiter = MemoryRateLimiter(clock)
    await limiter.take("a", 1)
    for _ in range(100):
        clock.advance(0.5)
        assert not (await limiter.take("a", 1)).is_allowed
    clock.advance(10)
    assert (await limiter.take("a", 1)).is_allowed


async def test_memory_does_not_grow_with_callers() -> None:
    limiter = MemoryRateLimiter(StillClock())
    for number in range(MAX_CALLERS + 1):
        await limiter.take(str(number), 1)
    assert not (await limiter.take(str(MAX_CALLERS), 1)).is_allowed
    assert len(limiter._full_at) <= MAX_CALLERS


async def test_a_key_of_another_type_does_not_close_the_api(redis: RedisServer) -> None:
    client = redis_client(host="127.0.0.1", port=redis.port)
    clock = SystemClock()
    limiter = ResilientRateLimiter(
        RedisRateLimiter(client, clock=clock), MemoryRateLimiter(clock), clock=clock
    )
    await client.set("crp:rate:c", "not a number")
    assert (await limiter.take("c", 2)).is_allowed
    await client.delete("crp:rate:d")
    await client.lpush("crp:rate:d", "x")  # type: ignore[misc]
    assert (await limiter.take("d", 2)).is_allowed
    await client.delete("crp:rate:c", "crp:rate:d")
    await client.aclose()


@pytest.fixture
async def counted(redis: RedisServer) -> AsyncIterator[tuple[Redis, list[int]]]:
    """A client of an empty Redis, and how many calls were to be counted ahead at each asking."""
    client = redis_client(host="127.0.0.1", port=redis.port)
    await client.flushdb()
    asked: list[int] = []
    evalsha = client.evalsha

    async def counting(*arguments: Any) -> Any:
        asked.append(arguments[-1])
        return await evalsha(*arguments)

    client.evalsha = counting  # type: ignore[method-assign]
    yield client, asked
    await client.aclose()


async def test_a_burst_asks_redis_seldom_and_gets_no_more_than_the_limit(
    counted: tuple[Redis, list[int]],
) -> None:
    client, asked = counted
    limiters = [RedisRateLimiter(client, clock=StillClock()) for _ in range(2)]
    began = time.monotonic()
    allowances = [await limiters[number % 2].take("a", 60) for number in range(90)]
    come_back = time.monotonic() - began
    assert 60 <= sum(one.is_allowed for one in allowances) <= 60 + come_back
    assert max(asked) == 60 // AHEAD_SHARE
    assert len(asked) < 90 - 60 / 4


async def test_what_is_left_is_told_alike_whether_redis_was_asked_or_not(
    counted: tuple[Redis, list[int]],
) -> None:
    limiter = RedisRateLimiter(counted[0], clock=StillClock())
    began = time.monotonic()
    left = [(await limiter.take("a", 60)).remaining for _ in range(40)]
    come_back = time.monotonic() - began
    assert all(59 - number <= told <= 60 - number + come_back for number, told in enumerate(left))


async def test_calls_counted_ahead_are_good_for_a_moment(
    counted: tuple[Redis, list[int]],
) -> None:
    client, asked = counted
    clock = StillClock()
    limiter = RedisRateLimiter(client, clock=clock)
    for _ in range(3):
        await limiter.take("a", 60)
    assert asked == [0, 2]
    clock.advance(AHEAD_SECONDS)
    await limiter.take("a", 60)
    assert asked == [0, 2, 0]


async def test_of_many_at_once_one_is_counted_ahead_for(counted: tuple[Redis, list[int]]) -> None:
    client, asked = counted
    limiter = RedisRateLimiter(client, clock=StillClock())
    await limiter.take("a", 60)
    await asyncio.gather(*(limiter.take("a", 60) for _ in range(10)))
    assert sorted(asked)[-2:] == [0, 2]
