"""How a worker runs one job: from its claim to its end, or to the next worker's turn."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_hex

from research.domain import job_transitions
from research.domain.errors import (
    GivenUpError,
    IllegalMoveError,
    JobNotFoundError,
    JobUnreadableError,
    LeaseHeldError,
    LeaseLostError,
    OutOfTimeError,
    ResearchError,
    StoreError,
)
from research.domain.job import Job, JobError, JobProgress, JobResult, JobStatus
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.usage import Usage
from research.jobs.heartbeat import Heartbeat
from research.pipeline.research import StoredReport, research
from research.pipeline.run import RunDependencies, usage_so_far
from research.ports import Clock, JobQueue, JobStore, Journal

MAX_ATTEMPTS = 20
"""A job goes through many workers where each has little time, but one that kills them all, or a
step that never ends in time, must not cost for ever.
"""

_log = logging.getLogger(__name__)


class JobOutcome(StrEnum):
    """What became of a message about a job."""

    COMPLETED = "completed"
    FAILED = "failed"
    HANDED_OVER = "handed_over"
    """Too little time was left: the job is pending again, and back in the queue."""
    STOPPED = "stopped"
    """It was cancelled or deleted while it ran, or someone else took it over."""
    SKIPPED = "skipped"
    """Nothing to do: someone runs it, or it ended, or is gone."""


@dataclass(frozen=True, slots=True)
class WorkerDependencies:
    """What a worker works with."""

    jobs: JobStore
    queue: JobQueue
    clock: Clock
    journal: Callable[[str, Callable[[], float]], Journal]
    """The journal of a job for a worker that has so many seconds left whenever it asks."""
    wire: Callable[[ResearchRequest, float, Journal], AbstractAsyncContextManager[RunDependencies]]
    """Everything for one run of a request that has cost so many dollars already."""
    announce: Callable[[Job], Awaitable[None]]
    """Called with each job that ended, to tell whoever asked to be told."""
    lease_seconds: float


async def run_job(
    job_id: str,
    place: WorkerDependencies,
    remaining_seconds: Callable[[], float],
    request_id: str = "",
) -> JobOutcome:
    """Run the job, or go on with it, and say what became of it.

    `request_id` names the call that asked for it, for the next worker's logs.
    A job that can't be done ends as failed, with a code and a message. A store that is away is
    raised as `StoreError`, the job given back: the queue brings it again.
    """
    owner = token_hex(16)
    try:
        job = await place.jobs.claim(job_id, owner, place.lease_seconds)
    except (LeaseHeldError, IllegalMoveError, JobNotFoundError) as error:
        _log.info("job %s is skipped: %s", job_id, error)
        if isinstance(error, IllegalMoveError):  # it has ended; the other two have nothing to tell
            await tell_again(job_id, place)
        return JobOutcome.SKIPPED
    journal = place.journal(job_id, remaining_seconds)
    heartbeat = Heartbeat(
        place.jobs, job_id, owner, place.lease_seconds, clock=place.clock, progress=job.progress
    )
    try:
        finished = await _run(job, place, journal, heartbeat)
        ended = await _complete(job_id, owner, place, finished, heartbeat.latest)
    except OutOfTimeError as error:
        _log.info("job %s is handed over: %s", job_id, error)
        await place.jobs.hand_over(job_id, owner)
        await place.queue.send(job_id, request_id)
        return JobOutcome.HANDED_OVER
    except LeaseLostError as error:
        _log.info("job %s is no longer ours: %s", job_id, error)
        await tell_again(job_id, place)
        return JobOutcome.STOPPED
    except StoreError:
        await place.jobs.hand_over(job_id, owner)
        raise
    except asyncio.CancelledError:  # this process ends, and another goes on from here
        with suppress(ResearchError):
            await place.jobs.hand_over(job_id, owner)
        raise
    except ResearchError as error:
        told = JobError(code=error.code, message=str(error))
        ended = await _fail(job_id, owner, place, told, heartbeat.latest)
    except Exception:
        _log.exception("job %s failed on a bug of ours", job_id)
        bug = JobError(code="internal_error", message="an error of ours; it was logged")
        ended = await _fail(job_id, owner, place, bug, heartbeat.latest)
    await close(ended, place)
    return JobOutcome(ended.status)


async def tell_again(job_id: str, place: WorkerDependencies) -> None:
    """Tell of a job's end once more, in case the worker that ended it could not.

    That worker may have died just then, or its store ended the job and could not say so. Whoever
    is told twice sees one message's name twice.
    """
    try:
        job = await place.jobs.get(job_id)
    except (JobNotFoundError, JobUnreadableError):
        return
    if job.status in (JobStatus.COMPLETED, JobStatus.FAILED):
        await close(job, place)


async def close(ended: Job, place: WorkerDependencies) -> None:
    """Tell of a job's end, and forget its steps. Whoever brings its message again repeats it."""
    await place.announce(ended)
    await place.journal(ended.job_id, lambda: 0.0).forget()


async def _run(
    job: Job, place: WorkerDependencies, journal: Journal, heartbeat: Heartbeat
) -> StoredReport:
    """The pipeline under a heartbeat, which stops it when the job is no longer ours."""
    if job.attempts > MAX_ATTEMPTS:
        raise GivenUpError(f"{MAX_ATTEMPTS} workers took it up, and none came to an end")
    usage = await usage_so_far(journal)
    async with heartbeat as tell, place.wire(job.request, _usd(usage), journal) as wired:
        return await research(
            job.request,
            job_id=job.job_id,
            ports=wired.ports,
            limits=wired.limits,
            progress=tell,
            warnings=wired.warnings,
            usage_before=usage,
        )


def _usd(usage: Mapping[str, Usage]) -> float:
    return sum((one.usd or 0.0 for one in usage.values()), start=0.0)


async def _complete(
    job_id: str,
    owner: str,
    place: WorkerDependencies,
    finished: StoredReport,
    progress: JobProgress,
) -> Job:
    def end(job: Job) -> Job:
        return job_transitions.complete(
            job,
            owner,
            place.clock.now(),
            result=_result(finished.report),
            report_url=finished.report_url,
            json_url=finished.json_url,
            markdown_url=finished.markdown_url,
            warnings=finished.report.warnings,
            progress=progress,
        )

    return await place.jobs.update(job_id, end)


async def _fail(
    job_id: str, owner: str, place: WorkerDependencies, error: JobError, progress: JobProgress
) -> Job:
    def end(job: Job) -> Job:
        return job_transitions.fail(job, owner, place.clock.now(), error=error, progress=progress)

    return await place.jobs.update(job_id, end)


def _result(report: Report) -> JobResult:
    return JobResult(
        title=report.title,
        key_findings=tuple(claim.text for claim in report.key_findings),
        words=report.stats.words,
        claims=report.stats.claims,
        sources_read=report.stats.sources_read,
        sources_cited=report.stats.sources_cited,
        cost=report.cost,
    )
