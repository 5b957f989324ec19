"""The message that a job's `callback_url` gets when the job ends."""

from pydantic import AwareDatetime, Field

from research.domain.job import Job, JobError, JobResult, JobStatus
from research.domain.report_format import ReportFormat
from research.domain.value import JobId, Value


class CallbackData(Value):
    """How a job ended."""

    job_id: JobId
    status: JobStatus
    query: str
    report_url: str = Field(description="Empty where reports have no address on the web.")
    report_json_url: str
    report_markdown_url: str
    files: dict[ReportFormat, str] = Field(description="Each form of the report that was made.")
    result: JobResult | None
    warnings: tuple[str, ...]
    error: JobError | None


class CallbackMessage(Value):
    """What a `callback_url` gets when the job ends."""

    type: str = Field(examples=["job.completed", "job.failed"])
    timestamp: AwareDatetime
    data: CallbackData


def callback_body(job: Job) -> bytes:
    """Return the message as JSON, as the Standard Webhooks specification suggests it."""
    data = CallbackData(
        job_id=job.job_id,
        status=job.status,
        query=job.request.query,
        report_url=_on_the_web(job.report_url),
        report_json_url=_on_the_web(job.json_url),
        report_markdown_url=_on_the_web(job.markdown_url),
        files={form: url for form, at in job.files.items() if (url := _on_the_web(at))},
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
