"""Reads jobs for those who follow them: the same job again and again, each second or two.

`ResilientJobs.get` reads Redis and the report store each time, since either may know of an end that
the other has lost. Who waits for a job would have S3 read a hundred times for it. So what a process
has just read in both stores, it then reads in Redis alone, for `FRESH_SECONDS`, while

* Redis has the job, in a sound record, and one that is not older than the last that was read here:
  what was told once, such as an end, is not taken back;
* Redis takes writes: a full one, or a replica that nobody writes to, misses what happens;
* no call of Redis failed meanwhile, and none found its connection broken: a Redis that comes back
  may do so empty or with older data.

All else is a reason to read both stores at once. What is left: a change that is in the report store
and that Redis missed, while it was there whenever this process asked, is told `FRESH_SECONDS` late
at most. All that Redis was told is seen at once.

Who changes a job, or decides by it what to do, asks `ResilientJobs`.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from research.adapters.jobs.resilient_jobs import ResilientJobs
from research.domain.errors import JobNotFoundError, JobUnreadableError, StoreUnavailableError
from research.domain.job import Job
from research.domain.job_transitions import AgeRank, age_rank
from research.ports import Clock

FRESH_SECONDS = 15.0
"""How long Redis alone is asked: a quarter of the minute in which a deleted job has to be gone."""
MAX_JOBS = 10_000
"""Of which is remembered when they were read: about 4 MB."""


@dataclass(slots=True)
class _Reading:
    """When a job was read in both stores, and the last record that was read since."""

    at: datetime
    redis_losses: int
    last: AgeRank


class FollowedJobs:
    """`ports.JobReader` over two stores, of which it mostly reads the quick one."""

    def __init__(self, jobs: ResilientJobs, *, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock
        self._readings: OrderedDict[str, _Reading] = OrderedDict()

    async def get(self, job_id: str) -> Job:
        """The job as Redis has it, where that can be told from what was read before."""
        reading = self._readings.get(job_id)
        if reading is not None and self._is_fresh(reading):
            job = await self._from_redis(job_id, reading)
            if job is not None:
                return job
        return await self._from_both(job_id)

    async def _from_redis(self, job_id: str, reading: _Reading) -> Job | None:
        """None where it is no more than what Redis has."""
        try:
            job = await self._jobs.in_redis(job_id)
        except (JobNotFoundError, JobUnreadableError, StoreUnavailableError):
            return None
        rank = age_rank(job)
        # Asked once more: the very call may have met a Redis that had just come back.
        if rank < reading.last or not self._is_fresh(reading):
            return None
        reading.last = rank
        return job

    async def _from_both(self, job_id: str) -> Job:
        # Both of before the reading: what happens during it may be missing in what it tells.
        at, redis_losses = self._clock.now(), self._jobs.redis_losses
        self._readings.pop(job_id, None)
        job, is_in_both = await self._jobs.compared(job_id)
        if is_in_both:
            self._readings[job_id] = _Reading(at, redis_losses, age_rank(job))
            while len(self._readings) > MAX_JOBS:
                self._readings.popitem(last=False)
        return job

    def _is_fresh(self, reading: _Reading) -> bool:
        """By the time of day: a monotonic clock may stand while Lambda keeps a function frozen."""
        age = self._clock.now() - reading.at
        is_recent = timedelta() <= age < timedelta(seconds=FRESH_SECONDS)
        return is_recent and reading.redis_losses == self._jobs.redis_losses
