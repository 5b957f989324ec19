"""The route that answers a question about a report."""

from fastapi import APIRouter, Request, Response

from research.api.access import ADMISSION_DOCUMENTED, caller_of, may_ask, service_of
from research.api.openapi import COMMON_ERRORS, QUESTION_DOCUMENTED, documented
from research.api.parameters import JobIdInPath, body_of
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
from research.domain.job import Job

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
    job = await caller_of(request).find(job_id, service.jobs)
    body = await body_of(request, ReportQuestion)
    _check_report(job)
    assert service.ask is not None, "a process that mounts this route can answer"
    return await service.ask(job_id, body.question, job.request)


def _check_report(job: Job) -> None:
    """Raise `JobNotEndedError` or `NoReportError` for a job without a report."""
    if not job.status.is_finished:
        raise JobNotEndedError(f"job {job.job_id} is {job.status}: ask when it has its report")
    if not job.report_url:
        raise NoReportError(f"job {job.job_id} has {job.status}, and there is no report to ask")
