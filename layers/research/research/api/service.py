"""What the API stands on: the ports and configuration of a service, and the limit of jobs that
wait.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from research.api.key_ring import KeyRing
from research.domain.errors import TooManyPendingError
from research.domain.job import JobStatus
from research.domain.request import ResearchRequest
from research.domain.storage import CacheStats
from research.ports import Clock, JobQueue, JobStore, RateLimiter, ReportStore, UploadForms
from research.web.addresses import Network

if TYPE_CHECKING:  # only who answers them has questions about reports
    from research.domain.follow_up.question import ReportAnswer

COUNT_FRESH_SECONDS = 1.0
"""How old a count of waiting jobs may be. Other processes submit meanwhile, so the limit may be
passed by what they take in that time.
"""
QUEUE_FULL_RETRY_SECONDS = 30
"""About what a job takes."""

Ask = Callable[[str, str, ResearchRequest], Awaitable["ReportAnswer"]]
"""Answers a question about the report of a job, which was made for a request."""
Probe = Callable[[], Awaitable[None]]
"""Returns when its part answers. Raises `ResearchError` when it does not."""


class PendingLimit:
    """Limits the jobs that wait, without asking the store at each submit: by the store's last
    count, and what was submitted here since.
    """

    def __init__(self, jobs: JobStore, *, clock: Clock, limit: int) -> None:
        self._jobs = jobs
        self._clock = clock
        self._limit = limit
        self._count = 0
        self._counted_at: float | None = None

    async def enter(self) -> None:
        """Count one more. Raises `TooManyPendingError` at the limit, and what the store raises."""
        now_seconds = self._clock.elapsed_seconds()
        is_old = self._counted_at is None or now_seconds - self._counted_at > COUNT_FRESH_SECONDS
        if is_old or self._count >= self._limit:
            # Stamped first: of many that come at once, one asks, unless the limit is near.
            self._counted_at = now_seconds
            self._count = await self._jobs.count(JobStatus.PENDING)
        if self._count >= self._limit:
            raise TooManyPendingError(
                f"{self._count:,} jobs wait, and no more may", QUEUE_FULL_RETRY_SECONDS
            )
        self._count += 1


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that routes use. `research.wiring.service` makes one."""

    jobs: JobStore
    queue: JobQueue
    reports: ReportStore
    limiter: RateLimiter
    clock: Clock
    forget_passages: Callable[[str], Awaitable[None]]
    """Removes a job's passages. Raises `StoreError`."""
    pending: PendingLimit
    upload_forms: UploadForms | None = None
    """None where files are posted to the service itself (`api.uploads.receipts`)."""
    ask: Ask | None = None
    """None in a process that does not answer questions about reports."""
    keys: KeyRing = field(default_factory=KeyRing)
    max_watches: int = 20
    """That a caller may have."""
    rate_limit_per_minute: int = 0
    """Of submits; 0: any number."""
    allow_networks: tuple[Network, ...] = ()
    """Networks that are not public and may be read all the same."""
    cors_origins: tuple[str, ...] = ()
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """By `redis`, `chroma`, `report_store`, `queue`; what is not there is not configured."""
    cache_stats: Callable[[], Awaitable[CacheStats]] | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is about to end: calls that wait are then answered as things are."""
