"""A job store over two: Redis, which is quick and may lose data, and the report store behind it.

* Every new job and every transition is written to both, so a Redis that comes back empty loses no
  job. Progress is written to Redis alone.
* While Redis is away, jobs go on in the report store, and each job written there leaves a mark.
  When Redis is back, the marked jobs are copied into it, and an empty Redis is filled again from
  the newest job on, some at each listing.
* Where the two differ, the record to keep (`job_transitions.newer`) is restored in Redis. They are
  compared before a transition, when Redis does not know a job, and when an unfinished job has not
  changed for `QUIET_SECONDS`.
* While the report store is away, jobs go on in Redis, and the next transition writes what is
  missing.

So a status costs one round trip to Redis, and a submit one more write to the report store.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from itertools import islice
from typing import Protocol, TypeVar

from research.adapters.jobs.report_store_jobs import UnsyncedJobs
from research.adapters.redis.circuit_breaker import WatchedStore
from research.domain.errors import (
    JobExistsError,
    JobNotFoundError,
    JobRefusedError,
    JobUnreadableError,
    StoreUnavailableError,
)
from research.domain.job import Job, JobPage, JobProgress, JobStatus, is_job_id
from research.ports import Clock, JobStore

PAUSE_SECONDS = 5.0
"""How long a Redis that failed is left alone."""
LOOK_FOR_MARKS_SECONDS = 30.0
"""How often a process that lists looks whether another one wrote to the report store alone."""
QUIET_SECONDS = 60.0
"""A running job changes far more often; a pending one this old is worth a second look-up."""
FILLED_AT_ONCE = 200
"""Jobs that one listing puts into an empty Redis: about a second of requests to S3."""
REQUESTS_AT_ONCE = 16
TIMES_COMPARED = 3
ALL = "all"

_log = logging.getLogger(__name__)
T = TypeVar("T")


class QuickJobs(JobStore, Protocol):
    """A job store that may come back empty, and records how far it was filled since."""

    async def rebuilt_to(self) -> str | None:
        """What `note_rebuilt` last noted; None in an empty store."""

    async def note_rebuilt(self, position: str) -> None:
        """Note how far it is filled."""


class ResilientJobs:
    """`ports.JobStore` that serves while one of its two stores is away."""

    def __init__(
        self, quick: QuickJobs, durable: JobStore, unsynced: UnsyncedJobs, *, clock: Clock
    ) -> None:
        self._quick = quick
        self._durable = durable
        self._unsynced = unsynced
        self._clock = clock
        self._redis = WatchedStore("Redis", clock=clock, pause_seconds=PAUSE_SECONDS)
        self._files = WatchedStore("the report store", clock=clock, pause_seconds=0)
        self._next_look_seconds = 0.0
        self._times_back = 0

    async def create(self, job: Job) -> None:
        """Keep it in both stores at the same time, or in the one that is there.

        Of several callers who create one job at once, the report store decides who was first.
        """
        meanwhile = asyncio.create_task(
            _try_create(self._files.ask(lambda: self._durable.create(job)))
        )
        try:
            in_redis = await _try_create(self._redis.ask(lambda: self._quick.create(job)))
        finally:
            in_files = await meanwhile
        if isinstance(in_files, JobExistsError):
            if in_redis is None:
                await self._reconcile(job.job_id)
            raise in_files
        if in_files and in_redis:
            raise in_redis
        if isinstance(in_redis, StoreUnavailableError):
            await self._mark(job.job_id)
        # A second caller, or one who fills Redis, may have copied it there; nobody runs it yet.
        elif in_redis and (await self.get(job.job_id)).status is not JobStatus.PENDING:
            raise in_redis

    async def get(self, job_id: str) -> Job:
        """From Redis; compared with the report store if the job is missing, damaged or quiet."""
        try:
            job = await self._redis.ask(lambda: self._quick.get(job_id))
        except StoreUnavailableError:
            return await self._files.ask(lambda: self._durable.get(job_id))
        except (JobNotFoundError, JobUnreadableError):
            restored = await self._reconcile(job_id)
            if restored is None:
                raise
            return restored
        quiet_seconds = (self._clock.now() - job.updated_at).total_seconds()
        if job.status.is_finished or quiet_seconds < QUIET_SECONDS:
            return job
        return await self._reconcile(job_id) or job

    async def update(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """In Redis and then in the report store, or there alone."""
        return await self._move(job_id, lambda store: store.update(job_id, change))

    async def claim(self, job_id: str, owner: str, lease_seconds: float) -> Job:
        """In Redis and then in the report store, or there alone."""
        return await self._move(job_id, lambda store: store.claim(job_id, owner, lease_seconds))

    async def hand_over(self, job_id: str, owner: str) -> Job:
        """In Redis and then in the report store, or there alone."""
        return await self._move(job_id, lambda store: store.hand_over(job_id, owner))

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        """In Redis, or in the report store while Redis is away."""

        def note(store: JobStore) -> Awaitable[None]:
            return store.note_progress(job_id, owner, lease_seconds, progress)

        try:
            await self._in_redis(job_id, note)
        except StoreUnavailableError:
            await self._files.ask(lambda: note(self._durable))

    async def delete(self, job_id: str) -> None:
        """In both; the report store first, from which it would come back.

        Raises `StoreUnavailableError` while that one is away.
        """
        found = await self._delete_from(self._files, self._durable, job_id)
        try:
            found = await self._delete_from(self._redis, self._quick, job_id) or found
        except StoreUnavailableError:
            await self._mark(job_id)
        if not found:
            raise JobNotFoundError(f"there is no job {job_id[:60]!r}")

    async def exists(self, job_id: str) -> bool:
        """Whether `get` finds it."""
        try:
            await self.get(job_id)
        except JobNotFoundError:
            return False
        return True

    async def list(
        self, limit: int, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobPage:
        """From Redis, once it has what it should; a cursor of one store is good in the other."""
        return await self._read(lambda store: store.list(limit, status, cursor))

    async def count(self, status: JobStatus | None = None) -> int:
        """From Redis, as `list`; while an empty Redis is being filled, what is there so far."""
        return await self._read(lambda store: store.count(status))

    async def restore(self, job: Job) -> Job:
        """In both, or in the one that is there."""
        return await self._move(job.job_id, lambda store: store.restore(job))

    async def _move(self, job_id: str, move: Callable[[JobStore], Awaitable[Job]]) -> Job:
        """`move` in Redis, on the record to keep, and copy that to the report store."""
        try:
            await self._reconcile(job_id)
            job = await self._in_redis(job_id, move)
        except StoreUnavailableError:
            job = await self._files.ask(lambda: move(self._durable))
            await self._mark(job_id)
            return job
        with suppress(StoreUnavailableError):
            await self._files.ask(lambda: self._durable.restore(job))
        return job

    async def _in_redis(self, job_id: str, call: Callable[[JobStore], Awaitable[T]]) -> T:
        """`call` in Redis, and again where its record was not the one to keep.

        Redis may come back empty at any time, and then be given an old record by a process that
        had just read it. So where it does not know the job, or refuses, the two stores are compared
        first. A Redis that loses the job each time raises `StoreUnavailableError`.
        """
        for _ in range(TIMES_COMPARED):
            try:
                return await self._redis.ask(lambda: call(self._quick))
            except (JobNotFoundError, JobUnreadableError, JobRefusedError) as error:
                refusal = error
                if await self._reconcile(job_id) is None:
                    raise
        if isinstance(refusal, JobRefusedError):
            raise refusal
        raise StoreUnavailableError(f"Redis lost job {job_id} {TIMES_COMPARED} times") from refusal

    async def _read(self, read: Callable[[JobStore], Awaitable[T]]) -> T:
        try:
            await self._fill()
            return await self._redis.ask(lambda: read(self._quick))
        except StoreUnavailableError:
            return await self._files.ask(lambda: read(self._durable))

    async def _reconcile(self, job_id: str) -> Job | None:
        """Compare the two stores and return the job as it is to be kept, which Redis then has.

        None where the report store does not know the job, or is away.
        """
        try:
            job = await self._files.ask(lambda: self._durable.get(job_id))
        except (JobNotFoundError, JobUnreadableError, StoreUnavailableError):
            return None
        try:
            return await self._redis.ask(lambda: self._quick.restore(job))
        except StoreUnavailableError:
            return job

    async def _fill(self) -> None:
        """Copy into Redis what it lacks: some of all jobs where it was empty, and marked ones.

        Raises `StoreUnavailableError` where Redis is away; without the report store, what is in
        Redis is all there is.
        """
        position = await self._redis.ask(self._quick.rebuilt_to)
        with suppress(StoreUnavailableError):
            if position != ALL:
                await self._fill_from(position)
            await self._sync_marked()

    async def _fill_from(self, position: str | None) -> None:
        cursor = position if position and is_job_id(position) else None
        page = await self._files.ask(lambda: self._durable.list(FILLED_AT_ONCE, cursor=cursor))
        await _each(page.jobs, lambda job: self._redis.ask(lambda: self._quick.restore(job)))
        await self._redis.ask(lambda: self._quick.note_rebuilt(page.next_cursor or ALL))

    async def _sync_marked(self) -> None:
        """At most every `LOOK_FOR_MARKS_SECONDS`, and whenever Redis came back."""
        now_seconds = self._clock.elapsed_seconds()
        if now_seconds < self._next_look_seconds and self._times_back == self._redis.times_back:
            return
        times_back = self._redis.times_back
        marks = await self._files.ask(self._unsynced.marks)
        some = dict(islice(marks.items(), FILLED_AT_ONCE))
        await _each(set(some.values()), self._sync)
        await _each(some, lambda mark: self._files.ask(lambda: self._unsynced.forget(mark)))
        if len(some) == len(marks):
            self._times_back = times_back
            self._next_look_seconds = now_seconds + LOOK_FOR_MARKS_SECONDS

    async def _sync(self, job_id: str) -> None:
        """Make Redis hold what the report store does, which may be nothing."""
        try:
            job = await self._files.ask(lambda: self._durable.get(job_id))
        except JobNotFoundError:
            await self._delete_from(self._redis, self._quick, job_id)
        except JobUnreadableError as error:
            _log.warning("%s; Redis keeps what it has", error)
        else:
            await self._redis.ask(lambda: self._quick.restore(job))

    async def _delete_from(self, watched: WatchedStore, store: JobStore, job_id: str) -> bool:
        try:
            await watched.ask(lambda: store.delete(job_id))
        except JobNotFoundError:
            return False
        return True

    async def _mark(self, job_id: str) -> None:
        try:
            await self._files.ask(lambda: self._unsynced.mark(job_id))
        except StoreUnavailableError as error:
            _log.warning("job %s is in the report store without a mark: %s", job_id, error)


async def _try_create(created: Awaitable[None]) -> JobExistsError | StoreUnavailableError | None:
    """Return why a store did not take a new job; None where it did."""
    try:
        await created
    except (JobExistsError, StoreUnavailableError) as error:
        return error
    return None


async def _each(items: Iterable[T], call: Callable[[T], Awaitable[object]]) -> None:
    """`call` each item, `REQUESTS_AT_ONCE` at a time; the first error is raised."""
    queue = iter(items)
    while some := list(islice(queue, REQUESTS_AT_ONCE)):
        await asyncio.gather(*map(call, some))
