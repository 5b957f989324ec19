"""Jobs as the API tells of them."""

from fastapi import Request

from research.api.forms import JobAnswer, JobSummary
from research.domain.job import Job


def job_answer(job: Job, request: Request) -> JobAnswer:
    """All that `job` says to who asked for it."""
    return JobAnswer(
        job_id=job.job_id,
        status=job.status,
        query=job.request.query,
        depth=job.request.depth,
        created_at=job.created_at,
        updated_at=job.updated_at,
        started_at=job.started_at,
        completed_at=job.completed_at,
        attempts=job.attempts,
        progress=job.progress,
        result=job.result,
        report_url=_web_url(job.report_url, f"{job.job_id}.html", request),
        report_json_url=_web_url(job.json_url, f"{job.job_id}.json", request),
        report_markdown_url=_web_url(job.markdown_url, f"{job.job_id}.md", request),
        cost=job.result.cost if job.result else None,
        warnings=job.warnings,
        error=job.error,
    )


def job_summary(job: Job, request: Request) -> JobSummary:
    """What a list says of `job`."""
    return JobSummary(
        job_id=job.job_id,
        status=job.status,
        query=job.request.query,
        depth=job.request.depth,
        created_at=job.created_at,
        updated_at=job.updated_at,
        completed_at=job.completed_at,
        percent=job.progress.percent,
        title=job.result.title if job.result else "",
        report_url=_web_url(job.report_url, f"{job.job_id}.html", request),
        error=job.error,
    )


def entity_tag(job: Job) -> str:
    """Changes with whatever is told of the job.

    The version alone would not do: two stores of jobs count at different paces.
    """
    return f'"{job.version}-{int(job.updated_at.timestamp() * 1_000_000):x}"'


def _web_url(stored: str, name: str, request: Request) -> str:
    """`stored`, or where this server has the file when its store has no address on the web."""
    if not stored or stored.startswith(("https://", "http://")):
        return stored
    return f"{request.base_url}reports/{name}"
