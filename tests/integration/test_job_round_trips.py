"""What each call costs, counted by Redis itself."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import redis as sync_redis

from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.adapters.jobs.resilient_jobs import ResilientJobs
from research.adapters.reports.folder_reports import FolderReports
from research.domain.job import JobProgress
from research.ports import JobStore
from tests.integration.job_samples import CLOCK, LEASE_SECONDS, redis_jobs, sample_job
from tests.servers import RedisServer


@pytest.fixture(params=["redis", "resilient"])
def jobs(request: pytest.FixtureRequest, redis: RedisServer, tmp_path: Path) -> JobStore:
    sync_redis.Redis(port=redis.port).flushall()
    quick = redis_jobs(redis.port)
    if request.param == "redis":
        return quick
    reports = FolderReports(tmp_path)
    durable = ReportStoreJobs(reports, clock=CLOCK, job_ttl_seconds=3600)
    return ResilientJobs(quick, durable, UnsyncedJobs(reports), clock=CLOCK)


async def commands(port: int, call: Callable[[], Awaitable[object]]) -> list[str]:
    """What Redis was sent during `call`, as MONITOR tells it; what scripts do inside is no trip."""
    other = sync_redis.Redis(port=port)
    other.ping()
    with sync_redis.Redis(port=port).monitor() as monitor:
        await call()
        other.echo("end of call")
        seen = []
        for command in monitor.listen():
            if command["command"].startswith("ECHO end of call"):
                return seen
            if command["client_type"] != "lua":
                seen.append(command["command"].split()[0])
    raise AssertionError("MONITOR ended")


async def test_round_trips(redis: RedisServer, jobs: JobStore) -> None:
    await jobs.exists(sample_job().job_id)  # opens the connection
    job = sample_job()
    sync_redis.Redis(port=redis.port).script_flush()
    cold = await commands(redis.port, lambda: jobs.create(job))
    assert cold == ["EVALSHA", "EVAL"]
    warm = await commands(redis.port, lambda: jobs.create(sample_job()))
    assert warm == ["EVALSHA"]
    assert await commands(redis.port, lambda: jobs.get(job.job_id)) == ["HGETALL"]
    await jobs.claim(job.job_id, "w", LEASE_SECONDS)

    async def note() -> None:
        await jobs.note_progress(job.job_id, "w", LEASE_SECONDS, JobProgress(percent=3))

    await note()
    assert await commands(redis.port, note) == ["EVALSHA"]
    await jobs.list(20)
    assert (await commands(redis.port, lambda: jobs.list(20)))[-1:] == ["EVALSHA"]
    assert len(await commands(redis.port, lambda: jobs.list(20))) <= 2
