"""What the API answers. The service fills these forms, and its clients read them.

What it takes is `domain.request.ResearchRequest`. Every field is described in these two modules,
and so in `docs/openapi.json`, which is made from them.
"""

from typing import Literal, Self

from pydantic import AwareDatetime, ConfigDict, Field

from research.domain.job import Job, JobError, JobProgress, JobResult, JobStatus
from research.domain.model_call import Cost
from research.domain.question import JobPlan
from research.domain.report_format import ALWAYS_MADE, ReportFormat, file_name
from research.domain.request_bounds import Depth
from research.domain.storage import CacheStats
from research.domain.value import JobId, Value

_EXAMPLE_ID = "20261125-081500-1e2403f9c0de1a2b4c5d6"
_WHERE = (
    "A path of this service, `/reports/{job_id}.html`, where it serves reports itself; else a "
    "whole address. Empty while there is no report."
)


class JobAccepted(Value):
    """The job was taken; follow `status_url`."""

    job_id: JobId = Field(examples=[_EXAMPLE_ID])
    status: JobStatus
    message: str
    status_url: str = Field(examples=[f"/status/{_EXAMPLE_ID}"])


class _WithReport(Value):
    """Tells where a report is."""

    def at(self, base_url: str) -> Self:
        """The same, with whole addresses for a caller who reaches the service at `base_url`."""
        whole: dict[str, object] = {
            name: _whole(base_url, str(value)) for name, value in self if name.endswith("_url")
        }
        if files := getattr(self, "files", None):
            whole["files"] = {form: _whole(base_url, path) for form, path in files.items()}
        return self.model_copy(update=whole)


class JobSummary(_WithReport):
    """A job in a list."""

    job_id: JobId = Field(examples=[_EXAMPLE_ID])
    status: JobStatus
    query: str
    depth: Depth
    created_at: AwareDatetime
    updated_at: AwareDatetime
    completed_at: AwareDatetime | None = Field(description="When it ended, well or not.")
    percent: int = Field(ge=0, le=100)
    title: str = Field(description="The report's; empty while there is none.")
    report_url: str = Field(description=_WHERE)
    error: JobError | None = None

    @classmethod
    def of(cls, job: Job) -> Self:
        """The summary of `job`."""
        return cls(
            job_id=job.job_id,
            status=job.status,
            query=job.request.query,
            depth=job.request.depth,
            created_at=job.created_at,
            updated_at=job.updated_at,
            completed_at=job.completed_at,
            percent=job.progress.percent,
            title=job.result.title if job.result else "",
            report_url=_web_url(job.report_url, f"{job.job_id}.html"),
            error=job.error,
        )


class PlanAnswer(Value):
    """The plan of a job whose questions are approved before they are researched."""

    questions: tuple[str, ...] = Field(
        description="Each heads a section of the report: as they were planned or, once that is "
        "done, approved."
    )
    clarifying_question: str = Field(
        description="What a model asks back, where the query is too vague; empty: nothing."
    )
    clarification: str = Field(description="What was answered to that; empty: nothing.")
    approved_at: AwareDatetime | None = Field(description="Null while it waits for approval.")
    kept_until: AwareDatetime = Field(
        description="When the job fails with `plan_not_approved`, unless it was approved."
    )

    @classmethod
    def of(cls, plan: JobPlan) -> Self:
        """The answer about `plan`."""
        return cls(
            questions=tuple(one.as_planned for one in plan.questions),
            clarifying_question=plan.clarifying_question,
            clarification=plan.clarification,
            approved_at=plan.approved_at,
            kept_until=plan.kept_until,
        )


