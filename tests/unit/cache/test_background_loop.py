"""Plain calls that wait for the background loop: whose thread computes, and that none hangs."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from types import FrameType

import pytest
from pydantic import BaseModel, field_validator

from research.cache import CacheManager
from research.cache.background_loop import run_with_caller
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock

NAME: ContextVar[str] = ContextVar("name", default="nobody's")


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache(StillClock())


@pytest.fixture
def manager(cache: FakeCache) -> CacheManager:
    return CacheManager(cache)


async def test_a_plain_call_in_a_running_loop_computes_in_its_thread(
    manager: CacheManager,
) -> None:
    threads = []

    def compute() -> int:
        threads.append(threading.get_ident())
        return 1

    assert manager.get_or_compute_blocking("a", compute) == 1
    assert manager.get_or_compute_blocking("a", compute) == 1
    assert threads == [threading.get_ident()]


def test_a_computation_may_make_another_plain_call(manager: CacheManager) -> None:
    def outer() -> int:
        return 1 + manager.get_or_compute_blocking("inner", lambda: 1)

    assert manager.get_or_compute_blocking("outer", outer) == 2


def test_a_plain_call_in_the_loop_s_own_thread_just_computes(manager: CacheManager) -> None:
    class Model(BaseModel):
        x: int

        @field_validator("x")
        @classmethod
        def _check(cls, x: int) -> int:
            return manager.get_or_compute_blocking("inner", lambda: x)

    assert manager.get_or_compute_blocking("outer", lambda: Model(x=1)).x == 1
    assert manager.get_or_compute_blocking("outer", lambda: Model(x=2)).x == 1


def test_an_exception_that_tasks_can_not_raise_is_an_error(manager: CacheManager) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        manager.get_or_compute_blocking("a", lambda: next(iter([])))


class Interrupted(BaseException):
    """What no `except Exception` catches."""


@pytest.fixture
def interruption() -> Iterator[None]:
    """Interrupts the main thread in a moment."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("interruption")
def test_who_is_interrupted_while_it_waits_leaves_the_work_to_who_joined(
    manager: CacheManager, cache: FakeCache
) -> None:
    asyncio.run(cache.acquire("a", "theirs", 1_000))

    def second() -> str:
        time.sleep(0.1)
        return manager.get_or_compute_blocking("a", lambda: "second")

    begin = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        joined = pool.submit(second)
        with pytest.raises(Interrupted):
            manager.get_or_compute_blocking("a", lambda: "first")
        asyncio.run(cache.release("a", "theirs"))
        assert joined.result(10) == "second"
    assert time.monotonic() - begin < 10
    assert not cache.locks


@pytest.mark.usefixtures("interruption")
def test_who_is_interrupted_while_it_computes_frees_the_lock(
    manager: CacheManager, cache: FakeCache
) -> None:
    with pytest.raises(Interrupted):
        manager.get_or_compute_blocking("a", lambda: time.sleep(10))
    assert not cache.locks
    assert manager.get_or_compute_blocking("a", lambda: 1) == 1


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_has_a_loop_of_its_own(manager: CacheManager) -> None:
    assert manager.get_or_compute_blocking("a", lambda: 1) == 1
    child = os.fork()
    if not child:
        signal.alarm(20)
        os._exit(40 + manager.get_or_compute_blocking("b", lambda: 2))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 42


def test_a_process_ends_though_its_loop_is_at_work() -> None:
    code = """if True:
        import asyncio, atexit
        from research.cache.background_loop import background_loop, run_with_caller

        async def run(ask):
            return await ask()

        asyncio.run_coroutine_threadsafe(asyncio.sleep(1_000), background_loop())
        atexit.register(lambda: print(run_with_caller(run, lambda: "at the end")))
        """
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"at the end\n", b"")


def test_threads_that_start_it_at_once_share_one_loop() -> None:
    code = """if True:
        import threading
        from concurrent.futures import ThreadPoolExecutor
        from research.cache.background_loop import background_loop, run_with_caller

        async def run(ask):
            return await ask()

        barrier = threading.Barrier(8)

        def start(number):
            barrier.wait()
            loop = background_loop()
            return loop if run_with_caller(run, lambda: number) == number else None

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(start, range(8))) == {background_loop()}
        """
    assert subprocess.run([sys.executable, "-c", code], timeout=30).returncode == 0


def test_the_context_of_the_caller_is_there_on_both_sides() -> None:
    async def run(ask: Callable[[], Awaitable[str]]) -> tuple[str, str]:
        return NAME.get(), await ask()

    NAME.set("mine")
    assert run_with_caller(run, NAME.get) == ("mine", "mine")
