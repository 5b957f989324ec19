"""A job: one request and its life. `job_transitions` says how one record follows another.

A job's id begins with the time it was made, to the microsecond, so ids sort by time: every store
lists by id alone, and a cursor from one store means the same in another.
"""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BeforeValidator, Field, model_validator

from research.domain.errors import InvalidRequestError
from research.domain.model_call import Cost
from research.domain.progress import AnsweredPart, ReadSource, Stage
from research.domain.question import JobPlan
from research.domain.report_format import ReportFormat
from research.domain.request import ResearchRequest
from research.domain.value import JOB_ID_PATTERN, JobId, Value

MAX_EVENTS = 20
"""Events a job keeps, the last ones: a page shows about as many."""
MAX_EVENT_CHARACTERS = 200
MAX_READ_SOURCES = 50
"""Sources that the progress of a job names: as many as a run reads where nobody says."""


def is_job_id(text: str) -> bool:
    """Whether `text` could be a job's id; it says nothing about there being such a job."""
    return re.fullmatch(JOB_ID_PATTERN, text) is not None


def check_page(limit: int, cursor: str | None) -> None:
    """Raise `InvalidRequestError` for a limit below 1 or a cursor that no page gave."""
    if limit < 1:
        raise InvalidRequestError(f"a page of {limit} jobs")
    if cursor is not None and not is_job_id(cursor):
        raise InvalidRequestError(f"not a cursor: {cursor[:60]!r}")


class JobStatus(StrEnum):
    """Where a job is in its life."""

    PENDING = "pending"
    RUNNING = "running"
    AWAITING_PLAN = "awaiting_plan"
    """Its questions are planned, and its owner has to approve them."""
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_finished(self) -> bool:
        """Whether nothing follows."""
        return self not in (JobStatus.PENDING, JobStatus.RUNNING, JobStatus.AWAITING_PLAN)


class JobEvent(Value):
    """Something that happened during a run."""

    at: AwareDatetime
    stage: Stage
    message: str


class JobProgress(Value):
    """How far a run is: `done` of `total` in `stage`, and over all stages in percent."""

    stage: Stage | None = None
    done: int = Field(default=0, ge=0)
    total: int = Field(default=0, ge=0)
    percent: int = Field(default=0, ge=0, le=100)
    events: tuple[JobEvent, ...] = ()
    """The last `MAX_EVENTS`, oldest first."""
    answer: tuple[AnsweredPart, ...] = ()
    """The answer to the query, verified, before the report is there; empty until it is."""
    sources: tuple[ReadSource, ...] = ()
    """What was read so far, the first `MAX_READ_SOURCES`, in the order in which it was found."""


class JobError(Value):
    """Why a job failed: a code from `errors`, and words for people."""

    code: str
    message: str


class Lease(Value):
    """Who runs a job, and until when nobody else may."""

    owner: str = Field(min_length=1)
    """A name that no other run has, such as a message's receipt or a random number."""
    expires_at: AwareDatetime


class JobResult(Value):
    """The report in short, for a list or a status."""

    title: str
    key_findings: tuple[str, ...] = ()
    words: int = 0
    claims: int = 0
    sources_read: int = 0
    sources_cited: int = 0
    cost: Cost | None = None


def _in_todays_form(request: object) -> object:
    """The request of a record, also of one that an earlier release wrote.

    Until November 2026 records had the usual values filled in, and other names for three fields.
    """
    if not (isinstance(request, dict) and "max_sources" in request):
        return request
    former = dict(request)
    return {
        "max_results": former.pop("max_sources"),
        "domains": {name: former.pop(f"{name}_domains", ()) for name in ("allow", "deny")},
        **former,
    }


class Job(Value):
    """One request and its life. Its JSON is what stores keep."""

    job_id: JobId
    request: Annotated[ResearchRequest, BeforeValidator(_in_todays_form)]
    owner: str = Field(default="", pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]{0,127})?$")
    """Who made it, as the API names its callers; empty where no key was asked for."""
    status: JobStatus = JobStatus.PENDING
    version: int = Field(default=1, ge=1)
    """Grows by one with every write, so that a writer notices another."""
    created_at: AwareDatetime
    updated_at: AwareDatetime
    started_at: AwareDatetime | None = None
    """When it first ran."""
    completed_at: AwareDatetime | None = None
    """When it ended, well or not."""
    attempts: int = Field(default=0, ge=0)
    """How often a worker took it up."""
    progress: JobProgress = JobProgress()
    lease: Lease | None = None
    plan: JobPlan | None = None
    """Where it was to be approved: the plan that waits for that, or that is followed."""
    result: JobResult | None = None
    report_url: str = ""
    json_url: str = ""
    markdown_url: str = ""
    files: dict[ReportFormat, str] = Field(default_factory=dict)
    """Where each form of the report is, these three included; empty in records from before."""
    warnings: tuple[str, ...] = ()
    error: JobError | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.status is JobStatus.RUNNING) != (self.lease is not None):
            raise ValueError("a running job has a lease, and no other has one")
        if self.status.is_finished != (self.completed_at is not None):
            raise ValueError("a finished job has an end, and no other has one")
        if self.status is JobStatus.AWAITING_PLAN and (not self.plan or self.plan.is_approved):
            raise ValueError("a job that awaits its plan has one that is not approved")
        return self


class JobPage(Value):
    """Some jobs, newest first, and where the next page starts; None at the end."""

    jobs: tuple[Job, ...]
    next_cursor: str | None = None