class JobAnswer(_WithReport):
    """A job, as it is now."""

    job_id: JobId = Field(examples=[_EXAMPLE_ID])
    status: JobStatus
    query: str
    depth: Depth
    created_at: AwareDatetime
    updated_at: AwareDatetime
    started_at: AwareDatetime | None
    completed_at: AwareDatetime | None = Field(description="When it ended, well or not.")
    attempts: int = Field(ge=0, description="How often a worker took it up.")
    progress: JobProgress
    plan: PlanAnswer | None = Field(
        default=None,
        description="What `confirm_plan` or `clarify` had planned; null where nothing was.",
    )
    result: JobResult | None = Field(description="The report in short.")
    report_url: str = Field(description=f"The page. {_WHERE}")
    report_json_url: str
    report_markdown_url: str
    files: dict[ReportFormat, str] = Field(
        description="Where each form of the report is, those above included; empty while there is "
        "none.",
        examples=[{"html": f"/reports/{_EXAMPLE_ID}.html", "bib": f"/reports/{_EXAMPLE_ID}.bib"}],
    )
    cost: Cost | None = Field(description="Null where no model was asked.")
    warnings: tuple[str, ...]
    error: JobError | None = Field(description="Why it failed.")

    @classmethod
    def of(cls, job: Job) -> Self:
        """The answer about `job`."""
        files = job.files or _former_files(job)
        return cls(
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
            plan=PlanAnswer.of(job.plan) if job.plan else None,
            result=job.result,
            report_url=_web_url(job.report_url, f"{job.job_id}.html"),
            report_json_url=_web_url(job.json_url, f"{job.job_id}.json"),
            report_markdown_url=_web_url(job.markdown_url, f"{job.job_id}.md"),
            files={form: _web_url(at, file_name(job.job_id, form)) for form, at in files.items()},
            cost=job.result.cost if job.result else None,
            warnings=job.warnings,
            error=job.error,
        )


class JobList(Value):
    """Some jobs, newest first."""

    total: int = Field(ge=0, description="Jobs there are.")
    filtered: int = Field(
        ge=0, description="Jobs of the status that was asked for, whatever `q` is."
    )
    jobs: tuple[JobSummary, ...]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last.")


PartHealth = Literal["connected", "disconnected", "disabled"]


class Health(Value):
    """How the service is: `degraded` when jobs are taken though a part is away."""

    status: Literal["healthy", "degraded", "unhealthy"]
    timestamp: AwareDatetime
    version: str
    authentication: Literal["enabled", "disabled"] = Field(
        description="`disabled`: no key is asked for, and the API is open to all who reach it."
    )
    redis: PartHealth = Field(description="`disabled`: not configured.")
    chroma: PartHealth
    report_store: PartHealth
    queue: PartHealth


class Stats(Value):
    """Jobs by status, and what came of the cache in the process that answers."""

    timestamp: AwareDatetime
    jobs: dict[JobStatus, int]
    cache: CacheStats | None = Field(description="Null where this process has none.")


class Fault(Value):
    """A field that can't be used."""

    field: str = Field(examples=["domains.allow.0"])
    message: str


class Problem(Value):
    """Any error, after RFC 9457. `code` is stable; `detail` is for people."""

    model_config = ConfigDict(extra="ignore")

    type: str = Field(default="about:blank")
    title: str = Field(examples=["Not Found"])
    status: int = Field(ge=400, le=599)
    detail: str
    code: str = Field(examples=["job_not_found"])
    request_id: str = Field(default="", description="Names this call in the service's logs.")
    errors: tuple[Fault, ...] = Field(default=(), description="Which fields, where it is those.")


def _whole(base_url: str, path: str) -> str:
    return base_url.rstrip("/") + path if path.startswith("/") else path


def _former_files(job: Job) -> dict[ReportFormat, str]:
    """The files of a job whose record names three and no more, as before December 2026."""
    made = zip(ALWAYS_MADE, (job.report_url, job.json_url, job.markdown_url), strict=True)
    return {form: at for form, at in made if at}


def _web_url(stored: str, name: str) -> str:
    """`stored`, or where the service has the file when its store has no address on the web."""
    if not stored or stored.startswith(("https://", "http://")):
        return stored
    return f"/reports/{name}"
