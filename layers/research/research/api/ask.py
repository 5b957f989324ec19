"""The route that answers a question about a report."""

from fastapi import APIRouter, Request, Response

from research.api.access import ADMISSION_DOCUMENTED, caller_of, may_ask, service_of
from research.api.openapi import COMMON_ERRORS, QUESTION_DOCUMENTED, documented
from research.api.parameters import JobIdInPath, body_of, reported_job
from research.domain.errors import (
    AnswerLateError,
    InvalidRequestError,
    JobNotEndedError,
    JobNotFoundError,
    JobUnreadableError,
    NoReportError,
    NotStoredError,
)
from research.domain.follow_up.question import ReportAnswer, ReportQuestion

router = APIRouter()


@router.post(
    "/research/{job_id}/ask",
    tags=["research"],
    summary="Ask a report",
    responses=documented(
        *COMMON_ERRORS,
        JobNotFoundError,
        JobUnreadableError,
        NotStoredError,
        JobNotEndedError,
        NoReportError,
        InvalidRequestError,
        AnswerLateError,
        http=[400, 413, 415],
    ),
    openapi_extra=ADMISSION_DOCUMENTED | QUESTION_DOCUMENTED,
)
async def ask_report(request: Request, response: Response, job_id: JobIdInPath) -> ReportAnswer:
    """Answer a question from the sources that the job's report was made of, within 25 seconds.

    Nothing is searched or fetched. Every statement has its quotes, which were looked up in the
    stored sources; what they don't tell is said to be not found.
    """
    await may_ask(request, response)
    service = await service_of(request)
    caller, jobs = caller_of(request), service.jobs
    await caller.find(job_id, jobs)  # what a stranger sends is not told to be wrong
    body = await body_of(request, ReportQuestion)
    job = await reported_job(job_id, caller, jobs)
    assert service.ask is not None, "a process that mounts this route can answer"
    return await service.ask(job_id, body.question, job.request)
