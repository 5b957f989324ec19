"""Redis dies, hangs, comes back empty: no accepted job is lost, and nobody waits for a dead one."""

import asyncio
import random
import time
from pathlib import Path

import pytest
import redis as sync_redis

from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.adapters.jobs.resilient_jobs import FILLED_AT_ONCE, ResilientJobs
from research.adapters.redis.redis_connection import (
    ANSWER_TIMEOUT_SECONDS,
    CONNECT_TIMEOUT_SECONDS,
    redis_client,
)
from research.adapters.reports.folder_reports import FolderReports
from research.domain.errors import LeaseHeldError, StoreUnavailableError
from research.domain.job import JobProgress, JobStatus
from research.ports import Clock
from research.wiring.probes import write_to_redis
from tests.integration.job_samples import (
    CLOCK,
    LEASE_SECONDS,
    all_ids,
    finish,
    redis_jobs,
    sample_job,
)
from tests.servers import RedisServer

KILLS = 10
SEED = 20261125
PEOPLE = 6
WORKERS = 3
TEST_TIMEOUT_SECONDS = 60


def process(port: int, reports: FolderReports, clock: Clock = CLOCK) -> ResilientJobs:
    """The job store as a process of its own would have it: own connections, own memory."""
    return ResilientJobs(
        redis_jobs(port),
        ReportStoreJobs(reports, clock=clock, job_ttl_seconds=3600),
        UnsyncedJobs(reports),
        clock=clock,
    )


@pytest.fixture
def reports(tmp_path: Path) -> FolderReports:
    return FolderReports(tmp_path / "reports")


class Town:
    """People who ask, workers who run, one who watches, and one who kills Redis meanwhile."""

    def __init__(self, redis: RedisServer, reports: FolderReports) -> None:
        self.accepted: list[str] = []
        self._redis = redis
        self._reports = reports
        self._chance = random.Random(SEED)
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._is_over = False
        self._asking = PEOPLE

    async def live(self) -> None:
        async with asyncio.timeout(TEST_TIMEOUT_SECONDS), asyncio.TaskGroup() as tasks:
            for _ in range(PEOPLE):
                tasks.create_task(self._ask(self.process()))
            for number in range(WORKERS):
                tasks.create_task(self._work(self.process(), f"worker-{number}"))
            tasks.create_task(self._watch(self.process()))
            tasks.create_task(self._kill())

    def process(self, clock: Clock = CLOCK) -> ResilientJobs:
        return process(self._redis.port, self._reports, clock)

    async def _ask(self, jobs: ResilientJobs) -> None:
        while not self._is_over:
            job = sample_job()
            await jobs.create(job)
            self.accepted.append(job.job_id)
            self._queue.put_nowait(job.job_id)
            await asyncio.sleep(self._chance.uniform(0, 0.05))
        self._asking -= 1

    async def _work(self, jobs: ResilientJobs, owner: str) -> None:
        while self._asking or not self._queue.empty():
            if self._queue.empty():
                await asyncio.sleep(0.01)
                continue
            job_id = self._queue.get_nowait()
            await jobs.claim(job_id, owner, LEASE_SECONDS)
            for percent in (30, 60):
                progress = JobProgress(percent=percent)
                await jobs.note_progress(job_id, owner, LEASE_SECONDS, progress)
                await asyncio.sleep(self._chance.uniform(0, 0.01))
            url = await self._reports.put(f"{job_id}.html", job_id.encode(), "text/html")
            await finish(jobs, job_id, owner, report_url=url)

    async def _watch(self, jobs: ResilientJobs) -> None:
        while not self._is_over:
            if self.accepted:
                await jobs.get(self._chance.choice(self.accepted))
                await jobs.list(5)
            await asyncio.sleep(0.02)

    async def _kill(self) -> None:
        for _ in range(KILLS):
            await asyncio.sleep(self._chance.uniform(0.05, 0.35))
            self._redis.kill()
            await asyncio.sleep(self._chance.choice((0, 0.05, 0.3)))
            await asyncio.to_thread(self._redis.start)
        await asyncio.sleep(0.3)
        self._is_over = True


