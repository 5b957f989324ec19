"""What the API stands on: ports, and what was configured."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from research.api.keys import KeyRing
from research.api.pending import Pending
from research.domain.storage import CacheStats
from research.ports import Clock, JobQueue, JobStore, RateLimiter, ReportStore
from research.web.addresses import Network

Probe = Callable[[], Awaitable[None]]
"""Returns when its part answers. Raises `ResearchError` when it does not."""


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that routes reach for. `research.wiring.service` makes one."""

    jobs: JobStore
    queue: JobQueue
    reports: ReportStore
    limiter: RateLimiter
    clock: Clock
    forget_passages: Callable[[str], Awaitable[None]]
    """Removes a job's passages. Raises `StoreError`."""
    pending: Pending
    keys: KeyRing = field(default_factory=KeyRing)
    rate_limit_per_minute: int = 0
    """Of submits; 0: any number."""
    allow_networks: tuple[Network, ...] = ()
    """Not public, and may be read all the same."""
    cors_origins: tuple[str, ...] = ()
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """By `redis`, `chroma`, `report_store`, `queue`; what is not there is not configured."""
    cache_stats: Callable[[], Awaitable[CacheStats]] | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is about to end: whoever waits is then told what is known."""
