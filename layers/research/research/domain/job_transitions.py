"""The state machine of a job. Pure functions: a job and the time in, the next job out.

::

    pending ──▶ running ──▶ completed | failed | cancelled
       │  ◀────────┤ hand_over
       │           ▼ await_plan
       │  ◀─── awaiting_plan ──▶ cancelled | failed (give_up_plan)
       │ approve_plan
       └──────▶ cancelled

A worker that runs a job holds its lease and passes its name, `owner`, to every transition. Once the
lease is another's, or the job was cancelled, transitions of the first worker are refused.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from research.domain.errors import (
    InvalidTransitionError,
    LeaseHeldError,
    LeaseLostError,
    PlanNotApprovedError,
)
from research.domain.job import (
    MAX_EVENT_CHARACTERS,
    MAX_EVENTS,
    MAX_READ_SOURCES,
    Job,
    JobError,
    JobEvent,
    JobProgress,
    JobResult,
    JobStatus,
    Lease,
)
from research.domain.progress import Stage, Step
from research.domain.question import JobPlan, PlanApproval
from research.domain.report_format import ReportFormat

MOVES: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.PENDING: frozenset({JobStatus.RUNNING, JobStatus.CANCELLED}),
    JobStatus.RUNNING: frozenset(
        {
            JobStatus.COMPLETED,
            JobStatus.FAILED,
            JobStatus.CANCELLED,
            JobStatus.PENDING,
            JobStatus.AWAITING_PLAN,
        }
    ),
    JobStatus.AWAITING_PLAN: frozenset({JobStatus.PENDING, JobStatus.CANCELLED, JobStatus.FAILED}),
    JobStatus.COMPLETED: frozenset(),
    JobStatus.FAILED: frozenset(),
    JobStatus.CANCELLED: frozenset(),
}


def move(job: Job, to: JobStatus, now: datetime, **fields: object) -> Job:
    """Return `job` in status `to` with `fields` changed. Raises `InvalidTransitionError`.

    The lease is dropped unless `fields` has one; a final status sets `completed_at`.
    """
    if to not in MOVES[job.status]:
        raise InvalidTransitionError(f"job {job.job_id} is {job.status} and can't become {to}")
    ended = {"completed_at": now} if to.is_finished else {}
    return job.model_copy(update={"lease": None, **ended, **fields, "status": to})


def claim(job: Job, owner: str, lease_seconds: float, now: datetime) -> Job:
    """Return `job`, run by `owner`: a pending one, or a running one whose lease has ended.

    Raises `LeaseHeldError` while another's lease lasts, so that a message delivered twice makes
    one run; `InvalidTransitionError` for a finished job. An owner may claim its own job again: the
    store may have kept the first claim and failed to answer.
    """
    if job.lease is not None and job.lease.owner == owner:
        return job
    lease = Lease(owner=owner, expires_at=now + timedelta(seconds=lease_seconds))
    attempts = job.attempts + 1
    if job.lease is None:
        started_at = job.started_at or now
        return move(
            job, JobStatus.RUNNING, now, lease=lease, attempts=attempts, started_at=started_at
        )
    if job.lease.expires_at > now:
        raise LeaseHeldError(f"job {job.job_id} runs until {job.lease.expires_at} or longer")
    return job.model_copy(update={"lease": lease, "attempts": attempts})


def renew(
    job: Job, owner: str, lease_seconds: float, now: datetime, progress: JobProgress | None = None
) -> Job:
    """Return `job` with a lease of `lease_seconds` from now and, where given, its `progress`.

    Raises `LeaseLostError`. A lease that has ended may be renewed while nobody else took it.
    """
    _require_lease(job, owner)
    lease = Lease(owner=owner, expires_at=now + timedelta(seconds=lease_seconds))
    return job.model_copy(update={"lease": lease, "progress": progress or job.progress})


def hand_over(job: Job, owner: str, now: datetime) -> Job:
    """Return `job`, pending again for the next worker. Raises `LeaseLostError`."""
    _require_lease(job, owner)
    return move(job, JobStatus.PENDING, now)


def await_plan(
    job: Job, owner: str, now: datetime, *, plan: JobPlan, progress: JobProgress | None = None
) -> Job:
    """Return `job`, which waits for the approval of `plan` and holds no worker meanwhile.

    Raises `LeaseLostError`.
    """
    _require_lease(job, owner)
    return move(job, JobStatus.AWAITING_PLAN, now, plan=plan, progress=progress or job.progress)


def approve_plan(job: Job, approval: PlanApproval, now: datetime) -> Job:
    """Return `job`, pending for a worker that follows its plan as `approval` has it.

    Raises `InvalidTransitionError` for one that does not wait for that.
    """
    if job.status is not JobStatus.AWAITING_PLAN or job.plan is None:
        raise InvalidTransitionError(f"job {job.job_id} is {job.status}: it awaits no plan")
    return move(job, JobStatus.PENDING, now, plan=job.plan.approve(approval, now))


def give_up_plan(job: Job, now: datetime) -> Job:
    """Return `job`, failed because nobody approved its plan in time.

    Raises `InvalidTransitionError` for one that does not wait for that, or whose time is not over.
    """
    if job.status is not JobStatus.AWAITING_PLAN or job.plan is None or job.plan.kept_until > now:
        raise InvalidTransitionError(f"job {job.job_id} is {job.status}: its plan is not late")
    error = PlanNotApprovedError("nobody approved its plan within a day")
    return move(job, JobStatus.FAILED, now, error=JobError(code=error.code, message=str(error)))


def complete(
    job: Job,
    owner: str,
    now: datetime,
    *,
    result: JobResult,
    files: Mapping[ReportFormat, str],
    warnings: tuple[str, ...] = (),
    progress: JobProgress | None = None,
) -> Job:
    """Return `job`, completed with its report. Raises `LeaseLostError`."""
    _require_lease(job, owner)
    return move(
        job,
        JobStatus.COMPLETED,
        now,
        progress=(progress or job.progress).model_copy(update={"percent": 100}),
        result=result,
        report_url=files[ReportFormat.HTML],
        json_url=files[ReportFormat.JSON],
        markdown_url=files[ReportFormat.MARKDOWN],
        files={ReportFormat(form): at for form, at in files.items()},
        warnings=warnings,
    )


def fail(
    job: Job, owner: str, now: datetime, *, error: JobError, progress: JobProgress | None = None
) -> Job:
    """Return `job`, ended without a report. Raises `LeaseLostError`."""
    _require_lease(job, owner)
    return move(job, JobStatus.FAILED, now, error=error, progress=progress or job.progress)


def cancel(job: Job, now: datetime) -> Job:
    """Return `job`, cancelled, whoever runs it.

    Raises `InvalidTransitionError` for a finished one.
    """
    return move(job, JobStatus.CANCELLED, now)


def apply_step(progress: JobProgress, step: Step, now: datetime) -> JobProgress:
    """Return `progress` after `step`. Percent never falls, though a stage may run twice."""
    stages = list(Stage)
    share = min(1.0, step.done / step.total) if step.total else 0.0
    percent = int(100 * (stages.index(step.stage) + share) / len(stages))
    events = progress.events
    if step.message:
        message = step.message[:MAX_EVENT_CHARACTERS]
        events = (*events, JobEvent(at=now, stage=step.stage, message=message))[-MAX_EVENTS:]
    return JobProgress(
        stage=step.stage,
        done=step.done,
        total=step.total,
        percent=max(progress.percent, min(99, percent)),
        events=events,
        answer=step.answer or progress.answer,
        sources=step.sources[:MAX_READ_SOURCES] or progress.sources,
    )


def next_version(before: Job, after: Job, now: datetime) -> Job:
    """Return `after`, ready to replace `before` in a store: the check that every store makes.

    Raises `InvalidTransitionError` where the status changes in a way that is not in `MOVES`, where
    a finished job changes, and where `after` has another id, request, owner or creation time, or
    another plan in place of an approved one.
    """
    if before.status.is_finished:
        raise InvalidTransitionError(
            f"job {before.job_id} is {before.status}: it no longer changes"
        )
    if after.status is not before.status and after.status not in MOVES[before.status]:
        raise InvalidTransitionError(
            f"job {before.job_id} is {before.status} and can't become {after.status}"
        )
    for field in ("job_id", "request", "owner", "created_at"):
        if getattr(after, field) != getattr(before, field):
            raise InvalidTransitionError(f"job {before.job_id} keeps its {field}")
    if before.plan and before.plan.is_approved and after.plan != before.plan:
        raise InvalidTransitionError(f"job {before.job_id} keeps its plan")
    fields = dict(after) | {
        # `after` may be made of a record with progress that this store lacks.
        "version": max(before.version, after.version) + 1,
        # One machine's clock may be behind another's; a later record must not look older.
        "updated_at": max(now, before.updated_at, after.updated_at),
    }
    return Job.model_validate(fields)


def newer(one: Job, other: Job) -> Job:
    """Return the record to keep of two of the same job, where two stores differ.

    A finished one, since an end is final; then the one taken up more often, since the worker before
    may not know yet that it lost its lease and go on to renew it in one store; then the one updated
    last. Versions can't tell: they grow at different paces where progress is noted in one store.
    """

    def rank(job: Job) -> tuple[bool, int, datetime, int]:
        return job.status.is_finished, job.attempts, job.updated_at, job.version

    return max(one, other, key=rank)


def with_progress(job: Job, noted: Job) -> Job:
    """Return the record to keep where `noted` may have later progress, and nothing else later.

    That of the same run gives `job` its progress and the end of its lease; of others, `newer`.
    """

    def run(job: Job) -> tuple[JobStatus, int, str]:
        return job.status, job.attempts, job.lease.owner if job.lease else ""

    if run(job) != run(noted):
        return newer(job, noted)
    if noted.updated_at < job.updated_at:
        return job
    version = max(job.version, noted.version)
    fields = {name: getattr(noted, name) for name in ("progress", "lease", "updated_at")}
    return job.model_copy(update={**fields, "version": version})


def expires_at(job: Job, job_ttl_seconds: int) -> datetime | None:
    """Return when a finished job is deleted; None for one that waits or runs."""
    return job.completed_at and job.completed_at + timedelta(seconds=job_ttl_seconds)


def is_expired(job: Job, job_ttl_seconds: int, now: datetime) -> bool:
    """Return whether `expires_at` has passed."""
    end = expires_at(job, job_ttl_seconds)
    return end is not None and end <= now


def _require_lease(job: Job, owner: str) -> None:
    if job.lease is None or job.lease.owner != owner:
        raise LeaseLostError(f"job {job.job_id} is {job.status} and not run by {owner[:60]}")
