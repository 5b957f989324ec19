"""The message that a job's `callback_url` gets when the job ends."""

import logging

from pydantic import AwareDatetime, Field

from research.domain.errors import ResearchError
from research.domain.job import Job, JobError, JobId, JobResult, JobStatus
from research.domain.value import Value
from research.ports import CallbackSender

_log = logging.getLogger(__name__)


class CallbackData(Value):
    """How a job ended."""

    job_id: JobId
    status: JobStatus
    query: str
    report_url: str = Field(description="Empty where reports have no address on the web.")
    report_json_url: str
    report_markdown_url: str
    result: JobResult | None
    warnings: tuple[str, ...]
    error: JobError | None


class CallbackMessage(Value):
    """What a `callback_url` gets when the job ends."""

    type: str = Field(examples=["job.completed", "job.failed"])
    timestamp: AwareDatetime
    data: CallbackData


async def send_callback(job: Job, sender: CallbackSender | None) -> None:
    """Send the end of `job` to its `callback_url`, if it names one. Logs failures, raises nothing.

    The message id is made of the job's id and status, so a receiver can tell a repeated one. Its
    body is ``{"type": "job.completed", "timestamp": ..., "data": {...}}``, as the Standard
    Webhooks specification suggests.
    """
    url = job.request.callback_url
    if url is None:
        return
    if sender is None:
        _log.warning("job %s names a callback, and CALLBACK_SECRET is not set", job.job_id)
        return
    try:
        await sender.send(url, f"{job.job_id}.{job.status}", callback_body(job))
    except ResearchError as error:
        _log.warning("job %s: %s: %s", job.job_id, error.code, error)


def callback_body(job: Job) -> bytes:
    """Return the message as JSON."""
    data = CallbackData(
        job_id=job.job_id,
        status=job.status,
        query=job.request.query,
        report_url=_on_the_web(job.report_url),
        report_json_url=_on_the_web(job.json_url),
        report_markdown_url=_on_the_web(job.markdown_url),
        result=job.result,
        warnings=job.warnings,
        error=job.error,
    )
    at = job.completed_at or job.updated_at
    message = CallbackMessage(type=f"job.{job.status}", timestamp=at, data=data)
    return message.model_dump_json().encode()


def _on_the_web(url: str) -> str:
    """Without a bucket, addresses are paths of this machine: of no use to others, and private."""
    return url if url.startswith(("https://", "http://")) else ""
