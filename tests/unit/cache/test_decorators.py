"""Functions whose results are kept: which calls are the same, and for whom."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.cache import (
    CacheManager,
    bind_cache,
    cache_result,
    cache_sync_result,
    use_cache,
)
from research.domain.errors import ValueNotStorableError
from research.domain.source import SearchHit
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def cache(clock: StillClock) -> FakeCache:
    return FakeCache(clock)


@pytest.fixture
def manager(cache: FakeCache) -> CacheManager:
    return CacheManager(cache)


def keys(cache: FakeCache) -> set[str]:
    return set(cache.entries)


async def test_an_async_function_runs_once_for_each_call_that_differs(
    manager: CacheManager,
) -> None:
    runs: list[object] = []

    @cache_result(60, manager=manager)
    async def f(x: object, y: int = 2, *rest: int, z: object = None, **more: object) -> object:
        runs.append(x)
        return [x, y, rest, z, more]

    first = await f(1)
    for same in (f(1), f(x=1), f(1, 2), f(y=2, x=1), f(1, z=None)):
        assert await same == first == [1, 2, (), None, {}]
    assert len(runs) == 1
    await f(1, 2, 3, a=1, b={"c": 1, "d": 2})
    await f(1, 2, 3, b={"d": 2, "c": 1}, a=1)
    assert len(runs) == 2
    for different in (f(2), f(1.0), f("1"), f(True), f(None), f(1, 3), f(1, 2, 4), f(1, a=2)):
        await different
    assert len(runs) == 10


async def test_none_and_models_are_kept_too(manager: CacheManager) -> None:
    runs = 0

    @cache_result(60, manager=manager)
    async def f(day: date, hit: SearchHit | None) -> SearchHit | None:
        nonlocal runs
        runs += 1
        return hit

    hit = SearchHit(url="u", provider="p", rank=1)
    for value in (None, hit, None, hit):
        assert await f(date(2024, 1, 1), value) == value
    assert runs == 2


async def test_results_expire(manager: CacheManager, clock: StillClock) -> None:
    runs = {"usual": 0, "short": 0}

    @cache_result(manager=manager)
    async def usual() -> None:
        runs["usual"] += 1

    @cache_sync_result(timedelta(seconds=5), manager=manager)
    def short() -> None:
        runs["short"] += 1

    for seconds in (0, 5, 3_595):
        clock.advance(seconds)
        await usual()
        short()
    assert runs == {"usual": 2, "short": 3}


def test_keys_hold_the_name_and_the_version(manager: CacheManager, cache: FakeCache) -> None:
    @cache_sync_result(60, manager=manager)
    def f(x: int) -> int:
        return x

    @cache_sync_result(60, manager=manager, version="b")
    def g(x: int) -> int:
        return x

    f(1)
    g(1)
    names = sorted(keys(cache))
    assert ".test_keys_hold_the_name_and_the_version.<locals>.f:1:" in names[0]
    assert ".test_keys_hold_the_name_and_the_version.<locals>.g:b:" in names[1]
    assert names[0].startswith(__name__)


class Client:
    def __init__(self, host: str) -> None:
        self.host = host
        self.runs = 0

    @cache_sync_result(60)
    def ask(self, x: int) -> str:
        self.runs += 1
        return self.host

    @classmethod
    @cache_sync_result(60)
    def of_class(cls, x: int) -> str:
        return cls.__name__

    @staticmethod
    @cache_sync_result(60)
    def of_none(x: int) -> int:
        return x


class KeyedClient(Client):
    def cache_key(self) -> str:
        return self.host

    @cache_result(60)
    async def ask_keyed(self, x: int) -> str:
        self.runs += 1
        return self.host


def test_self_does_not_count(manager: CacheManager) -> None:
    one, other = Client("one"), Client("other")
    with use_cache(manager):
        assert [one.ask(1), other.ask(1), other.ask(x=1)] == ["one"] * 3
        assert other.ask(2) == "other"
        assert Client.of_class(1) == "Client"
        assert Client.of_none(1) == one.of_none(x=1) == 1
    assert (one.runs, other.runs) == (1, 1)


async def test_self_counts_where_it_says_how(manager: CacheManager) -> None:
    clients = [KeyedClient("one"), KeyedClient("one"), KeyedClient("other")]
    with use_cache(manager):
        assert [client.ask(1) for client in clients] == ["one", "one", "other"]
        assert [await client.ask_keyed(1) for client in clients] == ["one", "one", "other"]
    assert [client.runs for client in clients] == [2, 0, 2]


def test_other_objects_count_by_their_key_or_are_refused(manager: CacheManager) -> None:
    @cache_sync_result(60, manager=manager)
    def f(client: Client) -> str:
        return client.host

    assert [f(KeyedClient("one")), f(KeyedClient("other"))] == ["one", "other"]
    with pytest.raises(ValueNotStorableError, match=r"f: 'client' can't be part of a key"):
        f(Client("one"))


def test_arguments_that_do_not_fit_are_the_usual_error(manager: CacheManager) -> None:
    @cache_sync_result(60, manager=manager)
    def f(x: int) -> int:
        return x

    with pytest.raises(TypeError, match="missing a required argument: 'x'"):
        f()  # type: ignore[call-arg]


def test_what_can_not_be_decorated_is_said_at_once(manager: CacheManager) -> None:
    async def asynchronous() -> None: ...

    def plain() -> None: ...

    with pytest.raises(TypeError, match="takes cache_sync_result"):
        cache_result(60)(plain)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="takes cache_result"):
        cache_sync_result(60)(asynchronous)
    with pytest.raises(TypeError, match="lambda"):
        cache_sync_result(60)(lambda: 1)
    with pytest.raises(ValueError, match="can't be kept"):
        cache_sync_result(0)(plain)


def test_a_decorated_function_keeps_its_name_and_doc() -> None:
    @cache_sync_result(60)
    def f() -> None:
        """What it does."""

    assert (f.__name__, f.__doc__) == ("f", "What it does.")


async def test_which_manager_is_used(cache: FakeCache, clock: StillClock) -> None:
    runs = 0

    @cache_result(60)
    async def f() -> int:
        nonlocal runs
        runs += 1
        return runs

    assert [await f(), await f()] == [1, 2], "none: it just runs"
    other = CacheManager(FakeCache(clock))
    bind_cache(other)
    try:
        assert [await f(), await f()] == [3, 3]
        with use_cache(CacheManager(cache)):
            assert [await f(), await asyncio.create_task(f())] == [4, 4]
        assert await f() == 3
    finally:
        bind_cache(None)
    assert await f() == 5


def test_bare_threads_use_the_manager_of_the_process(manager: CacheManager) -> None:
    runs = 0

    @cache_sync_result(60)
    def f() -> int:
        nonlocal runs
        runs += 1
        return runs

    bind_cache(manager)
    try:
        with ThreadPoolExecutor(1) as pool:
            assert [pool.submit(f).result(), f()] == [1, 1]
    finally:
        bind_cache(None)


async def test_a_process_that_did_not_store_it_reads_what_the_annotation_names(
    cache: FakeCache,
) -> None:
    runs = 0

    @dataclass(frozen=True)
    class Answer:
        hits: list[SearchHit]

    async def f() -> dict[str, Answer]:
        nonlocal runs
        runs += 1
        return {"a": Answer([SearchHit(url="u", provider="p", rank=1)])}

    f.__annotations__["return"] = dict[str, Answer]
    Answer.__annotations__["hits"] = list[SearchHit]
    first = await cache_result(60, manager=CacheManager(cache))(f)()
    assert await cache_result(60, manager=CacheManager(cache))(f)() == first
    assert runs == 1


def stampede(function: Any, threads: int) -> list[Any]:
    barrier = threading.Barrier(threads)

    def run() -> Any:
        barrier.wait(10)
        try:
            return function()
        except BaseException as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(threads)]]


def test_many_threads_at_once_compute_once(manager: CacheManager) -> None:
    runs: list[int] = []

    @cache_sync_result(60, manager=manager)
    def f() -> list[int]:
        runs.append(1)
        time.sleep(0.05)
        return [1]

    results = stampede(f, 30)
    assert results == [[1]] * 30
    assert len({id(result) for result in results}) == 30
    assert len(runs) == 1


def test_what_a_thread_raises_reaches_those_who_wait_and_is_not_kept(
    manager: CacheManager,
) -> None:
    runs: list[int] = []

    @cache_sync_result(60, manager=manager)
    def f() -> int:
        runs.append(1)
        time.sleep(0.05)
        if len(runs) == 1:
            raise KeyError("no")
        return 1

    results = stampede(f, 10)
    assert {type(result) for result in results} <= {KeyError, int}
    assert any(isinstance(result, KeyError) for result in results)
    assert f() == 1


def test_a_thread_that_is_interrupted_leaves_the_work_to_another(manager: CacheManager) -> None:
    runs: list[int] = []

    @cache_sync_result(60, manager=manager)
    def f() -> int:
        runs.append(1)
        time.sleep(0.05)
        if len(runs) == 1:
            raise KeyboardInterrupt
        return 1

    results = stampede(f, 10)
    assert sorted(map(str, results)) == sorted(["", *["1"] * 9])
    assert len(runs) == 2


def test_two_loops_in_two_threads_compute_once(manager: CacheManager) -> None:
    runs: list[int] = []

    @cache_result(60, manager=manager)
    async def f() -> int:
        runs.append(1)
        await asyncio.sleep(0.05)
        return 1

    async def several() -> list[int]:
        return await asyncio.gather(*(f() for _ in range(10)))

    assert stampede(lambda: asyncio.run(several()), 2) == [[1] * 10] * 2
    assert len(runs) == 1


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.integers(0, 8))
def test_whoever_is_cancelled_whenever_the_rest_get_the_result(
    leave: list[bool], steps: int
) -> None:
    async def run() -> None:
        manager = CacheManager(FakeCache(StillClock()))
        runs = 0

        @cache_result(60, manager=manager)
        async def f() -> int:
            nonlocal runs
            runs += 1
            for _ in range(4):
                await asyncio.sleep(0)
            return 1

        tasks = [asyncio.create_task(f()) for _ in leave]
        for _ in range(steps):
            await asyncio.sleep(0)
        for task, leaves in zip(tasks, leave, strict=True):
            if leaves:
                task.cancel()
        for task, leaves in zip(tasks, leave, strict=True):
            if leaves:
                with suppress(asyncio.CancelledError):
                    assert await task == 1
            else:
                assert await task == 1
        assert runs <= 1

    asyncio.run(run())
