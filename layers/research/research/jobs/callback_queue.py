"""Callbacks that wait to be delivered: a file each in the report store, so no restart loses one.

An entry is made when its job is submitted, and sent when that has ended: at once, and then after
longer and longer pauses for a day. What became of it stays in a file of its own. Before a try its
time is put forward, so of several processes one makes it; if that dies, another tries again.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from pydantic import AwareDatetime, ValidationError

from research.domain.errors import (
    AddressRefusedError,
    CallbackError,
    CallbackGoneError,
    JobNotFoundError,
    JobUnreadableError,
    NotStoredError,
    ResearchError,
    StoreConflictError,
)
from research.domain.job import Job, JobStatus
from research.domain.value import Value
from research.jobs.callbacks import callback_body
from research.ports import CallbackSender, Clock, JobQueue, JobStore, ReportStore

FOLDER = "jobs-callbacks"
ENDED_FOLDER = "jobs-callbacks-ended"
PAUSES = tuple(timedelta(seconds=each) for each in (5, 30, 120, 600, 1_800, 3_600))
"""After each try; the last of them again and again."""
KEPT = timedelta(days=1)
"""So long after its job's end a callback is given up."""
TRY_TAKES = timedelta(minutes=1)
"""More than a try may take; while it lasts, no other process tries."""
JOB_TAKES = timedelta(minutes=15)
"""How often is looked whether a job has ended whose worker did not tell."""
SENT_AT_ONCE = 16
LOOK_SECONDS = 5.0
_TYPE = "application/json"

_log = logging.getLogger(__name__)


class CallbackEntry(Value):
    """A callback that waits."""

    next_at: AwareDatetime
    tries: int = 0


class CallbackEnd(Value):
    """What became of a callback."""

    is_delivered: bool
    reason: str = ""
    at: AwareDatetime


async def expect_callback(job_id: str, reports: ReportStore, now: datetime) -> None:
    """Have the end of a new job told. Raises `StoreError`."""
    await _put(job_id, CallbackEntry(next_at=now + JOB_TAKES), reports)


async def queue_due_callbacks(reports: ReportStore, queue: JobQueue, clock: Clock) -> int:
    """Queue the jobs whose callbacks are due, for a worker to send them; how many there are."""
    due = 0
    for name in await reports.list(FOLDER):
        with suppress(NotStoredError, ValidationError):
            entry = CallbackEntry.model_validate_json((await reports.get(name)).body)
            if entry.next_at <= clock.now():
                await queue.send(_job_id(name))
                due += 1
                if not entry.tries:  # its job may still run: not at each sweep
                    await expect_callback(_job_id(name), reports, clock.now())
    return due


async def drop_callback(job_id: str, reports: ReportStore) -> None:
    """Remove what is known of the callback of a job. Raises `StoreError`."""
    await reports.delete(_name(job_id))
    await reports.delete(_name(job_id, ENDED_FOLDER))


