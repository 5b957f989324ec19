"""A worker runs one job: claims it, researches under a heartbeat, and stores how it ended.

A worker that runs out of time puts the job back in the queue, and the next one goes on from the
journal, which holds the result of each finished step. One that has planned questions which are to
be approved first leaves the job: the approval queues it again, for a worker that follows the plan.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_hex

from research.domain import job_transitions
from research.domain.errors import (
    GivenUpError,
    InvalidTransitionError,
    JobNotFoundError,
    JobUnreadableError,
    LeaseHeldError,
    LeaseLostError,
    OutOfTimeError,
    ResearchError,
    StoreError,
)
from research.domain.job import Job, JobError, JobProgress, JobResult, JobStatus
from research.domain.question import JobPlan
from research.domain.report import Report
from research.jobs.heartbeat import Heartbeat
from research.pipeline.proposal import propose_plan
from research.pipeline.research import StoredReport, research
from research.pipeline.run_context import Run, RunDependencies, usage_so_far
from research.ports import Clock, JobQueue, JobStore, Journal

MAX_ATTEMPTS = 20
"""Workers with little time hand a job on many times, but a job that kills each worker, or has a
step that never ends in time, must not cost for ever.
"""

_log = logging.getLogger(__name__)


class JobOutcome(StrEnum):
    """What became of a message about a job."""

    COMPLETED = "completed"
    FAILED = "failed"
    HANDED_OVER = "handed_over"
    """Too little time was left: the job is pending again, and back in the queue."""
    AWAITING_PLAN = "awaiting_plan"
    """Its plan waits for approval; nobody works on it meanwhile."""
    STOPPED = "stopped"
    """It was cancelled or deleted while it ran, or another worker took it over."""
    SKIPPED = "skipped"
    """Nothing to do: another worker runs it, or it has ended, or is gone."""


@dataclass(frozen=True, slots=True)
class WorkerDependencies:
    """The stores, the queue and the functions that a worker runs jobs with."""

    jobs: JobStore
    queue: JobQueue
    clock: Clock
    journal: Callable[[str, Callable[[], float]], Journal]
    """Opens a job's journal; the function it is given returns the seconds this worker has left."""
    wire: Callable[[Job, float, Journal], AbstractAsyncContextManager[RunDependencies]]
    """Opens what one run of a job needs; the number is what it has cost already, in dollars."""
    announce: Callable[[Job], Awaitable[None]]
    """Called with each job that ended, to notify whoever asked for it."""
    discard: Callable[[str], Awaitable[None]]
    """Removes what was made for a job that was deleted. Raises `StoreError`."""
    lease_seconds: float


async def run_job(
    job_id: str,
    dependencies: WorkerDependencies,
    remaining_seconds: Callable[[], float],
    request_id: str = "",
) -> JobOutcome:
    """Run the job, or go on with it, and return what became of it.

    `request_id` names the call that asked for it, for the next worker's logs.
    A job that can't be done ends as failed, with a code and a message. Where a store is
    unavailable the job is released and `StoreError` raised: the queue redelivers the message.
    """
    owner = token_hex(16)
    jobs = dependencies.jobs
    job = await _claim(job_id, owner, dependencies)
    if job is None:
        return JobOutcome.SKIPPED
    journal = dependencies.journal(job_id, remaining_seconds)
    heartbeat = Heartbeat(
        jobs,
        job_id,
        owner,
        dependencies.lease_seconds,
        clock=dependencies.clock,
        progress=job.progress,
    )
    try:
        made = await _research(job, dependencies, journal, heartbeat)
        if isinstance(made, JobPlan):
            await _leave(job_id, owner, dependencies, made, heartbeat.progress)
            return JobOutcome.AWAITING_PLAN
        ended = await _complete(job_id, owner, dependencies, made, heartbeat.progress)
    except OutOfTimeError as error:
        _log.info("job %s is handed over: %s", job_id, error)
        await jobs.hand_over(job_id, owner)
        await dependencies.queue.send(job_id, request_id)
        return JobOutcome.HANDED_OVER
    except (LeaseLostError, JobNotFoundError) as error:
        _log.info("job %s is no longer ours: %s", job_id, error)
        if not await jobs.exists(job_id):
            await dependencies.discard(job_id)
        await announce_again(job_id, dependencies)
        return JobOutcome.STOPPED
    except StoreError:
        await jobs.hand_over(job_id, owner)
        raise
    except asyncio.CancelledError:  # this process ends, and another goes on from here
        with suppress(ResearchError):
            await jobs.hand_over(job_id, owner)
        raise
    except Exception as error:
        reason = _job_error(job_id, error)
        ended = await jobs.update(
            job_id,
            lambda job: job_transitions.fail(
                job, owner, dependencies.clock.now(), error=reason, progress=heartbeat.progress
            ),
        )
    await finish_job(ended, dependencies)
    return JobOutcome(ended.status)


