"""What the tools take. The fields of a request are those of the API, declared once."""

from typing import Any

from pydantic import Field, create_model

from research.domain.follow_up.question import ReportQuestion
from research.domain.request import ResearchRequest
from research.domain.value import JobId, Value

WITHHELD = (
    "callback_url", "clarify", "confirm_plan", "embed_images", "formats", "include_images",
    "include_videos",
)  # fmt: skip
"""Fields that are not offered: files are for people, nobody approves a plan while an assistant
waits, and a page that an assistant read must not have it tell an address of that page's choosing.
"""
WAIT_SECONDS = 55.0
"""Many assistants give a call up after a minute."""
MAX_WAIT_SECONDS = 600.0
MAX_LISTED = 50
EXCERPT_CHARACTERS, MAX_EXCERPT_CHARACTERS = 2_000, 10_000
MAX_QUOTE_CHARACTERS = 2_000


class Patience(Value):
    """How long a call may take."""

    wait_seconds: float = Field(
        default=WAIT_SECONDS,
        ge=0,
        le=MAX_WAIT_SECONDS,
        allow_inf_nan=False,
        description="Seconds to wait for the end; after that the job goes on, and `status` has its "
        "result.",
    )


_offered: dict[str, Any] = {
    name: (field.annotation, field)
    for name, field in ResearchRequest.model_fields.items()
    if name not in WITHHELD
}
ResearchArguments: type[Patience] = create_model("ResearchArguments", __base__=Patience, **_offered)
"""A question, how to research it, and how long to wait."""


class StatusArguments(Patience):
    """Which job."""

    job_id: JobId = Field(description="As `research` or `list_reports` named it.")
    wait_seconds: float = Field(
        default=0.0,
        ge=0,
        le=MAX_WAIT_SECONDS,
        allow_inf_nan=False,
        description="Seconds to wait for the job's end; 0 answers at once.",
    )


class AskArguments(ReportQuestion):
    """A question about a report."""

    job_id: JobId = Field(description="The report's.")


class ListArguments(Value):
    """Which part of the list."""

    limit: int = Field(default=10, ge=1, le=MAX_LISTED, description="Reports, at most.")
    cursor: JobId | None = Field(
        default=None, description="The `next_cursor` of the list before; null: the newest."
    )


class SourceArguments(Value):
    """Which source of which report, and which part of its text."""

    job_id: JobId = Field(description="The report's.")
    source: int = Field(ge=1, description="The source's number in that report.")
    quote: str = Field(
        default="",
        max_length=MAX_QUOTE_CHARACTERS,
        description="Words to read around, exactly as the report quotes them.",
    )
    start: int = Field(
        default=0, ge=0, description="The character to read from, where no quote is given."
    )
    characters: int = Field(
        default=EXCERPT_CHARACTERS,
        ge=1,
        le=MAX_EXCERPT_CHARACTERS,
        description="Characters to read, at most.",
    )
