"""The jobs of one owner: an index in the report store, an empty file for each.

Stores of jobs list all of them; reading every job to find a caller's own would cost more with each
job of others.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from research.domain.errors import JobNotFoundError, JobUnreadableError, StoreError
from research.domain.job import Job, JobPage, JobStatus
from research.ports import Clock, JobStore, ReportStore

_log = logging.getLogger(__name__)
FOLDER = "jobs-of"
READS_AT_ONCE = 16
NEW = timedelta(minutes=5)
"""A name may be entered before its job is made, so one without a job may be that of a submit."""


class OwnedJobs:
    """Lists and counts the jobs of `owner`. Raises `StoreError`."""

    def __init__(self, owner: str, *, jobs: JobStore, reports: ReportStore, clock: Clock) -> None:
        self._owner = owner
        self._jobs = jobs
        self._reports = reports
        self._clock = clock

    async def list(self, limit: int, status: JobStatus | None, cursor: str | None) -> JobPage:
        """Newest first; one more than `limit` is read to know whether a page follows."""
        job_ids = [each for each in await self._ids() if not cursor or each < cursor]
        found: list[Job] = []
        async for job in self._read(job_ids):
            if status in (None, job.status):
                found.append(job)
            if len(found) > limit:
                break
        more = found[limit - 1].job_id if len(found) > limit else None
        return JobPage(jobs=tuple(found[:limit]), next_cursor=more)

    async def count(self) -> int:
        """How many there are; one whose time is over may count until it is next read."""
        return len(await self._ids())

    async def count_by_status(self) -> dict[JobStatus, int]:
        """How many there are of each status; reads all of them."""
        counts = Counter([job.status async for job in self._read(await self._ids())])
        return {status: counts[status] for status in JobStatus}

    async def _ids(self) -> Sequence[str]:
        folder = f"{FOLDER}/{self._owner}"
        names = await self._reports.list(folder)
        return sorted((name.removeprefix(f"{folder}/") for name in names), reverse=True)

    async def _read(self, job_ids: Sequence[str]) -> AsyncIterator[Job]:
        for start in range(0, len(job_ids), READS_AT_ONCE):
            some = job_ids[start : start + READS_AT_ONCE]
            for job in await asyncio.gather(*map(self._job, some)):
                if job is not None and job.owner == self._owner:
                    yield job

    async def _job(self, job_id: str) -> Job | None:
        try:
            return await self._jobs.get(job_id)
        except JobUnreadableError:
            return None
        except JobNotFoundError:
            if _made_at(job_id) < self._clock.now().replace(tzinfo=None) - NEW:
                await self._reports.delete(name_of_owned(self._owner, job_id))
            return None


async def enter_in_index(job: Job, reports: ReportStore) -> None:
    """Enter a job in the index of its owner, if it has one; once more does no harm.

    Raises `StoreError`.
    """
    if job.owner:
        await reports.put(name_of_owned(job.owner, job.job_id), b"", "text/plain")


async def try_to_enter(job: Job, reports: ReportStore) -> bool:
    """Enter a job in the index of its owner; whether it stands there now. A job that is found
    waiting is run whether or not it can be entered.
    """
    try:
        await enter_in_index(job, reports)
    except StoreError as error:
        _log.warning("job %s can't be entered in its owner's index: %s", job.job_id, error)
        return False
    return True


def name_of_owned(owner: str, job_id: str) -> str:
    """The file that enters a job in the index of its owner."""
    return f"{FOLDER}/{owner}/{job_id}"


def _made_at(job_id: str) -> datetime:
    return datetime.strptime(job_id[:15], "%Y%m%d-%H%M%S")  # noqa: DTZ007 (its time is UTC)
