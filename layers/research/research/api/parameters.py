"""What calls of several routes carry: ids in the path, a job that has a report, and a body."""

from typing import Annotated, TypeVar

from fastapi import Path, Request
from starlette.exceptions import HTTPException

from research.api.key_ring import Caller
from research.domain.errors import JobNotEndedError, NoReportError
from research.domain.job import Job
from research.domain.value import JobId, Value
from research.ports import JobStore

V = TypeVar("V", bound=Value)

JobIdInPath = Annotated[JobId, Path(examples=["20261125-081500-1e2403f9c0de1a2b4c5d6"])]

UploadIdInPath = Annotated[JobId, Path(examples=["20261125-081500-1e2403f9c0de1a2b4c5d6"])]

WatchIdInPath = Annotated[JobId, Path(examples=["20261125-081500-1e2403f9c0de1a2b4c5d6"])]


async def body_of(request: Request, form: type[V]) -> V:
    """The call's body, in one pass from bytes to the form: JSON types are taken as they are.

    Raises `ValidationError`, and `HTTPException` for another media type.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415)
    return form.model_validate_json(await request.body(), strict=True)


async def reported_job(job_id: str, caller: Caller, jobs: JobStore) -> Job:
    """The caller's job, which has a report.

    Raises `JobNotFoundError`, `JobNotEndedError`, `NoReportError`, `JobUnreadableError`.
    """
    job = await caller.find(job_id, jobs)
    if not job.status.is_finished:
        raise JobNotEndedError(f"job {job_id} is {job.status}: it has no report yet")
    if not job.report_url:
        raise NoReportError(f"job {job_id} has {job.status}: it has no report")
    return job
