"""Jobs that no message will bring: they are queued again.

A worker that dies in mid-run leaves its job running under a lease that ends, and its message comes
back when the queue's own time is over, which is over an hour on Lambda. A submit that dies between
storing a job and queueing it leaves one that waits for nobody.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta

from research.domain.errors import JobNotFoundError, JobRefusedError
from research.domain.job import Job, JobStatus
from research.ports import Clock, JobQueue, JobStore

LEFT_RUNNING = timedelta(minutes=2)
"""After the end of its lease, and after it was last queued again."""
LEFT_WAITING = timedelta(hours=2)
"""A queue with much in it brings a job late, and a second message is of no use then."""
PAGE = 100

_OPEN = (JobStatus.PENDING, JobStatus.RUNNING)
_log = logging.getLogger(__name__)


async def open_jobs(jobs: JobStore) -> AsyncIterator[Job]:
    """Every job that waits or runs, page by page, newest first in each status."""
    for status in _OPEN:
        cursor = None
        while True:
            page = await jobs.list(PAGE, status, cursor)
            for job in page.jobs:
                yield job
            if (cursor := page.next_cursor) is None:
                break


async def sweep(jobs: JobStore, queue: JobQueue, clock: Clock, request_id: str) -> int:
    """Queue again what was left behind, and say how many that were.

    Each is written to, so that it is queued once until it is left again; not before it is queued,
    or a queue that is away would cost it that time. A message too many does no harm: whoever runs
    the job has its lease. Raises `StoreError` and `QueueError`.
    """
    left = [job async for job in open_jobs(jobs) if _is_left(job, clock.now())]
    queued = 0
    for seen in left:
        try:
            job = await jobs.get(seen.job_id)
        except JobNotFoundError:
            continue
        if not _is_left(job, clock.now()):  # it ended or was taken up while we looked
            continue
        _log.warning("job %s was left %s: it is queued again", job.job_id, job.status)
        await queue.send(job.job_id, request_id)
        queued += 1
        with suppress(JobRefusedError, JobNotFoundError):  # likewise
            await jobs.update(job.job_id, lambda job: job)
    return queued


def _is_left(job: Job, now: datetime) -> bool:
    if job.status.is_finished:
        return False
    if job.lease is None:
        return job.updated_at + LEFT_WAITING <= now
    return max(job.lease.expires_at, job.updated_at) + LEFT_RUNNING <= now
