"""Many processes share one truth: counts, lists and records agree exactly at the end."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import redis as sync_redis

from research.domain.errors import JobNotFoundError
from research.domain.job import JobStatus
from tests.integration.job_lives import JOBS, live
from tests.integration.job_samples import (
    LEASE_SECONDS,
    all_ids,
    finish,
    redis_jobs,
    sample_job,
)
from tests.servers import RedisServer

PROCESSES = 8


async def test_jobs_made_moved_and_listed_by_eight_processes_agree(redis: RedisServer) -> None:
    raw = sync_redis.Redis(port=redis.port)
    raw.flushall()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        lived: dict[str, str] = {}
        for some in pool.map(live, [redis.port] * PROCESSES, range(PROCESSES)):
            lived |= some
    assert len(lived) == PROCESSES * JOBS
    jobs = redis_jobs(redis.port)
    remaining = sorted((i for i, end in lived.items() if end != "deleted"), reverse=True)
    assert await all_ids(jobs) == remaining
    assert await jobs.count() == len(remaining)
    for status in JobStatus:
        expected = [job_id for job_id in remaining if lived[job_id] == status]
        assert await all_ids(jobs, status) == expected
        assert await jobs.count(status) == len(expected)
    assert {key.rpartition(b":")[2].decode() for key in raw.scan_iter("crp:job:*")} == set(
        remaining
    )
    assert raw.zcard("crp:jobs:{jobs}:all") == len(remaining)


async def test_finished_jobs_leave_the_indexes_when_their_time_is_over(redis: RedisServer) -> None:
    """With the machine's clock and more jobs than one sweep takes."""
    raw = sync_redis.Redis(port=redis.port)
    raw.flushall()
    jobs = redis_jobs(redis.port, job_ttl_seconds=1)
    stays = sample_job()
    await jobs.create(stays)

    async def life() -> str:
        job = sample_job()
        await jobs.create(job)
        await jobs.claim(job.job_id, "w", LEASE_SECONDS)
        await finish(jobs, job.job_id, "w")
        return job.job_id

    ended = await asyncio.gather(*(life() for _ in range(350)))
    await asyncio.sleep(1.1)
    assert await jobs.count(JobStatus.COMPLETED) == 0
    assert await jobs.count() == 1
    assert await all_ids(jobs) == [stays.job_id]
    for job_id in ended[:3]:
        try:
            await jobs.get(job_id)
        except JobNotFoundError:
            continue
        raise AssertionError(f"{job_id} is still there")
    for _ in range(4):
        await jobs.count()
    assert sorted(raw.scan_iter("crp:*")) == [
        f"crp:job:{{jobs}}:{stays.job_id}".encode(),
        b"crp:jobs:{jobs}:all",
        b"crp:jobs:{jobs}:pending",
    ]
