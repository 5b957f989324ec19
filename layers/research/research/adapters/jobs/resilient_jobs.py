"""A job store over two: Redis, quick and forgetful, and the report store, which decides.

* Every new job and every transition is written to the report store first, on the condition that
  nobody else wrote meanwhile, and then to Redis. Progress is written to Redis alone, but for one
  note in a third of a lease: were Redis lost, a job that is run would else seem to be left.
* Redis may come back empty or with older data, evict a job, or serve reads while it refuses writes.
  So the report store's record is read with each `get`, and for each job of a list: an end that it
  has is final, and a job that it has not, and that was deleted, is none. Of two records of an open
  job the one to keep is `job_transitions.newer`, which is restored in Redis where it lacks it.
* What Redis lacks is found by comparing the ids in both stores: as a process lists for the first
  time, when Redis was away, and every `COMPARE_SECONDS`.
* While Redis is away, jobs go on in the report store, and each job written there leaves a mark:
  marked jobs are copied into Redis when it is back.
* While the report store is away, running jobs go on in Redis, and the next transition writes what
  is missing. What nobody may lose, a new job, an approved plan and an end, is refused then: told by
  Redis alone, it would be forgotten with it.

So a status costs a read of each store, at the same time.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Protocol, TypeVar

from research.adapters.jobs.report_store_jobs import ReportStoreJobs, UnsyncedJobs
from research.adapters.redis.circuit_breaker import WatchedStore
from research.domain import job_transitions
from research.domain.errors import (
    JobExistsError,
    JobNotFoundError,
    JobRefusedError,
    JobUnreadableError,
    ResearchError,
    StoreUnavailableError,
)
from research.domain.job import Job, JobPage, JobProgress, JobStatus, is_job_id
from research.ports import Clock, JobStore

PAUSE_SECONDS = 5.0
"""How long a Redis that failed is left alone."""
COMPARE_SECONDS = 30.0
"""How often a process that lists compares the ids in both stores, and looks for marks of others."""
FILLED_AT_ONCE = 200
"""Jobs that one listing puts into Redis: about a second of requests to S3."""
REQUESTS_AT_ONCE = 16
TIMES_COMPARED = 3
RENEWALS_A_LEASE = 3
OWNERS_REMEMBERED = 1_000
ALL = "all"

_log = logging.getLogger(__name__)
T = TypeVar("T")


class QuickJobs(JobStore, Protocol):
    """A job store that may lose jobs, and tells which it has."""

    async def ids(self) -> set[str]:
        """Every job that it has and lists."""

    async def rebuilt_to(self) -> str | None:
        """What `note_rebuilt` last noted; None in an empty store."""

    async def note_rebuilt(self, position: str) -> None:
        """Note how far it is filled."""


class ResilientJobs:
    """`ports.JobStore` that serves while one of its two stores is away."""

    def __init__(
        self, quick: QuickJobs, durable: ReportStoreJobs, unsynced: UnsyncedJobs, *, clock: Clock
    ) -> None:
        self._quick = quick
        self._durable = durable
        self._unsynced = unsynced
        self._clock = clock
        self._redis = WatchedStore("Redis", clock=clock, pause_seconds=PAUSE_SECONDS)
        self._files = WatchedStore("the report store", clock=clock, pause_seconds=0)
        self._next_look_seconds: float | None = None
        self._times_back = 0
        self._unreadable: set[str] = set()
        self._renewed_at: dict[str, datetime] = {}

    async def create(self, job: Job) -> None:
        """Keep it in both stores at the same time, or in the report store while Redis is away.

        Of several callers who create one job at once, the report store decides who was first.
        Raises `StoreUnavailableError` while that one is away: Redis may forget the job.
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
        if in_files:
            if in_redis is None:
                with suppress(StoreUnavailableError):
                    await self._delete_from(self._redis, self._quick, job.job_id)
            raise in_files
        if isinstance(in_redis, StoreUnavailableError):
            await self._mark(job.job_id)
        # A second caller, or one who fills Redis, may have copied it there; nobody runs it yet.
        elif in_redis and (await self.get(job.job_id)).status is not JobStatus.PENDING:
            raise in_redis

    async def get(self, job_id: str) -> Job:
        """The record to keep of the two, which Redis then has."""
        in_files, in_redis = await asyncio.gather(
            _answer(self._files.ask(lambda: self._durable.get(job_id))),
            _answer(self._redis.ask(lambda: self._quick.get(job_id))),
        )
        if isinstance(in_files, Job):
            return await self._kept(in_files, in_redis)
        if isinstance(in_files, JobNotFoundError):
            if isinstance(in_redis, Job) and not await self._was_deleted(job_id):
                return in_redis
            raise in_files
        if isinstance(in_redis, StoreUnavailableError) or not isinstance(in_redis, Job):
            raise in_redis if isinstance(in_files, StoreUnavailableError) else in_files
        return in_redis

    async def update(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """In the report store, on the record to keep, and then in Redis; or there alone, unless
        it ends the job or approves its plan.
        """
        try:
            job = await self._update_durable(job_id, change)
        except StoreUnavailableError as error:

            def forgettable(held: Job) -> Job:
                changed = change(held)
                is_approval = (
                    changed.plan != held.plan and changed.plan and changed.plan.is_approved
                )
                if changed.status.is_finished or is_approval:
                    raise _NotToLoseError
                return changed

            try:
                return await self._in_redis(job_id, lambda store: store.update(job_id, forgettable))
            except _NotToLoseError:
                raise error from None
        return await self._copy(job)

    async def claim(self, job_id: str, owner: str, lease_seconds: float) -> Job:
        """`job_transitions.claim`, stored."""
        job = await self.update(
            job_id, lambda job: job_transitions.claim(job, owner, lease_seconds, self._clock.now())
        )
        self._renewed(owner)
        return job

    async def hand_over(self, job_id: str, owner: str) -> Job:
        """`job_transitions.hand_over`, stored."""
        return await self.update(
            job_id, lambda job: job_transitions.hand_over(job, owner, self._clock.now())
        )

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        """In Redis, or in the report store while Redis is away, or where its lease is old."""

        def note(store: JobStore) -> Awaitable[None]:
            return store.note_progress(job_id, owner, lease_seconds, progress)

        try:
            await self._in_redis(job_id, note)
        except StoreUnavailableError:
            await self._files.ask(lambda: note(self._durable))
            self._renewed(owner)
            return
        if self._is_renewal_due(owner, lease_seconds):
            self._renewed(owner)
            with suppress(StoreUnavailableError):  # the next transition writes it
                await self._update_durable(
                    job_id,
                    lambda job: job_transitions.renew(
                        job, owner, lease_seconds, self._clock.now(), progress
                    ),
                )

    async def delete(self, job_id: str) -> None:
        """In both; the report store first, from which it would come back, with a mark that stays.

        Raises `StoreUnavailableError` while that one is away.
        """
        if not is_job_id(job_id):
            raise JobNotFoundError(f"there is no job {job_id[:60]!r}")
        await self._files.ask(lambda: self._unsynced.note_deleted(job_id, self._clock.now()))
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
        """From Redis, once it has what it should, each job as it is to be kept.

        A page may be shorter than `limit`, where Redis had a job in another status. A cursor of
        one store is good in the other.
        """
        try:
            await self._fill(is_listing=True)
            page = await self._redis.ask(lambda: self._quick.list(limit, status, cursor))
        except StoreUnavailableError:
            return await self._files.ask(lambda: self._durable.list(limit, status, cursor))
        checked = [job async for job in self._checked(page.jobs)]
        jobs = tuple(job for job in checked if status in (None, job.status))
        return JobPage(jobs=jobs, next_cursor=page.next_cursor)

    async def count(self, status: JobStatus | None = None) -> int:
        """From Redis, as `list`; while an empty Redis is being filled, what is there so far."""
        try:
            await self._fill(is_listing=False)
            return await self._redis.ask(lambda: self._quick.count(status))
        except StoreUnavailableError:
            return await self._files.ask(lambda: self._durable.count(status))

    async def restore(self, job: Job) -> Job:
        """In both, or in the one that is there."""
        try:
            job = await self._files.ask(lambda: self._durable.restore(job))
        except StoreUnavailableError:
            return await self._redis.ask(lambda: self._quick.restore(job))
        return await self._copy(job)

    def _renewed(self, owner: str) -> None:
        """Note that the report store has a new lease of `owner`, who runs one job."""
        self._renewed_at[owner] = self._clock.now()
        while len(self._renewed_at) > OWNERS_REMEMBERED:
            del self._renewed_at[next(iter(self._renewed_at))]

    def _is_renewal_due(self, owner: str, lease_seconds: float) -> bool:
        """Whether the lease in the report store is old, by the time of day that it is told in."""
        if owner not in self._renewed_at:
            return True
        age_seconds = (self._clock.now() - self._renewed_at[owner]).total_seconds()
        return not 0 <= age_seconds < lease_seconds / RENEWALS_A_LEASE

    async def _update_durable(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """Change the record to keep, as the report store then has it."""
        known = await _answer(self._redis.ask(lambda: self._quick.get(job_id)))

        def changed(held: Job) -> Job:
            kept = job_transitions.with_progress(held, known) if isinstance(known, Job) else held
            if kept.status is not held.status:
                raise _BehindError
            return change(kept)

        try:
            return await self._files.ask(lambda: self._durable.update(job_id, changed))
        except (_BehindError, JobNotFoundError, JobUnreadableError):
            # It was away when the job was made, or claimed, or it has a damaged record.
            if not isinstance(known, Job) or await self._was_deleted(job_id):
                raise
            found = known
            await self._files.ask(lambda: self._durable.restore(found))
            return await self._files.ask(lambda: self._durable.update(job_id, change))

    async def _copy(self, job: Job) -> Job:
        """Make Redis have `job`, now or when it is back; the record as it then is."""
        try:
            return await self._redis.ask(lambda: self._quick.restore(job))
        except StoreUnavailableError:
            await self._mark(job.job_id)
            return job

    async def _kept(self, in_files: Job, in_redis: Job | ResearchError) -> Job:
        """The record to keep, which Redis then has."""
        if isinstance(in_redis, StoreUnavailableError):
            return in_files
        kept = in_files
        if isinstance(in_redis, Job):
            kept = job_transitions.with_progress(in_files, in_redis)
            if (kept.status, kept.updated_at) == (in_redis.status, in_redis.updated_at):
                return kept
        try:
            return await self._redis.ask(lambda: self._quick.restore(kept))
        except StoreUnavailableError:
            return kept

    async def _checked(self, jobs: Sequence[Job]) -> AsyncIterator[Job]:
        """Yield `jobs` as they are to be kept, without those that were deleted."""
        for start in range(0, len(jobs), REQUESTS_AT_ONCE):
            some = jobs[start : start + REQUESTS_AT_ONCE]
            for job in await asyncio.gather(*map(self._checked_one, some)):
                if job is not None:
                    yield job

    async def _checked_one(self, in_redis: Job) -> Job | None:
        job_id = in_redis.job_id
        in_files = await _answer(self._files.ask(lambda: self._durable.get(job_id)))
        if isinstance(in_files, Job):
            return await self._kept(in_files, in_redis)
        if isinstance(in_files, JobNotFoundError) and await self._was_deleted(job_id):
            with suppress(StoreUnavailableError):
                await self._delete_from(self._redis, self._quick, job_id)
            return None
        return in_redis

    async def _was_deleted(self, job_id: str) -> bool:
        return await self._files.ask(lambda: self._unsynced.is_deleted(job_id))

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

    async def _fill(self, *, is_listing: bool) -> None:
        """Make Redis have what the report store has, where that is due.

        A count alone is not worth the comparison that is due by time: submit counts. Raises
        `StoreUnavailableError` where Redis is away; without the report store, what is in Redis is
        all there is.
        """
        position = await self._redis.ask(self._quick.rebuilt_to)
        now_seconds, times_back = self._clock.elapsed_seconds(), self._redis.times_back
        is_late = self._next_look_seconds is None or now_seconds >= self._next_look_seconds
        if position == ALL and times_back == self._times_back and not (is_late and is_listing):
            return
        with suppress(StoreUnavailableError):
            are_all_marked = await self._sync_marked()
            if await self._compare() and are_all_marked:
                await self._redis.ask(lambda: self._quick.note_rebuilt(ALL))
                self._times_back = times_back
                self._next_look_seconds = now_seconds + COMPARE_SECONDS

    async def _compare(self) -> bool:
        """Give Redis the newest jobs that it lacks, and take deleted ones from it.

        Returns whether it then has all.
        """
        in_files = await self._files.ask(self._durable.ids)
        in_redis = await self._redis.ask(self._quick.ids)
        unknown = in_redis - in_files
        await _each(
            await self._files.ask(lambda: self._unsynced.deleted_of(unknown)),
            lambda job_id: self._delete_from(self._redis, self._quick, job_id),
        )
        lacking = sorted(in_files - in_redis - self._unreadable, reverse=True)
        await _each(lacking[:FILLED_AT_ONCE], self._sync)
        return len(lacking) <= FILLED_AT_ONCE

    async def _sync_marked(self) -> bool:
        """Copy jobs that are marked, and remove the marks. Returns whether these were all."""
        marks = await self._files.ask(self._unsynced.marks)
        some = dict(islice(marks.items(), FILLED_AT_ONCE))
        await _each(set(some.values()), self._sync)
        await _each(some, lambda mark: self._files.ask(lambda: self._unsynced.forget(mark)))
        return len(some) == len(marks)

    async def _sync(self, job_id: str) -> None:
        """Make Redis hold what the report store does, which may be nothing."""
        try:
            job = await self._files.ask(lambda: self._durable.get(job_id))
        except JobNotFoundError:
            await self._delete_from(self._redis, self._quick, job_id)
        except JobUnreadableError as error:
            self._unreadable.add(job_id)
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


class _NotToLoseError(Exception):
    """A change ends its job or approves its plan, so Redis alone may not keep it."""


class _BehindError(Exception):
    """The report store lacks a transition that was made while it was away."""


async def _answer(call: Awaitable[Job]) -> Job | ResearchError:
    """The job, or why there is none: not found, unreadable, or the store is away."""
    try:
        return await call
    except (JobNotFoundError, JobUnreadableError, StoreUnavailableError) as error:
        return error


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
