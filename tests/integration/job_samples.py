"""Jobs for tests that use real servers and the machine's clock."""

from research.adapters.clock.system_clock import SystemClock
from research.adapters.jobs.redis_jobs import RedisJobs
from research.adapters.redis.redis_connection import redis_client
from research.domain import job_transitions
from research.domain.job import Job, JobResult, JobStatus
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from research.ports import JobStore

LEASE_SECONDS = 60.0
CLOCK = SystemClock()


def redis_jobs(port: int, *, job_ttl_seconds: int = 3600, pool_size: int = 10) -> RedisJobs:
    """A job store in the server at `port` of the loopback."""
    client = redis_client(host="127.0.0.1", port=port, pool_size=pool_size)
    return RedisJobs(client, clock=CLOCK, job_ttl_seconds=job_ttl_seconds)


def sample_job(query: str = "Why is the sky dark at night?") -> Job:
    """A job made now."""
    now = CLOCK.now()
    request = ResearchRequest(query=query)
    return Job(job_id=new_job_id(now), request=request, created_at=now, updated_at=now)


async def finish(jobs: JobStore, job_id: str, owner: str, *, report_url: str = "") -> Job:
    """Complete a job that `owner` runs."""
    return await jobs.update(
        job_id,
        lambda job: job_transitions.complete(
            job,
            owner,
            CLOCK.now(),
            result=JobResult(title="t"),
            files={"html": report_url, "json": "", "md": ""},
        ),
    )


async def all_ids(jobs: JobStore, status: JobStatus | None = None, limit: int = 100) -> list[str]:
    """Every job's id, page by page."""
    page = await jobs.list(limit, status)
    found = [job.job_id for job in page.jobs]
    while page.next_cursor:
        page = await jobs.list(limit, status, page.next_cursor)
        found += [job.job_id for job in page.jobs]
    return found
