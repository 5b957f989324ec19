"""Workers run whole jobs while Redis is killed and comes back empty: each has its report.

The web is made up; Redis, the report stores and the journals in them are real.
"""

import asyncio
import json
import random
from pathlib import Path

import pytest

from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.adapters.jobs.resilient_jobs import ResilientJobs
from research.adapters.reports.folder_reports import FolderReports
from research.adapters.reports.report_store_journal import ReportStoreJournal
from research.adapters.reports.s3_reports import S3Reports
from research.domain.errors import StoreError
from research.domain.job import Job, JobStatus
from research.jobs.worker import JobOutcome, WorkerDependencies, run_job
from research.ports import Clock, Journal, ReportStore
from tests.integration.job_samples import CLOCK, LEASE_SECONDS, redis_jobs, sample_job
from tests.servers import RedisServer
from tests.unit.pipeline.pipeline_on_fakes import QUERY, FakeWiring

KILLS = 10
PEOPLE = 2
WORKERS = 3
SEED = 4
JOBS_AT_LEAST = 30
TEST_TIMEOUT_SECONDS = 120
FILES = ("html", "json", "md")


class Town:
    """People who ask, workers who run jobs, and one who kills Redis meanwhile."""

    def __init__(self, redis: RedisServer, reports: ReportStore) -> None:
        self.accepted: list[str] = []
        self.announced: list[str] = []
        self._redis = redis
        self._reports = reports
        self._chance = random.Random(SEED)
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._is_over = False
        self._asking = PEOPLE

    async def live(self) -> None:
        async with asyncio.timeout(TEST_TIMEOUT_SECONDS), asyncio.TaskGroup() as tasks:
            for _ in range(PEOPLE):
                tasks.create_task(self._ask(self.jobs()))
            for _ in range(WORKERS):
                tasks.create_task(self._work(self._place()))
            tasks.create_task(self._kill())

    def jobs(self, clock: Clock = CLOCK) -> ResilientJobs:
        """The job store as a process of its own has it."""
        return ResilientJobs(
            redis_jobs(self._redis.port),
            ReportStoreJobs(self._reports, clock=clock, job_ttl_seconds=3600),
            UnsyncedJobs(self._reports),
            clock=clock,
        )

    async def send(self, job_id: str, request_id: str = "") -> None:
        """As `ports.JobQueue`, in which nothing is lost."""
        self._queue.put_nowait(job_id)

    async def check(self) -> None:
        """As `ports.JobQueue`."""

    async def _ask(self, jobs: ResilientJobs) -> None:
        while not self._is_over or len(self.accepted) < JOBS_AT_LEAST:
            job = sample_job(QUERY)
            await jobs.create(job)
            self.accepted.append(job.job_id)
            await self.send(job.job_id)
            await asyncio.sleep(self._chance.uniform(0.05, 0.3))
        self._asking -= 1

    async def _work(self, place: WorkerDependencies) -> None:
        """What the store could not do, the queue brings again."""
        while self._asking or not self._queue.empty():
            if self._queue.empty():
                await asyncio.sleep(0.01)
                continue
            job_id = self._queue.get_nowait()
            try:
                assert await run_job(job_id, place, lambda: 900.0) is JobOutcome.COMPLETED
            except StoreError:
                await self.send(job_id)

    def _place(self) -> WorkerDependencies:
        wiring = FakeWiring()
        wiring.reports = self._reports  # type: ignore[assignment]

        def journal(job_id: str, remaining_seconds: object) -> Journal:
            return ReportStoreJournal(
                self._reports, job_id, remaining_seconds=lambda: 900.0, step_seconds=60
            )

        return WorkerDependencies(
            jobs=self.jobs(),
            queue=self,
            clock=CLOCK,
            journal=journal,
            wire=wiring.wire,
            announce=self._hear,
            discard=self._discard,
            lease_seconds=LEASE_SECONDS,
        )

    async def _discard(self, job_id: str) -> None:
        raise AssertionError(job_id)  # nobody deletes here

    async def _hear(self, job: Job) -> None:
        self.announced.append(job.job_id)

    async def _kill(self) -> None:
        for _ in range(KILLS):
            await asyncio.sleep(self._chance.uniform(0.05, 0.7))
            self._redis.kill()
            await asyncio.sleep(self._chance.choice((0, 0.1, 0.5)))
            await asyncio.to_thread(self._redis.start)
        self._is_over = True


@pytest.fixture(params=["folder", "s3"])
def reports(request: pytest.FixtureRequest, tmp_path: Path) -> ReportStore:
    if request.param == "folder":
        return FolderReports(tmp_path / "reports")
    bucket, endpoint = request.getfixturevalue("bucket"), request.getfixturevalue("s3")
    return S3Reports(bucket, endpoint_url=endpoint)


async def test_every_accepted_job_ends_with_its_report(
    own_redis: RedisServer, reports: ReportStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("research.adapters.jobs.resilient_jobs.PAUSE_SECONDS", 0.1)
    town = Town(own_redis, reports)
    await town.live()
    assert len(town.accepted) >= JOBS_AT_LEAST
    assert sorted(town.announced) == sorted(town.accepted)
    later = town.jobs()
    for job_id in town.accepted:
        job = await later.get(job_id)
        assert job.status is JobStatus.COMPLETED, job
        assert job.result is not None
        assert job.result.claims > 0
        files = {ending: (await reports.get(f"{job_id}.{ending}")).body for ending in FILES}
        assert json.loads(files["json"])["job_id"] == job_id
        assert all(files.values())
        assert await reports.list(f"journal/{job_id}") == ()
