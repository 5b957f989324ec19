"""How many jobs wait, without asking the store at each submit."""

from research.domain.errors import TooManyPendingError
from research.domain.job import JobStatus
from research.ports import Clock, JobStore

FRESH_SECONDS = 1.0
"""How old a count may be. Other processes submit meanwhile, so the limit may be passed by what
they take in that time.
"""
RETRY_AFTER_SECONDS = 30
"""About what a job takes."""


class Pending:
    """Counts jobs that wait: the store's count, and what was submitted here since."""

    def __init__(self, jobs: JobStore, *, clock: Clock, limit: int) -> None:
        self._jobs = jobs
        self._clock = clock
        self._limit = limit
        self._count = 0
        self._counted_at: float | None = None

    async def enter(self) -> None:
        """Count one more. Raises `TooManyPendingError` at the limit, and what the store raises."""
        now_seconds = self._clock.elapsed_seconds()
        is_old = self._counted_at is None or now_seconds - self._counted_at > FRESH_SECONDS
        if is_old or self._count >= self._limit:
            # Stamped first: of many that come at once, one asks, unless the limit is near.
            self._counted_at = now_seconds
            self._count = await self._jobs.count(JobStatus.PENDING)
        if self._count >= self._limit:
            raise TooManyPendingError(
                f"{self._count:,} jobs wait, and no more may", RETRY_AFTER_SECONDS
            )
        self._count += 1