async def test_no_accepted_job_is_lost_while_redis_is_killed_ten_times(
    own_redis: RedisServer, reports: FolderReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("research.adapters.jobs.resilient_jobs.PAUSE_SECONDS", 0.1)
    town = Town(own_redis, reports)
    await town.live()
    accepted, later = town.accepted, town.process()
    assert len(accepted) > 100
    for job_id in accepted:
        job = await later.get(job_id)
        assert job.status is JobStatus.COMPLETED, job
        assert (await reports.get(f"{job_id}.html")).body == job_id.encode()
        assert job.attempts == 1
    for _ in range(len(accepted) // FILLED_AT_ONCE + 1):
        await later.count()
    assert await all_ids(later) == sorted(accepted, reverse=True)
    assert await later.count(JobStatus.COMPLETED) == await later.count() == len(accepted)


async def test_a_redis_that_hangs_costs_one_time_out(
    own_redis: RedisServer, reports: FolderReports
) -> None:
    jobs = process(own_redis.port, reports)
    job = sample_job()
    await jobs.create(job)
    own_redis.pause()
    started = time.monotonic()
    for _ in range(20):
        assert await jobs.get(job.job_id) == job
    spent_seconds = time.monotonic() - started
    own_redis.resume()
    assert spent_seconds < CONNECT_TIMEOUT_SECONDS + ANSWER_TIMEOUT_SECONDS + 1


async def test_a_redis_that_is_not_there_is_unavailable_at_once(own_redis: RedisServer) -> None:
    jobs = redis_jobs(own_redis.port)
    own_redis.kill()
    started = time.monotonic()
    for call in (
        jobs.create(sample_job()),
        jobs.get(sample_job().job_id),
        jobs.exists(sample_job().job_id),
        jobs.delete(sample_job().job_id),
        jobs.list(5),
        jobs.count(),
        jobs.claim(sample_job().job_id, "w", LEASE_SECONDS),
        jobs.note_progress(sample_job().job_id, "w", LEASE_SECONDS),
        jobs.rebuilt_to(),
    ):
        with pytest.raises(StoreUnavailableError):
            await call
    assert time.monotonic() - started < 3


async def test_a_connection_that_redis_closed_is_not_noticed(own_redis: RedisServer) -> None:
    jobs = redis_jobs(own_redis.port, pool_size=1)
    job = sample_job()
    await jobs.create(job)
    own_redis.kill()
    own_redis.start()
    assert not await jobs.exists(job.job_id)
    await jobs.create(job)
    assert await jobs.get(job.job_id) == job


async def test_a_write_whose_answer_was_lost_is_made_once(own_redis: RedisServer) -> None:
    """The proxy passes commands on, and closes the connection in place of the first answer."""
    lost = 0

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal lost
        from_redis, to_redis = await asyncio.open_connection("127.0.0.1", own_redis.port)
        try:
            while request := await reader.read(65_536):
                to_redis.write(request)
                answer = await from_redis.read(65_536)
                if b"EVALSHA" in request and not answer.startswith(b"-") and lost == 0:
                    lost += 1
                    return
                writer.write(answer)
        finally:
            writer.close()
            to_redis.close()

    proxy = await asyncio.start_server(pass_on, "127.0.0.1", 0)
    direct = redis_jobs(own_redis.port)
    await direct.create(sample_job())  # Redis then knows the script
    jobs = redis_jobs(proxy.sockets[0].getsockname()[1])
    job = sample_job()
    async with proxy:
        await jobs.create(job)
        assert lost == 1
        lost = 0
        await jobs.claim(job.job_id, "worker", LEASE_SECONDS)
        assert lost == 1
    assert (await direct.get(job.job_id)).attempts == 1
    with pytest.raises(LeaseHeldError):
        await direct.claim(job.job_id, "another", LEASE_SECONDS)


async def test_a_thousand_callers_of_ten_connections_are_no_outage(
    own_redis: RedisServer, reports: FolderReports, caplog: pytest.LogCaptureFixture
) -> None:
    """Redis is slow, and so are all who wait: longer than any one answer may take."""
    jobs = redis_jobs(own_redis.port, pool_size=2)
    job = sample_job()
    await jobs.create(job)
    slow = sync_redis.Redis(port=own_redis.port)

    async def hold(times: int) -> None:
        for _ in range(times):
            await asyncio.to_thread(slow.client_pause, 700, False)
            await asyncio.sleep(0.75)

    holding = asyncio.create_task(hold(5))
    found = await asyncio.gather(*(jobs.get(job.job_id) for _ in range(1_000)))
    await holding
    assert found == [job] * 1_000
    assert "away" not in caplog.text


async def test_those_who_wait_behind_a_hanging_redis_are_told_at_once(
    own_redis: RedisServer, reports: FolderReports
) -> None:
    jobs = process(own_redis.port, reports)
    job = sample_job()
    await jobs.create(job)
    own_redis.pause()
    started = time.monotonic()
    found = await asyncio.gather(*(jobs.get(job.job_id) for _ in range(200)))
    spent_seconds = time.monotonic() - started
    own_redis.resume()
    assert found == [job] * 200
    assert spent_seconds < CONNECT_TIMEOUT_SECONDS + 2 * ANSWER_TIMEOUT_SECONDS + 1


@pytest.mark.parametrize("index", ["all", "pending", "completed", "ending:completed"])
async def test_an_index_of_another_type_is_an_outage_of_redis(
    own_redis: RedisServer, reports: FolderReports, index: str
) -> None:
    sync_redis.Redis(port=own_redis.port).set(f"crp:jobs:{{jobs}}:{index}", "x")
    job = sample_job()
    for _ in range(2):
        jobs = process(own_redis.port, reports)
        if not await jobs.exists(job.job_id):
            await jobs.create(job)
        assert (await jobs.list(5)).jobs == (job,)
        assert await jobs.count() == await jobs.count(JobStatus.PENDING) == 1


async def test_a_redis_back_with_older_data_lacks_no_job_for_long(
    own_redis: RedisServer, reports: FolderReports
) -> None:
    """SAVE, ten jobs more, Redis and the process killed, both started."""
    jobs = process(own_redis.port, reports)
    first = sample_job()
    await jobs.create(first)
    assert len(await all_ids(jobs)) == 1
    sync_redis.Redis(port=own_redis.port).save()
    made = [sample_job() for _ in range(10)]
    for job in made:
        await jobs.create(job)
    own_redis.kill()
    own_redis.start()
    later = process(own_redis.port, reports)
    assert await all_ids(later) == sorted([first.job_id, *(job.job_id for job in made)])[::-1]
    assert await later.count(JobStatus.PENDING) == 11


async def test_a_redis_that_became_a_replica_of_nobody_takes_no_end_back(
    own_redis: RedisServer, reports: FolderReports
) -> None:
    raw = sync_redis.Redis(port=own_redis.port)
    job, gone = sample_job(), sample_job()
    worker, reader = process(own_redis.port, reports), process(own_redis.port, reports)
    await worker.create(job)
    await worker.create(gone)
    await worker.claim(gone.job_id, "w", LEASE_SECONDS)
    await finish(worker, gone.job_id, "w")
    await worker.claim(job.job_id, "w", LEASE_SECONDS)
    raw.replicaof("127.0.0.1", 1)
    await finish(worker, job.job_id, "w")
    await worker.delete(gone.job_id)
    for _ in range(2):
        assert (await reader.get(job.job_id)).status is JobStatus.COMPLETED
        assert [one.status for one in (await reader.list(5)).jobs] == [JobStatus.COMPLETED]
        assert not await reader.exists(gone.job_id)
        raw.replicaof("NO", "ONE")


async def test_a_redis_that_takes_no_writes_is_told_of(own_redis: RedisServer) -> None:
    raw = sync_redis.Redis(port=own_redis.port)
    client = redis_client(host="127.0.0.1", port=own_redis.port)
    await write_to_redis(client)
    raw.replicaof("127.0.0.1", 1)
    with pytest.raises(StoreUnavailableError):
        await write_to_redis(client)
    raw.replicaof("NO", "ONE")
    await write_to_redis(client)
    raw.config_set("maxmemory", "1")
    with pytest.raises(StoreUnavailableError):
        await write_to_redis(client)
    await client.aclose()
