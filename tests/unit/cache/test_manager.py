"""Values in a cache: what comes back, what is a miss, and that nothing is computed twice."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.cache.memory_cache import MemoryCache
from research.adapters.clock.system_clock import SystemClock
from research.cache import CacheManager
from research.cache.keys import MAX_KEY_CHARACTERS, key_of, stored_key
from research.domain.errors import ValueNotStorableError
from research.domain.source import SearchHit
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock

HIT = SearchHit(url="https://a.test/", provider="p", rank=1)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def cache(clock: StillClock) -> FakeCache:
    return FakeCache(clock)


@pytest.fixture
def manager(cache: FakeCache) -> CacheManager:
    return CacheManager(cache)


async def test_set_get_delete_exists_clear(manager: CacheManager) -> None:
    for value in (HIT, None, (1, b"2", {3}), False):
        await manager.set("a", value)
        assert await manager.get("a", "default") == value
    assert await manager.exists("a")
    assert await manager.delete("a")
    assert not await manager.delete("a")
    assert not await manager.exists("a")
    assert await manager.get("a") is None
    assert await manager.get("a", "default") == "default"
    await manager.set_many({"a": 1, "b": 2})
    assert await manager.get_many(["b", "no", "a"]) == {"b": 2, "a": 1}
    assert await manager.clear() == 2
    assert await manager.get_many(["a", "b"]) == {}


async def test_values_expire_when_they_should(manager: CacheManager, clock: StillClock) -> None:
    await manager.set("usual", 1)
    await manager.set("short", 1, 10)
    await manager.set("long", 1, timedelta(days=1))
    clock.advance(10)
    assert await manager.get_many(["usual", "short", "long"]) == {"usual": 1, "long": 1}
    clock.advance(3_590)
    assert await manager.get_many(["usual", "short", "long"]) == {"long": 1}
    assert await manager.cleanup() == 2


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), timedelta(0)])
async def test_a_time_that_keeps_nothing_is_an_error(
    manager: CacheManager, cache: FakeCache, seconds: float
) -> None:
    with pytest.raises(ValueError, match="can't be kept"):
        await manager.set("a", 1, seconds)
    if not isinstance(seconds, timedelta):
        with pytest.raises(ValueError, match="can't be kept"):
            CacheManager(cache, expire_seconds=seconds)


async def test_what_would_not_come_back_is_an_error_and_keeps_nothing(
    manager: CacheManager,
) -> None:
    with pytest.raises(ValueNotStorableError):
        await manager.set_many({"a": 1, "b": object()})
    assert not await manager.exists("a")


@given(st.text(st.characters()) | st.text(st.characters(categories=["Cs"])) | st.just("~" * 9))
def test_every_key_is_one_that_stores_can_hold(key: str) -> None:
    name = stored_key(key)
    assert name.isascii()
    assert " " not in name
    assert name.isprintable()
    assert 0 < len(name) <= MAX_KEY_CHARACTERS
    assert stored_key(key) == name


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_keys_differ_where_the_parts_do(one: list[str], other: list[str]) -> None:
    keys = {stored_key(key_of(*one)), stored_key(key_of(*other))}
    assert len(keys) == len({tuple(one), tuple(other)})


@given(st.binary() | st.binary().map(lambda data: b"crp1" + data))
def test_garbage_is_a_miss_and_a_warning(data: bytes) -> None:
    async def run() -> None:
        cache = FakeCache(StillClock())
        manager = CacheManager(cache)
        await cache.set({"a": data}, 60)
        assert await manager.get("a", "default") == "default"
        assert await manager.get_or_compute("a", one) == 1
        assert await manager.get("a") == 1
        stats = await manager.stats()
        assert (stats.damaged, stats.hits, stats.misses) == (3, 1, 2)

    async def one() -> int:
        return 1

    asyncio.run(run())


@given(st.data())
def test_one_changed_byte_is_a_miss(data: st.DataObject) -> None:
    async def run() -> None:
        cache = FakeCache(StillClock())
        manager = CacheManager(cache)
        await manager.set("a", [HIT, b"bytes"])
        body = bytearray(cache.entries["a"][0])
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] ^= data.draw(st.integers(1, 255))
        await cache.set({"a": bytes(body)}, 60)
        assert await manager.get("a", "default") == "default"

    asyncio.run(run())


async def test_the_warning_names_the_key(
    manager: CacheManager, cache: FakeCache, caplog: pytest.LogCaptureFixture
) -> None:
    await cache.set({"a": b"garbage"}, 60)
    await manager.get("a")
    assert "under a: no entry of ours" in caplog.text


async def test_an_entry_under_another_key_is_not_taken(
    manager: CacheManager, cache: FakeCache
) -> None:
    await manager.set("a", "secret of a")
    await cache.set({"b": cache.entries["a"][0]}, 60)
    assert await manager.get("b", "default") == "default"


async def test_a_class_stored_elsewhere_is_a_miss_until_it_is_known(cache: FakeCache) -> None:
    await CacheManager(cache).set("a", HIT)
    other = CacheManager(cache)
    assert await other.get("a") is None
    other.know(list[SearchHit])
    assert await other.get("a") == HIT


class Work:
    """Something to compute, which says how often it was, and waits until it may end."""

    def __init__(self, result: Any = 1, *, is_held: bool = False) -> None:
        self.runs = 0
        self.ended = 0
        self.may_end = asyncio.Event()
        self._result = result
        if not is_held:
            self.may_end.set()

    async def __call__(self) -> Any:
        self.runs += 1
        try:
            await self.may_end.wait()
            await asyncio.sleep(0)
        finally:
            await asyncio.sleep(0.01)  # what it has to tidy up
            self.ended += 1
        if isinstance(self._result, Exception):
            raise self._result
        return self._result


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110, what it waits for knows no event
            await asyncio.sleep(0.001)


async def test_many_at_once_compute_once(manager: CacheManager, cache: FakeCache) -> None:
    work = Work([1, HIT])
    results = await asyncio.gather(*(manager.get_or_compute("a", work) for _ in range(1_000)))
    assert work.runs == 1
    assert all(result == [1, HIT] for result in results)
    assert len({id(result) for result in results}) == 1_000, "each may change its own"
    assert await manager.get_or_compute("a", work) == [1, HIT]
    stats = await manager.stats()
    assert (stats.hits, stats.misses, stats.shared) == (1, 1, 999)
    assert cache.calls.count("set") == 1
    assert not cache.locks


async def test_different_keys_do_not_wait_for_each_other(manager: CacheManager) -> None:
    slow = Work(is_held=True)
    waiting = asyncio.create_task(manager.get_or_compute("slow", slow))
    await until(lambda: slow.runs)
    assert await manager.get_or_compute("quick", Work(2)) == 2
    slow.may_end.set()
    assert await waiting == 1


async def test_exceptions_reach_every_caller_and_are_not_kept(manager: CacheManager) -> None:
    work = Work(KeyError("no"))
    results = await asyncio.gather(
        *(manager.get_or_compute("a", work) for _ in range(10)), return_exceptions=True
    )
    assert [type(result) for result in results] == [KeyError] * 10
    assert work.runs == 1
    assert await manager.get_or_compute("a", Work(2)) == 2


async def test_a_leader_that_is_cancelled_leaves_the_others_their_result(
    manager: CacheManager,
) -> None:
    work = Work(is_held=True)
    tasks = [asyncio.create_task(manager.get_or_compute("a", work)) for _ in range(5)]
    await until(lambda: work.runs)
    tasks[0].cancel()
    tasks[3].cancel()
    await asyncio.sleep(0.01)
    assert tasks[0].cancelled()
    work.may_end.set()
    assert await asyncio.gather(tasks[1], tasks[2], tasks[4]) == [1, 1, 1]
    assert work.runs == 1


async def test_when_all_are_cancelled_the_work_ends_before_they_do(
    manager: CacheManager, cache: FakeCache
) -> None:
    work = Work(is_held=True)
    tasks = [asyncio.create_task(manager.get_or_compute("a", work)) for _ in range(3)]
    await until(lambda: work.runs)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    assert all(task.cancelled() for task in tasks)
    assert work.ended == 1
    assert not cache.locks
    work.may_end.set()
    assert await manager.get_or_compute("a", work) == 1


async def test_who_comes_while_the_last_one_leaves_is_served(manager: CacheManager) -> None:
    work = Work(is_held=True)
    first = asyncio.create_task(manager.get_or_compute("a", work))
    await until(lambda: work.runs)
    first.cancel()
    second = asyncio.create_task(manager.get_or_compute("a", Work(2)))
    assert await second == 2
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_result_that_is_not_accepted_is_returned_and_not_kept(
    manager: CacheManager,
) -> None:
    work = Work([])
    for runs in (1, 2):
        assert await manager.get_or_compute("a", work, accept=bool) == []
        assert work.runs == runs
    await manager.set("a", [])
    assert await manager.get_or_compute("a", Work([1]), accept=bool) == [1]


async def test_a_result_that_is_too_large_is_returned_and_not_kept(cache: FakeCache) -> None:
    manager = CacheManager(cache, max_value_bytes=100)
    for _ in range(2):
        assert await manager.get_or_compute("a", Work("x" * 200)) == "x" * 200
    stats = await manager.stats()
    assert (stats.refused, stats.misses, stats.entries) == (2, 2, 0)


async def test_a_result_that_would_not_come_back_is_an_error(
    manager: CacheManager, cache: FakeCache
) -> None:
    with pytest.raises(ValueNotStorableError):
        await manager.get_or_compute("a", Work(object()))
    assert not cache.locks


async def test_a_store_that_is_away_is_a_miss_and_counted(
    manager: CacheManager, cache: FakeCache
) -> None:
    await manager.set("a", 1)
    cache.is_away = True
    assert await manager.get("a", "default") == "default"
    await manager.set("a", 2)
    assert not await manager.delete("a")
    assert not await manager.exists("a")
    assert await manager.clear() == await manager.cleanup() == 0
    assert await manager.get_or_compute("a", Work(3)) == 3
    assert manager.get_or_compute_blocking("a", lambda: 4) == 4
    cache.is_away = False
    stats = await manager.stats()
    assert stats.errors > 7
    assert await manager.get("a") == 1


async def test_another_process_that_computes_is_waited_for(
    manager: CacheManager, cache: FakeCache
) -> None:
    await cache.acquire("a", "theirs", 30)
    work = Work()
    waiting = asyncio.create_task(manager.get_or_compute("a", work))
    await asyncio.sleep(0.05)
    await CacheManager(cache).set("a", "theirs")
    assert await waiting == "theirs"
    assert work.runs == 0
    assert "a" in cache.locks, "it was not ours to free"


async def test_another_process_that_failed_leaves_the_lock_to_us(
    manager: CacheManager, cache: FakeCache
) -> None:
    await cache.acquire("a", "theirs", 30)
    waiting = asyncio.create_task(manager.get_or_compute("a", Work()))
    await asyncio.sleep(0.05)
    await cache.release("a", "theirs")
    assert await waiting == 1


async def test_what_takes_longer_than_a_lock_is_computed_once(cache: FakeCache) -> None:
    here, there = [CacheManager(cache, lock_seconds=0.05) for _ in range(2)]
    runs: list[str] = []

    async def compute() -> str:
        runs.append("run")
        await asyncio.sleep(0.5)
        return "said"

    first = asyncio.create_task(here.get_or_compute("a", compute))
    await asyncio.sleep(0.02)
    assert await there.get_or_compute("a", compute) == await first == "said"
    assert runs == ["run"]
    assert not cache.locks


async def test_who_died_as_it_computed_is_waited_for_no_longer_than_its_lock() -> None:
    kept = MemoryCache(max_bytes=1_000, clock=SystemClock())
    await kept.acquire("a", "theirs", 0.1)
    assert await CacheManager(kept).get_or_compute("a", Work()) == 1


async def test_a_lock_that_does_not_end_is_not_waited_for_without_an_end(cache: FakeCache) -> None:
    manager = CacheManager(cache, patience_seconds=0.05)
    await cache.acquire("a", "theirs", 1_000)
    assert await manager.get_or_compute("a", Work()) == 1
    await cache.acquire("b", "theirs", 1_000)
    assert manager.get_or_compute_blocking("b", lambda: 2) == 2


def test_importing_it_loads_neither_numpy_nor_redis() -> None:
    code = (
        "import sys, research.cache, research.adapters.cache.memory_cache;"
        "import research.adapters.search.cached_search;"
        "sys.exit(bool({'numpy', 'redis'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
