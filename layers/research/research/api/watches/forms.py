"""What the routes of watches answer; what they take is `domain.follow_up.watch.NewWatch`."""

from collections.abc import Iterable
from typing import Any, Self

from pydantic import AwareDatetime, Field

from research.api.forms import JobSummary
from research.domain.follow_up.watch import Watch
from research.domain.job import Job
from research.domain.request import ResearchRequest
from research.domain.request_bounds import Every, Weekday
from research.domain.value import JobId, Value

_EXAMPLE_ID = "20261125-081500-1e2403f9c0de1a2b4c5d6"


class WatchSummary(Value):
    """A watch in a list."""

    watch_id: JobId = Field(examples=[_EXAMPLE_ID])
    query: str
    every: Every
    hour: int | None = Field(
        ge=0, le=23, description="UTC; null: the time of day at which it was made."
    )
    weekday: Weekday | None
    created_at: AwareDatetime
    next_at: AwareDatetime = Field(
        description="When it is due next. A time that has passed is made up for, once: when the "
        "service looks next, when the last job has ended, and when another job may wait."
    )
    last_job_id: JobId | None = Field(description="The newest job; null before the first.")

    @classmethod
    def of(cls, watch: Watch) -> Self:
        """The summary of `watch`."""
        return cls(**_summary_fields(watch))


class WatchList(Value):
    """The caller's watches, oldest first; an admin's are all."""

    watches: tuple[WatchSummary, ...]
    limit: int = Field(ge=0, description="How many a caller may have.")


class WatchedRequest(ResearchRequest):
    """What each job of a watch researches, as it was checked when the watch was made."""

    # Without the pattern that checks it: many readers of schemas can't read that.
    query: str = Field(description="The question.")


class WatchAnswer(WatchSummary):
    """A watch, with what it asks and its last jobs."""

    request: WatchedRequest
    jobs: tuple[JobSummary, ...] = Field(
        description="Its last ten jobs that are still there, newest first."
    )

    @classmethod
    def with_jobs(cls, watch: Watch, jobs: Iterable[Job]) -> Self:
        """The answer about `watch`, whose `jobs` these are."""
        summaries = tuple(map(JobSummary.of, jobs))
        request = WatchedRequest.model_validate(watch.request.model_dump())
        return cls(**_summary_fields(watch), request=request, jobs=summaries)

    def at(self, base_url: str) -> Self:
        """The same, with whole addresses for a caller who reaches the service at `base_url`."""
        return self.model_copy(update={"jobs": tuple(job.at(base_url) for job in self.jobs)})


def _summary_fields(watch: Watch) -> dict[str, Any]:
    return {
        "watch_id": watch.watch_id,
        "query": watch.request.query,
        "every": watch.every,
        "hour": watch.hour,
        "weekday": watch.weekday,
        "created_at": watch.created_at,
        "next_at": watch.next_at,
        "last_job_id": watch.job_ids[0] if watch.job_ids else None,
    }
