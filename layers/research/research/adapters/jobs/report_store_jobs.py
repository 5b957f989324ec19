"""A job store in files of the report store: one JSON object a job, ``jobs/{job_id}.json``.

It is the only job store where there is no Redis, and the one used while Redis is away. Each write
is conditional on the version that was read, so two writers never overwrite each other.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from random import uniform
from secrets import token_hex

from pydantic import ValidationError

from research.domain import job_transitions
from research.domain.errors import (
    JobExistsError,
    JobNotFoundError,
    JobUnreadableError,
    NotStoredError,
    StoreConflictError,
    StoreError,
    StoreUnavailableError,
    VersionConflictError,
)
from research.domain.job import Job, JobPage, JobProgress, JobStatus, check_page, is_job_id
from research.domain.storage import StoredFile
from research.jobs.old_records import DatedRecord
from research.ports import Clock, ReportStore

FOLDER = "jobs"
UNSYNCED_FOLDER = "jobs-unsynced"
DELETED_FOLDER = "jobs-deleted"
CONTENT_TYPE = "application/json"
ATTEMPTS = 20
"""Writers of one job are its worker and whoever cancels it; more than a few rounds is a bug."""
MAX_PAUSE_SECONDS = 0.05
READS_AT_ONCE = 16

_log = logging.getLogger(__name__)


class ReportStoreJobs:
    """`ports.JobStore` in a report store.

    `list` reads the names of all jobs and then the newest jobs until the page is full; with a
    status, and in `count`, it may read all: fast enough for a laptop's jobs, and for the hours
    Redis is away. Pending and running jobs are listed often, so the ids of finished ones are
    remembered, and those jobs not read again.
    """

    def __init__(self, reports: ReportStore, *, clock: Clock, job_ttl_seconds: int) -> None:
        self._reports = reports
        self._clock = clock
        self._job_ttl_seconds = job_ttl_seconds
        self._ended: set[str] = set()

    async def create(self, job: Job) -> None:
        """Write the job's file if there is none."""
        try:
            await self._write(job, None)
        except StoreConflictError:
            raise JobExistsError(f"there is a job {job.job_id} already") from None

    async def get(self, job_id: str) -> Job:
        """Read the job's file."""
        return (await self._read(job_id))[0]

    async def update(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """Read, change and write, again while others come first."""
        for _ in range(ATTEMPTS):
            before, tag = await self._read(job_id)
            after = job_transitions.next_version(before, change(before), self._clock.now())
            try:
                await self._write(after, tag)
            except StoreConflictError:
                await _pause()
            else:
                return after
        raise VersionConflictError(f"job {job_id} changed {ATTEMPTS} times while it was written")

    async def delete(self, job_id: str) -> None:
        """Remove the job's file."""
        try:
            await self._read(job_id)
        except JobUnreadableError:
            _log.warning("removing job %s, whose record is damaged", job_id)
        await self._remove(job_id)

    async def exists(self, job_id: str) -> bool:
        """Whether there is such a file that has not expired."""
        try:
            await self._read(job_id)
        except JobNotFoundError:
            return False
        return True

    async def list(
        self, limit: int, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobPage:
        """Newest first; one more than `limit` is read to know whether a page follows."""
        check_page(limit, cursor)
        job_ids = [each for each in await self._job_ids(status) if not cursor or each < cursor]
        found: list[Job] = []
        async for jobs in self._batches(job_ids, status):
            found += jobs
            if len(found) > limit:
                break
        more = found[limit - 1].job_id if len(found) > limit else None
        return JobPage(jobs=tuple(found[:limit]), next_cursor=more)

    async def count(self, status: JobStatus | None = None) -> int:
        """Read every job, or those that may be in an open `status`."""
        job_ids = await self._job_ids(status)
        return sum([len(jobs) async for jobs in self._batches(job_ids, status)])

    async def ids(self) -> set[str]:
        """Every job that has a file, sound or not, over or not: one listing."""
        return set(await self._job_ids(None))

    async def claim(self, job_id: str, owner: str, lease_seconds: float) -> Job:
        """`job_transitions.claim`, stored."""
        return await self.update(
            job_id, lambda job: job_transitions.claim(job, owner, lease_seconds, self._clock.now())
        )

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        """`job_transitions.renew`, stored: two round trips, a file being written whole."""
        await self.update(
            job_id,
            lambda job: job_transitions.renew(
                job, owner, lease_seconds, self._clock.now(), progress
            ),
        )

    async def hand_over(self, job_id: str, owner: str) -> Job:
        """`job_transitions.hand_over`, stored."""
        return await self.update(
            job_id, lambda job: job_transitions.hand_over(job, owner, self._clock.now())
        )

    async def restore(self, job: Job) -> Job:
        """Write `job` unless the record there is `newer`."""
        for _ in range(ATTEMPTS):
            held, tag = await self._find(job.job_id)
            if held is not None and job_transitions.newer(held, job) is held:
                return held
            try:
                await self._write(job, tag)
            except StoreConflictError:
                await _pause()
            else:
                return job
        raise VersionConflictError(f"job {job.job_id} changed {ATTEMPTS} times while restored")

    async def _file(self, job_id: str) -> StoredFile:
        if not is_job_id(job_id):
            raise JobNotFoundError(f"there is no job {job_id[:60]!r}")
        with _our_errors():
            try:
                return await self._reports.get(_name(job_id))
            except NotStoredError:
                raise JobNotFoundError(f"there is no job {job_id}") from None

    async def _read(self, job_id: str) -> tuple[Job, str]:
        """The job and its file's tag; one whose time is over is removed on the way."""
        file = await self._file(job_id)
        job = _parse(job_id, file.body)
        if job_transitions.is_expired(job, self._job_ttl_seconds, self._clock.now()):
            await self._remove(job_id)
            raise JobNotFoundError(f"there is no job {job_id} any more")
        return job, file.tag

    async def _find(self, job_id: str) -> tuple[Job | None, str | None]:
        """The job if there is a sound one, and the tag if there is anything."""
        try:
            file = await self._file(job_id)
        except JobNotFoundError:
            return None, None
        try:
            return _parse(job_id, file.body), file.tag
        except JobUnreadableError as error:
            _log.warning("%s; it is replaced", error)
            return None, file.tag

    async def _batches(
        self, job_ids: Sequence[str], status: JobStatus | None
    ) -> AsyncIterator[tuple[Job, ...]]:
        """The jobs in `status`, read several at once; what is missing or damaged is left out."""
        for start in range(0, len(job_ids), READS_AT_ONCE):
            batch = job_ids[start : start + READS_AT_ONCE]
            jobs = await asyncio.gather(*map(self._read_sound, batch))
            yield tuple(job for job in jobs if job and status in (None, job.status))

    async def _read_sound(self, job_id: str) -> Job | None:
        try:
            job, _ = await self._read(job_id)
        except JobNotFoundError:
            return None
        except JobUnreadableError as error:
            _log.warning("%s; it is left out", error)
            return None
        if job.status.is_finished:
            self._ended.add(job_id)
        return job

    async def _job_ids(self, status: JobStatus | None) -> tuple[str, ...]:
        """Of all that may be in `status`, newest first."""
        with _our_errors():
            names = await self._reports.list(FOLDER)
        job_ids = {name.removeprefix(f"{FOLDER}/").removesuffix(".json") for name in names}
        self._ended &= job_ids
        if status is not None and not status.is_finished:
            job_ids -= self._ended
        return tuple(sorted(filter(is_job_id, job_ids), reverse=True))

    async def _write(self, job: Job, tag: str | None) -> None:
        body = job.model_dump_json(indent=1).encode()
        with _our_errors():
            await self._reports.put_if(_name(job.job_id), body, CONTENT_TYPE, tag)

    async def _remove(self, job_id: str) -> None:
        with _our_errors():
            await self._reports.delete(_name(job_id))


class UnsyncedJobs:
    """Marks in the report store: which jobs were written there alone, while Redis was away, and
    which were deleted, so that a Redis with older data can't bring one back.

    Any number of processes may use them. Each mark has a name of its own, so removing those one has
    seen never removes a later one. Raises `StoreUnavailableError`.
    """

    def __init__(self, reports: ReportStore) -> None:
        self._reports = reports

    async def mark(self, job_id: str) -> None:
        """Leave a mark for the job."""
        name = f"{UNSYNCED_FOLDER}/{job_id}.{token_hex(8)}"
        with _our_errors():
            await self._reports.put(name, b"", "text/plain")

    async def marks(self) -> dict[str, str]:
        """Return each mark with the id of its job."""
        with _our_errors():
            names = await self._reports.list(UNSYNCED_FOLDER)
        return {name: name.removeprefix(f"{UNSYNCED_FOLDER}/").partition(".")[0] for name in names}

    async def forget(self, mark: str) -> None:
        """Remove a mark."""
        with _our_errors():
            await self._reports.delete(mark)

    async def note_deleted(self, job_id: str, now: datetime) -> None:
        """Leave a mark that the job was deleted, which stays until `jobs.old_records` finds that
        no Redis can have the job any more.
        """
        mark = DatedRecord(at=now).model_dump_json().encode()
        with _our_errors():
            await self._reports.put(_deleted_name(job_id), mark, CONTENT_TYPE)

    async def is_deleted(self, job_id: str) -> bool:
        """Whether it was deleted."""
        with _our_errors():
            try:
                await self._reports.get(_deleted_name(job_id))
            except NotStoredError:
                return False
        return True

    async def deleted_of(self, job_ids: set[str]) -> set[str]:
        """Those of `job_ids` that were deleted: one listing."""
        if not job_ids:
            return set()
        with _our_errors():
            names = set(await self._reports.list(DELETED_FOLDER))
        return {job_id for job_id in job_ids if _deleted_name(job_id) in names}


def _name(job_id: str) -> str:
    return f"{FOLDER}/{job_id}.json"


def _deleted_name(job_id: str) -> str:
    """Not by its id: of a deleted job nothing is left that could be told from its name."""
    return f"{DELETED_FOLDER}/{sha256(job_id.encode()).hexdigest()}"


def _parse(job_id: str, body: bytes) -> Job:
    try:
        job = Job.model_validate_json(body)
    except ValidationError as error:
        raise JobUnreadableError(
            f"the record of job {job_id} is damaged: {error.error_count()} errors"
        ) from error
    if job.job_id != job_id:
        raise JobUnreadableError(f"the record of job {job_id} is that of {job.job_id}")
    return job


@contextmanager
def _our_errors() -> Iterator[None]:
    """Any other error of the report store means, for jobs, that it can't serve now."""
    try:
        yield
    except (NotStoredError, StoreConflictError, StoreUnavailableError):
        raise
    except StoreError as error:
        raise StoreUnavailableError(str(error)) from error


async def _pause() -> None:
    await asyncio.sleep(uniform(0, MAX_PAUSE_SECONDS))  # noqa: S311 (nothing secret)
