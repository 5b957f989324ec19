"""Routes that read jobs: the state of one, and the list."""

import asyncio
import re
from contextlib import suppress
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BeforeValidator

from research.api.access import Serving, caller_of, may_read, owned_jobs
from research.api.forms import JobAnswer, JobList, JobSummary
from research.api.key_ring import Caller
from research.api.openapi import COMMON_ERRORS, documented
from research.api.parameters import JobIdInPath
from research.api.service import Service
from research.domain.errors import InvalidRequestError, JobNotFoundError, JobUnreadableError
from research.domain.job import Job, JobStatus
from research.domain.value import JobId
from research.jobs.history import LOOKED_THROUGH, find_jobs
from research.jobs.owned import OwnedJobs

MAX_WAIT_SECONDS = 25.0
"""An API Gateway gives up after 30."""
FIRST_LOOK_SECONDS = 0.1
LONGEST_LOOK_SECONDS = 1.0
"""Between two looks at a job that someone waits for; progress is written every 0.4 s at most."""
MAX_SEARCH_CHARACTERS = 200

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def _as_json(number: object) -> object:
    """Written as RFC 8259, 6 has it: Python would read `1_0` and ` 1` as well."""
    if isinstance(number, str) and not _JSON_NUMBER.fullmatch(number):
        raise ValueError("is not a number as JSON has it")
    return number


_AsJson = BeforeValidator(_as_json)

router = APIRouter()
_TAG_HEADER: dict[str, Any] = {
    "ETag": {"description": "Send it as If-None-Match.", "schema": {"type": "string"}}
}


@router.get(
    "/status/{job_id}",
    tags=["research"],
    summary="How a job is",
    dependencies=[Depends(may_read)],
    response_model=JobAnswer,
    responses={
        200: {"headers": _TAG_HEADER},
        304: {"description": "As it was when `If-None-Match` was given.", "headers": _TAG_HEADER},
        **documented(*COMMON_ERRORS, JobNotFoundError, JobUnreadableError, InvalidRequestError),
    },
)
async def job_status(
    request: Request,
    response: Response,
    service: Serving,
    job_id: JobIdInPath,
    wait: Annotated[
        float,
        Query(
            ge=0,
            le=MAX_WAIT_SECONDS,
            allow_inf_nan=False,
            description="Seconds to wait for a change, at most; 0 answers at once.",
        ),
        _AsJson,
    ] = 0.0,
    until: Annotated[
        Literal["change", "plan", "end"],
        Query(
            description="What to wait for: any change; that the job awaits its plan, or its end; "
            "its end."
        ),
    ] = "change",
    if_none_match: Annotated[
        str | None,
        Header(description="The `ETag` of an earlier answer: wait for another, else answer 304."),
    ] = None,
) -> Any:
    """How far the job is and, at its end, where the report is.

    With `wait` the answer comes as soon as the job is no longer as it was: as `If-None-Match`
    names it, or else as it is when the call comes in.
    """
    job = await _awaited(service, caller_of(request), job_id, if_none_match, until, wait)
    tag = entity_tag(job)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if _matches(if_none_match, tag):
        return Response(status_code=304, headers={**dict(response.headers), **headers})
    response.headers.update(headers)
    return JobAnswer.of(job)


@router.get(
    "/jobs",
    tags=["jobs"],
    summary="List jobs",
    dependencies=[Depends(may_read)],
    responses=documented(*COMMON_ERRORS, InvalidRequestError),
)
async def list_jobs(
    request: Request,
    service: Serving,
    limit: Annotated[
        int, Query(ge=1, le=100, description="Jobs on the page, at most."), _AsJson
    ] = 20,
    status: Annotated[JobStatus | None, Query(description="Of this status alone.")] = None,
    cursor: Annotated[JobId | None, Query(description="The `next_cursor` of the page before.")] = (
        None
    ),
    q: Annotated[
        str,
        Query(
            max_length=MAX_SEARCH_CHARACTERS,
            description="Words that the query or the report's title has, each of them, without "
            f"regard to case and accents. One call looks through {LOOKED_THROUGH} jobs at most: a "
            "page with few or none may have a `next_cursor`, which looks on.",
        ),
    ] = "",
) -> JobList:
    """The caller's jobs, newest first, in pages; an admin's are all."""
    caller = caller_of(request)
    jobs = service.jobs if caller.sees_all else owned_jobs(caller, service)
    if q.strip():
        page = await find_jobs(jobs.list, q, limit, status, cursor)
    else:
        page = await jobs.list(limit, status, cursor)
    if isinstance(jobs, OwnedJobs):
        total = filtered = await jobs.count()
        if status is not None:
            filtered = (await jobs.count_by_status())[status]
    else:
        total = await jobs.count()
        filtered = total if status is None else await jobs.count(status)
    return JobList(
        total=total,
        filtered=filtered,
        jobs=tuple(JobSummary.of(job) for job in page.jobs),
        next_cursor=page.next_cursor,
    )


def entity_tag(job: Job) -> str:
    """Changes with whatever is answered about the job.

    The version alone would not do: two stores of jobs count at different paces.
    """
    return f'"{job.version}-{int(job.updated_at.timestamp() * 1_000_000):x}"'


async def _awaited(
    service: Service,
    caller: Caller,
    job_id: str,
    known: str | None,
    until: str,
    wait_seconds: float,
) -> Job:
    """The job once its tag is not `known`, or awaits its plan, or has ended, as `until` has it, or
    after `wait_seconds`. When the service stops, the job as it is then.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + wait_seconds
    job = await caller.find(job_id, service.jobs)
    known = known or entity_tag(job)
    pause = FIRST_LOOK_SECONDS
    while not _is_awaited(job, until, known):
        left = end - loop.time()
        if left <= 0 or service.stopping.is_set():
            break
        with suppress(TimeoutError):
            await asyncio.wait_for(service.stopping.wait(), min(pause, left))
        pause = min(LONGEST_LOOK_SECONDS, pause * 1.5)
        job = await caller.find(job_id, service.jobs)
    return job


def _is_awaited(job: Job, until: str, known: str) -> bool:
    """Whether `job` is what `until` names: for any change, whether its tag is not `known`."""
    if job.status.is_finished:
        return True
    if until == "change":
        return not _matches(known, entity_tag(job))
    return until == "plan" and job.status is JobStatus.AWAITING_PLAN


def _matches(if_none_match: str | None, tag: str) -> bool:
    """RFC 9110, 13.1.2: a list of tags or a star, compared weakly."""
    if if_none_match is None:
        return False
    tags = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return tag in tags or tags == {"*"}
