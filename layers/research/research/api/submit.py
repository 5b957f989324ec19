"""Routes that change jobs: submit, approve a plan, cancel, delete."""

from fastapi import APIRouter, Depends, Request, Response

from research.api.access import (
    ADMISSION_DOCUMENTED,
    Serving,
    caller_of,
    may_read,
    may_submit,
    service_of,
)
from research.api.forms import JobAccepted, JobAnswer
from research.api.idempotency import KEY_DOCUMENTED, idempotency_key_of, job_id_for
from research.api.openapi import BODY_DOCUMENTED, COMMON_ERRORS, PLAN_DOCUMENTED, documented
from research.api.parameters import JobIdInPath, body_of
from research.api.problems import request_id_of
from research.api.service import Service
from research.api.wanted import wanted_request
from research.domain import job_transitions
from research.domain.errors import (
    AddressRefusedError,
    InvalidRequestError,
    InvalidTransitionError,
    JobExistsError,
    JobNotEndedError,
    JobNotFoundError,
    JobUnreadableError,
    KeyReusedError,
    NoReportError,
    QueueError,
    TooManyPendingError,
    UploadNotFoundError,
    UploadNotPostedError,
    UploadTooLargeError,
)
from research.domain.job import Job, JobStatus
from research.domain.question import JobPlan, PlanApproval
from research.domain.request import ResearchRequest
from research.jobs.delete import purge_job
from research.jobs.new import new_job_id, store_job, store_secret_job
from research.jobs.plans import approve_plan, clean_approval
from research.jobs.uploads.taken import purge_uploads, take_uploads
from research.jobs.uploads.waiting import release_uploads

QUEUED_AGAIN_SECONDS = 10.0
"""After this time a repeated submit queues a job that still waits once more: its message may be
lost, if the first submit ended between storing and queueing.
"""

router = APIRouter()


@router.post(
    "/research",
    status_code=202,
    tags=["research"],
    summary="Research a question",
    responses=documented(
        *COMMON_ERRORS,
        KeyReusedError,
        JobNotEndedError,
        NoReportError,
        UploadNotFoundError,
        UploadNotPostedError,
        UploadTooLargeError,
        InvalidRequestError,
        AddressRefusedError,
        TooManyPendingError,
        QueueError,
        http=[400, 413, 415],
    ),
    openapi_extra=ADMISSION_DOCUMENTED | KEY_DOCUMENTED | BODY_DOCUMENTED,
)
async def submit_research(request: Request, response: Response) -> JobAccepted:
    """Take a job and answer at once; the report is made meanwhile.

    Follow `status_url`, also in the `Location` header, until the job has ended.
    """
    # Called, not declared: over these four FastAPI would take longer than over a bare route.
    await may_submit(request, response)
    service, key = await service_of(request), idempotency_key_of(request)
    body = await body_of(request, ResearchRequest)
    wanted, plan = await wanted_request(body, caller_of(request), service)
    job = await _submitted(service, body, wanted, plan, key, request)
    location = f"/status/{job.job_id}"
    response.headers["Location"] = location
    return JobAccepted(
        job_id=job.job_id,
        status=job.status,
        message="The job was taken. Follow status_url until it has ended.",
        status_url=location,
    )


@router.put(
    "/research/{job_id}/plan",
    tags=["research"],
    summary="Approve a plan",
    responses=documented(
        *COMMON_ERRORS,
        JobNotFoundError,
        JobUnreadableError,
        InvalidTransitionError,
        InvalidRequestError,
        QueueError,
        http=[400, 413, 415],
    ),
    openapi_extra=ADMISSION_DOCUMENTED | PLAN_DOCUMENTED,
)
async def approve_job_plan(request: Request, response: Response, job_id: JobIdInPath) -> JobAnswer:
    """Have the questions of a job in `awaiting_plan` researched: as they were planned, or others.

    Its `plan` tells which they are. A worker takes it up then, and nothing that was paid for the
    plan is paid again. The same approval may be sent again; another is refused.
    """
    await may_read(request, response)
    service = await service_of(request)
    await caller_of(request).find(job_id, service.jobs)  # a stranger is not told what is wrong
    approval = clean_approval(await body_of(request, PlanApproval))
    job = await approve_plan(
        job_id,
        approval,
        jobs=service.jobs,
        queue=service.queue,
        clock=service.clock,
        request_id=request_id_of(request),
    )
    return JobAnswer.of(job)


