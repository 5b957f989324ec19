"""Starts what watches have due, each as a follow-up of the last report.

A due time has one job, whoever looks, how often and how many at once: the job's id is written into
the watch first, on the condition that nobody else wrote meanwhile, together with the next due time.
What dies after that is seen through by whoever looks next, with the same id: storing that job twice
is refused, and a second message about it does no harm.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field

from research.domain.errors import (
    JobExistsError,
    JobNotFoundError,
    JobUnreadableError,
    StoreConflictError,
)
from research.domain.follow_up.watch import Watch, WatchStart
from research.domain.job import Job, JobStatus
from research.jobs.new import new_job_id, store_job
from research.jobs.repeating import keep_doing
from research.jobs.watches import HeldWatch, Watches
from research.ports import Clock, JobQueue, JobStore, ReportStore

INTERVAL_SECONDS = 60.0
STARTS_AT_ONCE = 16

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class WatchStarter:
    """What a start needs. Only `max_pending` jobs may wait; further watches stay due."""

    jobs: JobStore
    reports: ReportStore
    queue: JobQueue
    clock: Clock
    max_pending: int
    _room: int = field(default=0, init=False)

    async def start_due(self, request_id: str = "") -> int:
        """Start what is due, the longest due first; how many jobs these were.

        One that fails keeps no other from its start, and stays due. Raises the first such error at
        the end: `StoreError` or `QueueError`.
        """
        now = self.clock.now()
        due = [one for one in await Watches(self.reports).all(None) if one.watch.is_due(now)]
        if not due:
            return 0
        self._room = self.max_pending - await self.jobs.count(JobStatus.PENDING)
        due.sort(key=lambda one: one.watch.next_at)
        started: list[bool] = []
        errors: list[BaseException] = []
        for first in range(0, len(due), STARTS_AT_ONCE):
            starts = [self._start(one, request_id) for one in due[first : first + STARTS_AT_ONCE]]
            for answer in await asyncio.gather(*starts, return_exceptions=True):
                if isinstance(answer, BaseException):
                    _log.warning("a watch stays due: %s", answer)
                    errors.append(answer)
                else:
                    started.append(answer)
        if errors:
            raise errors[0]
        return sum(started)

    async def keep_starting(self) -> None:
        """`start_due` every `INTERVAL_SECONDS`, until cancelled, where no schedule calls."""
        await keep_doing(self.start_due, INTERVAL_SECONDS, "can't start what watches have due")

    async def _start(self, held: HeldWatch, request_id: str) -> bool:
        """Whether a job was started, or seen through."""
        is_new = held.watch.starting is None
        if is_new:
            begun = await self._begun(held)
            if begun is None:
                return False
            held = begun
        start = held.watch.starting
        assert start is not None, "it was begun"
        # Who died may have stored it, and what is told of it must not be told again.
        if is_new or not await self.jobs.exists(start.job_id):
            with suppress(JobExistsError):
                await store_job(_job(held.watch, start), jobs=self.jobs, reports=self.reports)
        await self.queue.send(start.job_id, request_id)
        with suppress(StoreConflictError):  # another saw it through, too, or it was removed
            await Watches(self.reports).replace(held, held.watch.started())
        return True

    async def _begun(self, held: HeldWatch) -> HeldWatch | None:
        """The watch with a job of ours; None where another begins one, or it has to wait."""
        watch, now = held.watch, self.clock.now()
        report = None
        for job_id in _earlier(watch):
            job = await self._job(job_id)
            if job and job_id in watch.job_ids and not job.status.is_finished:
                return None  # so that jobs don't pile up before workers that are away
            if job and job.report_url:
                report = job_id
                break  # each job before it had ended when it was begun
        if self._room <= 0:
            _log.warning("watch %s stays due: as many jobs wait as may", watch.watch_id)
            return None
        self._room -= 1
        begun = watch.begun(new_job_id(now), now, report)
        try:
            return await Watches(self.reports).replace(held, begun)
        except StoreConflictError:
            return None

    async def _job(self, job_id: str) -> Job | None:
        try:
            return await self.jobs.get(job_id)
        except (JobNotFoundError, JobUnreadableError):
            return None


def _earlier(watch: Watch) -> list[str]:
    """The jobs whose report the next one may follow, the newest first."""
    further = filter(None, (watch.last_report, watch.request.follow_up_of))
    return list(dict.fromkeys((*watch.job_ids, *further)))


def _job(watch: Watch, start: WatchStart) -> Job:
    request = watch.request.model_copy(update={"follow_up_of": start.follow_up_of})
    return Job(
        job_id=start.job_id,
        request=request,
        owner=watch.owner,
        created_at=start.at,
        updated_at=start.at,
    )
