"""Stands behind `ports.JobStore`: a dictionary of JSON."""

from collections.abc import Callable

from pydantic import ValidationError

from research.domain import job_transitions
from research.domain.errors import (
    JobExistsError,
    JobNotFoundError,
    JobUnreadableError,
    StoreUnavailableError,
)
from research.domain.job import Job, JobPage, JobProgress, JobStatus, check_page
from research.ports import Clock


class FakeJobStore:
    """Keeps jobs by id. While `away`, it raises `StoreUnavailableError`; `calls` counts asking."""

    def __init__(self, clock: Clock, job_ttl_seconds: int = 3600) -> None:
        self._clock = clock
        self._job_ttl_seconds = job_ttl_seconds
        self.records: dict[str, str] = {}
        self.away = False
        self.calls = 0
        self.rebuilt: str | None = None

    async def create(self, job: Job) -> None:
        self._ask()
        if job.job_id in self._alive():
            raise JobExistsError(job.job_id)
        self.records[job.job_id] = job.model_dump_json()

    async def get(self, job_id: str) -> Job:
        self._ask()
        return self._get(job_id)

    async def update(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        self._ask()
        before = self._get(job_id)
        after = job_transitions.next_version(before, change(before), self._clock.now())
        self.records[job_id] = after.model_dump_json()
        return after

    async def delete(self, job_id: str) -> None:
        self._ask()
        there = job_id in self._alive()
        self.records.pop(job_id, None)
        if not there:
            raise JobNotFoundError(job_id)

    async def exists(self, job_id: str) -> bool:
        self._ask()
        return job_id in self._alive()

    async def list(
        self, limit: int, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobPage:
        self._ask()
        check_page(limit, cursor)
        found = [
            job
            for job_id, job in sorted(self._alive().items(), reverse=True)
            if job is not None and status in (None, job.status) and (not cursor or job_id < cursor)
        ]
        more = found[limit - 1].job_id if len(found) > limit else None
        return JobPage(jobs=tuple(found[:limit]), next_cursor=more)

    async def count(self, status: JobStatus | None = None) -> int:
        self._ask()
        return sum(
            job is not None and status in (None, job.status) for job in self._alive().values()
        )

    async def claim(self, job_id: str, owner: str, lease_seconds: float) -> Job:
        return await self.update(
            job_id, lambda job: job_transitions.claim(job, owner, lease_seconds, self._clock.now())
        )

    async def note_progress(
        self, job_id: str, owner: str, lease_seconds: float, progress: JobProgress | None = None
    ) -> None:
        await self.update(
            job_id,
            lambda job: job_transitions.renew(
                job, owner, lease_seconds, self._clock.now(), progress
            ),
        )

    async def hand_over(self, job_id: str, owner: str) -> Job:
        return await self.update(
            job_id, lambda job: job_transitions.hand_over(job, owner, self._clock.now())
        )

    async def restore(self, job: Job) -> Job:
        self._ask()
        held = self._alive().get(job.job_id)
        if held is not None and job_transitions.newer(held, job) is held:
            return held
        self.records[job.job_id] = job.model_dump_json()
        return job

    async def ids(self) -> set[str]:
        self._ask()
        return set(self.records)

    async def rebuilt_to(self) -> str | None:
        self._ask()
        return self.rebuilt

    async def note_rebuilt(self, position: str) -> None:
        self._ask()
        self.rebuilt = position

    def _ask(self) -> None:
        self.calls += 1
        if self.away:
            raise StoreUnavailableError("away")

    def _get(self, job_id: str) -> Job:
        alive = self._alive()
        if job_id not in alive:
            raise JobNotFoundError(job_id)
        job = alive[job_id]
        if job is None:
            raise JobUnreadableError(job_id)
        return job

    def _alive(self) -> dict[str, Job | None]:
        """What is there and not over; None for what is damaged."""
        alive: dict[str, Job | None] = {}
        for job_id, record in self.records.items():
            try:
                job = Job.model_validate_json(record)
            except ValidationError:
                alive[job_id] = None
                continue
            if not job_transitions.is_expired(job, self._job_ttl_seconds, self._clock.now()):
                alive[job_id] = job
        return alive
