"""One cache in Redis for several processes: computed once, and nothing that lies there hurts."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis as BlockingRedis

from research.adapters.cache.redis_cache import NAMESPACE, RedisCache
from research.adapters.redis.redis_connection import redis_client
from research.cache import CacheManager
from tests.servers import RedisServer

PROGRAM = """
import asyncio, sys, time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from research.adapters.cache.redis_cache import RedisCache
from research.adapters.redis.redis_connection import redis_client
from research.cache import CacheManager, bind_cache, cache_result, cache_sync_result
from research.domain.source import SearchHit

port, folder, number = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def note(name):
    with (folder / name).open("a") as file:
        file.write("run\\n")

@cache_result(60)
async def asynchronous(x) -> list[SearchHit]:
    note("asynchronous")
    await asyncio.sleep(0.5)
    return [SearchHit(url="u", provider="p", rank=1)]

@cache_sync_result(60)
def synchronous(x) -> list[SearchHit]:
    note("synchronous")
    time.sleep(0.5)
    return [SearchHit(url="u", provider="p", rank=1)]

async def main():
    cache = RedisCache(partial(redis_client, host="127.0.0.1", port=port))
    bind_cache(CacheManager(cache, lock_seconds=2))
    (folder / f"ready-{number}").touch()
    while not (folder / "go").exists():
        time.sleep(0.001)
    hits = await asyncio.gather(*(asynchronous(1) for _ in range(20)))
    with ThreadPoolExecutor(5) as pool:
        hits += pool.map(synchronous, [1] * 5)
    assert len(hits) == 25 and all(each == hits[0] for each in hits)
    await cache.aclose()

asyncio.run(main())
"""


@pytest.fixture
def emptied(redis: RedisServer) -> RedisServer:
    BlockingRedis(port=redis.port).flushall()
    return redis


def in_redis(server: RedisServer) -> RedisCache:
    return RedisCache(partial(redis_client, host="127.0.0.1", port=server.port))


@pytest_asyncio.fixture
async def manager(emptied: RedisServer) -> AsyncIterator[CacheManager]:
    cache = in_redis(emptied)
    yield CacheManager(cache)
    await cache.aclose()


def start(redis: RedisServer, folder: Path, number: int) -> subprocess.Popen[bytes]:
    arguments = [str(redis.port), str(folder), str(number)]
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments])


def test_three_processes_compute_once(emptied: RedisServer, tmp_path: Path) -> None:
    processes = [start(emptied, tmp_path, number) for number in range(3)]
    end = time.monotonic() + 60
    while len(list(tmp_path.glob("ready-*"))) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    (tmp_path / "go").touch()
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert (tmp_path / "asynchronous").read_text() == "run\n"
    assert (tmp_path / "synchronous").read_text() == "run\n"
    assert not list(BlockingRedis(port=emptied.port).scan_iter("*lock*"))


def test_a_process_that_was_killed_while_it_computed_costs_its_lock_s_time_alone(
    emptied: RedisServer, tmp_path: Path
) -> None:
    process = start(emptied, tmp_path, 0)
    (tmp_path / "go").touch()
    noted = tmp_path / "asynchronous"
    while not noted.exists() or not noted.read_text():  # it is there before anything is in it
        time.sleep(0.01)
    process.kill()
    process.wait(10)
    begin = time.monotonic()
    assert start(emptied, tmp_path, 1).wait(60) == 0
    assert time.monotonic() - begin < 15
    assert noted.read_text() == "run\nrun\n"


async def test_round_trips(manager: CacheManager, emptied: RedisServer) -> None:
    async def one() -> int:
        return 1

    def commands() -> int:
        counted: int = raw.info("commandstats")["cmdstat_mget"]["calls"]
        return counted

    raw = BlockingRedis(port=emptied.port)
    await asyncio.gather(*(manager.get_or_compute("a", one) for _ in range(100)))
    before = commands()
    await asyncio.gather(*(manager.get_or_compute("a", one) for _ in range(100)))
    await manager.get_many([f"key-{n}" for n in range(1_000)])
    assert commands() - before == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(garbage=st.binary(max_size=60) | st.dictionaries(st.text(min_size=1), st.text(), min_size=1))
def test_garbage_in_redis_is_a_miss(emptied: RedisServer, garbage: bytes | dict[str, str]) -> None:
    raw = BlockingRedis(port=emptied.port)
    raw.delete(f"{NAMESPACE}a")
    if isinstance(garbage, bytes):
        raw.set(f"{NAMESPACE}a", garbage)
    else:
        raw.hset(f"{NAMESPACE}a", mapping=garbage)

    async def run() -> None:
        cache = in_redis(emptied)
        manager = CacheManager(cache)
        assert await manager.get("a", "default") == "default"
        assert manager.get_or_compute_blocking("a", lambda: "new") == "new"
        assert await manager.get("a") == "new"
        await cache.aclose()

    asyncio.run(run())