async def announce_again(job_id: str, dependencies: WorkerDependencies) -> None:
    """Announce a job's end once more, in case the worker that ended it could not.

    That worker may have died just then, or its store kept the end and could not say so. Who
    receives it twice sees the same message id twice.
    """
    try:
        job = await dependencies.jobs.get(job_id)
    except (JobNotFoundError, JobUnreadableError):
        return
    if job.status in (JobStatus.COMPLETED, JobStatus.FAILED):
        await finish_job(job, dependencies)


async def finish_job(ended: Job, dependencies: WorkerDependencies) -> None:
    """Announce a job's end and remove its journal. A redelivered message may repeat both."""
    await dependencies.announce(ended)
    await dependencies.journal(ended.job_id, lambda: 0.0).forget()


async def _claim(job_id: str, owner: str, dependencies: WorkerDependencies) -> Job | None:
    """The job, now run by `owner`; None where there is nothing to run."""
    try:
        return await dependencies.jobs.claim(job_id, owner, dependencies.lease_seconds)
    except (LeaseHeldError, InvalidTransitionError, JobNotFoundError) as error:
        _log.info("job %s is skipped: %s", job_id, error)
        if isinstance(
            error, InvalidTransitionError
        ):  # it has ended; the others have no end to announce
            await announce_again(job_id, dependencies)
        return None


async def _research(
    job: Job, dependencies: WorkerDependencies, journal: Journal, heartbeat: Heartbeat
) -> StoredReport | JobPlan:
    """The pipeline under a heartbeat, which stops it when the job is no longer ours.

    It ends with a plan where that has to be approved first.
    """
    if job.attempts > MAX_ATTEMPTS:
        raise GivenUpError(f"{MAX_ATTEMPTS} workers took it up, and none came to an end")
    usage = await usage_so_far(journal)
    spent_usd = sum((one.usd or 0.0 for one in usage.values()), start=0.0)
    async with heartbeat as progress, dependencies.wire(job, spent_usd, journal) as opened:
        if job.plan is None:
            run = Run(job.request, job.job_id, opened.ports, opened.limits, progress, usage)
            if proposal := await propose_plan(run):
                return proposal
        return await research(
            job.request,
            job_id=job.job_id,
            ports=opened.ports,
            limits=opened.limits,
            progress=progress,
            warnings=opened.warnings,
            usage_before=usage,
            plan=job.plan,
        )


def _job_error(job_id: str, error: Exception) -> JobError:
    """The error as the job's readers see it; a bug is logged and not shown."""
    if isinstance(error, ResearchError):
        return JobError(code=error.code, message=str(error))
    _log.error("job %s failed on a bug of ours", job_id, exc_info=error)
    return JobError(code="internal_error", message="an error of ours; it was logged")


async def _leave(
    job_id: str, owner: str, dependencies: WorkerDependencies, plan: JobPlan, progress: JobProgress
) -> None:
    """Have the job wait for the approval of `plan`, without a worker."""
    now = dependencies.clock.now()
    await dependencies.jobs.update(
        job_id,
        lambda job: job_transitions.await_plan(job, owner, now, plan=plan, progress=progress),
    )


async def _complete(
    job_id: str,
    owner: str,
    dependencies: WorkerDependencies,
    stored: StoredReport,
    progress: JobProgress,
) -> Job:
    return await dependencies.jobs.update(
        job_id,
        lambda job: job_transitions.complete(
            job,
            owner,
            dependencies.clock.now(),
            result=_result(stored.report),
            files=stored.files,
            warnings=stored.report.warnings,
            progress=progress,
        ),
    )


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
