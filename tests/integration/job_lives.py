"""What one of many processes does with jobs; a module of its own, so that it starts quickly."""

import asyncio
import random

from research.domain import job_transitions
from research.domain.job import JobError, JobProgress, JobStatus
from tests.fakes.plans import plan_of
from tests.integration.job_samples import CLOCK, LEASE_SECONDS, finish, redis_jobs, sample_job

JOBS = 500
AT_ONCE = 20


def live(port: int, seed: int) -> dict[str, str]:
    """Make and move jobs, listing them meanwhile; each job's id and its last status."""
    return asyncio.run(_lives(port, random.Random(seed)))


async def _lives(port: int, chance: random.Random) -> dict[str, str]:
    jobs, lived = redis_jobs(port), {}

    async def life(end: str) -> None:
        job = sample_job()
        job_id = job.job_id
        await jobs.create(job)
        lived[job_id] = end
        if end == "cancelled":
            await jobs.update(job_id, lambda job: job_transitions.cancel(job, CLOCK.now()))
        if end in ("pending", "cancelled"):
            return
        await jobs.claim(job_id, "w", LEASE_SECONDS)
        await jobs.note_progress(job_id, "w", LEASE_SECONDS, JobProgress(percent=50))
        if end == "completed":
            await finish(jobs, job_id, "w")
        elif end == "failed":
            why = JobError(code="c", message="m")
            await jobs.update(
                job_id, lambda job: job_transitions.fail(job, "w", CLOCK.now(), error=why)
            )
        elif end == "awaiting_plan":
            await jobs.update(
                job_id,
                lambda job: job_transitions.await_plan(
                    job, "w", CLOCK.now(), plan=plan_of(CLOCK.now())
                ),
            )
        elif end == "deleted":
            await jobs.delete(job_id)

    ends = [chance.choice([*JobStatus, "deleted"]) for _ in range(JOBS)]
    for start in range(0, len(ends), AT_ONCE):
        await asyncio.gather(*map(life, ends[start : start + AT_ONCE]))
        page = await jobs.list(5, chance.choice([None, *JobStatus]))
        ids = [job.job_id for job in page.jobs]
        assert ids == sorted(ids, reverse=True)
        assert await jobs.count() >= sum(end != "deleted" for end in lived.values())
    return lived
