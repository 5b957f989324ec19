"""A job whose worker died is queued again here, once its lease has ended; one whose plan nobody
approved is given up.

A worker renews the lease of its job while it lives. If it dies, the job stays "running" under a
lease that ends; its message comes back soon after, unless that was lost, too. A submit that dies
between storing a job and queueing it leaves one "pending" that no message names, which its owner's
index may lack. `sweep`, called every few minutes, finds both kinds and sends a new message; the
next worker claims the job and goes on from its journal. `give_up_plans` ends what has waited too
long.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta

from research.domain import job_transitions
from research.domain.errors import JobNotFoundError, JobRefusedError
from research.domain.job import Job, JobStatus
from research.jobs.owned import try_to_enter
from research.jobs.repeating import keep_doing
from research.ports import Clock, JobQueue, JobStore, ReportStore

LEFT_RUNNING = timedelta(minutes=2)
"""A running job is abandoned so long after its lease ended and it was last queued again."""
LEFT_WAITING = timedelta(hours=2)
"""A pending one so long after its last change: a full queue is slow to bring a job, and a second
message would not help."""
PAGE = 100
INTERVAL_SECONDS = 300.0

_OPEN = (JobStatus.PENDING, JobStatus.RUNNING)
_log = logging.getLogger(__name__)


async def open_jobs(jobs: JobStore) -> AsyncIterator[Job]:
    """Yield every pending, then every running job, newest first, reading them page by page."""
    for status in _OPEN:
        async for job in _jobs_in(status, jobs):
            yield job


async def keep_sweeping(
    jobs: JobStore, queue: JobQueue, reports: ReportStore, clock: Clock
) -> None:
    """Sweep every `INTERVAL_SECONDS`, until cancelled, for a service that no schedule calls."""
    await keep_doing(
        lambda: sweep(jobs, queue, reports, clock, request_id=""),
        INTERVAL_SECONDS,
        "can't look for abandoned jobs",
    )


async def keep_giving_up_plans(jobs: JobStore, queue: JobQueue, clock: Clock) -> None:
    """`give_up_plans` every `INTERVAL_SECONDS`, until cancelled, likewise."""
    await keep_doing(
        lambda: give_up_plans(jobs, queue, clock, request_id=""),
        INTERVAL_SECONDS,
        "can't look for plans that nobody approved",
    )


async def give_up_plans(jobs: JobStore, queue: JobQueue, clock: Clock, request_id: str) -> int:
    """End the jobs whose plans nobody approved in time, and return how many.

    Each is queued then: the worker who gets it tells of its end and removes what it had kept.
    Raises `StoreError` and `QueueError`.
    """
    waiting = [job async for job in _jobs_in(JobStatus.AWAITING_PLAN, jobs)]
    given_up = 0
    for seen in waiting:
        if seen.plan is None or seen.plan.kept_until > clock.now():
            continue
        try:
            await jobs.update(
                seen.job_id, lambda job: job_transitions.give_up_plan(job, clock.now())
            )
        except (JobRefusedError, JobNotFoundError):  # approved, cancelled or deleted meanwhile
            continue
        _log.info("job %s is given up: nobody approved its plan", seen.job_id)
        given_up += 1
        await queue.send(seen.job_id, request_id)
    return given_up


async def sweep(
    jobs: JobStore, queue: JobQueue, reports: ReportStore, clock: Clock, request_id: str
) -> int:
    """Queue abandoned jobs again, each in the index of its owner, and return how many.

    Each is also written to, so that it is queued once until it is abandoned again; after it is
    queued, or a queue that is away would delay it by that time. A message too many does no harm:
    whoever runs the job has its lease. Raises `StoreError` and `QueueError`.
    """
    abandoned = [job async for job in open_jobs(jobs) if _is_abandoned(job, clock.now())]
    queued = 0
    for seen in abandoned:
        try:
            job = await jobs.get(seen.job_id)
        except JobNotFoundError:
            continue
        if not _is_abandoned(job, clock.now()):  # it ended or was taken up while we looked
            continue
        _log.warning("job %s was left %s: it is queued again", job.job_id, job.status)
        has_entry = await try_to_enter(job, reports)
        await queue.send(job.job_id, request_id)
        queued += 1
        if not has_entry:
            continue  # not written to, so that the next sweep tries again
        with suppress(JobRefusedError, JobNotFoundError):  # likewise
            await jobs.update(job.job_id, lambda job: job)
    return queued


async def _jobs_in(status: JobStatus, jobs: JobStore) -> AsyncIterator[Job]:
    cursor = None
    while True:
        page = await jobs.list(PAGE, status, cursor)
        for job in page.jobs:
            yield job
        if (cursor := page.next_cursor) is None:
            break


def _is_abandoned(job: Job, now: datetime) -> bool:
    if job.status.is_finished:
        return False
    if job.lease is None:
        return job.updated_at + LEFT_WAITING <= now
    return max(job.lease.expires_at, job.updated_at) + LEFT_RUNNING <= now