@router.post(
    "/jobs/{job_id}/cancel",
    tags=["jobs"],
    summary="Cancel a job",
    dependencies=[Depends(may_read)],
    responses=documented(*COMMON_ERRORS, JobNotFoundError, InvalidTransitionError),
)
async def cancel_job(request: Request, service: Serving, job_id: JobIdInPath) -> JobAnswer:
    """Stop a job that waits, for a worker or for its plan, or runs; its worker stops within a
    second. What was made is kept.
    """
    await caller_of(request).find(job_id, service.jobs)
    now = service.clock.now()
    job = await service.jobs.update(job_id, lambda job: job_transitions.cancel(job, now))
    return JobAnswer.of(job)


@router.delete(
    "/jobs/{job_id}",
    status_code=204,
    tags=["jobs"],
    summary="Delete a job and all it made",
    dependencies=[Depends(may_read)],
    responses=documented(*COMMON_ERRORS, JobNotFoundError, InvalidTransitionError),
)
async def delete_job(request: Request, service: Serving, job_id: JobIdInPath) -> None:
    """Remove the job with its report, snapshots, passages and uploads. One that waits or runs is
    refused: cancel it first.
    """
    caller = caller_of(request)
    if not caller.sees_all:
        await caller.find(job_id, service.jobs)
    await purge_job(
        job_id,
        jobs=service.jobs,
        reports=service.reports,
        forget_passages=service.forget_passages,
    )


async def _submitted(
    service: Service,
    body: ResearchRequest,
    wanted: ResearchRequest,
    plan: JobPlan | None,
    key: str | None,
    request: Request,
) -> Job:
    """A new job for `wanted` and its `plan`, or the one of `key`, which came with `body`."""
    now, request_id, owner = service.clock.now(), request_id_of(request), caller_of(request).owner
    job_id = new_job_id(now)
    if key is not None:
        ours, canonical = job_id, body.model_dump_json().encode()
        job_id = await job_id_for(
            key, canonical, ours, owner=owner, reports=service.reports, now=now
        )
        if job_id != ours and await service.jobs.exists(job_id):
            return await _existing_job(service, job_id, request_id)
    await service.pending.enter()
    try:
        await _take_uploads(service, wanted, job_id, owner)
    except UploadNotFoundError:
        if key is None or not await service.jobs.exists(job_id):
            raise
        return await _existing_job(service, job_id, request_id)  # which has them
    job = Job(job_id=job_id, request=wanted, plan=plan, owner=owner, created_at=now, updated_at=now)
    try:
        store = store_secret_job if key is None else store_job
        await store(job, jobs=service.jobs, reports=service.reports)
    except JobExistsError:  # another call with the same key was quicker
        return await _existing_job(service, job_id, request_id)
    await _queue(service, job_id, request_id)
    await release_uploads(wanted.uploads, owner, service.reports)
    return job


async def _take_uploads(service: Service, wanted: ResearchRequest, job_id: str, owner: str) -> None:
    await take_uploads(
        wanted.uploads,
        job_id=job_id,
        owner=owner,
        now=service.clock.now(),
        reports=service.reports,
        followed=wanted.follow_up_of,
    )


async def _queue(service: Service, job_id: str, request_id: str) -> None:
    """Queue the job; where that fails, the job is not accepted, so remove it."""
    try:
        await service.queue.send(job_id, request_id)
    except QueueError:
        await service.jobs.delete(job_id)
        await purge_uploads(job_id, service.reports)
        raise


async def _existing_job(service: Service, job_id: str, request_id: str) -> Job:
    job = await service.jobs.get(job_id)
    age_seconds = (service.clock.now() - job.created_at).total_seconds()
    if job.status is JobStatus.PENDING and age_seconds > QUEUED_AGAIN_SECONDS:
        await service.queue.send(job_id, request_id)
    return job
