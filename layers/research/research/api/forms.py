"""What the API takes and gives. The service and its clients share these forms.

Every field is described here, and so in `docs/openapi.json`, which is made from this module.
"""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from research.domain.job import JobError, JobId, JobProgress, JobResult, JobStatus
from research.domain.model_call import Cost
from research.domain.request import MAX_BUDGET_USD, MAX_DOMAINS, MAX_NAMED_SOURCES, Depth
from research.domain.storage import CacheStats
from research.domain.value import (
    QUERY_PATTERN,
    DomainName,
    Language,
    Value,
    WebUrl,
)

_DAY_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _whole(number: object) -> object:
    """JSON has no integers: 12.0 is one, as JSON Schema has it."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _day(written: object) -> object:
    """A day is written as RFC 3339 has it: pydantic would read seconds since 1970 as well."""
    if not isinstance(written, str):
        return written
    if not _DAY_WRITTEN.fullmatch(written):
        raise ValueError("a day is written YYYY-MM-DD")
    return date.fromisoformat(written)


_Day = Annotated[date, BeforeValidator(_day)]
_Whole = BeforeValidator(_whole)
_EXAMPLE_ID = "20261125-081500-1e2403f9c0de1a2b4c5d6"


class Domains(Value):
    """Where to read, and where not; a name stands for what lies under it too."""

    allow: tuple[DomainName, ...] = Field(
        default=(), max_length=MAX_DOMAINS, description="If any: these and no others."
    )
    deny: tuple[DomainName, ...] = Field(
        default=(), max_length=MAX_DOMAINS, description="Never these."
    )


class NewJob(Value):
    """A question, and how to research it. Fields that are not named here are refused."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"query": "How do green roofs cool cities?"},
                {
                    "query": "What has changed in deep-sea mining rules?",
                    "depth": "deep",
                    "max_results": 20,
                    "since": "2026-01-01",
                    "domains": {"deny": ["mining.example"]},
                    "budget_usd": 0.5,
                },
            ]
        }
    )

    query: Annotated[str, StringConstraints(pattern=QUERY_PATTERN)] = Field(
        # No maxLength: that would count the blanks that are trimmed, too.
        description="The question: 1 to 2,000 characters once it is trimmed, at least one a "
        "letter or a digit.",
        json_schema_extra={"minLength": 1},
    )
    depth: Depth = Field(default=Depth.STANDARD, description="How far to go.")
    include_news: bool = Field(
        default=True,
        description="Whether to search the news, too, beside the web; never where the web is not.",
    )
    include_images: bool = Field(
        default=True,
        description="Whether the report links to images that cited pages show; none is fetched.",
    )
    include_videos: bool = Field(
        default=True,
        description="Whether the report links to videos that cited pages show; none is fetched.",
    )
    max_results: Annotated[int, Field(ge=1, le=100), _Whole] | None = Field(
        default=None,
        description="Pages to read, at most; null: 12 of the web, 50 of `sources`.",
    )
    max_words: Annotated[int, Field(ge=50, le=10_000), _Whole] = Field(
        default=700, description="Words of the report."
    )
    language: Language = Field(
        default="",
        description="Such as `en` or `pt-BR`: searches ask for pages in it, found pages in another "
        "are not used, and a model writes in it; `sources` alone are read whatever their language. "
        "Empty: as the query is and the pages are.",
    )
    # No format: `uri` would forbid the letters of all languages, which people's addresses have.
    sources: tuple[WebUrl, ...] = Field(
        default=(), max_length=MAX_NAMED_SOURCES, description="Addresses of pages to read."
    )
    search_web: bool | None = Field(
        default=None,
        description="Whether to search the web; null: only when no `sources` are named.",
    )
    since: _Day | None = Field(default=None, description="Nothing published before this day.")
    until: _Day | None = Field(default=None, description="Nothing published after this day.")
    domains: Domains = Domains()
    budget_usd: float | None = Field(
        default=None,
        gt=0,
        le=MAX_BUDGET_USD,
        allow_inf_nan=False,
        description="What models may cost, at most.",
    )
    callback_url: WebUrl | None = Field(
        default=None,
        description="Gets a signed POST (Standard Webhooks) when the job is completed or has "
        "failed; a service without `CALLBACK_SECRET` sends none, and the job's `warnings` say so.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("`since` comes after `until`")
        return self


class JobAccepted(Value):
    """The job was taken; follow `status_url`."""

    job_id: JobId = Field(examples=[_EXAMPLE_ID])
    status: JobStatus
    message: str
    status_url: str = Field(examples=[f"/status/{_EXAMPLE_ID}"])


class JobSummary(Value):
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
    report_url: str = Field(description="Empty while there is no report.")
    error: JobError | None = None


class JobAnswer(Value):
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
    result: JobResult | None = Field(description="The report in short.")
    report_url: str = Field(description="The page; empty while there is no report.")
    report_json_url: str
    report_markdown_url: str
    cost: Cost | None = Field(description="Null where no model was asked.")
    warnings: tuple[str, ...]
    error: JobError | None = Field(description="Why it failed.")


class JobList(Value):
    """Some jobs, newest first."""

    total: int = Field(ge=0, description="Jobs there are.")
    filtered: int = Field(ge=0, description="Jobs of the status that was asked for.")
    jobs: tuple[JobSummary, ...]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last.")


PartHealth = Literal["ok", "away", "off"]


class Health(Value):
    """How the service is: `degraded` when jobs are taken though a part is away."""

    status: Literal["ok", "degraded", "unavailable"]
    timestamp: AwareDatetime
    version: str
    redis: PartHealth = Field(description="`off`: not configured.")
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
