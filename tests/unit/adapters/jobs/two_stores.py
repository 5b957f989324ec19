"""Two job stores, Redis and the report store, as any number of processes share them, on fakes."""

from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.adapters.jobs.resilient_jobs import PAUSE_SECONDS, ResilientJobs
from research.domain import job_transitions
from research.domain.job import Job, JobResult
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from tests.fakes.clock import StillClock
from tests.fakes.job_store import FakeJobStore
from tests.fakes.report_store import FakeReportStore

LEASE_SECONDS = 60.0
TTL_SECONDS = 3600


class World:
    """A quick store, a durable one, and as many processes as a test likes."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.quick = FakeJobStore(self.clock, TTL_SECONDS)
        self.reports = FakeReportStore()
        self.durable = ReportStoreJobs(self.reports, clock=self.clock, job_ttl_seconds=TTL_SECONDS)
        self.jobs = self.process()

    def process(self) -> ResilientJobs:
        return ResilientJobs(self.quick, self.durable, UnsyncedJobs(self.reports), clock=self.clock)

    def new_job(self) -> Job:
        self.clock.advance(0.001)
        now = self.clock.now()
        return Job(
            job_id=new_job_id(now),
            request=ResearchRequest(query="q"),
            created_at=now,
            updated_at=now,
        )

    async def made(self) -> str:
        job = self.new_job()
        await self.jobs.create(job)
        return job.job_id

    async def finish(self, job_id: str, jobs: ResilientJobs | None = None) -> None:
        await (jobs or self.jobs).claim(job_id, "worker", LEASE_SECONDS)
        await self.end(job_id, jobs)

    async def end(self, job_id: str, jobs: ResilientJobs | None = None) -> None:
        await (jobs or self.jobs).update(
            job_id,
            lambda job: job_transitions.complete(
                job,
                "worker",
                self.clock.now(),
                result=JobResult(title="t"),
                files={"html": "r", "json": "j", "md": "m"},
            ),
        )

    async def cancel(self, job_id: str) -> None:
        await self.jobs.update(job_id, lambda job: job_transitions.cancel(job, self.clock.now()))

    def back(self) -> None:
        """Redis is there again, and the breaker's pause is over."""
        self.quick.away = False
        self.clock.advance(PAUSE_SECONDS)

    def emptied(self) -> None:
        self.quick.records.clear()
        self.quick.rebuilt = None
