"""A watch: a saved request that is researched again, daily or weekly, each time as a follow-up of
the report before.

Its due times lie a day or a week apart from the first. A time that passed while nobody looked is
made up for once, however many passed: the next one is always in the future.
"""

from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from research.domain.request import ResearchRequest, Whole
from research.domain.request_bounds import Every, Weekday
from research.domain.value import JobId, Value

NO_UPLOADS = "a watch reads addresses alone: uploads are one job's"
MAX_JOBS = 10
"""Jobs that a watch remembers, the newest."""
_PERIODS = {Every.DAILY: timedelta(days=1), Every.WEEKLY: timedelta(days=7)}
"""From one due time to the next."""


class NewWatch(ResearchRequest):
    """A question, how to research it, and how often."""

    every: Every = Field(description="How often to research it again.")
    hour: Annotated[int, Field(ge=0, le=23), Whole] | None = Field(
        default=None,
        description="The hour of day, UTC, at which it is due; null: the time at which the watch "
        "is made, and unless a `weekday` is named the first time at once.",
    )
    weekday: Weekday | None = Field(
        default=None,
        description="The day on which a `weekly` watch is due, UTC; null: that of the first time.",
    )

    @model_validator(mode="after")
    def _has_its_days(self) -> Self:
        if self.weekday and self.every is Every.DAILY:
            raise ValueError("`weekday` is for a watch that is `weekly`")
        if self.may_await_plan:
            raise ValueError(
                "nobody approves the plans of a watch: no `confirm_plan`, no `clarify`"
            )
        if self.uploads:
            raise ValueError(NO_UPLOADS)
        return self

    def first_due(self, now: datetime) -> datetime:
        """The first due time of a watch that is made `now`."""
        due = now
        if self.hour is not None:
            due = now.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        if self.weekday:
            days = list(Weekday).index(self.weekday) - due.weekday()
            due += timedelta(days=days % 7)
        if due < now:
            due += _PERIODS[self.every] if self.weekday else _PERIODS[Every.DAILY]
        return due


class WatchStart(Value):
    """A job of a watch that is being started: it may or may not be stored and queued yet."""

    job_id: JobId
    at: AwareDatetime
    follow_up_of: JobId | None


class Watch(Value):
    """A saved request, when it is due, and what came of it. Its JSON is what is stored."""

    watch_id: JobId
    owner: str = Field(default="", pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]{0,127})?$")
    """Who made it, as a job has it."""
    request: ResearchRequest
    every: Every
    hour: int | None = None
    weekday: Weekday | None = None
    created_at: AwareDatetime
    next_at: AwareDatetime
    """When it is due."""
    job_ids: tuple[JobId, ...] = ()
    """Of the last `MAX_JOBS`, newest first."""
    last_report: JobId | None = None
    """The newest job known to have a report, should it be none of `job_ids` any more."""
    starting: WatchStart | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether a job is to be started, or one that is being started to be seen through."""
        return self.starting is not None or self.next_at <= now

    def begun(self, job_id: str, now: datetime, follow_up_of: str | None) -> Self:
        """The watch with a job that is being started for its due time, or for several passed."""
        passed = (now - self.next_at) // _PERIODS[self.every] + 1
        changes: dict[str, object] = {
            "next_at": self.next_at + passed * _PERIODS[self.every],
            "job_ids": (job_id, *self.job_ids)[:MAX_JOBS],
            "last_report": follow_up_of,
            "starting": WatchStart(job_id=job_id, at=now, follow_up_of=follow_up_of),
        }
        return self.model_copy(update=changes)

    def started(self) -> Self:
        """The watch whose job is stored and queued."""
        return self.model_copy(update={"starting": None})
