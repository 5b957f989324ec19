"""A job store in Redis: one hash a job, sorted sets for the lists, changed together by scripts.

Round trips: create, get, delete, exists, list, count and note_progress 1; update, claim and
hand_over 2, more where another writer came first. One more where Redis forgot a script.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import uniform
from secrets import token_hex
from typing import Any, cast

from pydantic_core import from_json
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from research.adapters.jobs.redis_job_scripts import (
    COUNT,
    DELETE,
    IDS,
    INDEX,
    JOB,
    LIST,
    NOTE,
    WRITE,
)
from research.adapters.redis.redis_connection import Script
from research.domain import job_transitions
from research.domain.errors import (
    JobExistsError,
    JobNotFoundError,
    JobUnreadableError,
    LeaseLostError,
    StoreUnavailableError,
    VersionConflictError,
)
from research.domain.job import Job, JobPage, JobProgress, JobStatus, check_page
from research.ports import Clock

ATTEMPTS = 50
"""An update competes with the progress that is written several times a second."""
MAX_PAUSE_SECONDS = 0.02
IDS_AT_ONCE = 1_000
"""Redis serves nobody else meanwhile: about a millisecond."""
KEPT_LONGER = timedelta(days=1)
"""How much longer than the job Redis keeps its hash."""
APART = frozenset({"status", "version", "updated_at", "progress", "lease"})
"""Fields that scripts read or write: each has a field of the hash, beside the record."""

OF_A_JOB = (NOTE,)
"""Scripts that touch a job's key alone: one of another type is then that job's."""

_log = logging.getLogger(__name__)


class RedisJobs:
    """`ports.JobStore` in Redis 6.2 or later, or Valkey; any number of processes share it."""

    def __init__(self, client: Redis, *, clock: Clock, job_ttl_seconds: int) -> None:
        """`client` answers in bytes, as that of `redis_connection` does; it is not closed here."""
        self._client = client
        self._clock = clock
        self._job_ttl_seconds = job_ttl_seconds

    async def create(self, job: Job) -> None:
        """Keep a new job and enter it in the indexes: one script."""
        if not await self._write(job, expected=0):
            raise JobExistsError(f"there is a job {job.job_id} already")

    async def get(self, job_id: str) -> Job:
        """The job's hash, read whole."""
        with _our_errors(job_id):
            fields = await cast("Awaitable[dict[bytes, bytes]]", self._client.hgetall(JOB + job_id))
        if not fields or self._is_over(fields):
            raise JobNotFoundError(f"there is no job {job_id[:60]!r}")
        return _job(job_id, fields)

    async def update(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """Read, change and write, again while others come first."""
        for _ in range(ATTEMPTS):
            before = await self.get(job_id)
            after = job_transitions.next_version(before, change(before), self._clock.now())
            if await self._write(after, expected=before.version):
                return after
            await asyncio.sleep(uniform(0, MAX_PAUSE_SECONDS))  # noqa: S311 (nothing secret)
        raise VersionConflictError(f"job {job_id} changed {ATTEMPTS} times while it was written")

    async def delete(self, job_id: str) -> None:
        """Remove the job and its places in the indexes: one script."""
        if await self._run(DELETE, JOB + job_id, job_id, self._now_ms()) == b"missing":
            raise JobNotFoundError(f"there is no job {job_id[:60]!r}")

    async def exists(self, job_id: str) -> bool:
        """Whether there is such a hash that has not expired."""
        with _our_errors(job_id):
            found = await cast(
                "Awaitable[list[bytes | None]]",
                self._client.hmget(JOB + job_id, ["version", "expires_at"]),
            )
        return found[0] is not None and not self._is_over({b"expires_at": found[1] or b"0"})

    async def list(
        self, limit: int, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobPage:
        """One script reads the page's hashes, and one more, which shows whether a page follows."""
        check_page(limit, cursor)
        index = INDEX + (status or "all")
        rows = await self._run(LIST, index, cursor or "", limit + 1, self._now_ms())
        jobs = (_sound_job(row[0].decode(errors="replace"), row[1]) for row in rows[:limit])
        more = rows[limit - 1][0].decode(errors="replace") if len(rows) > limit else None
        return JobPage(jobs=tuple(filter(None, jobs)), next_cursor=more)

    async def count(self, status: JobStatus | None = None) -> int:
        """The index's size, less the expired jobs that are still in it."""
        name = status or "all"
        return int(await self._run(COUNT, INDEX + name, name, self._now_ms()))

    async def claim(self, job_id: str, owner: str, lease_seconds: float) -> Job:
        """`job_transitions.claim`, stored."""
        return await self.update(
            job_id, lambda job: job_transitions.claim(job, owner, lease_seconds, self._clock.now())
        )

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        """`job_transitions.renew`, as one script."""
        now = self._clock.now()
        until = now + timedelta(seconds=lease_seconds)
        noted = progress.model_dump_json() if progress else ""
        key = JOB + job_id
        answer = await self._run(NOTE, key, owner, until.isoformat(), now.isoformat(), noted)
        if answer == b"missing":
            raise JobNotFoundError(f"there is no job {job_id[:60]!r}")
        if answer == b"lost":
            raise LeaseLostError(f"job {job_id} is not run by {owner[:60]}")

    async def hand_over(self, job_id: str, owner: str) -> Job:
        """`job_transitions.hand_over`, stored."""
        return await self.update(
            job_id, lambda job: job_transitions.hand_over(job, owner, self._clock.now())
        )

    async def restore(self, job: Job) -> Job:
        """Write `job` unless the record there is `newer`."""
        for _ in range(ATTEMPTS):
            try:
                held = await self.get(job.job_id)
            except JobNotFoundError:
                held = None
            except JobUnreadableError as error:
                _log.warning("%s; it is replaced", error)
                await self._run(DELETE, JOB + job.job_id, job.job_id, self._now_ms())
                held = None
            if held is not None and job_transitions.newer(held, job) is held:
                return held
            expected = held.version if held else 0
            # A version that nobody has read, so that a write based on the old one is refused.
            restored = job.model_copy(update={"version": max(expected + 1, job.version)})
            if await self._write(restored, expected=expected):
                return restored
        raise VersionConflictError(f"job {job.job_id} changed {ATTEMPTS} times while restored")

    async def ids(self) -> set[str]:
        """Every job that is listed and whose hash is there: one script for each thousand."""
        found: set[str] = set()
        position = b""
        while True:
            position, *some = await self._run(IDS, f"{INDEX}all", position.decode(), IDS_AT_ONCE)
            found.update(each.decode(errors="replace") for each in some)
            if not position:
                return found

    async def rebuilt_to(self) -> str | None:
        """What `note_rebuilt` last stored; None in a Redis that is new, or came back empty."""
        with _our_errors(""):
            noted = await cast("Awaitable[bytes | None]", self._client.get(f"{INDEX}rebuilt"))
        return noted.decode(errors="replace") if noted is not None else None

    async def note_rebuilt(self, position: str) -> None:
        """Store how far the jobs of another store were restored here."""
        with _our_errors(""):
            await cast("Awaitable[object]", self._client.set(f"{INDEX}rebuilt", position))

    async def _write(self, job: Job, *, expected: int) -> bool:
        """Whether the job had version `expected` (0: was not there) and was written."""
        end = job_transitions.expires_at(job, self._job_ttl_seconds)
        kept = timedelta(seconds=self._job_ttl_seconds) + KEPT_LONGER
        answer = await self._run(
            WRITE,
            JOB + job.job_id,
            job.job_id,
            expected,
            token_hex(8),
            self._now_ms(),
            _ms(end) if end else 0,
            int(kept.total_seconds() * 1000),
            *_fields(job),
        )
        if answer == b"damaged":
            raise JobUnreadableError(f"what Redis holds for job {job.job_id} is no job")
        return bool(answer == b"ok")

    async def _run(self, script: Script, key: str, *arguments: str | int) -> Any:
        with _our_errors(key.removeprefix(JOB) if script in OF_A_JOB else ""):
            return await script.run(self._client, key, *arguments)

    def _now_ms(self) -> int:
        return _ms(self._clock.now())

    def _is_over(self, fields: Mapping[bytes, bytes]) -> bool:
        end = fields.get(b"expires_at", b"0")
        return end.isdigit() and 0 < int(end) <= self._now_ms()


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _fields(job: Job) -> list[str | int]:
    """The values of the hash, in the order that `WRITE` expects."""
    lease = job.lease
    return [
        job.version,
        job.status.value,
        job.updated_at.isoformat(),
        job.progress.model_dump_json(),
        lease.owner if lease else "",
        lease.expires_at.isoformat() if lease else "",
        job.model_dump_json(exclude=set(APART)),
    ]


def _job(job_id: str, fields: Mapping[bytes, bytes]) -> Job:
    """The job in a hash. Raises `JobUnreadableError`, whatever is in it."""
    try:
        text = {name.decode(): value.decode() for name, value in fields.items()}
        lease = {"owner": text["lease_owner"], "expires_at": text["lease_expires_at"]}
        job = Job.model_validate(
            {
                **from_json(text["record"]),
                **{name: text[name] for name in ("version", "status", "updated_at")},
                "progress": from_json(text["progress"]),
                "lease": lease if lease["owner"] else None,
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise JobUnreadableError(f"what Redis holds for job {job_id} is no job") from error
    if job.job_id != job_id:
        raise JobUnreadableError(f"what Redis holds for job {job_id} is job {job.job_id}")
    return job


def _sound_job(job_id: str, flat: list[bytes] | None) -> Job | None:
    fields = dict(zip(flat[::2], flat[1::2], strict=True)) if flat else {}
    try:
        return _job(job_id, fields)
    except JobUnreadableError as error:
        _log.warning("%s; it is left out", error)
        return None


@contextmanager
def _our_errors(job_id: str) -> Iterator[None]:
    """A job's key of another type is a damaged job; any other refusal, such as of an index that is
    of another type, means that Redis can't serve now.
    """
    try:
        yield
    except ResponseError as error:
        if job_id and ("WRONGTYPE" in str(error) or "not an integer" in str(error)):
            raise JobUnreadableError(f"what Redis holds for job {job_id} is no job") from error
        raise StoreUnavailableError(f"Redis refuses: {error}") from error
    except (RedisError, OSError) as error:
        raise StoreUnavailableError(f"Redis is away: {error}") from error