class CallbackQueue:
    """Sends what waits, through `sender`; without one, what waits is dropped."""

    def __init__(
        self, sender: CallbackSender | None, *, jobs: JobStore, reports: ReportStore, clock: Clock
    ) -> None:
        self._sender = sender
        self._jobs = jobs
        self._reports = reports
        self._clock = clock
        self._news = asyncio.Event()
        self._gate = asyncio.Semaphore(SENT_AT_ONCE)
        self._trying: set[str] = set()

    async def announce(self, job: Job) -> None:
        """Have the end of `job` told by `run`, which holds no worker. Raises `StoreError`."""
        if await self._enter(job):
            self._news.set()

    async def tell(self, job: Job) -> None:
        """Tell the end of `job` now, if it is due: one try. Raises `StoreError`."""
        if await self._enter(job):
            await self._try(job.job_id)

    async def run(self) -> None:
        """Send what is due, until cancelled. A try that takes long holds up no other."""
        async with asyncio.TaskGroup() as tries:
            while True:
                self._news.clear()
                try:
                    for name in await self._reports.list(FOLDER):
                        if name not in self._trying:
                            self._trying.add(name)
                            tries.create_task(self._try_alone(name))
                except ResearchError as error:
                    _log.warning("can't look for callbacks that wait: %s", error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), LOOK_SECONDS)

    async def _try_alone(self, name: str) -> None:
        try:
            async with self._gate:
                await self._try(_job_id(name))
        except ResearchError as error:
            _log.warning("the callback of job %s waits: %s", _job_id(name), error)
        finally:
            self._trying.discard(name)

    async def send_due(self) -> None:
        """Try all that are due, some at the same time. Raises `StoreError`."""
        names = await self._reports.list(FOLDER)
        await asyncio.gather(*(self._try_alone(name) for name in names))

    async def _enter(self, job: Job) -> bool:
        """Make `job`'s entry due, if it was never tried; whether it waits."""
        if job.request.callback_url is None:
            return False
        name, entry = _name(job.job_id), CallbackEntry(next_at=self._clock.now())
        try:
            held = await self._reports.get(name)
        except NotStoredError:
            if await self._has_ended(job.job_id):
                return False
            tag = None
        else:
            tag = held.tag
            with suppress(ValidationError):
                if CallbackEntry.model_validate_json(held.body).tries:
                    return True
        with suppress(StoreConflictError):  # another process was quicker
            await self._reports.put_if(name, entry.model_dump_json().encode(), _TYPE, tag)
        return True

    async def _has_ended(self, job_id: str) -> bool:
        try:
            await self._reports.get(_name(job_id, ENDED_FOLDER))
        except NotStoredError:
            return False
        return True

    async def _try(self, job_id: str) -> None:
        entry = await self._taken(job_id)
        if entry is None:
            return
        try:
            job = await self._jobs.get(job_id)
        except (JobNotFoundError, JobUnreadableError):
            await drop_callback(job_id, self._reports)
            return
        if not job.status.is_finished:
            await _put(job_id, CallbackEntry(next_at=self._clock.now() + JOB_TAKES), self._reports)
        elif job.status is JobStatus.CANCELLED or job.request.callback_url is None:
            await drop_callback(job_id, self._reports)
        else:
            await self._send(job, job.request.callback_url, entry)

    async def _taken(self, job_id: str) -> CallbackEntry | None:
        """The entry, if it is due and no other process has it."""
        name, now = _name(job_id), self._clock.now()
        try:
            held = await self._reports.get(name)
            entry = CallbackEntry.model_validate_json(held.body)
            if entry.next_at > now:
                return None
            taken = CallbackEntry(next_at=now + TRY_TAKES, tries=entry.tries + 1)
            await self._reports.put_if(name, taken.model_dump_json().encode(), _TYPE, held.tag)
        except (NotStoredError, StoreConflictError):
            return None
        except ValidationError:
            _log.warning("the callback of job %s is damaged: it is made new", job_id)
            taken = CallbackEntry(next_at=now, tries=0)
            await _put(job_id, taken, self._reports)
            return None
        return taken

    async def _send(self, job: Job, url: str, entry: CallbackEntry) -> None:
        if self._sender is None:
            await self._end(job, "CALLBACK_SECRET is not set")
            return
        try:
            await self._sender.send(url, f"{job.job_id}.{job.status}", callback_body(job))
        except (AddressRefusedError, CallbackGoneError) as error:
            await self._end(job, str(error))
        except CallbackError as error:
            now = self._clock.now()
            if now - (job.completed_at or job.updated_at) >= KEPT:
                await self._end(job, str(error))
                return
            pause = PAUSES[min(entry.tries, len(PAUSES)) - 1]
            _log.info("the callback of job %s waits %s: %s", job.job_id, pause, error)
            await _put(
                job.job_id, CallbackEntry(next_at=now + pause, tries=entry.tries), self._reports
            )
        else:
            await self._end(job, "")

    async def _end(self, job: Job, reason: str) -> None:
        """Delivered, or given up for `reason`; of a job that was deleted meanwhile nothing is
        kept.
        """
        if reason:
            _log.warning("the callback of job %s is given up: %s", job.job_id, reason)
        end = CallbackEnd(is_delivered=not reason, reason=reason, at=self._clock.now())
        body = end.model_dump_json().encode()
        await self._reports.put(_name(job.job_id, ENDED_FOLDER), body, _TYPE)
        await self._reports.delete(_name(job.job_id))
        if not await self._jobs.exists(job.job_id):
            await drop_callback(job.job_id, self._reports)


async def _put(job_id: str, entry: CallbackEntry, reports: ReportStore) -> None:
    await reports.put(_name(job_id), entry.model_dump_json().encode(), _TYPE)


def _name(job_id: str, folder: str = FOLDER) -> str:
    return f"{folder}/{job_id}.json"


def _job_id(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".json")
